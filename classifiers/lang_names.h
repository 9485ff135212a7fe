/* lang_names.h - the names by which languages may be called besides their labels. */
#ifndef FC_CLASSIFIERS_LANG_NAMES_H
#define FC_CLASSIFIERS_LANG_NAMES_H

#include "filterc.h"

/* What fastText's lid.176 calls otherwise: name, label, name, label ... NULL. */
extern const char *const fc_lang_aliases[];

/* Is the label one of those that a name stands for? Most stand for themselves; no is nb,
 * and sh (Serbo-Croatian) stands for bs, hr and sr too: what is written in it is written
 * in one of these as well, and gets the label of one. */
bool fc_lang_is_named(fc_str name, fc_str label);

#endif
