/* book.c - books in plain text, above all those of Project Gutenberg: what is around the
 * text (header, licence, credits) becomes metadata or goes, lines that were broken to a
 * width become paragraphs, chapters get headings. Verse, tables and what is indented
 * keep their lines. */
#include "extractors/book.h"

#include "base/str.h"
#include "extractors/inline.h"
#include "text/normalize.h"

enum {
    SMALL = 16 << 10,       /* a text without a header is no book below */
    LONG = 48 << 10,        /* ... and with nothing but chapters below this */
    SHORT = 72              /* bytes of a line of a heading, at most */
};

typedef struct book {
    bool plain;
    bool parts;             /* there are parts above the chapters */
    size_t width;           /* that lines were broken to */
    size_t indent;          /* that most lines have */
    bool chapter;           /* the block before was the heading of one */
    fc_text out;
} book;

/* ------------------------------------------------------------------------------ sniff */

/* Paragraphs that were broken to a width, and hardly anything else. */
static bool is_broken_prose(fc_str s)
{
    enum { LEAST = 20, MANY = 512 << 10 };
    fc_book_block k;
    size_t at = 0, width = fc_book_width(s), lines = 0, broken = 0, full = 0, inner = 0;
    unsigned blocks = 0, ended = 0;
    for (s = fc_str_sub(s, 0, MANY); fc_book_next_block(s, &at, &k);) {
        fc_str text = fc_str_trim(k.text);
        lines += k.lines;
        if (k.lines < 3 || k.indent || !fc_book_goes_on(&k))
            continue;
        blocks++;
        broken += k.lines;
        full += k.full;
        inner += k.lines - 1;
        ended += strchr(".!?:;\"')\x9d\x99\x94\x93", text.p[text.n - 1]) != NULL;
    }
    return blocks >= LEAST && broken * 2 > lines && ended * 10 > blocks * 8 &&
           full * 10 > inner * width * 8;
}

/* A plain text that is a book though nothing says so. */
static bool looks_like_book(fc_str s)
{
    unsigned chapters = 0, lines = 0, full = 0;
    if (s.n < SMALL)
        return false;
    for (size_t at = 0; at < s.n && at < FC_BOOK_LOOK; at = fc_book_next_line(s, at)) {
        fc_str line = fc_book_line(s, at);
        lines += line.n > 1;
        full += line.n > 50 && line.n < 82;
        if (line.n > 90)
            return false;
    }
    if (full * 2 <= lines)
        return false;
    for (size_t at = 0; at < s.n && s.n >= LONG && chapters < 3;
         at = fc_book_next_line(s, at))
        chapters += fc_book_chapter(fc_book_line(s, at)) == 1;
    return chapters == 3 || is_broken_prose(s);
}

static int book_sniff(const fc_capture *cap)
{
    if (!fc_str_is(cap->mime, "text/plain"))
        return 0;
    return fc_book_begin(cap->body) || looks_like_book(cap->body) ? 80 : 0;
}

/* ------------------------------------------------------------------------------ text */

static void begin(book *b)
{
    if (b->out.n)
        fc_text_add(&b->out, "\n\n", 2);
}

static bool is_word_byte(char c)
{
    return fc_is_alnum(c) || (unsigned char)c >= 0x80;
}

/* Text without the marks of _emphasis_, which stand at the edge of words. */
static void put_text(fc_text *t, fc_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        bool before = i && is_word_byte(s.p[i - 1]);
        bool after = i + 1 < s.n && is_word_byte(s.p[i + 1]);
        bool line = (i && s.p[i - 1] == '_') || (i + 1 < s.n && s.p[i + 1] == '_');
        if (s.p[i] == '_' && !line && !(before && after) && s.n > 1)
            continue;
        fc_text_char(t, s.p[i]);
    }
}

/* Lines to one: a hyphen at a line's end is the word's own. */
static void put_joined(book *b, fc_str text)
{
    fc_str line;
    bool first = true;
    while (fc_str_split(&text, '\n', &line)) {
        line = fc_str_trim(line);
        fc_str out = { b->out.p, b->out.n };
        bool hyphen = out.n > 1 && out.p[out.n - 1] == '-' && out.p[out.n - 2] != ' ';
        if (!line.n)
            continue;
        if (!first && !hyphen)
            fc_text_char(&b->out, ' ');
        put_text(&b->out, line);
        first = false;
    }
}

/* Lines as they are, less what all are indented by. */
static void put_lines(book *b, const fc_book_block *k, bool table)
{
    fc_str rest = k->text, line;
    bool fence = table && !b->plain;
    fc_text_add(&b->out, "```\n", fence ? 4 : 0);
    for (unsigned i = 0; i < k->lines && fc_str_split(&rest, '\n', &line); i++) {
        line = fc_str_sub(line, k->indent, line.n);
        fc_text_char(&b->out, '\n');
        b->out.n -= i == 0;
        while (line.n && fc_is_space(line.p[line.n - 1]))
            line.n--;
        if (table)
            fc_text_add(&b->out, line.p, line.n);
        else
            put_text(&b->out, line);
    }
    fc_text_add(&b->out, "\n```", fence ? 4 : 0);
}

