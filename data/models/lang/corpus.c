/* corpus.c - lines by label, script and source. */
#include "base/str.h"
#include "lang_train.h"

#include <stdio.h>
#include <stdlib.h>

enum { FEWEST_BYTES = 6000, FEWEST_LINES = 50 };

/* Labels that are hard to tell apart: they are drawn more often, and features that tell
 * them from each other get rows. Less often sh, whose texts are those of bs, hr and sr,
 * and labels that writers of a larger neighbour hardly ever mean. */
static const struct {
    const char *label;
    int set;
    double times;
} kin[] = {
    { "bs", 1, 2.9 }, { "hr", 1, 2.4 }, { "sr", 1, 1.7 }, { "sh", 0, .12 },
    { "id", 2, 3 }, { "ms", 2, 3 },
    { "nb", 3, 1.5 }, { "nn", 3, 2.2 }, { "da", 3, 1.5 },
    { "zu", 4, 1.2 }, { "xh", 4, 2 }, { "ss", 4, 2.5 },
    { "ar", 5, 2.5 }, { "arz", 5, 1 },
    { "zh", 6, 1.5 }, { "yue", 6, 2.4 }, { "wuu", 6, 1 }, { "lzh", 0, .5 },
    { "bho", 7, 1.5 }, { "mai", 7, 1.5 }, { "hi", 7, 1 }, { "mag", 7, 1 },
    { "ast", 8, 1 }, { "gl", 8, 1 }, { "es", 8, 1 }, { "pt", 8, 1 },
    { "oc", 9, 1 }, { "ca", 9, 1 },
    { "rn", 10, 1.5 }, { "rw", 10, 1 },
    { "tn", 11, 1.5 }, { "st", 11, 1.5 }, { "nso", 11, 1 },
    { "bo", 0, 2 }, { "sk", 0, 2 }, { "sl", 0, 1.5 }, { "en", 0, 2 },
    { "ff", 0, 2 }, { "bem", 0, 2 }, { "sm", 0, 2 }, { "und", 0, 1.5 },
    { "dty", 0, .5 }, { "sco", 0, .5 }, { "pcm", 0, .5 }, { "ie", 0, .5 },
};

void die(const char *what, const char *name)
{
    fprintf(stderr, "lang_train: %s: %s\n", name, what);
    exit(1);
}

char *read_file(const char *folder, const char *name, size_t *n)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        die("cannot be read", path);
    *n = (size_t)ftell(f);
    rewind(f);
    char *p = malloc(*n + 1);
    if (!p || fread(p, 1, *n, f) != *n)
        die("cannot be read", path);
    fclose(f);
    return p;
}

bool next_line(char **at, char *end, fc_str *label, fc_str *source, fc_str *text)
{
    fc_str rest = { *at, (size_t)(end - *at) };
    if (!rest.n || !fc_str_split(&rest, '\n', text))
        return false;
    *at = rest.p ? *at + text->n + 1 : end;
    return fc_str_split(text, '\t', label) && fc_str_split(text, '\t', source);
}

static void take(void *user, const uint32_t *hash, size_t n)
{
    features *f = user;
    for (size_t i = 0; i < n && f->n < MOST_FEATURES; i++)
        f->hash[f->n++] = hash[i];
}

unsigned features_of(const corpus *c, fc_str text, features *f)
{
    f->n = 0;
    fc_lang_grams_init(c->grams, c->chars, take, f);
    fc_lang_grams_add(c->grams, text);
    fc_lang_grams_end(c->grams);
    uint64_t letters;
    return fc_lang_main_script(c->grams, &letters);
}

static label_class *find_class(corpus *c, fc_str label, unsigned script)
{
    for (uint32_t i = 0; i < c->n; i++)
        if (c->class[i].script == script && fc_str_is(label, c->class[i].label))
            return &c->class[i];
    if (c->n == CLASSES || label.n >= FC_LANG_LABEL)
        die("too many labels, or too long ones", "train.tsv");
    label_class *made = &c->class[c->n++];
    memcpy(made->label, label.p, label.n);
    made->times = 1;
    for (size_t i = 0; i < sizeof kin / sizeof *kin; i++)
        if (fc_str_is(label, kin[i].label)) {
            made->set = kin[i].set;
            made->times = kin[i].times;
        }
    made->script = script;
    return made;
}

static int find_source(corpus *c, fc_str name)
{
    int i = 0;
    while (i < c->sources && !fc_str_is(name, c->source[i]))
        i++;
    if (i == SOURCES || name.n >= sizeof c->source[0])
        die("too many sources, or too long names", "train.tsv");
    if (i == c->sources)
        memcpy(c->source[c->sources++], name.p, name.n);
    return i;
}

static void add_line(label_class *class, int source, fc_str text)
{
    lines *l = &class->by[source];
    if (l->n == l->cap) {
        l->cap = l->cap ? 2 * l->cap : 64;
        l->v = realloc(l->v, l->cap * sizeof *l->v);
        if (!l->v)
            die("no memory", "train.tsv");
    }
    l->v[l->n++] = text;
    l->bytes += text.n;
    class->bytes += text.n;
}

static size_t lines_of(const label_class *class)
{
    size_t n = 0;
    for (int s = 0; s < SOURCES; s++)
        n += class->by[s].n;
    return n;
}

static int by_script(const void *a, const void *b)
{
    const label_class *x = a, *y = b;
    return x->script != y->script ? (x->script < y->script ? -1 : 1)
                                  : strcmp(x->label, y->label);
}

/* Drop what is too little to learn from (a stray line in another script, say); the rest
 * by script. */
static void set_groups(corpus *c)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        if (c->class[i].bytes >= FEWEST_BYTES && lines_of(&c->class[i]) >= FEWEST_LINES)
            c->class[n++] = c->class[i];
    }
    c->n = n;
    qsort(c->class, c->n, sizeof *c->class, by_script);
    for (uint32_t i = 0; i < c->n; i++) {
        if (!i || c->class[i].script != c->class[i - 1].script)
            c->group[c->groups++] = (fc_lang_group){ c->class[i].script, i, 0 };
        c->group[c->groups - 1].n++;
        c->group_of[i] = c->groups - 1;
        c->in_set[c->groups - 1][c->class[i].set]++;
    }
}

void corpus_load(corpus *c, const char *folder)
{
    size_t n;
    char *at = read_file(folder, "train.tsv", &n), *end = at + n;
    fc_str label, source, text;
    static features f;
    c->class = calloc(CLASSES, sizeof *c->class);
    c->grams = malloc(sizeof *c->grams);
    if (!c->class || !c->grams)
        die("no memory", "train.tsv");
    while (next_line(&at, end, &label, &source, &text)) {
        unsigned script = features_of(c, text, &f);
        if (script)
            add_line(find_class(c, label, script), find_source(c, source), text);
    }
    set_groups(c);
}
