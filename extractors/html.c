/* html.c - see html.h: tree, metadata, blocks, scores, choice, Markdown. */
#include "extractors/html.h"
#include "extractors/explain_html.h"
#include "extractors/formula.h"
#include "extractors/page_kind.h"
#include "extractors/threads.h"
#include "extractors/to_markdown.h"
#include "base/str.h"

const char *const fc_profile_names[FC_PROFILES + 1] = { "balanced", "precision", "recall",
                                                        NULL };

const float fc_profile_strictness[FC_PROFILES] = { 1, 1.6f, 0.5f };

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

void fc_html_score(fc_page *page, const fc_block_model *model, fc_arena *scratch)
{
    fc_page_kind_odds(page, model, page->kind, scratch);
    fc_threads_find(page, scratch);
    fc_blocks_score(page, model, scratch);
    page->reference = fc_page_is_reference(page);
    if (page->reference)
        fc_page_kind_set(page->kind, FC_CLASS_DOCS);
}

void fc_html_choose(fc_page *page, fc_comments comments, fc_profile profile)
{
    fc_block_choice choice = { comments, fc_profile_strictness[profile] };
    fc_blocks_select(page, &choice);
    fc_blocks_labels(page);
    fc_blocks_between(page);
    fc_page_rules(page);
    fc_threads_choose(page, comments);
}

/* Formulas are counted as they are written, so each text counts anew. */
static void write_text(fc_page *page, const fc_html_options *options, fc_profile profile,
                       fc_arena *keep, fc_arena *scratch, fc_html_content *out)
{
    fc_html_choose(page, options->comments, profile);
    page->formulas->kept = page->formulas->lost = page->formulas->in_text = 0;
    out->kept = out->words = out->link_words = out->posts = 0;
    for (uint32_t i = 1; i <= page->posts; i++)
        page->post[i].kept = false;
    count_kept(page, out);
    out->text = (fc_str){ NULL, 0 };
    if (out->kept)
        out->text =
            fc_copy(keep, fc_to_markdown(page, &options->style, scratch, scratch));
    count_formulas(page, out);
}

fc_rc fc_html_extract(fc_str html, const fc_html_options *options, fc_arena *keep,
                      fc_arena *scratch, fc_buf *explain, fc_html_content *out,
                      fc_err *err)
{
    fc_dom dom;
    fc_page page;
    memset(out, 0, sizeof *out);
    fc_dom_limits limits;
    fc_dom_limits_default(&limits);
    if (options->max_tree)
        limits.arena = options->max_tree;
    limits.xhtml = options->xhtml;
    fc_rc rc = fc_dom_parse(&dom, html, &limits, scratch, scratch, err);
    if (rc != FC_OK)
        return rc;
    out->capped = dom.capped;
    fc_metadata_read(&out->meta, &dom, keep);
    out->meta.hints.url = options->url;
    if (!fc_page_build(&page, &dom, &out->meta.hints, scratch))
        return FC_OK;
    fc_block_model builtin;
    const fc_block_model *model = options->model ? options->model : &builtin;
    if (!options->model && (rc = fc_block_file_builtin(&builtin, scratch, err)))
        return rc;
    fc_html_score(&page, model, scratch);
    fc_metadata_complete(&out->meta, &page, keep);
    out->kind = fc_page_kind_name(&page, page.kind);
    fc_html_content *variant =
        options->all ? fc_zalloc(keep, FC_PROFILES, sizeof *out) : NULL;
    for (int k = 0; options->all && k < FC_PROFILES; k++) {
        variant[k] = *out;
        write_text(&page, options, (fc_profile)k, keep, scratch, &variant[k]);
    }
    out->variant = variant;
    write_text(&page, options, options->profile, keep, scratch, out);
    if (explain)
        fc_blocks_explain(&page, model, explain);
    if (options->explain_html)
        fc_explain_html(&page, model, out->meta.title, scratch, options->explain_html);
    return FC_OK;
}
