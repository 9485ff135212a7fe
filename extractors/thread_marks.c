/* thread_marks.c - what class words (thread_words.h), tags, addresses and dates say about
 * the parts of a post. */
#include "base/bits.h"
#include "base/str.h"
#include "extractors/thread_words.h"
#include "extractors/threads.h"
#include "text/dates.h"

enum {
    DATE_WORDS = 16,        /* a block with a date of its own is no longer */
    POSTED_WORDS = 30,      /* ... that begins with "Posted:", a subject behind */
    MIN_LINK = 12,          /* bytes of the start tag of a link to a person */
    MIN_NODEBB = 20,        /* ... of a post of NodeBB */
    MIN_TOLD = 20,          /* ... of what tells its author */
    MIN_TITLED = 26,        /* ... of what has a date for a title */
    NEAR_UP = 3, NEAR_DOWN = 8, /* steps up from a label and from what it may be one of */
    MAX_LINK = 60,          /* ... and of its text */
    LOOK_IN = 32,               /* elements of a cell that are looked at */
    MAX_QUOTED = 12,        /* words of a line that tells who is quoted */
    MAX_PANEL = 40,         /* words of a cell with an author's name in it */
    MAX_AUTHOR = 12, MAX_TIME = 20  /* words of what may name an author, tell a time */
};

/* Addresses of profiles of people: what stands behind a slash, and in a query. */
static const fc_str places[] = { { "user", 4 }, { "member", 6 },  { "profile", 7 },
                                 { "u/", 2 },   { "people/", 7 }, { "author/", 7 },
                                 { "~", 1 },       { "@", 1 } };
static const fc_str queries[] = { { "viewpro", 7 }, { "action=profile", 14 },
                                  { "showuser=", 9 }, { "mod=space", 9 } };

/* Behind the next slash, when a place can begin there; NULL: no more. */
static const char *next_place(const char *p, const char *end)
{
    while ((p = memchr(p, '/', (size_t)(end - p))) && ++p < end) {
        char c = (char)(*p | 0x20);
        if (c == 'u' || c == 'm' || c == 'p' || c == 'a' || c == '~' ||
            c == ('@' | 0x20))
            return p;
    }
    return NULL;
}

/* Most do not even begin with its first letter. */
FC_INLINE bool begins(const char *p, const char *end, fc_str want)
{
    return (*p | 0x20) == (want.p[0] | 0x20) &&
           fc_str_istarts((fc_str){ p, (size_t)(end - p) }, want);
}

static bool query_of_profile(fc_str query)
{
    for (size_t k = 0; k < sizeof queries / sizeof *queries; k++)
        if (fc_str_ifind(query, queries[k]) < query.n)
            return true;
    return false;
}

/* "/user/login", as Drupal has below every post. */
static bool leads_in(fc_str address)
{
    static const fc_str doors[] = { { "user/login", 10 }, { "user/register", 13 } };
    for (size_t i = 0; i < sizeof doors / sizeof *doors; i++)
        if (fc_str_find(address, doors[i]) < address.n)
            return true;
    return false;
}

/* "/@ann"; not "/@ann/12", which she wrote, nor a channel on another site. */
static bool is_handle(fc_str address)
{
    return fc_str_starts(address, FC_STR("/@")) &&
           fc_str_findc(fc_str_sub(address, 1, address.n), '/') + 1 == address.n;
}

static bool is_profile(fc_str address)
{
    if (!address.n || leads_in(address))
        return false;
    const char *end = address.p + address.n;
    for (const char *p = address.p; (p = next_place(p, end));)
        for (size_t k = 0; k < sizeof places / sizeof *places; k++)
            if (begins(p, end, places[k]) && (*p != '@' || is_handle(address)))
                return true;
    size_t at = fc_str_findc(address, '?');
    fc_str script = fc_str_sub(address, 0, at),
           query = fc_str_sub(address, at + 1, address.n);
    if (!query.n)
        return false;
    while ((at = fc_str_findc(script, '/')) < script.n)
        script = fc_str_sub(script, at + 1, script.n);
    if (fc_str_ifind(script, FC_STR("profile")) < script.n ||
        (fc_str_ends(script, FC_STR("user")) && fc_str_istarts(query, FC_STR("id="))))
        return true;
    return query_of_profile(query);
}

/* A link to a person; not one that a text speaks to, "@Ann". Nearly all start tags show
 * at once that they have no such address. */
