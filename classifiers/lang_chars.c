/* lang_chars.c - the tables of lang_chars_table.h unfolded, so that a look-up is one
 * load. */
#include "classifiers/lang_chars.h"

#include "classifiers/lang_chars_table.h"

#include <string.h>

void fc_lang_chars_init(fc_lang_chars *chars)
{
    memset(chars->script, FC_SCRIPT_NONE, sizeof chars->script);
    for (size_t i = 0; i < sizeof script_ranges / sizeof *script_ranges; i++)
        for (uint32_t c = script_ranges[i].first; c <= script_ranges[i].last; c++)
            if (c < FC_LANG_FLAT)
                chars->script[c] = script_ranges[i].script;
    chars->script['\''] = chars->script[0x2019] = FC_SCRIPT_MARK;
    for (uint32_t c = 0; c < FC_LANG_FOLDED; c++)
        chars->fold[c] = (uint16_t)c;
    for (size_t i = 0; i < sizeof fold_ranges / sizeof *fold_ranges; i++)
        for (uint32_t c = fold_ranges[i].first; c <= fold_ranges[i].last; c++)
            chars->fold[c] = (uint16_t)(c + (uint32_t)fold_ranges[i].delta);
}

const char *fc_lang_script_name(unsigned script)
{
    return script_names[script < FC_SCRIPTS ? script : 0];
}

unsigned fc_lang_script_number(const char *name)
{
    for (unsigned i = FC_SCRIPT_MARK + 1; i < FC_SCRIPTS; i++)
        if (strcmp(script_names[i], name) == 0)
            return i;
    return 0;
}

unsigned fc_lang_scripts(void)
{
    return FC_SCRIPTS;
}
