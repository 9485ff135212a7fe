/* page.h - an HTML page as an extractor sees it: elements that hold text, and text
 * blocks.
 *
 *     fc_page_build(&page, &dom, &hints, scratch);     elements and blocks with what they
 *                                                      measure
 *     fc_blocks_score(&page, model, scratch);          margin of each block
 *                                                      (block_score.c)
 *     fc_blocks_select(&page, &choice);                keep or drop (block_select.c)
 *     fc_to_markdown(&page, &style, keep);          the kept blocks as text
 *                                                   (to_markdown.c)
 *
 * All of it lives in the scratch arena of the call; indexes, not pointers, join the
 * parts. A block is a run of text between two block-level boundaries, or a whole <pre>,
 * or a whole data table. Counting is integer only, so that results are the same
 * everywhere. */
#ifndef FC_EXTRACTORS_PAGE_H
#define FC_EXTRACTORS_PAGE_H

#include "html/dom.h"

/* flags of an element; those of the first line are inherited by what it holds */
enum {
    FC_EL_HIDDEN = 1, FC_EL_NOSCRIPT = 2, FC_EL_COMMENT = 4, FC_EL_CELL = 8,
    FC_EL_INHERITED = 15,
    FC_EL_INLINE = 16,          /* not a block-level element */
    FC_EL_FORMULA = 32,         /* a word of its class speaks of formulas: formula.h */
    FC_EL_CODE = 64,            /* ... of code: code.h */
    FC_EL_PANEL = 128,          /* a cell that tells of who wrote a post: thread_rows.c */
    FC_EL_MEMBER = 256,         /* a word of its class speaks of functions and their
                                   descriptions: reference.c */
    FC_EL_GRID = 512            /* a table by its role or style: table.h */
};

/* semantic ancestors, own tag included: bits of fc_elem.sem */
enum {
    FC_SEM_ARTICLE = 1,
    FC_SEM_MAIN = 2,
    FC_SEM_NAV = 4,
    FC_SEM_ASIDE = 8,
    FC_SEM_FOOTER = 16,
    FC_SEM_HEADER = 32,
    FC_SEM_FORM = 64,
    FC_SEM_TABLE = 128,
    FC_SEM_LI = 256,
    FC_SEM_P = 512,
    FC_SEM_NOSCRIPT = 1024,
    FC_SEM_BUTTON = 2048,
    FC_SEM_QUOTE = 4096,
    FC_SEM_FIGURE = 8192,
    FC_SEM_SECTION = 16384,
    FC_SEM_DL = 32768,
    FC_SEM_HEADING = 65536,
    FC_SEM_LABEL = 131072,
    FC_SEM_DETAILS = 262144,
    FC_SEM_DIALOG = 524288,
    FC_SEM_CAPTION = 1048576,
    FC_SEM_BITS = 21
};

enum { FC_WRAP_CODE = 1 << 10 }; /* of fc_elem.wraps */

/* Words told of an element, types of JSON-LD told of a page: at most. */
enum { FC_ELEM_TOKENS = 22, FC_LD_TYPES = 8 };

typedef struct fc_elem {
    uint32_t node;              /* in the tree */
    uint32_t key;               /* hash of the tag and the words of the class */
    uint32_t token;             /* hashed words of class, id, role ...: page.token[token
                                   ..] */
    uint16_t tokens;
    uint16_t fresh;             /* the first so many of them are on no ancestor */
    uint16_t flags, tag;
    uint32_t sem;
    uint32_t block;             /* nearest block-level element, itself included */
    uint32_t wraps;             /* inline elements between it and block: bits,
                                   wrap_bits */
    uint32_t item;              /* nearest <li> in this table cell, itself included; 0:
                                   none */
    uint16_t depth, quotes;     /* open elements; block quotes, itself included */
    uint16_t heading;           /* level of the heading it is or is in, 0 outside */
    uint16_t kids;              /* child elements with text */
    uint32_t words, link_words, blocks; /* of the whole subtree */
    uint32_t credit;            /* readability-like: long, unlinked text near it */
    uint16_t common;            /* steps up to the first ancestor shared with the best
                                   container, itself 0 */
} fc_elem;

