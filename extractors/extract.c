/* extract.c - the stage that turns a raw capture into a document: content by its type,
 * charset, main text as Markdown, and metadata that lead back to the bytes. */
#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/html.h"
#include "html/charset.h"
#include "io/http.h"
#include "text/normalize.h"


typedef struct conf {
    const char *format, *links, *comments, *source;
    int64_t min_text, max_html, max_tree;
    bool any_status;
} conf;

enum {
    NOT_CONTENT = 1, HTTP_STATUS, HTTP_DAMAGED, MIME, EMPTY, TOO_LARGE, CHARSET, HTML_LIMIT,
    NO_TEXT, SHORT
};

static const fc_reason reasons[] = {
    { "not-content", "no page: a request, revisit, metadata or other record" },
    { "http-status", "the server did not answer 200 (see --any-status)" },
    { "http-damaged", "no HTTP answer, or its body cannot be decoded" },
    { "mime", "a type that no extractor reads" },
    { "empty", "no bytes in the body" },
    { "too-large", "the body is larger than --max-html" },
    { "charset", "declared in an encoding that nothing may decode, such as hz-gb-2312" },
    { "html-limit", "the tree would take more memory than --max-tree" },
    { "no-text", "a page without any text to keep" },
    { "short", "fewer characters than --min-text" },
    { NULL, NULL },
};

static const fc_attr gives[] = {
    { "blocks", FC_NUM, "text blocks of the HTML page", NULL },
    { "blocks_kept", FC_NUM, "of them kept as main content", NULL },
    { "link_density", FC_NUM, "share of the kept words that are links, 0 to 1", NULL },
    { "html_capped", FC_BOOL, "a limit of nesting or steps changed the tree", NULL },
    { NULL, FC_NONE, NULL, NULL },
};

static const char *const formats[] = { "markdown", "plain", NULL };
static const char *const links[] = { "drop", "keep", NULL };
static const char *const comments[] = { "auto", "keep", "drop", NULL };

static const fc_opt opts[] = {
    { "format", FC_OPT_CHOICE, offsetof(conf, format), "markdown", 0, 0, formats, "FORMAT",
      "how the text is written: markdown, or plain without any marks", 0 },
    { "links", FC_OPT_CHOICE, offsetof(conf, links), "drop", 0, 0, links, "WHAT",
      "keep writes links as [text](address); drop keeps their text only", 0 },
    { "comments", FC_OPT_CHOICE, offsetof(conf, comments), "auto", 0, 0, comments, "WHAT",
      "visitors' comments below a text: as scored, all, or none", 0 },
    { "min-text", FC_OPT_INT, offsetof(conf, min_text), "0", 0, 1e12, NULL, "N",
      "drop documents with fewer characters of text", 0 },
    { "source", FC_OPT_TEXT, offsetof(conf, source), "filterc", 0, 0, NULL, "NAME",
      "what the documents' source says", 0 },
    { "max-html", FC_OPT_SIZE, offsetof(conf, max_html), "16M", 1, 1073741824.0, NULL, "SIZE",
      "drop captures whose body is larger", 0 },
    { "max-tree", FC_OPT_SIZE, offsetof(conf, max_tree), "128M", 1024, 1099511627776.0, NULL,
      "SIZE", "drop pages whose tree would take more memory while it is built", 0 },
    { "any-status", FC_OPT_BOOL, offsetof(conf, any_status), NULL, 0, 0, NULL, NULL,
      "take answers of every HTTP status, not only 200", 0 },
    { NULL, FC_OPT_BOOL, 0, NULL, 0, 0, NULL, NULL, NULL, 0 },
};

/* A capture, unpacked as far as it is known. */
typedef struct capture {
    fc_str body, mime, charset;
    int status;                 /* 0: no HTTP */
} capture;

/* ---------------------------------------------------------------- record to body */

static bool has_content(fc_str type)
{
    return fc_str_ieq(type, FC_STR("response")) || fc_str_ieq(type, FC_STR("resource")) ||
           fc_str_ieq(type, FC_STR("conversion"));
}

static int open_http(const conf *c, const fc_record *rec, fc_call *call, capture *cap)
{
    fc_http http;
    fc_rc rc = fc_http_decode(rec->block, (uint64_t)c->max_html + 1, call->scratch, &http);
    cap->status = http.status;
    if (call->explain)
        fc_buf_printf(call->explain, "HTTP status %d, body of %zu bytes%s%s\n", http.status,
                      http.body.n, http.why ? ": " : "", http.why ? http.why : "");
    if (http.status && http.status != 200 && !c->any_status)
        return HTTP_STATUS;
    if (rc != FC_OK || !http.status)
        return HTTP_DAMAGED;
    cap->body = http.body;
    cap->mime = fc_mime_type(http.content_type, call->scratch);
    cap->charset = fc_mime_param(http.content_type, "charset");
    return 0;
}

