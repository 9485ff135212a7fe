/* mail_join.c - see mail_join.h. The sorts, with their keys:
 *
 *     mails      number in the order of adding; the mail itself
 *     own        name, number: who each mail is
 *     links      name, 0, to: what a name points to (0: nothing)
 *                name, 1, from: who points to it
 *     order      number of a mail, number of the first of its thread
 *     threads    number of the first mail, number; the mail itself
 *
 * A name is the hash of a Message-ID, or of a subject. */
#include "readers/mail_join.h"

#include "base/hash.h"
#include "base/str.h"
#include "io/mail.h"

#include <stdlib.h>

enum { ROUNDS = 24, MOST_REFERENCES = 32, DOUBLE = 1 };

struct fc_mail_join {
    const char *temp;
    uint64_t most, n;               /* mails so far */
    fc_sort *mails, *own, *links, *order, *threads;
    fc_buf tmp, block;
    fc_sort_key key;                /* of the mail that was taken from threads */
    fc_str item;
    bool joined, taken;
};

fc_rc fc_mail_join_open(fc_mail_join **out, const char *temp, uint64_t most, fc_err *err)
{
    fc_mail_join *j = *out = calloc(1, sizeof *j);
    if (!j)
        return fc_fail(err, FC_ETRY, "no memory to read mails");
    j->temp = temp;
    j->most = most;
    fc_rc rc = fc_sort_open(&j->mails, temp, FC_SORT_MEMORY, err);
    if (!rc)
        rc = fc_sort_open(&j->own, temp, FC_SORT_MEMORY, err);
    return rc ? rc : fc_sort_open(&j->links, temp, FC_SORT_MEMORY, err);
}

void fc_mail_join_close(fc_mail_join *j)
{
    if (!j)
        return;
    fc_sort_close(j->mails);
    fc_sort_close(j->own);
    fc_sort_close(j->links);
    fc_sort_close(j->order);
    fc_sort_close(j->threads);
    fc_buf_free(&j->tmp);
    fc_buf_free(&j->block);
    free(j);
}

static fc_rc put(fc_sort *s, uint64_t a, uint64_t b, uint64_t c, fc_err *err)
{
    return fc_sort_add(s, (fc_sort_key){ { a, b, c } }, (fc_str){ "", 0 }, err);
}

/* ----------------------------------------------------------------------------- adding */

static uint64_t name_of(fc_str s, uint64_t kind)
{
    return fc_hash64(s.p, s.n, kind) | 1; /* never 0 */
}

/* A name for a subject: any case and white space. */
static uint64_t name_of_subject(fc_mail_join *j, fc_str subject)
{
    bool blank = false;
    fc_buf_clear(&j->tmp);
    for (size_t i = 0; i < subject.n; i++) {
        bool space = fc_is_space(subject.p[i]);
        if (!space && blank)
            fc_buf_char(&j->tmp, ' ');
        if (!space)
            fc_buf_char(&j->tmp, fc_lower(subject.p[i]));
        blank = space;
    }
    return j->tmp.n ? name_of((fc_str){ j->tmp.p, j->tmp.n }, 2) : 0;
}

/* That a name points to another: once as what it says of itself, once to be followed. */
static fc_rc link_to(fc_sort *s, uint64_t from, uint64_t to, fc_err *err)
{
    fc_rc rc = put(s, from, 0, to, err);
    return rc || !to ? rc : put(s, to, 1, from, err);
}

/* All that a mail refers to points to the first of it, which is the result; 0: to
 * nothing. */
static fc_rc link_references(fc_mail_join *j, fc_str head, uint64_t own, uint64_t *first,
                             fc_err *err)
{
    fc_str fields[] = { fc_mail_field(head, "References"),
                        fc_mail_field(head, "In-Reply-To") };
    unsigned n = 0;
    *first = 0;
    for (size_t i = 0; i < 2; i++)
        for (fc_str id; n < MOST_REFERENCES && fc_mail_next_id(&fields[i], &id); n++) {
            uint64_t name = name_of(id, 1);
            fc_rc rc = FC_OK;
            if (!*first && name != own)
                *first = name;
            else if (name != own && name != *first)
                rc = link_to(j->links, name, *first, err);
            if (rc)
                return rc;
        }
    return FC_OK;
}

