/* extract.c - the stage that turns a raw capture into a document: unpacks HTTP, chooses
 * the source kind, and sets the metadata that lead back to the bytes. */
#include "config.h"

#include "extractors/extract.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/html.h"
#include "extractors/page_kind.h"
#include "html/xml.h"
#include "io/http.h"

#include <stdlib.h>

enum { MOST_ABOUT = 40 };           /* entries of the metadata before the kind's */

static const fc_reason reasons[] = {
    { "not-content", "no page: a request, revisit, metadata or other record" },
    { "http-status", "the server did not answer 200 (see --any-status)" },
    { "http-damaged", "no HTTP answer, or its body cannot be decoded" },
    { "mime", "a type that no extractor reads" },
    { "empty", "no bytes in the body" },
    { "too-large", "the body is larger than --max-body or --max-html" },
    { "charset", "declared in an encoding that nothing may decode, such as hz-gb-2312" },
    { "html-limit", "the tree would take more memory than --max-tree" },
    { "no-text", "a page without any text to keep" },
    { "short", "fewer characters than --min-text" },
    { "damaged",
      "a broken file: XML that is not well-formed, a book or Word file that cannot "
      "be unpacked" },
    { "encrypted", "a book or Word file that needs a password or a key" },
    { "limit",
      "a file beyond a limit: nested too deep, entities or a zip that grow too large, "
      "an XML tree larger than --max-tree" },
    { "no-pdftotext", "a PDF, but --pdftotext is no program that can be run: install "
                      "poppler-utils" },
    { "vendored", "a file of a repository that was copied from others, by its path" },
    { "generated", "program text that a program made: it says so, or its name does" },
    { "minified", "JavaScript or CSS without line ends" },
    { "data-file", "a file of data, such as JSON, CSV or SVG, larger than --max-data" },
    { "binary", "a file of a program with NUL bytes in it" },
    { "namespace",
      "a wiki page outside of --namespaces, such as a talk page or a template" },
    { "redirect", "a wiki page that only leads to another one" },
    { "bot", "an event on GitHub that a bot made" },
    { NULL, NULL },
};

static const fc_attr gives[] = {
    { "blocks", FC_NUM, "text blocks of the HTML page", NULL },
    { "blocks_kept", FC_NUM, "of them kept as main content", NULL },
    { "posts", FC_NUM, "posts of a thread, or comments, in the text", NULL },
    { "link_density", FC_NUM, "share of the kept words that are links, 0 to 1", NULL },
    { "formulas_seen", FC_NUM, "formulas of the source; set when there are any", NULL },
    { "formulas_kept", FC_NUM, "of them in the text, as TeX", NULL },
    { "formulas_lost", FC_NUM, "of those where text was kept, without TeX", NULL },
    { "chapters_lost", FC_NUM,
      "chapters of a book that are missing, damaged or encrypted; set when there are any",
      NULL },
    { "tex_files", FC_NUM, "files that a paper in TeX was made of", NULL },
    { "tex_missing", FC_NUM, "files that it asks for and that are not there", NULL },
    { "tex_displays", FC_NUM, "of its formulas displayed", NULL },
    { "tex_versions", FC_NUM, "other versions of the paper, left out", NULL },
    { "tex_capped", FC_BOOL, "a limit ended the reading of TeX", NULL },
    { "html_capped", FC_BOOL, "a limit of nesting or steps changed the tree", NULL },
    { "page_kind", FC_STRING, "what kind of HTML page it is", fc_page_kind_names },
    { "code_language", FC_STRING, "of a file of a program, as GitHub's linguist names it",
      NULL },
    { "profile", FC_STRING, "with --profile all: which one the text is of",
      fc_profile_names },
    { NULL, FC_NONE, NULL, NULL },
};

static const char *const formats[] = { "markdown", "plain", NULL };
static const char *const links[] = { "drop", "keep", NULL };
static const char *const comments[] = { "auto", "keep", "drop", "only", NULL };
static const char *const keep_code[] = { "vendored", "generated", "minified", "data",
                                         NULL };
static const char *const profiles[] = { "balanced", "precision", "recall", "all", NULL };