typedef enum fc_block_kind { FC_BLOCK_TEXT, FC_BLOCK_PRE, FC_BLOCK_TABLE } fc_block_kind;

enum { FC_BLOCK_WORDS = 12, FC_NO_BLOCK = -1, FC_PAGE_KINDS = 7 };

typedef struct fc_block {
    uint32_t from, to;          /* nodes from .. to - 1 */
    uint32_t owner;             /* element it belongs to: block-level, the pre, the
                                   table */
    uint8_t kind;               /* fc_block_kind */
    uint8_t ends;               /* the text ends as a sentence does */
    uint8_t stored;             /* hashes in word[], the first ones */
    uint8_t keep;
    uint32_t formulas;          /* each counts as three words */
    uint32_t words, link_words; /* two ideographs or four Thai letters count as a word */
    uint32_t chars, upper, digits, punct;
    uint32_t title_words, description_words; /* words the title / description has as
                                                well */
    uint32_t pairs, body_pairs; /* of neighbouring words, and of them in the hints'
                                   body */
    uint32_t word[FC_BLOCK_WORDS], last;
    uint32_t text;              /* hash of all of it */
    uint32_t path;              /* hash of the keys of owner, parent and grandparent */
    uint32_t likes, twins;      /* blocks with this path, with this text */
    uint32_t first_like;        /* the first block with this path */
    uint32_t shape;             /* set by scoring: size and link share in bins */
    uint32_t wraps;             /* inline elements in it: bits, wrap_bits */
    uint32_t wrap;              /* the first of them, an element; 0: none */
    uint32_t before;            /* words of the blocks before it */
    float first;                /* set by scoring: log odds of being content by the first
                                   pass */
    float margin, p;            /* and by both: log odds, probability */
    fc_str label;               /* of code: the language that a label beside it tells */
    const char *why;            /* set by selecting when a rule, not the score, decided */
    uint32_t post;              /* of a thread: into page.post, 0: none */
    uint8_t role;               /* ... fc_post_role */
} fc_block;

/* What a block is to the post it is in: its text, or what stands around it. */
typedef enum fc_post_role { FC_ROLE_NONE, FC_ROLE_BODY, FC_ROLE_ASIDE } fc_post_role;
typedef struct fc_post fc_post; /* threads.h */

/* What the head of the page says and blocks are compared with. */
typedef struct fc_page_hints {
    fc_str title, description;  /* decoded text; may be empty */
    fc_str body;                /* the main text as JSON-LD tells it, or a part; may be
                                   empty */
    fc_str url;                 /* of the page; may be empty */
    fc_str generator;           /* the program that made the page; may be empty */
    uint32_t type;              /* hash of og:type, 0: none */
    uint32_t ld[FC_LD_TYPES];   /* hashes of JSON-LD types */
    unsigned lds;
} fc_page_hints;

