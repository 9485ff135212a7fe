/* explain_html.c - a page's blocks as one HTML file for people: each coloured by its
 * score, kept or not, with what decided. No script, nothing from a network. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/explain_html.h"
#include "extractors/inline.h"
#include "extractors/page_kind.h"

#include <math.h>
#include <stdlib.h>

enum { SHOWN = 8, TEXT_BYTES = 4000, PATH = 5, CLASS_BYTES = 40 };

static const char head[] =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<title>filterc explain</title>\n<style>\n"
    ":root{--ink:#1d2327;--soft:#66707a;--line:#e3e7ea;--paper:#fff;--panel:#f6f8f9}\n"
    "@media(prefers-color-scheme:dark){:root{--ink:#e4e7ea;--soft:#98a2ab;--line:#343b41;"
    "--paper:#1a1e21;--panel:#23282c}}\n"
    "body{margin:0 auto;max-width:72rem;padding:1.5rem;background:var(--paper);color:var("
    "--ink);font:15px/1.5 system-ui,sans-serif}\n"
    "h1{font-size:1.3rem;margin:0 0 .3rem}\n.facts,.legend{color:var(--soft);margin:0 0 "
    "1rem}\n"
    ".legend i{display:inline-block;width:7rem;height:.7rem;border-radius:.35rem;margin:0"
    " .4rem;background:linear-gradient(90deg,#c4453a,#d9a441,#2f8f5b)}\n"
    "details{display:block;border-bottom:1px solid var(--line)}\n"
    "#only:checked~.drop{display:none}\nlabel{line-height:2.4;margin-left:.3rem}\n"
    "summary{display:grid;grid-template-columns:5.6rem 1fr 19rem;gap:0 "
    ".9rem;cursor:pointer;list-style:none;padding:.25rem 0}\n"
    ".keep summary,.drop summary{background:color-mix(in srgb,var(--c) "
    "14%,transparent)}\n"
    "summary::-webkit-details-marker{display:none}\n"
    "summary:hover .t{text-decoration:underline}\n"
    ".p{border-left:.45rem solid var(--c);padding-left:.45rem;font-variant-numeric:"
    "tabular-nums;font-size:.85rem}\n"
    ".t{overflow-wrap:anywhere;white-space:pre-wrap}\n.drop .t{color:var(--soft);"
    "font-size:.9rem}\n"
    ".keep .t{font-weight:500}\n"
    ".why{color:var(--soft);font-size:.8rem;overflow-wrap:anywhere}\n"
    ".more{background:var(--panel);margin:0 0 .5rem 4.1rem;padding:.6rem "
    ".9rem;font-size:.85rem;border-radius:.3rem}\n.more p{margin:0 0 .5rem}\n"
    ".two{display:grid;grid-template-columns:1fr 1fr;gap:0 2rem}\n"
    "table{border-collapse:collapse;width:100%}\ntd{padding:.05rem .5rem .05rem 0}\n"
    "td.v{text-align:right;font-variant-numeric:tabular-nums;width:4rem}\n"
    "td.b{width:7rem}\ntd.b span{display:block;height:.6rem;border-radius:.2rem}\n"
    ".up{background:#2f8f5b}.down{background:#c4453a;margin-left:auto}\n"
    "th{text-align:left;font-weight:600}\n"
    ".names{margin:1.5rem 0;padding:.6rem .9rem;background:var(--panel)}\n.names "
    "summary{display:list-item;list-style:disclosure-closed inside}\n.names dt{"
    "font-weight:600}\n"
    "@media(max-width:50rem){summary{grid-template-columns:5.6rem 1fr}.why{grid-column:2}"
    ".two{grid-template-columns:1fr}.more{margin-left:0}}\n"
    "</style></head><body>\n";

static const char glossary[] =
    "<details class=\"names\"><summary>What the names mean</summary><dl>\n"
    "<dt>words in place of numbers</dt><dd>a rule decided, not the score: &ldquo;between "
    "kept text&rdquo;, &ldquo;not in a post&rdquo;</dd>\n"
    "<dt>tags, classes, ancestors</dt><dd>the names, classes and ids of the element a "
    "block stands in, and of those around it</dd>\n"
    "<dt>words, shape, title</dt><dd>its first and last words; its length, links, digits "
    "and marks; words that the page's title and description have too</dd>\n"
    "<dt>place, container, likes, page</dt><dd>where on the page it stands; how much "
    "text is near it; other blocks that are built as it is; the page as a whole</dd>\n"
    "<dt>first pass: &hellip;</dt><dd>what the first pass thinks of the block (margin), "
    "of those before and after, around it (up), built alike (alike), and of the text so "
    "far (content_before)</dd>\n"
    "<dt>up0 &hellip; up3, outer, mates, twins</dt><dd>numbers about the elements around "
    "it, about siblings like it, about blocks with the same text</dd>\n"
    "<dt>kind: &hellip;</dt><dd>the odds that the page is an article, a forum and so "
    "on</dd>\n</dl></details>\n";

static void put_text(const fc_page *page, const fc_block *b, fc_arena *a, fc_buf *out)
{
    static const fc_text_style style = { .plain = true };
    fc_text t = { .a = a };
    fc_inline_write(&t, page, &style, b->from, b->to);
    fc_str s = fc_str_trim((fc_str){ t.p, t.n });
    fc_str shown = fc_utf8_clip(s, TEXT_BYTES);
    fc_buf_html(out, shown);
    fc_buf_text(out, shown.n < s.n ? " &hellip;" : "");
}

static void put_path(const fc_page *page, uint32_t elem, fc_buf *out)
{
    uint32_t chain[PATH], n = 0;
    for (uint32_t e = elem; n < PATH; e = page->parent[e]) {
        chain[n++] = e;
        if (!e)
            break;
    }
    while (n--) {
        uint32_t node = page->elem[chain[n]].node;
        fc_str class = fc_dom_attr(page->dom, node, "class");
        fc_buf_html(out, fc_dom_name(page->dom, node));
        fc_buf_text(out, class.n ? "." : "");
        fc_buf_html(out, fc_utf8_clip(class, CLASS_BYTES));
        fc_buf_text(out, n ? " &rsaquo; " : "");
    }
}

/* ---------------------------------------------------------------- what decided */