#define AT(member) offsetof(fc_extract_conf, member)

static const fc_opt opts[] = {
    { "format", FC_OPT_CHOICE, AT(format), "markdown", 0, 0, formats, "FORMAT",
      "how the text is written: markdown, or plain without any marks", 0 },
    { "links", FC_OPT_CHOICE, AT(links), "drop", 0, 0, links, "WHAT",
      "keep writes links as [text](address); drop keeps their text only", 0 },
    { "comments", FC_OPT_CHOICE, AT(comments), "auto", 0, 0, comments, "WHAT",
      "visitors' comments below a text: as scored, all, none, or nothing else", 0 },
    { "profile", FC_OPT_CHOICE, AT(profile), "balanced", 0, 0, profiles, "HOW",
      "what of an HTML page to keep: best F1, less, more, or each as a document of its "
      "own",
      0 },
    { "model", FC_OPT_TEXT, AT(model), NULL, 0, 0, NULL, "FILE",
      "block model made by train --target blocks, in place of the one built in", 0 },
    { "namespaces", FC_OPT_LIST, AT(namespaces), "0", 0, 0, NULL, "LIST",
      "pages of wikis to take, by number of namespace (0 has the articles), or all", 0 },
    { "min-text", FC_OPT_INT, AT(min_text), "0", 0, 1e12, NULL, "N",
      "drop documents with fewer characters of text", 0 },
    { "source", FC_OPT_TEXT, AT(source), "filterc", 0, 0, NULL, "NAME",
      "what the documents' source says", 0 },
    { "max-body", FC_OPT_SIZE, AT(max_body), "64M", 1, 1073741824.0, NULL, "SIZE",
      "drop captures whose body is larger", 0 },
    { "max-html", FC_OPT_SIZE, AT(max_html), "16M", 1, 1073741824.0, NULL, "SIZE",
      "drop HTML pages and plain texts that are larger", 0 },
    { "max-tree", FC_OPT_SIZE, AT(max_tree), "128M", 1024, 1099511627776.0, NULL, "SIZE",
      "drop pages whose tree would take more memory while it is built", 0 },
    { "pdftotext", FC_OPT_TEXT, AT(pdftotext), FC_PDFTOTEXT, 0, 0, NULL, "FILE",
      "the program that reads PDF, poppler's pdftotext, run under limits for each", 0 },
    { "keep-code", FC_OPT_LIST, AT(keep_code), NULL, 0, 0, keep_code, "KINDS",
      "files of repositories that are dropped otherwise: vendored, generated, minified, "
      "data",
      0 },
    { "max-data", FC_OPT_SIZE, AT(max_data), "8k", 0, 1073741824.0, NULL, "SIZE",
      "drop files of data in repositories that are larger", 0 },
    { "outputs", FC_OPT_BOOL, AT(outputs), NULL, 0, 0, NULL, NULL,
      "of notebooks also the text that their code printed", 0 },
    { "any-status", FC_OPT_BOOL, AT(any_status), NULL, 0, 0, NULL, NULL,
      "take answers of every HTTP status, not only 200", 0 },
    { NULL, FC_OPT_BOOL, 0, NULL, 0, 0, NULL, NULL, NULL, 0 },
};

#undef AT

/* ---------------------------------------------------------------- record to body */

static bool has_content(fc_str type)
{
    return fc_str_ieq(type, FC_STR("response")) || fc_str_ieq(type, FC_STR("resource")) ||
           fc_str_ieq(type, FC_STR("conversion"));
}

static int open_http(const fc_extract_conf *c, const fc_record *rec, fc_call *call,
                     fc_capture *cap, int *status)
{
    fc_http http;
    fc_rc rc =
        fc_http_decode(rec->block, (uint64_t)c->max_body + 1, call->scratch, &http);
    *status = http.status;
    if (call->explain)
        fc_buf_printf(call->explain, "HTTP status %d, body of %zu bytes%s%s\n",
                      http.status, http.body.n, http.why ? ": " : "",
                      http.why ? http.why : "");
    if (http.status && http.status != 200 && !c->any_status)
        return FC_EXTRACT_HTTP_STATUS;
    if (rc != FC_OK || !http.status)
        return FC_EXTRACT_HTTP_DAMAGED;
    cap->body = http.body;
    cap->cut |= http.cut;
    cap->mime = fc_mime_type(http.content_type, call->scratch);
    cap->charset = fc_mime_param(http.content_type, "charset");
    fc_capture_type(cap, (uint64_t)c->max_body + 1, call->scratch);
    return 0;
}

