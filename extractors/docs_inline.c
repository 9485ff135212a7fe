/* docs_inline.c - running text of a markup language: see docs.h.
 *
 * A mark opens when a character that is no blank follows, and closes behind one; most
 * also not within a word. The nearest end of each mark is remembered until the walk
 * has passed it, and that there is none is remembered to the end, so the time is
 * linear in the text. */
#include "base/str.h"
#include "extractors/docs.h"

typedef struct walk {
    fc_docs *d;
    fc_str s;
    size_t at, from;            /* the next byte; where the text not written yet begins */
    size_t close[FC_DOCS_MARKS]; /* where each mark closes next, when known */
    bool known[FC_DOCS_MARKS], taken[FC_DOCS_MARKS];
    struct {
        size_t at;
        const char *close;
    } open[FC_DOCS_NESTED];     /* marks that are open: where they close, and by what */
    unsigned opened;
} walk;

static bool is_word(char c)
{
    return fc_is_alnum(c) || (unsigned char)c >= 0x80;
}

static bool is_at(const walk *w, size_t at, const char *mark, size_t n)
{
    return w->s.n - at >= n && memcmp(w->s.p + at, mark, n) == 0;
}

static void flush(walk *w, size_t to)
{
    if (to > w->from)
        fc_md_text(&w->d->md, fc_str_sub(w->s, w->from, to));
    w->from = to;
}

static bool opens(const walk *w, const fc_docs_mark *m, size_t at)
{
    size_t n = strlen(m->open);
    if (!is_at(w, at, m->open, n) || at + n >= w->s.n || fc_is_space(w->s.p[at + n]))
        return m->what == FC_DOCS_DISPLAY && is_at(w, at, m->open, n) && at + n < w->s.n;
    return m->anywhere || at == 0 || !is_word(w->s.p[at - 1]);
}

static bool closes(const walk *w, const fc_docs_mark *m, size_t at)
{
    size_t n = strlen(m->close);
    if (!is_at(w, at, m->close, n))
        return false;
    if (m->what == FC_DOCS_DISPLAY)
        return true;
    if (fc_is_space(w->s.p[at - 1]))
        return false;
    return m->anywhere || at + n >= w->s.n || !is_word(w->s.p[at + n]);
}

/* Where mark k closes from `at` on; s.n: nowhere. */
static size_t find_close(walk *w, size_t k, size_t at)
{
    const fc_docs_mark *m = &w->d->mark[k];
    if (w->known[k] && w->close[k] >= at)
        return w->close[k];
    size_t i = at;
    while (i < w->s.n && !closes(w, m, i))
        i += 1 + (m->what < FC_DOCS_CODE && w->d->escape && w->s.p[i] == w->d->escape);
    w->close[k] = i < w->s.n ? i : w->s.n;
    w->known[k] = true;
    w->taken[k] = false;
    return w->close[k];
}

static void write_code(fc_docs *d, fc_str s)
{
    fc_md_code_open(&d->md);
    for (fc_str line; fc_str_split(&s, '\n', &line);) { /* a span has one line */
        fc_md_exact(&d->md, fc_str_trim(line));
        if (s.p)
            fc_md_exact(&d->md, FC_STR(" "));
    }
    fc_md_code_close(&d->md);
}

static void write_whole(walk *w, const fc_docs_mark *m, fc_str inside)
{
    fc_md *md = &w->d->md;
    if (m->what == FC_DOCS_CODE)
        write_code(w->d, inside);
    else if (m->what == FC_DOCS_TEX || m->what == FC_DOCS_DISPLAY)
        fc_md_tex(md, inside, m->what == FC_DOCS_DISPLAY);
    else if (m->what != FC_DOCS_DROP)
        fc_md_script(md, inside, m->what == FC_DOCS_SUPER);
}

/* Ends that were passed over, as by a formula that reaches over one. */
static void forget_passed(walk *w)
{
    unsigned n = 0;
    for (unsigned i = 0; i < w->opened; i++)
        if (w->open[i].at >= w->at)
            w->open[n++] = w->open[i];
    w->opened = n;
}