static fc_rc link_mail(fc_mail_join *j, fc_str mail, uint64_t number, fc_err *err)
{
    fc_str text = fc_mail_without_from(mail), id,
           none = { (const char *)&number, sizeof number };
    fc_str head = fc_str_sub(text, 0, fc_mail_head(text));
    fc_str ids = fc_mail_field(head, "Message-ID");
    uint64_t own = fc_mail_next_id(&ids, &id) ? name_of(id, 1) : name_of(none, 3), first;
    bool answers;
    fc_rc rc = put(j->own, own, number, 0, err);
    if (!rc)
        rc = link_references(j, head, own, &first, err);
    if (rc)
        return rc;
    fc_str subject = fc_mail_subject(fc_mail_field(head, "Subject"), &answers);
    uint64_t about = name_of_subject(j, subject);
    if (!first && answers)
        first = about;
    else if (!first && about && (rc = link_to(j->links, about, own, err)))
        return rc;
    return first ? link_to(j->links, own, first, err) : FC_OK;
}

fc_rc fc_mail_join_add(fc_mail_join *j, fc_str mail, uint64_t offset, fc_err *err)
{
    uint64_t number = ++j->n;
    fc_rc rc = link_mail(j, mail, number, err);
    fc_buf_clear(&j->tmp);
    fc_buf_add(&j->tmp, &offset, sizeof offset);
    fc_buf_str(&j->tmp, mail);
    if (!rc && j->tmp.failed)
        rc = fc_fail(err, FC_ETRY, "no memory for a mail");
    return rc ? rc : fc_sort_add(j->mails, (fc_sort_key){ { number, 0, 0 } },
                                 (fc_str){ j->tmp.p, j->tmp.n }, err);
}

/* ---------------------------------------------------------------------------- joining */

/* One round: whoever points to a name that points on, points there. Of several things
 * that a name is said to point to the least is taken, so that the order of mails does
 * not matter. */
static fc_rc follow(fc_mail_join *j, bool *changed, fc_err *err)
{
    fc_sort *next;
    fc_sort_key key;
    fc_str none;
    uint64_t name = 0, to = 0;
    fc_rc rc = fc_sort_open(&next, j->temp, FC_SORT_MEMORY, err), end;
    *changed = false;
    while (!rc && !(end = fc_sort_next(j->links, &key, &none, err))) {
        if (key.part[0] != name) {
            name = key.part[0];
            to = 0;
        }
        if (!key.part[1]) {
            to = to ? to : key.part[2];
            continue;
        }
        uint64_t from = key.part[2];
        bool on = to && to != from && to != name;
        *changed |= on;
        rc = link_to(next, from, on ? to : name, err);
    }
    fc_sort_close(j->links);
    j->links = next;
    return rc ? rc : end == FC_END ? FC_OK : end;
}

/* Each mail with the last name that it points to; in `roots` by that name. */
static fc_rc find_roots(fc_mail_join *j, fc_sort *roots, fc_err *err)
{
    fc_sort_key own, link = { { 0, 0, 0 } };
    fc_str none;
    uint64_t before = 0, name = 0, to = 0;
    fc_rc rc, more = FC_OK;
    while (!(rc = fc_sort_next(j->own, &own, &none, err))) {
        while (!more && link.part[0] <= own.part[0]) {
            if (!link.part[1] && link.part[0] != name) {
                name = link.part[0];
                to = link.part[2];
            }
            more = fc_sort_next(j->links, &link, &none, err);
        }
        if (more && more != FC_END)
            return more;
        uint64_t root = name == own.part[0] && to ? to : own.part[0];
        bool again = own.part[0] == before;
        before = own.part[0];
        rc = again ? put(j->order, own.part[1], 0, DOUBLE, err)
                   : put(roots, root, own.part[1], 0, err);
        if (rc)
            return rc;
    }
    return rc == FC_END ? FC_OK : rc;
}

/* A thread has the number of its first mail. */
static fc_rc number_threads(fc_mail_join *j, fc_sort *roots, fc_err *err)
{
    fc_sort_key key;
    fc_str none;
    uint64_t root = 0, first = 0;
    fc_rc rc;
    while (!(rc = fc_sort_next(roots, &key, &none, err))) {
        if (key.part[0] != root) {
            root = key.part[0];
            first = key.part[1];
        }
        if ((rc = put(j->order, key.part[1], first, 0, err)))
            return rc;
    }
    return rc == FC_END ? FC_OK : rc;
}

