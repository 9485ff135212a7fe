/* thread_posts.c - what the parts of the posts of a page are: body, author, time, votes.
 *
 * Posts of one template have their parts in the same places, so each part is decided by a
 * vote: an element's tag and class (its key) is the body when elements of that key hold most
 * of the text of the posts, the author when its text is a name in most posts, and so on. A
 * post that a vote does not fit falls back on its marks. */
#include "base/str.h"
#include "extractors/threads.h"
#include "text/dates.h"
#include "text/normalize.h"

#include <stdio.h>

enum {
    MAX_NAME = 60,          /* bytes of an author */
    MAX_NAME_WORDS = 4,
    MAX_TIME = 60,
    MAX_READ = 300,         /* bytes of a part that are looked at */
    BAR = 20,               /* words of buttons and the like within a body */
    LABEL = 8,              /* words of a block that may be a label all posts have */
    MAX_DEPTH = 99,
    MAX_LOOK = 400,         /* nodes of a post in which a silent time is looked for */
    LOOK_DOWN = 24          /* nodes in which a name's link is looked for */
};

typedef struct ballot {
    uint32_t text, posts, count, heads, last, changes, value, bytes;
    unsigned rank;              /* what its mark is worth, for equals */
} ballot;

typedef struct reader {
    fc_page *page;
    const fc_marks *marks;
    const uint32_t *of;
    uint32_t groups;
    fc_arena *a;
    uint16_t *in;               /* marks of an element and of what it is in, within its post */
    uint8_t *body;              /* the element is in the body of its post */
    uint8_t *deep;              /* ... in a quote within a quote */
    uint32_t *words;            /* of each element, of its own post only */
    uint32_t *text, *heads;     /* ... not in buttons and the like; authors and times */
    bool apart;                 /* each group has ballots of its own */
    uint32_t *key, *slot;       /* table of keys and groups: which ballot */
    ballot *ballot;
    uint32_t mask;
    fc_text line;
} reader;

/* ------------------------------------------------------------------------------- ballots */

static uint32_t key_of(const reader *r, uint32_t e)
{
    const fc_page *page = r->page;
    bool classed = fc_dom_attr(page->dom, page->elem[e].node, "class").n > 0;
    uint32_t key = classed || !r->marks->kind[e] ? page->elem[e].key : r->marks->kind[e];
    if (r->apart)
        key = key * 31 + page->post[r->of[e]].group * 0x9E3779B1u;
    return key ? key : 1;
}

static void open_ballots(reader *r, uint32_t n)
{
    uint32_t room = 16;
    while (room < 2 * n)
        room *= 2;
    r->key = fc_zalloc(r->a, room, sizeof *r->key);
    r->ballot = fc_zalloc(r->a, room, sizeof *r->ballot);
    r->mask = room - 1;
}

static uint32_t place_of(reader *r, uint32_t e)
{
    uint32_t key = key_of(r, e), i = key * 0x9E3779B1u >> 7 & r->mask;
    while (r->key[i] && r->key[i] != key)
        i = (i + 1) & r->mask;
    r->key[i] = key;
    return i;
}

static ballot *ballot_of(reader *r, uint32_t e)
{
    return &r->ballot[place_of(r, e)];
}

static void clear_ballots(reader *r)
{
    memset(r->key, 0, (r->mask + 1) * sizeof *r->key);
    memset(r->ballot, 0, (r->mask + 1) * sizeof *r->ballot);
}

/* ---------------------------------------------------------------------------------- body */

static bool is_post(const reader *r, uint32_t e)
{
    return r->of[e] && r->page->post[r->of[e]].elem == e;
}

/* Quotes: the outermost makes a level, one more of the same template is a quote of a quote. */
static void follow_quotes(reader *r, uint32_t e, uint32_t *quote)
{
    fc_elem *x = &r->page->elem[e];
    bool own = r->marks->own[e] & FC_MARK_QUOTE && !(x->flags & FC_EL_INLINE);
    quote[e] = is_post(r, e) ? 0 : quote[x->parent];
    r->deep[e] = is_post(r, e) ? 0 : r->deep[x->parent];
    if (!own)
        return;
    if (quote[e] && r->page->elem[quote[e]].key == x->key)
        r->deep[e] = 1;
    if (!quote[e])
        quote[e] = e;
}

