/* mail.c - a mailbox as a thread: its mails as posts, each below the one that it
 * answers, by their dates. What is around the text of a mail is taken off as in pages of
 * list archives (thread_mail.c). */
#include "base/hash.h"
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/mime.h"
#include "extractors/thread_write.h"
#include "io/mail.h"
#include "text/dates.h"
#include "text/normalize.h"

#include <stdlib.h>

enum { DEEPEST = 60 };

typedef struct mail {
    fc_str head, text;              /* text: from the head on */
    fc_str iso;                     /* of its date; empty: not known */
    uint64_t id;                    /* hash of its Message-ID, 0: none */
    uint32_t order;                 /* in the mailbox */
    uint32_t parent, child, next;   /* mails, from 1; 0: none */
} mail;

typedef struct box {
    mail *mail;                     /* 1 .. n; 0 is what those that answer nothing are
                                       below */
    uint32_t n;
    fc_formula_marks marks;
    fc_arena *a;
} box;

static int mail_sniff(const fc_capture *cap)
{
    if (fc_str_is(cap->mime, "application/mbox") ||
        fc_str_is(cap->mime, "message/rfc822"))
        return 95;
    bool begins =
        fc_mail_begins(cap->body) && fc_mail_is_head(fc_mail_without_from(cap->body));
    return begins && (fc_extract_unknown(cap) || fc_str_is(cap->mime, "text/plain")) ? 70
                                                                                     : 0;
}

/* ------------------------------------------------------------------------------ mails */

static fc_str iso_of(fc_str head, fc_arena *a)
{
    fc_date date;
    char iso[FC_DATE_ROOM];
    fc_str when = fc_mail_field(head, "Date");
    if (when.n && fc_date_find(when, &date) && !date.age)
        return fc_copy(a, (fc_str){ iso, fc_date_iso(&date, iso) });
    return (fc_str){ NULL, 0 };
}

static mail read_head(box *b, fc_str text)
{
    fc_str id;
    text = fc_mail_without_from(text);
    mail m = { .text = text,
               .head = fc_str_sub(text, 0, fc_mail_head(text)),
               .order = b->n };
    fc_str ids = fc_mail_field(m.head, "Message-ID");
    if (fc_mail_next_id(&ids, &id))
        m.id = fc_hash64(id.p, id.n, 1) | 1;
    m.iso = iso_of(m.head, b->a);
    return m;
}

/* The mails of a mailbox; a body that is none is one mail. */
static void read_box(box *b, fc_str body)
{
    size_t cap = 16, from = 0;
    b->mail = fc_zalloc(b->a, cap, sizeof *b->mail);
    for (size_t at = 0; from < body.n; at++) {
        at += fc_str_find(fc_str_sub(body, at, body.n), FC_STR("\n\nFrom "));
        bool begins = at < body.n && fc_mail_begins(fc_str_sub(body, at + 2, body.n));
        if (at < body.n && !begins)
            continue;
        if (b->n + 1 == cap) {
            b->mail =
                fc_grow(b->a, b->mail, cap * sizeof *b->mail, 2 * cap * sizeof *b->mail);
            cap *= 2;
        }
        b->n++;
        b->mail[b->n] = read_head(b, fc_str_sub(body, from, at + 1));
        from = at + 2;
    }
}

/* ------------------------------------------------------------------------------ order */

typedef struct known {
    uint64_t id;
    uint32_t mail;
} known;

static int by_id(const void *a, const void *b)
{
    const known *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->mail < y->mail ? -1 : 1;
}

static uint32_t find(const known *names, uint32_t n, fc_str id)
{
    uint64_t want = fc_hash64(id.p, id.n, 1) | 1;
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (names[mid].id < want)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && names[lo].id == want ? names[lo].mail : 0;
}

