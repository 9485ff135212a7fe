/* marked_sentences.h - sentences by their marks alone, as datamap-rs cuts them for the
 * rules of MADLAD-400: up to [.!?]+ before white space. */
#ifndef FC_TEXT_MARKED_SENTENCES_H
#define FC_TEXT_MARKED_SENTENCES_H

#include "filterc.h"

/* The next sentence from *at on (0 at first) without its marks; blank ones are passed
 * over. False: there is none. */
bool fc_marked_sentence(fc_str text, size_t *at, fc_str *sentence);

#endif
