/* markdown_inline.c - running text of Markdown: code spans, links, images, HTML. See
 * docs.h and markdown_doc.h. A link is its text, an image and a link around one
 * nothing: badges. */
#include "base/hash.h"
#include "base/str.h"
#include "extractors/markdown_dialect.h"
#include "extractors/markdown_doc.h"
#include "extractors/rst.h"

enum { MOST_ADDRESS = 4096, MOST_TAG = 2000 };

/* ------------------------------------------------------------------------ definitions */

/* Labels match whatever their case; blanks within count as they are. */
static uint64_t label_hash(fc_str s)
{
    char small[256];
    s = fc_str_trim(s);
    if (!s.n || s.n > sizeof small)
        return 0;
    for (size_t i = 0; i < s.n; i++)
        small[i] = s.p[i] == '\n' ? ' ' : fc_lower(s.p[i]);
    uint64_t h = fc_hash3(small, s.n);
    return h ? h : 1;
}

static fc_str label_of(fc_str line)
{
    line = fc_docs_rest(line);
    size_t end = fc_str_findc(line, ']');
    bool is = line.n && line.p[0] == '[' && end + 2 < line.n && line.p[end + 1] == ':' &&
              end > 1 && line.p[1] != '^';
    return is ? fc_str_sub(line, 1, end) : (fc_str){ "", 0 };
}

bool fc_markdown_is_definition(fc_str line)
{
    return label_of(line).n > 0;
}

static bool is_defined(const fc_markdown_links *l, fc_str label)
{
    uint64_t h = label_hash(label);
    for (size_t at = h & l->mask; h && l->label[at]; at = (at + 1) & l->mask)
        if (l->label[at] == h)
            return true;
    return false;
}

static void read_definitions(const fc_docs *d, fc_markdown_links *l)
{
    size_t room = 16, n = 0;
    for (size_t i = 0; i < d->lines; i++)
        n += fc_markdown_is_definition(d->line[i]);
    while (room < 2 * n)
        room *= 2;
    l->label = fc_zalloc(d->a, room, sizeof *l->label);
    l->mask = room - 1;
    for (size_t i = 0; n && i < d->lines; i++) {
        uint64_t h = label_hash(label_of(d->line[i]));
        size_t at = h & l->mask;
        while (h && l->label[at] && l->label[at] != h)
            at = (at + 1) & l->mask;
        if (h)
            l->label[at] = h;
    }
}

/* ------------------------------------------------------------------------------- code */

static size_t code_span(fc_docs *d, fc_markdown_links *l, fc_str s, size_t at)
{
    size_t n = fc_str_run(fc_str_sub(s, at, s.n), '`');
    for (size_t i = at + n; n <= FC_MARKDOWN_RUN && !l->no_run[n] && i < s.n;) {
        size_t run = fc_str_run(fc_str_sub(s, i, s.n), '`');
        if (run != n) {
            i += run ? run : 1;
            continue;
        }
        fc_str line, code = fc_str_trim(fc_str_sub(s, at + n, i));
        fc_md_code_open(&d->md);
        while (fc_str_split(&code, '\n', &line)) {
            fc_md_exact(&d->md, fc_str_trim(line));
            if (code.p)
                fc_md_exact(&d->md, FC_STR(" "));
        }
        fc_md_code_close(&d->md);
        return i + n - at;
    }
    if (n <= FC_MARKDOWN_RUN)
        l->no_run[n] = true;
    fc_md_exact(&d->md, fc_str_sub(s, at, at + n));
    return n;
}

/* ------------------------------------------------------------------------------ links */

/* Where each '[' and each '(' ends, in one pass: those that are open stand on one stack,
 * these from its other end. */
static void find_brackets(const fc_docs *d, fc_markdown_links *l, fc_str s)
{
    uint32_t *stack = fc_alloc(d->a, (s.n + 1) * sizeof *stack);
    size_t n = 0, round = s.n;
    l->match = fc_zalloc(d->a, s.n + 1, sizeof *l->match);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\\')
            i++;
        else if (s.p[i] == '[')
            stack[n++] = (uint32_t)i;
        else if (s.p[i] == ']' && n)
            l->match[stack[--n]] = (uint32_t)i;
        else if (s.p[i] == '(')
            stack[--round] = (uint32_t)i;
        else if (s.p[i] == ')' && round < s.n)
            l->match[stack[round++]] = (uint32_t)i;
    }
}

