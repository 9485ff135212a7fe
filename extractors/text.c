/* text.c - plain text, such as that of WET files: decoded and normalised. */
#include "base/str.h"
#include "extractors/extract.h"
#include "text/normalize.h"

static int text_sniff(const fc_capture *cap)
{
    return fc_str_is(cap->mime, "text/plain") ? 50 : 0;
}

static int text_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                    fc_call *call)
{
    fc_str text;
    if (cap->body.n > (uint64_t)conf->max_html)
        return FC_EXTRACT_TOO_LARGE;
    int why = fc_extract_decode(cap, false, doc, call, &text);
    if (!why)
        doc->text = fc_copy(call->keep, fc_normalize_text(text, call->scratch));
    return why;
}

FC_EXTRACTOR(text) = {
    .name = "text",
    .brief = "plain text: decoded and normalised",
    .sniff = text_sniff,
    .run = text_run,
};
