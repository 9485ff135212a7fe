/* model.c - opening and checking a model file; calibration.
 *
 * A file is untrusted: sizes are bounded before anything is added up, the checksum is
 * compared before any section is read, and floats must be finite. */
#include "classifiers/model.h"

#include "base/binary.h"
#include "base/hash.h"
#include "base/str.h"
#include "classifiers/model_facts.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEADER = 64, CHECKED_FROM = 32 };

struct fc_model_file {
    const char *name;
    void *map;                  /* the file, or a copy of bytes */
    bool mapped;
    size_t map_n;
    fc_arena mem;               /* names, labels and floats */
    fc_model model;
};

typedef struct reader {
    const char *name;
    const unsigned char *p;
    size_t n, at;
    fc_arena *mem;
    fc_err *err;
} reader;

static size_t padded(size_t n)
{
    return fc_padded(n, 8);
}

static fc_rc refuse(const reader *r, const char *what, uint64_t found,
                    const char *expected)
{
    return fc_fail(r->err, FC_ECONFIG, "model %.200s: %s is %llu, expected %s", r->name,
                   what, (unsigned long long)found, expected);
}

/* ---------------------------------------------------------------- header */

static fc_rc check_frame(const reader *r)
{
    if (r->n < HEADER || memcmp(r->p, "filterc\n", 8) != 0)
        return fc_fail(r->err, FC_ECONFIG, "model %.200s: not a filterc model (%zu "
                                           "bytes)",
                       r->name, r->n);
    if (fc_load32(r->p + 8) != FC_MODEL_VERSION)
        return refuse(r, "the format version", fc_load32(r->p + 8),
                      "2: train it again with this filterc");
    if (fc_load64(r->p + 16) != r->n)
        return fc_fail(r->err, FC_ECONFIG, "model %.200s: has %zu bytes, its header says "
                                           "%llu: "
                       "it was cut or changed", r->name, r->n,
                       (unsigned long long)fc_load64(r->p + 16));
    uint64_t sum =
        fc_hash64(r->p + CHECKED_FROM, r->n - CHECKED_FROM, fc_hash64(r->p, 24, 0));
    if (sum != fc_load64(r->p + 24))
        return fc_fail(r->err, FC_ECONFIG, "model %.200s: wrong checksum: the file was "
                                           "damaged",
                       r->name);
    if (fc_load32(r->p + 12) != FC_FEATURES_VERSION)
        return refuse(r, "the version of its features", fc_load32(r->p + 12),
                      "2: train it again with this filterc");
    return FC_OK;
}

static fc_rc check_sizes(const reader *r, fc_model *m)
{
    m->bits = fc_load32(r->p + 32);
    m->columns = fc_load32(r->p + 36);
    m->rows = fc_load32(r->p + 40);
    m->points = fc_load32(r->p + 48);
    m->facts.n = fc_load32(r->p + 52);
    m->window = fc_load32(r->p + 56);
    if (m->bits < FC_MODEL_MIN_BITS || m->bits > FC_MODEL_MAX_BITS)
        return refuse(r, "bits", m->bits, "8 to 22");
    if (m->columns < 1 || m->columns > FC_MODEL_MAX_COLUMNS)
        return refuse(r, "columns", m->columns, "1 to 1024");
    if (m->rows > fc_model_rows(m->bits))
        return refuse(r, "rows", m->rows, "at most those of its bitmap");
    if (fc_load32(r->p + 44) != FC_FAMILIES)
        return refuse(r, "families of features", fc_load32(r->p + 44), "5");
    if (fc_load32(r->p + 60) != 0)
        return refuse(r, "the end of the header", fc_load32(r->p + 60), "0");
    if (m->points < 2 || m->points > FC_MODEL_MAX_POINTS)
        return refuse(r, "points of the calibration", m->points, "2 to 1024");
    if (m->facts.n > r->n)
        return refuse(r, "the length of its facts", m->facts.n, "less than the file");
    return FC_OK;
}

static size_t floats_of(const fc_model *m)
{
    return FC_FAMILIES + 2 * (size_t)m->columns + 2 * (size_t)m->points;
}

static size_t size_of(const fc_model *m)
{
    return HEADER + padded(m->facts.n) + padded(4 * floats_of(m)) +
           padded(fc_model_rows(m->bits) / 8) + padded((size_t)m->rows * m->columns);
}

/* ---------------------------------------------------------------- sections */

static const float *take_floats(const float **next, size_t n)
{
    const float *v = *next;
    *next += n;
    return v;
}

static fc_rc read_floats(reader *r, fc_model *m)
{
    size_t n = floats_of(m);
    float *v = fc_alloc(r->mem, n * sizeof *v);
    const float *next = v;
    for (size_t i = 0; i < n; i++) {
        v[i] = fc_load_float(r->p + r->at + 4 * i);
        if (!isfinite(v[i]))
            return refuse(r, "a number that is not finite, at float", i,
                          "finite numbers");
    }
    m->alpha = take_floats(&next, FC_FAMILIES);
    m->scale = take_floats(&next, m->columns);
    m->bias = take_floats(&next, m->columns);
    m->x = take_floats(&next, m->points);
    m->y = take_floats(&next, m->points);
    r->at += padded(4 * n);
    return FC_OK;
}

