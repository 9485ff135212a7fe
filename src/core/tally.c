/* tally.c - see tally.h. */
#include "core/tally.h"

#include "base/hash.h"
#include "base/str.h"

#include <math.h>
#include <stdlib.h>

fc_tally *fc_tally_new(void)
{
    fc_tally *t = calloc(1, sizeof *t);
    if (t)
        fc_arena_init(&t->mem);
    return t;
}

void fc_tally_free(fc_tally *t)
{
    if (!t)
        return;
    fc_arena_free(&t->mem);
    free(t);
}

/* ---------------------------------------------------------------- counting */

void fc_count_add(fc_count *to, fc_count more)
{
    to->documents += more.documents;
    to->bytes += more.bytes;
}

fc_tally_column *fc_tally_column_of(fc_tally *t, fc_str attr)
{
    for (size_t i = 0; i < t->n; i++)
        if (fc_str_eq(t->column[i].attr, attr))
            return &t->column[i];
    t->column = fc_room(&t->mem, t->column, t->n, &t->cap, sizeof *t->column);
    fc_tally_column new = { .attr = fc_copy(&t->mem, attr) };
    t->column[t->n] = new;
    return &t->column[t->n++];
}

static uint32_t *find_slot(const fc_tally_column *c, fc_str name, bool is_number)
{
    size_t at = fc_hash3(name.p, name.n) & (c->slots - 1);
    for (; c->slot[at]; at = (at + 1) & (c->slots - 1)) {
        const fc_tally_value *v = &c->value[c->slot[at] - 1];
        if (v->is_number == is_number && fc_str_eq(v->name, name))
            break;
    }
    return &c->slot[at];
}

static void make_slots(fc_arena *a, fc_tally_column *c)
{
    c->slot = fc_zalloc(a, c->slots, sizeof *c->slot);
    for (size_t i = 0; i < c->n; i++)
        *find_slot(c, c->value[i].name, c->value[i].is_number) = (uint32_t)i + 1;
}

static void grow(fc_arena *a, fc_tally_column *c)
{
    c->value = fc_room(a, c->value, c->n, &c->cap, sizeof *c->value);
    c->slots = c->cap * 2;
    make_slots(a, c);
}

static void add_value(fc_arena *a, fc_tally_column *c, const fc_tally_value *seen)
{
    if (c->n == c->cap)
        grow(a, c);
    uint32_t *slot = find_slot(c, seen->name, seen->is_number);
    if (!*slot && c->n == FC_TALLY_VALUES) {
        c->too_many = true;
        c->n = 0;
        return;
    }
    if (!*slot) {
        c->value[c->n] = *seen;
        c->value[c->n].name = fc_copy(a, seen->name);
        *slot = (uint32_t)++c->n;
    } else {
        fc_count_add(&c->value[*slot - 1].count, seen->count);
    }
}

void fc_tally_add(fc_tally *t, fc_str attr, const fc_value *value, fc_count count)
{
    char digits[32];
    fc_tally_column *c = fc_tally_column_of(t, attr);
    fc_tally_value seen = { .count = count };
    fc_count_add(&c->all, count);
    if (!value || value->type == FC_NONE ||
        (value->type == FC_NUM && !(fabs(value->num) <= FC_TALLY_LARGEST))) {
        fc_count_add(&c->missing, count);
        return;
    }
    fc_value v = *value;
    seen.is_number = v.type == FC_NUM;
    seen.number = v.num += 0.0;     /* -0 is 0 */
    seen.name = fc_value_text(&v, digits);
    if (!c->too_many)
        add_value(&t->mem, c, &seen);
}

/* ---------------------------------------------------------------- looking */

const fc_tally_column *fc_tally_kept_of(const fc_tally *t, const fc_tally_column *kept)
{
    fc_str name = kept->attr, suffix = FC_STR(FC_COUNT_KEPT);
    if (!fc_str_ends(name, suffix))
        return NULL;
    name.n -= suffix.n;
    for (size_t i = 0; i < t->n; i++)
        if (fc_str_eq(t->column[i].attr, name))
            return &t->column[i];
    return NULL;
}

fc_count fc_tally_count_of(const fc_tally_column *c, fc_str name)
{
    uint32_t place = c->n ? *find_slot(c, name, false) : 0;
    return place ? c->value[place - 1].count : (fc_count){ 0, 0 };
}

static int by_value(const void *a, const void *b)
{
    const fc_tally_value *x = a, *y = b;
    if (x->is_number != y->is_number)
        return x->is_number ? -1 : 1;
    if (x->is_number)
        return x->number < y->number ? -1 : x->number > y->number;
    return fc_str_order(x->name, y->name);
}

