/* pdf.c - PDF by pdftotext, poppler's command, as a child under limits: see pdf.h. Its
 * licence is another than ours, and what reads a format of this size is better off in
 * a process of its own. */
#include "config.h"

#include "extractors/pdf.h"

#include "base/str.h"
#include "extractors/extract.h"
#include "extractors/markup.h"
#include "io/child.h"
#include "text/normalize.h"

#include <math.h>

/* For a book of a thousand pages it takes some 10 seconds, 100 MiB of memory, and
 * prints 60. Of 1,040 real files none took more than a second; 120 KiB can unpack to
 * gigabytes, so a small file gets less time. */
#define MOST_OUTPUT ((uint64_t)256 << 20)
#define MOST_MEMORY ((uint64_t)2 << 30)
enum { MOST_SECONDS = 120, LEAST_SECONDS = 15, A_SECOND = 64 << 10, HEAD = 1024 };

/* Of processor time. */
static unsigned seconds_for(fc_str body)
{
    size_t more = body.n / A_SECOND;
    return more > MOST_SECONDS - LEAST_SECONDS ? MOST_SECONDS
                                               : LEAST_SECONDS + (unsigned)more;
}

static int pdf_sniff(const fc_capture *cap)
{
    fc_str head = fc_str_sub(cap->body, 0, HEAD);
    bool begins = fc_str_find(head, FC_STR("%PDF-")) < head.n;
    if (fc_str_is(cap->mime, "application/pdf") ||
        fc_str_is(cap->mime, "application/x-pdf"))
        return 90;
    if (fc_str_starts(head, FC_STR("%PDF-")))
        return fc_extract_unknown(cap) ? 80 : 60;
    return begins && fc_extract_unknown(cap) ? 40 : 0;
}

static void feed(void *user, const char *p, size_t n)
{
    fc_pdf_feed(user, p, n);
}

/* The dictionary that says how a file is encrypted is itself in the clear. */
static bool is_encrypted(fc_str body)
{
    return fc_str_find(body, FC_STR("/Encrypt")) < body.n;
}

/* Runs the program; 0, a reason or a negative fc_rc. */
static int read_words(const fc_extract_conf *conf, fc_str body, fc_pdf *pdf,
                      fc_call *call)
{
    enum { NOT_ALLOWED = 3 };
    const char *argv[] = { conf->pdftotext, "-q", "-enc", "UTF-8",
                           "-bbox-layout",  "-",  "-",    NULL };
    fc_child child = { .argv = argv,
                       .input = body,
                       .most_output = MOST_OUTPUT,
                       .most_memory = MOST_MEMORY,
                       .most_seconds = seconds_for(body),
                       .take = feed,
                       .user = pdf,
                       .arena = call->scratch };
    fc_child_end end;
    int status;
    fc_pdf_begin(pdf, call->scratch);
    fc_rc rc = fc_child_run(&child, &end, &status, call->err);
    if (rc)
        return rc;
    if (call->explain)
        fc_buf_printf(call->explain, "%s: %s, exit status %d, %u pages, %u words\n",
                      conf->pdftotext, end == FC_CHILD_ABSENT ? "not there" : "ran",
                      status, pdf->pages, pdf->words);
    switch (end) {
    case FC_CHILD_WELL: fc_pdf_end(pdf); return 0;
    case FC_CHILD_LIMIT: return FC_EXTRACT_LIMIT;
    case FC_CHILD_ABSENT: return FC_EXTRACT_NO_PDFTOTEXT;
    case FC_CHILD_FAILED: break;
    }
    return status == NOT_ALLOWED || is_encrypted(body) ? FC_EXTRACT_ENCRYPTED
                                                       : FC_EXTRACT_DAMAGED;
}

/* ---------------------------------------------------------------------------- figures */

