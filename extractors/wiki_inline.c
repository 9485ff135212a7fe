/* wiki_inline.c - wikitext within a line: marks of emphasis go, HTML means what it
 * means in pages, atoms are written; see wiki.h. */
#include "extractors/wiki.h"

#include "base/str.h"

enum { LONGEST_TAG = 2000, LONGEST_SCRIPT = 256, LONGEST_WORD = 40 };

static void put(fc_wiki_page *p, fc_str s)
{
    if (fc_wiki_skips(p))
        return;
    if (fc_str_trim(s).n) {
        fc_wiki_due(p);
        fc_md_text(p->md, s);
    } else if (s.n) {
        fc_md_gap(p->md);
    }
}

/* ---------------------------------------------------------------- emphasis */

static size_t quotes_at(fc_str s, size_t i)
{
    size_t n = 0;
    while (i + n < s.n && s.p[i + n] == '\'')
        n++;
    return n;
}

/* How many of a run of ' are no marks: of four, the first; of more than five, all but
 * five. */
static size_t literal_quotes(size_t run)
{
    return run == 1 ? 1 : run == 4 ? 1 : run > 5 ? run - 5 : 0;
}

/* MediaWiki's rule for lines where bold and italic both do not close: one ''' is an
 * apostrophe and '' - that behind a word of one letter (l'''amour''), else behind a
 * longer word. Its place in the line, or s.n. */
static size_t odd_quote(fc_str s)
{
    size_t bold = 0, italic = 0, single = s.n, word = s.n, blank = s.n;
    for (size_t i = 0; i < s.n;) {
        i += fc_str_findc(fc_str_sub(s, i, s.n), '\'');
        size_t n = quotes_at(s, i), at = i + literal_quotes(n);
        size_t marks = n - literal_quotes(n);
        bold += marks == 3 || marks == 5;
        italic += marks == 2 || marks == 5;
        if (marks == 3 && at >= 1) {
            char before = s.p[at - 1], two = at > 1 ? s.p[at - 2] : ' ';
            size_t *place = before == ' ' ? &blank : two == ' ' ? &single : &word;
            *place = *place == s.n ? at : *place;
        }
        i += n;
    }
    if (bold % 2 == 0 || italic % 2 == 0)
        return s.n;
    return single < s.n ? single : word < s.n ? word : blank;
}

/* ---------------------------------------------------------------- what is seen of it */

static size_t tag_length(fc_str s)
{
    bool end = s.n > 1 && s.p[1] == '/';
    fc_str tag = fc_str_sub(s, 0, LONGEST_TAG);
    size_t n = fc_str_findc(tag, '>'), name = 1 + end;
    while (name < tag.n && fc_is_letter(tag.p[name]))
        name++;
    bool h = name == 2u + end && name < tag.n && fc_lower(tag.p[name - 1]) == 'h';
    name += h && tag.p[name] >= '1' && tag.p[name] <= '6';
    if (n == tag.n || name == 1u + end || name > n)
        return 0;
    fc_str word = fc_str_sub(tag, 1 + end, name);
    bool known = fc_tag_find(word.p, word.n) != FC_TAG_UNKNOWN ||
                 fc_str_ieq(word, FC_STR("poem")) || fc_str_ieq(word, FC_STR("gallery"));
    char c = tag.p[name];
    return known && (c == '>' || c == '/' || fc_is_space(c)) ? n + 1 : 0;
}

static unsigned tag_of(fc_str tag)
{
    size_t from = 1 + (tag.p[1] == '/'), n = from;
    while (tag.p[n] != '>' && tag.p[n] != '/' && !fc_is_space(tag.p[n]))
        n++;
    return fc_tag_find(tag.p + from, n - from);
}

fc_str fc_wiki_flat(fc_wiki_page *p, fc_str s)
{
    fc_text t = { .a = p->w->a };
    fc_text_add(&t, "", 0);
    for (size_t i = 0; i < s.n;) {
        const fc_wiki_atom *atom = fc_wiki_atom_at(p->w, fc_str_sub(s, i, s.n));
        size_t n = quotes_at(s, i);
        if (n) {
            fc_text_add(&t, s.p + i, literal_quotes(n));
        } else if (atom) {
            n = FC_WIKI_MARK;
            if (atom->kind != FC_WIKI_CAPTION)
                fc_text_add(&t, atom->text.p, atom->text.n);
        } else {
            n = s.p[i] == '<' ? tag_length(fc_str_sub(s, i, s.n)) : 0;
            if (!n)
                fc_text_char(&t, s.p[i]);
            n += !n;
        }
        i += n;
    }
    return (fc_str){ t.p, t.n };
}

