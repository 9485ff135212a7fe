/* thread_kinds.c - which elements of a page are of one template, and whether any template
 * that may be one of posts occurs twice: on most pages none does, and no more is asked of
 * them. */
#include "base/str.h"
#include "extractors/threads.h"

/* "pt-4", "mb-3" of utility style sheets. */
static bool is_spacing(fc_str word)
{
    size_t n = fc_str_findc(word, '-');
    return n <= 2 && n + 2 == word.n && fc_is_digit(word.p[n + 1]);
}

/* Words of a class that tell one of a row from the next. */
static bool tells_nothing(fc_str word)
{
    static const fc_str skip[] = { { "odd", 3 },       { "even", 4 },
                                   { "first", 5 },     { "last", 4 },
                                   { "alt", 3 },       { "alternate", 9 },
                                   { "clearfix", 8 },  { "cf", 2 },
                                   { "js", 2 },        { "row", 3 },
                                   { "new", 3 },       { "unread", 6 },
                                   { "is", 2 },        { "topic-owner-post", 16 },
                                   { "self-post", 9 }, { "d-flex", 6 },
                                   { "flex", 4 },      { "container", 9 },
                                   { "w-full", 6 },    { "flex-row", 8 },
                                   { "grid", 4 },      { "q-box", 5 } };
    for (size_t i = 0; i < sizeof skip / sizeof *skip; i++)
        if (word.n == skip[i].n && fc_str_ieq(word, skip[i]))
            return true;
    return word.n < 2 || is_spacing(word);
}

static uint32_t hash_letters(fc_str s, uint32_t h)
{
    for (size_t i = 0; i < s.n; i++)
        if (fc_is_letter(s.p[i]))
            h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return h;
}

/* The first word of a class that says something. */
static fc_str first_word(fc_str class)
{
    for (size_t i = 0; i < class.n;) {
        while (i < class.n && fc_is_space(class.p[i]))
            i++;
        size_t from = i;
        while (i < class.n && !fc_is_space(class.p[i]))
            i++;
        fc_str word = fc_str_sub(class, from, i);
        if (word.n && !tells_nothing(word))
            return word;
    }
    return (fc_str){ NULL, 0 };
}

static bool has_digit(fc_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (fc_is_digit(s.p[i]))
            return true;
    return false;
}

/* Tag and first class word, or an id with its number taken off, or the name of a made-up
 * element, or the first word of role, itemtype ... */
static uint32_t kind_of(const fc_page *page, const fc_elem *e)
{
    const fc_dom *dom = page->dom;
    uint32_t h = 2166136261u * (e->tag + 1u);
    if (e->tag == FC_TAG_TR && page->panels) /* class="msgOddTableTop" */
        return (h ^ page->parent[e - page->elem] * 0x9E3779B1u) | 1;
    fc_str word = first_word(fc_dom_attr(dom, e->node, "class"));
    if (word.n)
        return hash_letters(word, h) | 1;
    fc_str id = fc_dom_attr(dom, e->node, "id");
    if (has_digit(id))
        return hash_letters(id, h * 31) | 1;
    fc_str part = fc_dom_attr(dom, e->node, "component");
    if (part.n)
        return hash_letters(part, h * 41) | 1;
    if (e->tag == FC_TAG_UNKNOWN)
        return hash_letters(fc_dom_name(dom, e->node), h * 37) | 1;
    if (e->tokens && !fc_dom_attr(dom, e->node, "class").n)
        return (h ^ page->token[e->token]) | 1;
    if (e->tag == FC_TAG_TR || e->tag == FC_TAG_TBODY) /* of one table: phpBB 2 */
        return (h ^ page->parent[e - page->elem] * 0x9E3779B1u) | 1;
    return e->tag == FC_TAG_ARTICLE ? h | 1 : 0;
}

/* The elements that may be posts: called so, or with an author inside. */
static uint32_t kinds_of_posts(const fc_page *page, fc_marks *m, fc_arena *a)
{
    uint8_t *holds = fc_zalloc(a, page->elems, 1);
    uint32_t n = 0;
    for (uint32_t i = page->elems; i-- > 1;) {
        holds[i] |= (m->own[i] & FC_MARK_AUTHOR) != 0;
        holds[page->parent[i]] |= holds[i];
        if ((holds[i] || m->own[i] & FC_MARK_POST) &&
            fc_thread_may_be_post(&page->elem[i])) {
            m->kind[i] = kind_of(page, &page->elem[i]);
            n += m->kind[i] != 0;
        }
    }
    return n;
}

bool fc_thread_kinds(const fc_page *page, fc_marks *m, fc_arena *a)
{
    bool any = false;
    m->kind = fc_zalloc(a, page->elems, sizeof *m->kind);
    m->mated = fc_zalloc(a, page->elems, 1);
    uint32_t n = kinds_of_posts(page, m, a), room = 16;
    while (room < 2 * n)
        room *= 2;
    uint32_t *seen = fc_zalloc(a, room, sizeof *seen); /* the first of a kind */
    for (uint32_t i = 1; i < page->elems && n; i++) {
        if (!m->kind[i])
            continue;
        uint32_t at = m->kind[i] * 0x9E3779B1u >> 7 & (room - 1);
        while (seen[at] && m->kind[seen[at]] != m->kind[i])
            at = (at + 1) & (room - 1);
        if (!seen[at]) {
            seen[at] = i;
        } else {
            m->mated[i] = m->mated[seen[at]] = 1;
            any = true;
        }
    }
    return any;
}

void fc_thread_kinds_fill(const fc_page *page, fc_marks *m)
{
    for (uint32_t i = 1; i < page->elems; i++)
        if (!m->kind[i] && fc_thread_may_be_post(&page->elem[i]))
            m->kind[i] = kind_of(page, &page->elem[i]);
}