typedef struct fc_page {
    const fc_dom *dom;
    const fc_page_hints *hints;
    fc_elem *elem;
    uint32_t *parent;           /* of each element; of the root, which is element 0, 0.
                                   By itself, so that walks find it in the first
                                   cache */
    uint32_t elems;
    uint32_t *elem_of;          /* of each node of the tree: its element, 0 when it has
                                   none */
    uint32_t *token;
    uint32_t tokens;            /* of all elements */
    uint32_t fresh;             /* of them those that are on no ancestor */
    fc_block *block;
    uint32_t blocks;
    uint32_t words, link_words; /* of all blocks */
    uint32_t long_blocks;       /* at least 20 words, few of them links */
    uint32_t best;              /* the element that a single container would be */
    uint32_t article, main;     /* the largest of its kind, 0: none */
    uint32_t articles, tables;
    uint32_t panels;            /* elements with FC_EL_PANEL */
    uint32_t members;           /* elements with FC_EL_MEMBER */
    int32_t h1;                 /* block of the title, or FC_NO_BLOCK */
    uint32_t *math, maths;      /* nodes of <math>, in order */
    uint32_t *script, scripts;  /* ... of <script type="math/tex"> and the like */
    uint32_t signs;             /* elements with FC_EL_FORMULA, images of formulas */
    struct fc_formulas *formulas; /* formula.h */
    fc_post *post;              /* 1 .. posts, set by fc_threads_find */
    uint32_t posts;
    uint32_t first_post;        /* block that the posts begin with */
    bool is_thread;             /* the posts are what the page is about */
    bool of_comments;           /* most of them are called comments */
    bool reference;             /* a manual by what made it (reference.c); set by the
                                   caller */
    const struct fc_numbers *numbers; /* what the second pass saw; NULL without one */
    float kind[FC_PAGE_KINDS];  /* odds of its kinds, set by scoring; see page_kind.h */
} fc_page;

/* False when the page has no text at all. */
bool fc_page_build(fc_page *page, const fc_dom *dom, const fc_page_hints *hints,
                   fc_arena *a);

/* ---- parts of the building, one file each */

/* elements.c: the elements that hold text, in document order. */
void fc_page_elements(fc_page *page, fc_arena *a);
/* blocks.c: steps from an element up to the first ancestor, itself included, of each
 * element: 0 for what is in it. */
uint16_t *fc_page_steps(const fc_page *page, uint32_t elem, fc_arena *a);
/* Hash of a word as tokens and words of blocks are hashed; ASCII case ignored. */
uint32_t fc_word_hash(fc_str word);
/* Of the next word of a list, in lower case, a blank between two; false: no more. */
bool fc_word_hash_next(const char **list, uint32_t *hash);
/* Whether the class attribute of a node has this word, any case; words part at blanks. */
bool fc_node_has_class(const fc_dom *dom, uint32_t node, const char *name);
/* ... or one of n words. */
bool fc_node_has_class_of(const fc_dom *dom, uint32_t node, const char *const *names,
                          size_t n);
/* Where a link within the page leads, "#note-1"; empty when the node is none. */
fc_str fc_node_link_within(const fc_dom *dom, uint32_t node);

/* words.c: measure one text node into a block. `linked`: it is inside <a>. */
typedef struct fc_pair_set { uint64_t bit[512]; bool any; } fc_pair_set;
/* What words are compared with: those of title and description, pairs of words of the
 * body. */
enum { FC_TITLE_WORD = 1, FC_DESCRIPTION_WORD = 2 };
typedef struct fc_word_hints {
    uint8_t in[1024];           /* by a hash: whether title and description have it */
    fc_pair_set body;
} fc_word_hints;
void fc_word_hints_fill(fc_word_hints *words, const fc_page_hints *hints);
typedef struct fc_word_count {
    uint32_t quarter;           /* of words */
    bool within;                /* the text so far ends within a word */
    uint32_t hash;              /* of that word so far */
} fc_word_count;
void fc_words_add(fc_block *b, fc_word_count *count, fc_str text, bool linked,
                  const fc_word_hints *hints);
void fc_words_end(fc_block *b, fc_word_count *count, const fc_word_hints *hints);

/* tables.c: whether a <table> is data, which stays whole, or layout, which dissolves. */
bool fc_table_is_data(const fc_page *page, uint32_t node);

/* thread_rows.c: marks the cells of tables that tell of the author of a post. */
void fc_page_panels(fc_page *page);

/* reference.c: whether the page is a manual by what made it, and whether a block declares
 * a function or type. */
bool fc_page_is_reference(const fc_page *page);
bool fc_block_declares(const fc_page *page, const fc_block *b);

/* page_rules.c: after the choice, what the structure says about single blocks. */
void fc_page_rules(fc_page *page);
/* page_extras.c: cookie banners, share bars, related articles and the like are
 * dropped. */
void fc_page_extras(fc_page *page);

#endif
