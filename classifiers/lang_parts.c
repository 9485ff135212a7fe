/* lang_parts.c - the parts of a document that are in one language: paragraphs in a row,
 * where those that say too little by themselves ask their neighbours. */
#include "classifiers/lang_parts.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/prose.h"

#include <string.h>

enum { SEGMENT_LETTERS = 20 };      /* a paragraph with fewer says nothing by itself */

typedef struct segment {
    size_t from, to;            /* characters */
    const char *label, *guess;  /* guess: the likeliest language of one that says too
                                   little by itself; NULL: of others */
    bool small;                 /* it has few letters */
    double p, score, letters;   /* score: p weighted by letters */
} segment;

typedef struct segments {
    segment *v;
    size_t n, cap;
} segments;

/* The next paragraph: up to a blank line, or up to the end of a line where there are
 * none. */
static bool next_paragraph(fc_str text, size_t *at, bool blank_lines, fc_str *paragraph)
{
    size_t i = *at, from;
    while (i < text.n && text.p[i] == '\n')
        i++;
    from = i;
    while (i < text.n && !(text.p[i] == '\n' &&
                           (!blank_lines || i + 1 == text.n || text.p[i + 1] == '\n')))
        i++;
    *at = i;
    *paragraph = fc_str_sub(text, from, i);
    return i > from;
}

static void add_paragraph(segments *s, fc_arena *a, segment x)
{
    s->v = fc_room(a, s->v, s->n, &s->cap, sizeof *s->v);
    s->v[s->n++] = x;
}

/* Code and formulas are part of their paragraphs, and blank ones of none. */
static segments find_paragraphs(fc_lang_reader *reader, fc_str text, size_t most,
                                fc_arena *a)
{
    segments found = { NULL, 0, 0 };
    fc_str p, prose = fc_prose(text, true, a);
    size_t at = 0, done = 0, chars = 0;
    if (!fc_str_trim(prose).n)
        prose = text;
    bool blank_lines = fc_str_find(prose, FC_STR("\n\n")) < prose.n;
    while (next_paragraph(prose, &at, blank_lines, &p)) {
        fc_lang_guess g;
        size_t from = (size_t)(p.p - prose.p);
        if (!fc_str_trim(p).n)
            continue;
        fc_lang_detect(reader, p, most, &g);
        bool sure = g.letters >= SEGMENT_LETTERS && g.score >= .5;
        chars += fc_utf8_count(fc_str_sub(text, done, from));
        size_t length = fc_utf8_count(fc_str_sub(text, from, from + p.n));
        add_paragraph(&found, a, (segment){
            .from = chars, .to = chars + length, .label = sure ? g.label : "und",
            .guess = sure || !g.letters ? NULL : g.label, .p = g.score,
            .small = g.letters < SEGMENT_LETTERS, .letters = sure ? (double)length : 0 });
        chars += length;
        done = at;
    }
    return found;
}

/* A paragraph that says too little by itself is in the language of the one before or
 * after it when that is its likeliest one, or when it is small and both are in one. */
static void ask_neighbours(segments *s, fc_arena *a)
{
    const char **after = fc_alloc(a, (s->n + 1) * sizeof *after), *before = NULL;
    after[s->n] = NULL;
    for (size_t i = s->n; i-- > 0;)
        after[i] = s->v[i].guess || strcmp(s->v[i].label, "und") == 0 ? after[i + 1]
                                                                      : s->v[i].label;
    for (size_t i = 0; i < s->n; i++) {
        segment *x = &s->v[i];
        if (!x->guess) {
            before = strcmp(x->label, "und") == 0 ? before : x->label;
            continue;
        }
        if (before && (strcmp(before, x->guess) == 0 ||
                       (x->small && after[i] && strcmp(before, after[i]) == 0)))
            x->label = before;
        else if (after[i] && strcmp(after[i], x->guess) == 0)
            x->label = after[i];
    }
}

/* Neighbours of one language are one part. */
static void join_neighbours(segments *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++) {
        segment *x = &s->v[i], *last = n ? &s->v[n - 1] : NULL;
        if (x->guess && strcmp(x->label, "und") != 0)
            x->letters = (double)(x->to - x->from);
        x->score = x->p * x->letters;
        if (last && strcmp(last->label, x->label) == 0) {
            last->to = x->to;
            last->score += x->score;
            last->letters += x->letters;
        } else
            s->v[n++] = *x;
    }
    s->n = n;
}

static fc_str decimals(fc_arena *a, double v)
{
    char digits[32];
    double rounded = (double)(int)(v * 1000 + .5) / 1000;
    return fc_copy(a, (fc_str){ digits, fc_num_format(rounded, digits) });
}

fc_value fc_lang_json(const fc_lang_ranked *v, size_t n, fc_call *call)
{
    fc_str *part = fc_alloc(call->scratch, (2 + 2 * n) * sizeof *part);
    size_t k = 0;
    part[k++] = FC_STR("{");
    for (size_t i = 0; i < n; i++) {
        part[k++] = fc_printf(call->scratch, "%s\"%s\":", i ? "," : "", v[i].label);
        part[k++] = decimals(call->scratch, v[i].p);
    }
    part[k++] = FC_STR("}");
    return (fc_value){ FC_JSON, 0, fc_concat(call->keep, part, k) };
}

static void set_segments(const segments *s, fc_doc *doc, fc_call *call)
{
    fc_str *part = fc_alloc(call->scratch, (2 + 3 * s->n) * sizeof *part);
    size_t k = 0;
    part[k++] = FC_STR("[");
    for (size_t i = 0; i < s->n; i++) {
        const segment *x = &s->v[i];
        part[k++] = fc_printf(call->scratch, "%s[%zu,%zu,\"%s\",", i ? "," : "", x->from,
                              x->to, x->label);
        part[k++] = decimals(call->scratch, x->letters > 0 ? x->score / x->letters : 0);
        part[k++] = FC_STR("]");
    }
    part[k++] = FC_STR("]");
    fc_fields_set(&doc->attr, call->keep, FC_STR("lang_segments"),
                  (fc_value){ FC_JSON, 0, fc_concat(call->keep, part, k) });
}

static void set_shares(const segments *s, fc_doc *doc, fc_call *call)
{
    fc_lang_ranked *share = fc_alloc(call->scratch, (s->n + 1) * sizeof *share);
    size_t n = 0, k;
    double all = 0;
    for (size_t i = 0; i < s->n; i++)
        all += s->v[i].letters;
    for (size_t i = 0; i < s->n; i++) {
        if (s->v[i].letters == 0)
            continue;
        for (k = 0; k < n && strcmp(share[k].label, s->v[i].label) != 0; k++)
            ;
        if (k == n)
            share[n++] = (fc_lang_ranked){ s->v[i].label, 0 };
        share[k].p += s->v[i].letters / all;
    }
    for (size_t i = 1; i < n; i++)
        for (k = i; k > 0 && share[k].p > share[k - 1].p; k--) {
            fc_lang_ranked t = share[k];
            share[k] = share[k - 1];
            share[k - 1] = t;
        }
    fc_fields_set(&doc->attr, call->keep, FC_STR("lang_shares"),
                  fc_lang_json(share, n, call));
}

void fc_lang_parts(fc_lang_reader *reader, size_t most, fc_doc *doc, fc_call *call)
{
    segments s = find_paragraphs(reader, doc->text, most, call->scratch);
    ask_neighbours(&s, call->scratch);
    join_neighbours(&s);
    set_shares(&s, doc, call);
    set_segments(&s, doc, call);
}
