/* tags.h - the elements by number, with what is known about each.
 *
 * One list, FC_TAGS, gives the numbers FC_TAG_..., the names and the property bits. HTML,
 * SVG and MathML share the numbers: <title> is FC_TAG_TITLE in HTML and in svg,
 * fc_node.ns tells which. After a change here run tags_gen.py, which makes the perfect
 * hash of fc_tag_find.
 *
 * Sources: WHATWG HTML, "The rules for parsing tokens in HTML content" (special elements,
 * scopes, implied end tags, formatting elements), as of gumbo 0.10.1; "Rendering" for
 * what is laid out as a block. */
#ifndef FC_HTML_TAGS_H
#define FC_HTML_TAGS_H

#include <stddef.h>
#include <stdint.h>

/* Property bits. The first row is for everybody; the second is for the scan that keeps
 * track of open elements, as the parser will. */
enum {
    FC_TAGF_LEVEL = 7,              /* 1 to 6: a heading of that level; 0: none */
    FC_TAGF_BLOCK = 1 << 3,         /* begins and ends a line: p, div, li, tr, td, br, hr
                                       ... */
    FC_TAGF_VOID = 1 << 4,          /* has no content and no end tag */
    FC_TAGF_RAW = 1 << 5,           /* content is not markup: script, style, iframe ... */
    FC_TAGF_RCDATA = 1 << 6,        /* content is text only: title, textarea */
    FC_TAGF_FORMAT = 1 << 7,        /* formatting element: opened again in the next
                                       block */

    FC_TAGF_SPECIAL = 1 << 8,       /* an end tag of another element does not look past
                                       it */
    FC_TAGF_SCOPE = 1 << 9,         /* bounds the search for an open element */
    FC_TAGF_CLOSES_P = 1 << 10,     /* its start tag ends an open paragraph */
    FC_TAGF_IMPLIED = 1 << 11,      /* its end tag may be left out */
    FC_TAGF_LEAVES_XML = 1 << 12,   /* its start tag ends svg and math */
    FC_TAGF_MARKER = 1 << 13,       /* formatting elements do not cross it */
    FC_TAGF_TABLE = 1 << 14,        /* table structure: caption, col, tr, td ... */
    FC_TAGF_DROP = 1 << 15          /* never enters the tree: link, meta, base */
};

/* Abbreviations for the list below. */
#define FC_B FC_TAGF_BLOCK
#define FC_V (FC_TAGF_VOID | FC_TAGF_SPECIAL)
#define FC_R (FC_TAGF_RAW | FC_TAGF_SPECIAL)
#define FC_F FC_TAGF_FORMAT
#define FC_S FC_TAGF_SPECIAL
#define FC_P (FC_TAGF_CLOSES_P | FC_TAGF_SPECIAL | FC_TAGF_BLOCK)
#define FC_X FC_TAGF_LEAVES_XML
#define FC_I FC_TAGF_IMPLIED
#define FC_M (FC_TAGF_MARKER | FC_TAGF_SCOPE | FC_TAGF_SPECIAL)
#define FC_T (FC_TAGF_TABLE | FC_TAGF_SPECIAL | FC_TAGF_BLOCK)
#define FC_D (FC_TAGF_DROP | FC_TAGF_VOID | FC_TAGF_SPECIAL)

