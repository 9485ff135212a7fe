/* tex_define.h - what the commands share that define others: see tex_define.c. */
#ifndef FC_EXTRACTORS_TEX_DEFINE_H
#define FC_EXTRACTORS_TEX_DEFINE_H

#include "extractors/tex.h"

/* "\name", "{\name}" or "\csname name\endcsname", behind \expandafter as well, is read;
 * empty when something else comes. */
fc_str fc_tex_defined_name(fc_tex *t);
/* How many arguments "3" says there are. */
unsigned fc_tex_argument_count(fc_str s);
/* The macro whose body this is from now on; NULL when it stays as it was. */
fc_tex_macro *fc_tex_define_as(fc_tex *t, fc_str name, fc_str body);
/* The macro that \begin or \end of an environment is; part: "begin ", "end ". */
fc_tex_macro *fc_tex_define_part(fc_tex *t, const char *part, fc_str name);

/* tex_xparse.c: the command was read. */
void fc_tex_document_command(fc_tex *t);
void fc_tex_provide_document_command(fc_tex *t);
void fc_tex_document_environment(fc_tex *t);
void fc_tex_xargs_command(fc_tex *t);
void fc_tex_paired(fc_tex *t);
void fc_tex_paired_x(fc_tex *t);
void fc_tex_paired_xpp(fc_tex *t);

#endif
