/* class_words.h - the words in values of class and id: "entry-content mainText" has
 * entry, content, main and text. A page has few values of class, each many times, so the
 * words of a value are remembered. */
#ifndef FC_EXTRACTORS_CLASS_WORDS_H
#define FC_EXTRACTORS_CLASS_WORDS_H

#include "extractors/page.h"

#define FC_WORD_BASIS 2166136261u   /* FNV-1a: see fc_word_hash */
#define FC_WORD_PRIME 16777619u

enum {
    FC_CLASS_WORDS = 14,    /* of a value; more are the noise of utility style sheets */
    FC_CLASS_BITS = 8, FC_CLASSES = 1 << FC_CLASS_BITS, /* values that are remembered */
    FC_NOTED = 1 << 8       /* slots for the words that set a flag */
};

/* The words of a value of class, each once, and the flags they set. */
typedef struct fc_class {
    fc_str value;
    uint32_t word[FC_CLASS_WORDS];
    uint16_t n, flags;      /* FC_EL_... */
    uint8_t hides;          /* fc_class_hides when somebody asked, else FC_NOT_ASKED */
    uint16_t tag;           /* for the caller, as the key, which is 0 at first: an element
                               that had it and no other words before */
    uint32_t key;
} fc_class;

enum { FC_NOT_ASKED = 2 };

typedef struct fc_classes {
    fc_class *class;        /* FC_CLASSES, by hash of the value; one displaces
                               another */
    bool known[FC_CLASSES]; /* which of them are filled in */
    struct {
        uint32_t word, flag;
    } noted[FC_NOTED];      /* by the low bits of the word's hash, or behind */
} fc_classes;

/* c is all zero; what it remembers lives in the arena. */
void fc_classes_init(fc_classes *c, fc_arena *a);
/* Valid until the next call: another value may displace it. */
fc_class *fc_class_read(fc_classes *c, fc_str value);
/* The flags (FC_EL_...) that a word sets, by its hash. */
uint16_t fc_class_word_flags(const fc_classes *c, uint32_t hash);
/* The hash of the next word of a value from *at on, 2 to 20 letters; false: no more. */
bool fc_class_word(fc_str value, size_t *at, uint32_t *hash);
/* A class for those who listen to a page. */
bool fc_class_hides(fc_str value);

static inline bool fc_word_among(const uint32_t *word, size_t n, uint32_t hash)
{
    for (size_t i = 0; i < n; i++)
        if (word[i] == hash)
            return true;
    return false;
}

#endif
