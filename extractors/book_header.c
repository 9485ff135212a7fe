/* book_header.c - what Project Gutenberg writes around a text: its begin and end, a
 * header with metadata, credits. See book.h. */
#include "extractors/book.h"

#include "base/str.h"
#include "text/dates.h"
#include "text/normalize.h"

/* "*** START OF THE PROJECT GUTENBERG EBOOK X ***" and, before 2004, the end of the
 * small print. */
static bool is_start(fc_str line)
{
    if (!line.n || line.p[0] != '*')
        return false;
    return (fc_book_has(line, "START OF TH") && fc_book_has(line, "GUTENBERG")) ||
           fc_book_has(line, "END THE SMALL PRINT") ||
           fc_book_has(line, "END*THE SMALL PRINT");
}

static bool is_end(fc_str line)
{
    fc_str s = fc_str_trim(line);
    if (s.n && s.p[0] == '*')
        return fc_book_has(s, "END OF TH") && fc_book_has(s, "GUTENBERG");
    return (fc_str_istarts(s, FC_STR("End of ")) ||
            fc_str_istarts(s, FC_STR("End of The "))) &&
           fc_book_has(s, "Project Gutenberg") && s.n < 200;
}

size_t fc_book_begin(fc_str s)
{
    size_t found = 0;
    for (size_t at = 0; at < s.n && at < FC_BOOK_LOOK; at = fc_book_next_line(s, at))
        if (is_start(fc_book_line(s, at)))
            found = fc_book_next_line(s, at);
    return found;
}

size_t fc_book_end(fc_str s, size_t from)
{
    for (size_t at = from; at < s.n; at = fc_book_next_line(s, at))
        if (is_end(fc_book_line(s, at)))
            return at;
    return s.n;
}

/* "Title: x", and the lines indented below it. */
static fc_str field(fc_str head, const char *name, fc_arena *a)
{
    fc_str want = fc_str_of(name);
    for (size_t at = 0; at < head.n; at = fc_book_next_line(head, at)) {
        fc_str line = fc_book_line(head, at);
        if (!fc_str_istarts(line, want) || line.n <= want.n || line.p[want.n] != ':')
            continue;
        size_t end = fc_book_next_line(head, at);
        while (end < head.n && (head.p[end] == ' ' || head.p[end] == '\t') &&
               fc_str_trim(fc_book_line(head, end)).n)
            end = fc_book_next_line(head, end);
        return fc_normalize_line(fc_str_sub(head, at + want.n + 1, end), a);
    }
    return (fc_str){ "", 0 };
}

/* "The Project Gutenberg Etext of X, by Y", of headers without fields. */
static void old_title(fc_str head, fc_str *title, fc_str *author)
{
    for (size_t at = 0; at < head.n; at = fc_book_next_line(head, at)) {
        fc_str line = fc_str_trim(fc_book_line(head, at));
        size_t of = fc_str_ifind(line, FC_STR("text of ")), by;
        if (!fc_book_has(line, "Project Gutenberg") || of == line.n)
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

fc_str fc_book_meta(fc_str head, fc_doc *doc, fc_call *call)
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

bool fc_book_is_credit(const fc_book_block *k)
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