/* "(address "title")" at `at`: bytes taken; 0: none. */
static size_t take_address(const fc_markdown_links *l, fc_str s, size_t at,
                           fc_str *address)
{
    size_t end = at < s.n && s.p[at] == '(' ? l->match[at] : 0;
    if (!end || end - at >= MOST_ADDRESS)
        return 0;
    fc_str inside = fc_str_trim(fc_str_sub(s, at + 1, end));
    *address = fc_str_sub(inside, 0, fc_str_findc(inside, ' '));
    return end + 1 - at;
}

/* What follows the text of a link or image whose ']' is at `end`: bytes from there on,
 * with the ']'; 0: it is no link. */
static size_t link_tail(const fc_markdown_links *l, fc_str s, size_t from, size_t end,
                        fc_str *address)
{
    fc_str text = fc_str_sub(s, from, end);
    size_t n = take_address(l, s, end + 1, address);
    if (n)
        return n + 1;
    if (end + 1 < s.n && s.p[end + 1] == '[' && l->match[end + 1]) {
        size_t to = l->match[end + 1];
        fc_str label = fc_str_sub(s, end + 2, to);
        if (is_defined(l, label.n ? label : text))
            return to + 1 - end;
    }
    return is_defined(l, text) ? 1 : 0;
}

static size_t take_link(fc_docs *d, fc_markdown_links *l, fc_str s, size_t at)
{
    bool image = s.p[at] == '!';
    size_t open = at + image, end = open < s.n && s.p[open] == '[' ? l->match[open] : 0;
    fc_str address = { "", 0 };
    if (!end || (open + 1 < s.n && s.p[open + 1] == '^'))
        return 0;
    size_t tail = link_tail(l, s, open + 1, end, &address);
    if (!tail)
        return 0;
    if (image || fc_str_starts(fc_str_sub(s, open + 1, end), FC_STR("![")))
        return end + tail - at;
    if (l->opened == FC_MARKDOWN_LINKS)
        return 0;
    l->open[l->opened].at = end;
    l->open[l->opened].n = tail;
    l->open[l->opened++].address = address;
    if (d->md.style.links && !d->md.style.plain && address.n)
        fc_md_exact(&d->md, FC_STR("["));
    return 1;
}

/* Links that a code span or formula reached over are forgotten. */
static size_t end_link(fc_docs *d, fc_markdown_links *l, size_t at)
{
    while (l->opened && l->open[l->opened - 1].at < at)
        l->opened--;
    if (!l->opened || l->open[l->opened - 1].at != at)
        return 0;
    fc_str address = l->open[--l->opened].address;
    if (d->md.style.links && !d->md.style.plain && address.n) {
        fc_md_exact(&d->md, FC_STR("]("));
        fc_md_exact(&d->md, address);
        fc_md_exact(&d->md, FC_STR(")"));
    }
    return l->open[l->opened].n;
}

/* ------------------------------------------------------------------------------- HTML */

static bool is_name(char c)
{
    return fc_is_alnum(c) || c == '-';
}

static size_t take_comment(fc_markdown_links *l, fc_str s, size_t at)
{
    size_t n = l->no_comment ? s.n : fc_str_find(fc_str_sub(s, at, s.n), FC_STR("-->"));
    l->no_comment |= n >= s.n - at;
    return l->no_comment ? 0 : n + 3;
}

/* <sub>...</sub>: bytes taken; 0: no end nearby. */
static size_t take_script(fc_docs *d, fc_str s, size_t at, size_t tag, bool super)
{
    fc_str rest = fc_str_sub(s, at + tag, at + tag + 200);
    size_t end = fc_str_ifind(rest, super ? FC_STR("</sup>") : FC_STR("</sub>"));
    fc_str inside = fc_str_sub(rest, 0, end);
    if (end == rest.n || fc_str_findc(inside, '<') < inside.n)
        return 0;
    fc_md_script(&d->md, inside, super);
    return tag + end + strlen("</sup>");
}

