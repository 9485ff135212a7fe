/* html.c - see html.h: tree, metadata, blocks, scores, choice, Markdown. */
#include "extractors/formula.h"
#include "extractors/html.h"
#include "extractors/threads.h"
#include "extractors/to_markdown.h"
#include "base/str.h"

static void count_kept(const fc_page *page, fc_html_content *out)
{
    for (uint32_t i = 0; i < page->blocks; i++) {
        const fc_block *b = &page->block[i];
        if (!b->keep)
            continue;
        out->kept++;
        out->words += b->words;
        out->link_words += b->link_words;
        if (b->post && !page->post[b->post].kept) {
            page->post[b->post].kept = true;
            out->posts++;
        }
    }
    out->blocks = page->blocks;
}

/* Those between delimiters in running text are only seen when they are written. */
static void count_formulas(const fc_page *page, fc_html_content *out)
{
    const fc_formulas *f = page->formulas;
    out->formulas_kept = f->kept;
    out->formulas_lost = f->lost;
    out->formulas = fc_formula_count(page) + f->in_text;
}

fc_rc fc_html_extract(fc_str html, const fc_html_options *options, fc_arena *keep,
                      fc_arena *scratch, fc_buf *explain, fc_html_content *out, fc_err *err)
{
    const fc_block_model *model = options->model ? options->model : &fc_block_model_default;
    fc_dom dom;
    fc_page page;
    memset(out, 0, sizeof *out);
    fc_dom_limits limits;
    fc_dom_limits_default(&limits);
    if (options->max_tree)
        limits.arena = options->max_tree;
    fc_rc rc = fc_dom_parse(&dom, html, &limits, scratch, scratch, err);
    if (rc != FC_OK)
        return rc;
    out->capped = dom.capped;
    fc_metadata_read(&out->meta, &dom, keep);
    if (!fc_page_build(&page, &dom, &out->meta.hints, scratch))
        return FC_OK;
    fc_metadata_complete(&out->meta, &page, keep);
    fc_threads_find(&page, scratch);
    fc_blocks_score(&page, model, scratch);
    fc_blocks_select(&page, &options->choice);
    fc_blocks_labels(&page);
    fc_blocks_between(&page);
    fc_page_rules(&page);
    fc_threads_choose(&page, options->choice.comments);
    count_kept(&page, out);
    if (explain)
        fc_blocks_explain(&page, model, explain, scratch);
    if (out->kept)
        out->text = fc_copy(keep, fc_to_markdown(&page, &options->style, scratch, scratch));
    count_formulas(&page, out);
    return FC_OK;
}