/* "PREFACE", "THE END OF IT": capitals only. */
static bool is_capitals(fc_str s)
{
    unsigned upper = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= 'a' && s.p[i] <= 'z')
            return false;
        upper += s.p[i] >= 'A' && s.p[i] <= 'Z';
    }
    return upper > 2;
}

/* 1 to 3, 0: none. */
static unsigned heading_level(const book *b, const fc_book_block *k)
{
    fc_str text = fc_str_trim(k->text);
    int word = fc_book_chapter(text);
    if (k->lines > 3 || k->longest > SHORT + 20 || k->gaps)
        return 0;
    if (word && text.n <= 2 * SHORT)
        return word == 2 || !b->parts ? 2 : 3;
    bool apart = k->empty >= 2 && k->lines == 1 && text.n <= SHORT;
    return apart && is_capitals(text) && text.p[text.n - 1] != '!' ? 3 : 0;
}

/* The title of a chapter in a block of its own below its number. */
static bool is_title(const fc_book_block *k)
{
    fc_str text = fc_str_trim(k->text);
    char last = text.p[text.n - 1];
    return k->lines == 1 && text.n <= 60 && last != ',' && last != ';' && last != ':' &&
           last != '"' && last != '?' && last != '!' &&
           (last != '.' || is_capitals(text)) && text.p[0] != '"' && text.p[0] != '_' &&
           text.p[0] != '[';
}

/* "*       *       *", between parts of a chapter. */
static bool is_stars(fc_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '*' && s.p[i] != ' ')
            return false;
    return s.n > 2;
}

static void write_block(book *b, const fc_book_block *k)
{
    fc_str text = fc_str_trim(k->text);
    unsigned level = heading_level(b, k);
    bool chapter = b->chapter;
    b->chapter = level && fc_book_chapter(text);
    if (fc_book_has(fc_str_sub(text, 0, 14), "[Illustration") && text.n < 20)
        return;
    if (chapter && !level && is_title(k)) {
        fc_text_char(&b->out, ' ');
        put_joined(b, text);
        return;
    }
    begin(b);
    if (is_stars(text)) {
        fc_text_add(&b->out, "---", 3);
        return;
    }
    for (unsigned i = 0; i < level && !b->plain; i++)
        fc_text_char(&b->out, '#');
    if (level && !b->plain)
        fc_text_char(&b->out, ' ');
    bool verse =
        k->lines > 1 && k->shortest * 3 < b->width * 2 && k->longest + 4 < b->width;
    bool table = k->gaps > 1 && k->gaps * 2 >= k->lines;
    bool set_in = k->indent >= b->indent + 2; /* verse, or what is quoted */
    if (level || k->lines == 1)
        put_joined(b, text);
    else if (table || verse || (set_in && !(k->lines > 2 && fc_book_goes_on(k))))
        put_lines(b, k, table);
    else
        put_joined(b, text);
}

static void write_book(book *b, fc_str s, bool header)
{
    fc_book_block k;
    size_t at = 0;
    b->width = fc_book_width(s);
    b->indent = fc_book_indent(s);
    for (size_t i = 0; i < s.n && !b->parts; i = fc_book_next_line(s, i)) {
        fc_str line = fc_book_line(s, i);
        b->parts =
            line.n < SHORT && fc_book_chapter(line) == 2 &&
            (fc_str_istarts(line, FC_STR("BOOK")) ||
             fc_str_istarts(line, FC_STR("PART")) ||
             fc_str_istarts(line, FC_STR("VOL")) || fc_str_istarts(line, FC_STR("ACT")));
    }
    for (unsigned n = 0; fc_book_next_block(s, &at, &k); n++)
        if (!header || n > 1 || !fc_book_is_credit(&k))
            write_block(b, &k);
}

static int book_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                    fc_call *call)
{
    fc_str s;
    book b = { .plain = !strcmp(conf->format, "plain"), .out = { .a = call->scratch } };
    if (cap->body.n > (uint64_t)conf->max_html)
        return FC_EXTRACT_TOO_LARGE;
    int why = fc_extract_decode(cap, false, doc, call, &s);
    if (why)
        return why;
    fc_text_add(&b.out, "", 0);
    s = fc_normalize_line_ends(s, call->scratch);
    size_t from = fc_book_begin(s);
    fc_str title = fc_book_meta(fc_str_sub(s, 0, from ? from : FC_BOOK_LOOK), doc, call);
    s = fc_str_sub(s, from, fc_book_end(s, from));
    if (title.n && from) {
        fc_text_add(&b.out, "# ", b.plain ? 0 : 2);
        fc_text_add(&b.out, title.p, title.n);
    }
    write_book(&b, s, from > 0);
    doc->text = fc_copy(call->keep,
                        fc_normalize_text((fc_str){ b.out.p, b.out.n }, call->scratch));
    return 0;
}

FC_EXTRACTOR(book) = {
    .name = "book",
    .brief = "plain-text books, as Project Gutenberg's: paragraphs, chapters, verse",
    .sniff = book_sniff,
    .run = book_run,
};
