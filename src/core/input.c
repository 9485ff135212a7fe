/* input.c - from names of files to items, by way of a stream and the reader that fits. */
#include "core/input.h"

#include "base/str.h"
#include "io/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SNIFF = 4096 };

struct fc_input {
    const char *const *names;
    size_t at;                      /* the name that is open, or comes next */
    fc_kind takes;
    const char *first_stage;
    const fc_config *config;        /* what readers are told of it; or NULL */
    const fc_run_io *io;            /* tells what "-" is; or NULL */
    fc_stream *stream;
    const fc_reader_def *reader;
    void *state;
    uint64_t bytes_before;          /* stored bytes of the inputs that are done */
    uint64_t bytes_total;           /* 0 when an input has no size */
    uint64_t empty;                 /* inputs that held nothing */
    const char *first_empty;
    fc_damage damage;
    fc_arena mem;
    const fc_reason *reasons;
};

enum { UNKNOWN_FORMAT = 1, PACKED_TWICE, OTHER_KIND, OWN_REASONS = OTHER_KIND };

static const fc_reason own_reasons[OWN_REASONS] = {
    { "unknown-format", "the input is in no format that a reader knows ('filterc help' "
                        "lists them)" },
    { "packed-twice", "the input is compressed, and so is what is in it: unpack it once, "
                      "such as by 'zcat FILE | filterc ...'" },
    { "other-kind",
      "a member of an archive: documents where records are taken, or records "
      "where documents are" },
};

static size_t place(const fc_reason *table, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(table[i].name, name) == 0)
            return i;
    return n;
}

const fc_reason *fc_input_reasons(fc_arena *a)
{
    size_t n = 0, max = OWN_REASONS + 1;
    for (size_t i = 0; fc_readers[i]; i++)
        for (const fc_reason *r = fc_readers[i]->reasons; r && r->name; r++)
            max++;
    fc_reason *all = fc_zalloc(a, max, sizeof *all);
    for (; n < OWN_REASONS; n++)
        all[n] = own_reasons[n];
    for (size_t i = 0; fc_readers[i]; i++)
        for (const fc_reason *r = fc_readers[i]->reasons; r && r->name; r++)
            if (place(all, n, r->name) == n)
                all[n++] = *r;
    return all;
}

static unsigned shared_reason(const fc_input *in, const fc_reason *reason)
{
    size_t n = 0;
    while (in->reasons[n].name)
        n++;
    return (unsigned)place(in->reasons, n, reason->name) + 1;
}

/* What documents tell of the input that is open. */
static const char *shown_name(const fc_input *in)
{
    const char *name = in->names[in->at];
    bool named = strcmp(name, "-") == 0 && in->io && in->io->stdin_name;
    return named ? in->io->stdin_name : name;
}

static fc_rc open_stream(fc_input *in, fc_err *err)
{
    const char *name = in->names[in->at];
    bool given = strcmp(name, "-") == 0 && in->io && in->io->read;
    fc_rc rc = given ? fc_stream_open_source(&in->stream, name, in->io->read,
                                             in->io->user, err)
                     : fc_stream_open(&in->stream, name, err);
    if (rc)
        return rc;
    fc_stream_set_name(in->stream, shown_name(in));
    fc_stream_set_interrupt(in->stream, in->io ? in->io->interrupt : NULL);
    return FC_OK;
}

/* An item as its reader gave it: reasons become those of all readers. */
static void take_item(fc_input *in, fc_doc *doc)
{
    const fc_reader_def *r = in->reader;
    if (r->inner) {
        const fc_reader_def *inner = r->inner(in->state);
        r = inner ? inner : r;
    } else {
        doc->kind = r->kind;
        if (doc->rec)
            ((fc_record *)(uintptr_t)doc->rec)->input = shown_name(in);
    }
    if (doc->reason) {
        const fc_reason *why = &r->reasons[doc->reason - 1];
        fc_damage_add(&in->damage, in->at + 1, shown_name(in), doc, why);
        doc->reason = (uint16_t)shared_reason(in, why);
    } else if (!(doc->kind & in->takes)) {
        doc->reason = OTHER_KIND;
    }
}

static fc_rc absent(const char *name, fc_err *err)
{
    int why = errno;
    if (!name[0])
        return fc_fail(err, FC_EUSE, "the name of an input is empty");
    if (strstr(name, "://"))
        return fc_fail(err, FC_ENOINPUT,
                       "%s: filterc reads files and standard input; let a program that "
                       "knows addresses fetch it: '%s | filterc ... --stdin-name NAME'",
                       name, strncmp(name, "s3:", 3) == 0 ? "aws s3 cp ADDRESS -"
                                                          : "curl -fsS ADDRESS");
    return fc_fail(err, FC_ENOINPUT, "%s: %s%s", name, strerror(why),
                   strcmp(name, "|") ? "" : "; a plan is one argument: put all of it in "
                                            "quotes");
}

/* Existence and sizes, before anything is read. */
static fc_rc check_names(fc_input *in, fc_err *err)
{
    bool sized = true;
    for (size_t i = 0; in->names[i]; i++) {
        struct stat st;
        if (strcmp(in->names[i], "-") == 0) {
            sized = false;
            continue;
        }
        if (stat(in->names[i], &st) != 0)
            return absent(in->names[i], err);
        if (access(in->names[i], R_OK) != 0)
            return fc_fail(err, FC_ENOINPUT, "%s: cannot be opened: %s", in->names[i],
                           strerror(errno));
        sized = sized && S_ISREG(st.st_mode);
        in->bytes_total += (uint64_t)st.st_size;
    }
    if (!sized)
        in->bytes_total = 0;
    return FC_OK;
}

