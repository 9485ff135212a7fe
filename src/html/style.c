/* style.c - see style.h. */
#include "html/style.h"

#include "base/str.h"

fc_str fc_style_value(fc_str style, const char *property)
{
    fc_str name = fc_str_of(property), part;
    while (fc_str_split(&style, ';', &part)) {
        size_t colon = fc_str_findc(part, ':');
        if (fc_str_ieq(fc_str_trim(fc_str_sub(part, 0, colon)), name)) {
            fc_str value = fc_str_sub(part, colon + 1, part.n);
            return fc_str_trim(fc_str_sub(value, 0, fc_str_findc(value, '!')));
        }
    }
    return (fc_str){ "", 0 };
}

bool fc_style_is_monospace(fc_str style)
{
    static const fc_str fonts[] = { { "monospace", 9 }, { "consolas", 8 } };
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++)
        if (style.n > fonts[i].n && fc_str_ifind(style, fonts[i]) < style.n)
            return true;
    return false;
}
