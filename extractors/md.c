/* md.c - see md.h: blocks, what stands between them and before their lines. */
#include "extractors/md.h"

#include "base/str.h"
#include "base/utf8.h"
#include "extractors/extract.h"
#include "extractors/md_open.h"
#include "text/normalize.h"

enum { LONGEST_MARK = 24 };     /* of an item: 20 digits, a full stop, a blank */

fc_text_style fc_md_style(const struct fc_extract_conf *conf)
{
    return (fc_text_style){ .plain = !strcmp(conf->format, "plain"),
                            .links = !strcmp(conf->links, "keep") };
}

void fc_md_init(fc_md *m, const fc_text_style *style, fc_arena *scratch)
{
    memset(m, 0, sizeof *m);
    m->style = *style;
    m->a = m->out.a = scratch;
    m->section = fc_alloc(scratch, FC_MD_SECTIONS * sizeof *m->section);
    fc_text_add(&m->out, "", 0); /* from here on its p is not NULL */
}

/* --------------------------------------------------------------------------- prefixes */

static const char blanks[LONGEST_MARK + 1] = "                        ";

/* The innermost item, when its mark is still due; else -1. */
static int due_item(const fc_md *m)
{
    for (int i = (int)m->levels - 1; i >= 0; i--)
        if (m->level[i].kind == FC_MD_ITEM)
            return m->level[i].begun ? -1 : i;
    return -1;
}

/* The marks of the first n quotes, on a line without text. */
static void put_quotes(fc_md *m, unsigned n)
{
    for (unsigned i = 0; n && i < m->levels && !m->style.plain; i++) {
        const fc_md_level *l = &m->level[i];
        if (l->kind == FC_MD_QUOTE)
            fc_text_add(&m->out, "> ", n-- == 1 ? 1 : 2);
        else if (l->kind == FC_MD_ITEM)
            fc_text_add(&m->out, blanks, l->width);
    }
}

static void put_mark(fc_md *m, int item)
{
    char mark[LONGEST_MARK] = "- ";
    size_t n = 2;
    fc_md_level *list = item > 0 ? &m->level[item - 1] : NULL;
    if (list && list->kind == FC_MD_LIST && list->ordered) {
        n = fc_u64_format(list->next++, mark);
        mark[n++] = '.';
        mark[n++] = ' ';
    }
    m->level[item].begun = true;
    if (m->style.plain)
        return;
    m->level[item].width = (unsigned)n;
    fc_text_add(&m->out, mark, n);
}

/* What stands before a line. `item`: its mark is written here, or -1. */
static void put_prefix(fc_md *m, int item)
{
    for (unsigned i = 0; i < m->levels && !m->style.plain; i++) {
        const fc_md_level *l = &m->level[i];
        if (l->kind == FC_MD_QUOTE)
            fc_text_add(&m->out, "> ", 2);
        else if (l->kind == FC_MD_ITEM && (int)i != item)
            fc_text_add(&m->out, blanks, l->width);
    }
    if (item >= 0)
        put_mark(m, item);
}

void fc_md_next_line(fc_md *m)
{
    fc_text_char(&m->out, '\n');
    put_prefix(m, -1);
}

/* ----------------------------------------------------------------------------- blocks */

void fc_md_begin(fc_md *m)
{
    int item = due_item(m);
    bool tight = item >= 0 && m->list && m->list == m->list_before &&
                 m->quotes == m->quotes_before;
    m->undo = m->out.n;
    m->undo_item = item;
    if (m->out.n) {
        fc_text_char(&m->out, '\n');
        if (!tight) {
            put_quotes(m, m->quotes < m->quotes_before ? m->quotes : m->quotes_before);
            fc_text_char(&m->out, '\n');
        }
    }
    put_prefix(m, item);
    for (unsigned i = 0; i < m->heading && !m->style.plain; i++)
        fc_text_char(&m->out, '#');
    if (m->heading && !m->style.plain)
        fc_text_char(&m->out, ' ');
    m->content = m->out.n;
    m->out.gap = false;
    m->open = true;
}

void fc_md_take_back(fc_md *m)
{
    m->out.n = m->undo;
    if (m->undo_item >= 0) {
        fc_md_level *list = &m->level[m->undo_item - (m->undo_item > 0)];
        m->level[m->undo_item].begun = false;
        if (list->kind == FC_MD_LIST && list->ordered)
            list->next--;
    }
}

static void note_section(fc_md *m)
{
    if (m->sections < FC_MD_SECTIONS)
        m->section[m->sections++] =
            fc_copy(m->a, (fc_str){ m->out.p + m->content, m->out.n - m->content });
}

