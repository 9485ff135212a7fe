/* thread_marks.c - what class words, tags and addresses say about the parts of a post, and
 * which elements are of one template. */
#include "base/str.h"
#include "extractors/threads.h"
#include "text/dates.h"

enum {
    SLOTS = 1024,           /* of the table of words: a power of two, four times the words */
    ROLE = 0x51ED270B, PROP = 0x2C1B3C6D, REL = 0x428A2F98, /* salts as in elements.c */
    DATE_WORDS = 16,        /* a block with a date of its own is no longer */
    MIN_WORDS = 3,          /* of a post with author and time */
    MIN_LINK = 12,          /* bytes of the start tag of a link to a person */
    MAX_LINK = 60,          /* ... and of its text */
    MAX_AUTHOR = 12, MAX_TIME = 20  /* words of what may name an author, tell a time */
};

typedef struct named {
    const char *words;
    uint32_t salt;
    uint16_t marks;
} named;

/* Words of class and id, of role, itemprop and rel, and what they speak for. */
static const named table[] = {
    { "post comment message answer question reply postbit postbitlegacy postcontainer blockpost "
      "thing comtr athing windowbg postwrapper forumpost cpost ipscomment itemcomment "
      "commentlist response email threadpost postbox postblock crawlerpost note topicpost "
      "conversation", 0, FC_MARK_POST },
    { "author username user poster nick nickname byline member hnuser commenter creator owner "
      "postername bigusername displayname screenname fn commentauthor userlink authorname "
      "postauthor authi usernick usernames vcard from memberlink profilelink", 0, FC_MARK_AUTHOR },
    { "author creator", PROP, FC_MARK_AUTHOR | FC_MARK_SURE },
    { "author", REL, FC_MARK_AUTHOR | FC_MARK_SURE },
    { "date time datetime timestamp timeago posted published dateline age postdate datepost "
      "postedon relativetime ago livestamp created commentdate postedtime posttime dateposted "
      "crawlerpostmeta subtext when", 0, FC_MARK_TIME },
    { "date published created", PROP, FC_MARK_TIME | FC_MARK_SURE },
    { "score vote votes votecount points likes upvotes karma unvoted upvote", 0, FC_MARK_VOTES },
    { "upvote", PROP, FC_MARK_VOTES },
    { "signature sig signaturecontainer postsignature messagesignature usersignature "
      "signatures sigtext postsig", 0, FC_MARK_SIGNATURE },
    { "postprofile userinfo userdetails userpanel postdetails memberinfo posterinfo userbit "
      "userstats memberstats userextras profile badge badges rank avatar usertitle usercard "
      "extrauserinfo authorstats postleft poster gravatar authorpane userpane reputation "
      "posteravatar extras", 0, FC_MARK_PANEL },
    { "actions toolbar controls buttons share sharing postbuttons actionbar postcontrols "
      "postfoot reactions menu dropdown tooltip flat reactionsbar sharebar navigation pager "
      "pagination breadcrumb breadcrumbs onebox unfurl attribution", 0, FC_MARK_BAR },
    { "toolbar menu button navigation", ROLE, FC_MARK_BAR },
    { "quote quoted quotetitle bbcodeblock bbcode quotecontainer blockquote bbquote "
      "quoteheader", 0, FC_MARK_QUOTE },
    { "postbody messagebody commentbody postmessage posttext messagetext", 0, FC_MARK_BODY },
    { "accepted solution solved bestanswer", 0, FC_MARK_ACCEPTED },
    { "accepted", PROP, FC_MARK_ACCEPTED },
    { "question op firstpost opening originalpost topicstarter discussion", 0, FC_MARK_OPENING },
    /* js-selectToQuote, has-profile, <blockquote class="postcontent restore"> */
    { "select has no without postcontent mention mentions", 0, FC_MARK_NEGATED },
    { "topiclist topics threadlist discussionlist forumlist threadbit topicrow related "
      "recommended suggested products product carousel sidebar widget activity recent latest rail",
      0, FC_MARK_LIST },
};

typedef struct words {
    uint32_t key[SLOTS];
    uint16_t marks[SLOTS];
} words;

static uint16_t *slot_of(words *w, uint32_t key)
{
    uint32_t i = key * 0x9E3779B1u >> 22;
    while (w->marks[i] && w->key[i] != key)
        i = (i + 1) % SLOTS;
    w->key[i] = key;
    return &w->marks[i];
}

