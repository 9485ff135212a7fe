/* model_facts.c - name, target, kind, labels and range out of a model's JSON. */
#include "classifiers/model_facts.h"

#include "base/str.h"

#include <jansson.h>
#include <math.h>

static fc_rc refuse(const char *file, const char *what, fc_err *err)
{
    return fc_fail(err, FC_ECONFIG, "model %.200s: its facts have no valid %s", file,
                   what);
}

/* Names become attributes: letters, digits, '_' and '-'. */
static const char *take_name(const json_t *facts, const char *key, fc_arena *mem)
{
    fc_str s = fc_str_of(json_string_value(json_object_get(facts, key)));
    if (s.n < 1 || s.n > 64)
        return NULL;
    for (size_t i = 0; i < s.n; i++) {
        char c = fc_lower(s.p[i]);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'))
            return NULL;
    }
    return fc_copy(mem, s).p;
}

static bool take_labels(const json_t *facts, fc_model *m, fc_arena *mem)
{
    const json_t *list = json_object_get(facts, "labels");
    if (json_array_size(list) != m->columns || m->columns < 2)
        return false;
    const char **labels = fc_zalloc(mem, m->columns + 1, sizeof *labels);
    for (uint32_t i = 0; i < m->columns; i++) {
        fc_str s = fc_str_of(json_string_value(json_array_get(list, i)));
        if (s.n < 1 || s.n > 256)
            return false;
        labels[i] = fc_copy(mem, s).p;
    }
    m->labels = labels;
    m->lo = 0;
    m->hi = 1;
    m->pass = NAN;
    return true;
}

static bool take_range(const json_t *facts, fc_model *m)
{
    const json_t *range = json_object_get(facts, "range");
    m->lo = json_number_value(json_array_get(range, 0));
    m->hi = json_number_value(json_array_get(range, 1));
    const json_t *pass = json_object_get(json_object_get(facts, "pass"), "at");
    m->pass = json_is_number(pass) ? json_number_value(pass) : NAN;
    return json_array_size(range) == 2 && m->lo < m->hi && m->columns == 1 &&
           m->lo >= -FC_MODEL_MOST_SCORE && m->hi <= FC_MODEL_MOST_SCORE;
}

static fc_rc take_all(const char *file, const json_t *facts, fc_model *m, fc_arena *mem,
                      fc_err *err)
{
    fc_str kind = fc_str_of(json_string_value(json_object_get(facts, "kind")));
    m->name = take_name(facts, "name", mem);
    m->target = take_name(facts, "target", mem);
    if (!m->name || !m->target)
        return refuse(file, "name and target", err);
    if (fc_str_is(kind, "score")) {
        m->kind = FC_MODEL_SCORE;
        return take_range(facts, m) ? FC_OK : refuse(file, "range", err);
    }
    m->kind = FC_MODEL_CHOICE;
    if (!fc_str_is(kind, "choice"))
        return refuse(file, "kind (score or choice)", err);
    return take_labels(facts, m, mem) ? FC_OK
                                      : refuse(file, "labels, one per column", err);
}

fc_rc fc_model_read_facts(const char *file, fc_model *m, fc_arena *mem, fc_err *err)
{
    jmp_buf guard, *outer = fc_arena_guard(mem, &guard);
    json_t *volatile facts = NULL;
    volatile fc_rc rc = FC_OK;
    if (setjmp(guard) == 0) {
        facts = json_loadb(m->facts.p, m->facts.n, JSON_REJECT_DUPLICATES, NULL);
        rc = json_is_object(facts) ? take_all(file, facts, m, mem, err)
                                   : refuse(file, "JSON object", err);
    } else {
        rc = fc_fail(err, FC_ETRY, "model %.200s: no memory", file);
    }
    json_decref(facts);
    fc_arena_guard(mem, outer);
    return rc;
}