void fc_md_block(fc_md *m)
{
    if (m->code)
        fc_md_code_close(m);
    if (m->table.cell) {
        m->out.gap = true;
        return;
    }
    if (m->open) {
        while (m->out.n > m->content &&
               (m->out.p[m->out.n - 1] == ' ' || m->out.p[m->out.n - 1] == '\n'))
            m->out.n--;
        if (m->out.n == m->content) {
            fc_md_take_back(m);
        } else {
            m->quotes_before = m->quotes;
            m->list_before = m->list;
            if (m->heading)
                note_section(m);
        }
    }
    m->open = false;
    m->heading = 0;
    m->out.gap = false;
}

void fc_md_heading(fc_md *m, unsigned level)
{
    fc_md_block(m);
    if (!m->table.cell)
        m->heading = level < 6 ? level : 6;
}

static fc_str skip_blank(fc_str s)
{
    size_t i = 0;
    while (i < s.n && fc_is_space(s.p[i]))
        i++;
    return fc_str_sub(s, i, s.n);
}

void fc_md_text(fc_md *m, fc_str raw)
{
    if (!m->open && !m->table.cell) {
        raw = skip_blank(raw);
        if (raw.n)
            fc_md_begin(m);
    }
    if (raw.n)
        fc_text_folded(&m->out, raw);
}

static void flush_gap(fc_text *t)
{
    if (t->gap && t->n && t->p[t->n - 1] != '\n' && t->p[t->n - 1] != ' ')
        fc_text_char(t, ' ');
    t->gap = false;
}

void fc_md_exact(fc_md *m, fc_str s)
{
    if (!s.n)
        return;
    if (!m->open && !m->table.cell)
        fc_md_begin(m);
    if (m->out.n > m->content || m->table.cell)
        flush_gap(&m->out);
    fc_text_add(&m->out, s.p, s.n);
}

void fc_md_link_end(fc_md *m, fc_str target)
{
    bool gap = m->out.gap;
    m->out.gap = false;
    fc_md_exact(m, FC_STR("]("));
    fc_md_text(m, target);
    fc_md_exact(m, FC_STR(")"));
    m->out.gap = gap;
}

void fc_md_gap(fc_md *m)
{
    m->out.gap |= m->open || m->table.cell;
}

void fc_md_line(fc_md *m)
{
    if (m->table.cell || m->heading) {
        m->out.gap = true;
        return;
    }
    if (!m->open || m->out.n == m->content)
        return;
    fc_md_next_line(m);
    m->out.gap = false;
}

fc_str fc_md_finish(fc_md *m, fc_arena *keep)
{
    fc_md_block(m);
    return fc_copy(keep, fc_normalize_nfc((fc_str){ m->out.p, m->out.n }, m->a));
}

/* ------------------------------------------------------------ formulas, code, scripts */

/* A line of TeX without the comment at its end, which would reach over the lines that are
 * joined with it. */
static fc_str without_comment(fc_str line)
{
    bool escaped = false;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == '%' && !escaped)
            return fc_str_sub(line, 0, i);
        escaped = line.p[i] == '\\' && !escaped;
    }
    return line;
}

void fc_md_tex(fc_md *m, fc_str tex, bool display)
{
    tex = fc_str_trim(tex);
    if (!tex.n)
        return;
    m->formulas++;
    display &= !m->table.cell && !m->heading;
    if (display)
        fc_md_block(m);
    else if (!m->style.plain && m->out.n && m->out.p[m->out.n - 1] == '$')
        m->out.gap = true; /* "$a$$b$" would be another thing */
    if (!m->style.plain)
        fc_md_exact(m, display ? FC_STR("$$") : FC_STR("$"));
    fc_text *t = &m->out;
    fc_str line;
    bool first = true;
    m->out.gap = m->style.plain && m->out.gap;
    while (fc_str_split(&tex, '\n', &line)) { /* no empty line may be in it */
        line = fc_str_trim(tex.p || !first ? without_comment(line) : line);
        if (!line.n)
            continue;
        if (!first)
            fc_text_char(t, ' ');
        fc_md_exact(m, line);
        first = false;
    }
    if (!m->style.plain)
        fc_text_add(t, "$$", display ? 2 : 1);
    if (display)
        fc_md_block(m);
}

static size_t longest_run(fc_str s)
{
    size_t best = 0, run = 0;
    for (size_t i = 0; i < s.n; i++) {
        run = s.p[i] == '`' ? run + 1 : 0;
        best = run > best ? run : best;
    }
    return best;
}

static void put_fence(fc_md *m, size_t n)
{
    while (n--)
        fc_text_char(&m->out, '`');
}

