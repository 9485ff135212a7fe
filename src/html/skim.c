/* skim.c - text runs between tags, gathered into blocks; and the run of blocks that is
 * worth most, as in a maximum subsequence. */
#include "html/skim.h"

#include "base/bits.h"
#include "base/utf8.h"
#include "html/entities.h"
#include "html/scan.h"
#include "html/tags.h"

#include <stdio.h>

enum { LONG = 40 };                     /* bytes of a block that stands for itself */
enum { FULL = 2000 };                   /* ... beyond which a longer one counts no more */
enum { BEFORE_TITLE = 1500 };           /* worth of a text that a title does not end */
enum { MARK = 16 };                     /* bytes of a mark at most */
enum { ROOM = 32 };                     /* what one step may write */
/* The mark of the last byte of a block of bytes. */
#define LAST_MARK ((uint64_t)1 << (FC_BYTES * FC_BYTES_STEP - 1))

typedef struct block {
    size_t at, n;                       /* in the text of all blocks */
    uint8_t mark;                       /* FC_TAG_H1 ..., FC_TAG_LI or FC_TAG_PRE; 0:
                                           none */
    unsigned number;                    /* of an item in a numbered list; 0: none */
    bool fit;                           /* may be part of the main text */
} block;

typedef struct skim {
    const char *p, *e;
    char *out;                          /* all blocks, one behind the other */
    size_t n, from;                     /* bytes written; where the open block began */
    size_t links, link_from;            /* bytes of links in it; where the open link
                                           began */
    bool in_link, spaced;
    bool in_pre, numbered;              /* white space stays; the list that was opened
                                           last */
    unsigned number;                    /* items of it so far */
    unsigned mark;                      /* tag whose mark the block gets */
    int depth;                          /* of nav, aside, footer, menu, select */
    int64_t sum, most;                  /* worth of the run that is open, and of the
                                           best */
    size_t begin, best, best_end;       /* their blocks */
    block *block;
    size_t blocks, cap;
    fc_arena *a;
    fc_skim *result;
} skim;

static void put(skim *s, const char *text, size_t n)
{
    memcpy(s->out + s->n, text, n);
    s->n += n;
}

/* ---------------------------------------------------------------- blocks */

static void end_link(skim *s)
{
    if (s->in_link)
        s->links += s->n - s->link_from;
    s->link_from = s->n;
}

/* What a block adds to the main text that it would be part of: long ones their length,
 * links and boilerplate less than nothing, short ones a little less than nothing. */
static int worth_of(size_t n, bool bad, unsigned mark)
{
    if (bad)
        return -15;
    if (n >= LONG && !fc_tag_level(mark))
        return (int)(n < FULL ? n : FULL) - 20;
    return mark ? 0 : -4;
}

/* Notices about cookies are long, have no links, and come before the text. Few letters
 * are as rare as k. */
static bool is_notice(fc_str text)
{
    const char *p = text.p, *e = text.p + text.n;
    if (text.n >= FULL)
        return false;
    while ((p = memchr(p, 'k', (size_t)(e - p)))) {
        if (p - text.p >= 2 && e - p > 3 && !memcmp(p - 2, "ookie", 5) &&
            (p[3] == 's' || p[3] == '-'))
            return true;
        p++;
    }
    return false;
}

/* The block that was read last belongs to the run that is open, or begins one. What
 * stands before a title is seldom the text. */
static void add_to_run(skim *s, unsigned mark, int worth)
{
    if (s->sum <= 0 || (mark == FC_TAG_H1 && s->sum < BEFORE_TITLE)) {
        s->sum = 0;
        s->begin = s->blocks - 1;
    }
    s->sum += worth;
    if (s->sum > s->most) {
        s->most = s->sum;
        s->best = s->begin;
        s->best_end = s->blocks;
    }
}