/* What is called a quote is one for the writer, too, with all that is in it. */
static void raise_quotes(reader *r, const uint32_t *quote)
{
    fc_page *page = r->page;
    for (uint32_t e = 1; e < page->elems; e++)
        if (r->of[e] && quote[e] && !page->elem[e].quotes)
            page->elem[e].quotes = 1;
}

/* Lists and quotes that a post stands in are the page's way to lay out posts. */
static void cut_off(reader *r)
{
    fc_page *page = r->page;
    for (uint32_t e = 1; e < page->elems; e++) {
        fc_elem *x = &page->elem[e];
        if (!r->of[e])
            continue;
        uint32_t post = page->post[r->of[e]].elem;
        if (x->item <= post)
            x->item = 0;
        if (is_post(r, e))
            x->quotes = 0;
        else if (!(r->marks->own[e] & FC_MARK_QUOTE) || x->tag != FC_TAG_BLOCKQUOTE)
            x->quotes = page->elem[x->parent].quotes;
        else
            x->quotes = (uint16_t)(page->elem[x->parent].quotes + 1);
    }
}

/* What an element's class says of its part of the post. A word on what holds most of the
 * post is not about a part. */
static uint16_t part_marks(const reader *r, uint32_t e)
{
    uint32_t words = r->words[r->page->post[r->of[e]].elem];
    return r->words[e] * 2 > words ? r->marks->own[e] & FC_MARK_QUOTE : r->marks->own[e];
}

static void count_words(reader *r)
{
    const fc_page *page = r->page;
    for (uint32_t i = 0; i < page->blocks; i++)
        r->words[page->block[i].owner] += page->block[i].words;
    for (uint32_t e = page->elems; e-- > 1;)
        if (r->of[e] && !is_post(r, e))
            r->words[page->elem[e].parent] += r->words[e];
}

static void mark_parts(reader *r)
{
    const fc_page *page = r->page;
    uint32_t *quote = fc_zalloc(r->a, page->elems, sizeof *quote);
    for (uint32_t e = 1; e < page->elems; e++) {
        if (!r->of[e])
            continue;
        r->in[e] = is_post(r, e) ? r->marks->own[e] & FC_MARK_POST
                                 : (uint16_t)(part_marks(r, e) | r->in[page->elem[e].parent]);
        follow_quotes(r, e, quote);
    }
    cut_off(r);
    raise_quotes(r, quote);
}

/* "Reply", "Re: the title", "Share": short, and as often as there are posts. */
static bool is_label(const fc_page *page, const fc_block *b)
{
    return b->words <= LABEL && b->twins >= 3 && b->twins * 2 > page->posts;
}

/* Words and heads of every element, of its own post only. */
static void sum_up(reader *r)
{
    const fc_page *page = r->page;
    const uint16_t never = FC_MARK_ASIDE | FC_MARK_VOTES;
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        if (r->of[b->owner] && !(r->in[b->owner] & never) && !is_label(page, b))
            r->text[b->owner] += b->words;
    }
    for (uint32_t e = page->elems; e-- > 1;) {
        if (!r->of[e])
            continue;
        if (r->marks->own[e] & (FC_MARK_AUTHOR | FC_MARK_TIME) && !(r->in[e] & FC_MARK_QUOTE))
            r->heads[e]++;
        if (is_post(r, e))
            continue;
        r->text[page->elem[e].parent] += r->text[e];
        r->heads[page->elem[e].parent] += r->heads[e];
    }
}

static bool may_be_body(const reader *r, uint32_t e)
{
    const uint16_t never = FC_MARK_ASIDE | FC_MARK_VOTES | FC_MARK_QUOTE;
    return r->of[e] && !is_post(r, e) && !(r->page->elem[e].flags & FC_EL_INLINE) &&
           !(r->in[e] & never) && r->text[e];
}