void fc_md_code(fc_md *m, fc_str text, fc_str language)
{
    fc_str line;
    while (text.n && (text.p[text.n - 1] == '\n' || text.p[text.n - 1] == ' '))
        text.n--;
    while (text.n && text.p[0] == '\n')
        text = fc_str_sub(text, 1, text.n);
    if (!text.n)
        return;
    if (m->table.cell) {
        fc_md_code_open(m);
        fc_text_literal(&m->out, text);
        fc_md_code_close(m);
        return;
    }
    fc_md_block(m);
    fc_md_begin(m);
    size_t fence = longest_run(text) < 3 ? 3 : longest_run(text) + 1;
    bool first = m->style.plain;
    if (!m->style.plain) {
        put_fence(m, fence);
        fc_text_add(&m->out, language.n ? language.p : "", language.n);
    }
    while (fc_str_split(&text, '\n', &line)) {
        if (!first)
            fc_md_next_line(m);
        fc_text_add(&m->out, line.p, line.n);
        first = false;
    }
    if (!m->style.plain) {
        fc_md_next_line(m);
        put_fence(m, fence);
    }
    fc_md_block(m);
}

void fc_md_code_open(fc_md *m)
{
    if (m->code || m->style.plain || m->heading)
        return;
    if (!m->open && !m->table.cell)
        fc_md_begin(m);
    if (m->out.n > m->content || m->table.cell)
        flush_gap(&m->out);
    m->code = true;
    m->code_at = m->out.n;
}

/* The fence can be known only now. Text over several lines is no span. */
void fc_md_code_close(fc_md *m)
{
    fc_text *t = &m->out;
    if (!m->code)
        return;
    fc_str s = { t->p + m->code_at, t->n - m->code_at };
    m->code = false;
    if (!s.n || fc_str_findc(s, '\n') < s.n)
        return;
    size_t fence = longest_run(s) + 1, n = s.n;
    for (size_t i = 0; i < 2 * fence; i++)
        fc_text_char(t, '`');
    memmove(t->p + m->code_at + fence, t->p + m->code_at, n);
    memset(t->p + m->code_at, '`', fence);
}

static const char *raised(uint32_t code, bool super)
{
    static const char *const up[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
    static const char *const down[] = {
        "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"
    };
    if (code >= '0' && code <= '9')
        return super ? up[code - '0'] : down[code - '0'];
    if (code == '+')
        return super ? "⁺" : "₊";
    if (code == '-' || code == 0x2212 || code == 0x2013)
        return super ? "⁻" : "₋";
    if (code == ',' || code == ' ')
        return code == ',' ? "," : " ";
    return NULL;
}

/* Letters that stand for themselves anywhere, such as those of "1st" and "(R)". */
static bool stays(fc_str s)
{
    static const char *const words[] = { "st", "nd", "rd", "th", "TM", "®", "™",
                                         "©",  "*",  "†",  "‡",  "§",  "a", "o",
                                         "º",  "ª",  "°",  "′",  "″" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (fc_str_is(s, words[i]))
            return true;
    return false;
}

void fc_md_script(fc_md *m, fc_str text, bool super)
{
    char out[256];
    size_t n = 0, i = 0;
    text = fc_str_trim(text);
    while (i < text.n && n < sizeof out - 8) {
        uint32_t code;
        size_t took = fc_utf8_decode(fc_str_sub(text, i, text.n), &code, NULL);
        const char *one = raised(code, super);
        if (!one)
            break;
        memcpy(out + n, one, strlen(one));
        n += strlen(one);
        i += took;
    }
    if (i == text.n) {
        fc_md_exact(m, (fc_str){ out, n });
        return;
    }
    bool alone = stays(text) || m->style.plain || (!m->open && !m->table.cell) ||
                 m->out.gap || m->out.n == m->content || text.n > 40;
    if (!alone)
        fc_md_exact(m, super ? FC_STR("^{") : FC_STR("_{"));
    fc_md_exact(m, text);
    if (!alone)
        fc_md_exact(m, FC_STR("}"));
}

/* ----------------------------------------------------------------------------- levels */

static fc_md_level *push(fc_md *m, int kind)
{
    fc_md_block(m);
    if (m->levels == FC_MD_LEVELS || m->over || m->table.cell) {
        m->over++;
        return NULL;
    }
    fc_md_level *l = &m->level[m->levels++];
    memset(l, 0, sizeof *l);
    l->kind = kind;
    return l;
}

void fc_md_quote_open(fc_md *m)
{
    m->quotes += push(m, FC_MD_QUOTE) != NULL;
}

void fc_md_list_open(fc_md *m, bool ordered, uint32_t start)
{
    fc_md_level *l = push(m, FC_MD_LIST);
    if (l) {
        l->ordered = ordered;
        l->next = start;
        l->id = ++m->lists;
        m->list = m->list ? m->list : l->id;
    }
}

void fc_md_item_open(fc_md *m)
{
    push(m, FC_MD_ITEM);
}

void fc_md_close(fc_md *m)
{
    fc_md_block(m);
    if (m->over) {
        m->over--;
    } else if (m->levels) {
        const fc_md_level *l = &m->level[--m->levels];
        m->quotes -= l->kind == FC_MD_QUOTE;
        if (l->kind == FC_MD_LIST && l->id == m->list)
            m->list = 0;
    }
}
