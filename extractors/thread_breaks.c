/* thread_breaks.c - posts that no element holds: what stands between the rules of a guest
 * book or an old board, and below the terms of a list, <dt> with who and when, <dd> with
 * the text (2channel). Each has a head, the first of its lines or the last ones. */
#include "base/str.h"
#include "extractors/threads.h"
#include "text/dates.h"

enum {
    LEAST = 3,                  /* posts that a page has, at least */
    HEAD = 5,                   /* lines of a post in which its head is looked for */
    MAX_HEAD = 20,              /* words of a line of it */
    MAX_LABEL = 8,              /* ... of one that begins with a label */
    BODY = 16                   /* bytes of a text */
};

/* A line of a block; those of one post stand one behind the other. */
typedef struct line {
    uint32_t block, from, to;   /* nodes, the <br> behind it left out */
    fc_str text;
} line;

typedef struct place {
    uint32_t from, to;          /* lines: those of a post, of its head */
    uint32_t head, head_end;
    fc_str author, time;        /* no author: none was found */
} place;

typedef struct breaks {
    fc_page *page;
    fc_arena *a;
    uint32_t *at, n;            /* nodes that posts begin with or behind */
    uint32_t around, end;       /* node that they are in; behind the last */
    line *line;
    uint32_t lines;
    place *place;
} breaks;

/* Elements of a tag, in the one that has most of them. */
static bool find_breaks(breaks *s, unsigned tag)
{
    const fc_dom *dom = s->page->dom;
    uint32_t n = 0, most = 0;
    for (uint32_t i = 0; i < dom->n; i++)
        n += dom->node[i].tag == tag;
    if (n < LEAST)
        return false;
    uint32_t *count = fc_zalloc(s->a, dom->n, sizeof *count);
    for (uint32_t i = 0; i < dom->n; i++) {
        uint32_t up = dom->node[i].parent;
        if (dom->node[i].tag == tag && ++count[up] > most) {
            most = count[up];
            s->around = up;
        }
    }
    if (most < LEAST)
        return false;
    s->at = fc_alloc(s->a, (most + 1) * sizeof *s->at);
    s->n = 0;
    if (tag == FC_TAG_HR) /* the first may stand above all rules */
        s->at[s->n++] = s->around;
    s->end = dom->node[s->around].end;
    for (uint32_t i = s->around + 1; i < s->end && s->n <= most; i++)
        if (dom->node[i].tag == tag && dom->node[i].parent == s->around)
            s->at[s->n++] = i;
    return s->page->elem_of[s->around] > 0;
}

static void add_line(breaks *s, uint32_t block, uint32_t from, uint32_t to, fc_text *t)
{
    fc_str text = fc_str_trim((fc_str){ t->p, t->n });
    if (text.n)
        s->line[s->lines++] = (line){ block, from, to, fc_copy(s->a, text) };
    fc_text_clear(t);
}

/* The lines of a block. */
static void read_block(breaks *s, uint32_t block, fc_text *t)
{
    const fc_dom *dom = s->page->dom;
    const fc_block *b = &s->page->block[block];
    uint32_t from = b->from;
    for (uint32_t i = b->from; i < b->to; i++) {
        if (dom->node[i].tag == FC_TAG_TEXT) {
            fc_text_folded(t, fc_dom_text(dom, i));
        } else if (dom->node[i].tag == FC_TAG_BR) {
            add_line(s, block, from, i, t);
            from = i + 1;
        }
    }
    add_line(s, block, from, b->to, t);
}

static void read_places(breaks *s)
{
    fc_text t = { .a = s->a };
    const fc_page *page = s->page;
    fc_text_add(&t, "", 0);
    s->line = fc_alloc(s->a, (page->dom->n + page->blocks) * sizeof *s->line);
    s->place = fc_zalloc(s->a, s->n, sizeof *s->place);
    for (uint32_t k = 0, b = 0; k < s->n; k++) {
        uint32_t end = k + 1 < s->n ? s->at[k + 1] : s->end;
        while (b < page->blocks && page->block[b].from < s->at[k])
            b++;
        s->place[k].from = s->lines;
        for (; b < page->blocks && page->block[b].from < end; b++)
            read_block(s, b, &t);
        s->place[k].to = s->lines;
    }
}

/* "E-mail: ann@example.org" */
static bool is_label(fc_str s)
{
    return fc_str_findc(s, ':') < fc_str_findc(s, ' ') &&
           fc_thread_count_words(s) <= MAX_LABEL;
}

/* Who is told in a line without a date: "Name: Ann", "Ann <ann@example.org>"; sure: such
 * a one, and not "Ann" alone. */
static bool read_name(fc_str s, bool sure, fc_str *name)
{
    static const char *const labels[] = { "name", "from", "author", "posted by", "autor",
                                          "nom", "auteur", "nombre", "nome", "autore",
                                          "имя", "автор", "naam", "名前", "姓名", "이름" };
    size_t colon = fc_str_findc(s, ':');
    fc_str label = fc_str_trim(fc_str_sub(s, 0, colon));
    for (size_t i = 0; i < sizeof labels / sizeof *labels && colon < s.n; i++)
        if (fc_str_ieq(label, fc_str_of(labels[i]))) {
            s = fc_str_trim(fc_str_sub(s, colon + 1, s.n));
            colon = s.n;
            sure = false;
        }
    *name = fc_str_trim(fc_str_sub(s, 0, fc_str_find(s, FC_STR(" <"))));
    return fc_thread_is_name(*name) && (!sure || fc_str_findc(s, '@') < s.n);
}