void fc_tally_sort(fc_tally *t)
{
    for (size_t i = 0; i < t->n; i++) {
        fc_tally_column *c = &t->column[i];
        if (!c->n)
            continue;
        qsort(c->value, c->n, sizeof *c->value, by_value);
        memset(c->slot, 0, c->slots * sizeof *c->slot);
        for (size_t k = 0; k < c->n; k++)
            *find_slot(c, c->value[k].name, c->value[k].is_number) = (uint32_t)k + 1;
    }
}

bool fc_tally_quantile(const fc_tally_column *c, double share, double *value)
{
    uint64_t all = 0, so_far = 0;
    size_t n = 0;
    for (; n < c->n && c->value[n].is_number; n++)
        all += c->value[n].count.documents;
    for (size_t i = 0; i < n; i++) {
        so_far += c->value[i].count.documents;
        *value = c->value[i].number;
        if ((double)so_far >= share * (double)all)
            break;
    }
    return n > 0;
}

/* ---------------------------------------------------------------- text */

enum { SHOWN = 5 };

static double share(uint64_t part, uint64_t all)
{
    return all ? 100.0 * (double)part / (double)all : 0;
}

/* On its line, and without what a terminal would obey: values come from the input. */
static void put_name(fc_str name, fc_buf *out)
{
    for (size_t i = 0; i < name.n; i++)
        fc_buf_char(out, fc_is_control(name.p[i]) ? ' ' : name.p[i]);
}

/* The values that most documents have. */
static void put_most(const fc_tally_column *c, fc_buf *out)
{
    uint64_t below = UINT64_MAX;
    const char *sep = " ";
    size_t shown = 0;
    while (shown < SHOWN) {
        uint64_t most = 0;
        for (size_t i = 0; i < c->n; i++)
            if (c->value[i].count.documents < below &&
                c->value[i].count.documents > most)
                most = c->value[i].count.documents;
        if (!most)
            break;
        for (size_t i = 0; i < c->n && shown < SHOWN; i++)
            if (c->value[i].count.documents == most) {
                fc_buf_text(out, sep);
                put_name(c->value[i].name, out);
                fc_buf_printf(out, " %.0f%%", share(most, c->all.documents));
                sep = ", ";
                shown++;
            }
        below = most;
    }
    if (shown < c->n)
        fc_buf_printf(out, ", %zu more", c->n - shown);
}

static void put_quantiles(const fc_tally_column *c, fc_buf *out)
{
    static const struct {
        double share;
        const char *name;
    } told[] = { { 0, "least" }, { .1, "10%" }, { .5, "median" }, { .9, "90%" },
                 { 1, "most" } };
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        char digits[32];
        double v = 0;
        if (!fc_tally_quantile(c, told[i].share, &v))
            return;
        digits[fc_num_format(v, digits)] = '\0';
        fc_buf_printf(out, "%s %s %s", i ? "," : "", told[i].name, digits);
    }
}

/* Of which values the least and the greatest share is kept: is one starved? */
static void put_kept(const fc_tally_column *c, const fc_tally_column *of, fc_buf *out)
{
    size_t least = 0, most = 0;
    double low = 101, high = -1;
    for (size_t i = 0; i < of->n; i++) {
        double s = share(fc_tally_count_of(c, of->value[i].name).documents,
                         of->value[i].count.documents);
        if (s < low) {
            low = s;
            least = i;
        }
        if (s > high) {
            high = s;
            most = i;
        }
    }
    fc_buf_printf(out, " %.1f%% of all", share(c->all.documents, of->all.documents));
    if (!of->n)
        return;
    fc_buf_printf(out, "; least %.1f%% of ", low);
    put_name(of->value[least].name, out);
    fc_buf_printf(out, ", most %.1f%% of ", high);
    put_name(of->value[most].name, out);
}

void fc_tally_text(fc_tally *t, fc_buf *out)
{
    fc_tally_sort(t);
    for (size_t i = 0; i < t->n; i++) {
        const fc_tally_column *c = &t->column[i], *of = fc_tally_kept_of(t, c);
        fc_buf_text(out, "  ");
        put_name(c->attr, out);
        fc_buf_char(out, ':');
        if (of)
            put_kept(c, of, out);
        else if (c->too_many)
            fc_buf_printf(out, " more than %d values", FC_TALLY_VALUES);
        else if (c->n && c->value[c->n - 1].is_number)
            put_quantiles(c, out);
        else if (c->n)
            put_most(c, out);
        if (c->missing.documents)
            fc_buf_printf(out, "%s missing %.0f%%", c->n || c->too_many ? "," : "",
                          share(c->missing.documents, c->all.documents));
        fc_buf_char(out, '\n');
    }
}
