/* lang_model.c - opening, checking and writing a language model (format: lang_model.h).
 *
 * A file is untrusted: sizes are bounded before anything is added up, the checksum is
 * compared before any section is read, and floats must be finite and small. */
#include "classifiers/lang_model.h"

#include "base/binary.h"
#include "base/hash.h"
#include "base/str.h"
#include "classifiers/mapped.h"

#include <math.h>
#include <stdlib.h>

enum { HEADER = 64, CHECKED_FROM = 32, LARGEST = 1000000 };

static const char magic[8] = { 'f', 'i', 'l', 't', 'l', 'a', 'n', 'g' };

struct fc_lang_file {
    const char *name;
    fc_mapped mapped;
    const unsigned char *p;     /* its bytes */
    size_t n;
    char (*label)[FC_LANG_LABEL];
    float *floats;
    fc_err *err;                /* while it is being opened */
    fc_lang_model model;
};

static size_t padded(size_t n)
{
    return fc_padded(n, FC_LANG_ALIGN);
}

static size_t floats_of(const fc_lang_model *m)
{
    return 1 + FC_LANG_SHARP + m->classes + (size_t)m->classes * m->dim;
}

/* at: the byte of the file where it was found. */
static fc_rc refuse(const fc_lang_file *f, size_t at, const char *what, uint64_t found,
                    const char *expected)
{
    return fc_fail(f->err, FC_ECONFIG,
                   "language model %.200s: byte %zu: %s is %llu, expected %s", f->name,
                   at, what, (unsigned long long)found, expected);
}

/* ---------------------------------------------------------------- checks */

static fc_rc check_frame(const fc_lang_file *f)
{
    if (f->n < HEADER || memcmp(f->p, magic, sizeof magic) != 0)
        return fc_fail(f->err, FC_ECONFIG, "language model %.200s: not a filterc "
                                           "language model "
                       "(%zu bytes)", f->name, f->n);
    if (fc_load32(f->p + 8) != FC_LANG_VERSION)
        return refuse(f, 8, "the format version", fc_load32(f->p + 8),
                      "1: make it again");
    if (fc_load64(f->p + 16) != f->n)
        return fc_fail(f->err, FC_ECONFIG, "language model %.200s: has %zu bytes, its "
                                           "header says "
                       "%llu: it was cut or changed", f->name, f->n,
                       (unsigned long long)fc_load64(f->p + 16));
    if (fc_hash64(f->p + CHECKED_FROM, f->n - CHECKED_FROM, fc_hash64(f->p, 24, 0)) !=
        fc_load64(f->p + 24))
        return fc_fail(f->err, FC_ECONFIG, "language model %.200s: wrong checksum: the "
                                           "file was "
                       "damaged", f->name);
    if (fc_load32(f->p + 12) != FC_LANG_FEATURES)
        return refuse(f, 12, "the version of its features", fc_load32(f->p + 12),
                      "1: make it again with this filterc");
    return FC_OK;
}

static fc_rc check_sizes(fc_lang_file *f)
{
    fc_lang_model *m = &f->model;
    size_t text = fc_load32(f->p + 44);
    m->rows = fc_load32(f->p + 32);
    m->dim = fc_load32(f->p + 36);
    m->classes = fc_load32(f->p + 40);
    if (m->rows < 1 || m->rows > FC_LANG_MOST_ROWS)
        return refuse(f, 32, "rows", m->rows, "1 to 2^22");
    if (m->dim < 8 || m->dim > FC_LANG_MOST_DIM || m->dim % 8)
        return refuse(f, 36, "dim", m->dim, "8, 16 ... 64");
    if (m->classes < 1 || m->classes > FC_LANG_MOST_CLASSES)
        return refuse(f, 40, "classes", m->classes, "1 to 1024");
    if (text > f->n)
        return refuse(f, 44, "the length of its text", text, "less than the file");
    size_t want = HEADER + padded(text) + padded(4 * floats_of(m)) + padded(m->rows) +
                  padded((size_t)m->rows * m->dim);
    if (want != f->n)
        return refuse(f, 16, "the length", f->n, "what its header adds up to");
    return FC_OK;
}

/* ---------------------------------------------------------------- sections */

static fc_rc add_class(fc_lang_file *f, uint32_t i, fc_str line)
{
    fc_lang_model *m = &f->model;
    fc_str script;
    char name[5] = "";
    size_t at = (size_t)(line.p - (const char *)f->p);
    if (!fc_str_split(&line, ' ', &script) || script.n != 4 || line.n < 1 ||
        line.n >= FC_LANG_LABEL)
        return refuse(f, at, "a line that is no script and label, at class", i,
                      "\"Latn en\"");
    memcpy(name, script.p, 4);
    memcpy(f->label[i], line.p, line.n);
    unsigned number = fc_lang_script_number(name);
    if (!number)
        return refuse(f, at, "an unknown script, at class", i, "codes of ISO 15924");
    if (!m->groups || m->group[m->groups - 1].script != number) {
        for (uint32_t g = 0; g < m->groups; g++)
            if (m->group[g].script == number)
                return refuse(f, at, "a script in two places, at class", i, "one");
        m->group[m->groups++] = (fc_lang_group){ number, i, 0 };
    }
    m->group[m->groups - 1].n++;
    return FC_OK;
}

