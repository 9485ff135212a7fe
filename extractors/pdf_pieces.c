/* pdf_pieces.c - the lines of a PDF to paragraphs, headings and items: see pdf.h.
 *
 * Two lines of a block belong together unless something between them says otherwise:
 * distance, size, an indent, a bullet, a line that ends early. A paragraph that a
 * column or page ends goes on with the next piece of its size that begins with a small
 * letter, over what stands between (notes, figures). Headings are pieces of few words
 * in a larger size than most of the text. */
#include "base/str.h"
#include "extractors/pdf.h"
#include "text/chars.h"

#include <math.h>

enum { SIZES = 4000, LOOK_BACK = 6, HEADING_BYTES = 300, LEVELS = 5 };

/* Sizes within 8 % look the same; headings are a good deal larger. */
#define SAME_SIZE 1.08f
#define LARGER 1.13f

bool fc_pdf_small(fc_str word)
{
    size_t n;
    if (!word.n)
        return false;
    unsigned flags = fc_chars_at(word, &n);
    return (flags & FC_C_ALPHA) && !(flags & FC_C_UPPER) &&
           (unsigned char)word.p[0] < 0xE0;
}

/* The mark of an item. */
static bool is_bullet(fc_str word)
{
    static const char *const marks[] = { "•",
                                         "▪",
                                         "◦",
                                         "●",
                                         "○",
                                         "■",
                                         "‣",
                                         "∙",
                                         "⁃",
                                         "►",
                                         "➢",
                                         "❖",
                                         "\xef\x82\xb7",
                                         "\xef\x82\xa7" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (fc_str_is(word, marks[i]))
            return true;
    return false;
}

/* "1.", "(a)", "iv)", "[12]": the number of an item. */
static bool is_number_mark(fc_str w)
{
    size_t i = 0, n = 0;
    char open = w.n ? w.p[0] : 0;
    i += open == '(' || open == '[';
    while (i + n < w.n && n < 4 && fc_is_digit(w.p[i + n]))
        n++;
    if (!n && i < w.n && w.p[i] >= 'a' && w.p[i] <= 'z')
        n = 1;
    i += n;
    return n && i + 1 == w.n &&
           (w.p[i] == ')' || (w.p[i] == ']' && open == '[') ||
            (w.p[i] == '.' && !strchr("([", open)));
}

static bool ends_sentence(fc_str w)
{
    while (w.n && strchr("\"')]", w.p[w.n - 1]))
        w.n--;
    if (fc_str_ends(w, FC_STR("”")) || fc_str_ends(w, FC_STR("’")))
        w.n -= 3;
    return (w.n && strchr(".!?:", w.p[w.n - 1])) || fc_str_ends(w, FC_STR("。"));
}

static bool same_size(float a, float b)
{
    return a < b * SAME_SIZE && b < a * SAME_SIZE;
}

/* The size of the most bytes, in tenths of a point; those between two steps are a
 * matter of rounding, so a step counts its neighbours as well. */
static float find_body(const fc_pdf *p)
{
    uint64_t *bytes = fc_zalloc(p->a, SIZES + 2, sizeof *bytes), most = 0;
    size_t best = 100;
    for (uint32_t i = 0; i < p->lines; i++) {
        const fc_pdf_line *l = &p->line[i];
        size_t at = l->size * 10 < SIZES ? (size_t)(l->size * 10) : SIZES - 1;
        const fc_pdf_word *last = &p->word[l->word + l->words - 1];
        if (!l->gone)
            bytes[at + 1] += last->at + last->n - p->word[l->word].at;
    }
    for (size_t i = 1; i <= SIZES; i++) {
        uint64_t sum = bytes[i - 1] + 2 * bytes[i] + bytes[i + 1];
        if (sum > most) {
            most = sum;
            best = i - 1;
        }
    }
    return (float)best / 10 + 0.05f;
}

/* The most common distance from one line of the text to the next, of half points. */
static float find_lead(const fc_pdf *p)
{
    uint32_t *count = fc_zalloc(p->a, SIZES, sizeof *count), most = 0;
    size_t best = 0;
    for (uint32_t i = 1; i < p->lines; i++) {
        const fc_pdf_line *a = &p->line[i - 1], *b = &p->line[i];
        float d = b->box.y1 - a->box.y1;
        if (a->page != b->page || d < 0.8f * p->body || d > 4 * p->body ||
            !same_size(a->size, p->body) || !same_size(b->size, p->body) ||
            d * 2 >= SIZES)
            continue;
        size_t at = (size_t)(d * 2);
        if (++count[at] > most) {
            most = count[at];
            best = at;
        }
    }
    return most > 2 ? (float)best / 2 + 0.5f : 1.2f * p->body;
}

/* ----------------------------------------------------------------------------- breaks */

/* Three lines around a border: `before` a and `after` b may be NULL; all of one block. */
typedef struct border {
    const fc_pdf_line *before, *a, *b, *after;
    bool first;                 /* a begins its piece */
    float left, right;          /* of the block */
} border;

bool fc_pdf_beside(const fc_pdf_line *a, const fc_pdf_line *b)
{
    float h = fminf(a->box.y1 - a->box.y0, b->box.y1 - b->box.y0),
          gap = b->box.x0 - a->box.x1;
    float common = fminf(a->box.y1, b->box.y1) - fmaxf(a->box.y0, b->box.y0);
    return a->page == b->page && common > 0.5f * h && gap > -0.2f * h &&
           gap < 4 * fmaxf(a->size, b->size);
}

/* Farther apart than the lines around them are. */
static bool is_apart(const fc_pdf *p, const border *x)
{
    float d = x->b->box.y1 - x->a->box.y1, size = x->b->size;
    float usual = fmaxf(1.9f * size, p->lead);
    if (d < 0 || d > fmaxf(2.3f * size, 1.2f * p->lead))
        return true;
    if (x->before && x->a->box.y1 - x->before->box.y1 > 0.5f * size)
        usual = x->a->box.y1 - x->before->box.y1;
    if (x->after && x->after->box.y1 - x->b->box.y1 > 0.5f * size)
        usual = fminf(usual, x->after->box.y1 - x->b->box.y1);
    return d > 1.3f * usual;
}

static bool ends_early(const border *x, float share)
{
    return x->a->box.x1 < x->right - share * (x->right - x->left);
}

static bool is_indented(const border *x, bool over)
{
    float in = x->b->box.x0 - x->a->box.x0, size = x->b->size;
    if (in > 0.7f * size && in < 6 * size)
        return over && (!x->after || x->after->box.x0 < x->b->box.x0 - 0.5f * size);
    return !x->first && in < -0.7f * size &&
           over; /* the next one, after a hanging indent */
}

static bool breaks(const fc_pdf *p, const border *x)
{
    bool sentence = ends_sentence(fc_pdf_last(p, x->a));
    bool over = sentence || ends_early(x, 0.1f);
    fc_str word = fc_pdf_first(p, x->b);
    if (fc_pdf_beside(x->a, x->b))
        return false;
    if (!same_size(x->a->size, x->b->size) || is_apart(p, x) || is_indented(x, over))
        return true;
    if (sentence && ends_early(x, 0.2f))
        return true;
    return is_bullet(word) || (over && is_number_mark(word));
}

/* ----------------------------------------------------------------------------- pieces */

static void add_piece(fc_pdf *p, uint32_t from, uint32_t to)
{
    const fc_pdf_line *l = &p->line[from];
    p->piece = fc_pdf_room(p->a, p->piece, p->pieces, &p->piece_cap, sizeof *p->piece);
    bool item = is_bullet(fc_pdf_first(p, l)) && (l->words > 1 || to > from + 1);
    p->piece[p->pieces++] = (fc_pdf_piece){ .kind = item ? FC_PDF_ITEM : FC_PDF_PARAGRAPH,
                                            .size = l->size,
                                            .line = from,
                                            .lines = to - from };
}

/* The lines from .. to - 1 of a block, none of them gone. */
static void cut_block(fc_pdf *p, uint32_t from, uint32_t to)
{
    border x = { .left = p->line[from].box.x0, .right = p->line[from].box.x1 };
    for (uint32_t i = from + 1; i < to; i++) {
        x.left = fminf(x.left, p->line[i].box.x0);
        x.right = fmaxf(x.right, p->line[i].box.x1);
    }
    uint32_t begin = from;
    for (uint32_t i = from + 1; i < to; i++) {
        x.before = i > from + 1 ? &p->line[i - 2] : NULL;
        x.a = &p->line[i - 1];
        x.b = &p->line[i];
        x.after = i + 1 < to ? &p->line[i + 1] : NULL;
        x.first = i - 1 == begin;
        if (breaks(p, &x)) {
            add_piece(p, begin, i);
            begin = i;
        }
    }
    add_piece(p, begin, to);
}

/* Whether a block goes on with the next one: right beside it (a number before a
 * heading), or below it no farther than lines of the text are, which pdftotext takes
 * for blocks when lines are far apart. */
static bool goes_on(const fc_pdf *p, const fc_pdf_line *a, const fc_pdf_line *b)
{
    float d = b->box.y1 - a->box.y1;
    if (a->block == b->block || fc_pdf_beside(a, b))
        return true;
    return a->page == b->page && same_size(a->size, b->size) &&
           same_size(a->size, p->body) && d > 0.8f * p->body && d < p->lead + 1 &&
           b->box.x0 < a->box.x1 && a->box.x0 < b->box.x1 &&
           fabsf(a->box.x0 - b->box.x0) < 4 * p->body;
}

static void cut_all(fc_pdf *p)
{
    for (uint32_t from = 0, to; from < p->lines; from = to) {
        to = from + 1;
        if (p->line[from].gone)
            continue;
        while (to < p->lines && !p->line[to].gone &&
               goes_on(p, &p->line[to - 1], &p->line[to]))
            to++;
        cut_block(p, from, to);
    }
}

/* --------------------------------------------------------------------------- headings */

static size_t bytes_of(const fc_pdf *p, const fc_pdf_piece *x)
{
    const fc_pdf_line *last = &p->line[x->line + x->lines - 1];
    const fc_pdf_word *end = &p->word[last->word + last->words - 1];
    return end->at + end->n - p->word[p->line[x->line].word].at;
}

/* Mathematical letters, and '=': part of a formula. */
static bool is_formula_sign(fc_str s)
{
    return s.p[0] == '=' ||
           (s.n > 2 && (unsigned char)s.p[0] == 0xF0 && (unsigned char)s.p[1] == 0x9D);
}

/* Mostly words of three letters and more, or of scripts without blanks: no drop cap,
 * formula, number or sign. */
static bool is_wordy(const fc_pdf *p, const fc_pdf_piece *x)
{
    size_t at = p->word[p->line[x->line].word].at, to = at + bytes_of(p, x);
    size_t run = 0, worded = 0, all = 0;
    for (size_t n; at < to; at += n) {
        fc_str s = { p->bytes.p + at, to - at };
        if (is_formula_sign(s))
            return false;
        unsigned flags = fc_chars_at(s, &n);
        run = flags & FC_C_ALPHA ? run + 1 : 0;
        worded += run == 3 ? 3 : run > 3 || (run && n > 2);
        all++;
    }
    return worded >= 3 && worded * 10 >= all * 6;
}

/* How many parts the number before a heading has: 2 for "3.1"; 0: none. */
static unsigned number_parts(const fc_pdf *p, const fc_pdf_piece *x)
{
    fc_str w = fc_pdf_first(p, &p->line[x->line]);
    unsigned parts = 0;
    for (size_t i = 0; i < w.n;) {
        size_t from = i;
        while (i < w.n && fc_is_digit(w.p[i]))
            i++;
        if (i == from || i - from > 2 || (i < w.n && w.p[i] != '.'))
            return 0;
        parts++;
        i++;
    }
    return parts;
}

/* Rank among the sizes of headings, the largest first: 1 ... */
static void set_levels(fc_pdf *p)
{
    float size[LEVELS];
    unsigned n = 0;
    for (float most = 1e9f; n < LEVELS; n++) {
        float next = 0;
        for (uint32_t i = 0; i < p->pieces; i++)
            if (p->piece[i].kind == FC_PDF_HEADING &&
                p->piece[i].size * SAME_SIZE <= most)
                next = fmaxf(next, p->piece[i].size);
        if (next <= 0)
            break;
        size[n] = most = next;
    }
    for (uint32_t i = 0; i < p->pieces; i++) {
        fc_pdf_piece *x = &p->piece[i];
        unsigned rank = 1, parts = number_parts(p, x);
        while (rank < n && x->size * SAME_SIZE <= size[rank - 1])
            rank++;
        x->level = parts ? parts + (n > 1) : rank;
    }
}

/* It ends as no heading does. */
static bool goes_on_after(const fc_pdf *p, const fc_pdf_piece *x)
{
    fc_str w = fc_pdf_last(p, &p->line[x->line + x->lines - 1]);
    return strchr(".,;", w.p[w.n - 1]) != NULL;
}

/* When a good part of all text is in larger sizes, size says nothing. */
static void find_headings(fc_pdf *p)
{
    size_t in_headings = 0, all = p->bytes.n;
    for (uint32_t i = 0; i < p->pieces; i++) {
        fc_pdf_piece *x = &p->piece[i];
        if (x->kind != FC_PDF_PARAGRAPH || x->size < LARGER * p->body ||
            bytes_of(p, x) > HEADING_BYTES || !is_wordy(p, x) ||
            fc_pdf_small(fc_pdf_first(p, &p->line[x->line])) || goes_on_after(p, x))
            continue;
        x->kind = FC_PDF_HEADING;
        in_headings += bytes_of(p, x);
    }
    for (uint32_t i = 0; in_headings > all / 4 && i < p->pieces; i++)
        if (p->piece[i].kind == FC_PDF_HEADING)
            p->piece[i].kind = FC_PDF_PARAGRAPH;
    set_levels(p);
}

/* ---------------------------------------------------------------------- continuations */

/* In the middle of a sentence, at the end of the last line. */
static bool is_open(const fc_pdf *p, const fc_pdf_piece *x)
{
    const fc_pdf_line *last = &p->line[x->line + x->lines - 1];
    return x->kind != FC_PDF_HEADING && !x->next && last->words > 1 &&
           !ends_sentence(fc_pdf_last(p, last));
}

/* A piece with a small letter at its begin goes on with the nearest open one of its
 * size that is in the column or on the page before: above it only when nothing is
 * between. */
static void join_pieces(fc_pdf *p)
{
    for (uint32_t i = 1; i < p->pieces; i++) {
        fc_pdf_piece *x = &p->piece[i];
        const fc_pdf_line *b = &p->line[x->line];
        if (x->kind != FC_PDF_PARAGRAPH || !fc_pdf_small(fc_pdf_first(p, b)))
            continue;
        for (uint32_t k = 1; k <= LOOK_BACK && k <= i; k++) {
            fc_pdf_piece *before = &p->piece[i - k];
            const fc_pdf_line *a = &p->line[before->line + before->lines - 1];
            bool moved = a->page != b->page || b->box.y1 < a->box.y0;
            if (a->page + 1 < b->page)
                break;
            if ((k > 1 && !moved) || !same_size(before->size, x->size) ||
                !is_open(p, before))
                continue;
            before->next = i;
            x->continued = true;
            break;
        }
    }
}

void fc_pdf_find_pieces(fc_pdf *p)
{
    p->body = find_body(p);
    p->lead = find_lead(p);
    cut_all(p);
    find_headings(p);
    join_pieces(p);
}
