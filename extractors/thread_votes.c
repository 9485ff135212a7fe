/* thread_votes.c - what others think of a post: their votes, and whether it is the answer
 * that was asked for. */
#include "base/str.h"
#include "extractors/thread_reader.h"

enum {
    LABEL = 6,                  /* words of a label, at most */
    NAME_STEPS = 4              /* up from a number to a name that it is told of */
};

/* "12", "+3", "12 points", "1.2k": a number at the beginning. */
static bool number_of(fc_str s, int32_t *n)
{
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+') ? 1 : 0;
    bool minus = i && s.p[0] == '-';
    int32_t v = 0;
    size_t from = i;
    for (; i < s.n && fc_is_digit(s.p[i]) && v < 100000000; i++)
        v = v * 10 + (s.p[i] - '0');
    if (i == from || (i < s.n && s.p[i] != ' '))
        return false;
    *n = minus ? -v : v;
    return true;
}

/* <shreddit-comment score="12">; elements called so come after and decide. */
static void read_told_votes(fc_page *page)
{
    for (uint32_t p = 1; p <= page->posts; p++) {
        fc_post *post = &page->post[p];
        if (page->elem[post->elem].tag == FC_TAG_UNKNOWN)
            post->voted =
                number_of(fc_dom_attr(page->dom, page->elem[post->elem].node, "score"),
                          &post->votes);
    }
}

/* How often others voted for a post, not for who wrote it: "by Ann (1,240 points)". */
static bool is_vote(const fc_thread_reader *r, uint32_t e)
{
    if (!fc_thread_is_part(r, e, FC_MARK_VOTES) || r->page->elem[e].words > 4)
        return false;
    for (int steps = 0; steps < NAME_STEPS && !fc_thread_is_post(r, e);
         steps++, e = r->page->parent[e])
        if ((r->marks->own[e] & (FC_MARK_AUTHOR | FC_MARK_VOTES)) == FC_MARK_AUTHOR)
            return false;
    return true;
}

static void read_votes(fc_thread_reader *r)
{
    fc_page *page = r->page;
    read_told_votes(page);
    for (uint32_t e = 1; e < page->elems; e++) {
        fc_post *post = &page->post[r->of[e]];
        /* Reddit has three numbers, the one to be shown before anybody votes is right. */
        if (!is_vote(r, e) ||
            (post->voted && !fc_node_has_class(page->dom, page->elem[e].node, "unvoted")))
            continue;
        post->voted |= number_of(fc_str_trim(fc_thread_line_of(r, e)), &post->votes);
    }
}

/* "Best answer": what a page writes beside the post that solved the question. */
static bool tells_accepted(fc_str s)
{
    static const char *const labels[] = {
        "Best answer", "Best Answer - Chosen by Asker", "Best reply", "Accepted",
        "Accepted answer", "Accepted solution", "Selected answer", "Chosen answer",
        "Marked as answer", "Verified answer", "Beste Antwort", "Hilfreichste Antwort",
        "Akzeptierte Lösung", "Meilleure réponse", "Solution acceptée",
        "Mejor respuesta", "Respuesta aceptada", "Melhor resposta", "Resposta aceita",
        "Migliore risposta", "Risposta accettata", "Beste antwoord", "Лучший ответ",
        "Решение", "ベストアンサー", "最佳答案", "最佳回答", "已采纳", "被采纳", "채택"
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (fc_str_ieq(s, fc_str_of(labels[i])))
            return true;
    return false;
}

static void read_labels_of_accepted(fc_thread_reader *r)
{
    for (uint32_t i = 0; i < r->page->blocks; i++) {
        const fc_block *b = &r->page->block[i];
        uint32_t post = r->of[b->owner];
        if (post && b->words <= LABEL && !r->body[b->owner] &&
            !(r->page->elem[b->owner].flags & FC_EL_HIDDEN) &&
            tells_accepted(fc_thread_first_text(r->page, b)))
            r->page->post[post].accepted = true;
    }
}

/* A mark that most posts have says nothing. */
static void read_accepted(fc_thread_reader *r)
{
    fc_page *page = r->page;
    read_labels_of_accepted(r);
    for (uint32_t e = 1; e < page->elems; e++) {
        if (!r->of[e] || !(r->marks->own[e] & FC_MARK_ACCEPTED) || r->body[e] ||
            page->elem[e].flags & FC_EL_HIDDEN ||
            fc_node_has_class(page->dom, page->elem[e].node, "d-none"))
            continue;
        page->post[r->of[e]].accepted = true;
    }
    for (uint32_t p = 1; p <= page->posts; p++) {
        uint32_t e = page->post[p].elem, up = page->parent[e];
        if (!r->of[up] && r->marks->own[up] & FC_MARK_ACCEPTED &&
            page->elem[up].words < 2 * page->elem[e].words)
            page->post[p].accepted = true;
    }
    uint32_t n = 0;
    for (uint32_t p = 1; p <= page->posts; p++)
        n += page->post[p].accepted;
    for (uint32_t p = 1; p <= page->posts && n * 2 > page->posts; p++)
        page->post[p].accepted = false;
}

void fc_thread_votes(fc_thread_reader *r)
{
    read_votes(r);
    read_accepted(r);
}
