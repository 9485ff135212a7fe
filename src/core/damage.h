/* damage.h - where the inputs of a run were damaged: the first place in each of the first
 * few inputs, and how many more places and inputs there were. Of fixed size, whatever the
 * inputs are. */
#ifndef FC_CORE_DAMAGE_H
#define FC_CORE_DAMAGE_H

#include "filterc.h"

enum { FC_DAMAGE_INPUTS = 3 };  /* that are told of one by one */

typedef struct fc_damage {
    uint64_t inputs;            /* that were damaged */
    size_t last;                /* number of the last of them, from 1 */
    bool kept;                  /* --rejects has all places */
    struct {
        char where[400];        /* "FILE: byte 12: bad-line: ..." */
        uint64_t places;
    } input[FC_DAMAGE_INPUTS];
} fc_damage;

/* An item was dropped by its reader. Input numbers, from 1, never fall; `name` is the
 * input's. Reasons that are no damage (a second mail with the same id) do not count. */
void fc_damage_add(fc_damage *d, size_t number, const char *name, const fc_doc *doc,
                   const fc_reason *why);
/* A line for each of the first inputs, and one for the others. */
void fc_damage_text(const fc_damage *d, fc_buf *out);

#endif