typedef struct part {
    const char *name;
    float value;
} part;

static int by_size(const void *a, const void *b)
{
    const part *x = a, *y = b;
    float p = fabsf(x->value), q = fabsf(y->value);
    return p > q ? -1 : p < q ? 1 : strcmp(x->name, y->name);
}

static void put_parts(const char *title, part *parts, uint32_t n, fc_buf *out)
{
    qsort(parts, n, sizeof *parts, by_size);
    fc_buf_printf(out, "<table><tr><th colspan=\"3\">%s</th></tr>\n", title);
    for (uint32_t i = 0; i < n && i < SHOWN && fabsf(parts[i].value) >= 0.05f; i++) {
        float v = parts[i].value, width = fabsf(v) * 20;
        fc_buf_text(out, "<tr><td>");
        fc_buf_html(out, fc_str_of(parts[i].name));
        fc_buf_printf(out, "</td><td class=\"v\">%+.1f</td><td class=\"b\"><span "
                           "class=\"%s\" "
                      "style=\"width:%.0f%%\"></span></td></tr>\n", (double)v,
                      v > 0 ? "up" : "down", (double)(width > 100 ? 100 : width));
    }
    fc_buf_text(out, "</table>\n");
}

static uint32_t first_parts(const fc_page *page, const fc_linear *model, uint32_t i,
                            part *parts)
{
    float by[FC_FG_COUNT];
    fc_blocks_evidence(page, model, i, by);
    for (unsigned g = 0; g < FC_FG_COUNT; g++)
        parts[g] = (part){ fc_feature_group_names[g], by[g] };
    return FC_FG_COUNT;
}

/* How far each question moved the mean of the leaves that were still possible. */
static uint32_t second_parts(const fc_page *page, const fc_trees *t, uint32_t i,
                             part *parts)
{
    const fc_numbers *n = page->numbers;
    const float *x = fc_numbers_row(n, n->row[i]);
    uint32_t columns = fc_numbers_count();
    float margin = t->bias;
    for (uint32_t k = 0; k < columns; k++)
        parts[k] = (part){ fc_numbers_name(k), 0 };
    for (uint32_t k = 0; k < t->n; k++) {
        if (k && k % FC_TREES_STEP == 0 && fc_trees_decided(margin))
            break;
        float half[FC_TREE_LEAVES];
        uint32_t place = 0;
        for (uint32_t level = 0; level < FC_TREE_DEPTH; level++) {
            size_t q = (size_t)k * FC_TREE_DEPTH + level;
            float v = x[(size_t)t->feature[q] * FC_NUMBERS_LANES];
            place |= (uint32_t)(v > t->cut[q]) << level;
        }
        memcpy(half, t->leaf + (size_t)k * FC_TREE_LEAVES, sizeof half);
        float after = half[place];
        margin += after;
        for (uint32_t level = FC_TREE_DEPTH; level-- > 0;) {
            for (uint32_t p = 0; p < 1u << level; p++)
                half[p] = (half[p] + half[p + (1u << level)]) / 2;
            float before = half[place & ((1u << level) - 1)];
            parts[t->feature[(size_t)k * FC_TREE_DEPTH + level]].value += after - before;
            after = before;
        }
    }
    return columns;
}

