/* tex.h - a TeX paper: its files, its macros, and the text they give. Private to the tex
 * files.
 *
 *     tex_kind.c      the source kind: from a capture to a document
 *     tex_files.c     the files of a paper, and which of them is the paper
 *     tex_mouth.c     characters to tokens, arguments, verbatim text
 *     tex_expand.c    macros: their arguments, expansion; \input
 *     tex_define.c    commands that define others
 *     tex_xparse.c    those among them with arguments of more kinds
 *     tex_tree.c      definitions that no file of a document reads
 *     tex_standard.c  names of formulas that need none
 *     tex_builtin.c   what packages define for formulas
 *     tex_assign.c    assignments of TeX's own
 *     tex_branch.c    conditionals, commands that take one of two arguments
 *     tex_math.c      formulas, with the paper's own macros expanded
 *     tex_math_commands.c    commands in them
 *     tex_out.c       blocks of Markdown: paragraphs, lists, quotes, code
 *     tex_doc.c       the whole of it, numbers of what is referred to
 *     tex_commands.c  commands to blocks
 *     tex_env.c       environments
 *     tex_front.c     title, authors, affiliations
 *     tex_tables.c    tabular to pipe tables
 *     tex_refs.c      citations and references
 *     tex_units.c     quantities and chemistry
 *     tex_terms.c     abbreviations and terms of glossaries
 *     tex_packages.c  what other packages add: slides, listings, algorithms ...
 *     tex_bib.c       references out of .bib files
 *     tex_chars.c     accents, symbols and ligatures to Unicode
 *
 * TeX is a programming language whose input is its program. This reads what papers do:
 * macros with arguments are expanded as text is, definitions are global, and the commands
 * that make structure mean what LaTeX means by them whatever a style file says.
 * Everything is bounded: expansions and their bytes by a budget (fc_tex.capped tells when
 * it ran out), nesting by the number of frames. */
#ifndef FC_EXTRACTORS_TEX_H
#define FC_EXTRACTORS_TEX_H

#include "base/arena.h"
#include "base/str.h"
#include "extractors/inline.h"

/* ---------------------------------------------------------------- files of a paper */

typedef struct fc_tex_file {
    fc_str path, text;          /* text is UTF-8 */
    bool used;                  /* read as part of the paper */
    struct fc_tex_file *used_before;    /* the one used before it */
    bool part;                  /* another file reads it */
    bool whole;                 /* it has a document's class or begin, or reads it */
    bool begins;                /* it has \begin{document} */
    bool given;                 /* read for a document that was made before */
    struct fc_tex_file *namesake;   /* the one before it that has this name in another
                                       folder */
} fc_tex_file;

typedef struct fc_tex_files {
    fc_tex_file *v;
    size_t n;
    uint32_t *slot[2];          /* 1 + place in v by the path, and by that in small
                                   letters */
    fc_tex_file **base;         /* the last file by the name without the folder */
    size_t slots;
    size_t next;                /* for fc_tex_another */
    fc_tex_file *last_used;
    size_t n_used;
    uint64_t budget;            /* bytes of expansions left for all documents */
    struct fc_tex_tree *tree;   /* see fc_tex_tree_find */
    size_t documents;           /* given */
} fc_tex_files;

/* All files are there: find out which name which. Before all else. */
void fc_tex_index(fc_tex_files *files, fc_arena *a);
void fc_tex_use(fc_tex_files *files, fc_tex_file *f);
/* A document was made, with so much of the budget left: what was read for it is `given`,
 * and no more used. */
void fc_tex_give(fc_tex_files *files, uint64_t budget);
/* The document was made but is not given: what it alone has read may be text of its
 * own. */
void fc_tex_withhold(fc_tex_files *files, fc_tex_file *main, uint64_t budget);
/* The folder that a path is in. */
fc_str fc_tex_folder(fc_str path);
/* The file that is the paper, among drafts, parts and macros; NULL when there is none. */
fc_tex_file *fc_tex_main(fc_tex_files *files);
/* What files can be documents of their own. */
typedef enum fc_tex_rest {
    FC_TEX_WHOLE,               /* one that begins a document */
    FC_TEX_FRAGMENTS,           /* any that no other reads */
    FC_TEX_UNREAD               /* any that was not given */
} fc_tex_rest;
/* The next file that is one, leaving out what was `given`. NULL when there are no more;
 * then it begins anew. */
fc_tex_file *fc_tex_another(fc_tex_files *files, fc_tex_rest which);
/* What the documents given would have read and did not counts as a part no more. */
void fc_tex_left(fc_tex_files *files, fc_arena *a);
/* The file that \input{name} means, from the folder `base`, that of all, or the only one
 * whose path ends so; NULL. ends: "tex", "bbl", "sty". */
