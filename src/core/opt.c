/* opt.c - strict: an unknown option, a bad value or a missing argument is an error that
 * says what was expected. Defaults pass through the same parser, so help cannot lie. */
#include "core/opt.h"

#include "base/str.h"

#include <math.h>
#include <stdio.h>

size_t fc_opt_count(const fc_opt *opts)
{
    size_t n = 0;
    while (opts && opts[n].name)
        n++;
    return n;
}

/* "option --min" or "argument EXPR", for messages. */
static const char *label(const fc_opt *o, char *out, size_t n)
{
    snprintf(out, n, o->flags & FC_OPT_ARG ? "argument %s" : "option --%s", o->name);
    return out;
}

static bool in_range(const fc_opt *o, double v)
{
    return (o->lo == 0 && o->hi == 0) || (v >= o->lo && v <= o->hi);
}

/* 8388608 as 8M, when the option is a size. */
static int bound(const fc_opt *o, double v, char *out, size_t n)
{
    static const char units[] = "\0kMGT";
    int unit = 0;
    while (o->type == FC_OPT_SIZE && unit < 4 && v >= 1024 && fmod(v, 1024) == 0) {
        v /= 1024;
        unit++;
    }
    return snprintf(out, n, "%.15g%.1s", v, &units[unit]);
}

/* A range without a sensible upper end is told by its lower end. */
const char *fc_opt_range(const fc_opt *o, char out[FC_OPT_RANGE])
{
    char lo[32], hi[32];
    bool open = o->hi >= 1e15;
    bound(o, o->lo, lo, sizeof lo);
    bound(o, o->hi, hi, sizeof hi);
    out[0] = '\0';
    if (open && o->lo != 0)
        snprintf(out, FC_OPT_RANGE, "at least %s", lo);
    else if (!open && (o->lo != 0 || o->hi != 0))
        snprintf(out, FC_OPT_RANGE, "from %s to %s", lo, hi);
    return out;
}

static fc_rc bad(const fc_opt *o, const char *text, const char *who, fc_err *err)
{
    char name[96], range[FC_OPT_RANGE];
    static const char *const what[] = {
        [FC_OPT_BOOL] = "no value", [FC_OPT_INT] = "a whole number",
        [FC_OPT_SIZE] = "a size such as 64M", [FC_OPT_NUM] = "a number",
        [FC_OPT_TEXT] = "a text", [FC_OPT_CHOICE] = "one of the choices",
        [FC_OPT_LIST] = "words separated by commas",
    };
    fc_opt_range(o, range);
    return fc_fail(err, FC_EUSE, "%s: %s: '%.80s' is not %s%s%s", who,
                   label(o, name, sizeof name), text, what[o->type], range[0] ? ", " : "",
                   range);
}

static fc_rc outside(const fc_opt *o, const char *text, const char *who, fc_err *err)
{
    char name[96], range[FC_OPT_RANGE];
    fc_opt_range(o, range);
    return fc_fail(err, FC_EUSE, "%s: %s: '%.80s' is out of range: %s", who,
                   label(o, name, sizeof name), text, range[0] ? range : "at least 0");
}

static bool parse_int(fc_str s, int64_t *out)
{
    bool minus = s.n && s.p[0] == '-';
    uint64_t u;
    if (!fc_str_u64(fc_str_sub(s, minus, s.n), &u) || u > INT64_MAX)
        return false;
    *out = minus ? -(int64_t)u : (int64_t)u;
    return true;
}

static bool parse_size(fc_str s, int64_t *out)
{
    static const char units[] = "kMGT";
    int shift = 0;
    if (s.n && (s.p[s.n - 1] == 'K' || strchr(units, s.p[s.n - 1]))) {
        char u = s.p[--s.n];
        shift = u == 'K' ? 10 : 10 * (int)(strchr(units, u) - units + 1);
    }
    if (!parse_int(s, out) || *out < 0 || *out > INT64_MAX >> shift)
        return false;
    *out <<= shift;
    return true;
}

static const char *nth_choice(const fc_opt *o, size_t i)
{
    return o->choices[i];
}

static fc_rc check_choice(const fc_opt *o, fc_str word, const char *who, fc_err *err)
{
    char name[96], all[256] = "";
    for (size_t i = 0; nth_choice(o, i); i++) {
        if (fc_str_is(word, o->choices[i]))
            return FC_OK;
        size_t n = strlen(all);
        snprintf(all + n, sizeof all - n, "%s%s", n ? ", " : "", o->choices[i]);
    }
    return fc_fail(err, FC_EUSE, "%s: %s: '%.*s' is none of: %s", who,
                   label(o, name, sizeof name), (int)(word.n < 80 ? word.n : 80), word.p,
                   all);
}