/* The key that holds most text of a group, and nearly all of it; 0: none. */
static void choose_bodies(reader *r, uint32_t *chosen)
{
    const fc_page *page = r->page;
    uint32_t *all = fc_zalloc(r->a, r->groups + 1, sizeof *all);
    uint32_t *spoken = fc_zalloc(r->a, r->groups + 1, sizeof *spoken);
    uint32_t *best = fc_zalloc(r->a, r->groups + 1, sizeof *best);
    for (uint32_t p = 1; p <= page->posts; p++) {
        all[page->post[p].group] += r->text[page->post[p].elem];
        spoken[page->post[p].group] += r->text[page->post[p].elem] > 0;
    }
    for (uint32_t e = 1; e < page->elems; e++) {
        if (!may_be_body(r, e))
            continue;
        ballot *b = ballot_of(r, e);
        b->text += r->text[e];
        b->count++;
        b->heads += r->heads[e] > 0;
        b->posts += b->last != r->of[e];
        b->last = r->of[e];
    }
    for (uint32_t e = 1; e < page->elems; e++) {
        if (!may_be_body(r, e))
            continue;
        const ballot *b = ballot_of(r, e);
        uint32_t g = page->post[r->of[e]].group;
        if (b->heads * 10 <= b->count * 3 && b->posts * 2 >= spoken[g] &&
            b->count * 10 <= b->posts * 13 && b->text > best[g] && b->text * 2 > all[g]) {
            best[g] = b->text;
            chosen[g] = key_of(r, e);
        }
    }
    clear_ballots(r);
}

/* Of the chosen key; where a post has none of it, whatever nothing speaks against. */
static void mark_bodies(reader *r, const uint32_t *chosen)
{
    const fc_page *page = r->page;
    const uint16_t never = FC_MARK_ASIDE | FC_MARK_VOTES;
    uint8_t *has = fc_zalloc(r->a, page->posts + 1, 1);
    for (uint32_t e = 1; e < page->elems; e++)
        if (may_be_body(r, e) && key_of(r, e) == chosen[page->post[r->of[e]].group])
            has[r->of[e]] = 1;
    for (uint32_t e = 1; e < page->elems; e++) {
        uint32_t up = page->elem[e].parent;
        if (!r->of[e])
            continue;
        uint32_t key = chosen[page->post[r->of[e]].group];
        if (!has[r->of[e]])
            r->body[e] = !(r->in[e] & never);
        else if (!is_post(r, e))
            r->body[e] = r->body[up] || (may_be_body(r, e) && key_of(r, e) == key);
        bool bar = part_marks(r, e) & FC_MARK_BAR && page->elem[e].words <= BAR;
        if (r->in[e] & FC_MARK_SIGNATURE || r->deep[e] || bar)
            r->body[e] = 0;
    }
}

/* ---------------------------------------------------------------------- values of parts */

/* The text of an element as one line, cut at MAX_READ; lives until the next call. */
static fc_str read_line(reader *r, uint32_t e)
{
    const fc_dom *dom = r->page->dom;
    uint32_t node = r->page->elem[e].node;
    fc_text_clear(&r->line);
    for (uint32_t i = node + 1; i < dom->node[node].end && r->line.n < MAX_READ; i++) {
        if (dom->node[i].tag == FC_TAG_TEXT)
            fc_text_folded(&r->line, fc_dom_text(dom, i));
        else if (fc_tag_flags[dom->node[i].tag] & FC_TAGF_BLOCK)
            r->line.gap = true;
    }
    return (fc_str){ r->line.p, r->line.n };
}

/* "by Ann", "Posted by: Ann", "Ann says:" -> Ann. */
static fc_str strip_name(fc_str s)
{
    static const fc_str before[] = { { "posted by", 9 }, { "written by", 10 }, { "by ", 3 },
                                     { "by:", 3 }, { "von ", 4 }, { "author:", 7 }, { "from:", 5 },
                                     { "@", 1 } };
    static const fc_str behind[] = { { " says:", 6 }, { " wrote:", 7 }, { " said:", 6 },
                                     { " says", 5 }, { ":", 1 }, { ",", 1 } };
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (fc_str_istarts(s, before[i]))
            s = fc_str_trim(fc_str_sub(s, before[i].n, s.n));
    if (s.n && s.p[0] == ':')
        s = fc_str_trim(fc_str_sub(s, 1, s.n));
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
        if (fc_str_ends(s, behind[i]))
            s = fc_str_trim(fc_str_sub(s, 0, s.n - behind[i].n));
    return s;
}

static bool has_letter(fc_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((fc_lower(s.p[i]) >= 'a' && fc_lower(s.p[i]) <= 'z') || (unsigned char)s.p[i] >= 0x80)
            return true;
    return false;
}