fc_tex_file *fc_tex_find(fc_tex_files *files, fc_str base, fc_str name, const char *ends,
                         fc_arena *a);

/* ---------------------------------------------------------------- reading */

typedef enum fc_tex_kind {
    FC_TEX_END,
    FC_TEX_TEXT,                /* a run of characters without meaning to TeX */
    FC_TEX_SPACE,
    FC_TEX_PAR,                 /* a blank line */
    FC_TEX_COMMAND,             /* \name */
    FC_TEX_OPEN, FC_TEX_CLOSE,
    FC_TEX_MATH,                /* $ */
    FC_TEX_ALIGN                /* & */
} fc_tex_kind;

typedef struct fc_tex_token {
    fc_tex_kind kind;
    fc_str s;                   /* the characters; of a command its name */
} fc_tex_token;

typedef struct fc_tex_macro {
    fc_str name;
    fc_str body, preset;        /* preset: of the first argument when that is optional */
    fc_str after[10];           /* text that ends argument i; [0] comes before the
                                   first */
    fc_str spec;                /* not empty: "s O{1} m", the arguments of
                                   \NewDocumentCommand; `args` is 0 */
    uint8_t args;
    bool optional;
    bool alias;                 /* \let: body is the name of a command that is no macro */
    struct fc_tex_macro *next;  /* of the same hash */
} fc_tex_macro;

enum { FC_TEX_FRAMES = 200, FC_TEX_HASH = 1024, FC_TEX_KNOWN = 256 };

typedef struct fc_tex {
    fc_arena *a;                /* scratch: lives as long as the run */
    fc_tex_files *files;
    fc_str folder;              /* of the main file */
    struct fc_tex_frame {
        const char *p, *e;
        unsigned level;         /* expansions within expansions that it came from */
    } frame[FC_TEX_FRAMES];     /* text being read, the innermost last */
    unsigned frames;
    unsigned level;             /* of the command that was read last */
    fc_tex_macro *macro[FC_TEX_HASH];
    fc_str known[FC_TEX_KNOWN]; /* names by hash that are no primitives, the last of each
                                   place; see fc_tex_next */
    uint64_t budget;            /* bytes of expansions left, as in fc_tex_files */
    bool capped;                /* it ran out: what follows is not expanded */
    bool in_math;
    bool style;                 /* reading a style file: its definitions are all that
                                   counts */
    bool cases;                 /* \ifcase was met, so that \or means something */
    bool naming;                /* reading the name of a file */
    unsigned endless;           /* conditionals whose end was looked for in vain */
    unsigned missing;           /* files that \input names and the paper has not */
} fc_tex;

void fc_tex_begin(fc_tex *t, fc_tex_files *files, fc_arena *a);
/* Read s before what is left. False when too many are open or the budget is spent. */
bool fc_tex_push(fc_tex *t, fc_str s);
/* Read s by itself, until fc_tex_again goes on with what was left. */
typedef struct fc_tex_saved {
    struct fc_tex_frame *frame;
    unsigned frames;
} fc_tex_saved;
fc_tex_saved fc_tex_alone(fc_tex *t, fc_str s);
void fc_tex_again(fc_tex *t, fc_tex_saved saved);
/* The next token as it stands. */
fc_tex_token fc_tex_raw(fc_tex *t);
/* The next one that is no macro, definition or conditional. */
fc_tex_token fc_tex_next(fc_tex *t);
/* An argument without its braces: {...}, or one token. */
fc_str fc_tex_arg(fc_tex *t);
/* The same of code and addresses: % is no comment in braces that end on their line. */
fc_str fc_tex_exact_arg(fc_tex *t);
/* [...] when it comes next; false, and empty, when not. */
bool fc_tex_optional(fc_tex *t, fc_str *s);
/* The same between two other characters, or brackets, within which pairs of them may
 * stand. */
bool fc_tex_between(fc_tex *t, char open, char close, fc_str *s);
/* A star, when it comes next. */
bool fc_tex_star(fc_tex *t);
/* "{...}" at the begin of a string that was read, of which it is cut, without its braces;
 * empty when something else comes. */
fc_str fc_tex_braced(fc_str *s);
/* Everything up to `end`, which is passed over, as it stands. */
fc_str fc_tex_until(fc_tex *t, fc_str end);
/* Does `end` come within so many bytes? */
bool fc_tex_comes(fc_tex *t, fc_str end, size_t within);
/* The byte that comes next; -1 at the end. */
int fc_tex_peek(fc_tex *t);
void fc_tex_skip_space(fc_tex *t);
/* After a run of characters: words that follow with single blanks and hyphens between
 * them, which print as they stand; as far as they go. */
fc_str fc_tex_words(fc_tex *t);

/* What an argument is that was not given (xparse). */
#define FC_TEX_NO_VALUE "-NoValue-"

