/* thread_parts.c - what is told of a post: author and time.
 *
 * An element's key is the author's when its text is a name in most posts of the template,
 * and so on; a post that a vote does not fit falls back on its marks and attributes. */
#include "base/str.h"
#include "extractors/thread_reader.h"
#include "text/dates.h"
#include "text/normalize.h"

enum {
    MAX_NAME = 60,          /* bytes of an author */
    MAX_NAME_WORDS = 4,
    MAX_TIME = 60,
    MAX_READ = 300,         /* bytes of a part that are looked at */
    MAX_LOOK = 400,         /* nodes of a post in which a silent time is looked for */
    LOOK_DOWN = 24          /* nodes in which a name's link is looked for */
};

fc_str fc_thread_line_of(fc_thread_reader *r, uint32_t e)
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

/* "Ann B. @ann", "Ann B.@ann@example.org" -> Ann B. */
static fc_str strip_handle(fc_str s)
{
    size_t at = fc_str_findc(s, '@');
    fc_str rest = fc_str_sub(s, at + 1, s.n);
    if (!at || !rest.n || fc_str_findc(rest, ' ') < rest.n ||
        (s.p[at - 1] != ' ' && fc_str_findc(rest, '@') == rest.n))
        return s;
    return fc_str_trim(fc_str_sub(s, 0, at));
}

/* "by Ann", "Posted by: Ann", "Ann says:" -> Ann. */
static fc_str strip_name(fc_str s)
{
    static const fc_str before[] = { { "posted by", 9 }, { "written by", 10 },
                                     { "by ", 3 },       { "by:", 3 },
                                     { "von ", 4 },      { "author:", 7 },
                                     { "from:", 5 },     { "@", 1 } };
    static const fc_str behind[] = { { " says:", 6 }, { " wrote:", 7 }, { " said:", 6 },
                                     { " says", 5 }, { ":", 1 }, { ",", 1 } };
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (fc_str_istarts(s, before[i]))
            s = fc_str_trim(fc_str_sub(s, before[i].n, s.n));
    if (s.n && s.p[0] == ':')
        s = fc_str_trim(fc_str_sub(s, 1, s.n));
    s = strip_handle(s);
    for (size_t i = 0; i < sizeof behind / sizeof *behind; i++)
        if (fc_str_ends(s, behind[i]))
            s = fc_str_trim(fc_str_sub(s, 0, s.n - behind[i].n));
    return s;
}

