/* fuzz_extract.c - any bytes as a page: charset, tree, blocks, scores, Markdown. What
 * comes out is valid UTF-8 in NFC, and the same a second time. The first byte chooses the
 * options. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/html.h"
#include "html/charset.h"
#include "text/normalize.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const fc_block_model *builtin(void)
{
    static fc_block_model model;
    static fc_arena mem;
    if (!model.first.bucket) {
        fc_arena_init(&mem);
        if (fc_block_file_builtin(&model, &mem, NULL) != FC_OK)
            abort();
    }
    return &model;
}

static fc_str extract(fc_str page, unsigned how, fc_arena *keep, fc_arena *scratch,
                      fc_buf *tell)
{
    fc_charset c;
    fc_html_content got;
    fc_err err;
    fc_html_options options = {
        .style = { .plain = how & 1, .links = how & 2 },
        .comments = (fc_comments)(how >> 2 & 3),
        .profile = how & 16 ? FC_PROFILE_RECALL : FC_PROFILE_BALANCED,
        .all = (how & 32) != 0,
        .model = builtin(),
    };
    if (fc_charset_decode(page, (fc_str){ NULL, 0 }, true, keep, &c) != FC_OK ||
        fc_html_extract(c.text, &options, keep, scratch, tell, &got, &err) != FC_OK)
        return (fc_str){ NULL, 0 };
    if (fc_utf8_valid(got.meta.title) != got.meta.title.n || got.kept > got.blocks)
        abort();
    return got.text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_arena keep, scratch;
    fc_buf tell = FC_BUF_INIT;
    if (!size)
        return 0;
    fc_str page = { (const char *)data + 1, size - 1 };
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    fc_str text = extract(page, data[0], &keep, &scratch, &tell);
    if (fc_utf8_valid(text) != text.n || !fc_str_eq(fc_normalize_nfc(text, &keep), text))
        abort();
    fc_arena_reset(&scratch);
    if (!fc_str_eq(text, extract(page, data[0], &keep, &scratch, NULL)))
        abort();
    fc_buf_free(&tell);
    fc_arena_free(&keep);
    fc_arena_free(&scratch);
    return 0;
}