static void end_block(skim *s)
{
    end_link(s);
    if (s->n > s->from && s->out[s->n - 1] == ' ')
        s->n--;
    size_t n = s->n - s->from;
    if (s->links > n)                   /* the blank at the end was in a link */
        s->links = n;
    bool bad = s->depth > 0 || s->links * 3 > n ||
               (n >= LONG && is_notice((fc_str){ s->out + s->from, n }));
    if (s->blocks == s->cap) {
        size_t cap = s->cap ? 2 * s->cap : 256;
        s->block =
            fc_grow(s->a, s->block, s->cap * sizeof *s->block, cap * sizeof *s->block);
        s->cap = cap;
    }
    if (n) {
        block *b = &s->block[s->blocks++];
        *b = (block){ s->from,
                      n,
                      (uint8_t)s->mark,
                      s->mark == FC_TAG_LI && s->numbered ? s->number : 0,
                      !bad && (n >= LONG || s->mark) };
        add_to_run(s, s->mark, worth_of(n, bad, s->mark));
    }
    s->result->seen += n;
    s->result->links += s->links;
    s->from = s->link_from = s->n;
    s->links = 0;
    s->spaced = true;
    s->mark = 0;
}

/* The fit blocks of the best run begin here: the title belongs to it. */
static size_t first_block(const skim *s)
{
    size_t from = s->best;
    while (from > 0 && fc_tag_level(s->block[from - 1].mark) && s->block[from - 1].fit)
        from--;
    return from;
}

/* What Markdown writes before a block, at most MARK bytes. */
static size_t put_mark(char *to, const block *b)
{
    static const char marks[] = "###### ";
    unsigned level = fc_tag_level(b->mark);
    if (level) {
        memcpy(to, marks + 6 - level, level + 1);
        return level + 1;
    }
    if (b->mark == FC_TAG_PRE) {
        memcpy(to, "```\n", 4);
        return 4;
    }
    if (b->mark == FC_TAG_LI)
        return (size_t)(b->number ? snprintf(to, MARK, "%u. ", b->number)
                                  : snprintf(to, MARK, "- "));
    return 0;
}

/* The fit blocks of the best run, with their marks, up to about `limit` bytes. */
static fc_str main_text(const skim *s, size_t limit)
{
    size_t from = first_block(s), to = s->best_end, n = 0;
    char *text =
        fc_alloc(s->a, (limit < s->n ? limit : s->n) + 2 * MARK * (to - from) + ROOM);
    for (size_t i = from; i < to && n < limit; i++) {
        const block *b = &s->block[i];
        if (!b->fit)
            continue;
        if (n)
            text[n++] = '\n';
        if (n && b->mark != FC_TAG_LI)
            text[n++] = '\n';
        n += put_mark(text + n, b);
        fc_str body = { s->out + b->at, b->n };
        body = fc_utf8_clip(body, n < limit ? limit - n : 0);
        memcpy(text + n, body.p, body.n);
        n += body.n;
        if (b->mark == FC_TAG_PRE) {
            memcpy(text + n, "\n```", 4);
            n += 4;
        }
    }
    return (fc_str){ text, n };
}

/* ---------------------------------------------------------------- text */

static void put_entity(skim *s, const char *end)
{
    char decoded[8];
    size_t k, taken = fc_entity_decode((fc_str){ s->p, (size_t)(end - s->p) }, false,
                                       decoded, &k);
    if (!taken) {
        decoded[0] = *s->p;
        taken = k = 1;
    }
    s->p += taken;
    if (k == 2 && !memcmp(decoded, "\xC2\xA0", 2)) {
        decoded[0] = ' ';
        k = 1;
    }
    if (k == 1 && fc_is_space(decoded[0])) {
        if (!s->spaced)
            put(s, " ", 1);
        s->spaced = true;
        return;
    }
    put(s, decoded, k);
    s->spaced = false;
}

/* Is it copied as it is: no reference, no white space but one blank between others? */
static bool is_plain(const char *q, const char *end)
{
    if (*q == ' ')
        return q + 1 < end && q[1] != '&' && !fc_scan_is(q + 1, FC_SCAN_SPACE);
    return *q != '&' && !fc_scan_is(q, FC_SCAN_SPACE);
}

/* Copies what is plain from here on, by blocks while there are whole ones: a block is
 * written as it is and counts up to the first byte that may not be plain. */