/* ---------------------------------------------------------------- HTML */

/* Where the end tag is that must be near: </sub>, </rt>. s.n: nowhere. */
static size_t near_end(fc_str s, size_t at, const char *end)
{
    fc_str near = fc_str_sub(s, at, at + LONGEST_SCRIPT);
    size_t n = fc_str_ifind(near, fc_str_of(end));
    return n < near.n ? at + n : s.n;
}

static size_t put_script(fc_wiki_page *p, fc_str s, size_t at, bool super)
{
    size_t end = near_end(s, at, super ? "</sup>" : "</sub>");
    if (end == s.n)
        return at;
    fc_str inner = fc_wiki_flat(p, fc_str_sub(s, at, end));
    fc_text t = { .a = p->w->a };
    fc_text_add(&t, "", 0);
    fc_text_folded(&t, inner);
    fc_str trimmed = fc_str_trim((fc_str){ t.p, t.n });
    if (trimmed.n) {
        fc_wiki_due(p);
        fc_md_script(p->md, trimmed, super);
    }
    return end + 6;
}

/* Innermost level of a kind, counted from 1; 0: none is open within this cell. */
static unsigned find_level(const fc_wiki_page *p, const char *kinds)
{
    for (unsigned i = p->levels; i > fc_wiki_floor(p); i--)
        if (strchr(kinds, p->level[i - 1]))
            return i;
    return 0;
}

static bool open_level(fc_wiki_page *p, char kind)
{
    if (p->levels == FC_WIKI_LEVELS)
        return false;
    p->level[p->levels++] = kind;
    return true;
}

static void put_quote_tag(fc_wiki_page *p, bool end)
{
    unsigned at = find_level(p, "q");
    fc_wiki_due(p);
    fc_wiki_end_block(p);
    fc_wiki_close_lists(p);
    if (end && at)
        fc_wiki_close_levels(p, at - 1);
    else if (!end && open_level(p, 'q'))
        fc_md_quote_open(p->md);
}

static void put_list_tag(fc_wiki_page *p, bool ordered, bool end)
{
    unsigned at = find_level(p, ordered ? "o" : "u");
    fc_wiki_end_block(p);
    if (end && at) {
        fc_wiki_close_levels(p, at - 1);
    } else if (!end) {
        fc_wiki_due(p);
        fc_wiki_close_lists(p);
        if (open_level(p, ordered ? 'o' : 'u'))
            fc_md_list_open(p->md, ordered, 1);
    }
}

static void put_item_tag(fc_wiki_page *p, bool end)
{
    unsigned list = find_level(p, "uo");
    fc_wiki_end_block(p);
    if (!list)
        return;
    fc_wiki_close_levels(p, list);
    if (!end && open_level(p, 'i'))
        fc_md_item_open(p->md);
}

static void put_heading_tag(fc_wiki_page *p, fc_str s, size_t at, unsigned level,
                            size_t *next)
{
    char end[] = "</h1>";
    end[3] = (char)('0' + level);
    size_t stop = near_end(s, at, end);
    if (stop == s.n)
        return;
    fc_wiki_heading(p, fc_str_trim(fc_str_sub(s, at, stop)), level);
    *next = stop + 5;
}

static void put_code_tag(fc_wiki_page *p, bool end)
{
    if (end) {
        fc_md_code_close(p->md);
    } else {
        fc_wiki_due(p);
        fc_md_code_open(p->md);
    }
}

