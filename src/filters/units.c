/* units.c - the blocks of a text, the large ones in pieces, each measured in code
 * points. */
#include "base/str.h"
#include "base/utf8.h"
#include "filters/passages.h"

typedef struct units {
    fc_str text;
    size_t max;
    fc_arena *a;
    fc_unit *v;
    size_t n, cap;
    size_t at, count;           /* code points before byte `at` of the text */
    size_t run;                 /* code point at which the headings right before begin */
} units;

#define NO_RUN SIZE_MAX

/* Code points before a byte; asked for in rising order. */
static size_t count_to(units *u, size_t byte)
{
    u->count += fc_utf8_count((fc_str){ u->text.p + u->at, byte - u->at });
    u->at = byte;
    return u->count;
}

static fc_unit *add_unit(units *u, const fc_markdown_block *b)
{
    if (u->n == u->cap) {
        size_t cap = u->cap ? u->cap * 2 : 32;
        u->v = fc_grow(u->a, u->v, u->n * sizeof *u->v, cap * sizeof *u->v);
        u->cap = cap;
    }
    fc_unit *one = &u->v[u->n++];
    *one = (fc_unit){ .kind = b->kind, .level = (uint8_t)b->level, .begin = b->begin,
                      .end = b->end, .title = b->title };
    return one;
}

/* -------------------------------------------------------------- cutting a large block */

/* Places at which a piece may end, the better ones last. */
enum { ANYWHERE, AT_BLANK, AT_SENTENCE, AT_LINE, PLACES };

typedef struct cut {
    size_t end, next;           /* bytes: end of the piece, begin of the next one */
    size_t size;                /* code points of the piece; 0: none found */
} cut;

static bool ends_sentence(uint32_t c)
{
    return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x0964 || c == 0x061F;
}

static bool ends_wide_sentence(uint32_t c)
{
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F;
}

/* Quotes and brackets that may stand between a sentence's end and the blank. */
static bool closes(uint32_t c)
{
    return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x201D || c == 0x2019 ||
           c == 0xBB || c == '*';
}

static size_t skip_blanks(fc_str text, size_t at, size_t end)
{
    while (at < end && fc_is_space(text.p[at]))
        at++;
    return at;
}

/* Only whole blank lines: the blanks that begin a line may mean something. */
static size_t skip_blank_lines(fc_str text, size_t at, size_t end)
{
    size_t stop = skip_blanks(text, at, end), line = stop;
    if (stop == end)
        return end;
    while (line > at && text.p[line - 1] != '\n')
        line--;
    return line;
}

/* Which of the places seen so far: a line or sentence end in the second half of the room,
 * else the last line end, sentence end, blank, or just where the room ends. */
static cut choose(const cut seen[PLACES], size_t room)
{
    for (int place = AT_LINE; place >= AT_SENTENCE; place--)
        if (seen[place].size && seen[place].size >= room / 2)
            return seen[place];
    for (int place = AT_LINE; place > ANYWHERE; place--)
        if (seen[place].size)
            return seen[place];
    return seen[ANYWHERE];
}

/* A run of blanks begins at byte `at`, behind n code points of the piece. */
static void see_blanks(fc_str text, size_t at, size_t next, size_t n, bool sentence,
                       cut seen[PLACES])
{
    bool lower = text.p[next] >= 'a' && text.p[next] <= 'z';
    seen[AT_BLANK] = (cut){ at, next, n };
    if (sentence && !lower)
        seen[AT_SENTENCE] = seen[AT_BLANK];
}

/* The first piece of at most `room` code points of the bytes from .. end - 1; all of them
 * when they fit. */
static cut cut_piece(fc_str text, size_t from, size_t end, size_t room, bool prose)
{
    cut seen[PLACES] = { { 0, 0, 0 } };
    size_t at = from, n = 0, blank = 0, blank_n = 0; /* begin of the run of blanks; 0:
                                                        none */
    bool sentence = false;
    while (at < end) {
        uint32_t c;
        size_t bytes = fc_utf8_decode((fc_str){ text.p + at, end - at }, &c, NULL);
        bool space = c < 128 && fc_is_space((char)c);
        if (space && n && !blank) {
            size_t next = skip_blanks(text, at, end);
            if (next == end)
                return (cut){ at, end, n };
            see_blanks(text, at, next, n, prose && sentence, seen);
            blank = at;
            blank_n = n;
        }
        if (c == '\n' && blank)
            seen[AT_LINE] = (cut){ blank, at + 1, blank_n };
        if (n == room)
            return choose(seen, room);
        n++;
        at += bytes;
        seen[ANYWHERE] = (cut){ at, at, n };
        if (prose && ends_wide_sentence(c))
            seen[AT_SENTENCE] = seen[ANYWHERE];
        if (!space) {
            blank = 0;
            sentence = ends_sentence(c) || (sentence && closes(c));
        }
    }
    return (cut){ end, end, n };
}