/* ---------------------------------------------------------------- the file */

/* From red over yellow to green. */
static void put_colour(float p, fc_buf *out)
{
    static const int stop[3][3] = { { 196, 69, 58 }, { 217, 164, 65 }, { 47, 143, 91 } };
    int k = p < 0.5f ? 0 : 1;
    float t = (p - 0.5f * (float)k) * 2;
    fc_buf_text(out, "rgb(");
    for (int c = 0; c < 3; c++)
        fc_buf_printf(out, "%s%d", c ? "," : "", (int)((float)stop[k][c] +
                      t * (float)(stop[k + 1][c] - stop[k][c])));
    fc_buf_text(out, ")");
}

static void put_short(part *parts, uint32_t n, fc_buf *out)
{
    qsort(parts, n, sizeof *parts, by_size);
    for (uint32_t i = 0; i < n && i < 3 && fabsf(parts[i].value) >= 0.05f; i++) {
        fc_buf_text(out, i ? " &middot; " : "");
        fc_buf_html(out, fc_str_of(parts[i].name));
        fc_buf_printf(out, " %+.1f", (double)parts[i].value);
    }
}

static void put_block(const fc_page *page, const fc_block_model *model, uint32_t i,
                      fc_arena *a, fc_buf *out)
{
    const fc_block *b = &page->block[i];
    part parts[FC_NUMBERS_MAX];
    fc_buf_printf(out, "<details class=\"%s\" style=\"--c:", b->keep ? "keep" : "drop");
    put_colour(b->p, out);
    fc_buf_printf(out, "\"><summary><span class=\"p\">%.2f %s</span><span class=\"t\">",
                  (double)b->p, b->keep ? "keep" : "drop");
    put_text(page, b, a, out);
    fc_buf_text(out, "</span><span class=\"why\">");
    if (b->why)
        fc_buf_html(out, fc_str_of(b->why));
    else if (page->numbers && b->first >= FC_HOPELESS)
        put_short(parts, second_parts(page, &model->trees, i, parts), out);
    else
        put_short(parts, first_parts(page, &model->first, i, parts), out);
    fc_buf_text(out, "</span></summary><div class=\"more\"><p>");
    put_path(page, b->owner, out);
    fc_buf_printf(out, "</p><p>%u words, %u %% linked; log odds %+.1f by the first pass, "
                       "%+.1f "
                  "in the end; %u blocks like it</p><div class=\"two\"><div>", b->words,
                  b->words ? 100 * b->link_words / b->words : 0, (double)b->first,
                  (double)b->margin, b->likes);
    put_parts("First pass, by group of features", parts,
              first_parts(page, &model->first, i, parts), out);
    fc_buf_text(out, "</div><div>");
    if (page->numbers && b->first < FC_HOPELESS)
        fc_buf_text(out, "<p>Too little in the first pass for a second.</p>");
    else if (page->numbers)
        put_parts("Second pass, by number", parts,
                  second_parts(page, &model->trees, i, parts), out);
    fc_buf_text(out, "</div></div></div></details>\n");
}

void fc_explain_html(const fc_page *page, const fc_block_model *model, fc_str title,
                     fc_arena *a, fc_buf *out)
{
    uint32_t kept = 0, words = 0;
    for (uint32_t i = 0; i < page->blocks; i++) {
        kept += page->block[i].keep;
        words += page->block[i].keep ? page->block[i].words : 0;
    }
    fc_buf_text(out, head);
    fc_buf_text(out, "<h1>");
    fc_buf_html(out, title.n ? title : FC_STR("A page without a title"));
    fc_buf_text(out, "</h1>\n<p class=\"facts\">");
    fc_buf_html(out, page->hints->url);
    fc_buf_printf(out, "%s%u of %u blocks kept, %u of %u words; taken for: %s</p>\n",
                  page->hints->url.n ? "<br>" : "", kept, page->blocks, words,
                  page->words, fc_page_kind_name(page, page->kind));
    fc_buf_text(out, "<p class=\"legend\">probability of being content: 0 <i></i> 1. A "
                     "block opens to show what decided: how much each group of features, "
                     "and each number about its surroundings, moved the log odds.</p>\n"
                     "<input type=\"checkbox\" id=\"only\"><label for=\"only\">only what "
                     "is kept</label>\n");
    for (uint32_t i = 0; i < page->blocks; i++)
        put_block(page, model, i, a, out);
    fc_buf_text(out, glossary);
    fc_buf_text(out, "</body></html>\n");
}
