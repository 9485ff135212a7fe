/* train_labels.c - which blocks of a page are in its gold text.
 *
 * A block is content when half of its words are in runs of four words that the gold has
 * too. Blocks that are short, or more often on the page than in the gold, are decided by
 * their place between blocks that are sure. */
#include "extractors/train.h"
#include "text/words.h"
#include "base/str.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { RUN = 4, LONG = 400, ONCE = 8 };

/* ---------------------------------------------------------------- words */

static bool single(uint32_t c)
{
    return (c >= 0x0E00 && c <= 0x0E7F) || fc_words_kind_of(c) == FC_KIND_IDEOGRAPH;
}

/* Behind "](" a link's address follows: not words of the page. */
static size_t skip_address(fc_str s, size_t at)
{
    size_t end = at + 2, open = 1;
    while (end < s.n && s.p[end] != '\n' && s.p[end] != ' ') {
        open += s.p[end] == '(';
        open -= s.p[end] == ')';
        end++;
        if (!open)
            return end;
    }
    return at + 1;
}

size_t fc_train_words(fc_list *to, fc_str s)
{
    size_t from = to->n;
    uint32_t h = 2166136261u, c;
    bool within = false;
    for (size_t i = 0; i <= s.n;) {
        size_t n = 1;
        c = ' ';
        if (i < s.n)
            n = fc_utf8_decode(fc_str_sub(s, i, s.n), &c, NULL);
        fc_words_kind kind = fc_words_kind_of(c);
        bool alone = single(c),
             part = !alone && (kind == FC_KIND_LETTER || kind == FC_KIND_DIGIT);
        if (within && !part) {
            *(uint32_t *)fc_list_add(to, 1) = h;
            h = 2166136261u;
        }
        within = part;
        if (part)
            h = (h ^ (c < 128 ? (unsigned char)fc_lower((char)c) : c)) * 16777619u;
        if (alone)
            *(uint32_t *)fc_list_add(to, 1) = (2166136261u ^ c) * 16777619u;
        i = c == ']' && i + 1 < s.n && s.p[i + 1] == '(' ? skip_address(s, i) : i + n;
    }
    return to->n - from;
}

/* ------------------------------------------------------------ places of words in gold */

/* Chains of the places at which a run of words begins. */
typedef struct places {
    uint32_t *head, *next, mask, run;
    const uint32_t *word;
    uint32_t n;
} places;

static uint32_t run_hash(const uint32_t *w, uint32_t run)
{
    uint32_t h = 0;
    for (uint32_t i = 0; i < run; i++)
        h = (h ^ w[i]) * 0x85EBCA6Bu + 0x9E3779B1u;
    return h ^ h >> 15;
}

static void places_open(places *p, const uint32_t *word, uint32_t n, uint32_t run,
                        fc_arena *a)
{
    uint32_t room = 64;
    while (room < 2 * n)
        room *= 2;
    *p = (places){ .mask = room - 1, .run = run, .word = word, .n = n };
    p->head = fc_zalloc(a, room, sizeof *p->head);
    p->next = fc_zalloc(a, n + 1, sizeof *p->next);
    for (uint32_t i = n < run ? 0 : n - run + 1; i-- > 0;) {
        uint32_t at = run_hash(word + i, run) & p->mask;
        p->next[i] = p->head[at];
        p->head[at] = i + 1;
    }
}

static uint32_t places_first(const places *p, const uint32_t *w)
{
    return p->head[run_hash(w, p->run) & p->mask];
}

static bool same(const uint32_t *a, const uint32_t *b, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (a[i] != b[i])
            return false;
    return true;
}

/* ---------------------------------------------------------------- labels */

typedef struct labeller {
    fc_train_block *block;
    const uint32_t *word, *gold;
    uint32_t blocks, golds;
    uint8_t *used;              /* words of gold that a block has taken */
    uint32_t *from, *to;        /* of a sure block: its place in gold; to 0: not sure */
    places runs, words;
    fc_arena *a;
} labeller;

static const uint32_t *words_of(const labeller *l, uint32_t k)
{
    return l->word + l->block[k].word;
}

