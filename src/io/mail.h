/* mail.h - where mails begin in a mailbox, and what their heads say (RFC 5322, RFC
 * 4155).
 *
 * Readers cut mailboxes by it and join mails to threads; extractors read the mails.
 * Nothing is decoded here: values are slices of the mail, with line ends where they are
 * folded. */
#ifndef FC_IO_MAIL_H
#define FC_IO_MAIL_H

#include "filterc.h"

/* Bytes that fc_mail_begins wants to see, unless the input ends before. */
enum { FC_MAIL_LOOK = 1000 };

/* Does a mail of a mailbox begin here, at the begin of a line: "From ", a time, and then
 * a line of a head; or "From ", a sender, and a head that no text has? */
bool fc_mail_begins(fc_str at);
/* Do the first bytes look like the head of a mail: at least two fields that mails
 * have. */
bool fc_mail_is_head(fc_str text);
/* Behind the "From " line, if the mail has one. */
fc_str fc_mail_without_from(fc_str mail);
/* Length of the head with the empty line behind it. */
size_t fc_mail_head(fc_str mail);
/* The value of a field, name in any case, as it is written; p is NULL when there is
 * none. */
fc_str fc_mail_field(fc_str head, const char *name);
/* Take the next "<...>" off *ids: what is between; false when there is none. */
bool fc_mail_next_id(fc_str *ids, fc_str *id);
/* A subject without "Re:" and its kin in front; *answers tells whether there were
 * some. */
fc_str fc_mail_subject(fc_str subject, bool *answers);

#endif