/* The text of the first link in an element, else its own. */
static fc_str read_name(reader *r, uint32_t e)
{
    const fc_dom *dom = r->page->dom;
    uint32_t node = r->page->elem[e].node, end = dom->node[node].end;
    for (uint32_t i = node + 1; i < end && i < node + LOOK_DOWN; i++)
        if (dom->node[i].tag == FC_TAG_A) {
            fc_str s = fc_str_trim(read_line(r, r->page->elem_of[i]));
            if (r->page->elem_of[i] && s.n)
                return s;
        }
    return fc_str_trim(read_line(r, e));
}

/* What an element says as the name of an author; empty: nothing like it. */
static fc_str name_of(reader *r, uint32_t e)
{
    fc_date date;
    fc_str none = { "", 0 }, s = strip_name(read_name(r, e));
    if (!s.n || s.n > MAX_NAME || !has_letter(s) || fc_date_find(s, &date) ||
        fc_str_find(s, FC_STR("**")) < s.n)
        return none;
    return s;
}

/* "2024-05-01 12:30" from the attributes of a node; empty: not told. */
static fc_str time_told(reader *r, uint32_t node)
{
    static const char *const attributes[] = { "datetime", "title", "content" };
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        fc_str told = fc_dom_attr(r->page->dom, node, attributes[i]);
        char iso[FC_DATE_ROOM];
        fc_date date;
        size_t n = told.n && fc_date_find(told, &date) ? fc_date_iso(&date, iso) : 0;
        if (n < 10)
            continue;
        iso[10] = ' ';
        return fc_copy(r->a, (fc_str){ iso, n > 16 ? 16 : n });
    }
    return (fc_str){ "", 0 };
}

/* "edited Aug 12": when a post was changed is not when it was written. */
static bool tells_edit(reader *r, uint32_t e)
{
    static const fc_str words[] = { { "edited", 6 }, { "last edit", 9 }, { "modified", 8 },
                                    { "updated", 7 }, { "last updated", 12 } };
    uint32_t up = r->page->elem[e].parent;
    fc_str s = r->page->elem[up].words <= LABEL ? read_line(r, up) : (fc_str){ "", 0 };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (fc_str_istarts(s, words[i]))
            return true;
    return false;
}

/* A time as the page shows it when that is a date, else as its attributes tell it. */
static fc_str time_of(reader *r, uint32_t e)
{
    fc_str age = { "", 0 };
    fc_date date;
    if (tells_edit(r, e))
        return age;
    fc_str shown = read_line(r, e);
    if (fc_date_find(shown, &date)) {
        age = fc_str_sub(shown, date.begin, date.end);
        if (!date.age && date.day)
            return age;
        age = fc_copy(r->a, age);
    }
    fc_str told = time_told(r, r->page->elem[e].node);
    return told.n ? told : age.n <= MAX_TIME ? age : (fc_str){ "", 0 };
}

typedef fc_str (*value_fn)(reader *r, uint32_t e);

static bool is_part(const reader *r, uint32_t e, uint16_t mark)
{
    return r->of[e] && r->marks->own[e] & mark && !r->body[e] && !is_post(r, e) &&
           !(r->in[e] & (FC_MARK_QUOTE | FC_MARK_SIGNATURE));
}

/* Names that never change are titles of people, not people; of equals the shortest, which is
 * the name without what stands around it. */
static bool better(const ballot *x, const ballot *y, bool names)
{
    bool near = x->posts * 2 > y->posts && y->posts * 2 > x->posts;
    if (near && names && (x->changes > 0) != (y->changes > 0))
        return x->changes > 0;
    if (near && x->rank != y->rank)
        return x->rank > y->rank;
    return x->posts > y->posts || (names && x->posts == y->posts && x->bytes < y->bytes);
}

/* Microdata and <time> before other words; a time of day before a day, which may be the one
 * on which its author joined; what does not stand in the author's panel. */
static unsigned rank_of(const reader *r, uint32_t e, fc_str value, bool names)
{
    unsigned sure = r->marks->own[e] & FC_MARK_SURE ? 4 : 0;
    if (names)
        return sure;
    return sure + (fc_str_findc(value, ':') < value.n ? 2 : 0) +
           !(r->in[e] & (FC_MARK_PANEL | FC_MARK_AUTHOR));
}

/* For each group the key whose elements have a value in most posts, those of other groups with
 * it: the post that begins a thread is often alone in its group. */