static fc_rc check_order(const reader *r, const fc_model *m)
{
    for (uint32_t i = 1; i < m->points; i++)
        if (!(m->x[i] > m->x[i - 1]) || m->y[i] < m->y[i - 1])
            return refuse(r, "a falling calibration, at point", i, "a rising one");
    return FC_OK;
}

static fc_rc check_bitmap(const reader *r, const fc_model *m)
{
    uint32_t set = 0;
    for (size_t i = 0; i < fc_model_rows(m->bits) / 8; i++)
        for (unsigned b = m->bitmap[i]; b; b &= b - 1)
            set++;
    return set == m->rows ? FC_OK
                          : refuse(r, "the number of rows in its bitmap", set, "rows");
}

static fc_rc read_sections(reader *r, fc_model *m)
{
    fc_rc rc;
    if (size_of(m) != r->n)
        return refuse(r, "the length of its sections", size_of(m), "that of the file");
    m->facts.p = (const char *)r->p + HEADER;
    r->at = HEADER + padded(m->facts.n);
    if ((rc = read_floats(r, m)) != FC_OK || (rc = check_order(r, m)) != FC_OK)
        return rc;
    m->bitmap = r->p + r->at;
    r->at += padded(fc_model_rows(m->bits) / 8);
    m->weight = (const int8_t *)(r->p + r->at);
    if ((rc = check_bitmap(r, m)) != FC_OK)
        return rc;
    return fc_model_read_facts(r->name, m, r->mem, r->err);
}

/* ---------------------------------------------------------------- opening */

static fc_rc open_mapped(fc_model_file *f, const fc_model **model, fc_err *err)
{
    jmp_buf guard;
    reader r = { f->name, f->map, f->map_n, 0, &f->mem, err };
    fc_arena_guard(&f->mem, &guard);
    if (setjmp(guard))
        return fc_fail(err, FC_ETRY, "model %.200s: no memory", f->name);
    fc_rc rc = check_frame(&r);
    if (rc == FC_OK)
        rc = check_sizes(&r, &f->model);
    if (rc == FC_OK)
        rc = read_sections(&r, &f->model);
    fc_arena_guard(&f->mem, NULL);
    *model = &f->model;
    return rc;
}

static fc_rc new_file(const char *name, size_t n, int fd, fc_model_file **file,
                      fc_err *err)
{
    fc_model_file *f = calloc(1, sizeof *f);
    if (!f)
        return fc_fail(err, FC_ETRY, "model %.200s: no memory", name);
    fc_arena_init(&f->mem);
    f->name = name;
    f->map_n = n;
    f->mapped = fd >= 0;
    f->map = f->mapped ? mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0) : malloc(n);
    if (!f->map || f->map == MAP_FAILED) {
        free(f);
        return fc_fail(err, FC_EIO, "model %.200s: cannot be read", name);
    }
    *file = f;
    return FC_OK;
}

static fc_rc finish_open(fc_model_file *f, fc_model_file **file, const fc_model **model,
                         fc_err *err)
{
    fc_rc rc = open_mapped(f, model, err);
    *file = f;
    if (rc != FC_OK) {
        fc_model_close(f);
        *file = NULL;
        *model = NULL;
    }
    return rc;
}

fc_rc fc_model_open(const char *path, fc_model_file **file, const fc_model **model,
                    fc_err *err)
{
    struct stat st;
    fc_model_file *f = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fc_fail(err, FC_ENOINPUT, "model %.200s: %s", path, strerror(errno));
    fc_rc rc = FC_OK;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < HEADER ||
        st.st_size > FC_MODEL_MAX_BYTES)
        rc = fc_fail(err, FC_ECONFIG, "model %.200s: not a filterc model (its size)",
                     path);
    if (rc == FC_OK)
        rc = new_file(path, (size_t)st.st_size, fd, &f, err);
    close(fd);
    return rc == FC_OK ? finish_open(f, file, model, err) : rc;
}

fc_rc fc_model_open_bytes(const char *name, fc_str bytes, fc_model_file **file,
                          const fc_model **model, fc_err *err)
{
    fc_model_file *f;
    if (bytes.n < HEADER || bytes.n > FC_MODEL_MAX_BYTES)
        return fc_fail(err, FC_ECONFIG, "model %.200s: not a filterc model (%zu bytes)",
                       name, bytes.n);
    fc_rc rc = new_file(name, bytes.n, -1, &f, err);
    if (rc != FC_OK)
        return rc;
    memcpy(f->map, bytes.p, bytes.n);
    return finish_open(f, file, model, err);
}

void fc_model_close(fc_model_file *f)
{
    if (!f)
        return;
    if (f->mapped)
        munmap(f->map, f->map_n);
    else
        free(f->map);
    fc_arena_free(&f->mem);
    free(f);
}

/* ---------------------------------------------------------------- values */

size_t fc_model_rows(uint32_t bits)
{
    return ((size_t)1 << bits) + FC_STEP_ROWS;
}

double fc_model_calibrate(const fc_model *m, double v)
{
    uint32_t i = 1;
    while (i + 1 < m->points && v > m->x[i])
        i++;
    double slope = (m->y[i] - m->y[i - 1]) / ((double)m->x[i] - m->x[i - 1]);
    double y = m->y[i - 1] + slope * (v - m->x[i - 1]);
    return y >= m->lo ? (y <= m->hi ? y : m->hi) : m->lo; /* NAN gives lo */
}