static bool leads_to_person(const fc_page *page, const fc_elem *e)
{
    const fc_node *n = &page->dom->node[e->node], *next = n + 1;
    const char *tag = page->dom->page.p + n->at;
    if (n->n < MIN_LINK || (next->tag == FC_TAG_TEXT &&
                            (next->n > MAX_LINK || page->dom->page.p[next->at] == '@')))
        return false;
    if (!next_place(tag, tag + n->n) && !memchr(tag, '?', n->n))
        return false;
    return is_profile(fc_dom_attr(page->dom, e->node, "href"));
}

static void mark_element(const fc_page *page, const fc_thread_words *w, fc_marks *m,
                         uint32_t i)
{
    const fc_elem *e = &page->elem[i];
    unsigned own = 0;
    for (unsigned k = 0; k < e->tokens; k++)
        own |= fc_thread_words_marks(w, page->token[e->token + k]);
    if (e->tag == FC_TAG_UNKNOWN)
        own |= fc_thread_words_of_name(w, fc_dom_name(page->dom, e->node));
    if (e->tag == FC_TAG_TIME)
        own |= FC_MARK_TIME | FC_MARK_SURE;
    if (e->tag == FC_TAG_BLOCKQUOTE && !(own & FC_MARK_POST))
        own |= FC_MARK_QUOTE; /* <blockquote class="speech-bubble-message"> */
    /* <aside class="quote no-group"> */
    unsigned spared = e->tag == FC_TAG_ASIDE ? FC_MARK_QUOTE : 0;
    if (own & FC_MARK_SOMEBODY && own & FC_MARK_TOLD)
        own |= FC_MARK_PANEL;
    if (own & FC_MARK_PICTURE && own & FC_MARK_META) /* Question2Answer */
        own &= ~(unsigned)FC_MARK_PANEL;
    if (own & FC_MARK_TYPED && e->tag == FC_TAG_TBODY) /* rows tell more (Nairaland) */
        own &= ~(unsigned)FC_MARK_POST;
    bool says = (own & (FC_MARK_SAYS | FC_MARK_PART)) == FC_MARK_SAYS;
    if (own & FC_MARK_SOMEBODY && (own & (FC_MARK_TOLD | FC_MARK_BAR) || says))
        own &= ~(unsigned)FC_MARK_AUTHOR; /* the header of a body may name him */
    if (own & FC_MARK_PART)
        own &= ~(unsigned)(FC_MARK_POST | FC_MARK_OPENING);
    if (own & FC_MARK_DOING && !(own & FC_MARK_POST))
        own |= FC_MARK_LIST;
    if (own & FC_MARK_NEGATED)
        own &= ~(unsigned)(FC_MARK_ASIDE | FC_MARK_QUOTE) | FC_MARK_TIME | spared;
    if (e->tag == FC_TAG_A && leads_to_person(page, e))
        own |= FC_MARK_AUTHOR;
    if (e->tag == FC_TAG_NAV || e->tag == FC_TAG_BUTTON)
        own |= FC_MARK_BAR;
    if (e->words > MAX_AUTHOR)
        own &= ~(unsigned)(FC_MARK_AUTHOR | FC_MARK_VOTES);
    if (e->words > MAX_TIME)
        own &= ~(unsigned)FC_MARK_TIME;
    if (e->words * 2 > page->words) /* a word on what holds the page is about the page */
        own &= FC_MARK_POST | FC_MARK_ACCEPTED | FC_MARK_OPENING;
    if (e->tag == FC_TAG_LI && page->dom->node[e->node].n >= MIN_NODEBB &&
        fc_thread_may_be_post(e) &&
        fc_str_is(fc_dom_attr(page->dom, e->node, "component"), "post"))
        own |= FC_MARK_POST; /* NodeBB */
    if ((e->tag == FC_TAG_SECTION || e->tag == FC_TAG_ARTICLE || e->tag == FC_TAG_LI) &&
        page->dom->node[e->node].n >= MIN_TOLD && fc_thread_may_be_post(e) &&
        fc_dom_attr(page->dom, e->node, "data-author").n)
        own |= FC_MARK_POST; /* Google Groups, XenForo */
    m->own[i] |= (uint16_t)own;
}

