/* class_words.c - see class_words.h. */
#include "extractors/class_words.h"

#include "base/bits.h"
#include "base/str.h"

enum { MAX_ATTRIBUTE = 300 };   /* bytes of a value that are looked at */

uint32_t fc_word_hash(fc_str word)
{
    uint32_t h = FC_WORD_BASIS;
    for (size_t i = 0; i < word.n; i++)
        h = (h ^ (unsigned char)fc_lower(word.p[i])) * FC_WORD_PRIME;
    return h;
}

bool fc_word_hash_next(const char **list, uint32_t *hash)
{
    const char *p = *list;
    uint32_t h = FC_WORD_BASIS;
    for (; *p && *p != ' '; p++)
        h = (h ^ (unsigned char)*p) * FC_WORD_PRIME;
    bool any = p > *list;
    *list = p + (*p == ' ');
    *hash = h;
    return any;
}

/* Words of class and id that stand for visitors' comments below a text, for formulas, for
 * code that is no <pre> (GeSHi's "kw1" and "sy0" in it), and for what a program
 * declares. */
static const struct {
    const char *words;
    uint16_t flag;
} noted_words[] = {
    { "comments comment disqus respond commentlist replies", FC_EL_COMMENT },
    { "katex math mathjax jax tex latex texhtml mjx mjxc formula equation displaymath",
      FC_EL_FORMULA },
    { "code mirror cm view ace crayon syntaxhighlighter highlight hljs linenums "
      "highlighttable rouge diff file geshi fragment memname listing lstlisting "
      "codecolorer kw sy",
      FC_EL_CODE },
    { "tsd src sig docblock docstring memproto", FC_EL_MEMBER },
};

uint16_t fc_class_word_flags(const fc_classes *c, uint32_t h)
{
    uint32_t i = h % FC_NOTED;
    while (c->noted[i].flag && c->noted[i].word != h)
        i = (i + 1) % FC_NOTED;
    return (uint16_t)c->noted[i].flag;
}

static void note_words(fc_classes *c)
{
    for (size_t k = 0; k < sizeof noted_words / sizeof *noted_words; k++) {
        const char *rest = noted_words[k].words;
        for (uint32_t h; fc_word_hash_next(&rest, &h);) {
            uint32_t i = h % FC_NOTED;
            while (c->noted[i].flag)
                i = (i + 1) % FC_NOTED;
            c->noted[i].word = h;
            c->noted[i].flag = noted_words[k].flag;
        }
    }
}

void fc_classes_init(fc_classes *c, fc_arena *a)
{
    c->class = fc_alloc(a, FC_CLASSES * sizeof *c->class);
    note_words(c);
}

/* What a byte is to a word of a class: no letter, one in lower case, a capital. */
enum { NO_LETTER, LOWER, CAPITAL };
#define EIGHT(x) x, x, x, x, x, x, x, x
static const uint8_t letters[256] = {
    ['A'] = EIGHT(CAPITAL), EIGHT(CAPITAL), EIGHT(CAPITAL), CAPITAL, CAPITAL,
    ['a'] = EIGHT(LOWER), EIGHT(LOWER), EIGHT(LOWER), LOWER, LOWER,
};
#undef EIGHT

/* "entry-content mainText" -> entry, content, main, text; 2 to 20 letters each. The hash
 * of the next one from *at on; false: no more. */
FC_INLINE bool next_word(fc_str value, size_t *at, uint32_t *hash)
{
    size_t n = value.n < MAX_ATTRIBUTE ? value.n : MAX_ATTRIBUTE;
    const unsigned char *p = (const unsigned char *)value.p + *at, *from;
    const unsigned char *end = (const unsigned char *)value.p + n;
    while (p < end) {
        if (letters[*p] == NO_LETTER) {
            p++;
            continue;
        }
        uint32_t h = FC_WORD_BASIS;
        unsigned before = CAPITAL;
        for (from = p; p < end; p++) {
            unsigned kind = letters[*p];
            if (kind == NO_LETTER || kind > before) /* "mainT" */
                break;
            h = (h ^ (*p | 0x20u)) * FC_WORD_PRIME;
            before = kind;
        }
        *at = (size_t)((const char *)p - value.p);
        *hash = h;
        if (p - from >= 2 && p - from <= 20)
            return true;
    }
    return false;
}

bool fc_class_word(fc_str value, size_t *at, uint32_t *hash)
{
    return next_word(value, at, hash);
}

/* Words for those who listen to a page, in its running text; the shortest first. */
bool fc_class_hides(fc_str class)
{
    static const fc_str words[] = { { "sr-only", 7 }, { "visually-hidden", 15 },
                                    { "screen-reader-text", 18 }, { "u-srOnly", 8 },
                                    { "visuallyhidden", 14 } };
    for (size_t i = 0; i + words[0].n <= class.n; i++) {
        char c = class.p[i];
        if (c != 's' && c != 'v' && c != 'u')
            continue;
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (c == words[k].p[0] &&
                fc_str_starts(fc_str_sub(class, i, class.n), words[k]))
                return true;
    }
    return false;
}

/* Where the words of a class are remembered; by its length and what it ends with, in
 * which classes of one page differ most. */
static unsigned class_place(fc_str value)
{
    uint64_t tail = 0;
    if (value.n >= sizeof tail)
        memcpy(&tail, value.p + value.n - sizeof tail, sizeof tail);
    else
        memcpy(&tail, value.p, value.n);
    tail = (tail ^ value.n) * 0x9E3779B97F4A7C15u;
    return (unsigned)(tail >> (64 - FC_CLASS_BITS));
}

/* Four of five classes were there before: with them remembered fc_page_elements takes .78
 * of the instructions. */
fc_class *fc_class_read(fc_classes *c, fc_str value)
{
    unsigned place = class_place(value);
    fc_class *w = &c->class[place];
    if (c->known[place] && fc_str_eq(w->value, value))
        return w;
    size_t at = 0;
    uint32_t h;
    uint64_t seen = 0;          /* bits of the words so far: most have another */
    uint16_t n = 0, flags = 0;
    for (int i = 0; i < FC_CLASS_WORDS && next_word(value, &at, &h); i++) {
        uint64_t bit = (uint64_t)1 << (h & 63);
        flags |= fc_class_word_flags(c, h);
        if (!(seen & bit) || !fc_word_among(w->word, n, h))
            w->word[n++] = h;
        seen |= bit;
    }
    c->known[place] = true;
    w->value = value;
    w->n = n;
    w->flags = flags;
    w->hides = FC_NOT_ASKED;
    w->key = 0;
    return w;
}

bool fc_node_has_class(const fc_dom *dom, uint32_t node, const char *name)
{
    fc_str rest = fc_dom_class(dom, node);
    size_t n = strlen(name);
    for (size_t i = 0; i < rest.n;) {
        while (i < rest.n && fc_is_space(rest.p[i]))
            i++;
        size_t from = i;
        while (i < rest.n && !fc_is_space(rest.p[i]))
            i++;
        if (i - from == n && fc_str_ieq(fc_str_sub(rest, from, i), (fc_str){ name, n }))
            return true;
    }
    return false;
}

bool fc_node_has_class_of(const fc_dom *dom, uint32_t node, const char *const *names,
                          size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fc_node_has_class(dom, node, names[i]))
            return true;
    return false;
}

fc_str fc_node_link_within(const fc_dom *dom, uint32_t node)
{
    fc_str to = { NULL, 0 };
    if (dom->node[node].tag == FC_TAG_A)
        to = fc_dom_attr(dom, node, "href");
    return to.n && to.p[0] == '#' ? to : (fc_str){ NULL, 0 };
}
