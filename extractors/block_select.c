/* block_select.c - from probabilities to a choice.
 *
 * The blocks of a page are taken by falling probability as long as the expected F1 of the
 * words taken grows; a block is content when its probability is above half of the best F1
 * (the rule that maximises expected F1), kept within bounds. Before that, rules decide
 * where the score cannot know: markup for readers without scripts, and visitors' comments
 * when asked for. */
#include "extractors/block_model.h"

static const float lowest = 0.12f, highest = 0.5f; /* bounds of the threshold */

enum {
    STEPS = 256,            /* of probability */
    THIN = 80               /* words below which a visible page is but a frame */
};

/* Half of the best expected F1. Probabilities are sorted into steps; within a step the
 * blocks are taken together. */
static float threshold(const fc_page *page)
{
    double hit[STEPS] = { 0 }, words[STEPS] = { 0 }, all = 0, kept = 0, sum = 0, best = 0;
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        int step = (int)(b->p * STEPS);
        step = step < STEPS ? step : STEPS - 1;
        hit[step] += b->p * (float)b->words;
        words[step] += b->words;
        all += b->p * (float)b->words;
    }
    for (int step = STEPS; step-- > 0;) {
        sum += hit[step];
        kept += words[step];
        double f = kept > 0 ? 2 * sum / (kept + all) : 0;
        if (f > best)
            best = f;
    }
    return (float)(best / 2);
}

/* Markup inside <noscript> is content only when the page shows next to nothing without
 * it: some forums serve crawlers the whole thread that way. */
static void decide_noscript(fc_page *page)
{
    uint64_t visible = 0, noscript = 0;
    for (uint32_t i = 0; i < page->blocks; i++) {
        unsigned flags = page->elem[page->block[i].owner].flags;
        if (flags & FC_EL_NOSCRIPT)
            noscript += page->block[i].words;
        else if (!(flags & FC_EL_HIDDEN))
            visible += page->block[i].words;
    }
    if (noscript > THIN && noscript > 2 * visible)
        return;
    for (uint32_t i = 0; i < page->blocks; i++)
        if (page->elem[page->block[i].owner].flags & FC_EL_NOSCRIPT) {
            page->block[i].p = 0;
            page->block[i].why = "in noscript";
        }
}

static bool is_comment(const fc_page *page, const fc_block *b)
{
    return (page->elem[b->owner].flags & FC_EL_COMMENT) != 0;
}

/* A comment class around most of the page's words names the page, not its comments. */
static bool has_comments(const fc_page *page)
{
    uint64_t words = 0;
    for (uint32_t i = 0; i < page->blocks; i++)
        words += is_comment(page, &page->block[i]) ? page->block[i].words : 0;
    return words * 2 <= page->words;
}

static void set(fc_block *b, float p, const char *why)
{
    b->p = p;
    b->why = why;
}

/* Comments are asked for, or not. */
static void decide_comments(fc_page *page, fc_comments want)
{
    bool some = has_comments(page);
    for (uint32_t i = 0; i < page->blocks; i++) {
        fc_block *b = &page->block[i];
        bool comment = is_comment(page, b);
        if (b->why)
            continue;
        if (!comment && want == FC_COMMENTS_ONLY)
            set(b, 0, "no comment");
        else if (comment && some && want == FC_COMMENTS_DROP)
            set(b, 0, "comment");
        else if (comment && some && want != FC_COMMENTS_DROP &&
                 b->link_words * 2 < b->words && b->words > 4)
            set(b, 1, "comment");
    }
}

uint32_t fc_blocks_select(fc_page *page, const fc_block_choice *choice)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < page->blocks; i++)
        page->block[i].why = NULL; /* of a choice before */
    decide_noscript(page);
    if (choice->comments != FC_COMMENTS_AUTO)
        decide_comments(page, choice->comments);
    float t = threshold(page);
    t = (t < lowest ? lowest : t > highest ? highest : t) * choice->strictness;
    for (uint32_t i = 0; i < page->blocks; i++) {
        page->block[i].keep = page->block[i].p > t;
        kept += page->block[i].keep;
    }
    return kept;
}
