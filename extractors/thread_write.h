/* thread_write.h - threads of source kinds that know their posts (dumps, mails, events),
 * written as those of pages are: src/text/README.md. */
#ifndef FC_EXTRACTORS_THREAD_WRITE_H
#define FC_EXTRACTORS_THREAD_WRITE_H

#include "extractors/extract.h"
#include "extractors/formula.h"
#include "extractors/md.h"
#include "extractors/threads.h"

/* A name as heads can hold it: one line of at most 100 bytes without "**". */
fc_str fc_thread_name(fc_str raw, fc_arena *a);
/* "2024-05-01T12:30:00..." as heads have it: "2024-05-01 12:30"; others as they are. */
fc_str fc_thread_time(fc_str iso, fc_arena *a);
/* The line a post begins with, as a block; author and time are made fit. */
void fc_thread_head(fc_md *md, const fc_post *post, fc_arena *a);
/* HTML that is content from end to end, UTF-8, as blocks, and a line of text that is
 * exact but for its formulas. marks: of all posts of a thread, zeroed at first. False
 * when it is beyond a limit of the parser, and nothing was written. */
bool fc_thread_html(fc_md *md, fc_formula_marks *marks, fc_str html, fc_arena *scratch);
void fc_thread_line(fc_md *md, fc_formula_marks *marks, fc_str line, fc_arena *scratch);

#endif