/* The tags of tables; false for others. */
static bool put_table_tag(fc_wiki_page *p, unsigned tag, bool end, fc_str start)
{
    switch (tag) {
    case FC_TAG_TABLE:
        if (end)
            fc_wiki_table_close(p);
        else
            fc_wiki_table_open(p, start, start.p + start.n, true);
        return true;
    case FC_TAG_TR:
        fc_wiki_table_row(p);
        return true;
    case FC_TAG_TD: case FC_TAG_TH:
        if (end)
            fc_wiki_table_cell_end(p);
        else
            fc_wiki_table_cell(p, start);
        return true;
    case FC_TAG_THEAD: case FC_TAG_TBODY: case FC_TAG_TFOOT:
        return true;
    default:
        return false;
    }
}

/* The tag of n bytes at s.p[at]; returns where to go on. */
static size_t put_tag(fc_wiki_page *p, fc_str s, size_t at, size_t n)
{
    fc_str tag = fc_str_sub(s, at, at + n);
    bool end = tag.p[1] == '/';
    unsigned t = tag_of(tag);
    size_t next = at + n;
    if (p->flat && (t == FC_TAG_UNKNOWN || (fc_tag_flags[t] & FC_TAGF_BLOCK))) {
        fc_md_gap(p->md);
        return next;
    }
    if (put_table_tag(p, t, end, tag) || fc_wiki_skips(p))
        return next;
    switch (t) {
    case FC_TAG_BR: fc_md_line(p->md); break;
    case FC_TAG_SUB: case FC_TAG_SUP:
        return end ? next : put_script(p, s, next, t == FC_TAG_SUP);
    case FC_TAG_CODE: case FC_TAG_TT: case FC_TAG_KBD: case FC_TAG_SAMP:
        put_code_tag(p, end);
        break;
    case FC_TAG_BLOCKQUOTE: put_quote_tag(p, end); break;
    case FC_TAG_UL: case FC_TAG_OL: put_list_tag(p, t == FC_TAG_OL, end); break;
    case FC_TAG_LI: put_item_tag(p, end); break;
    case FC_TAG_RT: case FC_TAG_RP: {
        size_t stop = end ? s.n : near_end(s, next, t == FC_TAG_RT ? "</rt>" : "</rp>");
        return stop < s.n ? stop + 5 : next;
    }
    case FC_TAG_UNKNOWN:        /* poem, gallery: only these are known to tag_length */
        fc_wiki_end_block(p);
        if (fc_lower(tag.p[1 + end]) == 'p')
            p->poem = !end;
        else
            p->gallery = !end && tag.p[n - 2] != '/';
        break;
    default:
        if (!end && (fc_tag_flags[t] & FC_TAGF_LEVEL))
            put_heading_tag(p, s, next, fc_tag_flags[t] & FC_TAGF_LEVEL, &next);
        else if (fc_tag_flags[t] & FC_TAGF_BLOCK)
            fc_wiki_end_block(p);
    }
    return next;
}

/* ------------------------------------------------------------ atoms, addresses, words */

static void put_atom(fc_wiki_page *p, const fc_wiki_atom *atom)
{
    if (fc_wiki_skips(p))
        return;
    if (atom->kind == FC_WIKI_CAPTION) {
        fc_wiki_caption(p, atom->text);
        if (!p->md->open && !p->md->table.cell)
            fc_wiki_end_block(p);
        return;
    }
    if (!fc_str_trim(atom->text).n)
        return;
    fc_wiki_due(p);
    switch (atom->kind) {
    case FC_WIKI_TEX:
        if (p->md->out.n && p->md->out.p[p->md->out.n - 1] == '$')
            fc_md_gap(p->md);   /* two in a row are no $$ */
        fc_md_tex(p->md, atom->text, false);
        break;
    case FC_WIKI_DISPLAY: fc_md_tex(p->md, atom->text, true); break;
    case FC_WIKI_TEXT: fc_md_text(p->md, atom->text); break;
    case FC_WIKI_CODE: fc_md_code(p->md, atom->text, atom->language); break;
    default:
        fc_md_code_open(p->md);
        fc_text_literal(&p->md->out, atom->text);
        fc_md_code_close(p->md);
    }
}

/* How many bytes of s begin an address: "https://". */
static size_t scheme(fc_str s)
{
    static const char *const all[] = { "http://", "https://", "ftp://", "//", "mailto:",
                                       "news:", "irc://", "gopher://" };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (fc_str_istarts(s, fc_str_of(all[i])))
            return strlen(all[i]);
    return 0;
}