/* status: 0 when it did not come by HTTP. */
static int open_record(const fc_extract_conf *c, const fc_record *rec, fc_call *call,
                       fc_capture *cap, int *status)
{
    memset(cap, 0, sizeof *cap);
    *status = 0;
    cap->name = fc_name_unpacked(rec->uri);
    cap->cut = rec->truncated;
    if (!has_content(rec->type))
        return FC_EXTRACT_NOT_CONTENT;
    fc_str mime = fc_mime_type(rec->mime, call->scratch);
    if (fc_str_is(mime, "application/http"))
        return open_http(c, rec, call, cap, status);
    cap->body = rec->block;
    cap->mime = mime;
    cap->charset = fc_mime_param(rec->mime, "charset");
    return 0;
}

/* The kind that is surest; the first in the alphabet among equals. */
static const fc_extractor_def *kind_of(const fc_capture *cap)
{
    const fc_extractor_def *best = NULL;
    int most = 0;
    for (size_t i = 0; fc_extractors[i]; i++) {
        int sure = fc_extractors[i]->sniff(cap);
        if (sure > most) {
            most = sure;
            best = fc_extractors[i];
        }
    }
    return best;
}

/* ---------------------------------------------------------------- for the kinds */

void fc_extract_set(fc_doc *doc, fc_call *call, const char *name, fc_str value)
{
    if (value.n)
        fc_set_str(&doc->meta, call->keep, name, fc_copy(call->keep, value));
}

void fc_extract_formulas(fc_doc *doc, fc_call *call, unsigned seen, unsigned kept,
                         unsigned lost)
{
    if (!seen)
        return;
    fc_set_num(&doc->attr, call->keep, "formulas_seen", seen, 0);
    fc_set_num(&doc->attr, call->keep, "formulas_kept", kept, 0);
    fc_set_num(&doc->attr, call->keep, "formulas_lost", lost, 0);
}

