/* fuzz_tex.c - any bytes as the source of a paper. */
#include "extractors/tex.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_arena keep, scratch;
    jmp_buf guard;
    fc_tex_file file[3] = { { .path = FC_STR("main.tex") },
                            { .path = FC_STR("part.tex") },
                            { .path = FC_STR("refs.bib") } };
    fc_tex_files files = { .v = file, .n = 3 };
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    fc_arena_guard(&keep, &guard);
    fc_arena_guard(&scratch, &guard);
    fc_arena_limit(&scratch, 64 << 20);
    fc_arena_limit(&keep, 64 << 20);
    if (setjmp(guard) == 0) {
        /* the files are UTF-8, as the source kind makes them; the second half is the
         * part, and what it cites */
        fc_str all = { (const char *)data, size };
        size_t half = size / 2;
        file[0].text = fc_copy(&scratch, fc_str_sub(all, 0, half));
        file[1].text = fc_copy(&scratch, fc_str_sub(all, half, size));
        file[2].text = file[1].text;
        if (fc_utf8_valid(file[0].text) == file[0].text.n &&
            fc_utf8_valid(file[1].text) == file[1].text.n) {
            fc_tex_doc *d = FC_NEW(&scratch, fc_tex_doc);
            fc_tex_index(&files, &scratch);
            fc_tex_tree_index(&files, &scratch);
            for (fc_tex_file *f = fc_tex_main(&files); f;
                 f = fc_tex_another(&files, FC_TEX_UNREAD)) {
                fc_arena before = scratch;
                fc_str text = fc_tex_document(d, &files, f, &keep, &scratch);
                if (fc_utf8_valid(text) != text.n)
                    abort();
                text = fc_tex_plain(text, &keep, &scratch);
                if (fc_utf8_valid(text) != text.n)
                    abort();
                fc_tex_give(&files, d->t.budget);
                fc_arena_back(&scratch, &before);
            }
        }
    }
    fc_arena_free(&keep);
    fc_arena_free(&scratch);
    return 0;
}