static void vote(reader *r, uint16_t mark, value_fn value, bool names, uint32_t *chosen)
{
    const fc_page *page = r->page;
    uint32_t *best = fc_zalloc(r->a, r->groups + 1, sizeof *best);
    for (uint32_t e = 1; e < page->elems; e++) {
        if (!is_part(r, e, mark))
            continue;
        ballot *b = ballot_of(r, e);
        if (b->last == r->of[e])
            continue;
        fc_str s = value(r, e);
        if (!s.n)
            continue;
        uint32_t h = fc_word_hash(s);
        b->changes += b->posts && b->value != h;
        b->value = h;
        b->bytes += (uint32_t)s.n;
        b->rank = rank_of(r, e, s, names);
        b->posts++;
        b->last = r->of[e];
    }
    for (uint32_t e = 1; e < page->elems; e++) {
        if (!is_part(r, e, mark))
            continue;
        uint32_t at = place_of(r, e), g = page->post[r->of[e]].group;
        if (r->ballot[at].posts && (!best[g] || better(&r->ballot[at], &r->ballot[best[g] - 1],
                                                       names))) {
            best[g] = at + 1;
            chosen[g] = r->key[at];
        }
    }
    clear_ballots(r);
}

/* The value of the chosen key, one that microdata tell first; else of the first element that
 * has one. */
static void fill_parts(reader *r, uint16_t mark, value_fn value, const uint32_t *chosen,
                       size_t field)
{
    fc_page *page = r->page;
    uint8_t *sure = fc_zalloc(r->a, page->posts + 1, 1);
    for (uint32_t e = 1; e < page->elems; e++) {
        if (!is_part(r, e, mark))
            continue;
        fc_post *post = &page->post[r->of[e]];
        fc_str *to = (fc_str *)(void *)((char *)post + field);
        uint8_t worth = key_of(r, e) != chosen[post->group] ? 1
                        : r->marks->own[e] & FC_MARK_SURE  ? 3 : 2;
        if (sure[r->of[e]] >= worth)
            continue;
        fc_str s = value(r, e);
        if (!s.n)
            continue;
        *to = fc_copy(r->a, s);
        sure[r->of[e]] = worth;
    }
}

static fc_str told_author(reader *r, const fc_post *post)
{
    static const char *const names[] = { "data-author", "data-username", "author" };
    const fc_page *page = r->page;
    uint32_t e = post->elem, up = page->elem[e].parent;
    bool alone = up && page->elem[up].words < 2 * page->elem[e].words;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        fc_str s = fc_dom_attr_text(page->dom, page->elem[e].node, names[i], r->a);
        if (!s.n && alone)
            s = fc_dom_attr_text(page->dom, page->elem[up].node, names[i], r->a);
        if (s.n && s.n <= MAX_NAME)
            return fc_normalize_line(s, r->a);
    }
    return (fc_str){ "", 0 };
}

/* Attributes of the posts, or of what holds each alone, that name their authors. */
static void read_told_authors(reader *r)
{
    fc_page *page = r->page;
    fc_str *told = fc_zalloc(r->a, page->posts + 1, sizeof *told);
    uint32_t n = 0, changes = 0;
    for (uint32_t p = 1; p <= page->posts; p++) {
        told[p] = told_author(r, &page->post[p]);
        n += told[p].n > 0;
        changes += p > 1 && !fc_str_eq(told[p], told[p - 1]);
    }
    for (uint32_t p = 1; p <= page->posts && n * 2 > page->posts && changes; p++)
        page->post[p].author = told[p].n ? told[p] : page->post[p].author;
}

/* Times that a script fills in from an attribute. */
static void read_silent_times(reader *r)
{
    fc_page *page = r->page;
    const fc_dom *dom = page->dom;
    for (uint32_t p = 1; p <= page->posts; p++) {
        uint32_t node = page->elem[page->post[p].elem].node, end = dom->node[node].end;
        end = end < node + MAX_LOOK ? end : node + MAX_LOOK;
        for (uint32_t i = node + 1; i < end && !page->post[p].time.n; i++) {
            unsigned tag = dom->node[i].tag;
            if (tag == FC_TAG_TIME || tag == FC_TAG_SPAN || tag == FC_TAG_ABBR)
                page->post[p].time = time_told(r, i);
        }
    }
}

