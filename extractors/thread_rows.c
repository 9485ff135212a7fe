/* thread_rows.c - forums that lay their posts out in tables: cells that tell of an
 * author, and rows that are one post.
 *
 * Old boards (IP.Board 2, XMB, Web Wiz) have a cell beside each post with what its author
 * is: "Posts: 14", "Joined: May 2004". No class word says so everywhere, but these labels
 * do. A table with such cells is no data, and a row with one is a post together with the
 * rows that the cell goes on into (rowspan), or with the row above that names the author
 * and the rows below up to the next such. */
#include "base/str.h"
#include "extractors/threads.h"

enum {
    MAX_NODES = 60,             /* of a cell about an author */
    MAX_HEAD = 20,              /* words of a row with a name, and a time */
    MAX_ROWS = 4                /* below such a row */
};

/* What cells tell of authors: how much they wrote, and else. */
static const char *const counts[] = { "posts:",    "posts :",     "messages:",
                                      "points:",   "messages :",  "beiträge:",
                                      "mensajes:", "berichten:",  "сообщений:",
                                      "сообщения:", NULL };
static const char *const facts[] = { "joined",    "registered",    "member since",
                                     "member no", "location:",     "from:",
                                     "group:",    "registriert",   "dabei seit",
                                     "wohnort:",  "inscrit",       "registrado",
                                     "откуда:",   "geregistreerd", "регистрация",
                                     NULL };

static bool begins_with(fc_str s, const char *const *any)
{
    for (; *any && s.n; any++)
        if ((s.p[0] | 0x20) == ((*any)[0] | 0x20) && fc_str_istarts(s, fc_str_of(*any)))
            return true;
    return false;
}

static bool is_panel(const fc_page *page, uint32_t node)
{
    const fc_dom *dom = page->dom;
    bool count = false, fact = false;
    uint32_t end = dom->node[node].end;
    for (uint32_t i = node + 1; i < end && end - node <= MAX_NODES; i++) {
        if (dom->node[i].tag == FC_TAG_TD)
            return false; /* the inner one is */
        if (dom->node[i].tag != FC_TAG_TEXT || dom->node[i].blank)
            continue;
        fc_str s = fc_str_trim(fc_dom_text(dom, i));
        count |= begins_with(s, counts);
        fact |= begins_with(s, facts);
    }
    return count && fact;
}

void fc_page_panels(fc_page *page)
{
    for (uint32_t e = 1; e < page->elems && page->tables; e++) {
        if (page->elem[e].tag != FC_TAG_TD || !is_panel(page, page->elem[e].node))
            continue;
        page->elem[e].flags |= FC_EL_PANEL;
        page->panels++;
    }
}

/* ------------------------------------------------------------------------------- rows */

static uint32_t row_of(const fc_page *page, uint32_t cell)
{
    uint32_t e = page->parent[cell];
    return page->elem[e].tag == FC_TAG_TR ? e : 0;
}

/* The row beside one, which is an element; 0: none. */
static uint32_t next_row(const fc_page *page, uint32_t row)
{
    const fc_dom *dom = page->dom;
    const fc_node *n = &dom->node[page->elem[row].node];
    for (uint32_t i = n->end; i < dom->node[n->parent].end; i = dom->node[i].end)
        if (dom->node[i].tag == FC_TAG_TR && page->elem_of[i])
            return page->elem_of[i];
    return 0;
}

static void join(fc_page *page, fc_thread_rows *rows, uint32_t first, uint32_t row)
{
    page->parent[row] = first;
    rows->row[rows->n++] = row;
}

/* Rows that a cell reaches into. */
static void join_spanned(fc_page *page, fc_thread_rows *rows, uint32_t first,
                         uint32_t cell)
{
    uint64_t span;
    fc_str told = fc_dom_attr(page->dom, page->elem[cell].node, "rowspan");
    if (!fc_str_u64(told, &span) || span > MAX_ROWS + 1)
        return;
    for (uint32_t row = first; span-- > 1 && (row = next_row(page, row));)
        join(page, rows, first, row);
}

/* Rows up to the next with a name, the second of which has the panel. */
static void join_below(fc_page *page, fc_thread_rows *rows, uint32_t first,
                       const uint8_t *head)
{
    uint32_t row = first, n = 0;
    while (n++ < MAX_ROWS && (row = next_row(page, row)) && !head[row])
        join(page, rows, first, row);
}

void fc_thread_join_rows(fc_page *page, fc_marks *m, fc_arena *a)
{
    fc_thread_rows *rows = &m->rows;
    if (page->panels < 2)
        return;
    uint8_t *panel = fc_zalloc(a, page->elems, 1), *named = fc_zalloc(a, page->elems, 1),
            *head = fc_zalloc(a, page->elems, 1);
    rows->row = fc_alloc(a, page->elems * sizeof *rows->row);
    for (uint32_t e = 1; e < page->elems; e++)
        if (page->elem[e].flags & FC_EL_PANEL && row_of(page, e))
            panel[row_of(page, e)] = 1;
    for (uint32_t e = page->elems; e-- > 1;) {
        named[e] |= (m->own[e] & FC_MARK_AUTHOR) != 0;
        named[page->parent[e]] |= named[e] && page->elem[e].tag != FC_TAG_TR;
        uint32_t next = page->elem[e].tag == FC_TAG_TR && named[e] && !panel[e] &&
                                page->elem[e].words <= MAX_HEAD
                            ? next_row(page, e)
                            : 0;
        head[e] = next && panel[next];
    }
    for (uint32_t e = 1; e < page->elems; e++) {
        if (page->elem[e].flags & FC_EL_PANEL && row_of(page, e))
            join_spanned(page, rows, row_of(page, e), e);
        else if (head[e])
            join_below(page, rows, e, head);
    }
}

void fc_thread_part_rows(fc_page *page, const fc_thread_rows *rows)
{
    for (uint32_t i = rows->n; i-- > 0;)
        page->parent[rows->row[i]] = page->parent[page->parent[rows->row[i]]];
}
