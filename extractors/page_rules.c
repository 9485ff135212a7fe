/* page_rules.c - what the structure of a page says about its blocks, whatever their
 * scores: a term belongs to its definition, the source below a quote to the quote; what
 * nobody sees or sees twice is no text, and who wrote it and when is metadata. */
#include "base/str.h"
#include "extractors/block_model.h"

enum {
    FEW = 8,                /* words of a term or of the source of a quote, at most */
    BYLINE = 16,            /* of a byline */
    META_STEPS = 4,         /* up from a part of one */
    REPEATED = 4,           /* words of a text that stands twice, at least */
    HIDDEN_SHARE = 16       /* hidden words are dropped when they are at most this part */
};

static bool is_hidden(const fc_page *page, const fc_block *b)
{
    return page->elem[b->owner].flags & FC_EL_HIDDEN;
}

/* A page that hides more than a little of its text shows it later: tabs, lists to be
 * opened. */
static void drop_hidden(fc_page *page)
{
    uint64_t hidden = 0, kept = 0;
    for (uint32_t i = 0; i < page->blocks; i++)
        if (page->block[i].keep) {
            kept += page->block[i].words;
            hidden += is_hidden(page, &page->block[i]) ? page->block[i].words : 0;
        }
    if (hidden * HIDDEN_SHARE > kept)
        return;
    for (uint32_t i = 0; i < page->blocks; i++)
        if (page->block[i].keep && page->block[i].kind == FC_BLOCK_TEXT &&
            is_hidden(page, &page->block[i])) {
            page->block[i].keep = 0;
            page->block[i].why = "hidden";
        }
}

/* Called so, or a part of what Quarto has below its titles. */
static bool is_byline(const fc_page *page, const fc_block *b)
{
    const fc_elem *e = &page->elem[b->owner];
    uint32_t key = fc_word_hash(FC_STR("byline"));
    for (unsigned i = 0; i < e->tokens && b->words <= BYLINE; i++)
        if (page->token[e->token + i] == key)
            return true;
    for (uint32_t up = b->owner, step = 0; up && step < META_STEPS && b->words <= BYLINE;
         step++, up = page->parent[up])
        if (fc_node_has_class(page->dom, page->elem[up].node, "quarto-title-meta"))
            return true;
    return false;
}

/* Those above the text; further down, one is text about its author. */
static void drop_byline(fc_page *page)
{
    for (uint32_t i = 0; i < page->blocks; i++) {
        fc_block *b = &page->block[i];
        if (!b->keep || page->elem[b->owner].heading)
            continue;
        if (!is_byline(page, b))
            return;
        b->keep = 0;
        b->why = "byline";
    }
}

static bool of_author(const fc_dom *dom, uint32_t node)
{
    return fc_str_is(fc_dom_attr(dom, node, "rel"), "author") ||
           fc_str_is(fc_dom_attr(dom, node, "class"), "author");
}

/* Nothing but a date and who is marked as the author. */
static bool is_credit(const fc_page *page, const fc_block *b)
{
    const fc_dom *dom = page->dom;
    bool dated = false;
    for (uint32_t i = b->from; i < b->to; i++) {
        uint32_t up = dom->node[i].parent;
        bool date = dom->node[up].tag == FC_TAG_TIME;
        if (dom->node[i].tag != FC_TAG_TEXT || !fc_str_trim(fc_dom_text(dom, i)).n)
            continue;
        if (!date && !of_author(dom, up))
            return false;
        dated |= date;
    }
    return dated;
}

/* Of the entries of a list, too; a post has a head of its own. */
static void drop_credits(fc_page *page)
{
    for (uint32_t i = 0; i < page->blocks; i++) {
        fc_block *b = &page->block[i];
        if (!b->keep || b->post || b->words > BYLINE || !is_credit(page, b))
            continue;
        b->keep = 0;
        b->why = "byline";
    }
}

/* <dt> of a <dd> that stays; from the end, so that several terms of one definition
 * stay. */
static void keep_terms(fc_page *page)
{
    for (uint32_t i = page->blocks; i-- > 1;) {
        fc_block *b = &page->block[i - 1], *next = &page->block[i];
        uint32_t tag = page->elem[next->owner].tag;
        if (b->keep || !next->keep || b->words > FEW ||
            page->elem[b->owner].tag != FC_TAG_DT ||
            (tag != FC_TAG_DD && tag != FC_TAG_DT))
            continue;
        b->keep = 1;
        b->why = "term of a definition";
    }
}

/* <footer> or <cite> that ends a <blockquote>. */
static void keep_sources(fc_page *page)
{
    for (uint32_t i = 1; i < page->blocks; i++) {
        fc_block *b = &page->block[i];
        const fc_elem *e = &page->elem[b->owner], *before = &page->elem[b[-1].owner];
        if (b->keep || !b[-1].keep || b->words > FEW || !e->quotes ||
            e->quotes != before->quotes ||
            (e->tag != FC_TAG_FOOTER && e->tag != FC_TAG_CITE))
            continue;
        b->keep = 1;
        b->why = "source of a quote";
    }
}

/* A text that stands twice, one right below the other, is there for two widths of screens
 * or to be opened (scaladoc's short and full comments); not a refrain, whose lines stand
 * in one element. */
static void drop_repeated(fc_page *page)
{
    const fc_block *last = NULL;
    for (uint32_t i = 0; i < page->blocks; i++) {
        fc_block *b = &page->block[i];
        if (!b->keep)
            continue;
        if (last && b->kind == FC_BLOCK_TEXT && b->text == last->text &&
            b->words == last->words && b->words >= REPEATED && !b->post &&
            page->parent[b->owner] != page->parent[last->owner]) {
            b->keep = 0;
            b->why = "repeated";
        }
        last = b->keep ? b : last;
    }
}

void fc_page_rules(fc_page *page)
{
    drop_hidden(page);
    fc_page_extras(page);
    drop_repeated(page);
    drop_byline(page);
    drop_credits(page);
    keep_terms(page);
    keep_sources(page);
}
