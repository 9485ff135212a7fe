/* tally.h - how many documents, and bytes of text, had each value of an attribute.
 *
 * Values are counted as they are, so whoever counts numbers cuts them to few digits
 * first. Tallies add up in any order and grouping. An attribute of which more than
 * FC_TALLY_VALUES values were seen has only its totals from then on: which values came
 * first then makes no difference. */
#ifndef FC_CORE_TALLY_H
#define FC_CORE_TALLY_H

#include "base/arena.h"

#define FC_TALLY_LARGEST 1e300     /* number; so that differences of numbers are some */

enum { FC_TALLY_VALUES = 10000, FC_TALLY_COLUMNS = 256 };

typedef struct fc_count {
    uint64_t documents, bytes;
} fc_count;

typedef struct fc_tally_value {
    fc_str name;                /* a number's shortest text */
    bool is_number;
    double number;
    fc_count count;
} fc_tally_value;

typedef struct fc_tally_column {
    fc_str attr;
    fc_count all, missing;      /* all: the missing too */
    bool too_many;              /* values: none is told */
    fc_tally_value *value;
    size_t n, cap;
    uint32_t *slot;             /* place of a value + 1, by hash; 0: free */
    size_t slots;
} fc_tally_column;

typedef struct fc_tally {
    fc_arena mem;
    fc_tally_column *column;    /* in the order in which they were counted first */
    size_t n, cap;
} fc_tally;

/* NULL: no memory. */
fc_tally *fc_tally_new(void);
void fc_tally_free(fc_tally *t);
/* Count documents with this value; NULL, FC_NONE and too large numbers: they have none.
 * Strings are copied. Leaves by the guard of `mem` when there is no memory. */
void fc_tally_add(fc_tally *t, fc_str attr, const fc_value *value, fc_count count);
/* Its column, made when there is none. */
fc_tally_column *fc_tally_column_of(fc_tally *t, fc_str attr);
void fc_count_add(fc_count *to, fc_count more);
/* The column whose documents this one has the kept ones of (FC_COUNT_KEPT), or NULL. */
const fc_tally_column *fc_tally_kept_of(const fc_tally *t, const fc_tally_column *kept);
/* What is counted of a name, not of a number, in the column; zeros when it has none. */
fc_count fc_tally_count_of(const fc_tally_column *c, fc_str name);
/* Values by number, then by name. */
void fc_tally_sort(fc_tally *t);
/* The least value at which this share of the numbers is reached. False: there are none.
 * Sorted only. */
bool fc_tally_quantile(const fc_tally_column *c, double share, double *value);
/* A list of columns (the tally is sorted then), and adding up such a list, under the
 * guards of both. False: it is none. */
void fc_tally_json(fc_tally *t, fc_buf *out);
bool fc_tally_read(fc_tally *t, fc_str list, fc_arena *scratch);
/* A line for each column. */
void fc_tally_text(fc_tally *t, fc_buf *out);

#endif
