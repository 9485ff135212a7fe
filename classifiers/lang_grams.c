/* lang_grams.c - one pass from bytes to hashes. */
#include "classifiers/lang_grams.h"

#include "base/str.h"
#include "base/utf8.h"

#include <string.h>

enum { GRAMS = 5, UNSPACED_GRAMS = 3, EDGE = 1, LONGEST_WORD = 32, MOST = 8 };

#define STEP 0x9E3779B97F4A7C15u    /* odd: an injective step of a polynomial hash */

/* Spread what a polynomial gathered; the upper bits choose a row, the lowest eight are
 * its tag. */
static uint32_t mix(uint64_t h, unsigned kind)
{
    h = (h ^ (uint64_t)kind << 56) * 0xD6E8FEB86659FD93u;
    h ^= h >> 32;
    return (uint32_t)((h * 0xD6E8FEB86659FD93u) >> 32);
}

void fc_lang_grams_init(fc_lang_grams *g, const fc_lang_chars *chars,
                        void (*take)(void *user, const uint32_t *hash, size_t n),
                        void *user)
{
    static const char *const unspaced[5] = { "Hani", "Hira", "Kana", "Bopo", "Thai" };
    memset(g, 0, sizeof *g);
    g->chars = chars;
    for (int i = 0; i < 5; i++)
        g->unspaced[i] = fc_lang_script_number(unspaced[i]);
    g->take = take;
    g->user = user;
}

void fc_lang_grams_end(fc_lang_grams *g)
{
    if (g->n)
        g->take(g->user, g->hash, g->n);
    g->n = 0;
}

static void make_room(fc_lang_grams *g)
{
    if (g->n > FC_LANG_BLOCK - MOST)
        fc_lang_grams_end(g);
}

static bool is_unspaced(const fc_lang_grams *g, unsigned script)
{
    for (int i = 0; i < 5; i++)
        if (script == g->unspaced[i])
            return true;
    return false;
}

/* The word that is being read: hashes of the grams that end at its last character. */
typedef struct word {
    uint64_t gram[GRAMS + 1];   /* [n]: of the last n characters */
    uint64_t whole;
    size_t n;                   /* characters, its first edge included */
    unsigned grams;             /* the longest that are features */
} word;

static void push(fc_lang_grams *g, word *w, uint32_t code)
{
    for (unsigned k = GRAMS; k > 0; k--)
        w->gram[k] = (w->gram[k - 1] + code) * STEP;
    w->whole = (w->whole + code) * STEP;
    w->n++;
    make_room(g);
    for (unsigned k = code == EDGE ? 2 : 1; k <= w->grams && k <= w->n; k++)
        g->hash[g->n++] = mix(w->gram[k], k);
}

static void begin_word(const fc_lang_grams *g, word *w, unsigned script)
{
    memset(w, 0, sizeof *w);
    w->grams = is_unspaced(g, script) ? UNSPACED_GRAMS : GRAMS;
    if (w->grams == UNSPACED_GRAMS)
        return;
    w->n = 1;
    w->whole = w->gram[1] = EDGE * STEP;
}

static void end_word(fc_lang_grams *g, word *w)
{
    if (w->n && w->grams == GRAMS) {
        push(g, w, EDGE);
        g->single += w->n == 3;
        if (w->n > GRAMS && w->n <= LONGEST_WORD)
            g->hash[g->n++] = mix(w->whole, 7);
    }
    w->n = 0;
}

static void other(fc_lang_grams *g, uint32_t code)
{
    if (code <= ' ' || code >= 0x80)
        return;
    g->others++;
    make_room(g);
    g->hash[g->n++] = mix(code >= '0' && code <= '9' ? '0' : code, 0);
}

/* Soft hyphens, joiners, marks of direction and controls, which stand within words. (A
 * zero-width space may part words.) */
static bool is_unseen(uint32_t c)
{
    return c == 0xAD || c == 0xFEFF || (c >= 0x200E && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           (c < ' ' && !(c >= '\t' && c <= '\r')) || (c >= 0x7F && c < 0xA0 && c != 0x85);
}

static uint32_t folded(const fc_lang_chars *chars, uint32_t c)
{
    if (c < FC_LANG_FOLDED)
        return chars->fold[c];
    if ((c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A))
        return chars->fold[c - 0xFEE0];             /* of full width */
    return c == 0x2019 ? '\'' : c;
}

/* The end of an address whose colon is before i. Where no spaces are written the next
 * sentence follows it, and letters beyond ASCII in it are of the text's language. */
static size_t address_end(fc_str text, size_t i)
{
    if (!fc_str_starts(fc_str_sub(text, i, text.n), FC_STR("//")))
        return i;
    while (i < text.n && text.p[i] > ' ' && text.p[i] < 0x7F)
        i++;
    return i;
}

void fc_lang_grams_add(fc_lang_grams *g, fc_str text)
{
    const fc_lang_chars *chars = g->chars;
    word w = { { 0 }, 0, 0, 0 };
    for (size_t i = 0; i < text.n;) {
        uint32_t code = (unsigned char)text.p[i];
        i += code < 0x80
                 ? 1
                 : fc_utf8_decode(((fc_str){ text.p + i, text.n - i }), &code, NULL);
        unsigned script = fc_lang_script_of(chars, code, g->unspaced[0]);
        uint32_t low = folded(chars, code);
        if (script > 1) {
            g->letters[script]++;
            g->leads += (code & ~1u) == 0x420;
            g->kinds[low >> 6 & 3] |= (uint64_t)1 << (low & 63);
            if (!w.n)
                begin_word(g, &w, script);
        } else if (script == 0 || !w.n) {
            if (is_unseen(code))
                continue;
            end_word(g, &w);
            other(g, code);
            if (code == ':')
                i = address_end(text, i);
            continue;
        }
        push(g, &w, low);
    }
    end_word(g, &w);
}
