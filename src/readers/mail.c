/* mail.c - mailboxes (mbox) and files that are one mail (.eml, Maildir), as one record
 * for each thread: a mailbox of its mails. mail_join.h finds the threads; those of a
 * folder of mailboxes or mails go across its files. */
#include "base/arena.h"
#include "base/str.h"
#include "io/mail.h"
#include "io/stream.h"
#include "readers/gather.h"
#include "readers/mail_join.h"

#include <stdlib.h>

enum { STEP = 64 << 10 };

enum { TRUNCATED = 1, DAMAGED, TOO_LARGE, GARBAGE, DUPLICATE };

static const fc_reason reasons[] = {
    { "truncated", "the compressed input ended too early" },
    { "damaged-member", "compressed data was damaged" },
    { "too-large", "a mail, or a thread, was larger than the limit for one item" },
    { "garbage", "bytes before the first mail of a mailbox" },
    { "duplicate", "a second mail with the same Message-ID" },
    { NULL, NULL }
};

typedef struct mailbox {
    fc_stream *in;                  /* the file that is read; NULL: all were */
    bool alone;                     /* it is the only one */
    bool many;                      /* a mailbox; else the file is one mail */
    bool begun;                     /* its first mail was found */
    char *name;                     /* of the first file */
    uint64_t max_item;
    fc_buf mail;                    /* that was read, until it is known to be whole */
    fc_mail_join *join;
} mailbox;

static int mail_sniff(fc_str first, const char *path)
{
    fc_str name = fc_str_of(path);
    if (fc_mail_begins(first))
        return fc_mail_is_head(fc_mail_without_from(first)) ? 92 : 60;
    if (!fc_mail_is_head(first))
        return 0;
    bool named = fc_str_ends(name, FC_STR(".eml")) ||
                 fc_str_find(name, FC_STR("/cur/")) < name.n ||
                 fc_str_find(name, FC_STR("/new/")) < name.n;
    return named ? 90 : 70;
}

/* ------------------------------------------------------------------- opening, closing */

static void mail_close(void *state)
{
    mailbox *m = state;
    if (!m)
        return;
    fc_mail_join_close(m->join);
    fc_buf_free(&m->mail);
    free(m->name);
    free(m);
}

static fc_rc new_mailbox(fc_stream *in, void **out, fc_err *err)
{
    mailbox *m = *out = calloc(1, sizeof *m);
    size_t n = strlen(fc_stream_name(in)) + 1;
    if (!m || !(m->name = malloc(n)))
        return fc_fail(err, FC_ETRY, "no memory to read a mailbox");
    memcpy(m->name, fc_stream_name(in), n);
    m->max_item = fc_stream_max_item(in);
    return fc_mail_join_open(&m->join, fc_stream_temp(in), m->max_item, err);
}

static fc_rc begin_file(void *state, fc_stream *in, fc_err *err)
{
    mailbox *m = state;
    fc_str head;
    fc_rc rc = fc_stream_sniff(in, 4096, &head, err);
    m->in = in;
    m->begun = false;
    m->many = !rc && fc_mail_begins(head);
    return rc;
}

static const fc_gather files = { new_mailbox, begin_file, mail_close };

static fc_rc mail_open(fc_stream *in, void **state, fc_err *err)
{
    fc_rc rc = fc_gather_open(&files, in, state, err);
    if (!rc)
        ((mailbox *)*state)->alone = true;
    return rc;
}

static fc_rc mail_gather(fc_stream *in, void **state, fc_err *err)
{
    if (in)
        return fc_gather_file(&files, in, state, err);
    ((mailbox *)*state)->in = NULL;
    return FC_OK;
}

/* ------------------------------------------------------------------------------ mails */

/* Where the next mail begins in s, from `from` on, behind an empty line; s.n when it is
 * not seen. *sure is how far the search need not look again. */
static size_t find_next(fc_str s, size_t from, bool all, size_t *sure)
{
    size_t i = from;
    while (i < s.n) {
        i += fc_str_find(fc_str_sub(s, i, s.n), FC_STR("\nFrom "));
        if (i >= s.n)
            break;
        bool empty = i && (s.p[i - 1] == '\n' ||
                           (i > 1 && s.p[i - 1] == '\r' && s.p[i - 2] == '\n'));
        if (empty && s.n - i < FC_MAIL_LOOK && !all) {
            *sure = i;
            return s.n;
        }
        if (empty && fc_mail_begins(fc_str_sub(s, i + 1, s.n)))
            return i + 1;
        i++;
    }
    *sure = s.n > from + 8 ? s.n - 8 : from;
    return s.n;
}