/* The line near line i that has a name; `to`: none. */
static uint32_t find_name(const breaks *s, uint32_t i, uint32_t from, uint32_t to,
                          bool sure, fc_str *name)
{
    for (uint32_t k = i < from + 2 ? from : i - 2; k < to && k <= i + 2; k++)
        if (k != i && read_name(s->line[k].text, sure, name))
            return k;
    return to;
}

/* A head with its date in line i, in the lines from..to of a post. */
static bool read_head(const breaks *s, place *p, uint32_t i, uint32_t from, uint32_t to)
{
    fc_date date;
    fc_str text = s->line[i].text;
    if (fc_thread_count_words(text) > MAX_HEAD || !fc_date_find(text, &date) || date.age)
        return false;
    uint32_t other = find_name(s, i, from, to, true, &p->author);
    if (other == to && fc_thread_head_name(text, &p->author))
        other = i;
    if (other == to)
        other = find_name(s, i, from, to, false, &p->author);
    if (other == to)
        return false;
    p->time = fc_str_sub(text, date.begin, date.end);
    p->head = i < other ? i : other;
    p->head_end = (i > other ? i : other) + 1;
    return true;
}

/* The head of a post: above its text, with what is told of who wrote, or below. */
static bool find_head(const breaks *s, place *p, bool above)
{
    uint32_t n = p->to - p->from < HEAD ? p->to - p->from : HEAD;
    uint32_t from = above ? p->from : p->to - n, to = from + n;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t i = above ? from + k : to - 1 - k;
        if (!read_head(s, p, i, from, to))
            continue;
        if (above)
            p->head = p->from;
        else
            p->head_end = p->to;
        while (p->head_end < p->to && is_label(s->line[p->head_end].text))
            p->head_end++;
        while (p->head > p->from && is_label(s->line[p->head - 1].text))
            p->head--;
        size_t bytes = 0;
        for (uint32_t j = p->from; j < p->to; j++)
            bytes += j < p->head || j >= p->head_end ? s->line[j].text.n : 0;
        return bytes >= BODY && p->head_end - p->head <= HEAD + 2;
    }
    return false;
}

/* A heading that leads elsewhere is that of an article in a list. */
static bool has_title(const breaks *s, const place *p)
{
    for (uint32_t j = p->from; j < p->to; j++) {
        const fc_block *b = &s->page->block[s->line[j].block];
        if (s->page->elem[b->owner].heading && b->link_words * 2 > b->words)
            return true;
    }
    return false;
}

/* Posts have heads, of several people, nearly all of them; the last place is what stands
 * below them, the first what stands above. */
static bool find_heads(breaks *s, bool above)
{
    uint32_t found = 0, first = s->n, last = 0, others = 0, titles = 0;
    for (uint32_t k = 0; k < s->n; k++) {
        place *p = &s->place[k];
        p->author = (fc_str){ NULL, 0 };
        if (p->from == p->to || !find_head(s, p, above)) {
            p->author.n = 0;
            continue;
        }
        first = first < s->n ? first : k;
        last = k;
        found++;
        titles += has_title(s, p);
        others += !fc_str_eq(p->author, s->place[first].author);
    }
    return found >= LEAST && others && titles * 2 < found &&
           found * 5 >= (last - first + 1) * 4;
}

/* A block loses the lines that are the head; all of it when it is nothing else. */
static void cut_head(breaks *s, const place *p)
{
    for (uint32_t j = p->head; j < p->head_end; j++) {
        fc_block *b = &s->page->block[s->line[j].block];
        bool begun = j > p->head && s->line[j - 1].block == s->line[j].block;
        if (p->head_end < p->to && s->line[p->head_end].block == s->line[j].block)
            b->from = s->line[p->head_end].from;
        else if (p->head > p->from && s->line[p->head - 1].block == s->line[j].block)
            b->to = s->line[p->head - 1].to;
        else if (!begun)
            b->role = FC_ROLE_ASIDE;
    }
}

static void write_posts(breaks *s)
{
    fc_page *page = s->page;
    page->post = fc_zalloc(s->a, s->n + 1, sizeof *page->post);
    page->is_thread = true;
    for (uint32_t k = 0; k < s->n; k++) {
        const place *p = &s->place[k];
        if (!p->author.n)
            continue;
        fc_post *post = &page->post[++page->posts];
        *post = (fc_post){ .group = 1, .author = fc_copy(s->a, p->author),
                           .time = fc_copy(s->a, p->time),
                           .elem = page->elem_of[s->around] };
        for (uint32_t j = p->from; j < p->to; j++) {
            fc_block *b = &page->block[s->line[j].block];
            bool links = b->words <= MAX_LABEL && b->link_words == b->words;
            b->post = page->posts;
            b->role = links ? FC_ROLE_ASIDE : FC_ROLE_BODY;
        }
        cut_head(s, p);
    }
}

bool fc_thread_breaks(fc_page *page, fc_arena *a)
{
    static const unsigned tags[] = { FC_TAG_HR, FC_TAG_DT };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        breaks s = { .page = page, .a = a };
        if (!find_breaks(&s, tags[i]))
            continue;
        read_places(&s);
        if (!find_heads(&s, true) && !find_heads(&s, false))
            continue;
        write_posts(&s);
        return true;
    }
    return false;
}