/* A time that stands in the element before the post. */
static void read_times_before(reader *r)
{
    fc_page *page = r->page;
    for (uint32_t p = 1; p <= page->posts; p++) {
        uint32_t e = page->post[p].elem, up = page->elem[e].parent;
        for (uint32_t i = e; !page->post[p].time.n && i-- > up + 1 && i + LOOK_DOWN > e;) {
            if (r->of[i] != r->of[up])
                break;
            if (r->marks->own[i] & FC_MARK_TIME)
                page->post[p].time = fc_copy(r->a, time_of(r, i));
        }
    }
}

/* "12", "+3", "12 points", "1.2k": a number at the beginning. */
static bool number_of(fc_str s, int32_t *n)
{
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0;
    bool minus = i && s.p[0] == '-';
    int32_t v = 0;
    size_t from = i;
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && v < 100000000; i++)
        v = v * 10 + (s.p[i] - '0');
    if (i == from || (i < s.n && s.p[i] != ' '))
        return false;
    *n = minus ? -v : v;
    return true;
}

static void read_votes(reader *r)
{
    fc_page *page = r->page;
    for (uint32_t e = 1; e < page->elems; e++) {
        fc_post *post = &page->post[r->of[e]];
        /* Reddit has three numbers, the one to be shown before anybody votes is right. */
        bool again = post->voted && !fc_node_has_class(page->dom, page->elem[e].node, "unvoted");
        if (!is_part(r, e, FC_MARK_VOTES) || again || page->elem[e].words > 4)
            continue;
        post->voted |= number_of(fc_str_trim(read_line(r, e)), &post->votes);
    }
}

/* A mark that most posts have says nothing. */
static void read_accepted(reader *r)
{
    fc_page *page = r->page;
    uint32_t n = 0;
    for (uint32_t e = 1; e < page->elems; e++) {
        if (!r->of[e] || !(r->marks->own[e] & FC_MARK_ACCEPTED) || r->body[e] ||
            page->elem[e].flags & FC_EL_HIDDEN || fc_node_has_class(page->dom, page->elem[e].node,
                                                                    "d-none"))
            continue;
        n += !page->post[r->of[e]].accepted;
        page->post[r->of[e]].accepted = true;
    }
    for (uint32_t p = 1; p <= page->posts; p++) {
        uint32_t e = page->post[p].elem, up = page->elem[e].parent;
        if (!r->of[up] && r->marks->own[up] & FC_MARK_ACCEPTED && !page->post[p].accepted &&
            page->elem[up].words < 2 * page->elem[e].words) {
            page->post[p].accepted = true;
            n++;
        }
    }
    for (uint32_t p = 1; p <= page->posts && n * 2 > page->posts; p++)
        page->post[p].accepted = false;
}

/* --------------------------------------------------------------------------------- depth */

static bool to_number(fc_str s, unsigned *n)
{
    uint64_t v;
    if (!s.n || !fc_str_u64(s, &v) || v > MAX_DEPTH)
        return false;
    *n = (unsigned)v;
    return true;
}

/* The number behind "depth-", "level-" or "indent-" in a class. */
static bool depth_of_class(fc_str class, unsigned *n)
{
    static const fc_str words[] = { { "depth-", 6 }, { "level-", 6 }, { "indent-", 7 } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t at = fc_str_find(class, words[i]);
        if (at == class.n)
            continue;
        size_t from = at + words[i].n, to = from;
        while (to < class.n && class.p[to] >= '0' && class.p[to] <= '9')
            to++;
        if (to_number(fc_str_sub(class, from, to), n))
            return true;
    }
    return false;
}

/* How deep a post says it is: attributes of its element, or a cell that indents it. */
static bool told_depth(const fc_page *page, const fc_post *post, unsigned *n)
{
    static const char *const names[] = { "depth", "data-depth", "data-level", "aria-level",
                                         "indent" };
    const fc_dom *dom = page->dom;
    uint32_t node = page->elem[post->elem].node, end = dom->node[node].end;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (to_number(fc_dom_attr(dom, node, names[i]), n))
            return true;
    if (depth_of_class(fc_dom_attr(dom, node, "class"), n))
        return true;
    for (uint32_t i = node + 1; i < end && i < node + 16; i++) {
        if (dom->node[i].tag == FC_TAG_TD && to_number(fc_dom_attr(dom, i, "indent"), n))
            return true;
        uint64_t width;
        if (dom->node[i].tag == FC_TAG_IMG && fc_node_has_class(dom, dom->node[i].parent, "ind") &&
            fc_str_u64(fc_dom_attr(dom, i, "width"), &width)) {
            *n = width / 40 < MAX_DEPTH ? (unsigned)(width / 40) : MAX_DEPTH;
            return true;
        }
    }
    return false;
}

