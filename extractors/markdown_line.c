/* markdown_line.c - see markdown_line.h. */
#include "extractors/markdown_line.h"

#include "base/str.h"

bool fc_markdown_is_rule(fc_str s)
{
    size_t n = 0;
    char c = s.n ? s.p[0] : 0;
    if (c != '-' && c != '*' && c != '_')
        return false;
    for (size_t i = 0; i < s.n; i++) {
        n += s.p[i] == c;
        if (s.p[i] != c && s.p[i] != ' ' && s.p[i] != '\t')
            return false;
    }
    return n >= 3;
}

size_t fc_markdown_item(fc_str s, char *mark, uint32_t *number)
{
    size_t n = 0;
    uint32_t v = 0;
    if (!s.n || fc_markdown_is_rule(s))
        return 0;
    if (strchr("-+*", s.p[0]) && s.p[0]) {
        *mark = s.p[0];
        n = 1;
    } else {
        while (n < s.n && n < 9 && fc_is_digit(s.p[n]))
            v = v * 10 + (uint32_t)(s.p[n++] - '0');
        if (!n || n == s.n || (s.p[n] != '.' && s.p[n] != ')'))
            return 0;
        *mark = s.p[n++];
    }
    *number = v;
    return n == s.n || s.p[n] == ' ' || s.p[n] == '\t' ? n : 0;
}

fc_str fc_markdown_remark(fc_str s)
{
    const fc_str none = { NULL, 0 };
    bool tab = fc_str_starts(s, FC_STR("==="));
    if (!tab && !fc_str_starts(s, FC_STR("!!!")) && !fc_str_starts(s, FC_STR("???")))
        return none;
    s = fc_str_sub(s, 3, s.n);
    if (s.n && strchr("+!", s.p[0]))
        s = fc_str_sub(s, 1, s.n);
    if (!s.n || s.p[0] != ' ')
        return none;
    s = fc_str_trim(s);
    size_t quote = fc_str_findc(s, '"'), n = 0;
    fc_str kind = fc_str_trim(fc_str_sub(s, 0, quote)),
           title = fc_str_sub(s, quote + 1, s.n);
    while (n < kind.n && ((kind.p[n] >= 'a' && kind.p[n] <= 'z') ||
                          (n && (kind.p[n] == '-' || kind.p[n] == ' '))))
        n++;
    size_t word = fc_str_findc(kind, ' ');
    bool ended = title.n && title.p[title.n - 1] == '"';
    if (n < kind.n || (tab ? kind.n > 0 : !kind.n) || (quote < s.n ? !ended : tab) ||
        (quote == s.n && word < kind.n &&
         !fc_str_starts(fc_str_sub(kind, word, kind.n), FC_STR(" inline"))))
        return none;
    return ended ? fc_str_sub(title, 0, title.n - 1) : fc_str_sub(kind, 0, word);
}

bool fc_markdown_cell(fc_str *row, fc_str *cell)
{
    if (!row->p)
        return false;
    size_t i = 0;
    while (i < row->n && row->p[i] != '|')
        i += row->p[i] == '\\' && i + 1 < row->n ? 2 : 1;
    *cell = fc_str_trim(fc_str_sub(*row, 0, i));
    *row = i + 1 < row->n ? fc_str_sub(*row, i + 1, row->n) : (fc_str){ NULL, 0 };
    return true;
}

fc_str fc_markdown_row(fc_str s)
{
    s = fc_str_trim(s);
    if (s.n && s.p[0] == '|')
        s = fc_str_sub(s, 1, s.n);
    return s;
}

size_t fc_markdown_cells(fc_str s)
{
    size_t n = 0;
    fc_str row = fc_markdown_row(s), cell;
    while (fc_markdown_cell(&row, &cell))
        n++;
    return n;
}

bool fc_markdown_is_delimiter(fc_str s)
{
    bool dash = false;
    for (size_t i = 0; i < s.n; i++) {
        dash |= s.p[i] == '-';
        if (!strchr("|-: \t", s.p[i]) || !s.p[i])
            return false;
    }
    return dash && fc_str_findc(s, '|') < s.n;
}

bool fc_markdown_html(fc_str s, const char **end)
{
    static const struct {
        const char *tag, *end;
    } whole[] = { { "<!--", "-->" },          { "<pre", "</pre>" },
                  { "<script", "</script>" }, { "<style", "</style>" },
                  { "<table", "</table>" },   { "<textarea", "</textarea>" } };
    static const char *const blocks[] = {
        "address",  "article",    "aside",   "blockquote", "body",     "center",
        "dd",       "details",    "dialog",  "div",        "dl",       "dt",
        "fieldset", "figcaption", "figure",  "footer",     "form",     "h1",
        "h2",       "h3",         "h4",      "h5",         "h6",       "head",
        "header",   "hr",         "html",    "iframe",     "legend",   "li",
        "link",     "main",       "menu",    "nav",        "noframes", "ol",
        "p",        "picture",    "section", "summary",    "tbody",    "td",
        "tfoot",    "th",         "thead",   "title",      "tr",       "ul"
    };
    *end = NULL;
    if (s.n < 3 || s.p[0] != '<')
        return false;
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        if (fc_str_istarts(s, fc_str_of(whole[i].tag))) {
            *end = whole[i].end;
            return true;
        }
    size_t from = 1 + (s.p[1] == '/'), to = from;
    while (to < s.n && !fc_is_space(s.p[to]) && s.p[to] != '>' && s.p[to] != '/')
        to++;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        if (fc_str_ieq(fc_str_sub(s, from, to), fc_str_of(blocks[i])))
            return true;
    return false;
}
