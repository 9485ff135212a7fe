/* prose.h - the text of a document without its code and formulas, which are in no
 * language: a paper or a manual is mostly such, and would be taken for none, or for
 * broken text. */
#ifndef FC_TEXT_PROSE_H
#define FC_TEXT_PROSE_H

#include "base/arena.h"

/* The text without what Markdown says is code or a formula: blocks between fences of
 * backticks, code between backticks, $...$ (as Pandoc has it, so that prices are none),
 * $$...$$, \(...\) and \[...\]; none but fenced code goes beyond its paragraph. Each
 * becomes a blank, or with `same_places` as many as it had bytes, line ends too. The text
 * itself when it has none, else a copy in the arena. */
fc_str fc_prose(fc_str text, bool same_places, fc_arena *a);

#endif