static int open_record(const conf *c, const fc_record *rec, fc_call *call, capture *cap)
{
    memset(cap, 0, sizeof *cap);
    if (!has_content(rec->type))
        return NOT_CONTENT;
    fc_str mime = fc_mime_type(rec->mime, call->scratch);
    if (fc_str_is(mime, "application/http"))
        return open_http(c, rec, call, cap);
    cap->body = rec->block;
    cap->mime = mime;
    cap->charset = fc_mime_param(rec->mime, "charset");
    return 0;
}

/* Does it look like HTML? For bodies whose type says nothing (MIME Sniffing Standard,
 * table of section 7.1, a little wider: tags anywhere in the first bytes). */
static bool looks_like_html(fc_str body)
{
    static const char *const tags[] = { "<!doctype html", "<html", "<head", "<body", "<title",
                                        "<div", "<p>", "<h1", "<table", "<meta" };
    fc_str head = fc_str_sub(body, 0, 1024);
    if (head.n >= 3 && !memcmp(head.p, "\xEF\xBB\xBF", 3))
        head = fc_str_sub(head, 3, head.n);
    head = fc_str_trim(head);
    if (!head.n || head.p[0] != '<')
        return false;
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (fc_str_ifind(head, fc_str_of(tags[i])) < head.n)
            return true;
    return false;
}

typedef enum content { HTML, TEXT, OTHER } content;

static content content_of(const capture *cap)
{
    if (fc_str_is(cap->mime, "text/html") || fc_str_is(cap->mime, "application/xhtml+xml"))
        return HTML;
    if (fc_str_is(cap->mime, "text/plain"))
        return TEXT;
    if (!cap->mime.n || fc_str_is(cap->mime, "application/octet-stream") ||
        fc_str_is(cap->mime, "unknown/unknown"))
        return looks_like_html(cap->body) ? HTML : OTHER;
    return OTHER;
}

/* ---------------------------------------------------------------- document */

static void set_some(fc_doc *doc, fc_call *call, const char *name, fc_str value)
{
    if (value.n)
        fc_set_str(&doc->meta, call->keep, name, value);
}

static void set_place(fc_doc *doc, fc_call *call)
{
    const fc_record *rec = doc->rec;
    set_some(doc, call, "file_path", fc_str_of(rec->input));
    fc_set_num(&doc->meta, call->keep, "offset", (double)rec->offset, 0);
    fc_set_num(&doc->meta, call->keep, "length", (double)rec->length, 0);
    if (rec->unpacked)
        fc_set_bool(&doc->meta, call->keep, "unpacked", true);
}

/* What the head of a page says may lie in the call's scratch: it is copied. */
static void set_meta(fc_doc *doc, fc_call *call, const capture *cap, const fc_charset *charset,
                     const fc_page_meta *meta)
{
    const fc_record *rec = doc->rec;
    set_some(doc, call, "url", rec->uri);
    set_some(doc, call, "canonical_url", fc_copy(call->keep, meta->canonical));
    set_some(doc, call, "date", rec->date);
    set_some(doc, call, "title", fc_copy(call->keep, meta->title));
    set_some(doc, call, "author", fc_copy(call->keep, meta->author));
    set_some(doc, call, "published", fc_copy(call->keep, meta->published));
    set_some(doc, call, "site_name", fc_copy(call->keep, meta->site_name));
    set_some(doc, call, "language", fc_copy(call->keep, meta->language));
    set_some(doc, call, "description", fc_copy(call->keep, meta->description));
    set_some(doc, call, "charset", fc_str_of(charset->name));
    set_some(doc, call, "charset_from", fc_str_of(charset->from));
    set_some(doc, call, "mime", fc_copy(call->keep, cap->mime));
    if (cap->status)
        fc_set_num(&doc->meta, call->keep, "status", cap->status, 0);
    set_place(doc, call);
}

static void set_attr(fc_doc *doc, fc_call *call, const fc_html_content *got)
{
    fc_set_num(&doc->attr, call->keep, "blocks", got->blocks, 0);
    fc_set_num(&doc->attr, call->keep, "blocks_kept", got->kept, 0);
    fc_set_num(&doc->attr, call->keep, "link_density",
               got->words ? (double)got->link_words / got->words : 0, 3);
    if (got->capped)
        fc_set_bool(&doc->attr, call->keep, "html_capped", true);
}

