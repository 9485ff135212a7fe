/* thread_head.c - who and when in one running text: "Ann wrote on 12 May 2010:", "Posted
 * on 2004-01-12 by Ann", "by Ann » Mon May 12, 2010", "Ann · 03/03/2026 19:49", or a
 * name alone in the block above a date. Looked for on pages whose elements say nothing of
 * authors; what stands around the date tells the name. */
#include "base/str.h"
#include "extractors/threads.h"
#include "text/dates.h"
#include "text/normalize.h"

enum {
    MAX_HEAD = 20, MAX_NAME = 4, /* words of a head, of a name */
    MAX_BEHIND = 5,             /* words behind a name and a date; more make a sentence */
    MAX_BYTES = 60,             /* of a name */
    HEADS = 3                   /* that a page has, at least */
};

/* What leads to a name. */
static const fc_str by[] = { { "投稿者：", 12 }, { "投稿者:", 10 }, { "名前：", 9 },
                             { "名前:", 7 }, { "作者：", 9 }, { "作者:", 7 },
                             { "작성자:", 10 }, { "작성자 :", 11 }, { "글쓴이:", 10 },
                             { "автор: ", 12 }, { "autor: ", 7 }, { "auteur : ", 9 },
                             { "by ", 3 },   { "von ", 4 },  { "par ", 4 },
                             { "por ", 4 },  { "от ", 5 },   { "da ", 3 },
                             { "door ", 5 }, { "av ", 3 },   { "af ", 3 },
                             { "från ", 6 }, { "przez ", 6 } };
/* What stands between a name and the date behind it. */
static const fc_str between[] = {
    { " on", 3 },        { " at", 3 },       { " am", 3 },          { " vom", 4 },
    { " den", 4 },       { " le", 3 },       { " el", 3 },          { " il", 3 },
    { " em", 3 },        { " dnia", 5 },     { " posted", 7 },      { " wrote", 6 },
    { " said", 5 },      { " says", 5 },     { " schrieb", 8 },     { " commented", 10 },
    { " replied", 8 },   { " answered", 9 }, { " asked", 6 },       { " escribió", 10 },
    { " a écrit", 9 },   { " ha scritto", 11 }, { " написал", 15 }, { " :", 2 },
    { " написал(а)", 19 }, { " пишет", 11 }, { " escreveu", 9 },    { " disse", 6 },
    { " dijo", 5 },      { " a dit", 6 },    { " schreef", 8 },
    { " skrev", 6 },     { " publié", 8 },   { "发表于", 9 },        { "發表於", 9 },
    { "：", 3 },
    { " -", 2 },         { ",", 1 },         { ":", 1 },            { "|", 1 },
    { "(", 1 },          { "[", 1 },         { "·", 2 },            { "»", 2 },
    { "—", 3 },          { "–", 3 },         { "•", 3 },            { "@", 1 }
};

/* Cut what stands between a name and a date; false: nothing does. */
static bool cut_between(fc_str *s)
{
    size_t n = s->n;
    for (size_t i = 0; i < sizeof between / sizeof *between; i++)
        if (fc_str_ends(*s, between[i])) {
            *s = fc_str_trim(fc_str_sub(*s, 0, s->n - between[i].n));
            i = (size_t)-1;
        }
    return s->n < n;
}

/* From a name on up to a sign that ends it. */
static fc_str up_to_sign(fc_str s)
{
    static const fc_str signs[] = { { " »", 3 }, { " |", 2 }, { " (", 2 }, { " - ", 3 },
                                    { " — ", 5 }, { " · ", 4 }, { ":", 1 }, { ",", 1 } };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        s = fc_str_sub(s, 0, fc_str_find(s, signs[i]));
    return fc_str_trim(s);
}

/* Behind the last "by" of a text; false: none. */
static bool name_by(fc_str s, fc_str *name)
{
    for (size_t k = 0; k < sizeof by / sizeof *by; k++)
        for (size_t i = s.n; i-- > 0;)
            if ((!i || s.p[i - 1] == ' ') &&
                fc_str_istarts(fc_str_sub(s, i, s.n), by[k])) {
                *name = up_to_sign(fc_str_sub(s, i + by[k].n, s.n));
                return name->n > 0;
            }
    return false;
}

/* Words that are told of a date, and not who wrote. */
static bool is_told(fc_str name)
{
    static const char *const words[] = {
        "posted", "post", "date", "updated", "published", "joined", "registered", "last",
        "edited", "modified", "member", "since", "join", "started", "created", "on", "in",
        "at", "am", "le", "this", "re", "reply", "comment", "comments", "written",
        "from", "location", "today", "yesterday", "sent", "views", "page", "topic",
        "thread", "copyright", "online", "submitted", "added", "received", "erstellt",
        "verfasst", "geschrieben", "publié", "publicado", "inscrit", "registriert", "time"
    };
    fc_str word = fc_str_sub(name, 0, fc_str_findc(name, ' '));
    while (word.n && (word.p[word.n - 1] == ':' || word.p[word.n - 1] == '.'))
        word.n--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (fc_str_ieq(word, fc_str_of(words[i])))
            return true;
    return false;
}

