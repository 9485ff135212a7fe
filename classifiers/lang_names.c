/* lang_names.c - see lang_names.h. */
#include "classifiers/lang_names.h"

#include "base/str.h"

const char *const fc_lang_aliases[] = {
    "no", "nb", "als", "gsw", "bh", "bho", "eml", "egl", NULL
};

static fc_str without_alias(fc_str name)
{
    for (size_t i = 0; fc_lang_aliases[i]; i += 2)
        if (fc_str_is(name, fc_lang_aliases[i]))
            return fc_str_of(fc_lang_aliases[i + 1]);
    return name;
}

bool fc_lang_is_named(fc_str name, fc_str label)
{
    static const char *const serbo_croatian[] = { "bs", "hr", "sr" };
    for (size_t i = 0; fc_str_is(name, "sh") && i < 3; i++)
        if (fc_str_is(label, serbo_croatian[i]))
            return true;
    return fc_str_eq(without_alias(name), without_alias(label));
}
