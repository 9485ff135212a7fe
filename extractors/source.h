/* source.h - files of programs: what of a repository is not worth keeping, and where
 * in it a file lies. For source.c and other kinds that are found in repositories. */
#ifndef FC_EXTRACTORS_SOURCE_H
#define FC_EXTRACTORS_SOURCE_H

#include "extractors/extract.h"
#include "text/languages.h"

/* A record's name "outer!/inner" taken apart: the repository is named by the folder or
 * archive, or by the top folder within it that archives made by git or GitHub have. */
typedef struct fc_source_place {
    fc_str repository;          /* empty when the file lies in no folder or archive */
    fc_str path;                /* in it; else the whole name */
    fc_str commit;              /* when the top folder is named by one; else empty */
} fc_source_place;

fc_source_place fc_source_place_of(fc_str name);
/* Write it to the metadata: repository, path, commit. */
void fc_source_set_place(fc_doc *doc, fc_call *call, const fc_source_place *place);

/* Why a file is dropped, unless the option says to keep such files: 0, or a reason of
 * extract.h. By its path alone: copied from others. */
int fc_source_refuse_path(const fc_extract_conf *conf, const fc_source_place *place);
/* By what is in it: made by a program, minified, data. */
int fc_source_refuse_text(const fc_extract_conf *conf, fc_str path,
                          const fc_language *language, fc_str text);

#endif
