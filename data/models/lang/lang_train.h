/* lang_train.h - the parts of the program that trains lang.lid. It is a tool, not a part
 * of the library: it prints, and ends the process when something is wrong. */
#ifndef LANG_TRAIN_H
#define LANG_TRAIN_H

#include "classifiers/lang_detect.h"

enum { SOURCES = 24, SETS = 16, CLASSES = FC_LANG_MOST_CLASSES, MOST_FEATURES = 8192 };

/* Lines of one source within a class. */
typedef struct lines {
    fc_str *v;
    size_t n, cap;
    uint64_t bytes;
} lines;

/* A label in one script. */
typedef struct label_class {
    char label[FC_LANG_LABEL];
    unsigned script;
    lines by[SOURCES];
    uint64_t bytes;
    int set;                    /* of labels that are hard to tell apart; 0: none */
    double times;               /* it is drawn so many times as often */
} label_class;

typedef struct corpus {
    const fc_lang_chars *chars;
    fc_lang_grams *grams;
    label_class *class;               /* those of a script together */
    uint32_t n;
    fc_lang_group group[FC_LANG_SCRIPTS];
    uint32_t groups;
    uint32_t group_of[CLASSES];
    uint32_t in_set[FC_LANG_SCRIPTS][SETS];     /* classes, by group and set */
    char source[SOURCES][24];
    int sources;
} corpus;

/* Features of one text. */
typedef struct features {
    uint32_t hash[MOST_FEATURES];
    size_t n;
} features;

/* The model while it is trained. */
typedef struct network {
    uint32_t rows, dim;
    uint8_t *tag;
    float *vector, *weight, *bias;
} network;

typedef struct settings {
    const char *folder, *out;
    uint32_t rows, dim;
    long examples;
    double rate, drop, power;   /* step; features left out; classes are drawn by
                                   bytes^power */
} settings;

void die(const char *what, const char *name);
uint32_t draw32(void);          /* one generator, always in the same state at the
                                   beginning */
double draw(void);

/* corpus.c: train.tsv of prepare.py. */
void corpus_load(corpus *c, const char *folder);
char *read_file(const char *folder, const char *name, size_t *n);
/* The next line (label, source, text) of a .tsv; false at the end. */
bool next_line(char **at, char *end, fc_str *label, fc_str *source, fc_str *text);
/* Features of a text; returns its script. */
unsigned features_of(const corpus *c, fc_str text, features *f);

/* rows.c: which feature gets which row. */
void rows_choose(const corpus *c, network *net);
/* Rows of the features that have one. */
size_t rows_of(const network *net, const features *f, uint32_t *row);

/* descent.c: stochastic gradient descent on the lines. */
void net_train(const corpus *c, const settings *s, network *net);

#endif