static void read_depths(fc_page *page)
{
    unsigned least = MAX_DEPTH;
    bool nested = false;
    for (uint32_t p = 1; p <= page->posts; p++) {
        fc_post *post = &page->post[p];
        if (!post->outer)
            continue;
        unsigned up = page->post[post->outer].depth;
        post->depth = up < MAX_DEPTH ? up + 1 : up;
        nested = true;
    }
    for (uint32_t p = 1; p <= page->posts && !nested; p++)
        if (told_depth(page, &page->post[p], &page->post[p].depth) &&
            page->post[p].depth < least)
            least = page->post[p].depth;
    for (uint32_t p = 1; p <= page->posts && !nested; p++)
        page->post[p].depth -= page->post[p].depth < least ? page->post[p].depth : least;
}

/* --------------------------------------------------------------------------------- roles */

static void set_roles(reader *r)
{
    fc_page *page = r->page;
    for (uint32_t i = 0; i < page->blocks; i++) {
        fc_block *b = &page->block[i];
        b->post = r->of[b->owner];
        if (!b->post)
            continue;
        bool name = b->words <= MAX_NAME_WORDS && b->link_words == b->words && b->wrap &&
                    r->marks->own[b->wrap] & FC_MARK_AUTHOR;
        bool body = r->body[b->owner] && !is_label(page, b) && !name;
        b->role = body ? FC_ROLE_BODY : FC_ROLE_ASIDE;
    }
}

void fc_thread_read(fc_page *page, const fc_marks *marks, const uint32_t *of, uint32_t groups,
                    fc_arena *a)
{
    reader r = { .page = page, .marks = marks, .of = of, .groups = groups, .a = a };
    uint32_t *chosen = fc_zalloc(a, groups + 1, sizeof *chosen);
    r.in = fc_zalloc(a, page->elems, sizeof *r.in);
    r.body = fc_zalloc(a, page->elems, 1);
    r.deep = fc_zalloc(a, page->elems, 1);
    r.words = fc_zalloc(a, page->elems, sizeof *r.words);
    r.text = fc_zalloc(a, page->elems, sizeof *r.text);
    r.heads = fc_zalloc(a, page->elems, sizeof *r.heads);
    r.line.a = a;
    r.apart = true;
    fc_text_add(&r.line, "", 0);
    open_ballots(&r, page->elems);
    count_words(&r);
    mark_parts(&r);
    sum_up(&r);
    choose_bodies(&r, chosen);
    mark_bodies(&r, chosen);
    r.apart = false;
    memset(chosen, 0, (groups + 1) * sizeof *chosen);
    vote(&r, FC_MARK_AUTHOR, name_of, true, chosen);
    fill_parts(&r, FC_MARK_AUTHOR, name_of, chosen, offsetof(fc_post, author));
    memset(chosen, 0, (groups + 1) * sizeof *chosen);
    vote(&r, FC_MARK_TIME, time_of, false, chosen);
    fill_parts(&r, FC_MARK_TIME, time_of, chosen, offsetof(fc_post, time));
    read_told_authors(&r);
    read_silent_times(&r);
    read_times_before(&r);
    read_votes(&r);
    read_accepted(&r);
    read_depths(page);
    set_roles(&r);
}

/* ---------------------------------------------------------------------------------- head */

static void add_part(fc_text *t, fc_str s)
{
    fc_text_add(t, ", ", 2);
    fc_text_add(t, s.p, s.n);
}

void fc_post_head(const fc_post *post, bool plain, fc_text *t)
{
    char number[40];
    fc_str author = post->author.n ? post->author : FC_STR("?");
    if (!plain)
        fc_text_add(t, "**", 2);
    fc_text_add(t, author.p, author.n);
    if (!plain)
        fc_text_add(t, "**", 2);
    if (post->time.n)
        add_part(t, post->time);
    if (post->depth) {
        snprintf(number, sizeof number, "depth %u", post->depth);
        add_part(t, fc_str_of(number));
    }
    if (post->voted && post->votes) {
        snprintf(number, sizeof number, "%d point%s", post->votes,
                 post->votes == 1 || post->votes == -1 ? "" : "s");
        add_part(t, fc_str_of(number));
    }
    if (post->accepted)
        add_part(t, FC_STR("accepted"));
}
