/* markup.h - XML that marks up text (JATS, CNXML, DocBook, TEI, XHTML ...) as Markdown.
 *
 * What an element is for is its role, told by its name (roles.c); the walk (markup.c)
 * knows roles only. Names that no vocabulary here has follow one rule: an element among
 * text is part of the text, any other is a block. So other XML textbooks can be read as
 * well. */
#ifndef FC_EXTRACTORS_MARKUP_H
#define FC_EXTRACTORS_MARKUP_H

#include "extractors/md.h"
#include "extractors/xml_read.h"

typedef enum fc_role {
    FC_ROLE_UNKNOWN,            /* a block, or a part of the text around it */
    FC_ROLE_INLINE, FC_ROLE_BLOCK, FC_ROLE_SKIP,
    FC_ROLE_SECTION,            /* its title is a heading, one level below that around
                                   it */
    FC_ROLE_TITLE, FC_ROLE_LABEL, FC_ROLE_HEADING, /* the last has its own level */
    FC_ROLE_LIST, FC_ROLE_ORDERED, FC_ROLE_ITEM, FC_ROLE_TERM, FC_ROLE_DEFINITION,
    FC_ROLE_QUOTE, FC_ROLE_LINE, FC_ROLE_BREAK,    /* LINE: of a poem */
    FC_ROLE_PRE, FC_ROLE_CODE, FC_ROLE_SUPER, FC_ROLE_SUB, FC_ROLE_LINK,
    FC_ROLE_TABLE, FC_ROLE_MATH, FC_ROLE_TEX,
    FC_ROLE_FORMULA, FC_ROLE_DISPLAY,   /* around math and TeX, which may be the same
                                           twice */
    FC_ROLE_NOTE,               /* a footnote where it is referred to */
    FC_ROLE_SPACED,             /* parts without white space between them: a citation */
    FC_ROLE_OBJECT              /* what another file of the package holds */
} fc_role;

typedef struct fc_markup {
    const fc_dom *dom;
    fc_md *md;
    fc_arena *a;                /* scratch; not the one that md grows in, or pieces are
                                   copied */
    unsigned level;             /* of headings around what is written: 0 for none */
    uint32_t *note;             /* footnotes that were referred to, written at the end */
    uint32_t notes, notes_cap;
    uint8_t *mixed;             /* of each node: text is among its children */
    /* The TeX of a formula that lies in another file of the package, or empty; NULL: no
     * such. */
    fc_str (*object)(void *user, fc_str href);
    void *user;
    struct fc_formula_marks *marks;     /* TeX between delimiters is found, as on pages;
                                           NULL: it is text */
} fc_markup;

void fc_markup_init(fc_markup *u, const fc_dom *dom, fc_md *md, fc_arena *scratch);
/* The nodes from .. to - 1, which are whole subtrees. */
void fc_markup_write(fc_markup *u, uint32_t from, uint32_t to);
/* The element on one line, without references and notes: a title. */
fc_str fc_markup_line(fc_markup *u, uint32_t node, const fc_text_style *style);
/* The footnotes so far, and forget them. */
void fc_markup_notes(fc_markup *u);

/* For the parts of it. markup.c: nodes from .. to - 1 as a cell of a table or a
 * caption. */
void fc_markup_range(fc_markup *u, uint32_t from, uint32_t to, bool cell);
/* markup_table.c: a table whole; whether some row has more than one cell, for others are
 * only a frame around blocks; a number from 1 to most, 1 when it is none. */
void fc_markup_table(fc_markup *u, uint32_t table);
bool fc_markup_has_columns(const fc_dom *dom, uint32_t table);
unsigned fc_markup_number(fc_str s, unsigned most);

/* markup_source.c: text of a subtree as it is, line ends and all. */
fc_str fc_markup_exact(const fc_dom *dom, uint32_t node, fc_arena *a);
/* The language of the code in an element, or empty. */
fc_str fc_markup_language(const fc_dom *dom, uint32_t pre);
/* TeX without the document or the delimiters around it. */
fc_str fc_markup_bare_tex(fc_str tex);
/* Whether a formula has TeX; whether it is there as a picture only. */
bool fc_markup_holds_tex(const fc_dom *dom, uint32_t node);
bool fc_markup_is_picture(const fc_dom *dom, uint32_t node);
/* roles.c: what an element is for. */
fc_role fc_markup_role(const fc_dom *dom, uint32_t node);
/* roles_odf.c: the same for OpenDocument, whose lists are numbered by their style. */
fc_role fc_markup_odf_role(const fc_dom *dom, uint32_t node);
/* Whether one of the first children of node has this number: the roles of all its
 * children may depend on it, so no more are looked at. */
bool fc_markup_has_child(const fc_dom *dom, uint32_t node, unsigned tag);

/* The text of md, metadata "sections" (the texts of its headings), the counts of its
 * formulas. */
void fc_markup_finish(fc_md *md, fc_doc *doc, fc_call *call);

#endif