bool fc_extract_unknown(const fc_capture *cap)
{
    static const char *const types[] = {
        "application/octet-stream",   "unknown/unknown",
        "application/unknown",        "binary/octet-stream",
        "application/x-octet-stream", "application/download",
        "application/x-download",     "application/force-download",
        "application/x-force-download"
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (fc_str_is(cap->mime, types[i]))
            return true;
    return !cap->mime.n;
}

static void explain_charset(fc_call *call, const fc_charset *c)
{
    fc_buf_printf(call->explain, "charset %s (%s)", c->name, c->from);
    if (c->declared)
        fc_buf_printf(call->explain, ", although declared as %s", c->declared);
    if (c->bad)
        fc_buf_printf(call->explain, ", %zu faulty sequences", c->bad);
    fc_buf_text(call->explain, "\n");
}

int fc_extract_decode(const fc_capture *cap, bool html, fc_doc *doc, fc_call *call,
                      fc_str *text)
{
    fc_charset charset;
    if (fc_charset_decode(cap->body, cap->charset, html, call->scratch, &charset) !=
        FC_OK)
        return FC_EXTRACT_CHARSET;
    if (call->explain)
        explain_charset(call, &charset);
    fc_set_str(&doc->meta, call->keep, "charset", fc_str_of(charset.name));
    fc_set_str(&doc->meta, call->keep, "charset_from", fc_str_of(charset.from));
    *text = charset.text;
    return 0;
}

/* ---------------------------------------------------------------- document */

static void set_place(fc_doc *doc, fc_call *call)
{
    const fc_record *rec = doc->rec;
    fc_set_str(&doc->meta, call->keep, "file_path", fc_str_of(rec->input));
    fc_set_num(&doc->meta, call->keep, "offset", (double)rec->offset, 0);
    fc_set_num(&doc->meta, call->keep, "length", (double)rec->length, 0);
    if (rec->unpacked)
        fc_set_bool(&doc->meta, call->keep, "unpacked", true);
}

/* What the container tells of the record, as far as the record does not itself. */
static void set_about(fc_doc *doc, fc_call *call)
{
    fc_str about = fc_utf8_repair(doc->rec->about, call->keep, NULL), line;
    while (fc_str_split(&about, '\n', &line)) {
        size_t colon = fc_str_findc(line, ':');
        fc_str name = fc_str_sub(line, 0, colon);
        fc_str value = fc_str_trim(fc_str_sub(line, colon + 1, line.n));
        if (name.n && value.n && doc->meta.n < MOST_ABOUT &&
            !fc_fields_get(&doc->meta, name))
            fc_fields_set(&doc->meta, call->keep, fc_copy(call->keep, name),
                          (fc_value){ FC_STRING, 0, fc_copy(call->keep, value) });
    }
}

/* What every document has, before the kind adds to it. */
static void begin_document(const fc_extract_conf *c, fc_doc *doc, fc_call *call,
                           const fc_capture *cap, int status)
{
    fc_extract_set(doc, call, "url", doc->rec->uri);
    fc_extract_set(doc, call, "date", doc->rec->date);
    set_place(doc, call);
    if (status)
        fc_set_num(&doc->meta, call->keep, "status", status, 0);
    fc_extract_set(doc, call, "mime", cap->mime);
    if (cap->cut)
        fc_set_bool(&doc->meta, call->keep, "truncated", true);
    if (doc->rec->about.n)
        set_about(doc, call);
    doc->id = doc->rec->id;
    doc->source = fc_str_of(c->source);
}

/* The stage while it is open: its options, and the block model that they name. */
typedef struct opened {
    fc_extract_conf conf;
    fc_block_model blocks;
    fc_arena mem;
    jmp_buf guard;
} opened;

static void extract_close(void *model)
{
    opened *o = model;
    fc_arena_free(&o->mem);
    free(o);
}

static fc_rc read_model(opened *o, const char *path, fc_err *err)
{
    fc_arena_guard(&o->mem, &o->guard);
    if (setjmp(o->guard))
        return fc_fail(err, FC_ETRY, "no memory for the block model");
    fc_rc rc = path ? fc_block_file_open(path, &o->blocks, &o->mem, err)
                    : fc_block_file_builtin(&o->blocks, &o->mem, err);
    fc_arena_guard(&o->mem, NULL);
    return rc;
}

static fc_rc extract_open(fc_open *ctx, const void *conf, void **model, fc_err *err)
{
    const fc_extract_conf *c = conf;
    const char *path = NULL;
    fc_rc rc = c->model ? fc_open_model(ctx, c->model, ".fcb", &path, err) : FC_OK;
    if (rc)
        return rc;
    opened *o = malloc(sizeof *o);
    if (!o)
        return fc_fail(err, FC_ETRY, "no memory for the block model");
    o->conf = *c;
    o->conf.blocks = &o->blocks;
    fc_arena_init(&o->mem);
    rc = read_model(o, path, err);
    *model = o;
    if (rc)
        extract_close(o);
    return rc;
}

static fc_rc extract_worker(const void *model, void **mine, fc_err *err)
{
    (void)model;
    *mine = fc_xml_parser_open();
    return *mine ? FC_OK : fc_fail(err, FC_ETRY, "no memory for an XML parser");
}

static void extract_worker_end(void *mine)
{
    fc_xml_parser_close(mine);
}

static int extract_run(const void *model, void *mine, fc_doc *doc, fc_call *call)
{
    fc_extract_conf own = ((const opened *)model)->conf;
    const fc_extract_conf *c = &own;
    fc_capture cap;
    own.xml = mine;
    int status, why = open_record(c, doc->rec, call, &cap, &status);
    if (why)
        return why;
    if (!cap.body.n)
        return FC_EXTRACT_EMPTY;
    const fc_extractor_def *kind = kind_of(&cap);
    if (!kind && fc_capture_is_text(&cap)) {
        cap.mime = FC_STR("text/plain");
        kind = kind_of(&cap);
    }
    if (!kind)
        return FC_EXTRACT_MIME;
    if (cap.body.n > (uint64_t)c->max_body)
        return FC_EXTRACT_TOO_LARGE;
    begin_document(c, doc, call, &cap, status);
    why = kind->run(c, &cap, doc, call);
    if (why)                    /* also: its variants were handed on already */
        return why;
    doc->kind = FC_DOCUMENT;
    if (!doc->text.n)
        return FC_EXTRACT_NO_TEXT;
    if (c->min_text && fc_utf8_count(doc->text) < (uint64_t)c->min_text)
        return FC_EXTRACT_SHORT;
    return FC_KEEP;
}

static const fc_example examples[] = {
    { "A record becomes a document", "extract",
      "WARC/1.1\r\n"
      "WARC-Type: resource\r\n"
      "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
      "WARC-Date: 2026-01-31T00:00:00Z\r\n"
      "WARC-Target-URI: https://example.org/moss\r\n"
      "Content-Type: text/plain; charset=utf-8\r\n"
      "Content-Length: 35\r\n"
      "\r\n"
      "Moss has no roots.\r\n"
      "It drinks rain.\r\n\r\n",
      "{\"id\":\"urn:uuid:00000000-0000-4000-8000-000000000001\","
      "\"text\":\"Moss has no roots.\\nIt drinks rain.\",\"source\":\"filterc\","
      "\"metadata\":{\"url\":\"https://example.org/moss\",\"date\":\"2026-01-31T00:00:00Z"
      "\",\"file_path\":\"-\",\"offset\":0,\"length\":274,\"mime\":\"text/plain\","
      "\"charset\":\"utf-8\",\"charset_from\":\"http\"}}\n" },
    { "Plain text of a whole archive, without comments below articles",
      "extract --format plain --comments drop CC-MAIN-20260101000000-00000.warc.gz", NULL,
      NULL },
    { NULL, NULL, NULL, NULL },
};

FC_STAGE(extract) = {
    .use = {
        .name = "extract",
        .group = FC_GROUP_READ,
        .brief = "the main content of web captures, as Markdown with metadata",
        .doc = "Takes records with content: WARC response (of HTTP status 200), resource "
               "and conversion records. HTML becomes its main content: each block of "
               "text is scored by a linear model over its size, links, tags, class "
               "words, place and neighbours, then by trees over what that says of the "
               "blocks around it and of the kind of page, and the page's own threshold "
               "decides which to keep. Plain text, such as that of WET files, is "
               "normalised.\n"
               "\n"
               "With --profile all every HTML page gives one document for each profile "
               "with text, from one parse: attribute profile names it, the id is that of "
               "the record and /PROFILE, and metadata variant_of has the record's id, "
               "which links them.\n"
               "\n"
               "The text is UTF-8 in Unicode's form NFC. Headings, nested lists, fenced "
               "code with its language, block quotes, pipe tables and TeX between $ and "
               "$$ are marked as in Markdown; nothing is escaped and emphasis has no "
               "marks.\n"
               "\n"
               "The charset is found in the order of the WHATWG: byte order mark, HTTP, "
               "meta element, then by the look of the bytes; metadata charset and "
               "charset_from tell it. Metadata also have url, date (of the capture), "
               "canonical_url, title, author, published, site_name, language (as "
               "declared) and description where the page has them, and the place in the "
               "input: file_path, offset and length of the record as stored (unpacked: "
               "true says that they count decompressed bytes).",
        .source = "WHATWG HTML and Encoding Standards; the block model is our own, "
                  "trained on public extraction data sets",
        .opts = opts,
        .conf_size = sizeof(fc_extract_conf),
        .examples = examples,
    },
    .in = FC_RECORD,
    .out = FC_DOCUMENT,
    .flags = FC_SPLITS,
    .gives = gives,
    .reasons = reasons,
    .open = extract_open,
    .worker = extract_worker,
    .run = extract_run,
    .worker_end = extract_worker_end,
    .close = extract_close,
};