static void copy_plain(skim *s, const char *end)
{
    const char *q = s->p;
    char *to = s->out + s->n;
    do {
        *to++ = *q++;
        while (end - q >= FC_BYTES) {
            fc_bytes v = fc_bytes_load(q);
            uint64_t blank = fc_bytes_marks(fc_bytes_is(v, ' '));
            uint64_t stop =
                fc_bytes_marks(fc_bytes_is(v, '&') | fc_bytes_in(v, '\t', '\r'));
            stop |= blank & ((stop | blank) >> FC_BYTES_STEP | LAST_MARK);
            size_t n = stop ? fc_bytes_first(stop) : FC_BYTES;
            memcpy(to, q, FC_BYTES);
            to += n;
            q += n;
            if (stop)
                break;
        }
    } while (q < end && is_plain(q, end));
    s->n += (size_t)(q - s->p);
    s->p = q;
    s->spaced = false;
}

static const char *past_space(const char *p, const char *end)
{
    while (end - p >= FC_BYTES) {
        fc_bytes v = fc_bytes_load(p);
        v = fc_bytes_is(v, ' ') | fc_bytes_in(v, '\t', '\n');
        uint64_t other = fc_bytes_marks(~v);
        p += other ? fc_bytes_first(other) : FC_BYTES;
        if (other)
            break;
    }
    while (p < end && fc_scan_is(p, FC_SCAN_SPACE))
        p++;
    return p;
}

static void take_space(skim *s, const char *end)
{
    if (s->in_pre) {
        if (s->n > s->from)
            put(s, s->p, 1);
        s->p++;
        return;
    }
    s->p = past_space(s->p, end);
    if (!s->spaced)
        put(s, " ", 1);
    s->spaced = true;
}

/* A run of text between tags, white space folded. */
static void read_text(skim *s, const char *end)
{
    while (s->p < end) {
        if (*s->p == '&')
            put_entity(s, end);
        else if (fc_scan_is(s->p, FC_SCAN_SPACE))
            take_space(s, end);
        else
            copy_plain(s, end);
    }
}

/* ---------------------------------------------------------------- tags */

typedef struct tag {
    unsigned id;
    bool closes;
    const char *name, *attrs, *next;    /* next: one past the '>' */
    size_t n;
} tag;

static const char *past(const char *p, const char *e, char c)
{
    const char *q = p < e ? memchr(p, c, (size_t)(e - p)) : NULL;
    return q ? q + 1 : e;
}

/* One past the '>' of a tag: the first that is not in a value between quotes, which begin
 * behind a '='. */
static const char *past_attrs(const char *p, const char *e)
{
    while (p < e && *p != '>') {
        if ((*p == '"' || *p == '\'') && p[-1] == '=') {
            p = past(p + 1, e, *p);
            continue;
        }
        p++;
        while (e - p >= FC_BYTES) {
            fc_bytes v = fc_bytes_load(p);
            uint64_t stop = fc_bytes_marks(fc_bytes_is(v, '>') | fc_bytes_is(v, '"') |
                                           fc_bytes_is(v, '\''));
            p += stop ? fc_bytes_first(stop) : FC_BYTES;
            if (stop)
                break;
        }
    }
    return p < e ? p + 1 : e;
}

/* s->p is at '<'. False: it is text. A comment or declaration has id FC_TAG_TEXT. */
static bool read_tag(const skim *s, tag *t)
{
    const char *p = s->p + 1, *e = s->e;
    if (p >= e)
        return false;
    *t = (tag){ .id = FC_TAG_TEXT, .closes = *p == '/' };
    if (*p == '!' || *p == '?') {
        t->next = e - p > 2 && p[1] == '-' && p[2] == '-' ? fc_scan_comment_end(p + 3, e)
                                                          : past(p, e, '>');
        return true;
    }
    p += t->closes;
    if (p >= e || !fc_scan_letter(*p)) {
        t->next = past(p, e, '>');
        return t->closes && p < e;
    }
    for (t->name = p; p < e && !fc_scan_is(p, FC_SCAN_NAME_END);)
        p++;
    t->n = (size_t)(p - t->name);
    t->id = fc_tag_find(t->name, t->n);
    t->attrs = p;
    t->next = past_attrs(p, e);
    return true;
}