/* The mark k opens at the place of the walk, and closes: true and the walk is behind
 * it. */
static bool take_mark(walk *w, size_t k)
{
    const fc_docs_mark *m = &w->d->mark[k];
    size_t n = strlen(m->open), at = w->at + n;
    if (!opens(w, m, w->at))
        return false;
    size_t end = find_close(w, k, at + 1);
    if (end >= w->s.n)
        return false;
    if (m->what == FC_DOCS_EMPHASIS) {
        if (w->opened == FC_DOCS_NESTED)
            forget_passed(w);
        if (w->taken[k] || w->opened == FC_DOCS_NESTED)
            return false;
        w->taken[k] = true;
        flush(w, w->at);
        w->open[w->opened].at = end;
        w->open[w->opened++].close = m->close;
        w->at = w->from = at;
        return true;
    }
    flush(w, w->at);
    write_whole(w, m, fc_str_sub(w->s, at, end));
    w->at = w->from = end + strlen(m->close);
    return true;
}

/* The end of a mark that is open stands here. */
static bool take_end(walk *w)
{
    for (unsigned i = w->opened; i-- > 0;) {
        if (w->open[i].at != w->at)
            continue;
        size_t n = strlen(w->open[i].close);
        flush(w, w->at);
        for (w->opened--; i < w->opened; i++)
            w->open[i] = w->open[i + 1];
        for (i = 0; i < w->opened; i++) { /* "***": another closes behind it, if it can */
            size_t behind = w->at + n;
            if (w->open[i].at == w->at)
                w->open[i].at =
                    is_at(w, behind, w->open[i].close, strlen(w->open[i].close)) ? behind
                                                                                 : 0;
        }
        w->at = w->from = w->at + n;
        return true;
    }
    return false;
}

static bool take_special(walk *w)
{
    char c = w->s.p[w->at];
    if (!w->d->special || !c || !strchr(w->d->special_at, c))
        return false;
    flush(w, w->at);
    size_t n = w->d->special(w->d, w->s, w->at);
    if (!n)
        return false;
    w->at += n < w->s.n - w->at ? n : w->s.n - w->at;
    w->from = w->at;
    return true;
}

static bool take_escape(walk *w)
{
    if (!w->d->escape || w->s.p[w->at] != w->d->escape || w->at + 1 >= w->s.n)
        return false;
    char c = w->s.p[w->at + 1];
    if (is_word(c) || fc_is_space(c))
        return false;
    flush(w, w->at);
    fc_md_exact(&w->d->md, fc_str_sub(w->s, w->at + 1, w->at + 2));
    w->at = w->from = w->at + 2;
    return true;
}

void fc_docs_inline(fc_docs *d, fc_str s)
{
    walk w = { .d = d, .s = s };
    bool first[256] = { false };
    for (size_t k = 0; k < d->marks; k++)
        first[(unsigned char)d->mark[k].open[0]] = true;
    while (w.at < s.n) {
        if ((w.opened && take_end(&w)) || take_escape(&w) || take_special(&w))
            continue;
        bool took = false, may = first[(unsigned char)s.p[w.at]];
        for (size_t k = 0; may && k < d->marks && !took; k++)
            took = take_mark(&w, k);
        w.at += !took;
    }
    flush(&w, s.n);
}

void fc_docs_link(fc_docs *d, fc_str text, fc_str address)
{
    text = fc_str_trim(text);
    address = fc_str_trim(address);
    bool keep = d->md.style.links && !d->md.style.plain && address.n && text.n;
    if (keep)
        fc_md_exact(&d->md, FC_STR("["));
    fc_md_text(&d->md, text.n ? text : address);
    if (keep) {
        fc_md_exact(&d->md, FC_STR("]("));
        fc_md_exact(&d->md, address);
        fc_md_exact(&d->md, FC_STR(")"));
    }
}
