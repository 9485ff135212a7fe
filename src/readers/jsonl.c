/* jsonl.c - documents as JSON lines: ours, dolma's, datatrove's. */
#include "base/str.h"
#include "readers/document.h"

/* An object on a line of its own: '{' and a key, but not the begin of an indented file.
 * Many programs begin with a '{' as well: Haskell, Nix, Pascal, templates of pages. */
static int jsonl_sniff(fc_str first, const char *path)
{
    size_t i = fc_str_starts(first, FC_STR("\xef\xbb\xbf")) ? 3 : 0;
    while (i < first.n && fc_is_space(first.p[i]))
        i++;
    bool named = path && (strstr(path, ".jsonl") || strstr(path, ".ndjson"));
    if (i == first.n || first.p[i] != '{')
        return named && memchr(first.p, '\0', first.n) == NULL ? 30 : 0;
    for (i++; i < first.n && fc_is_space(first.p[i]); i++)
        ;
    bool key = i < first.n && first.p[i] == '"';
    if (key && !fc_document_sniff(first).lines)
        return 90;
    return named ? 60 : key || i == first.n || first.p[i] == '}' ? 10 : 0;
}

static fc_rc jsonl_open(fc_stream *in, void **state, fc_err *err)
{
    *state = in;
    return FC_OK;
}

static fc_rc jsonl_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_stream *in = state;
    fc_line line;
    fc_rc rc = fc_line_next(in, &line, err);
    if (rc)
        return rc;
    fc_str text = line.text;
    if (line.at == 0 && fc_str_starts(text, FC_STR("\xef\xbb\xbf")))
        text = fc_str_sub(text, 3, text.n);
    doc->kind = FC_DOCUMENT;
    if (!line.large)
        doc->reason = fc_document_read(in, text, keep, doc);
    if (!doc->id.n)
        doc->id = fc_line_id(in, &line, keep);
    rc = fc_line_end(in, &line, &doc->reason, err);
    if (!rc && doc->reason)
        doc->rec = fc_line_record(in, &line, FC_STR(""), keep);
    return rc;
}

static void jsonl_close(void *state)
{
    (void)state; /* the stream is its opener's */
}

FC_READER(jsonl) = {
    .name = "jsonl",
    .brief = "documents as JSON lines",
    .doc = "One object a line: id, text, source, metadata, attributes, as filterc writes "
           "them; dolma's and datatrove's documents are read too. Of HPLT's and C4's, "
           "which have no metadata, address, date and language become metadata. A line "
           "without an id gets one made of the file's name and the line's offset.",
    .kind = FC_DOCUMENT,
    .reasons = fc_document_reasons,
    .sniff = jsonl_sniff,
    .open = jsonl_open,
    .next = jsonl_next,
    .close = jsonl_close
};