/* What is called a signature and tells a time is where a post is signed. */
static void spare_signatures(const fc_page *page, fc_marks *m, fc_arena *a)
{
    uint8_t *timed = fc_zalloc(a, page->elems, 1);
    for (uint32_t i = page->elems; i-- > 1;) {
        timed[i] |= (m->own[i] & FC_MARK_TIME) != 0;
        timed[page->parent[i]] |= timed[i];
        if (timed[i] && m->own[i] & FC_MARK_SIGNATURE)
            m->own[i] ^= FC_MARK_SIGNATURE | FC_MARK_SIGNED;
    }
}

/* What holds the text of a post is no panel beside it, whatever it is called. */
static void spare_panels(const fc_page *page, fc_marks *m, fc_arena *a)
{
    uint8_t *holds = fc_zalloc(a, page->elems, 1);
    for (uint32_t i = page->elems; i-- > 1;) {
        if (holds[i])
            m->own[i] &= (uint16_t)~FC_MARK_PANEL;
        holds[page->parent[i]] |= holds[i] || m->own[i] & FC_MARK_BODY;
    }
}

/* Where bodies of posts are called so, a name is that of an author, and the cell it
 * stands in is about him: phpBB 2. */
static void mark_names(const fc_page *page, fc_marks *m)
{
    uint32_t bodies = 0;
    for (uint32_t i = 1; i < page->elems; i++)
        bodies += (m->own[i] & FC_MARK_BODY) != 0;
    for (uint32_t i = 1; i < page->elems && bodies + m->alone > 1; i++) {
        const fc_elem *e = &page->elem[i];
        if (!(m->own[i] & FC_MARK_NAME) || e->words > MAX_AUTHOR)
            continue;
        m->own[i] |= FC_MARK_AUTHOR;
        if (e->flags & FC_EL_INLINE && page->elem[e->block].words <= MAX_PANEL)
            m->own[e->block] |= FC_MARK_PANEL;
    }
}

/* Whether most of a cell is called a post: then the cell is around posts, and tells of
 * their authors only with the rest. */
static bool is_around_post(const fc_page *page, const fc_marks *m, uint32_t cell)
{
    uint32_t end = page->dom->node[page->elem[cell].node].end;
    for (uint32_t e = cell + 1; e < page->elems && e <= cell + LOOK_IN; e++)
        if (page->elem[e].node < end && m->own[e] & FC_MARK_POST &&
            fc_thread_may_be_post(&page->elem[e]) &&
            page->elem[e].words * 2 > page->elem[cell].words)
            return true;
    return false;
}

/* Cells that tell of authors; where no class names these, each begins with a name:
 * XMB. */
static void mark_panels(const fc_page *page, fc_marks *m)
{
    uint32_t told = 0, last = 0;
    for (uint32_t i = 1; i < page->elems && page->panels; i++) {
        told += m->own[i] & FC_MARK_AUTHOR && page->elem[i].tag != FC_TAG_A;
        if (page->elem[i].flags & FC_EL_PANEL && !is_around_post(page, m, i))
            m->own[i] |= FC_MARK_PANEL;
    }
    for (uint32_t i = 0; i < page->blocks && told < page->panels; i++) {
        const fc_block *b = &page->block[i];
        if (b->owner == last || !(page->elem[b->owner].flags & FC_EL_PANEL))
            continue;
        last = b->owner;
        if (b->wrap && b->words <= MAX_AUTHOR)
            m->own[b->wrap] |= FC_MARK_AUTHOR;
    }
}

/* The first text of a block. */
fc_str fc_thread_first_text(const fc_page *page, const fc_block *b)
{
    for (uint32_t i = b->from; i < b->to; i++)
        if (page->dom->node[i].tag == FC_TAG_TEXT && !page->dom->node[i].blank)
            return fc_str_trim(fc_dom_text(page->dom, i));
    return (fc_str){ NULL, 0 };
}

/* The element beside e, or beside what holds e, that holds the other; 0: none is near. */
static uint32_t beside(const fc_page *page, uint32_t e, uint32_t other)
{
    for (int up = 0; up < NEAR_UP && e; up++, e = page->parent[e]) {
        uint32_t o = other;
        for (int steps = 0; steps < NEAR_DOWN && o > e; steps++, o = page->parent[o])
            if (page->parent[o] == page->parent[e])
                return o;
    }
    return 0;
}