static words *fill(fc_arena *a)
{
    words *w = FC_NEW(a, words);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        fc_str rest = fc_str_of(table[i].words), word;
        while (fc_str_split(&rest, ' ', &word))
            *slot_of(w, fc_word_hash(word) ^ table[i].salt) |= table[i].marks;
    }
    return w;
}

static uint16_t marks_of(const words *w, uint32_t key)
{
    uint32_t i = key * 0x9E3779B1u >> 22;
    while (w->marks[i] && w->key[i] != key)
        i = (i + 1) % SLOTS;
    return w->marks[i];
}

/* ---------------------------------------------------------------------------- templates */

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "pt-4", "mb-3" of utility style sheets. */
static bool is_spacing(fc_str word)
{
    size_t n = fc_str_findc(word, '-');
    return n <= 2 && n + 2 == word.n && word.p[n + 1] >= '0' && word.p[n + 1] <= '9';
}

/* Words of a class that tell one of a row from the next. */
static bool tells_nothing(fc_str word)
{
    static const char *const skip[] = { "odd", "even", "first", "last", "alt", "alternate",
                                        "clearfix", "cf", "js", "row", "new", "unread", "is",
                                        "topic-owner-post", "self-post", "d-flex", "flex",
                                        "container", "w-full", "flex-row", "grid" };
    for (size_t i = 0; i < sizeof skip / sizeof *skip; i++)
        if (fc_str_ieq(word, fc_str_of(skip[i])))
            return true;
    return word.n < 2 || is_spacing(word);
}

static uint32_t hash_letters(fc_str s, uint32_t h)
{
    for (size_t i = 0; i < s.n; i++)
        if (letter(s.p[i]))
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
        if (s.p[i] >= '0' && s.p[i] <= '9')
            return true;
    return false;
}

/* Tag and first class word, or an id with its number taken off, or the name of a made-up
 * element, or the first word of role, itemtype ... */
static uint32_t kind_of(const fc_page *page, const fc_elem *e)
{
    const fc_dom *dom = page->dom;
    uint32_t h = 2166136261u * (e->tag + 1u);
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
    return e->tag == FC_TAG_ARTICLE ? h | 1 : 0;
}

/* -------------------------------------------------------------------------------- marks */

/* Addresses of profiles of people; not of those that a text speaks to, "@Ann". */
static bool leads_to_person(const fc_page *page, const fc_elem *e)
{
    static const fc_str parts[] = { { "/user", 5 }, { "/member", 7 }, { "/profile", 8 },
                                    { "/u/", 3 }, { "/people/", 8 }, { "/author/", 8 },
                                    { "viewprofile", 11 }, { "action=profile", 14 },
                                    { "user?id=", 8 }, { "showuser=", 9 }, { "/~", 2 },
                                    { "mod=space", 9 }, { "profile.php", 11 } };
    const uint32_t begins = 1u << ('v' - 'a') | 1u << ('a' - 'a') | 1u << ('u' - 'a') |
                            1u << ('s' - 'a') | 1u << ('m' - 'a') | 1u << ('p' - 'a');
    const fc_node *next = &page->dom->node[e->node + 1];
    if (page->dom->node[e->node].n < MIN_LINK ||
        (next->tag == FC_TAG_TEXT && (next->n > MAX_LINK || page->dom->page.p[next->at] == '@')))
        return false;
    fc_str href = fc_dom_attr(page->dom, e->node, "href");
    for (size_t i = 0; i < href.n; i++) {
        char c = fc_lower(href.p[i]);
        if (c != '/' && (c < 'a' || c > 'z' || !(begins >> (c - 'a') & 1)))
            continue;
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
            if (c == parts[k].p[0] && fc_str_istarts(fc_str_sub(href, i, href.n), parts[k]))
                return true;
    }
    return false;
}

/* <shreddit-comment>: the parts of a made-up name are words, too. */
static unsigned marks_of_name(const words *w, fc_str name)
{
    fc_str word;
    unsigned marks = 0;
    while (fc_str_split(&name, '-', &word)) {
        marks |= marks_of(w, fc_word_hash(word));
        if (fc_str_ieq(word, FC_STR("post"))) /* <shreddit-post> above the comments */
            marks |= FC_MARK_OPENING;
    }
    return marks;
}

