/* book.c - books in plain text, above all those of Project Gutenberg: what is around the
 * text (header, licence, credits) becomes metadata or goes, lines that were broken to a
 * width become paragraphs, chapters get headings. Verse, tables and what is indented
 * keep their lines. */
#include "base/str.h"
#include "extractors/extract.h"
#include "extractors/inline.h"
#include "text/dates.h"
#include "text/normalize.h"

enum {
    LOOK = 24 << 10,        /* bytes among which a header is looked for */
    SMALL = 16 << 10,       /* a text without a header is no book below */
    LONG = 48 << 10,        /* ... and with nothing but chapters below this */
    SHORT = 72,             /* bytes of a line of a heading, at most */
    WIDE = 40               /* a book's lines are broken at least here */
};

typedef struct book {
    bool plain;
    bool parts;             /* there are parts above the chapters */
    size_t width;           /* that lines were broken to */
    size_t indent;          /* that most lines have */
    bool chapter;           /* the block before was the heading of one */
    fc_text out;
} book;

/* ------------------------------------------------------------------------------ lines */

static bool has(fc_str line, const char *what)
{
    return fc_str_ifind(line, fc_str_of(what)) < line.n;
}

/* "*** START OF THE PROJECT GUTENBERG EBOOK X ***" and, before 2004, the end of the
 * small print. */
static bool is_start(fc_str line)
{
    if (!line.n || line.p[0] != '*')
        return false;
    return (has(line, "START OF TH") && has(line, "GUTENBERG")) ||
           has(line, "END THE SMALL PRINT") || has(line, "END*THE SMALL PRINT");
}

static bool is_end(fc_str line)
{
    fc_str s = fc_str_trim(line);
    if (s.n && s.p[0] == '*')
        return has(s, "END OF TH") && has(s, "GUTENBERG");
    return (fc_str_istarts(s, FC_STR("End of ")) ||
            fc_str_istarts(s, FC_STR("End of The "))) &&
           has(s, "Project Gutenberg") && s.n < 200;
}

/* Where the line after the one at `at` begins. */
static size_t next_line(fc_str s, size_t at)
{
    size_t n = at + fc_str_findc(fc_str_sub(s, at, s.n), '\n') + 1;
    return n < s.n ? n : s.n;
}

static fc_str line_at(fc_str s, size_t at)
{
    return fc_str_sub(s, at, at + fc_str_findc(fc_str_sub(s, at, s.n), '\n'));
}

/* Behind the line that ends a header, among the first bytes; 0: there is none. */
static size_t find_start(fc_str s)
{
    size_t found = 0;
    for (size_t at = 0; at < s.n && at < LOOK; at = next_line(s, at))
        if (is_start(line_at(s, at)))
            found = next_line(s, at);
    return found;
}

static size_t find_end(fc_str s, size_t from)
{
    for (size_t at = from; at < s.n; at = next_line(s, at))
        if (is_end(line_at(s, at)))
            return at;
    return s.n;
}

/* "CHAPTER IV", "Part the Second", "BOOK 2": a word for it, then more. 2: a part, 1: a
 * chapter. */
static int chapter_word(fc_str line)
{
    static const struct { const char *word; int level; } words[] = {
        { "CHAPTER", 1 }, { "BOOK", 2 }, { "PART", 2 }, { "VOLUME", 2 }, { "ACT", 2 },
        { "SCENE", 1 }, { "CANTO", 1 }, { "STAVE", 1 }, { "LETTER", 1 }, { "SECTION", 1 },
        { "PREFACE", 2 }, { "INTRODUCTION", 2 }, { "CONTENTS", 2 }, { "PROLOGUE", 2 },
        { "EPILOGUE", 2 }, { "APPENDIX", 2 },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        fc_str word = fc_str_of(words[i].word);
        if (!fc_str_istarts(line, word))
            continue;
        fc_str rest = fc_str_trim(fc_str_sub(line, word.n, line.n));
        bool alone = !rest.n || (rest.n == 1 && rest.p[0] == '.');
        size_t n = 0;
        while (n < rest.n && (fc_is_digit(rest.p[n]) ||
                              (rest.p[n] && strchr("IVXLCDM", rest.p[n]))))
            n++;
        bool counted = n && (n == rest.n || !fc_is_letter(rest.p[n]));
        bool upper = !memcmp(line.p, word.p, word.n);
        if (alone ? i > 9 || upper : line.p[word.n] == ' ' && (counted || upper))
            return words[i].level;
    }
    return 0;
}

/* ----------------------------------------------------------------------------- blocks */

/* Lines from .. to without empty ones, and what they are alike in. */
typedef struct block {
    fc_str text;
    unsigned lines, empty;          /* empty: lines before it */
    size_t indent, longest, shortest; /* of the lines but the last; indent: the least */
    unsigned gaps;                  /* lines with wide gaps inside */
    unsigned small;                 /* lines but the first that go on in small letters */
    size_t full;                    /* bytes of all lines but the last */
} block;

