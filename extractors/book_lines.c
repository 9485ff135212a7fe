/* book_lines.c - lines of a book in plain text and blocks of them: see book.h. */
#include "extractors/book.h"

#include "base/str.h"

bool fc_book_has(fc_str line, const char *what)
{
    return fc_str_ifind(line, fc_str_of(what)) < line.n;
}

int fc_book_chapter(fc_str line)
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

static size_t indent_of(fc_str line)
{
    size_t n = 0;
    while (n < line.n && (line.p[n] == ' ' || line.p[n] == '\t'))
        n++;
    return n;
}

static void add_line(fc_book_block *b, fc_str line, bool last)
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

static bool is_empty(fc_str s, size_t at)
{
    return !fc_str_trim(fc_book_line(s, at)).n;
}

bool fc_book_next_block(fc_str s, size_t *at, fc_book_block *b)
{
    memset(b, 0, sizeof *b);
    for (; *at < s.n && is_empty(s, *at); *at = fc_book_next_line(s, *at))
        b->empty++;
    size_t from = *at;
    while (*at < s.n && !is_empty(s, *at)) {
        size_t next = fc_book_next_line(s, *at);
        add_line(b, fc_book_line(s, *at), next >= s.n || is_empty(s, next));
        *at = next;
    }
    b->text = fc_str_sub(s, from, *at);
    return b->lines > 0;
}

size_t fc_book_width(fc_str s)
{
    unsigned count[128] = { 0 }, long_lines = 0, seen = 0;
    for (size_t at = 0; at < s.n; at = fc_book_next_line(s, at)) {
        size_t n = fc_book_line(s, at).n;
        if (n >= FC_BOOK_WIDE && n < 128) {
            count[n]++;
            long_lines++;
        }
    }
    for (size_t n = 127; n >= FC_BOOK_WIDE; n--)
        if ((seen += count[n]) * 10 >= long_lines && long_lines)
            return n;
    return FC_BOOK_WIDE;
}

bool fc_book_goes_on(const fc_book_block *k)
{
    return k->small * 2 > k->lines - 1 && !k->gaps;
}

size_t fc_book_indent(fc_str s)
{
    unsigned count[16] = { 0 }, lines = 0;
    for (size_t at = 0; at < s.n; at = fc_book_next_line(s, at)) {
        fc_str line = fc_book_line(s, at);
        size_t n = indent_of(line);
        if (line.n < FC_BOOK_WIDE)
            continue;
        lines++;
        count[n < 16 ? n : 0]++;
    }
    for (size_t n = 1; n < 16; n++)
        if (count[n] * 2 > lines)
            return n;
    return 0;
}
