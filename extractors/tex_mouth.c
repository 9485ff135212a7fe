/* tex_mouth.c - characters to tokens; see tex.h. Macros push their text as a frame before
 * what is left, so an argument may begin in one frame and end in another. */
#include "extractors/tex.h"

#include "base/bits.h"

enum { PLAIN = 1, LETTER = 2, BLANK = 4, P = PLAIN, L = PLAIN | LETTER, B = BLANK };

/* What TeX makes of a byte; this is asked for each. */
static const uint8_t classes[256] = {
    /*         0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f */
    /* 0_ */   P, P, P, P, P, P, P, P, P, B, B, P, B, B, P, P,
    /* 1_ */   P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    /*  ! */   B, P, P, P, 0, 0, 0, 0, P, P, P, P, P, 0, P, P,
    /* 0  */   P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    /* @A */   L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    /* P  */   L, L, L, L, L, L, L, L, L, L, L, P, 0, P, P, P,
    /* `a */   0, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
    /* p  */   L, L, L, L, L, L, L, L, L, L, L, 0, P, 0, 0, P,
    /* 8_ */   P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    /* 9_ */   P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    /* a_ */   P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    /* b_ */   P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    /* c_ */   P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    /* d_ */   P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    /* e_ */   P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    /* f_ */   P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
};

static inline unsigned class_of(unsigned char c)
{
    return classes[c];
}

void fc_tex_begin(fc_tex *t, fc_tex_files *files, fc_arena *a)
{
    memset(t, 0, sizeof *t);
    t->a = a;
    t->files = files;
    t->budget = files->budget;
}

bool fc_tex_push(fc_tex *t, fc_str s)
{
    if (!s.n)
        return true;
    while (t->frames && t->frame[t->frames - 1].p == t->frame[t->frames - 1].e)
        t->frames--;
    if (t->frames == FC_TEX_FRAMES || s.n + 16 > t->budget) {
        t->capped = true;
        return false;
    }
    t->budget -= s.n + 16;
    t->frame[t->frames++] = (struct fc_tex_frame){ s.p, s.p + s.n, t->level };
    return true;
}

fc_tex_saved fc_tex_alone(fc_tex *t, fc_str s)
{
    fc_tex_saved saved = { NULL, t->frames };
    saved.frame = fc_alloc(t->a, (t->frames + 1) * sizeof *t->frame);
    memcpy(saved.frame, t->frame, t->frames * sizeof *t->frame);
    t->frames = 0;
    fc_tex_push(t, s);
    return saved;
}

void fc_tex_again(fc_tex *t, fc_tex_saved saved)
{
    memcpy(t->frame, saved.frame, saved.frames * sizeof *t->frame);
    t->frames = saved.frames;
}

/* The frame that the next byte is in; NULL at the end. */
static struct fc_tex_frame *here(fc_tex *t)
{
    while (t->frames) {
        struct fc_tex_frame *f = &t->frame[t->frames - 1];
        if (f->p < f->e)
            return f;
        t->frames--;
    }
    return NULL;
}

int fc_tex_peek(fc_tex *t)
{
    struct fc_tex_frame *f = here(t);
    return f ? (unsigned char)*f->p : -1;
}

static void skip_comment(fc_tex *t)
{
    struct fc_tex_frame *f = here(t);
    const char *nl = memchr(f->p, '\n', (size_t)(f->e - f->p));
    f->p = nl ? nl + 1 : f->e;
    while (f->p < f->e && (*f->p == ' ' || *f->p == '\t'))
        f->p++;
}

/* White space and comments; returns how many ends of lines, those of comments not
 * counted. */
static unsigned skip_blank(fc_tex *t)
{
    unsigned lines = 0;
    for (int c; (c = fc_tex_peek(t)) >= 0;) {
        if (c == '%') {
            skip_comment(t);
        } else if (class_of((unsigned char)c) & BLANK) {
            struct fc_tex_frame *f = &t->frame[t->frames - 1];
            for (; f->p < f->e && class_of((unsigned char)*f->p) & BLANK; f->p++)
                lines += *f->p == '\n';
        } else {
            break;
        }
    }
    return lines;
}

void fc_tex_skip_space(fc_tex *t)
{
    skip_blank(t);
}

/* After the name of a command: blanks, and one end of line unless a blank line
 * follows. */
static void skip_after_name(struct fc_tex_frame *f)
{
    const char *p = f->p;
    while (p < f->e && (*p == ' ' || *p == '\t'))
        p++;
    if (p < f->e && (*p == '\n' || *p == '\r')) {
        const char *q = p + 1;
        while (q < f->e && (*q == ' ' || *q == '\t' || *q == '\r'))
            q++;
        if (q < f->e && *q != '\n')
            p = q;
    }
    f->p = p;
}

/* Names have @ in them when it is no character of text, which has none before a letter
 * there. */
