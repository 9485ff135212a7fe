/* code.c - blocks of code: exact white space, the language, no line numbers. */
#include "base/str.h"
#include "extractors/to_markdown.h"

enum { MAX_LANGUAGE = 24, LOOK_DOWN = 4, LOOK_UP = 3 };

/* ------------------------------------------------------------------------- language */

static bool language_char(char c)
{
    return (fc_lower(c) >= 'a' && fc_lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '#' || c == '-' || c == '_' || c == '.';
}

/* language-c, lang-c, highlight-source-c, brush: c */
static fc_str language_of_class(fc_str class)
{
    static const fc_str marks[] = { { "language-", 9 }, { "highlight-source-", 17 },
                                    { "lang-", 5 }, { "brush:", 6 } };
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        size_t at = fc_str_ifind(class, marks[m]);
        if (at == class.n || (at && !fc_is_space(class.p[at - 1])))
            continue;
        at += marks[m].n;
        while (at < class.n && class.p[at] == ' ' && marks[m].p[marks[m].n - 1] == ':')
            at++;
        size_t n = 0;
        while (at + n < class.n && n < MAX_LANGUAGE && language_char(class.p[at + n]))
            n++;
        fc_str name = { class.p + at, n };
        if (n && !fc_str_ieq(name, FC_STR("none")) && !fc_str_ieq(name, FC_STR("text")) &&
            !fc_str_ieq(name, FC_STR("plaintext")))
            return name;
    }
    return (fc_str){ NULL, 0 };
}

static fc_str language_of(const fc_dom *dom, uint32_t i)
{
    static const char *const names[] = { "data-lang", "data-language", "lang" };
    fc_str found = language_of_class(fc_dom_attr(dom, i, "class"));
    for (size_t k = 0; k < 2 && !found.n; k++) {
        fc_str value = fc_dom_attr(dom, i, names[k]);
        size_t n = 0;
        while (n < value.n && n < MAX_LANGUAGE && language_char(value.p[n]))
            n++;
        if (n && n == value.n)
            found = value;
    }
    return found;
}

/* The pre itself, the first elements in it, and its wrappers. */
static fc_str find_language(const fc_dom *dom, uint32_t pre)
{
    fc_str found = language_of(dom, pre);
    uint32_t i = pre + 1;
    for (int k = 0; k < LOOK_DOWN && i < dom->node[pre].end && !found.n; k++, i++)
        if (dom->node[i].tag != FC_TAG_TEXT)
            found = language_of(dom, i);
    i = dom->node[pre].parent;
    for (int k = 0; k < LOOK_UP && i && !found.n; k++, i = dom->node[i].parent)
        found = language_of(dom, i);
    return found;
}

/* ----------------------------------------------------------------------------- text */

static bool only_numbers(fc_str s)
{
    bool digit = false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9')
            digit = true;
        else if (!fc_is_space(s.p[i]))
            return false;
    }
    return digit;
}

/* An element with numbers only and a class that says they count lines. */
static bool is_gutter(const fc_dom *dom, uint32_t i)
{
    static const fc_str marks[] = { { "lineno", 6 }, { "line-num", 8 }, { "linenum", 7 },
                                    { "gutter", 6 }, { "ln-num", 6 }, { "blob-num", 8 } };
    fc_str class = fc_dom_attr(dom, i, "class");
    bool named = false;
    for (size_t m = 0; m < sizeof marks / sizeof *marks && class.n; m++)
        named |= fc_str_ifind(class, marks[m]) < class.n;
    if (!named)
        return false;
    for (uint32_t k = i + 1; k < dom->node[i].end; k++)
        if (dom->node[k].tag == FC_TAG_TEXT && !dom->node[k].blank &&
            !only_numbers(fc_dom_text(dom, k)))
            return false;
    return true;
}

static bool has_newline(const fc_dom *dom, uint32_t pre)
{
    for (uint32_t i = pre + 1; i < dom->node[pre].end; i++)
        if (dom->node[i].tag == FC_TAG_TEXT &&
            fc_str_findc(fc_str_trim(fc_dom_text(dom, i)), '\n') <
                fc_str_trim(fc_dom_text(dom, i)).n)
            return true;
    return false;
}

/* Highlighters that lay each line out as an element and leave the line ends to the style.
 */
static bool begins_line(const fc_dom *dom, uint32_t i, bool lines)
{
    unsigned tag = dom->node[i].tag;
    if (fc_tag_flags[tag] & FC_TAGF_BLOCK)
        return tag != FC_TAG_BR;
    return !lines && tag != FC_TAG_TEXT &&
           (fc_node_has_class(dom, i, "line") || fc_node_has_class(dom, i, "token-line") ||
            fc_node_has_class(dom, i, "code-line") || fc_node_has_class(dom, i, "view-line"));
}

static void trim_lines(fc_text *t, size_t at)
{
    size_t from = at, line = at;
    while (t->n > at && fc_is_space(t->p[t->n - 1]))
        t->n--;
    for (; from < t->n && fc_is_space(t->p[from]); from++)
        if (t->p[from] == '\n')
            line = from + 1;
    memmove(t->p + at, t->p + line, t->n - line);
    t->n -= line - at;
}

bool fc_code_read(const fc_page *page, uint32_t pre, fc_text *t, fc_str *language)
{
    const fc_dom *dom = page->dom;
    size_t at = t->n;
    bool lines = has_newline(dom, pre);
    for (uint32_t i = pre + 1; i < dom->node[pre].end;) {
        const fc_node *n = &dom->node[i];
        if (n->tag == FC_TAG_TEXT) {
            fc_text_exact(t, fc_dom_text(dom, i++));
            continue;
        }
        if (fc_tag_is_skipped(n->tag) || is_gutter(dom, i)) {
            i = n->end;
            continue;
        }
        if (n->tag == FC_TAG_BR)
            fc_text_char(t, '\n');
        else if (t->n > at && t->p[t->n - 1] != '\n' && begins_line(dom, i, lines))
            fc_text_char(t, '\n');
        i++;
    }
    trim_lines(t, at);
    *language = find_language(dom, pre);
    return !only_numbers((fc_str){ t->p + at, t->n - at }) || !lines;
}
