/* wiki_template.h - a template that was closed, for wiki_template.c, which takes it
 * apart, and wiki_show.c, which knows what some of them show. */
#ifndef FC_EXTRACTORS_WIKI_TEMPLATE_H
#define FC_EXTRACTORS_WIKI_TEMPLATE_H

#include "extractors/wiki.h"

enum { FC_WIKI_PARTS = 200 };   /* that are looked at */

typedef struct fc_wiki_call {
    fc_wiki *w;
    size_t begin;               /* of the text between the braces */
    size_t parts, from;         /* '|' in it, how many: those of w->pipe from here */
    fc_text *t;                 /* what it is replaced by */
    size_t known;               /* arguments that were taken apart, the first of them */
    uint8_t numbered[10];       /* 1 + place of the last that has this number; 0: none */
    struct { fc_str key, value; } arg[FC_WIKI_PARTS]; /* key.p NULL: it has no name */
} fc_wiki_call;

/* What stands before the first '|' (0), and behind the i-th. */
static inline fc_str fc_wiki_part(const fc_wiki_call *c, size_t i)
{
    const fc_wiki *w = c->w;
    size_t from = i ? w->pipe[c->from + i - 1] + 1 : c->begin;
    size_t to = i < c->parts ? w->pipe[c->from + i] : w->out.n;
    return (fc_str){ w->out.p + from, to - from };
}
/* "key = value" as the two; false when it is no such thing. */
bool fc_wiki_key(fc_str part, fc_str *key, fc_str *value);
/* The argument with this number (below 10; 0: none), or this name (NULL: none); empty
 * when it is not given. */
fc_str fc_wiki_arg(fc_wiki_call *c, size_t number, const char *name);

/* wiki_show.c: a template by its plain name, not empty; false when it is not one of those
 * that show something. */
bool fc_wiki_show(fc_wiki_call *c, const char *name);
/* The first argument, and nothing else. */
void fc_wiki_show_first(fc_wiki_call *c);
/* {{plural of|en|word}}: the name says it. */
void fc_wiki_show_form(fc_wiki_call *c, const char *name);
/* A formula in TeX. */
void fc_wiki_show_tex(fc_wiki_call *c, fc_str tex);

#endif