static void write_tag(fc_docs *d, fc_str name, bool closes)
{
    if (fc_str_ieq(name, FC_STR("br")))
        fc_md_line(&d->md);
    else if (fc_str_ieq(name, FC_STR("code")) || fc_str_ieq(name, FC_STR("tt"))) {
        if (closes)
            fc_md_code_close(&d->md);
        else
            fc_md_code_open(&d->md);
    } else if (fc_str_ieq(name, FC_STR("p")) || fc_str_ieq(name, FC_STR("div"))) {
        fc_md_gap(&d->md);
    }
}

/* <tag ...>, </tag>, <!-- -->, <https://...>: bytes taken; 0: none of them. */
static size_t take_angle(fc_docs *d, fc_markdown_links *l, fc_str s, size_t at)
{
    fc_str rest = fc_str_sub(s, at, at + MOST_TAG);
    if (fc_str_starts(rest, FC_STR("<!--")))
        return take_comment(l, s, at);
    size_t end = fc_str_findc(rest, '>');
    bool closes = rest.n > 1 && rest.p[1] == '/';
    size_t from = 1 + closes, to = from;
    if (end == rest.n)
        return 0;
    while (to < end && is_name(rest.p[to]))
        to++;
    fc_str name = fc_str_sub(rest, from, to), inside = fc_str_sub(rest, 1, end);
    if (to > from &&
        (rest.p[to] == ':' || fc_str_findc(inside, '@') < fc_str_findc(inside, ' '))) {
        fc_md_text(&d->md, inside);
        return end + 1;
    }
    if (to == from || (to < end && !fc_is_space(rest.p[to]) && rest.p[to] != '/'))
        return 0;
    bool super = fc_str_ieq(name, FC_STR("sup"));
    if (!closes && (super || fc_str_ieq(name, FC_STR("sub")))) {
        size_t n = take_script(d, s, at, end + 1, super);
        if (n)
            return n;
    }
    write_tag(d, name, closes);
    return end + 1;
}

/* "{ref}`text <target>`" of MyST, or what says nothing to a reader. */
static size_t take_brace(fc_docs *d, fc_str s, size_t at)
{
    fc_str role;
    size_t n = fc_markdown_role(s, at, &role);
    fc_str rest = fc_str_sub(s, at + n + 1, s.n);
    size_t end = n ? fc_str_findc(rest, '`') : 0;
    if (!end || end == rest.n)
        return fc_markdown_brace(s, at);
    for (size_t colon; (colon = fc_str_findc(role, ':')) < role.n;)
        role = fc_str_sub(role, colon + 1, role.n);
    fc_rst_role(d, role, fc_str_sub(rest, 0, end));
    return n + end + 2;
}

static size_t special(fc_docs *d, fc_str s, size_t at)
{
    fc_markdown_links *l = d->own;
    if (l->paragraph != s.p) {
        l->paragraph = s.p;
        l->opened = 0;
        l->no_comment = l->no_environment = false;
        memset(l->no_run, 0, sizeof l->no_run);
        find_brackets(d, l, s);
    }
    switch (s.p[at]) {
    case '`': return code_span(d, l, s, at);
    case '<': return take_angle(d, l, s, at);
    case ']': return end_link(d, l, at);
    case '{': return take_brace(d, s, at);
    case ':': return fc_markdown_icon(s, at);
    case '\\':
        return fc_docs_environment(d, fc_str_sub(s, at, s.n), &l->no_environment);
    default: return take_link(d, l, s, at);
    }
}

void fc_markdown_marks(fc_docs *d, fc_markdown_links *links)
{
    static const fc_docs_mark marks[] = {
        { "$$", "$$", FC_DOCS_DISPLAY, true }, { "$`", "`$", FC_DOCS_TEX, false },
        { "$", "$", FC_DOCS_TEX, false },      { "**", "**", FC_DOCS_EMPHASIS, true },
        { "__", "__", FC_DOCS_EMPHASIS, false }, { "*", "*", FC_DOCS_EMPHASIS, true },
        { "_", "_", FC_DOCS_EMPHASIS, false }, { "~~", "~~", FC_DOCS_EMPHASIS, true },
    };
    d->mark = marks;
    d->marks = sizeof marks / sizeof *marks;
    d->escape = '\\';
    d->special = special;
    d->special_at = "`<[]!{:\\";
    d->own = links;
    read_definitions(d, links);
}