static fc_rc check_list(const fc_opt *o, const char *text, const char *who, fc_err *err)
{
    fc_str rest = fc_str_of(text), word;
    while (fc_str_split(&rest, ',', &word)) {
        if (!word.n)
            return bad(o, text, who, err);
        fc_rc rc = o->choices ? check_choice(o, word, who, err) : FC_OK;
        if (rc)
            return rc;
    }
    return FC_OK;
}

fc_rc fc_opt_set(const fc_opt *o, const char *text, void *conf, const char *who,
                 fc_err *err)
{
    void *at = (char *)conf + o->at;
    fc_str s = fc_str_of(text);
    switch (o->type) {
    case FC_OPT_BOOL:
        if (!fc_str_is(s, "true") && !fc_str_is(s, "false"))
            return bad(o, text, who, err);
        *(bool *)at = text[0] == 't';
        return FC_OK;
    case FC_OPT_INT:
    case FC_OPT_SIZE: {
        int64_t v;
        bool ok = o->type == FC_OPT_INT ? parse_int(s, &v) : parse_size(s, &v);
        if (!ok)
            return bad(o, text, who, err);
        if (!in_range(o, (double)v))
            return outside(o, text, who, err);
        *(int64_t *)at = v;
        return FC_OK;
    }
    case FC_OPT_NUM: {
        double v;
        if (!fc_str_num(s, &v))
            return bad(o, text, who, err);
        if (!in_range(o, v))
            return outside(o, text, who, err);
        *(double *)at = v;
        return FC_OK;
    }
    case FC_OPT_CHOICE:
        *(const char **)at = text;
        return check_choice(o, s, who, err);
    case FC_OPT_LIST:
        *(const char **)at = text;
        return check_list(o, text, who, err);
    case FC_OPT_TEXT:
        *(const char **)at = text;
        return FC_OK;
    }
    return FC_OK;
}

static fc_rc set_defaults(const char *who, const fc_opt_group *groups, fc_err *err)
{
    for (; groups->opts; groups++)
        for (const fc_opt *o = groups->opts; o->name; o++) {
            fc_rc rc = o->def ? fc_opt_set(o, o->def, groups->conf, who, err) : FC_OK;
            if (rc)
                return rc;
        }
    return FC_OK;
}

typedef struct found {
    const fc_opt *opt;
    void *conf;
    bool no;            /* written as --no-name */
} found;

static found find_named(const fc_opt_group *groups, fc_str name)
{
    fc_str no = FC_STR("no-");
    for (; groups->opts; groups++)
        for (const fc_opt *o = groups->opts; o->name; o++) {
            if (o->flags & FC_OPT_ARG)
                continue;
            if (fc_str_is(name, o->name))
                return (found){ o, groups->conf, false };
            if (o->type == FC_OPT_BOOL && fc_str_starts(name, no) &&
                fc_str_is(fc_str_sub(name, 3, name.n), o->name))
                return (found){ o, groups->conf, true };
        }
    return (found){ NULL, NULL, false };
}

/* The positional argument number `place` of the tables, or none. */
static found find_positional(const fc_opt_group *groups, int place)
{
    for (; groups->opts; groups++)
        for (const fc_opt *o = groups->opts; o->name; o++)
            if ((o->flags & FC_OPT_ARG) && place-- == 0)
                return (found){ o, groups->conf, false };
    return (found){ NULL, NULL, false };
}

static const char *option_name(void *user, size_t i)
{
    for (const fc_opt_group *g = user; g->opts; g++)
        for (const fc_opt *o = g->opts; o->name; o++)
            if (!(o->flags & FC_OPT_ARG) && i-- == 0)
                return o->name;
    return NULL;
}

static fc_rc unknown(const char *who, const fc_opt_group *groups, fc_str name,
                     fc_err *err)
{
    const char *near = fc_suggest(name, option_name, (void *)(uintptr_t)groups);
    int n = (int)(name.n < 80 ? name.n : 80);
    if (near)
        return fc_fail(err, FC_EUSE, "%s: unknown option --%.*s; did you mean --%s?", who,
                       n, name.p, near);
    return fc_fail(err, FC_EUSE, "%s: unknown option --%.*s; see 'filterc help %s'", who,
                   n, name.p, who);
}

/* "-t": the options that begin with this letter are told. */
static fc_rc is_short(const char *who, const fc_opt_group *groups, const char *word,
                      fc_err *err)
{
    char like[160] = "";
    const char *name;
    for (size_t i = 0; (name = option_name((void *)(uintptr_t)groups, i)) != NULL; i++) {
        size_t n = strlen(like);
        if (name[0] == word[1] && n < 100)
            snprintf(like + n, sizeof like - n, "%s--%.40s", n ? ", " : "", name);
    }
    if (like[0])
        return fc_fail(err, FC_EUSE, "%s: unknown option %.80s; options are long: %s",
                       who, word, like);
    return fc_fail(err, FC_EUSE, "%s: unknown option %.80s; options are long: see "
                                 "'filterc help %s'", who, word, who);
}