#define FC_TAGS(X) \
    X(HTML, "html", FC_B | FC_S | FC_TAGF_SCOPE) X(HEAD, "head", FC_B | FC_S | FC_X) \
    X(BODY, "body", FC_B | FC_S | FC_X) X(TITLE, "title", FC_TAGF_RCDATA | FC_S | FC_B) \
    X(BASE, "base", FC_D) X(LINK, "link", FC_D) X(META, "meta", FC_D | FC_X) \
    X(STYLE, "style", FC_R) X(SCRIPT, "script", FC_R) X(NOSCRIPT, "noscript", FC_S) \
    X(TEMPLATE, "template", FC_M) \
    X(ARTICLE, "article", FC_P) X(SECTION, "section", FC_P) X(NAV, "nav", FC_P) \
    X(ASIDE, "aside", FC_P) X(H1, "h1", FC_P | FC_X | 1) X(H2, "h2", FC_P | FC_X | 2) \
    X(H3, "h3", FC_P | FC_X | 3) X(H4, "h4", FC_P | FC_X | 4) \
    X(H5, "h5", FC_P | FC_X | 5) \
    X(H6, "h6", FC_P | FC_X | 6) X(HGROUP, "hgroup", FC_P) X(HEADER, "header", FC_P) \
    X(FOOTER, "footer", FC_P) X(ADDRESS, "address", FC_P) X(P, "p", FC_P | FC_I | FC_X) \
    X(HR, "hr", FC_P | FC_V | FC_X) X(PRE, "pre", FC_P | FC_X) \
    X(BLOCKQUOTE, "blockquote", FC_P | FC_X) X(OL, "ol", FC_P | FC_X) \
    X(UL, "ul", FC_P | FC_X) X(LI, "li", FC_P | FC_I | FC_X) X(DL, "dl", FC_P | FC_X) \
    X(DT, "dt", FC_P | FC_I | FC_X) X(DD, "dd", FC_P | FC_I | FC_X) \
    X(FIGURE, "figure", FC_P) X(FIGCAPTION, "figcaption", FC_P) \
    X(MAIN, "main", FC_TAGF_CLOSES_P | FC_B) \
    X(DIV, "div", FC_P | FC_X) X(CENTER, "center", FC_P | FC_X) X(DIR, "dir", FC_P) \
    X(MENU, "menu", FC_P | FC_X) X(DETAILS, "details", FC_P) X(SUMMARY, "summary", FC_P) \
    X(LISTING, "listing", FC_P | FC_X) X(DIALOG, "dialog", FC_B) \
    X(SEARCH, "search", FC_B) \
    X(PLAINTEXT, "plaintext", FC_P) X(XMP, "xmp", FC_P | FC_R) \
    X(A, "a", FC_F) X(B, "b", FC_F | FC_X) X(BIG, "big", FC_F | FC_X) \
    X(CODE, "code", FC_F | FC_X) X(EM, "em", FC_F | FC_X) X(FONT, "font", FC_F) \
    X(I, "i", FC_F | FC_X) X(NOBR, "nobr", FC_F | FC_X) X(S, "s", FC_F | FC_X) \
    X(SMALL, "small", FC_F | FC_X) X(STRIKE, "strike", FC_F | FC_X) \
    X(STRONG, "strong", FC_F | FC_X) X(TT, "tt", FC_F | FC_X) X(U, "u", FC_F | FC_X) \
    X(SPAN, "span", FC_X) X(SUB, "sub", FC_X) X(SUP, "sup", FC_X) X(VAR, "var", FC_X) \
    X(CITE, "cite", 0) X(Q, "q", 0) X(DFN, "dfn", 0) X(ABBR, "abbr", 0) \
    X(ACRONYM, "acronym", 0) X(DATA, "data", 0) X(TIME, "time", 0) X(SAMP, "samp", 0) \
    X(KBD, "kbd", 0) X(MARK, "mark", 0) X(BDI, "bdi", 0) X(BDO, "bdo", 0) \
    X(INS, "ins", 0) \
    X(DEL, "del", 0) X(LABEL, "label", 0) X(OUTPUT, "output", 0) X(METER, "meter", 0) \
    X(PROGRESS, "progress", 0) X(SLOT, "slot", 0) X(BLINK, "blink", 0) \
    X(RUBY, "ruby", FC_X) X(RB, "rb", FC_I) X(RT, "rt", FC_I) X(RTC, "rtc", FC_I) \
    X(RP, "rp", FC_I) X(BR, "br", FC_V | FC_B | FC_X) X(WBR, "wbr", FC_V) \
    X(IMG, "img", FC_V | FC_X) X(IMAGE, "image", FC_TAGF_VOID) \
    X(EMBED, "embed", FC_V | FC_X) \
    X(AREA, "area", FC_V) X(PARAM, "param", FC_V) X(SOURCE, "source", FC_V) \
    X(TRACK, "track", FC_V) X(BASEFONT, "basefont", FC_V) X(BGSOUND, "bgsound", FC_V) \
    X(KEYGEN, "keygen", FC_V) X(INPUT, "input", FC_V) X(FRAME, "frame", FC_V) \
    X(MENUITEM, "menuitem", FC_TAGF_VOID) X(ISINDEX, "isindex", FC_V | FC_B) \
    X(COL, "col", FC_V | FC_T) \
    X(IFRAME, "iframe", FC_R) X(NOEMBED, "noembed", FC_R) X(NOFRAMES, "noframes", FC_R) \
    X(FRAMESET, "frameset", FC_B | FC_S) X(OBJECT, "object", FC_M) \
    X(APPLET, "applet", FC_M) \
    X(MARQUEE, "marquee", FC_M | FC_B) X(VIDEO, "video", 0) X(AUDIO, "audio", 0) \
    X(PICTURE, "picture", 0) X(CANVAS, "canvas", 0) X(MAP, "map", 0) \
    X(TABLE, "table", FC_P | FC_TAGF_SCOPE | FC_X) X(CAPTION, "caption", FC_M | FC_T) \
    X(COLGROUP, "colgroup", FC_T) X(TBODY, "tbody", FC_T) X(THEAD, "thead", FC_T) \
    X(TFOOT, "tfoot", FC_T) X(TR, "tr", FC_T) X(TD, "td", FC_M | FC_T) \
    X(TH, "th", FC_M | FC_T) X(FORM, "form", FC_P) X(FIELDSET, "fieldset", FC_P) \
    X(LEGEND, "legend", FC_B) X(BUTTON, "button", FC_S) X(SELECT, "select", FC_S) \
    X(DATALIST, "datalist", 0) X(OPTGROUP, "optgroup", FC_I | FC_B) \
    X(OPTION, "option", FC_I | FC_B) X(TEXTAREA, "textarea", FC_TAGF_RCDATA | FC_S) \
    X(SVG, "svg", 0) X(FOREIGNOBJECT, "foreignobject", 0) X(DESC, "desc", 0) \
    X(G, "g", 0) \
    X(PATH, "path", 0) X(USE, "use", 0) X(TEXT_SVG, "text", 0) X(MATH, "math", 0) \
    X(SEMANTICS, "semantics", 0) X(ANNOTATION, "annotation", 0) \
    X(ANNOTATION_XML, "annotation-xml", 0) X(MI, "mi", 0) X(MO, "mo", 0) X(MN, "mn", 0) \
    X(MS, "ms", 0) X(MTEXT, "mtext", 0) X(MGLYPH, "mglyph", 0) \
    X(MALIGNMARK, "malignmark", 0) X(MALIGNGROUP, "maligngroup", 0) X(MROW, "mrow", 0) \
    X(MFRAC, "mfrac", 0) X(MSQRT, "msqrt", 0) X(MROOT, "mroot", 0) \
    X(MSTYLE, "mstyle", 0) \
    X(MERROR, "merror", 0) X(MPADDED, "mpadded", 0) X(MPHANTOM, "mphantom", 0) \
    X(MFENCED, "mfenced", 0) X(MENCLOSE, "menclose", 0) X(MSPACE, "mspace", 0) \
    X(MSUB, "msub", 0) X(MSUP, "msup", 0) X(MSUBSUP, "msubsup", 0) \
    X(MUNDER, "munder", 0) \
    X(MOVER, "mover", 0) X(MUNDEROVER, "munderover", 0) \
    X(MULTISCRIPTS, "mmultiscripts", 0) \
    X(MPRESCRIPTS, "mprescripts", 0) X(NONE, "none", 0) X(MTABLE, "mtable", 0) \
    X(MTR, "mtr", 0) X(MLABELEDTR, "mlabeledtr", 0) X(MTD, "mtd", 0) \
    X(MACTION, "maction", 0)

enum {
    FC_TAG_UNKNOWN,                 /* an element that is not in the list */
    FC_TAG_TEXT,                    /* not an element: a text node */
#define FC_TAG_ENUM(id, name, flags) FC_TAG_##id,
    FC_TAGS(FC_TAG_ENUM)
#undef FC_TAG_ENUM
    FC_TAG_COUNT
};

extern const uint16_t fc_tag_flags[FC_TAG_COUNT];

/* The number for a name in any case; FC_TAG_UNKNOWN for others. */
unsigned fc_tag_find(const char *name, size_t n);
/* The name in lower case; "?" for FC_TAG_UNKNOWN, "#text" for FC_TAG_TEXT. */
const char *fc_tag_name(unsigned tag);
/* 1 to 6 for h1 to h6, else 0. */
static inline unsigned fc_tag_level(unsigned tag)
{
    return fc_tag_flags[tag] & FC_TAGF_LEVEL;
}

#endif
