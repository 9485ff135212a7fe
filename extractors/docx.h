/* docx.h - what the files that read Word documents share. */
#ifndef FC_EXTRACTORS_DOCX_H
#define FC_EXTRACTORS_DOCX_H

#include "extractors/md.h"
#include "extractors/xml_read.h"
#include "io/members.h"

enum { FC_DOCX_LEVELS = 9, FC_DOCX_BOXES = 10000, FC_DOCX_NOTES = 100000,
       FC_DOCX_CODE = 4096 /* bytes of a field's code, about */ };

/* docx_styles.c: what paragraph styles and lists are, by the ids that paragraphs name. */
typedef struct fc_docx_style {
    fc_str id, based_on;
    unsigned heading;           /* 1 to 9, 0: none */
    bool quote, code, title;
    bool contents;              /* a line of a list of contents or an index */
    bool above_contents;        /* its heading; some use it for other headings, too */
    fc_str num;                 /* its list, or empty */
    unsigned level;
} fc_docx_style;

typedef struct fc_docx_num {
    fc_str id;
    bool ordered[FC_DOCX_LEVELS];
    bool none[FC_DOCX_LEVELS];  /* a level without a mark */
    uint32_t start[FC_DOCX_LEVELS], count[FC_DOCX_LEVELS];
} fc_docx_num;

typedef struct fc_docx_styles {
    fc_docx_style *style;
    fc_docx_num *num;
    size_t styles, nums;
} fc_docx_styles;

void fc_docx_read_styles(fc_docx_styles *s, const fc_dom *styles, fc_arena *a);
void fc_docx_read_numbering(fc_docx_styles *s, const fc_dom *numbering, fc_arena *a);
const fc_docx_style *fc_docx_find_style(const fc_docx_styles *s, fc_str id);
/* Paragraph p is a line of a list of contents or an index, or the heading right above. */
bool fc_docx_is_contents(const fc_docx_styles *s, const fc_dom *dom, uint32_t p);
fc_docx_num *fc_docx_find_num(const fc_docx_styles *s, fc_str id);
/* The attribute val of the child `tag`; p is NULL when there is none. */
fc_str fc_docx_val(const fc_dom *dom, uint32_t node, unsigned tag);

/* docx_symbols.c: what a character of a symbol font looks like; 0: nothing is known. A
 * number of private use (F0..) is that of the font. */
uint32_t fc_docx_symbol(fc_str font, uint32_t code);

/* docx_fields.c: fields whose code is what is shown. SYMBOL is a character of a font; EQ
 * is a formula, or text that Word makes up with it: with a reading above, in a circle. */
bool fc_docx_symbol_field(fc_str code, uint32_t *sign, fc_str *font);
bool fc_docx_is_eq(fc_str code);
bool fc_docx_eq_is_text(fc_str code, fc_arena *a, fc_str *text);
/* The TeX of a formula, in the arena; empty for other fields. */
fc_str fc_docx_eq(fc_str code, struct fc_xml_parser *xml, fc_arena *a);

/* docx_objects.c: formulas that are objects of other programs, whose files lie beside the
 * text. They are unpacked when the first one is met. */
typedef struct fc_docx_objects {
    fc_str package;             /* its bytes */
    uint64_t most;              /* bytes to unpack */
    const fc_dom *rels;         /* of the part that is being written, or NULL */
    fc_str part;                /* its path */
    uint32_t from;              /* of fc_docx_by_id */
    bool open;
    fc_package files;
    struct fc_docx_object *object;  /* in the order of their paths */
} fc_docx_objects;
struct fc_docx;
/* The TeX of an <OLEObject>, in the arena, empty when it shows nothing. False when it
 * cannot be read; *formula: whether it is one at all. */
bool fc_docx_object(struct fc_docx *d, uint32_t node, bool *formula, fc_str *tex);
/* The path that a relationship of the part being written leads to; empty: none. */
fc_str fc_docx_target(struct fc_docx *d, fc_str id);

/* docx_drawings.c: the text of a <chart> or the <relIds> of SmartArt, as blocks. */
void fc_docx_drawing(struct fc_docx *d, uint32_t node);

/* docx_body.c: paragraphs, lists and tables of a part as Markdown. */
typedef struct fc_docx {
    fc_md md;
    fc_arena *a;
    fc_docx_styles styles;
    const fc_dom *dom;          /* the part that is being written */
    const fc_dom *links;        /* its relationships, when links are kept; NULL */
    uint32_t link_from, looks;  /* of fc_docx_by_id */
    struct fc_xml_parser *xml;  /* the thread's, for formulas */
    fc_docx_objects objects;
    const fc_package *parts;    /* all that is XML */
    unsigned drawings;          /* looked at */
    uint64_t drawn;             /* bytes that may be parsed for more of them */
    uint32_t alone_in;          /* the paragraph that was last asked whether there is
                                   nothing in it but one formula */
    bool alone;
    struct {
        unsigned depth;         /* fields that are open */
        unsigned begun;         /* which of them is at its code; 0: none */
        fc_text code;
    } field;
    bool cell;                  /* within a table's cell */
    bool glue;                  /* the next paragraph goes on in this block */
    unsigned depth;             /* open lists */
    fc_str list[FC_DOCX_LEVELS];    /* the num of each */
    fc_text code;               /* lines of paragraphs in a code style, one block
                                   together */
    uint32_t *box;              /* text boxes and drawings met, written behind the
                                   paragraph */
    size_t boxes, boxes_done, box_cap;
    bool in_box;
    struct { fc_str id; bool end; } *note;  /* footnotes and endnotes referred to, in
                                               order */
    size_t notes, note_cap;
} fc_docx;

/* Children of `node` of the part d->dom, and the text boxes in them. */
void fc_docx_write(fc_docx *d, uint32_t node);
/* docx_runs.c: what is in a paragraph. */
void fc_docx_runs(fc_docx *d, uint32_t p);
/* Elements that hold no text of the document, with all that is in them. */
bool fc_docx_is_skipped(const fc_dom *dom, uint32_t i);
/* The child of dom's root whose attribute is `id`. Goes on from *from (1 at first), where
 * the one before was, since they mostly stand in the order of the references, and once
 * around; 0: none, or too many looks in all. */
uint32_t fc_docx_by_id(fc_docx *d, const fc_dom *dom, const char *attr, fc_str id,
                       uint32_t *from);
/* End lists and blocks that are open. */
void fc_docx_end(fc_docx *d);

#endif