static fc_str last_text(const fc_page *page, const fc_block *b)
{
    for (uint32_t i = b->to; i-- > b->from;)
        if (page->dom->node[i].tag == FC_TAG_TEXT && !page->dom->node[i].blank)
            return fc_str_trim(fc_dom_text(page->dom, i));
    return (fc_str){ NULL, 0 };
}

bool fc_thread_names_quoted(const fc_page *page, const fc_block *b)
{
    static const char *const ends[] = {
        "wrote:", "schrieb:", "geschrieben:", "said:", "escribió:", "dijo:", "a écrit:",
        "a écrit :", "a dit:", "a dit :", "ha scritto:", "escreveu:", "disse:",
        "написал:", "написал(а):", "писал(а):", "сказал(а):", "schreef:", "napisał:",
        "napisał(a):", "skrev:"
    };
    static const char *const begins[] = {
        "Originally posted by", "Originally sent by", "Quote from", "Quoting ",
        "Zitat von", "Citation de", "Envoyé par", "Cita de", "Iniciado por",
        "Originalmente Escrito por", "Publicado originalmente por", "Citação de",
        "Citazione di", "Citazione da", "Originariamente inviato da", "Citaat van",
        "Сообщение от", "Цитата:", "Cytat"
    };
    fc_str first = fc_thread_first_text(page, b), last = last_text(page, b);
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (fc_str_istarts(first, fc_str_of(begins[i])))
            return true;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (last.n >= strlen(ends[i]) &&
            fc_str_ieq(fc_str_sub(last, last.n - strlen(ends[i]), last.n),
                       fc_str_of(ends[i])))
            return true;
    return false;
}

/* "Quote:", a label of its own, and beside it what is quoted: vBulletin 3, phpBB 2. */
static void mark_quotes(const fc_page *page, fc_marks *m)
{
    static const char *const labels[] = { "Quote:", "Quote",      "Zitat:",
                                          "Zitat",  "Citation:",  "Cita:",
                                          "Citat:", "Citazione:", "Цитата:" };
    for (uint32_t i = 0; i + 1 < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        bool quoted = m->own[b[1].owner] & FC_MARK_QUOTE;
        if (b->kind != FC_BLOCK_TEXT || b->words > (quoted ? MAX_QUOTED : 1) ||
            (!quoted && b->link_words)) /* a button to quote with */
            continue;
        fc_str text = fc_thread_first_text(page, b);
        if (quoted && page->elem[b->owner].words == b->words &&
            fc_thread_names_quoted(page, b)) /* it belongs to the quote */
            m->own[b->owner] |= FC_MARK_QUOTE;
        for (size_t k = 0; k < sizeof labels / sizeof *labels; k++) {
            uint32_t e =
                fc_str_is(text, labels[k]) ? beside(page, b->owner, b[1].owner) : 0;
            if (!e)
                continue;
            m->own[e] |= FC_MARK_QUOTE;
            m->own[b->owner] |= FC_MARK_BAR;
        }
    }
}

bool fc_thread_is_edit(const fc_page *page, const fc_block *b)
{
    static const char *const edits[] = {
        "Last edited", "Edited", "Last modified", "Zuletzt bearbeitet",
        "Zuletzt geändert", "Geändert von", "Dernière modification", "Última edición",
        "Editado", "Ultima modifica", "Modificato", "Последний раз редактировалось",
        "Отредактировано", "Laatst bewerkt", "本帖最后由", "最后编辑"
    };
    if (b->kind != FC_BLOCK_TEXT || b->words > DATE_WORDS)
        return false;
    fc_str text = fc_thread_first_text(page, b);
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
        if (fc_str_starts(text, fc_str_of(edits[i])))
            return true;
    return false;
}

/* <a title="2021-03-04 09:12">about 4 years</a> */
static bool is_titled(const fc_page *page, uint32_t e)
{
    const fc_node *n = &page->dom->node[page->elem[e].node];
    fc_date date;
    if (!(page->elem[e].flags & FC_EL_INLINE) || n->n < MIN_TITLED)
        return false;
    fc_str title = fc_dom_attr(page->dom, page->elem[e].node, "title");
    return title.n >= 10 && fc_date_find(title, &date) && date.day && !date.age &&
           fc_str_findc(title, ':') < title.n;
}

/* A date in a short block marks the element it is in: those that are inside of something
 * marked in `of`, or those outside. */
