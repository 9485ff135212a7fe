/* damage.c - see damage.h. */
#include "core/damage.h"

#include "base/str.h"

#include <inttypes.h>
#include <stdio.h>

/* Readers share the names of their reasons: these say that bytes are not what they should
 * be; the others, that something whole is not wanted or not allowed. */
static bool is_damage(const fc_reason *why)
{
    static const char *const names[] = { "truncated", "damaged-member", "garbage" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(why->name, names[i]) == 0)
            return true;
    return strncmp(why->name, "bad-", 4) == 0;
}

/* Names of members come from the input, and the line goes to a terminal. */
static void mask(char *s)
{
    for (; *s; s++)
        if (fc_is_control(*s))
            *s = '?';
}

void fc_damage_add(fc_damage *d, size_t number, const char *name, const fc_doc *doc,
                   const fc_reason *why)
{
    const fc_record *rec = doc->rec;
    char place[64] = "";
    if (!is_damage(why))
        return;
    if (d->last != number)
        d->inputs++;
    d->last = number;
    if (d->inputs > FC_DAMAGE_INPUTS || d->input[d->inputs - 1].places++)
        return;
    if (rec && (rec->offset || rec->length)) /* else it has no place: all of a member */
        snprintf(place, sizeof place, "byte %" PRIu64 "%s: ", rec->offset,
                 rec->unpacked ? ", unpacked" : "");
    char *where = d->input[d->inputs - 1].where;
    snprintf(where, sizeof d->input->where, "%.240s: %s%s: %s",
             rec && rec->input ? rec->input : name, place, why->name, why->help);
    mask(where);
}

void fc_damage_text(const fc_damage *d, fc_buf *out)
{
    for (size_t i = 0; i < d->inputs && i < FC_DAMAGE_INPUTS; i++) {
        uint64_t more = d->input[i].places - 1;
        fc_buf_printf(out, "damaged: %s", d->input[i].where);
        if (more)
            fc_buf_printf(out, " (and %" PRIu64 " more place%s%s)", more,
                          more == 1 ? "" : "s",
                          d->kept ? "" : "; --rejects tells all");
        fc_buf_char(out, '\n');
    }
    if (d->inputs > FC_DAMAGE_INPUTS) {
        uint64_t more = d->inputs - FC_DAMAGE_INPUTS;
        fc_buf_printf(out, "damaged: %" PRIu64 " more input%s%s\n", more,
                      more == 1 ? "" : "s", d->kept ? "" : "; --rejects tells all");
    }
}