size_t fc_thread_count_words(fc_str s)
{
    size_t words = s.n > 0;
    for (size_t i = 0; i < s.n; i++)
        words += s.p[i] == ' ';
    return words;
}

static bool may_be_name(fc_str s)
{
    if (!s.n || s.n > MAX_BYTES || fc_is_digit(s.p[0]) || s.p[0] == '#' ||
        is_told(s) || fc_str_find(s, FC_STR("**")) < s.n ||
        fc_str_find(s, FC_STR("://")) < s.n)
        return false;
    bool ends = s.p[s.n - 1] == '?' || (s.p[s.n - 1] == '.' && s.n > 3 &&
                                        s.p[s.n - 3] != ' '); /* not "Ann B." */
    return fc_thread_count_words(s) <= MAX_NAME && !ends;
}

/* " — Ann", behind a date. */
static bool name_behind(fc_str s, fc_str *name)
{
    static const fc_str signs[] = { { "—", 3 }, { "–", 3 }, { "·", 2 }, { "- ", 2 },
                                    { "| ", 2 }, { "» ", 3 } };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (fc_str_starts(s, signs[i])) {
            *name = up_to_sign(fc_str_trim(fc_str_sub(s, signs[i].n, s.n)));
            return name->n > 0;
        }
    return false;
}

/* "12 : Ann : 12 May 2010": the number of a post in front. */
static fc_str without_number(fc_str s)
{
    static const fc_str signs[] = { { ":", 1 }, { "：", 3 }, { ".", 1 }, { ")", 1 } };
    size_t i = 0;
    while (i < s.n && fc_is_digit(s.p[i]))
        i++;
    fc_str rest = fc_str_trim(fc_str_sub(s, i, s.n));
    for (size_t k = 0; i && k < sizeof signs / sizeof *signs; k++)
        if (fc_str_starts(rest, signs[k]))
            return fc_str_trim(fc_str_sub(rest, signs[k].n, rest.n));
    return s;
}

bool fc_thread_head_name(fc_str line, fc_str *name)
{
    fc_date date;
    if (!fc_date_find(line, &date))
        return false;
    fc_str before = without_number(fc_str_trim(fc_str_sub(line, 0, date.begin)));
    fc_str after = fc_str_trim(fc_str_sub(line, date.end, line.n));
    if (name_by(before, name)) {
        cut_between(name);
    } else if (!name_by(after, name) && (before.n || !name_behind(after, name))) {
        *name = before;
        if (!cut_between(name) || fc_thread_count_words(after) > MAX_BEHIND)
            return false;
    }
    return may_be_name(*name);
}

/* The text of a block as one line; cut when it is longer than a head. */
static fc_str line_of(const fc_page *page, const fc_block *b, fc_text *line)
{
    fc_text_clear(line);
    for (uint32_t i = b->from; i < b->to && line->n < 400; i++)
        if (page->dom->node[i].tag == FC_TAG_TEXT)
            fc_text_folded(line, fc_dom_text(page->dom, i));
    return fc_str_trim((fc_str){ line->p, line->n });
}

bool fc_thread_is_name(fc_str s)
{
    fc_date date;
    return may_be_name(s) && !fc_date_find(s, &date);
}

/* The element that a block fills, one within its lines too; 0: it is a part of one. */
static uint32_t filled(const fc_page *page, const fc_block *b)
{
    const fc_elem *e = &page->elem[b->owner];
    if (e->words == b->words)
        return e->heading ? 0 : b->owner;
    uint32_t to = b->to;
    while (to > b->from && page->dom->node[to - 1].blank)
        to--;
    for (uint32_t w = b->wrap; w && page->elem[w].flags & FC_EL_INLINE;
         w = page->parent[w])
        if (page->elem[w].node <= b->from &&
            page->dom->node[page->elem[w].node].end >= to)
            return w;
    return 0;
}

bool fc_thread_heads(const fc_page *page, fc_marks *m, fc_arena *a)
{
    fc_text line = { .a = a };
    uint32_t heads = 0;
    fc_text_add(&line, "", 0);
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        uint32_t e = filled(page, b), up = i ? filled(page, b - 1) : 0;
        fc_date date;
        fc_str name;
        if (!e || b->kind != FC_BLOCK_TEXT || b->words > MAX_HEAD || !b->digits)
            continue;
        fc_str s = line_of(page, b, &line);
        if (!fc_date_find(s, &date))
            continue;
        if (fc_thread_head_name(s, &name)) {
            m->own[e] |= FC_MARK_AUTHOR | FC_MARK_TIME;
            heads++;
        } else if (up && b[-1].words <= MAX_NAME && !date.begin &&
                   fc_thread_is_name(line_of(page, b - 1, &line))) {
            m->own[up] |= FC_MARK_AUTHOR;
            m->own[e] |= FC_MARK_TIME;
            heads++;
        }
    }
    return heads >= HEADS;
}