static bool is_prose(fc_markdown_kind kind)
{
    return kind == FC_MD_PARAGRAPH || kind == FC_MD_LIST || kind == FC_MD_QUOTE ||
           kind == FC_MD_HEADING;
}

/* ---------------------------------------------------------------- units */

static void add_pieces(units *u, const fc_markdown_block *b, size_t room)
{
    fc_markdown_block piece = *b;
    while (piece.begin < b->end) {
        cut c = cut_piece(u->text, piece.begin, b->end, room, is_prose(b->kind));
        piece.end = c.end;
        fc_unit *one = add_unit(u, &piece);
        one->first = count_to(u, piece.begin);
        one->last = count_to(u, piece.end);
        piece.begin = skip_blank_lines(u->text, c.next, b->end);
        piece.title = (fc_str){ "", 0 };
        room = u->max;
    }
}

static bool leads(fc_markdown_kind kind)
{
    return kind == FC_MD_HEADING || kind == FC_MD_POST || kind == FC_MD_RULE;
}

static void add_block(units *u, fc_markdown_block *b)
{
    size_t first = count_to(u, b->begin);
    size_t size = fc_utf8_count(fc_str_sub(u->text, b->begin, b->end));
    if (leads(b->kind) && size > u->max / 2)
        b->kind = FC_MD_PARAGRAPH;
    size_t start = u->run == NO_RUN ? first : u->run;
    bool lead = leads(b->kind);
    if (first + (lead ? size : 0) - start > u->max / 2) {
        u->v[u->n - 1].glued = false; /* headings pile up, or are far above the text */
        start = first;
    }
    u->run = lead ? start : NO_RUN;
    if (size > u->max - (first - start)) {
        add_pieces(u, b, u->max - (first - start));
        return;
    }
    fc_unit *one = add_unit(u, b);
    one->first = first;
    one->last = count_to(u, b->end);
    one->glued = lead;
}

static bool announces(fc_str text, const fc_unit *one)
{
    fc_str s = fc_str_sub(text, one->begin, one->end);
    return one->kind == FC_MD_PARAGRAPH &&
           (fc_str_ends(s, FC_STR(":")) || fc_str_ends(s, FC_STR("\xef\xbc\x9a")));
}

/* A paragraph that goes on in the middle of a sentence. */
static bool goes_on(fc_str text, const fc_unit *one)
{
    char c = text.p[skip_blanks(text, one->begin, one->end - 1)];
    return one->kind == FC_MD_PARAGRAPH &&
           ((c >= 'a' && c <= 'z') || c == ',' || c == '.');
}

/* What a paragraph announces stays with it, and so do formulas within a sentence. */
static void glue(units *u)
{
    for (size_t i = 0; i + 1 < u->n; i++) {
        fc_unit *one = &u->v[i], *next = one + 1;
        if (leads(one->kind) || leads(next->kind))
            continue;
        one->glued = next->kind == FC_MD_MATH ||
                     (next->kind != FC_MD_PARAGRAPH && announces(u->text, one)) ||
                     (one->kind == FC_MD_MATH && goes_on(u->text, next));
    }
}

/* A post reaches from its head, and the rules and headings before it, to the next one. */
static void mark_posts(units *u)
{
    size_t next = u->n;
    for (size_t i = u->n; i-- > 0;) {
        if (u->v[i].kind != FC_MD_POST)
            continue;
        size_t start = i;
        while (start && leads(u->v[start - 1].kind) &&
               u->v[start - 1].kind != FC_MD_POST && u->v[start - 1].glued)
            start--;
        u->v[start].posts = true;
        u->v[start].post_end = next;
        next = start;
        i = start;
    }
}

fc_unit *fc_units_split(fc_str text, const fc_passage_sizes *sizes, fc_arena *a,
                        size_t *n)
{
    units u = { .text = text, .max = sizes->max, .a = a, .run = NO_RUN };
    fc_markdown_block b;
    size_t at = 0;
    while (fc_markdown_next(text, &at, &b))
        add_block(&u, &b);
    glue(&u);
    mark_posts(&u);
    *n = u.n;
    return u.v;
}
