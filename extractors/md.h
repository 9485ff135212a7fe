/* md.h - writing the small Markdown (src/text/README.md) from one end to the other.
 *
 * For source kinds that know their blocks (articles, books, Word files), where
 * to_markdown.c chooses among those of a page. Blocks are opened and closed; the text
 * between them is folded, and what stands between blocks and before lines is this
 * writer's business:
 *
 *     fc_md_init(&m, &style, scratch);
 *     fc_md_heading(&m, 1);  fc_md_text(&m, title);
 *     fc_md_block(&m);       fc_md_text(&m, paragraph);
 *     doc->text = fc_md_finish(&m, keep);
 *
 * A block without visible text leaves nothing. Levels deeper than there is room for are
 * not marked. Within a table's cell, blocks become blanks. */
#ifndef FC_EXTRACTORS_MD_H
#define FC_EXTRACTORS_MD_H

#include "extractors/inline.h"

enum { FC_MD_LEVELS = 24, FC_MD_COLUMNS = 64, FC_MD_SECTIONS = 200 };

typedef struct fc_md_level {
    enum { FC_MD_QUOTE, FC_MD_LIST, FC_MD_ITEM } kind;
    bool ordered, begun;        /* of a list; the mark of an item was written */
    unsigned width;             /* of the mark */
    uint32_t next, id;          /* of a list: its next number, its own */
} fc_md_level;

typedef struct fc_md {
    fc_text out;
    fc_text_style style;
    fc_arena *a;
    fc_md_level level[FC_MD_LEVELS];
    unsigned levels, over;      /* open; beyond the room */
    unsigned quotes;            /* that are open */
    uint32_t list;              /* the outermost one that is open; 0: none is */
    uint32_t lists;             /* so far */
    bool open;                  /* a block is being written */
    unsigned heading;           /* of the block that is or comes next; 0: none */
    size_t undo, content;       /* of the open block: where to go back to; where its text
                                   begins */
    int undo_item;              /* item whose mark it wrote, or -1 */
    unsigned quotes_before;     /* of the block before */
    uint32_t list_before;
    struct {
        bool on, cell;          /* within a table; within a cell */
        unsigned rows, column;
        size_t row_at, cell_at;
        uint8_t below[FC_MD_COLUMNS];   /* rows that a cell above still covers */
    } table;
    size_t code_at;
    bool code;                  /* an inline code span is open */
    unsigned formulas;          /* written */
    unsigned formulas_lost;     /* ... that could not be: who reads the source counts */
    fc_str *section;            /* texts of headings, the first FC_MD_SECTIONS */
    size_t sections;
} fc_md;

/* As the options of the stage ask for it. */
fc_text_style fc_md_style(const struct fc_extract_conf *conf);

void fc_md_init(fc_md *m, const fc_text_style *style, fc_arena *scratch);
/* All that was written, in NFC, in keep. */
fc_str fc_md_finish(fc_md *m, fc_arena *keep);

/* End the block; what comes next begins one. */
void fc_md_block(fc_md *m);
/* The same, and the next one is a heading (1 to 6; deeper ones are 6). */
void fc_md_heading(fc_md *m, unsigned level);
/* Running text: white space is folded, character references are decoded. */
void fc_md_text(fc_md *m, fc_str raw);
/* Bytes as they are, behind the white space that is due. */
void fc_md_exact(fc_md *m, fc_str s);
/* "](target)": a link ends that "[" began; a gap before it comes behind it. */
void fc_md_link_end(fc_md *m, fc_str target);
/* White space, if something is before and behind it. */
void fc_md_gap(fc_md *m);
/* A new line within the block. */
void fc_md_line(fc_md *m);
void fc_md_tex(fc_md *m, fc_str tex, bool display);
/* A block of code, its lines as they are: decoded already. */
void fc_md_code(fc_md *m, fc_str text, fc_str language);
void fc_md_code_open(fc_md *m);
void fc_md_code_close(fc_md *m);
/* Text raised or lowered: digits by Unicode's own, others as ^{...} and _{...}. */
void fc_md_script(fc_md *m, fc_str text, bool super);

void fc_md_quote_open(fc_md *m);
void fc_md_list_open(fc_md *m, bool ordered, uint32_t start);
void fc_md_item_open(fc_md *m);
/* Ends the innermost quote, list or item. */
void fc_md_close(fc_md *m);

void fc_md_table_open(fc_md *m);
void fc_md_row_open(fc_md *m);
void fc_md_cell_open(fc_md *m);
void fc_md_cell_close(fc_md *m, unsigned wide, unsigned tall);
void fc_md_row_close(fc_md *m);
void fc_md_table_close(fc_md *m);

#endif