/* Whether the sides, in points, are those of paper or of slides, whichever way. */
static bool is_paper(float width, float height)
{
    static const struct { float shorter, longer; } papers[] = {
        { 612, 792 }, { 612, 1008 }, { 792, 1224 }, { 522, 756 },   /* North America */
        { 595, 842 }, { 842, 1191 }, { 420, 595 }, { 298, 420 },    /* A4, A3, A5, A6 */
        { 499, 709 }, { 516, 729 }, { 709, 1001 }, { 729, 1032 },   /* B5, B4 */
        { 432, 648 }, { 396, 612 }, { 441, 666 }, { 540, 666 },     /* books */
        { 540, 720 }, { 540, 960 }, { 405, 720 }, { 720, 1280 },    /* slides */
        { 600, 800 }, { 1080, 1920 },
    };
    enum { NEAR = 6, STRIP = 3 };
    float a = width < height ? width : height, b = width < height ? height : width;
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++)
        if (fabsf(a - papers[i].shorter) < NEAR && fabsf(b - papers[i].longer) < NEAR)
            return true;
    return height > STRIP * width; /* a receipt */
}

/* A line of a sentence: of that many words, or of as many letters without blanks between
 * them. */
static bool is_prose(const fc_pdf *pdf, const fc_pdf_line *line)
{
    enum { WORDS = 8, BYTES = 60 };
    unsigned words = 0, bytes = 0;
    for (uint32_t k = 0; k < line->words; k++) {
        fc_str s = fc_pdf_word_text(pdf, &pdf->word[line->word + k]);
        unsigned letters = 0;
        for (size_t i = 0; i < s.n; i++) {
            bool wide = (unsigned char)s.p[i] >= 0x80;
            char c = fc_lower(s.p[i]);
            letters += wide || (c >= 'a' && c <= 'z');
            bytes += wide;
        }
        words += letters > 1;
    }
    return words >= WORDS || bytes >= BYTES;
}

/* One page that was cut to what is drawn on it, with labels and no sentence: a paper's
 * sources are full of them. */
static bool is_figure(const fc_pdf *pdf)
{
    if (pdf->pages != 1 || is_paper(pdf->page[0].width, pdf->page[0].height))
        return false;
    for (uint32_t i = 0; i < pdf->lines; i++)
        if (is_prose(pdf, &pdf->line[i]))
            return false;
    return true;
}

/* --------------------------------------------------------------------------- metadata */

/* What programs write when nobody gave a title. */
static bool is_title(fc_str s)
{
    static const char *const ends[] = {
        ".doc", ".docx", ".dvi", ".tex", ".indd", ".pdf",
        ".qxd", ".rtf",  ".xls", ".ppt", ".pptx", ".pub"
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (fc_str_ends(s, fc_str_of(ends[i])))
            return false;
    return s.n && !fc_str_ieq(s, FC_STR("untitled")) &&
           !fc_str_starts(s, FC_STR("Paper Title (")) &&
           !fc_str_starts(s, FC_STR("Microsoft Word - "));
}

static void set_meta(const fc_pdf *pdf, const fc_md *md, fc_doc *doc, fc_call *call)
{
    fc_str title = pdf->title;
    if (!is_title(title) && md->sections && pdf->pieces &&
        pdf->piece[0].kind == FC_PDF_HEADING)
        title = fc_normalize_line(md->section[0], call->scratch);
    if (is_title(title))
        fc_extract_set(doc, call, "title", title);
    fc_extract_set(doc, call, "author", pdf->author);
    fc_extract_set(doc, call, "published", pdf->created);
    fc_extract_set(doc, call, "description", pdf->subject);
    fc_set_num(&doc->meta, call->keep, "pages", pdf->pages, 0);
}

static int pdf_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                   fc_call *call)
{
    fc_text_style style = fc_md_style(conf);
    fc_pdf *pdf = FC_NEW(call->scratch, fc_pdf);
    fc_md *md = FC_NEW(call->scratch, fc_md);
    int why = read_words(conf, cap->body, pdf, call);
    if (why)
        return why;
    if (is_figure(pdf)) {
        if (call->explain)
            fc_buf_text(call->explain, "a figure: one page of a size of its own, cut to "
                                       "what is drawn, without a sentence\n");
        return FC_EXTRACT_NO_TEXT;
    }
    fc_pdf_drop_margins(pdf);
    fc_pdf_find_pieces(pdf);
    fc_md_init(md, &style, call->scratch);
    fc_pdf_write(pdf, md);
    fc_markup_finish(md, doc, call);
    set_meta(pdf, md, doc, call);
    return 0;
}

FC_EXTRACTOR(pdf) = {
    .name = "pdf",
    .brief =
        "PDF by pdftotext: columns, hyphens, running heads and page numbers repaired",
    .sniff = pdf_sniff,
    .run = pdf_run,
};
