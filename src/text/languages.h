/* languages.h - which programming language a file is in, by its name and its content.
 *
 * Names are those of GitHub's linguist, so that they mean the same as in data sets
 * made with it. Endings that several languages share (.h, .m, .pl, .ts ...) are
 * decided by what the file says; files without an ending by their name (Makefile) or
 * by the interpreter they ask for. */
#ifndef FC_TEXT_LANGUAGES_H
#define FC_TEXT_LANGUAGES_H

#include "filterc.h"

typedef enum fc_language_kind {
    FC_LANGUAGE_CODE,
    FC_LANGUAGE_MARKUP,         /* pages, styles, templates */
    FC_LANGUAGE_DATA            /* JSON, CSV, SVG ... */
} fc_language_kind;

/* How its tokens look, for code.h. */
typedef enum fc_language_syntax {
    FC_SYNTAX_NONE,             /* nothing here reads it */
    FC_SYNTAX_C, FC_SYNTAX_CPP, FC_SYNTAX_JAVA, FC_SYNTAX_JS, FC_SYNTAX_TS, FC_SYNTAX_GO,
    FC_SYNTAX_RUST, FC_SYNTAX_PYTHON,
    FC_SYNTAX_LIKE_C            /* comments and strings as in C, nothing more is known */
} fc_language_syntax;

typedef struct fc_language {
    const char *name;
    fc_language_kind kind;
    fc_language_syntax syntax;
} fc_language;

/* The language of a file, or NULL. `path` may be an address: what follows '?' or '#'
 * is no part of the name. Of `text` only the first bytes are looked at; it may be
 * empty. */
const fc_language *fc_language_of(fc_str path, fc_str text);
/* The language of a document: that of its attribute code_language, which extract
 * gives, else what its path or address says. */
const fc_language *fc_language_of_doc(const fc_doc *doc);
/* The language of this name, whatever its case, or NULL. */
const fc_language *fc_language_named(fc_str name);
/* All of them, NULL after the last. */
const fc_language *fc_language_at(size_t i);

/* The last part of a path or address. */
fc_str fc_file_name(fc_str path);

#endif