static uint32_t distance(int64_t a, int64_t b)
{
    return (uint32_t)(a < b ? b - a : a - b);
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* How often this block's words stand in gold as one piece, and on the page as a block. */
static bool as_often_in_gold(const labeller *l, uint32_t k)
{
    uint32_t n = l->block[k].words, page = 0, gold = 0;
    for (uint32_t i = 0; i < l->blocks; i++)
        page += l->block[i].words == n && same(words_of(l, i), words_of(l, k), n);
    if (page == 1 && n > ONCE)
        return true;
    for (uint32_t at = places_first(&l->runs, words_of(l, k)); at;
         at = l->runs.next[at - 1])
        gold += at - 1 + n <= l->golds && same(l->gold + at - 1, words_of(l, k), n);
    return page <= gold;
}

/* The share of a block's words in runs of the gold; where it would stand goes to *at. */
static bool half_covered(const labeller *l, uint32_t k, int64_t last, int64_t *at)
{
    const uint32_t *w = words_of(l, k);
    uint32_t n = l->block[k].words, covered = 0, until = 0, found = 0;
    int64_t *start = fc_alloc(l->a, n * sizeof *start);
    for (uint32_t i = 0; i + RUN <= n; i++) {
        int64_t best = -1;
        for (uint32_t p = places_first(&l->runs, w + i); p; p = l->runs.next[p - 1])
            if (same(l->gold + p - 1, w + i, RUN) &&
                (best < 0 ||
                 distance((int64_t)p - 1 - i, last) < distance(best - i, last)))
                best = (int64_t)p - 1;
        if (best < 0)
            continue;
        start[found++] = best - i;
        covered += i + RUN - (i > until ? i : until);
        until = i + RUN;
    }
    if (!found || covered * 2 < n)
        return false;
    qsort(start, found, sizeof *start, by_value);
    *at = start[found / 2] < 0 ? 0 : start[found / 2];
    return true;
}

static void find_sure(labeller *l)
{
    int64_t last = 0, at;
    for (uint32_t k = 0; k < l->blocks; k++) {
        uint32_t n = l->block[k].words;
        if (n < RUN || !half_covered(l, k, last, &at) ||
            (n <= LONG && !as_often_in_gold(l, k)))
            continue;
        l->from[k] = (uint32_t)at;
        l->to[k] = (uint32_t)at + n < l->golds ? (uint32_t)at + n : l->golds;
        for (uint32_t i = l->from[k]; i < l->to[k]; i++)
            l->used[i] = 1;
        l->block[k].label = 1;
        last = at + n;
    }
}

/* All of a block's words in gold between lo and hi, not taken yet: the first place or the
 * last; golds + 1: none. */
static uint32_t find(const labeller *l, uint32_t k, uint32_t lo, uint32_t hi,
                     bool from_end)
{
    uint32_t n = l->block[k].words, found = l->golds + 1;
    if (!n)
        return found;
    for (uint32_t p = places_first(&l->words, words_of(l, k)); p;
         p = l->words.next[p - 1]) {
        uint32_t at = p - 1;
        if (at < lo || at + n > hi || l->used[at] ||
            !same(l->gold + at, words_of(l, k), n))
            continue;
        found = at;
        if (!from_end)
            break;
    }
    return found;
}

static bool take(labeller *l, uint32_t k, uint32_t at)
{
    if (at > l->golds)
        return false;
    for (uint32_t i = at; i < at + l->block[k].words; i++)
        l->used[i] = 1;
    l->block[k].label = 1;
    return true;
}

/* Blocks from k to before `end`, forwards, between places lo and hi of gold. */
static void take_between(labeller *l, uint32_t k, uint32_t end, uint32_t lo, uint32_t hi)
{
    for (; k < end; k++) {
        uint32_t at = find(l, k, lo, hi, false);
        if (take(l, k, at))
            lo = at + l->block[k].words;
    }
}

static void take_by_place(labeller *l)
{
    uint32_t first = 0, n = l->blocks;
    while (first < n && !l->to[first])
        first++;
    if (first == n) {
        for (uint32_t k = 0; k < n; k++)
            take(l, k, find(l, k, 0, l->golds, false));
        return;
    }
    uint32_t hi = l->from[first] + 2;
    for (uint32_t k = first; k-- > 0;) {
        uint32_t at = find(l, k, 0, hi < l->golds ? hi : l->golds, true);
        if (take(l, k, at))
            hi = at + 1;
    }
    for (uint32_t k = first; k < n;) {
        uint32_t next = k + 1, lo = l->to[k] < 2 ? 0 : l->to[k] - 2;
        while (next < n && !l->to[next])
            next++;
        uint32_t end = next < n ? l->from[next] + 2 : l->golds;
        if (end < lo)
            end = lo + 40;
        take_between(l, k + 1, next, lo, end < l->golds ? end : l->golds);
        k = next;
    }
}

void fc_train_label(fc_train_set *set, fc_train_page *page)
{
    fc_arena *a = &set->scratch;
    labeller l = { .block = FC_LIST(&set->block, fc_train_block) + page->first,
                   .a = a,
                   .word = set->word.p,
                   .blocks = page->blocks,
                   .golds = (uint32_t)page->golds };
    if (!page->golds || !page->blocks)
        return;
    l.gold = FC_LIST(&set->gold, uint32_t) + page->gold;
    l.used = fc_zalloc(a, page->golds + 1, 1);
    l.from = fc_zalloc(a, page->blocks, sizeof *l.from);
    l.to = fc_zalloc(a, page->blocks, sizeof *l.to);
    places_open(&l.runs, l.gold, l.golds, RUN, a);
    places_open(&l.words, l.gold, l.golds, 1, a);
    find_sure(&l);
    take_by_place(&l);
}

/* ---------------------------------------------------------------- from lines */

/* A line may have been cut within its first and last word. */
static bool holds(const uint32_t *block, uint32_t blocks, const uint32_t *line,
                  uint32_t lines)
{
    uint32_t cut = lines > 4 ? 1 : 0, n = lines - 2 * cut;
    for (uint32_t i = 0; i + n <= blocks; i++)
        if (same(block + i, line + cut, n))
            return true;
    return false;
}

void fc_train_label_lines(fc_train_set *set, fc_train_page *page, fc_str lines)
{
    fc_train_block *b = FC_LIST(&set->block, fc_train_block) + page->first;
    float *weight = fc_zalloc(&set->keep, page->blocks, sizeof *weight);
    size_t from = set->gold.n;
    fc_str line;
    while (fc_str_split(&lines, '\n', &line)) {
        if (line.n < 2 || (line.p[0] != '+' && line.p[0] != '-'))
            continue;
        set->gold.n = from;
        uint32_t n = (uint32_t)fc_train_words(&set->gold, fc_str_sub(line, 1, line.n));
        const uint32_t *gold = FC_LIST(&set->gold, uint32_t) + from;
        for (uint32_t i = 0; n && i < page->blocks; i++)
            if (holds(FC_LIST(&set->word, uint32_t) + b[i].word, b[i].words, gold, n)) {
                weight[i] = b[i].weight;
                b[i].label = line.p[0] == '+';
            }
    }
    set->gold.n = from;
    for (uint32_t i = 0; i < page->blocks; i++)
        b[i].weight = weight[i];
}