static void explain_charset(fc_call *call, const fc_charset *c)
{
    if (!call->explain)
        return;
    fc_buf_printf(call->explain, "charset %s (%s)", c->name, c->from);
    if (c->declared)
        fc_buf_printf(call->explain, ", although declared as %s", c->declared);
    if (c->bad)
        fc_buf_printf(call->explain, ", %zu faulty sequences", c->bad);
    fc_buf_text(call->explain, "\n");
}

static int read_html(const conf *c, fc_call *call, fc_str text, fc_html_content *got)
{
    fc_html_options options = {
        .style = { .plain = !strcmp(c->format, "plain"), .links = !strcmp(c->links, "keep") },
        .choice = { .comments = !strcmp(c->comments, "keep") - !strcmp(c->comments, "drop"),
                    .strictness = 1 },
        .max_tree = (uint64_t)c->max_tree,
    };
    fc_rc rc = fc_html_extract(text, &options, call->keep, call->scratch, call->explain, got,
                               call->err);
    return rc == FC_EDATA ? HTML_LIMIT : rc;
}

static int read_content(const conf *c, fc_doc *doc, fc_call *call, const capture *cap,
                        content what)
{
    fc_charset charset;
    fc_html_content got;
    memset(&got, 0, sizeof got);
    if (fc_charset_decode(cap->body, cap->charset, what == HTML, call->scratch, &charset) != FC_OK)
        return CHARSET;
    explain_charset(call, &charset);
    if (what == HTML) {
        int why = read_html(c, call, charset.text, &got);
        if (why)
            return why;
        set_attr(doc, call, &got);
    } else {
        got.text = fc_copy(call->keep, fc_normalize_text(charset.text, call->scratch));
    }
    set_meta(doc, call, cap, &charset, &got.meta);
    doc->kind = FC_DOCUMENT;
    doc->id = doc->rec->id;
    doc->source = fc_str_of(c->source);
    doc->text = got.text;
    return 0;
}

static int extract_run(const void *model, void *mine, fc_doc *doc, fc_call *call)
{
    const conf *c = model;
    capture cap;
    int why = open_record(c, doc->rec, call, &cap);
    if (why)
        return why;
    content what = content_of(&cap);
    if (!cap.body.n)
        return EMPTY;
    if (what == OTHER)
        return MIME;
    if (cap.body.n > (uint64_t)c->max_html)
        return TOO_LARGE;
    why = read_content(c, doc, call, &cap, what);
    if (why)
        return why;
    if (!doc->text.n)
        return NO_TEXT;
    if (c->min_text && fc_utf8_count(doc->text) < (uint64_t)c->min_text)
        return SHORT;
    return FC_KEEP;
}

static const fc_example examples[] = {
    { "A record becomes a document",
      "extract",
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
      "\"metadata\":{\"url\":\"https://example.org/moss\",\"date\":\"2026-01-31T00:00:00Z\","
      "\"charset\":\"utf-8\",\"charset_from\":\"http\",\"mime\":\"text/plain\","
      "\"file_path\":\"-\",\"offset\":0,\"length\":274}}\n" },
    { "Plain text of a whole archive, without comments below articles",
      "extract --format plain --comments drop CC-MAIN-20260101000000-00000.warc.gz", NULL, NULL },
    { NULL, NULL, NULL, NULL },
};

FC_STAGE(extract) = {
    .use = {
        .name = "extract",
        .brief = "the main content of web captures, as Markdown with metadata",
        .doc = "Takes records with content: WARC response (of HTTP status 200), resource and "
               "conversion records. HTML becomes its main content: each block of text is "
               "scored by a linear model over its size, links, tags, class words, place and "
               "neighbours, and the page's own threshold decides which to keep. Plain text, "
               "such as that of WET files, is normalised.\n"
               "\n"
               "The text is UTF-8 in Unicode's form NFC. Headings, nested lists, fenced code "
               "with its language, block quotes, pipe tables and TeX between $ and $$ are "
               "marked as in Markdown; nothing is escaped and emphasis has no marks.\n"
               "\n"
               "The charset is found in the order of the WHATWG: byte order mark, HTTP, meta "
               "element, then by the look of the bytes; metadata charset and charset_from "
               "tell it. Metadata also have url, date (of the capture), canonical_url, title, "
               "author, published, site_name, language (as declared) and description where "
               "the page has them, and the place in the input: file_path, offset and length "
               "of the record as stored (unpacked: true says that they count decompressed "
               "bytes).",
        .source = "WHATWG HTML and Encoding Standards; the block model is our own, trained on "
                  "public extraction data sets",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_RECORD,
    .out = FC_DOCUMENT,
    .gives = gives,
    .reasons = reasons,
    .run = extract_run,
};