static bool is_boilerplate(unsigned id)
{
    return id == FC_TAG_NAV || id == FC_TAG_ASIDE || id == FC_TAG_FOOTER ||
           id == FC_TAG_MENU || id == FC_TAG_SELECT;
}

/* Content that is no text: one past it, at its end tag. */
static const char *past_content(const skim *s, const tag *t)
{
    if (t->id == FC_TAG_SCRIPT)
        return fc_scan_script_end(t->next, s->e);
    if (fc_tag_flags[t->id] & (FC_TAGF_RAW | FC_TAGF_RCDATA))
        return fc_scan_raw_end(t->next, s->e, t->name, t->n);
    if (t->id == FC_TAG_SVG && t->next[-2] != '/')
        return fc_scan_raw_end(t->next, s->e, t->name, t->n);
    return t->next;
}

static void note_lang(skim *s, const tag *t)
{
    const char *p = t->attrs;
    while (p < t->next && *p != '>') {
        if (fc_scan_is(p, FC_SCAN_NAME_END)) {
            p++;
            continue;
        }
        fc_scan_attr a = fc_scan_one_attr(p, t->next);
        if (fc_str_ieq((fc_str){ a.name, a.name_n }, FC_STR("lang")) &&
            !s->result->lang.n)
            s->result->lang = (fc_str){ a.value, a.value_n };
        p = a.next;
    }
}

/* An unclosed nav would swallow the page: what only main text has ends it. */
static void note_depth(skim *s, const tag *t)
{
    if (is_boilerplate(t->id))
        s->depth += t->closes ? (s->depth > 0 ? -1 : 0) : 1;
    else if (!t->closes &&
             (t->id == FC_TAG_MAIN || t->id == FC_TAG_ARTICLE || t->id == FC_TAG_H1))
        s->depth = 0;
}

static void note_mark(skim *s, const tag *t)
{
    if (t->id == FC_TAG_PRE)
        s->in_pre = !t->closes;
    if (t->closes) {
        s->mark = 0;
        return;
    }
    if (t->id == FC_TAG_OL || t->id == FC_TAG_UL) {
        s->numbered = t->id == FC_TAG_OL;
        s->number = 0;
    }
    s->number += t->id == FC_TAG_LI;
    if (fc_tag_level(t->id) || t->id == FC_TAG_LI || t->id == FC_TAG_PRE)
        s->mark = t->id;
}

static void take_tag(skim *s, const tag *t)
{
    s->p = t->next;
    if (t->id == FC_TAG_A) {
        end_link(s);
        s->in_link = !t->closes;
    } else if (fc_tag_flags[t->id] & FC_TAGF_BLOCK || t->id == FC_TAG_SELECT) {
        if (s->n > s->from)
            end_block(s);
        note_depth(s, t);
        note_mark(s, t);
        if (t->id == FC_TAG_HTML && !t->closes)
            note_lang(s, t);
    } else if (t->id == FC_TAG_CODE && !s->in_pre) {
        put(s, "`", 1);
        s->spaced = false;
    }
    if (!t->closes)
        s->p = past_content(s, t);
}

void fc_skim_page(fc_str page, size_t limit, fc_arena *a, fc_skim *out)
{
    skim s = { .p = page.p, .e = page.p + page.n, .spaced = true, .a = a, .result = out };
    int64_t enough = (int64_t)(limit / 3);  /* worth of a run behind which nothing better
                                               is looked for */
    tag t;
    memset(out, 0, sizeof *out);
    s.out = fc_alloc(a, 2 * page.n + ROOM); /* a reference is less than twice as long
                                               decoded */
    while (s.p < s.e && s.most < enough) {
        const char *lt = *s.p == '<' ? s.p : memchr(s.p, '<', (size_t)(s.e - s.p));
        read_text(&s, lt ? lt : s.e);
        if (!lt)
            break;
        if (read_tag(&s, &t)) {
            take_tag(&s, &t);
        } else {
            put(&s, s.p++, 1);
            s.spaced = false;
        }
    }
    end_block(&s);
    out->text = main_text(&s, limit);
}
