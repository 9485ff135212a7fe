/* input.h - the inputs of a run, one after another, as a stream of items.
 *
 * Opens each input, finds the reader whose sniff is surest, and hands on its items. An
 * input that no reader knows is one item dropped for `unknown-format`. Not
 * thread-safe. */
#ifndef FC_CORE_INPUT_H
#define FC_CORE_INPUT_H

#include "base/arena.h"
#include "core/damage.h"

typedef struct fc_input fc_input;

/* Checks that every input exists (FC_ENOINPUT) before the first is read. `takes` is what
 * the first stage takes; an input of another kind is an error when it is reached, which
 * names that stage; NULL: a command takes the items. The names must live as long as the
 * input. */
fc_rc fc_input_open(fc_input **in, const char *const *names, fc_kind takes,
                    const char *first_stage, fc_err *err);
/* What readers are told: the folder for temporary files, keys of JSON; and of io, unless
 * NULL, what "-" is. Before the first item; both must live as long as the input. */
void fc_input_configure(fc_input *in, const fc_config *config, const fc_run_io *io);
/* The next item. A damaged one has its reason set: a place in fc_input_reasons' table. */
fc_rc fc_input_next(fc_input *in, fc_arena *keep, fc_doc *doc, fc_err *err);
/* How many inputs held nothing so far, and the first of them. */
uint64_t fc_input_empty(const fc_input *in, const char **first);
/* Where they were damaged so far. */
const fc_damage *fc_input_damage(const fc_input *in);
void fc_input_progress(const fc_input *in, fc_progress *p);
void fc_input_close(fc_input *in);

/* FC_EDATA: all items were dropped by readers, dropped[k] of them for reasons[k]; tells
 * what most of them had. */
fc_rc fc_input_unread(const char *const *names, const fc_reason *reasons,
                      const uint64_t *dropped, fc_err *err);

/* Reasons of all readers as one table, each name once. */
const fc_reason *fc_input_reasons(fc_arena *a);

#endif