static void mark_dates(const fc_page *page, fc_marks *m, const uint8_t *of, bool inside)
{
    const fc_dom *dom = page->dom;
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        fc_date date;
        if (b->kind != FC_BLOCK_TEXT || b->words > POSTED_WORDS)
            continue;
        for (uint32_t k = b->from; k < b->to; k++) {
            uint32_t e = page->elem_of[dom->node[k].parent];
            if (dom->node[k].tag != FC_TAG_TEXT || dom->node[k].n < 6 ||
                m->own[e] & FC_MARK_TIME || of[e] != inside)
                continue;
            fc_str text = fc_str_trim(fc_dom_text(dom, k));
            bool posted = fc_str_istarts(text, FC_STR("posted"));
            if ((b->words > DATE_WORDS && !posted) ||
                !(fc_date_find(text, &date) || is_titled(page, e)) ||
                fc_thread_is_edit(page, b))
                continue;
            m->own[e] |= FC_MARK_TIME;
            if (posted)
                m->own[e] &= (uint16_t)~FC_MARK_PANEL; /* phpBB 2 */
        }
    }
}

/* Whether two elements of a template that has several have two of what makes a post:
 * author, time, the name. Where dates are is known inside of such elements. */
static bool may_be_posts(const fc_page *page, const fc_marks *m, fc_arena *a)
{
    uint16_t *holds = fc_zalloc(a, page->elems, sizeof *holds);
    uint32_t n = 0;
    for (uint32_t i = page->elems; i-- > 1;) {
        holds[i] |= m->own[i];
        holds[page->parent[i]] |= holds[i] & (FC_MARK_AUTHOR | FC_MARK_TIME);
        n += (m->mated[i] || m->alone) && (holds[i] & FC_MARK_AUTHOR) / FC_MARK_AUTHOR +
             (holds[i] & FC_MARK_TIME) / FC_MARK_TIME + (m->own[i] & FC_MARK_POST) >= 2;
    }
    return n + m->alone >= 2;
}

/* Dates are looked for where they may make a post first: on most pages there are not the
 * two posts of one template that a thread has at least, and the other dates mean
 * nothing. */
static bool mark_all_dates(const fc_page *page, fc_marks *m, fc_arena *a)
{
    uint8_t *in = fc_zalloc(a, page->elems, 1);
    for (uint32_t i = 1; i < page->elems; i++)
        in[i] = m->mated[i] | m->alone | in[page->parent[i]];
    mark_dates(page, m, in, true);
    if (!may_be_posts(page, m, a))
        return false;
    mark_dates(page, m, in, false);
    return true;
}

bool fc_thread_marks(fc_page *page, fc_marks *m, fc_thread_search how, fc_arena *a)
{
    unsigned any = 0;
    memset(m, 0, sizeof *m);
    m->heads = how == FC_SEARCH_HEADS;
    m->alone = how == FC_SEARCH_ALONE;
    m->own = fc_zalloc(a, page->elems, sizeof *m->own);
    m->within = fc_zalloc(a, page->elems, sizeof *m->within);
    if (m->heads && !fc_thread_heads(page, m, a))
        return false;
    const fc_thread_words *w = fc_thread_words_open(a);
    for (uint32_t i = 1; i < page->elems; i++) {
        mark_element(page, w, m, i);
        any |= m->own[i];
    }
    mark_panels(page, m);
    if (!m->heads && !page->panels &&
        !(any & (FC_MARK_POST | FC_MARK_AUTHOR | FC_MARK_NAME)))
        return false;
    if (any & FC_MARK_SIGNATURE)
        spare_signatures(page, m, a);
    if (any & FC_MARK_BODY) {
        spare_panels(page, m, a);
        mark_names(page, m);
    }
    fc_thread_join_rows(page, m, a);
    if ((!fc_thread_kinds(page, m, a) && !m->alone) || !mark_all_dates(page, m, a))
        return false;
    mark_quotes(page, m);
    const uint16_t never = FC_MARK_QUOTE | FC_MARK_PANEL | FC_MARK_SIGNATURE;
    for (uint32_t i = 1; i < page->elems; i++) {
        m->within[i] = m->own[i] | m->within[page->parent[i]];
        if (m->within[i] & never & ~FC_MARK_PANEL)
            continue;
        m->authors += (m->own[i] & FC_MARK_AUTHOR) != 0;
        m->times += (m->own[i] & FC_MARK_TIME) && !(m->within[i] & FC_MARK_PANEL);
    }
    return m->authors + m->alone >= 2 || m->times + m->alone >= 2;
}
