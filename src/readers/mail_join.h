/* mail_join.h - mails joined to threads, more of them than memory holds.
 *
 * A mail belongs to the thread of the first mail that it refers to (References,
 * In-Reply-To), which may itself refer to another, or be known only from the references
 * of others. So every number stands for a mail, known or not, and points to one before
 * it; pointers are followed by sorting, twice as far in each round. Mails without
 * references whose subject says "Re:" point to the first mail with that subject. */
#ifndef FC_READERS_MAIL_JOIN_H
#define FC_READERS_MAIL_JOIN_H

#include "io/sort.h"

typedef struct fc_mail_join fc_mail_join;

typedef struct fc_mail_thread {
    bool duplicate;                 /* not a thread: a mail with the Message-ID of
                                       another */
    bool large;                     /* beyond the limit: the block is empty */
    fc_str block;                   /* a mailbox: the mails in the order they were
                                       added */
    uint64_t offset, length;        /* of the first mail */
} fc_mail_thread;

/* temp: folder for temporary files; most: bytes of a thread. */
fc_rc fc_mail_join_open(fc_mail_join **j, const char *temp, uint64_t most, fc_err *err);
/* A mail, with its "From " line or without. */
fc_rc fc_mail_join_add(fc_mail_join *j, fc_str mail, uint64_t offset, fc_err *err);
/* The next thread, in the order of their first mails; the block lives until the next
 * call. FC_END. */
fc_rc fc_mail_join_next(fc_mail_join *j, fc_mail_thread *out, fc_err *err);
void fc_mail_join_close(fc_mail_join *j);

#endif