/* Definitions. */
fc_tex_macro *fc_tex_macro_find(const fc_tex *t, fc_str name);
/* The macro of this name, emptied; a new one when there is none. */
fc_tex_macro *fc_tex_define(fc_tex *t, fc_str name);
/* A command was read: true when it was a definition, or a conditional, and is gone. */
bool fc_tex_definition(fc_tex *t, fc_str name);
bool fc_tex_branch(fc_tex *t, fc_str name);
bool fc_tex_assignment(fc_tex *t, fc_str name);
/* "2pt plus 1fil", "=3cm": what a length is set to. */
void fc_tex_dimension(fc_tex *t);
/* Does a body define others? */
bool fc_tex_defines(fc_str body);
/* A key or the name of a file, with the macros in it expanded as far as they are text. */
fc_str fc_tex_name(fc_tex *t, fc_str s);
/* Expand a macro, such as "begin name" of an environment, that the table has. */
void fc_tex_expand_named(fc_tex *t, fc_str name);
/* Is the meaning of this command fixed, whatever the paper defines? */
bool fc_tex_fixed(fc_str name);
/* Find all definitions of the files, once; lives in the arena. */
void fc_tex_tree_index(fc_tex_files *files, fc_arena *a);
/* Where a command, or the environment "name}", that nothing has defined is defined by any
 * file: the text that begins there, empty when nowhere or when it was asked for before.
 * style: it is one of a style file or class. */
fc_str fc_tex_tree_find(fc_tex *t, fc_str name, bool *style);


/* ---------------------------------------------------------------- characters */

/* What a command prints: "\ss" -> "ß"; p is NULL when it prints nothing known. */
fc_str fc_tex_symbol(fc_str name);
/* Is it an accent ("'", "c", "v" ...)? Then the letter of `base` with it, NFC. */
bool fc_tex_is_accent(fc_str name);
fc_str fc_tex_accent(fc_str name, fc_str base, fc_arena *a);

/* ---------------------------------------------------------------- writing */

enum { FC_TEX_NESTING = 24 };

typedef struct fc_tex_out {
    fc_arena *a;                /* keep: text grows at its end */
    char *p;
    size_t n, cap;
    bool open;                  /* a block is being written */
    bool space;                 /* a space is due before the next character */
    bool flat;                  /* no blocks: in a cell or heading */
    struct fc_tex_level {
        int kind;               /* '-', '1', ':' of lists, '>' of quotes */
        unsigned number;        /* of the item */
        bool item;              /* its mark is due */
        bool used;              /* a block was written in it */
        fc_str label;
    } level[FC_TEX_NESTING];
    unsigned levels;
    bool tight;                 /* the next block follows without a blank line */
} fc_tex_out;

void fc_tex_put(fc_tex_out *o, fc_str s);       /* running text */
void fc_tex_put_space(fc_tex_out *o);
void fc_tex_end_block(fc_tex_out *o);
/* A line break within a block. */
void fc_tex_break(fc_tex_out *o);
/* A block of its own, written as it stands, each line behind the marks of its level. */
void fc_tex_block(fc_tex_out *o, fc_str s);
/* A fenced one. */
void fc_tex_code(fc_tex_out *o, fc_str language, fc_str code);
void fc_tex_open_level(fc_tex_out *o, int kind);
void fc_tex_close_level(fc_tex_out *o, int kind);
void fc_tex_item(fc_tex_out *o, fc_str label);

/* ---------------------------------------------------------------- the document */

typedef struct fc_tex_label {
    fc_str key, number;
    const char *kind;           /* "section", "figure": what \cref writes before the
                                   number; "" for others */
} fc_tex_label;

typedef struct fc_tex_doc {
    fc_tex t;
    fc_tex_out out;
    fc_str title, date;
    fc_text author, affiliations;
    unsigned places;            /* met while reading affiliations */
    bool front;                 /* reading names or places: see tex_front.c */
    fc_str *ref;                /* keys of the numbers that are due (fc_tex_ref) */
    size_t refs, ref_cap;
    fc_tex_label *label;
    size_t labels, label_cap;
    uint32_t *slot;             /* 1 + place in label by hash of the key, when all are
                                   known */
    size_t slots;
    fc_str current;             /* number that a \label here gets */
    const char *kind;           /* ... and what it is the number of */
    unsigned section[6], equation, figure, table, cited;
    struct fc_tex_theorem { fc_str name, title, counter; unsigned n; } theorem[64];
    unsigned theorems;
    struct fc_tex_listing { fc_str name, language; bool option; unsigned args; }
        listing[32];            /* environments of code that the paper defines */
    unsigned listings;
    bool slides;                /* commands may have "<1-2>" behind them */
    fc_str float_kind;          /* "Figure", "Table" within one */
    unsigned formulas, displays; /* written; of them displayed */
    bool references;            /* the bibliography was written */
    unsigned depth;             /* arguments within arguments */
    fc_str job;                 /* name of the main file without its ending */
    bool preamble, began;       /* before \begin{document}; just after it */
    bool begun;                 /* it was met */
    bool titled;                /* the title was written */
    bool stop;                  /* \end{document} */
    unsigned shown;             /* documents that are shown in this one */
    char short_verb;            /* what \MakeShortVerb named, or 0 */
} fc_tex_doc;

