/* lang_prose.h - the text of a document without its code and formulas, which are in no
 * language: a paper or a manual is mostly such, and would be taken for none. */
#ifndef FC_CLASSIFIERS_LANG_PROSE_H
#define FC_CLASSIFIERS_LANG_PROSE_H

#include "base/arena.h"
#include "classifiers/lang_detect.h"

/* The text without what Markdown says is code or a formula: blocks between fences of
 * backticks, code between backticks, $...$ (as Pandoc has it, so that prices are none),
 * $$...$$, \(...\) and \[...\]; none but fenced code goes beyond its paragraph. Each
 * becomes a blank, or with `same_places` as many as it had bytes, line ends too. The text
 * itself when it has none, else a copy in the arena. */
fc_str fc_lang_prose(fc_str text, bool same_places, fc_arena *a);

/* As fc_lang_detect, of the prose of a document; where that has no letters, of all. */
void fc_lang_detect_prose(fc_lang_reader *reader, fc_str text, size_t most,
                          fc_lang_guess *guess, fc_arena *a);

#endif