/* Use a mail that is too large, holding nothing of it; *n its bytes. */
static fc_rc skip_mail(mailbox *m, size_t *n, fc_err *err)
{
    for (*n = 0;;) {
        fc_str got;
        size_t sure = 0;
        fc_rc rc = fc_stream_peek(m->in, STEP, &got, err);
        if (rc)
            return rc;
        bool all = got.n < STEP;
        size_t use = m->many ? find_next(got, 0, all, &sure) : got.n;
        bool found = use < got.n;
        if (m->many && !found && !all)
            use = sure > 2 ? sure - 2 : 1;
        fc_stream_consume(m->in, use);
        *n += use;
        if (found || all)
            return FC_OK;
    }
}

/* The next mail's bytes, at the begin of the stream's buffer; *large: it is larger than
 * an item may be, and *n means nothing. */
static fc_rc peek_mail(mailbox *m, fc_str *got, size_t *n, bool *large, fc_err *err)
{
    size_t from = 0;
    for (size_t want = STEP;; want = got->n * 2) {
        fc_rc rc = fc_stream_peek(m->in, want, got, err);
        if (rc)
            return rc;
        bool all = got->n < want;
        *n = m->many ? find_next(*got, from, all, &from) : got->n;
        bool found = *n < got->n || all;
        *large = (m->many && !found ? from : *n) > m->max_item;
        if (found || *large)
            return FC_OK;
    }
}

static fc_rc give(const mailbox *m, uint64_t offset, uint64_t length, fc_str block,
                  int reason, fc_arena *keep, fc_doc *doc)
{
    bool cut = reason == TRUNCATED || reason == DAMAGED;
    fc_gather_give(doc, m->name, "application/mbox", offset, length, block, cut, keep);
    doc->reason = (uint16_t)reason;
    return FC_OK;
}

/* One mail of the file into the join; *reason when it is given up, *n its bytes.
 * FC_END. */
static fc_rc read_mail(mailbox *m, uint64_t *offset, size_t *n, int *reason, fc_err *err)
{
    fc_place at;
    fc_gap gap;
    fc_str got;
    bool large;
    fc_rc rc = fc_stream_place(m->in, &at, err);
    if (rc || (rc = peek_mail(m, &got, n, &large, err)))
        return rc;
    *offset = at.at;
    if (!got.n) {
        if (!fc_stream_gap(m->in, &gap))
            return FC_END;
        *reason = gap.kind == FC_GAP_CUT ? TRUNCATED : DAMAGED;
        return FC_OK;
    }
    fc_str mail = fc_str_sub(got, 0, *n);
    bool good = fc_mail_begins(mail) || (!m->many && !m->begun);
    *reason = large ? TOO_LARGE : good || !fc_str_trim(mail).n ? 0 : GARBAGE;
    m->begun = true;
    if (large)
        return skip_mail(m, n, err);
    fc_buf_clear(&m->mail);
    if (good)
        fc_buf_str(&m->mail, mail);
    fc_stream_consume(m->in, *n);
    if (*n == got.n && fc_stream_gap(m->in, &gap)) /* the gap is within this mail */
        *reason = gap.kind == FC_GAP_CUT ? TRUNCATED : DAMAGED;
    if (m->mail.failed)
        return fc_fail(err, FC_ETRY, "no memory for a mail");
    return *reason || !m->mail.n
               ? FC_OK
               : fc_mail_join_add(m->join, (fc_str){ m->mail.p, m->mail.n }, at.at, err);
}

static fc_rc mail_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    mailbox *m = state;
    fc_mail_thread thread;
    fc_str none = { "", 0 };
    while (m->in) {
        uint64_t offset = 0;
        size_t n = 0;
        int reason = 0;
        fc_rc rc = read_mail(m, &offset, &n, &reason, err);
        if (rc == FC_END && m->alone)
            m->in = NULL;
        else if (rc)
            return rc;
        if (reason)
            return give(m, offset, n, none, reason, keep, doc);
    }
    fc_rc rc = fc_mail_join_next(m->join, &thread, err);
    if (rc)
        return rc;
    return give(m, thread.offset, thread.length, thread.block,
                thread.duplicate ? DUPLICATE : thread.large ? TOO_LARGE : 0, keep, doc);
}

FC_READER(mail) = {
    .name = "mail",
    .brief = "mailboxes and mails: one record for each thread",
    .doc = "An mbox (a mailing list's archive) or a file that is one mail, such as those "
           "of a Maildir. Mails are joined to threads by References and In-Reply-To, "
           "else by a subject with \"Re:\"; all files of a folder or archive together. A "
           "record is a mailbox of the thread's mails. What memory does not hold goes to "
           "unnamed files in TMPDIR.",
    .kind = FC_RECORD,
    .reasons = reasons,
    .sniff = mail_sniff,
    .open = mail_open,
    .next = mail_next,
    .close = mail_close,
    .gather = mail_gather
};
