/* docs.c - see docs.h. */
#include "extractors/docs.h"

#include "base/str.h"
#include "extractors/markup.h"
#include "extractors/source.h"
#include "text/normalize.h"

enum { MOST_LOOKS = 20000000 };

static fc_str trim_end(fc_str s)
{
    while (s.n && fc_is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

void fc_docs_split(fc_docs *d, fc_str text)
{
    d->text = text;
    d->lines = 0;
    size_t n = 1, at = 0;
    for (size_t i = 0; i < d->text.n; i++)
        n += d->text.p[i] == '\n';
    d->line = fc_alloc(d->a, n * sizeof *d->line);
    while (at < d->text.n) {
        fc_str rest = fc_str_sub(d->text, at, d->text.n);
        size_t end = fc_str_findc(rest, '\n');
        d->line[d->lines++] = trim_end(fc_str_sub(rest, 0, end));
        at += end + 1;
    }
}

int fc_docs_open(fc_docs *d, const fc_extract_conf *conf, const fc_capture *cap,
                 fc_doc *doc, fc_call *call)
{
    fc_text_style style = fc_md_style(conf);
    fc_source_place place = fc_source_place_of(cap->name);
    int why = fc_source_refuse_path(conf, &place);
    if (why)
        return why;
    memset(d, 0, sizeof *d);
    d->conf = conf;
    d->doc = doc;
    d->call = call;
    d->a = call->scratch;
    if (cap->body.n > (uint64_t)conf->max_html)
        return FC_EXTRACT_TOO_LARGE;
    if ((why = fc_extract_decode(cap, false, doc, call, &d->text)))
        return why;
    fc_source_set_place(doc, call, &place);
    if (fc_str_starts(d->text, FC_STR("\xef\xbb\xbf")))
        d->text = fc_str_sub(d->text, 3, d->text.n);
    fc_docs_split(d, d->text);
    fc_md_init(&d->md, &style, d->a);
    return 0;
}

void fc_docs_close(fc_docs *d)
{
    fc_docs_unlist(d, 0);
    fc_markup_finish(&d->md, d->doc, d->call);
    if (!d->title.n && d->md.sections)
        d->title = d->md.section[0];
    fc_extract_set(d->doc, d->call, "title", fc_normalize_line(d->title, d->a));
}

bool fc_docs_may_be(const fc_capture *cap, const char *const *types, bool *typed)
{
    *typed = fc_str_in(cap->mime, types);
    return *typed || fc_str_is(cap->mime, "text/plain") || fc_extract_unknown(cap);
}

bool fc_docs_named(const fc_capture *cap, const char *const *ends)
{
    return fc_name_ends_in(cap->name, ends);
}

/* ------------------------------------------------------------------------------ lines */

unsigned fc_docs_indent(fc_str line, unsigned tab)
{
    unsigned column = 0;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == '\t')
            column += tab - column % tab;
        else if (line.p[i] == ' ')
            column++;
        else
            break;
    }
    return column;
}

fc_str fc_docs_lines(const fc_docs *d, size_t from, size_t to)
{
    if (from >= to)
        return (fc_str){ "", 0 };
    const char *p = d->line[from].p;
    return (fc_str){ p, (size_t)(d->line[to - 1].p + d->line[to - 1].n - p) };
}

fc_str fc_docs_verbatim(fc_docs *d, size_t from, size_t to, unsigned indent)
{
    size_t n = 0, most = 1;
    for (size_t i = from; i < to; i++)
        most += d->line[i].n + 1;
    char *p = fc_alloc(d->a, most);
    for (size_t i = from; i < to; i++) {
        fc_str s = d->line[i];
        for (unsigned k = 0; k < indent && s.n && (s.p[0] == ' ' || s.p[0] == '\t');) {
            k += s.p[0] == '\t' ? 8 - k % 8 : 1;
            s = fc_str_sub(s, 1, s.n);
        }
        if (s.n)
            memcpy(p + n, s.p, s.n);
        n += s.n;
        p[n++] = '\n';
    }
    return (fc_str){ p, n };
}

size_t fc_docs_find(fc_docs *d, size_t from, fc_str end, bool whole)
{
    size_t i = d->looks < MOST_LOOKS ? from : d->lines;
    for (; i < d->lines; i++) {
        fc_str s = fc_docs_rest(d->line[i]);
        if (whole ? fc_str_ieq(s, end) : fc_str_istarts(s, end))
            return i;
    }
    d->looks += d->lines - from;
    return d->lines;
}

/* ------------------------------------------------------------------------------ lists */

void fc_docs_unlist(fc_docs *d, unsigned indent)
{
    while (d->lists && d->list[d->lists - 1].indent >= indent) {
        fc_md_close(&d->md);
        fc_md_close(&d->md);
        d->lists--;
    }
}

void fc_docs_item(fc_docs *d, unsigned indent, bool ordered, uint32_t number)
{
    fc_docs_unlist(d, indent + 1);
    bool same = d->lists && d->list[d->lists - 1].indent == indent;
    if (same && d->list[d->lists - 1].ordered == ordered) {
        fc_md_close(&d->md);
    } else {
        fc_docs_unlist(d, indent);
        if (d->lists ==
            FC_DOCS_LISTS) { /* too deep: the item is a block of the last one */
            fc_md_block(&d->md);
            return;
        }
        fc_md_list_open(&d->md, ordered, number);
        d->list[d->lists].indent = indent;
        d->list[d->lists++].ordered = ordered;
    }
    fc_md_item_open(&d->md);
}

size_t fc_docs_number(fc_str s, uint32_t *number)
{
    size_t open = s.n && s.p[0] == '(', i = open;
    uint32_t v = 0;
    while (i < s.n && i < open + 9 && fc_is_digit(s.p[i]))
        v = v * 10 + (uint32_t)(s.p[i++] - '0');
    if (i == open && i < s.n && (s.p[i] == '#' || fc_is_letter(s.p[i]))) {
        v = s.p[i] == '#' ? 1 : (uint32_t)(fc_lower(s.p[i]) - 'a' + 1);
        i++;
    }
    bool closed = i > open && i < s.n && (s.p[i] == ')' || (!open && s.p[i] == '.'));
    if (!closed || (i + 1 < s.n && s.p[i + 1] != ' ' && s.p[i + 1] != '\t'))
        return 0;
    *number = v;
    return i + 1;
}

fc_str fc_docs_label(const fc_docs *d, fc_str name)
{
    char first = name.n ? name.p[0] : 0;
    if (first >= 'a' && first <= 'z')
        first = (char)(first - 'a' + 'A');
    return name.n ? fc_printf(d->a, "%c%.*s:", first, (int)name.n - 1, name.p + 1)
                  : FC_STR(":");
}

/* --------------------------------------------------------------------------- metadata */

void fc_docs_set_list(fc_docs *d, const char *name, fc_str words)
{
    fc_text list = { .a = d->a };
    fc_str word;
    while (fc_str_split(&words, ',', &word)) {
        word = fc_str_trim(word);
        if (word.n)
            fc_xml_list_add(&list, fc_normalize_line(word, d->a));
    }
    fc_xml_list_set(&list, d->doc, d->call, name);
}
