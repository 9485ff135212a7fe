/* fuzz_pdf_text.c - any bytes as what pdftotext -bbox-layout prints, in pieces of any
 * size. */
#include "extractors/pdf.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/normalize.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static fc_str text_of(const uint8_t *data, size_t size, size_t step, fc_arena *keep,
                      fc_arena *scratch)
{
    fc_text_style style = { 0 };
    fc_pdf *p = FC_NEW(scratch, fc_pdf);
    fc_md *m = FC_NEW(scratch, fc_md);
    fc_pdf_begin(p, scratch);
    for (size_t i = 0; i < size; i += step)
        fc_pdf_feed(p, (const char *)data + i, size - i < step ? size - i : step);
    fc_pdf_end(p);
    fc_pdf_drop_margins(p);
    fc_pdf_find_pieces(p);
    fc_md_init(m, &style, scratch);
    fc_pdf_write(p, m);
    return fc_md_finish(m, keep);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_arena keep, scratch;
    jmp_buf guard;
    fc_arena_init(&keep);
    fc_arena_init(&scratch);
    fc_arena_guard(&keep, &guard);
    fc_arena_guard(&scratch, &guard);
    fc_arena_limit(&scratch, 64 << 20);
    fc_arena_limit(&keep, 64 << 20);
    if (setjmp(guard) == 0) {
        fc_str whole = text_of(data, size, size + 1, &keep, &scratch);
        fc_str pieces = text_of(data, size, 1 + size % 13, &keep, &scratch);
        if (!fc_str_eq(whole, pieces) || fc_utf8_valid(whole) != whole.n ||
            !fc_str_eq(fc_normalize_nfc(whole, &scratch), whole))
            abort();
    }
    fc_arena_free(&keep);
    fc_arena_free(&scratch);
    return 0;
}
