/* thread_write.c - see thread_write.h. */
#include "extractors/thread_write.h"

#include "base/str.h"
#include "extractors/markup.h"
#include "text/normalize.h"

enum { LONGEST_NAME = 100 };

fc_str fc_thread_name(fc_str raw, fc_arena *a)
{
    fc_str line = fc_normalize_line(raw, a);
    if (line.n > LONGEST_NAME) {
        line.n = LONGEST_NAME;
        while (line.n && ((unsigned char)line.p[line.n] & 0xC0) == 0x80)
            line.n--;
    }
    if (fc_str_find(line, FC_STR("**")) == line.n)
        return fc_str_trim(line);
    char *p = fc_alloc(a, line.n);
    size_t n = 0;
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] != '*')
            p[n++] = line.p[i];
    return fc_str_trim((fc_str){ p, n });
}

fc_str fc_thread_time(fc_str iso, fc_arena *a)
{
    static const char form[] = "0000-00-00T00:00";
    if (iso.n < sizeof form - 1)
        return iso;
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (form[i] == '0' ? iso.p[i] < '0' || iso.p[i] > '9' : iso.p[i] != form[i])
            return iso;
    fc_str parts[] = { fc_str_sub(iso, 0, 10), FC_STR(" "), fc_str_sub(iso, 11, 16) };
    return fc_concat(a, parts, 3);
}

void fc_thread_head(fc_md *md, const fc_post *post, fc_arena *a)
{
    fc_post p = *post;
    fc_text line = { .a = a };
    p.author = fc_thread_name(post->author, a);
    p.time = fc_thread_name(post->time, a);
    fc_text_add(&line, "", 0);
    fc_post_head(&p, md->style.plain, &line);
    fc_md_block(md);
    fc_md_exact(md, (fc_str){ line.p, line.n });
    fc_md_block(md);
}

bool fc_thread_html(fc_md *md, fc_formula_marks *marks, fc_str html, fc_arena *scratch)
{
    fc_dom dom;
    fc_dom_limits limits;
    fc_markup u;
    fc_dom_limits_default(&limits);
    limits.within_body = true;
    if (fc_dom_parse(&dom, html, &limits, scratch, scratch, NULL) != FC_OK)
        return false;
    fc_markup_init(&u, &dom, md, scratch);
    u.marks = marks;
    fc_markup_write(&u, 0, dom.n);
    return true;
}

void fc_thread_line(fc_md *md, fc_formula_marks *marks, fc_str line, fc_arena *scratch)
{
    static const fc_dom none;
    fc_formula_found f;
    size_t from = 0;
    while (fc_formula_find(&none, marks, line, from, scratch, &f)) {
        fc_md_exact(md, fc_str_sub(line, from, f.at));
        fc_md_tex(md, f.s, false);
        from = f.at + f.length;
    }
    fc_md_exact(md, fc_str_sub(line, from, line.n));
}