/* The nearest mail that is there and that this one refers to. */
static uint32_t parent_of(const mail *m, const known *names, uint32_t n)
{
    fc_str ids = fc_mail_field(m->head, "References"), id;
    fc_str direct = fc_mail_field(m->head, "In-Reply-To");
    uint32_t found = 0;
    for (int i = 0; i < 1000 && fc_mail_next_id(&ids, &id); i++) {
        uint32_t k = find(names, n, id);
        found = k ? k : found;
    }
    if (fc_mail_next_id(&direct, &id)) {
        uint32_t k = find(names, n, id);
        found = k ? k : found;
    }
    return found;
}

/* By date, as far as both have one. */
static int by_date(const void *a, const void *b)
{
    const mail *x = *(const mail *const *)a, *y = *(const mail *const *)b;
    size_t n = x->iso.n < y->iso.n ? x->iso.n : y->iso.n;
    int c = n >= 10 ? memcmp(x->iso.p, y->iso.p, n < 16 ? n : 16) : 0;
    return c ? c : x->order < y->order ? -1 : 1;
}

/* Each mail below its parent, unless that would go in a circle; children by date. */
static void make_tree(box *b)
{
    known *names = fc_alloc(b->a, (b->n + 1) * sizeof *names);
    mail **sorted = fc_alloc(b->a, (b->n + 1) * sizeof *sorted);
    uint32_t n = 0;
    for (uint32_t i = 1; i <= b->n; i++) {
        sorted[i - 1] = &b->mail[i];
        if (b->mail[i].id)
            names[n++] = (known){ b->mail[i].id, i };
    }
    if (n)
        qsort(names, n, sizeof *names, by_id);
    if (b->n)
        qsort(sorted, b->n, sizeof *sorted, by_date);
    for (uint32_t k = b->n; k-- > 0;) { /* from the last, for children are put first */
        mail *m = sorted[k];
        uint32_t i = (uint32_t)(m - b->mail), up = parent_of(m, names, n);
        if (up && by_date(&(mail *){ &b->mail[up] }, &m) >= 0)
            up = 0; /* older than what it answers: a circle, or a wrong clock */
        m->parent = up;
        m->next = b->mail[up].child;
        b->mail[up].child = i;
    }
}

/* ---------------------------------------------------------------------------- writing */

static fc_str author_of(const mail *m, fc_arena *a)
{
    fc_str from = fc_mime_line(fc_mail_field(m->head, "From"), a),
           name = fc_mail_name(from);
    if (name.n && fc_str_findc(name, '@') == name.n)
        return name;
    size_t open = fc_str_findc(from, '<');
    fc_str address = open < from.n ? fc_str_sub(from, open + 1, from.n) : from;
    return fc_str_sub(address, 0, fc_str_findc(address, '@'));
}

/* Mailboxes quote lines that begin with "From ", and those that are quoted so already. */
static fc_str unquote(fc_str s, fc_arena *a)
{
    if (fc_str_find(s, FC_STR(">From ")) == s.n)
        return s;
    char *p = fc_alloc(a, s.n);
    size_t n = 0;
    fc_str line;
    while (fc_str_split(&s, '\n', &line)) {
        size_t quotes = 0;
        while (quotes < line.n && line.p[quotes] == '>')
            quotes++;
        bool quoted =
            quotes && fc_str_starts(fc_str_sub(line, quotes, line.n), FC_STR("From "));
        line = fc_str_sub(line, quoted, line.n);
        memcpy(p + n, line.p, line.n);
        n += line.n;
        if (s.p)
            p[n++] = '\n';
    }
    return (fc_str){ p, n };
}

/* Plain text, what is around it taken off; its lines as they are. */
static fc_str plain_text(fc_str text, fc_arena *a)
{
    fc_text t = { .a = a };
    fc_text_add(&t, "", 0);
    text = fc_normalize_text(text, a);
    fc_text_add(&t, text.p, text.n);
    fc_text_char(&t, '\n');
    fc_mail_trim(&t, 0);
    return (fc_str){ t.p, t.n };
}