static void mark_element(const fc_page *page, const words *w, fc_marks *m, uint32_t i)
{
    const fc_elem *e = &page->elem[i];
    unsigned own = 0;
    for (unsigned k = 0; k < e->tokens; k++)
        own |= marks_of(w, page->token[e->token + k]);
    if (e->tag == FC_TAG_UNKNOWN)
        own |= marks_of_name(w, fc_dom_name(page->dom, e->node));
    if (e->tag == FC_TAG_TIME)
        own |= FC_MARK_TIME | FC_MARK_SURE;
    if (e->tag == FC_TAG_BLOCKQUOTE)
        own |= FC_MARK_QUOTE;
    if (own & FC_MARK_NEGATED)
        own &= ~(unsigned)(FC_MARK_ASIDE | FC_MARK_QUOTE) | FC_MARK_TIME;
    if (e->tag == FC_TAG_A && leads_to_person(page, e))
        own |= FC_MARK_AUTHOR;
    if (e->tag == FC_TAG_NAV || e->tag == FC_TAG_BUTTON)
        own |= FC_MARK_BAR;
    if (e->words > MAX_AUTHOR)
        own &= ~(unsigned)(FC_MARK_AUTHOR | FC_MARK_VOTES);
    if (e->words > MAX_TIME)
        own &= ~(unsigned)FC_MARK_TIME;
    if (e->words * 2 > page->words) /* a word on what holds the page is about the page */
        own &= FC_MARK_POST | FC_MARK_ACCEPTED;
    m->own[i] = (uint16_t)own;
    if (e->flags & FC_EL_INLINE || e->depth < 2 || e->words < MIN_WORDS)
        return;
    m->kind[i] = kind_of(page, e);
    if (e->tag == FC_TAG_LI && fc_str_is(fc_dom_attr(page->dom, e->node, "component"), "post"))
        m->own[i] |= FC_MARK_POST; /* NodeBB */
}

/* What is called a signature and tells a time is where a post is signed. */
static void spare_signatures(const fc_page *page, fc_marks *m, fc_arena *a)
{
    uint8_t *timed = fc_zalloc(a, page->elems, 1);
    for (uint32_t i = page->elems; i-- > 1;) {
        timed[i] |= (m->own[i] & FC_MARK_TIME) != 0;
        timed[page->elem[i].parent] |= timed[i];
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
        holds[page->elem[i].parent] |= holds[i] || m->own[i] & FC_MARK_BODY;
    }
}

/* A date in a short block marks the element it is in. */
static void mark_dates(const fc_page *page, fc_marks *m)
{
    const fc_dom *dom = page->dom;
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        fc_date date;
        if (b->kind != FC_BLOCK_TEXT || b->words > DATE_WORDS)
            continue;
        for (uint32_t k = b->from; k < b->to; k++) {
            uint32_t e = page->elem_of[dom->node[k].parent];
            if (dom->node[k].tag != FC_TAG_TEXT || dom->node[k].n < 6 ||
                m->own[e] & FC_MARK_TIME)
                continue;
            if (fc_date_find(fc_str_trim(fc_dom_text(dom, k)), &date))
                m->own[e] |= FC_MARK_TIME;
        }
    }
}

void fc_thread_marks(const fc_page *page, fc_marks *m, fc_arena *a)
{
    const words *w = fill(a);
    memset(m, 0, sizeof *m);
    m->own = fc_zalloc(a, page->elems, sizeof *m->own);
    m->within = fc_zalloc(a, page->elems, sizeof *m->within);
    m->kind = fc_zalloc(a, page->elems, sizeof *m->kind);
    for (uint32_t i = 1; i < page->elems; i++)
        mark_element(page, w, m, i);
    spare_signatures(page, m, a);
    spare_panels(page, m, a);
    mark_dates(page, m);
    const uint16_t never = FC_MARK_QUOTE | FC_MARK_PANEL | FC_MARK_SIGNATURE;
    for (uint32_t i = 1; i < page->elems; i++) {
        m->within[i] = m->own[i] | m->within[page->elem[i].parent];
        if (m->within[i] & never & ~FC_MARK_PANEL)
            continue;
        m->authors += (m->own[i] & FC_MARK_AUTHOR) != 0;
        m->times += (m->own[i] & FC_MARK_TIME) && !(m->within[i] & FC_MARK_PANEL);
    }
}