fc_rc fc_input_open(fc_input **out, const char *const *names, fc_kind takes,
                    const char *first_stage, fc_err *err)
{
    jmp_buf guard;
    fc_input *in = calloc(1, sizeof *in);
    *out = NULL;
    if (!in)
        return fc_fail(err, FC_ETRY, "out of memory");
    in->names = names;
    in->takes = takes;
    in->first_stage = first_stage;
    fc_arena_init(&in->mem);
    fc_arena_guard(&in->mem, &guard);
    if (setjmp(guard)) {
        fc_input_close(in);
        return fc_fail(err, FC_ETRY, "out of memory");
    }
    in->reasons = fc_input_reasons(&in->mem);
    fc_arena_guard(&in->mem, NULL);
    fc_rc rc = check_names(in, err);
    if (rc)
        fc_input_close(in);
    else
        *out = in;
    return rc;
}

void fc_input_configure(fc_input *in, const fc_config *config, const fc_run_io *io)
{
    in->config = config;
    in->io = io;
}

static void close_one(fc_input *in)
{
    if (in->reader)
        in->reader->close(in->state);
    if (in->stream) {
        in->bytes_before += fc_stream_raw_at(in->stream);
        fc_stream_close(in->stream);
    }
    in->reader = NULL;
    in->state = NULL;
    in->stream = NULL;
}

static fc_rc wrong_kind(const fc_input *in, const fc_reader_def *r, fc_err *err)
{
    const char *name = in->names[in->at], *stage = in->first_stage;
    bool records = r->kind == FC_RECORD;
    if (!stage)
        return fc_fail(err, FC_EUSE, "%s holds %s (%s) but the plan takes %s", name,
                       records ? "records" : "documents", r->name,
                       records ? "documents: begin it with 'extract'"
                               : "records: give it raw captures, such as WARC");
    if (records)
        return fc_fail(err, FC_EUSE, "%s holds records (%s) but '%s' takes documents: "
                                     "put 'extract' before it", name, r->name, stage);
    return fc_fail(err, FC_EUSE, "%s holds documents (%s) but '%s' takes records: leave "
                                 "it out", name, r->name, stage);
}

/* Open the input at in->at. FC_END when it is empty, or with *unread the reason why no
 * reader takes it. */
static fc_rc open_one(fc_input *in, uint16_t *unread, fc_err *err)
{
    const char *name = shown_name(in);
    fc_str head;
    fc_gap gap;
    fc_rc rc = open_stream(in, err);
    if (!rc)
        rc = fc_stream_sniff(in->stream, SNIFF, &head, err);
    if (rc)
        return rc;
    if (!head.n && !fc_stream_at_gap(in->stream, &gap)) {
        if (!in->empty++)
            in->first_empty = name;
        return FC_END;
    }
    if (in->config) {
        fc_stream_set_temp(in->stream, in->config->temp_dir);
        fc_stream_set_keys(in->stream, in->config->text_key, in->config->id_key);
    }
    if (fc_stream_packs(in->stream, head)) {
        *unread = PACKED_TWICE;
        return FC_END;
    }
    const fc_reader_def *r = fc_reader_sniff(
        fc_str_sub(head, 0, SNIFF), name,
        strcmp(fc_stream_text_key(in->stream), "text") != 0);
    if (!r) {
        *unread = UNKNOWN_FORMAT;
        return FC_END;
    }
    if (!(r->kind & in->takes))
        return wrong_kind(in, r, err);
    rc = r->open(in->stream, &in->state, err);
    if (!rc)
        in->reader = r;
    return rc;
}

/* The item that stands for an input nobody could read. */
static void unread_item(const fc_input *in, uint16_t why, fc_arena *keep, fc_doc *doc)
{
    fc_record *rec = FC_NEW(keep, fc_record);
    rec->input = shown_name(in);
    rec->id = rec->uri = fc_str_of(rec->input);
    doc->kind = FC_RECORD;
    doc->rec = rec;
    doc->id = rec->id;
    doc->reason = why;
}

fc_rc fc_input_next(fc_input *in, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    while (in->names[in->at]) {
        fc_rc rc = FC_OK;
        uint16_t unread = 0;
        memset(doc, 0, sizeof *doc);
        if (!in->reader)
            rc = open_one(in, &unread, err);
        if (!rc)
            rc = in->reader->next(in->state, keep, doc, err);
        if (rc == FC_OK) {
            take_item(in, doc);
            return FC_OK;
        }
        if (unread)
            unread_item(in, unread, keep, doc);
        close_one(in);
        in->at++;
        if (unread)
            return FC_OK;
        if (rc != FC_END)
            return rc;
    }
    return FC_END;
}

fc_rc fc_input_unread(const char *const *names, const fc_reason *reasons,
                      const uint64_t *dropped, fc_err *err)
{
    size_t most = 0;
    for (size_t k = 1; reasons[k].name; k++)
        if (dropped[k] > dropped[most])
            most = k;
    return fc_fail(err, FC_EDATA, "%s%s: nothing could be read; %s: %s", names[0],
                   names[1] ? " and what follows" : "", reasons[most].name,
                   reasons[most].help);
}

uint64_t fc_input_empty(const fc_input *in, const char **first)
{
    *first = in->first_empty;
    return in->empty;
}

const fc_damage *fc_input_damage(const fc_input *in)
{
    return &in->damage;
}

void fc_input_progress(const fc_input *in, fc_progress *p)
{
    p->bytes = in->bytes_before + (in->stream ? fc_stream_raw_at(in->stream) : 0);
    p->bytes_total = in->bytes_total;
}

void fc_input_close(fc_input *in)
{
    if (!in)
        return;
    close_one(in);
    fc_arena_free(&in->mem);
    free(in);
}