static bool has_letter(fc_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (fc_is_letter(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
            return true;
    return false;
}

/* "563 posts", "Posts: 7,135": how much somebody wrote. */
static bool is_count(fc_str s)
{
    size_t at = s.n && fc_is_digit(s.p[0]) ? 0 : fc_str_findc(s, ':') + 1;
    while (at < s.n && s.p[at] == ' ')
        at++;
    if (at >= s.n || !fc_is_digit(s.p[at]))
        return false;
    return at > 0 || fc_str_findc(s, ' ') < s.n;
}

static bool is_called(const fc_page *page, uint32_t e, const char *word)
{
    const fc_elem *x = &page->elem[e];
    uint32_t want = fc_word_hash(fc_str_of(word));
    for (unsigned i = 0; i < x->tokens; i++)
        if (page->token[x->token + i] == want)
            return true;
    return false;
}

/* The text of the first link in an element, else its own; where the link is a button to
 * answer, what the element begins with. */
static fc_str read_name(fc_thread_reader *r, uint32_t e)
{
    const fc_dom *dom = r->page->dom;
    uint32_t node = r->page->elem[e].node, end = dom->node[node].end, first = 0;
    for (uint32_t i = node + 1; i < end && i < node + LOOK_DOWN; i++) {
        if (!first && dom->node[i].tag == FC_TAG_TEXT && !dom->node[i].blank)
            first = i;
        if (dom->node[i].tag != FC_TAG_A)
            continue;
        fc_str s = fc_str_trim(fc_thread_line_of(r, r->page->elem_of[i]));
        if (!r->page->elem_of[i] || !s.n)
            continue;
        if (!first || !is_called(r->page, r->page->elem_of[i], "reply"))
            return s;
        fc_text_clear(&r->line);
        fc_text_folded(&r->line, fc_dom_text(dom, first));
        return fc_str_trim((fc_str){ r->line.p, r->line.n });
    }
    return fc_str_trim(fc_thread_line_of(r, e));
}

/* What an element says as the name of an author; empty: nothing like it. */
static fc_str name_of(fc_thread_reader *r, uint32_t e)
{
    fc_date date;
    fc_str none = { "", 0 }, s;
    if (!r->marks->heads || !fc_thread_head_name(fc_thread_line_of(r, e), &s))
        s = strip_name(read_name(r, e));
    if (fc_date_find(s, &date) && !fc_thread_head_name(s, &s))
        return none;
    if (!s.n || s.n > MAX_NAME || !has_letter(s) || is_count(s) ||
        fc_str_find(s, FC_STR("**")) < s.n)
        return none;
    return s;
}

/* "2024-05-01 12:30" from the attributes of a node; empty: not told. */
static fc_str time_told(fc_thread_reader *r, uint32_t node)
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
static bool tells_edit(fc_thread_reader *r, uint32_t e)
{
    static const fc_str words[] = { { "edit ", 5 }, { "edited", 6 }, { "last edit", 9 },
                                    { "modified", 8 },     { "updated", 7 },
                                    { "last updated", 12 }, { "bearbeitet", 10 },
                                    { "modifi", 6 },       { "editado", 7 },
                                    { "actualiza", 9 } };
    uint32_t up = r->page->parent[e];
    fc_str s = { "", 0 };
    if (r->page->elem[up].words <= FC_THREAD_LABEL)
        s = fc_thread_line_of(r, up);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (fc_str_istarts(s, words[i]))
            return true;
    return false;
}

/* A time as the page shows it when that is a date, else as its attributes tell it. */
static fc_str time_of(fc_thread_reader *r, uint32_t e)
{
    fc_str age = { "", 0 };
    fc_date date;
    if (tells_edit(r, e))
        return age;
    fc_str shown = fc_thread_line_of(r, e);
    if (fc_date_find(shown, &date)) {
        age = fc_str_sub(shown, date.begin, date.end);
        if (!date.age && date.day)
            return age;
        age = fc_copy(r->a, age);
    }
    fc_str told = time_told(r, r->page->elem[e].node);
    return told.n ? told : age.n <= MAX_TIME ? age : (fc_str){ "", 0 };
}

typedef fc_str (*value_fn)(fc_thread_reader *r, uint32_t e);

/* Names that never change are titles of people, not people; of equals the shortest, which
 * is the name without what stands around it. */
static bool better(const fc_ballot *x, const fc_ballot *y, bool names)
{
    bool near = x->posts * 2 > y->posts && y->posts * 2 > x->posts;
    if (near && names && (x->changes > 0) != (y->changes > 0))
        return x->changes > 0;
    if (near && x->rank != y->rank)
        return x->rank > y->rank;
    return x->posts > y->posts || (names && x->posts == y->posts && x->bytes < y->bytes);
}

/* Microdata and <time> before other words; a time of day before a day, which may be the
 * one on which its author joined; what does not stand in the author's panel, and rather
 * beside his name than around it. */
static unsigned rank_of(const fc_thread_reader *r, uint32_t e, fc_str value, bool names)
{
    unsigned sure = r->marks->own[e] & FC_MARK_SURE ? 8 : 0;
    if (names) /* of a single post no name changes: a link is the likelier one */
        return sure + (r->page->posts == 1 && r->page->elem[e].tag == FC_TAG_A);
    return sure + (fc_str_findc(value, ':') < value.n ? 4 : 0) +
           (r->in[e] & FC_MARK_PANEL ? 0 : 2) + !(r->in[e] & FC_MARK_AUTHOR);
}

/* For each group the key whose elements have a value in most posts, those of other groups
 * with it: the post that begins a thread is often alone in its group. */
static void vote(fc_thread_reader *r, uint16_t mark, value_fn value, bool names,
                 uint32_t *chosen)
{
    const fc_page *page = r->page;
    uint32_t *best = fc_zalloc(r->a, r->groups + 1, sizeof *best);
    for (uint32_t e = 1; e < page->elems; e++) {
        if (!fc_thread_is_part(r, e, mark))
            continue;
        fc_ballot *b = fc_ballot_of(r, e);
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
        if (!fc_thread_is_part(r, e, mark))
            continue;
        uint32_t at = fc_ballot_place(r, e), g = page->post[r->of[e]].group;
        if (r->ballot[at].posts &&
            (!best[g] || better(&r->ballot[at], &r->ballot[best[g] - 1], names))) {
            best[g] = at + 1;
            chosen[g] = r->key[at];
        }
    }
    fc_ballots_clear(r);
}

/* The first element called so that has few words; 0: none. */
static uint32_t find_called(const fc_page *page, const char *word)
{
    for (uint32_t e = 1; e < page->elems; e++)
        if (page->elem[e].words <= FC_THREAD_LABEL && is_called(page, e, word))
            return e;
    return 0;
}

uint32_t fc_thread_reporter(const fc_page *page)
{
    return find_called(page, "reporter");
}

/* Who opened an issue, and when, where it stands beside the thread. */
static void read_reporter(fc_thread_reader *r)
{
    fc_post *first = &r->page->post[1];
    uint32_t author = fc_thread_reporter(r->page);
    if (!first->guessed || first->author.n || !author)
        return;
    first->author = fc_copy(r->a, name_of(r, author));
    uint32_t created = find_called(r->page, "created");
    for (uint32_t e = created;
         e && !first->time.n && e < r->page->elems &&
         r->page->elem[e].node < r->page->dom->node[r->page->elem[created].node].end;
         e++)
        first->time = fc_copy(r->a, time_of(r, e));
}

/* The value of the chosen key, one that microdata tell first; else of the first element
 * that has one. */
static void fill_parts(fc_thread_reader *r, uint16_t mark, value_fn value,
                       const uint32_t *chosen, size_t field)
{
    fc_page *page = r->page;
    uint8_t *sure = fc_zalloc(r->a, page->posts + 1, 1);
    for (uint32_t e = 1; e < page->elems; e++) {
        if (!fc_thread_is_part(r, e, mark))
            continue;
        fc_post *post = &page->post[r->of[e]];
        fc_str *to = (fc_str *)(void *)((char *)post + field);
        uint8_t worth = fc_ballot_key(r, e) != chosen[post->group] ? 1
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

static fc_str told_author(fc_thread_reader *r, const fc_post *post)
{
    static const char *const names[] = { "data-author", "data-username", "author" };
    const fc_page *page = r->page;
    uint32_t e = post->elem, up = page->parent[e];
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
static void read_told_authors(fc_thread_reader *r)
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

/* What the panel beside a post begins with, where nothing else names an author. */
static void read_panel_names(fc_thread_reader *r)
{
    fc_page *page = r->page;
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        fc_post *post = &page->post[r->of[b->owner]];
        if (!r->of[b->owner] || post->author.n || !(r->in[b->owner] & FC_MARK_PANEL) ||
            b->words > MAX_NAME_WORDS || r->body[b->owner])
            continue;
        fc_str s = name_of(r, b->owner);
        if (s.n)
            post->author = fc_copy(r->a, s);
    }
}

/* What somebody says at once stands below one name in a chat: in an element called group,
 * or called joined (exports of Discord and Telegram). */
static void read_names_above(fc_thread_reader *r)
{
    fc_page *page = r->page;
    for (uint32_t p = 2; p <= page->posts; p++) {
        const fc_post *last = &page->post[p - 1];
        fc_post *post = &page->post[p];
        uint32_t up = page->parent[post->elem];
        if (post->author.n || post->group != last->group ||
            page->parent[last->elem] != up ||
            !(is_called(page, up, "group") || is_called(page, post->elem, "joined")))
            continue;
        post->author = last->author;
        post->time = post->time.n ? post->time : last->time;
    }
}

/* Times that a script fills in from an attribute. */
static void read_silent_times(fc_thread_reader *r)
{
    fc_page *page = r->page;
    const fc_dom *dom = page->dom;
    for (uint32_t p = 1; p <= page->posts; p++) {
        uint32_t node = page->elem[page->post[p].elem].node, end = dom->node[node].end;
        end = end < node + MAX_LOOK ? end : node + MAX_LOOK;
        for (uint32_t i = node + 1; i < end && !page->post[p].time.n; i++) {
            unsigned tag = dom->node[i].tag;
            bool link = tag == FC_TAG_A && dom->node[i].end == i + 1 &&
                        fc_node_has_class(dom, i, "timeago"); /* NodeBB */
            if (tag == FC_TAG_TIME || tag == FC_TAG_SPAN || tag == FC_TAG_ABBR || link)
                page->post[p].time = time_told(r, i);
        }
    }
}

/* A time that stands in the element before the post. */
static void read_times_before(fc_thread_reader *r)
{
    fc_page *page = r->page;
    for (uint32_t p = 1; p <= page->posts; p++) {
        uint32_t e = page->post[p].elem, up = page->parent[e];
        for (uint32_t i = e;
             !page->post[p].time.n && i-- > up + 1 && i + LOOK_DOWN > e;) {
            if (r->of[i] != r->of[up])
                break;
            if (r->marks->own[i] & FC_MARK_TIME)
                page->post[p].time = fc_copy(r->a, time_of(r, i));
        }
    }
}

/* The votes on one part, and what was chosen. */
static void read_part(fc_thread_reader *r, uint16_t mark, value_fn value, size_t field)
{
    uint32_t *chosen = fc_zalloc(r->a, r->groups + 1, sizeof *chosen);
    vote(r, mark, value, mark == FC_MARK_AUTHOR, chosen);
    fill_parts(r, mark, value, chosen, field);
}

void fc_thread_parts(fc_thread_reader *r)
{
    r->line.a = r->a;
    fc_text_add(&r->line, "", 0);
    read_part(r, FC_MARK_AUTHOR, name_of, offsetof(fc_post, author));
    read_part(r, FC_MARK_TIME, time_of, offsetof(fc_post, time));
    read_told_authors(r);
    read_panel_names(r);
    read_reporter(r);
    read_silent_times(r);
    read_times_before(r);
    read_names_above(r);
}