/* Read the option at argv[*i]; moves *i past a value of its own. */
static fc_rc read_named(const char *who, const fc_opt_group *groups, int argc,
                        const char *const *argv, int *i, fc_err *err)
{
    fc_str word = fc_str_of(argv[*i] + 2);
    size_t eq = fc_str_findc(word, '=');
    found f = find_named(groups, fc_str_sub(word, 0, eq));
    if (!f.opt)
        return unknown(who, groups, fc_str_sub(word, 0, eq), err);
    if (f.opt->type == FC_OPT_BOOL) {
        if (eq < word.n)
            return fc_fail(err, FC_EUSE, "%s: option --%s takes no value", who,
                           f.opt->name);
        return fc_opt_set(f.opt, f.no ? "false" : "true", f.conf, who, err);
    }
    if (eq < word.n)
        return fc_opt_set(f.opt, word.p + eq + 1, f.conf, who, err);
    if (*i + 1 >= argc)
        return fc_fail(err, FC_EUSE, "%s: option --%s needs a value (%s)", who,
                       f.opt->name, f.opt->arg ? f.opt->arg : "VALUE");
    return fc_opt_set(f.opt, argv[++*i], f.conf, who, err);
}

/* Is the option among the words? Not as the value of another one. */
static bool given(const fc_opt *o, const fc_opt_group *groups, int argc,
                  const char *const *argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--"); i++) {
        fc_str word = fc_str_of(argv[i]);
        if (!fc_str_starts(word, FC_STR("--")))
            continue;
        word = fc_str_sub(word, 2, word.n);
        size_t eq = fc_str_findc(word, '=');
        const fc_opt *here = find_named(groups, fc_str_sub(word, 0, eq)).opt;
        if (here == o)
            return true;
        i += here && here->type != FC_OPT_BOOL && eq == word.n;
    }
    return false;
}

/* A required option has no default, so without it there is no value. */
static fc_rc check_required(const char *who, const fc_opt_group *groups, int argc,
                            const char *const *argv, fc_err *err)
{
    for (const fc_opt_group *g = groups; g->opts; g++)
        for (const fc_opt *o = g->opts; o->name; o++)
            if ((o->flags & FC_OPT_REQUIRED) && !(o->flags & FC_OPT_ARG) &&
                !given(o, groups, argc, argv))
                return fc_fail(err, FC_EUSE, "%s: option --%s %s is missing: %s", who,
                               o->name, o->arg ? o->arg : "VALUE", o->help);
    return FC_OK;
}

/* A word of a plan that is neither an option nor the stage's argument. */
static fc_rc unexpected(const char *who, const fc_opt_group *groups, const char *word,
                        fc_err *err)
{
    const fc_opt *arg = find_positional(groups, 0).opt;
    const char *hint = "a stage of a plan takes options; files come after the plan";
    if (fc_stage_find(fc_str_of(word)))
        hint = "stages are joined by '|'";
    else if (arg && arg->type == FC_OPT_LIST)
        hint = "several names are joined by commas, without blanks";
    else if (arg && arg->type == FC_OPT_TEXT)
        return fc_fail(err, FC_EUSE, "%s: unexpected argument '%.80s'; put all of %s in "
                                     "quotes", who, word, arg->name);
    return fc_fail(err, FC_EUSE, "%s: unexpected argument '%.80s'; %s", who, word, hint);
}

fc_rc fc_opt_parse(const char *who, const fc_opt_group *groups, int argc,
                   const char *const *argv, const char **operands, int *n_operands,
                   fc_err *err)
{
    int place = 0, n = 0;
    bool only_operands = false;
    fc_rc rc = set_defaults(who, groups, err);
    for (int i = 0; !rc && i < argc; i++) {
        const char *word = argv[i];
        if (!only_operands && strcmp(word, "--") == 0) {
            only_operands = true;
            continue;
        }
        if (!only_operands && strncmp(word, "--", 2) == 0) {
            rc = read_named(who, groups, argc, argv, &i, err);
            continue;
        }
        if (!only_operands && word[0] == '-' && word[1])
            return is_short(who, groups, word, err);
        found f = find_positional(groups, place++);
        if (f.opt)
            rc = fc_opt_set(f.opt, word, f.conf, who, err);
        else if (operands)
            operands[n++] = word;
        else
            return unexpected(who, groups, word, err);
    }
    if (n_operands)
        *n_operands = n;
    for (found f; !rc && (f = find_positional(groups, place)).opt; place++)
        if (f.opt->flags & FC_OPT_REQUIRED)
            rc = fc_fail(err, FC_EUSE, "%s: argument %s is missing: %s", who, f.opt->name,
                         f.opt->help);
    return rc ? rc : check_required(who, groups, argc, argv, err);
}
