/* wiki_site.c - see wiki_site.h. */
#include "readers/wiki_site.h"

#include "base/str.h"
#include "html/dom.h"
#include "html/entities.h"

enum { LONGEST_TITLE = 1024, LONGEST_NAME = 1024, LONGEST_SPACES = 16 << 10 };

void fc_wiki_site_free(fc_wiki_site *w)
{
    fc_buf *all[] = { &w->lang, &w->dbname, &w->base, &w->spaces, &w->xml };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        fc_buf_free(all[i]);
}

bool fc_wiki_site_failed(const fc_wiki_site *w)
{
    return w->lang.failed || w->dbname.failed || w->base.failed || w->spaces.failed ||
           w->xml.failed;
}

fc_str fc_wiki_site_between(fc_str s, const char *begin, const char *end)
{
    size_t at = fc_str_find(s, fc_str_of(begin));
    fc_str rest = fc_str_sub(s, at + strlen(begin), s.n);
    size_t n = fc_str_find(rest, fc_str_of(end));
    return at < s.n && n < rest.n ? fc_str_sub(rest, 0, n) : (fc_str){ "", 0 };
}

void fc_wiki_site_begin(fc_wiki_site *w, fc_str tag)
{
    fc_buf *all[] = { &w->dbname, &w->base, &w->spaces, &w->xml };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        fc_buf_clear(all[i]);
    fc_wiki_site_set(&w->lang, fc_tag_attr(tag, "xml:lang"));
}

/* Every page has what the wiki is called, so it may not be without end. */
static fc_str name_in(fc_str info, const char *begin, const char *end)
{
    fc_str name = fc_wiki_site_between(info, begin, end);
    return fc_str_sub(name, 0, name.n > LONGEST_NAME ? 0 : name.n);
}

/* The <namespace> element of a number in the names of the wiki. */
static fc_str space_numbered(fc_str spaces, const char *key)
{
    size_t at = fc_str_find(spaces, fc_str_of(key));
    fc_str rest = fc_str_sub(spaces, at, spaces.n);
    size_t n = fc_str_find(rest, FC_STR("</namespace>"));
    return n < rest.n && n < LONGEST_NAME ? fc_str_sub(rest, 0, n + 12)
                                          : (fc_str){ "", 0 };
}

void fc_wiki_site_read(fc_wiki_site *w, fc_str info)
{
    fc_wiki_site_set(&w->dbname, name_in(info, "<dbname>", "</dbname>"));
    fc_wiki_site_set(&w->base, name_in(info, "<base>", "</base>"));
    fc_str all = fc_wiki_site_between(info, "<namespaces>", "</namespaces>");
    fc_wiki_site_set(&w->spaces, fc_str_sub(all, 0, LONGEST_SPACES));
    fc_str name = name_in(info, "<sitename>", "</sitename>");
    fc_str spaces = fc_wiki_site_str(&w->spaces);
    fc_buf_clear(&w->xml);
    fc_buf_text(&w->xml, "<siteinfo><sitename>");
    fc_buf_str(&w->xml, name);
    fc_buf_text(&w->xml, "</sitename><dbname>");
    fc_buf_add(&w->xml, w->dbname.p, w->dbname.n);
    fc_buf_text(&w->xml, "</dbname><base>");
    fc_buf_add(&w->xml, w->base.p, w->base.n);
    fc_buf_text(&w->xml, "</base><namespaces>");
    fc_buf_str(&w->xml, space_numbered(spaces, "<namespace key=\"6\""));
    fc_buf_str(&w->xml, space_numbered(spaces, "<namespace key=\"14\""));
    fc_buf_text(&w->xml, "</namespaces></siteinfo>\n");
}

/* ":" and a name before it that the wiki has; else the namespace is that of articles. */
fc_str fc_wiki_site_space(const fc_wiki_site *w, fc_str title)
{
    fc_str spaces = fc_wiki_site_str(&w->spaces), key = FC_STR("0"), part;
    fc_str name = fc_str_sub(title, 0, fc_str_findc(title, ':'));
    while (name.n < title.n && fc_str_split(&spaces, '\n', &part)) {
        fc_str text = fc_wiki_site_between(part, ">", "</namespace>");
        if (text.n && fc_str_ieq(text, name))
            key = fc_wiki_site_between(part, "key=\"", "\"");
    }
    return fc_str_sub(key, 0, 9);
}

/* The address of a page: the main page's, with the title instead of its own, as MediaWiki
 * writes titles in addresses. */
fc_str fc_wiki_site_address(const fc_wiki_site *w, fc_str title, fc_arena *keep)
{
    static const char hex[] = "0123456789ABCDEF", plain[] = "-_.~;:@$!*(),/";
    fc_str base = fc_entities_decode(fc_wiki_site_str(&w->base), false, keep);
    title = fc_entities_decode(title, false, keep);
    while (base.n && base.p[base.n - 1] != '/' && base.p[base.n - 1] != '=')
        base.n--;
    if (!base.n || !title.n || title.n > LONGEST_TITLE)
        return (fc_str){ "", 0 };
    char *out = fc_alloc(keep, base.n + 3 * title.n), *p = out;
    memcpy(p, base.p, base.n);
    p += base.n;
    for (size_t i = 0; i < title.n; i++) {
        unsigned char c = (unsigned char)title.p[i];
        char low = fc_lower((char)c);
        if ((low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') ||
            (c && strchr(plain, c))) {
            *p++ = (char)c;
        } else if (c == ' ') {
            *p++ = '_';
        } else {
            *p++ = '%';
            *p++ = hex[c >> 4];
            *p++ = hex[c & 15];
        }
    }
    return (fc_str){ out, (size_t)(p - out) };
}
