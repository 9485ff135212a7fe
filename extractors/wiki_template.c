/* wiki_template.c - {{...}} taken apart: arguments, functions of the parser,
 * parameters. What a template shows is the business of wiki_show.c. */
#include "extractors/wiki_template.h"

#include "base/str.h"

enum { LONGEST_NAME = 40, LONGEST_KEY = 16 };

/* ---------------------------------------------------------------- arguments */

/* What names of arguments are made of, and what stands around them. */
enum { IN_KEY = 1, BLANK = 2 };
#define EIGHT IN_KEY, IN_KEY, IN_KEY, IN_KEY, IN_KEY, IN_KEY, IN_KEY, IN_KEY
static const uint8_t kind[256] = {
    [' '] = BLANK, ['\t'] = BLANK, ['\n'] = BLANK, ['\r'] = BLANK, ['\f'] = BLANK,
    ['_'] = IN_KEY, ['-'] = IN_KEY, ['0'] = EIGHT, ['8'] = IN_KEY, ['9'] = IN_KEY,
    ['a'] = EIGHT, EIGHT, EIGHT, ['y'] = IN_KEY, ['z'] = IN_KEY,
};
#undef EIGHT

/* Where bytes of a kind end that begin at i. */
static size_t skip(fc_str s, size_t i, unsigned what)
{
    while (i < s.n && kind[(unsigned char)s.p[i]] == what)
        i++;
    return i;
}

bool fc_wiki_key(fc_str part, fc_str *key, fc_str *value)
{
    fc_str head = fc_str_sub(part, 0, 2 * LONGEST_KEY);
    size_t from = skip(head, 0, BLANK), to = skip(head, from, IN_KEY);
    size_t at = skip(head, to, BLANK);
    if (at == head.n || head.p[at] != '=' || to - from > LONGEST_KEY)
        return false;           /* most have no name */
    *key = fc_str_sub(part, from, to);
    *value = fc_str_sub(part, at + 1, part.n);
    return true;
}

/* Most templates are asked for several arguments: they are taken apart once. One without
 * a name has the number of its place among those. */
static void read_args(fc_wiki_call *c)
{
    size_t bare = 0;
    memset(c->numbered, 0, sizeof c->numbered);
    for (size_t i = 1; i <= c->parts && i < FC_WIKI_PARTS; i++) {
        fc_str part = fc_wiki_part(c, i), *key = &c->arg[c->known].key;
        size_t number = 0;
        if (!fc_wiki_key(part, key, &c->arg[c->known].value)) {
            key->p = NULL;
            c->arg[c->known].value = part;
            number = ++bare;
        } else if (key->n == 1 && key->p[0] <= '9' && key->p[0] >= '1') {
            number = (size_t)(key->p[0] - '0');
        }
        c->known++;
        if (number && number < sizeof c->numbered)
            c->numbered[number] = (uint8_t)c->known;
    }
}

fc_str fc_wiki_arg(fc_wiki_call *c, size_t number, const char *name)
{
    if (!c->known)
        read_args(c);
    size_t last = c->numbered[number], i = name ? c->known : last;
    while (i > last && !(c->arg[i - 1].key.p && fc_str_is(c->arg[i - 1].key, name)))
        i--; /* of several the last counts */
    return i ? fc_str_trim(c->arg[i - 1].value) : FC_STR("");
}

static void put(fc_wiki_call *c, fc_str s)
{
    fc_text_add(c->t, s.p, s.n);
}

/* ---------------------------------------------------------------- names */

/* "Template:Quote_box " as "quote box"; false when it is too long to be one of the
 * table. */
static bool plain_name(fc_str s, char name[LONGEST_NAME])
{
    s = fc_str_trim(s);
    if (s.n > 9 && s.p[8] == ':' && fc_str_istarts(s, FC_STR("template:")))
        s = fc_str_trim(fc_str_sub(s, 9, s.n));
    if (!s.n || s.n >= LONGEST_NAME)
        return false;
    bool whole = true;
    for (size_t i = 0; i < s.n; i++) {
        name[i] = s.p[i] == '_' ? ' ' : fc_lower(s.p[i]);
        whole &= s.p[i] != '\0';
    }
    name[s.n] = '\0';
    return whole;
}

/* Functions of the parser: {{lc:Text}}, {{#if:x|then|else}}, {{#tag:math|x}}. */
static void write_function(fc_wiki_call *c, const char *name)
{
    static const char *const same[] = { "lc", "uc", "lcfirst", "ucfirst", "formatnum" };
    fc_str first = fc_wiki_part(c, 0);
    size_t colon = fc_str_findc(first, ':');
    fc_str function = { name, strcspn(name, ":") };
    fc_str value = fc_str_trim(fc_str_sub(first, colon + 1, first.n));
    if (fc_str_is(function, "#if")) {
        size_t i = value.n ? 1 : 2;
        put(c, c->parts >= i ? fc_str_trim(fc_wiki_part(c, i)) : FC_STR(""));
    } else if (fc_str_is(function, "#tag") && c->parts &&
               fc_str_ieq(value, FC_STR("math"))) {
        fc_wiki_show_tex(c, fc_str_trim(fc_wiki_part(c, 1)));
    }
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (fc_str_is(function, same[i]))
            put(c, value);
}

/* {{lang-de|...}}, {{IPA-fr|...}}: a language is part of the name. */
static bool has_language(const char *name)
{
    return !strncmp(name, "lang-", 5) || !strncmp(name, "ipa-", 4);
}

static void write_template(fc_wiki_call *c)
{
    char name[LONGEST_NAME];
    if (!plain_name(fc_wiki_part(c, 0), name)) {
        fc_str s = fc_str_trim(fc_wiki_part(c, 0)); /* only functions have long ones */
        if (fc_str_istarts(s, FC_STR("#if:")))
            write_function(c, "#if:");
        return;
    }
    if (fc_wiki_show(c, name))
        return;
    if (has_language(name))
        fc_wiki_show_first(c);
    else if (fc_str_ends(fc_str_of(name), FC_STR(" of")))
        fc_wiki_show_form(c, name);
    else if (strchr(name, ':'))
        write_function(c, name);
}

void fc_wiki_braces(fc_wiki *w, size_t n)
{
    const fc_wiki_frame *f = &w->frame[w->frames - 1];
    fc_wiki_call c;             /* not as a whole: its arguments are many */
    c.w = w;
    c.begin = f->at + f->count;
    c.from = f->pipes;
    c.parts = w->pipes - f->pipes;
    c.t = &w->tmp;
    c.known = 0;
    fc_text_clear(&w->tmp);
    if (n == 2)
        write_template(&c);
    else if (c.parts)           /* {{{parameter|what it is when nobody gives it}}} */
        put(&c, fc_wiki_part(&c, 1));
    w->out.n = f->at + f->count - n;
    fc_text_add(&w->out, w->tmp.n ? w->tmp.p : "", w->tmp.n);
}