static fc_tex_token command(struct fc_tex_frame *f)
{
    const char *p = f->p + 1, *q = p;
    while (q < f->e && ((class_of((unsigned char)*q) & LETTER) ||
                        (*q == '@' && q + 1 < f->e &&
                         (class_of((unsigned char)q[1]) & LETTER))))
        q++;
    bool word = q > p;
    if (!word && q < f->e) {
        q++;
        while (q < f->e && ((unsigned char)*q & 0xC0) == 0x80)
            q++;
    }
    f->p = q;
    if (word)
        skip_after_name(f);
    return (fc_tex_token){ FC_TEX_COMMAND, { p, (size_t)(q - p) } };
}

static fc_tex_token run(struct fc_tex_frame *f, fc_tex_kind kind, size_t n)
{
    fc_tex_token tok = { kind, { f->p, n } };
    f->p += n;
    return tok;
}

/* --- -- `` '' and single ones, as TeX's fonts join them. */
static fc_tex_token ligature(fc_tex *t, struct fc_tex_frame *f)
{
    static const struct { const char *from, *to; } joined[] = {
        { "---", "\u2014" }, { "--", "\u2013" }, { "``", "\u201c" }, { "''", "\u201d" },
        { "`", "\u2018" }, { "'", "\u2019" },
    };
    fc_str rest = { f->p, (size_t)(f->e - f->p) };
    for (size_t i = 0; !t->in_math && i < sizeof joined / sizeof *joined; i++)
        if (fc_str_starts(rest, fc_str_of(joined[i].from))) {
            f->p += strlen(joined[i].from);
            return (fc_tex_token){ FC_TEX_TEXT, fc_str_of(joined[i].to) };
        }
    return run(f, FC_TEX_TEXT, 1);
}

fc_tex_token fc_tex_raw(fc_tex *t)
{
    struct fc_tex_frame *f;
    while ((f = here(t)) && *f->p == '%')
        skip_comment(t);
    if (!f)
        return (fc_tex_token){ FC_TEX_END, { NULL, 0 } };
    const char *p = f->p;
    while (p < f->e && (class_of((unsigned char)*p) & PLAIN))
        p++;
    if (p > f->p)
        return run(f, FC_TEX_TEXT, (size_t)(p - f->p));
    switch (*p) {
    case '\\':
        t->level = f->level;
        return command(f);
    case '{':
        return run(f, FC_TEX_OPEN, 1);
    case '}':
        return run(f, FC_TEX_CLOSE, 1);
    case '$':
        return run(f, FC_TEX_MATH, 1);
    case '&':
        return run(f, FC_TEX_ALIGN, 1);
    case '~':
        return run(f, FC_TEX_SPACE, 1);
    case '-': case '`': case '\'':
        return ligature(t, f);
    default:
        return (fc_tex_token){ skip_blank(t) > 1 ? FC_TEX_PAR : FC_TEX_SPACE,
                               FC_STR(" ") };
    }
}

/* Behind bytes that are PLAIN, or one blank or hyphen before such a byte: whole blocks of
 * them, up to one that is to be looked at, which may be such a byte too. Asking each byte
 * took 4 % of a paper. */
static const char *skip_words(const char *p, const char *e)
{
    const uint64_t top = (uint64_t)1 << (FC_BYTES * FC_BYTES_STEP - 1);
    for (; e - p >= FC_BYTES; p += FC_BYTES) {
        fc_bytes v = fc_bytes_load(p);
        uint64_t between = fc_bytes_marks(fc_bytes_is(v, ' ') | fc_bytes_is(v, '-'));
        uint64_t other = fc_bytes_marks(fc_bytes_in(v, 0, 0x1F) | fc_bytes_is(v, '`') |
                                        fc_bytes_in(v, '$', '\'') |
                                        fc_bytes_is(v, '\\') | fc_bytes_in(v, '{', '~'));
        uint64_t next = (other | between) >> FC_BYTES_STEP | top;
        if ((other |= between & next))
            return p + fc_bytes_first(other);
    }
    return p;
}

fc_str fc_tex_words(fc_tex *t)
{
    struct fc_tex_frame *f = t->frames ? &t->frame[t->frames - 1] : NULL;
    const char *p = f ? f->p : NULL, *from = p;
    while (f && p < f->e) {
        if (class_of((unsigned char)*p) & PLAIN)
            p++;
        else if (f->e - p > 1 && (*p == ' ' || *p == '-') &&
                 (class_of((unsigned char)p[1]) & PLAIN))
            p += 2;
        else
            break;
        p = skip_words(p, f->e);
    }
    if (f)
        f->p = p;
    return (fc_str){ from, (size_t)(p - from) };
}

/* ---------------------------------------------------------------- arguments */

/* Bytes gathered over frames; nothing else may be put into the arena meanwhile. */
typedef struct gather {
    fc_arena *a;
    char *p;
    size_t n, cap;
} gather;

static void gather_add(gather *g, const char *p, size_t n)
{
    if (!n)
        return;
    if (g->cap - g->n < n) {
        size_t cap = 2 * g->cap + n + 64;
        g->p = fc_grow(g->a, g->p, g->cap, cap);
        g->cap = cap;
    }
    memcpy(g->p + g->n, p, n);
    g->n += n;
}

