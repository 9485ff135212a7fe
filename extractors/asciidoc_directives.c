/* asciidoc_directives.c - lines of AsciiDoc for its preprocessor. */
#include "base/str.h"
#include "extractors/asciidoc.h"

void fc_asciidoc_drop_directives(fc_docs *d)
{
    static const char *const names[] = { "include::", "ifdef::", "ifndef::", "ifeval::",
                                         "endif::" };
    fc_text text = { .a = d->a };
    const char *from = d->text.p;
    for (size_t i = 0; i < d->lines; i++) {
        fc_str s = d->line[i];
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            if (!fc_str_starts(s, fc_str_of(names[k])) || s.p[s.n - 1] != ']')
                continue;
            fc_text_add(&text, from, (size_t)(s.p - from));
            from = i + 1 < d->lines ? d->line[i + 1].p : d->text.p + d->text.n;
            break;
        }
    }
    if (from == d->text.p)
        return;
    fc_text_add(&text, from, (size_t)(d->text.p + d->text.n - from));
    fc_docs_split(d, (fc_str){ text.n ? text.p : "", text.n });
}