/* How many posts: one, those of mails within it, 0 when there is nothing to read. */
static unsigned write_mail(box *b, const mail *m, fc_md *md, unsigned depth)
{
    fc_arena *a = b->a;
    fc_mime_part *part = fc_alloc(a, FC_MIME_PARTS * sizeof *part);
    size_t n = fc_mime_parts(unquote(m->text, a), part, a);
    unsigned written = 0;
    fc_str head = { NULL, 0 };      /* of the mail that was written last */
    for (size_t i = 0; i < n; i++) {
        fc_str text = part[i].html ? part[i].text : plain_text(part[i].text, a);
        if (!fc_str_trim(text).n)
            continue;
        if (!written || part[i].head.p != head.p) {
            head = part[i].head;
            mail within = { .head = head, .iso = iso_of(head, a) };
            const mail *one = head.n ? &within : m;
            unsigned deeper = head.n && depth < DEEPEST;
            fc_post post = { .author = author_of(one, a),
                             .time = fc_thread_time(one->iso, a),
                             .depth = depth + deeper };
            fc_thread_head(md, &post, a);
            written++;
        }
        if (part[i].html)
            fc_thread_html(md, &b->marks, text, a);
        else
            fc_md_exact(md, text);
        fc_md_block(md);
    }
    return written;
}

/* Depth first: how many were written. */
static unsigned write_tree(box *b, fc_md *md)
{
    unsigned depth = 0, written = 0;
    for (uint32_t i = b->mail[0].child; i;) {
        written += write_mail(b, &b->mail[i], md, depth < DEEPEST ? depth : DEEPEST);
        if (b->mail[i].child) {
            i = b->mail[i].child;
            depth++;
            continue;
        }
        while (i && !b->mail[i].next) {
            i = b->mail[i].parent;
            depth -= i > 0;
        }
        i = i ? b->mail[i].next : 0;
    }
    return written;
}

static void set_field(const mail *m, const char *field, const char *name, fc_doc *doc,
                      fc_call *call)
{
    fc_extract_set(doc, call, name,
                   fc_mime_line(fc_mail_field(m->head, field), call->scratch));
}

static void set_meta(const mail *first, fc_str title, fc_doc *doc, fc_call *call)
{
    fc_str ids = fc_mail_field(first->head, "Message-ID"), id;
    fc_str at = fc_mail_field(first->head, "Archived-At"), url;
    fc_extract_set(doc, call, "title", title);
    fc_extract_set(doc, call, "author", fc_thread_name(author_of(first, call->scratch),
                                                       call->scratch));
    fc_extract_set(doc, call, "date", first->iso);
    if (fc_mail_next_id(&ids, &id))
        fc_extract_set(doc, call, "message_id", fc_utf8_repair(id, call->scratch, NULL));
    if (fc_mail_next_id(&at, &url))
        fc_extract_set(doc, call, "url", fc_utf8_repair(url, call->scratch, NULL));
    set_field(first, "List-Id", "list", doc, call);
    set_field(first, "Content-Language", "language", doc, call);
}

static int mail_run(const fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
                    fc_call *call)
{
    fc_text_style style = fc_md_style(conf);
    box b = { .a = call->scratch };
    fc_md md;
    bool answers;
    read_box(&b, cap->body);
    make_tree(&b);
    const mail *first = &b.mail[b.mail[0].child];
    fc_str subject = fc_mime_line(fc_mail_field(first->head, "Subject"), call->scratch);
    fc_str title = fc_mail_subject(subject, &answers);
    set_meta(first, title, doc, call);
    fc_md_init(&md, &style, call->scratch);
    if (title.n) {
        fc_md_heading(&md, 1);
        fc_md_exact(&md, title);
    }
    unsigned written = write_tree(&b, &md);
    fc_set_num(&doc->attr, call->keep, "posts", written, 0);
    doc->text = written ? fc_md_finish(&md, call->keep) : (fc_str){ NULL, 0 };
    fc_extract_formulas(doc, call, md.formulas + md.formulas_lost, md.formulas,
                        md.formulas_lost);
    return 0;
}

FC_EXTRACTOR(mail) = {
    .name = "mail",
    .brief = "mailboxes and mails: the mails of a thread as posts",
    .sniff = mail_sniff,
    .run = mail_run,
};