static size_t indent_of(fc_str line)
{
    size_t n = 0;
    while (n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'))
        n++;
    return n;
}

static void add_line(block *b, fc_str line, bool last)
{
    size_t indent = indent_of(line);
    fc_str text = fc_str_trim(line);
    b->lines++;
    b->indent = b->lines == 1 || indent < b->indent ? indent : b->indent;
    b->small += b->lines > 1 && text.p[0] >= 'a' && text.p[0] <= 'z';
    b->gaps += fc_str_find(text, FC_STR("   ")) < text.n;
    b->longest = line.n > b->longest ? line.n : b->longest;
    b->full += last ? 0 : line.n;
    if (!last && (!b->shortest || text.n < b->shortest))
        b->shortest = text.n;
}

static bool next_block(fc_str s, size_t *at, block *b)
{
    memset(b, 0, sizeof *b);
    for (; *at < s.n && !fc_str_trim(line_at(s, *at)).n; *at = next_line(s, *at))
        b->empty++;
    size_t from = *at;
    while (*at < s.n && fc_str_trim(line_at(s, *at)).n) {
        size_t next = next_line(s, *at);
        add_line(b, line_at(s, *at), next >= s.n || !fc_str_trim(line_at(s, next)).n);
        *at = next;
    }
    b->text = fc_str_sub(s, from, *at);
    return b->lines > 0;
}

/* The width that most lines come near to. */
static size_t find_width(fc_str s)
{
    unsigned count[128] = { 0 }, long_lines = 0, seen = 0;
    for (size_t at = 0; at < s.n; at = next_line(s, at)) {
        size_t n = line_at(s, at).n;
        if (n >= WIDE && n < 128) {
            count[n]++;
            long_lines++;
        }
    }
    for (size_t n = 127; n >= WIDE; n--)
        if ((seen += count[n]) * 10 >= long_lines && long_lines)
            return n;
    return WIDE;
}

/* ------------------------------------------------------------------------------ sniff */

/* Lines that go on as those of paragraphs do: not verse, a table or a program. */
static bool goes_on(const block *k)
{
    return k->small * 2 > k->lines - 1 && !k->gaps;
}

/* Paragraphs that were broken to a width, and hardly anything else. */
static bool is_broken_prose(fc_str s)
{
    enum { LEAST = 20, MANY = 512 << 10 };
    block k;
    size_t at = 0, width = find_width(s), lines = 0, broken = 0, full = 0, inner = 0;
    unsigned blocks = 0, ended = 0;
    for (s = fc_str_sub(s, 0, MANY); next_block(s, &at, &k);) {
        fc_str text = fc_str_trim(k.text);
        lines += k.lines;
        if (k.lines < 3 || k.indent || !goes_on(&k))
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
    for (size_t at = 0; at < s.n && at < LOOK; at = next_line(s, at)) {
        fc_str line = line_at(s, at);
        lines += line.n > 1;
        full += line.n > 50 && line.n < 82;
        if (line.n > 90)
            return false;
    }
    if (full * 2 <= lines)
        return false;
    for (size_t at = 0; at < s.n && s.n >= LONG && chapters < 3; at = next_line(s, at))
        chapters += chapter_word(line_at(s, at)) == 1;
    return chapters == 3 || is_broken_prose(s);
}

static int book_sniff(const fc_capture *cap)
{
    if (!fc_str_is(cap->mime, "text/plain"))
        return 0;
    return find_start(cap->body) || looks_like_book(cap->body) ? 80 : 0;
}

/* --------------------------------------------------------------------------- metadata */

/* "Title: x", and the lines indented below it. */
static fc_str field(fc_str head, const char *name, fc_arena *a)
{
    fc_str want = fc_str_of(name);
    for (size_t at = 0; at < head.n; at = next_line(head, at)) {
        fc_str line = line_at(head, at);
        if (!fc_str_istarts(line, want) || line.n <= want.n || line.p[want.n] != ':')
            continue;
        size_t end = next_line(head, at);
        while (end < head.n && (head.p[end] == ' ' || head.p[end] == '\t') &&
               fc_str_trim(line_at(head, end)).n)
            end = next_line(head, end);
        return fc_normalize_line(fc_str_sub(head, at + want.n + 1, end), a);
    }
    return (fc_str){ "", 0 };
}

/* "The Project Gutenberg Etext of X, by Y", of headers without fields. */
static void old_title(fc_str head, fc_str *title, fc_str *author)
{
    for (size_t at = 0; at < head.n; at = next_line(head, at)) {
        fc_str line = fc_str_trim(line_at(head, at));
        size_t of = fc_str_ifind(line, FC_STR("text of ")), by;
        if (!has(line, "Project Gutenberg") || of == line.n)
            continue;
        line = fc_str_sub(line, of + 8, line.n);
        by = fc_str_find(line, FC_STR(" by "));
        *title = fc_str_trim(fc_str_sub(line, 0, by));
        *author = fc_str_trim(fc_str_sub(line, by + 4, line.n));
        while (author->n && author->p[author->n - 1] == '*')
            author->n--;
        if (title->n && title->p[title->n - 1] == ',')
            title->n--;
        return;
    }
}

/* The number in "[EBook #11]". */
static fc_str ebook_number(fc_str head)
{
    size_t at = fc_str_ifind(head, FC_STR("ook #")), n = 0;
    fc_str rest = fc_str_sub(head, at + 5, head.n);
    while (n < rest.n && fc_is_digit(rest.p[n]))
        n++;
    return fc_str_sub(rest, 0, n);
}

static fc_str set_meta(fc_str head, fc_doc *doc, fc_call *call)
{
    fc_arena *a = call->scratch;
    fc_str title = field(head, "Title", a), author = field(head, "Author", a);
    fc_str when = field(head, "Release Date", a);
    fc_date date;
    char iso[FC_DATE_ROOM];
    if (!title.n)
        old_title(head, &title, &author);
    if (!when.n)
        when = field(head, "Posting Date", a);
    fc_extract_set(doc, call, "title", title);
    fc_extract_set(doc, call, "author", author);
    fc_extract_set(doc, call, "language", field(head, "Language", a));
    if (when.n && fc_date_find(when, &date) && !date.age)
        fc_extract_set(doc, call, "published", (fc_str){ iso, fc_date_iso(&date, iso) });
    fc_extract_set(doc, call, "ebook", ebook_number(head));
    return title;
}

/* ------------------------------------------------------------------------------ text */

/* The indent of more than half of the long lines, or none. */
static size_t find_indent(fc_str s)
{
    unsigned count[16] = { 0 }, lines = 0;
    for (size_t at = 0; at < s.n; at = next_line(s, at)) {
        fc_str line = line_at(s, at);
        size_t n = indent_of(line);
        if (line.n < WIDE)
            continue;
        lines++;
        count[n < 16 ? n : 0]++;
    }
    for (size_t n = 1; n < 16; n++)
        if (count[n] * 2 > lines)
            return n;
    return 0;
}

static void begin(book *b)
{
    if (b->out.n)
        fc_text_add(&b->out, "\n\n", 2);
}

static bool is_word_byte(char c)
{
    return fc_is_letter(c) || fc_is_digit(c) || (unsigned char)c >= 0x80;
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
static void put_lines(book *b, const block *k, bool table)
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
static unsigned heading_level(const book *b, const block *k)
{
    fc_str text = fc_str_trim(k->text);
    int word = chapter_word(text);
    if (k->lines > 3 || k->longest > SHORT + 20 || k->gaps)
        return 0;
    if (word && text.n <= 2 * SHORT)
        return word == 2 || !b->parts ? 2 : 3;
    bool apart = k->empty >= 2 && k->lines == 1 && text.n <= SHORT;
    return apart && is_capitals(text) && text.p[text.n - 1] != '!' ? 3 : 0;
}

/* The title of a chapter in a block of its own below its number. */
static bool is_title(const block *k)
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

static void write_block(book *b, const block *k)
{
    fc_str text = fc_str_trim(k->text);
    unsigned level = heading_level(b, k);
    bool chapter = b->chapter;
    b->chapter = level && chapter_word(text);
    if (has(fc_str_sub(text, 0, 14), "[Illustration") && text.n < 20)
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
    else if (table || verse || (set_in && !(k->lines > 2 && goes_on(k))))
        put_lines(b, k, table);
    else
        put_joined(b, text);
}

/* "Produced by ..." and the like, the first block behind a header. */
static bool is_credit(const block *k)
{
    static const char *const words[] = {
        "Produced by",     "E-text prepared by", "Etext prepared by",
        "This etext was",  "This eBook was",     "Transcribed from",
        "HTML version by", "Credits:",           "[Transcriber"
    };
    fc_str text = fc_str_trim(k->text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (fc_str_istarts(text, fc_str_of(words[i])))
            return true;
    return false;
}

static void write_book(book *b, fc_str s, bool header)
{
    block k;
    size_t at = 0;
    b->width = find_width(s);
    b->indent = find_indent(s);
    for (size_t i = 0; i < s.n && !b->parts; i = next_line(s, i)) {
        fc_str line = line_at(s, i);
        b->parts =
            line.n < SHORT && chapter_word(line) == 2 &&
            (fc_str_istarts(line, FC_STR("BOOK")) ||
             fc_str_istarts(line, FC_STR("PART")) ||
             fc_str_istarts(line, FC_STR("VOL")) || fc_str_istarts(line, FC_STR("ACT")));
    }
    for (unsigned n = 0; next_block(s, &at, &k); n++)
        if (!header || n > 1 || !is_credit(&k))
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
    size_t from = find_start(s);
    fc_str title = set_meta(fc_str_sub(s, 0, from ? from : LOOK), doc, call);
    s = fc_str_sub(s, from, find_end(s, from));
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