static fc_str gathered(gather *g)
{
    if (g->p)
        fc_trim(g->a, g->p, g->cap, g->n);
    return (fc_str){ g->p, g->n };
}

/* Up to a byte that balanced() has to look at. */
static const char *skip_inner(const char *p, const char *e, char open, char close)
{
    for (; e - p >= FC_BYTES; p += FC_BYTES) {
        fc_bytes v = fc_bytes_load(p);
        uint64_t found = fc_bytes_marks(
            fc_bytes_in(v, '{', '}') | fc_bytes_is(v, '\\') | fc_bytes_is(v, '%') |
            fc_bytes_is(v, (unsigned char)open) | fc_bytes_is(v, (unsigned char)close));
        if (found)
            return p + fc_bytes_first(found);
    }
    return p;
}

/* Up to the `close` that is outside of all braces, which is passed over; pairs of `open`
 * and `close` within are passed over when `open` is no brace. */
static fc_str balanced(fc_tex *t, char open, char close)
{
    gather g = { t->a, NULL, 0, 0 };
    struct fc_tex_frame *f;
    unsigned depth = 0, pairs = 0;
    while ((f = here(t))) {
        const char *p = skip_inner(f->p, f->e, open, close);
        for (; p < f->e; p = skip_inner(p + 1, f->e, open, close)) {
            if (*p == '\\' && p + 1 < f->e) {
                p++;
            } else if (*p == '%') {
                const char *nl = memchr(p, '\n', (size_t)(f->e - p));
                p = nl ? nl : f->e - 1;
            } else if (*p == close && !depth && pairs) {
                pairs--;
            } else if (*p == close && !depth) {
                gather_add(&g, f->p, (size_t)(p - f->p));
                f->p = p + 1;
                return gathered(&g);
            } else if (*p == '{') {
                depth++;
            } else if (*p == '}' && depth) {
                depth--;
            } else if (*p == open && !depth) {
                pairs++;
            }
        }
        gather_add(&g, f->p, (size_t)(f->e - f->p));
        f->p = f->e;
    }
    return gathered(&g);
}

fc_str fc_tex_arg(fc_tex *t)
{
    skip_blank(t);
    struct fc_tex_frame *f = here(t);
    if (!f || *f->p == '}')
        return FC_STR("");
    if (*f->p == '{') {
        f->p++;
        return balanced(t, '{', '}');
    }
    const char *p = f->p;
    if (*p == '\\') {
        fc_tex_token tok = command(f);
        return (fc_str){ tok.s.p - 1, tok.s.n + 1 };
    }
    do
        f->p++;
    while (f->p < f->e && ((unsigned char)*f->p & 0xC0) == 0x80);
    return (fc_str){ p, (size_t)(f->p - p) };
}

fc_str fc_tex_exact_arg(fc_tex *t)
{
    struct fc_tex_frame *f = here(t);
    unsigned depth = 0;
    for (const char *p = f ? f->p : NULL; f && p < f->e && *p != '\n'; p++) {
        depth += *p == '{';
        if (!depth)
            break;
        if (*p == '}' && --depth == 0) {
            fc_str s = { f->p + 1, (size_t)(p - f->p - 1) };
            f->p = p + 1;
            return s;
        }
    }
    return fc_tex_arg(t);
}

static bool optional(fc_tex *t, char open, char within, char close, fc_str *s)
{
    *s = FC_STR("");
    struct fc_tex_frame *f = here(t);
    const char *p = f ? f->p : NULL;
    while (f && p < f->e && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
        p++;
    if (!f || p == f->e || *p != open)
        return false;
    f->p = p + 1;
    *s = balanced(t, within, close);
    return true;
}

bool fc_tex_optional(fc_tex *t, fc_str *s)
{
    return optional(t, '[', '{', ']', s);
}

bool fc_tex_between(fc_tex *t, char open, char close, fc_str *s)
{
    return optional(t, open, open == close ? '{' : open, close, s);
}

bool fc_tex_star(fc_tex *t)
{
    if (fc_tex_peek(t) != '*')
        return false;
    t->frame[t->frames - 1].p++;
    return true;
}

bool fc_tex_comes(fc_tex *t, fc_str end, size_t within)
{
    struct fc_tex_frame *f = here(t);
    fc_str rest = { f ? f->p : NULL, f ? (size_t)(f->e - f->p) : 0 };
    rest = fc_str_sub(rest, 0, within);
    return fc_str_find(rest, end) < rest.n;
}

fc_str fc_tex_until(fc_tex *t, fc_str end)
{
    struct fc_tex_frame *f = here(t);
    if (!f)
        return FC_STR("");
    fc_str rest = { f->p, (size_t)(f->e - f->p) };
    size_t n = fc_str_find(rest, end);
    f->p += n < rest.n ? n + end.n : n;
    return fc_str_sub(rest, 0, n);
}
