/* train_refine.c - labels that say what a page's word F1 says.
 *
 * Gold texts have lines in another order, reworded or once where the page has them twice,
 * so labels by runs of words (train_labels.c) keep some blocks that cost a page more than
 * they give, and miss some whose words the gold has: choosing by the labels reached .972
 * of the words, .909 on collections, and .983 and .947 with what is done here. */
#include "extractors/train.h"

#include <stdlib.h>

enum { ROUNDS = 2, ADD_WORDS = 3 };
static const double least_gain = 1e-4; /* of F1: few words of a long page are noise */
static const double least_share = 0.8; /* of its words, for a block to be added */

/* Words of gold, each once and sorted, and how many of each the labelled blocks have not
 * taken; below 0: they have too many. */
typedef struct tally {
    uint32_t *word, n;
    int32_t *left;
    double hits, kept, gold;    /* words: found in gold, of labelled blocks, of gold */
} tally;

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void tally_open(tally *t, const uint32_t *gold, size_t n, fc_arena *a)
{
    size_t size = n * sizeof *gold;
    uint32_t *word = memcpy(fc_alloc(a, size), gold, size);
    *t = (tally){ .word = word, .gold = (double)n };
    t->left = fc_zalloc(a, n, sizeof *t->left);
    qsort(word, n, sizeof *word, by_value);
    for (size_t i = 0; i < n; i++) {
        if (!t->n || word[t->n - 1] != word[i])
            word[t->n++] = word[i];
        t->left[t->n - 1]++;
    }
}

static int32_t *left_of(const tally *t, uint32_t word)
{
    const uint32_t *p = bsearch(&word, t->word, t->n, sizeof word, by_value);
    return p ? &t->left[p - t->word] : NULL;
}

/* Take a block's words from gold; returns how many it had. */
static uint32_t take(tally *t, const uint32_t *word, uint32_t n)
{
    uint32_t hits = 0;
    for (uint32_t i = 0; i < n; i++) {
        int32_t *left = left_of(t, word[i]);
        hits += left && (*left)-- > 0;
    }
    return hits;
}

static uint32_t give_back(tally *t, const uint32_t *word, uint32_t n)
{
    uint32_t hits = 0;
    for (uint32_t i = 0; i < n; i++) {
        int32_t *left = left_of(t, word[i]);
        hits += left && ++*left > 0;
    }
    return hits;
}

static double f1_with(const tally *t, double hits, double words)
{
    return 2 * (t->hits + hits) / (t->kept + words + t->gold);
}

static void count(tally *t, double hits, double words)
{
    t->hits += hits;
    t->kept += words;
}

static void drop_costly(tally *t, fc_train_block *b, uint32_t n, const uint32_t *words)
{
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *w = words + b[i].word;
        if (!b[i].label || !b[i].words)
            continue;
        double hits = give_back(t, w, b[i].words), all = b[i].words;
        if (f1_with(t, -hits, -all) > f1_with(t, 0, 0) + least_gain) {
            count(t, -hits, -all);
            b[i].label = 0;
        } else {
            take(t, w, b[i].words);
        }
    }
}

static void add_missed(tally *t, fc_train_block *b, uint32_t n, const uint32_t *words)
{
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *w = words + b[i].word;
        if (b[i].label || b[i].words < ADD_WORDS)
            continue;
        double hits = take(t, w, b[i].words), all = b[i].words;
        if (hits >= least_share * all &&
            f1_with(t, hits, all) > f1_with(t, 0, 0) + least_gain) {
            count(t, hits, all);
            b[i].label = 1;
        } else {
            give_back(t, w, b[i].words);
        }
    }
}

void fc_train_refine(fc_train_set *set, const fc_train_page *page)
{
    tally t;
    const uint32_t *words = set->word.p;
    fc_train_block *b = FC_LIST(&set->block, fc_train_block) + page->first;
    if (!page->golds || !page->blocks)
        return;
    tally_open(&t, FC_LIST(&set->gold, uint32_t) + page->gold, page->golds,
               &set->scratch);
    for (uint32_t i = 0; i < page->blocks; i++)
        if (b[i].label)
            count(&t, take(&t, words + b[i].word, b[i].words), b[i].words);
    for (int round = 0; round < ROUNDS; round++) {
        drop_costly(&t, b, page->blocks, words);
        add_missed(&t, b, page->blocks, words);
    }
}