/* The mails themselves, by thread. */
static fc_rc sort_mails(fc_mail_join *j, fc_err *err)
{
    fc_sort_key key, order;
    fc_str mail, none;
    fc_rc rc;
    while (!(rc = fc_sort_next(j->mails, &key, &mail, err))) {
        if ((rc = fc_sort_next(j->order, &order, &none, err)))
            return rc == FC_END ? fc_fail(err, FC_EINTERNAL, "a mail without a thread")
                                : rc;
        uint64_t first = order.part[2] ? key.part[0] : order.part[1];
        key = (fc_sort_key){ { first, key.part[0], order.part[2] } };
        if ((rc = fc_sort_add(j->threads, key, mail, err)))
            return rc;
    }
    return rc == FC_END ? FC_OK : rc;
}

static fc_rc join(fc_mail_join *j, fc_err *err)
{
    fc_sort *roots = NULL;
    bool changed = true;
    fc_rc rc = fc_sort_open(&j->order, j->temp, FC_SORT_MEMORY, err);
    for (int round = 0; !rc && changed && round < ROUNDS; round++)
        rc = follow(j, &changed, err);
    if (!rc)
        rc = fc_sort_open(&roots, j->temp, FC_SORT_MEMORY, err);
    if (!rc)
        rc = find_roots(j, roots, err);
    if (!rc)
        rc = number_threads(j, roots, err);
    fc_sort_close(roots);
    fc_sort_close(j->own);
    fc_sort_close(j->links);
    j->own = j->links = NULL;
    if (!rc)
        rc = fc_sort_open(&j->threads, j->temp, FC_SORT_MEMORY, err);
    if (!rc)
        rc = sort_mails(j, err);
    fc_sort_close(j->mails);
    fc_sort_close(j->order);
    j->mails = j->order = NULL;
    j->joined = rc == FC_OK;
    return rc;
}

/* ---------------------------------------------------------------------------- threads */

/* One mail into the block, which stays a mailbox. */
static void add_mail(fc_mail_join *j, fc_mail_thread *out)
{
    static const char from[] = "From - Thu Jan  1 00:00:00 1970\n";
    uint64_t offset;
    fc_buf *b = &j->block;
    memcpy(&offset, j->item.p, sizeof offset);
    fc_str mail = fc_str_sub(j->item, sizeof offset, j->item.n);
    if (!out->length) {
        out->offset = offset;
        out->length = mail.n;
    }
    if (b->n + mail.n + sizeof from > j->most)
        out->large = true;
    if (out->large) {
        fc_buf_clear(b);
        return;
    }
    if (b->n && b->p[b->n - 1] != '\n')
        fc_buf_char(b, '\n');
    if (b->n > 1 && b->p[b->n - 2] != '\n')
        fc_buf_char(b, '\n');
    if (fc_str_starts(mail, FC_STR("From "))) {
        fc_buf_str(b, mail);
        return;
    }
    fc_buf_text(b, from);
    for (fc_str line; fc_str_split(&mail, '\n', &line);) { /* quoted as mailboxes are */
        size_t n = fc_str_run(line, '>');
        if (fc_str_starts(fc_str_sub(line, n, line.n), FC_STR("From ")))
            fc_buf_char(b, '>');
        fc_buf_str(b, line);
        if (mail.p)
            fc_buf_char(b, '\n');
    }
}

fc_rc fc_mail_join_next(fc_mail_join *j, fc_mail_thread *out, fc_err *err)
{
    fc_rc rc = j->joined ? FC_OK : join(j, err);
    *out = (fc_mail_thread){ .duplicate = false };
    fc_buf_clear(&j->block);
    uint64_t first = 0;
    while (!rc) {
        if (!j->taken && (rc = fc_sort_next(j->threads, &j->key, &j->item, err)))
            break;
        j->taken = first && j->key.part[0] != first;
        if (j->taken)
            break;
        first = j->key.part[0];
        out->duplicate = j->key.part[2] == DOUBLE;
        add_mail(j, out);
    }
    if (j->block.failed)
        return fc_fail(err, FC_ETRY, "no memory for a thread");
    if (rc && (rc != FC_END || !first))
        return rc;
    out->block = (fc_str){ j->block.p, j->block.n };
    return FC_OK;
}
