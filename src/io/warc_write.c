/* warc_write.c - see warc_write.h. */
#include "io/warc_write.h"

#include "base/str.h"

static void field(fc_buf *out, const char *name, fc_str value)
{
    if (!value.n)
        return;
    fc_buf_text(out, name);
    fc_buf_text(out, ": ");
    for (size_t i = 0; i < value.n; i++) /* a line end within a value would begin a
                                            field */
        fc_buf_char(out, value.p[i] == '\n' || value.p[i] == '\r' ? ' ' : value.p[i]);
    fc_buf_text(out, "\r\n");
}

/* An id that is no URI gets a scheme; ISO 28500 wants one. */
static void id_field(fc_buf *out, fc_str id)
{
    bool uri = fc_str_findc(id, ':') < id.n && fc_str_starts(id, FC_STR("urn:"));
    fc_buf_text(out, "WARC-Record-ID: <");
    if (!uri && fc_str_find(id, FC_STR("://")) == id.n)
        fc_buf_text(out, "urn:filterc:");
    for (size_t i = 0; i < id.n; i++)
        fc_buf_char(out, fc_is_space(id.p[i]) || id.p[i] == '>' ? '_' : id.p[i]);
    fc_buf_text(out, ">\r\n");
}

/* What has no field of its own, for the document's metadata (warc.c reads it again). */
static void about_fields(fc_buf *out, fc_str about)
{
    fc_str line;
    while (fc_str_split(&about, '\n', &line))
        if (line.n) {
            fc_buf_text(out, FC_WARC_ABOUT);
            fc_buf_str(out, line);
            fc_buf_text(out, "\r\n");
        }
}

static void new_head(fc_buf *out, const fc_record *record)
{
    fc_buf_text(out, "WARC/1.1\r\n");
    field(out, "WARC-Type", record->type.n ? record->type : FC_STR("resource"));
    id_field(out, record->id);
    field(out, "WARC-Date",
          record->date.n ? record->date : FC_STR("1970-01-01T00:00:00Z"));
    field(out, "WARC-Target-URI", record->uri);
    field(out, "Content-Type", record->mime);
    about_fields(out, record->about);
    if (record->truncated)
        field(out, "WARC-Truncated", FC_STR("unspecified"));
    fc_buf_printf(out, "Content-Length: %zu\r\n\r\n", record->block.n);
}

void fc_warc_write(fc_buf *out, const fc_record *record)
{
    if (fc_str_starts(record->head, FC_STR("WARC/")))
        fc_buf_str(out, record->head);
    else
        new_head(out, record);
    fc_buf_str(out, record->block);
    fc_buf_text(out, "\r\n\r\n");
}