/* Convert; the text is in keep. */
fc_str fc_tex_document(fc_tex_doc *d, fc_tex_files *files, fc_tex_file *main,
                       fc_arena *keep, fc_arena *scratch);
/* One token of text. */
void fc_tex_one(fc_tex_doc *d, fc_tex_token tok);
/* Text of an argument, written in line. */
void fc_tex_inline(fc_tex_doc *d, fc_str s);
/* The same into a string of its own, in scratch. */
fc_str fc_tex_text_of(fc_tex_doc *d, fc_str s);
/* Read the definitions of a style file ("sty") or class ("cls") of the paper; others are
 * unknown. */
void fc_tex_style(fc_tex_doc *d, fc_str name, const char *ends);
/* Nothing that was read defines this command, or environment "name}": true when any file
 * of the paper does, and it is defined now. */
bool fc_tex_from_tree(fc_tex_doc *d, fc_str name);
/* Has a command in a formula this meaning for every reader? */
bool fc_tex_standard(fc_str name);
/* A command that a package defines for formulas: true when it is defined now, and comes
 * again. */
bool fc_tex_builtin(fc_tex *t, fc_str name);
/* The same as fc_tex_from_tree for a command that was read, which comes again then. */
bool fc_tex_late(fc_tex_doc *d, fc_str name);
/* The entries cited so far as \begin{thebibliography}..., from the paper's .bib files;
 * empty when there are none. In scratch. */
fc_str fc_tex_bib(const fc_tex_doc *d);
void fc_tex_ref(fc_tex_doc *d, fc_str key);
/* The same, but that nothing is written here. */
void fc_tex_nocite(fc_tex_doc *d, fc_str key);
void fc_tex_label_here(fc_tex_doc *d, fc_str key);

/* tex_commands.c: \name was read. */
void fc_tex_command(fc_tex_doc *d, fc_str name);
/* Pass over a command whose arguments are no text; false when it is none. */
bool fc_tex_silent(fc_tex_doc *d, fc_str name);
/* \verb was read: what follows begins with the character that it ends with. */
void fc_tex_verb(fc_tex_doc *d);
/* The heading of the bibliography, once. */
void fc_tex_references(fc_tex_doc *d);

/* Those of other files: true when the command is one of theirs. */
bool fc_tex_quantity(fc_tex_doc *d, fc_str name);
bool fc_tex_reference(fc_tex_doc *d, fc_str name);
bool fc_tex_term(fc_tex_doc *d, fc_str name);
bool fc_tex_package(fc_tex_doc *d, fc_str name);
/* Pass over what a length is set to, when the command is one: "\vskip 2pt plus 1fil". */
void fc_tex_length(fc_tex_doc *d, fc_str name);
/* The value of "key = value" in a list of options, without its braces; empty when there
 * is none. */
fc_str fc_tex_option(fc_str options, const char *key);
/* A heading of its own, without a number. */
void fc_tex_heading(fc_tex_doc *d, unsigned level, fc_str title);

/* tex_env.c: \begin and \end were read. */
void fc_tex_begin_environment(fc_tex_doc *d);
void fc_tex_end_environment(fc_tex_doc *d);

/* tex_front.c: the command was read. */
void fc_tex_title(fc_tex_doc *d);
void fc_tex_author(fc_tex_doc *d);
void fc_tex_affiliation(fc_tex_doc *d);
void fc_tex_marked_affiliation(fc_tex_doc *d);
void fc_tex_keywords(fc_tex_doc *d);
void fc_tex_person_end(fc_tex_doc *d);
void fc_tex_front_mark(fc_tex_doc *d);
/* A line ends, or a wide space comes: true when it separated names or places. */
bool fc_tex_front_line(fc_tex_doc *d);

/* tex_math.c */
bool fc_tex_is_math(fc_str environment);
/* $...$, \(...\), $$...$$, \[...\]: the opening was read. end: '$', ')', ']' or 'D' for
 * $$. */
void fc_tex_formula(fc_tex_doc *d, int end);
void fc_tex_math_environment(fc_tex_doc *d, fc_str name);

/* tex_tables.c: \begin{tabular} was read. */
void fc_tex_tabular(fc_tex_doc *d, fc_str name);

/* ---------------------------------------------------------------- tex_plain.c */

/* The text without marks of Markdown, in keep. */
fc_str fc_tex_plain(fc_str text, fc_arena *keep, fc_arena *scratch);

#endif