/* [http://a.example text] at the begin of s: the text, which may have markup; returns
 * how long it is, 0 when it is none. */
static size_t put_address(fc_wiki_page *p, fc_str s)
{
    fc_str inner = fc_str_sub(s, 1, LONGEST_TAG);
    if (!scheme(inner))
        return 0;
    size_t end = fc_str_findc(inner, ']'), url = 0;
    if (end == inner.n)
        return 0;
    while (url < end && inner.p[url] != ' ' && inner.p[url] != '<' && inner.p[url] != 1)
        url++;
    if (fc_str_trim(fc_str_sub(inner, url, end)).n == 0)
        return end + 2;         /* MediaWiki shows a number */
    if (!p->md->style.links || p->md->style.plain)
        return 1 + url + (inner.p[url] == ' ');
    fc_wiki_due(p);
    fc_str text = fc_wiki_flat(p, fc_str_trim(fc_str_sub(inner, url, end)));
    fc_md_exact(p->md, FC_STR("["));
    fc_md_text(p->md, text);
    p->md->out.gap = false;
    fc_md_exact(p->md, FC_STR("]("));
    fc_md_text(p->md, fc_str_sub(inner, 0, url));
    fc_md_exact(p->md, FC_STR(")"));
    return end + 2;
}

/* __NOTOC__ and its kin in any language: how many bytes. */
static size_t magic_word(fc_str s)
{
    size_t n = 2;
    if (s.n < 5 || s.p[1] != '_')
        return 0;
    while (n < s.n && n < LONGEST_WORD && s.p[n] != '_' &&
           ((s.p[n] >= 'A' && s.p[n] <= 'Z') || (unsigned char)s.p[n] >= 0x80))
        n++;
    return n > 2 && n + 1 < s.n && s.p[n] == '_' && s.p[n + 1] == '_' ? n + 2 : 0;
}

/* ---------------------------------------------------------------- the walk */

static const bool special[256] = {
    ['\''] = true, ['<'] = true, ['['] = true, [']'] = true, ['_'] = true, [1] = true
};

/* All of them, '\\' and '^'. */
FC_INLINE fc_bytes maybe_special(fc_bytes v)
{
    return fc_bytes_is(v, '<') | fc_bytes_is(v, '\'') | fc_bytes_is(v, 1) |
           fc_bytes_in(v, '[', '_');
}

static size_t put_quotes(fc_wiki_page *p, fc_str s, size_t i, size_t odd)
{
    size_t n = quotes_at(s, i), literal = literal_quotes(n);
    put(p, fc_str_sub(s, i, i + literal + (odd == i + literal)));
    return i + n;
}

/* One special character at s.p[i]; returns where to go on, i when it is text after all.
 * *link: the ']' of an address is due. */
static size_t put_special(fc_wiki_page *p, fc_str s, size_t i, size_t odd, bool *link)
{
    fc_str rest = fc_str_sub(s, i, s.n);
    const fc_wiki_atom *atom;
    size_t n;
    switch (s.p[i]) {
    case '\'':
        return put_quotes(p, s, i, odd);
    case '<':
        n = tag_length(rest);
        return n ? put_tag(p, s, i, n) : i;
    case '[':
        n = put_address(p, rest);
        *link = *link || (n && rest.p[n - 1] != ']');
        return i + n;
    case ']':
        n = *link;
        *link = false;
        return i + n;
    case '_':
        return i + magic_word(rest);
    default:
        atom = fc_wiki_atom_at(p->w, rest);
        if (atom)
            put_atom(p, atom);
        return i + (atom ? FC_WIKI_MARK : 1);
    }
}

void fc_wiki_inline(fc_wiki_page *p, fc_str s)
{
    size_t odd = odd_quote(s), from = 0;
    bool link = false;
    for (size_t i = 0; i < s.n;) {
        i = fc_wiki_plain_end(s, i, special, maybe_special);
        if (i == s.n)
            break;
        if (i > from)
            put(p, fc_str_sub(s, from, i));
        from = i;
        i = put_special(p, s, i, odd, &link);
        if (i == from)
            i++;                /* text: goes with what follows */
        else
            from = i;
    }
    if (from < s.n)
        put(p, fc_str_sub(s, from, s.n));
}