static fc_rc read_text(fc_lang_file *f)
{
    fc_lang_model *m = &f->model;
    fc_str rest = { (const char *)f->p + HEADER, fc_load32(f->p + 44) }, line;
    f->label = calloc(m->classes, sizeof *f->label);
    if (!f->label)
        return fc_fail(f->err, FC_ETRY, "no memory for a language model");
    m->label = (const char (*)[FC_LANG_LABEL])f->label;
    for (uint32_t i = 0; i < m->classes; i++) {
        if (!fc_str_split(&rest, '\n', &line))
            return refuse(f, HEADER + fc_load32(f->p + 44),
                          "the number of lines of its text", i, "one for each class");
        fc_rc rc = add_class(f, i, line);
        if (rc != FC_OK)
            return rc;
    }
    m->facts = fc_str_trim(rest);
    return FC_OK;
}

static fc_rc read_floats(fc_lang_file *f, size_t at)
{
    fc_lang_model *m = &f->model;
    size_t n = floats_of(m);
    f->floats = malloc(n * sizeof *f->floats);
    if (!f->floats)
        return fc_fail(f->err, FC_ETRY, "no memory for a language model");
    for (size_t i = 0; i < n; i++) {
        f->floats[i] = fc_load_float(f->p + at + 4 * i);
        if (!isfinite(f->floats[i]) || fabsf(f->floats[i]) > LARGEST)
            return refuse(f, at + 4 * i,
                          "a number that is not finite or too large, at float", i,
                          "numbers");
    }
    m->scale = f->floats[0];
    m->sharp = f->floats + 1;
    for (int i = 0; i < FC_LANG_SHARP; i++)
        if (m->sharp[i] < 0)
            return refuse(f, at + 4 * (size_t)(1 + i), "a negative sharpness, at bin",
                          (uint64_t)i, "none");
    m->bias = m->sharp + FC_LANG_SHARP;
    m->weight = m->bias + m->classes;
    return FC_OK;
}

static fc_rc read_model(fc_lang_file *f)
{
    fc_rc rc = check_frame(f);
    if (rc == FC_OK)
        rc = check_sizes(f);
    if (rc == FC_OK)
        rc = read_text(f);
    size_t at = HEADER + (rc == FC_OK ? padded(fc_load32(f->p + 44)) : 0);
    if (rc == FC_OK)
        rc = read_floats(f, at);
    if (rc != FC_OK)
        return rc;
    at += padded(4 * floats_of(&f->model));
    f->model.tag = f->p + at;
    f->model.vector = (const int8_t *)f->p + at + padded(f->model.rows);
    fc_lang_chars_init(&f->model.chars);
    return FC_OK;
}

/* ---------------------------------------------------------------- opening */

static fc_rc open_mapped(fc_mapped mapped, const char *name, fc_lang_file **file,
                         const fc_lang_model **model, fc_err *err)
{
    fc_lang_file *f = calloc(1, sizeof *f);
    if (!f) {
        fc_mapped_close(&mapped);
        return fc_fail(err, FC_ETRY, "no memory for a language model");
    }
    f->name = name;
    f->mapped = mapped;
    f->p = (const unsigned char *)mapped.bytes.p;
    f->n = mapped.bytes.n;
    f->err = err;
    fc_rc rc = read_model(f);
    f->err = NULL;
    if (rc != FC_OK) {
        fc_lang_close(f);
        return rc;
    }
    *file = f;
    *model = &f->model;
    return FC_OK;
}

fc_rc fc_lang_open(const char *path, fc_lang_file **file, const fc_lang_model **model,
                   fc_err *err)
{
    fc_mapped mapped;
    fc_rc rc = fc_mapped_open(&mapped, "language model", path, err);
    return rc == FC_OK ? open_mapped(mapped, path, file, model, err) : rc;
}

fc_rc fc_lang_open_bytes(const char *name, fc_str bytes, fc_lang_file **file,
                         const fc_lang_model **model, fc_err *err)
{
    fc_mapped mapped;
    fc_rc rc = fc_mapped_copy(&mapped, bytes, err);
    return rc == FC_OK ? open_mapped(mapped, name, file, model, err) : rc;
}

void fc_lang_close(fc_lang_file *f)
{
    if (!f)
        return;
    fc_mapped_close(&f->mapped);
    free(f->label);
    free(f->floats);
    free(f);
}

/* ---------------------------------------------------------------- writing */

void fc_lang_write(const fc_lang_model *m, fc_str text, fc_buf *out)
{
    const uint32_t head[] = {
        FC_LANG_VERSION, FC_LANG_FEATURES, 0, 0, 0, 0, m->rows, m->dim,
        m->classes,      (uint32_t)text.n, 0, 0, 0, 0
    };
    fc_buf_clear(out);
    fc_buf_add(out, magic, sizeof magic);
    fc_put32s(out, head, sizeof head / sizeof *head);
    fc_buf_str(out, text);
    fc_put_padding(out, FC_LANG_ALIGN);
    fc_put_floats(out, &m->scale, 1);
    fc_put_floats(out, m->sharp, FC_LANG_SHARP);
    fc_put_floats(out, m->bias, m->classes);
    fc_put_floats(out, m->weight, (size_t)m->classes * m->dim);
    fc_put_padding(out, FC_LANG_ALIGN);
    fc_buf_add(out, m->tag, m->rows);
    fc_put_padding(out, FC_LANG_ALIGN);
    fc_buf_add(out, m->vector, (size_t)m->rows * m->dim);
    fc_put_padding(out, FC_LANG_ALIGN);
    if (out->failed)
        return;
    fc_store64(out->p + 16, out->n);
    fc_store64(out->p + 24, fc_hash64(out->p + CHECKED_FROM, out->n - CHECKED_FROM,
                               fc_hash64(out->p, 24, 0)));
}
