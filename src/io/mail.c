/* mail.c - see mail.h. */
#include "io/mail.h"

#include "base/str.h"

/* "Name: value", or "Name:" at the end of what can be seen. */
static size_t field_name(fc_str line)
{
    size_t n = 0;
    while (n < line.n && line.p[n] > ' ' && line.p[n] < 127 && line.p[n] != ':')
        n++;
    return n && n < line.n && line.p[n] == ':' ? n : 0;
}

/* "12:30" somewhere in a line. */
static bool has_time(fc_str line)
{
    for (size_t i = 2; i + 2 < line.n; i++)
        if (line.p[i] == ':' && fc_is_digit(line.p[i - 1]) &&
            fc_is_digit(line.p[i + 1]) && fc_is_digit(line.p[i + 2]))
            return true;
    return false;
}

/* "From a@b.example": some writers put no time behind it. */
static bool has_sender(fc_str line)
{
    fc_str word = fc_str_sub(line, 5, line.n);
    word = fc_str_sub(word, 0, fc_str_findc(word, ' '));
    return fc_str_findc(word, '@') < word.n || fc_str_is(fc_str_trim(word), "-") ||
           fc_str_is(fc_str_trim(word), "MAILER-DAEMON");
}

/* Up to the last line that is whole, of as much as is looked at. */
static fc_str whole_lines(fc_str s)
{
    size_t n = s.n;
    while (n && s.p[n - 1] != '\n')
        n--;
    return n ? fc_str_sub(s, 0, n) : s;
}

bool fc_mail_begins(fc_str at)
{
    if (at.n < 5 || memcmp(at.p, "From ", 5) != 0)
        return false;
    at = fc_str_sub(at, 0, FC_MAIL_LOOK);
    size_t n = fc_str_findc(at, '\n');
    fc_str line = fc_str_sub(at, 0, n);
    bool timed = has_time(line);
    if (n == at.n || !(timed || has_sender(line)))
        return false;
    fc_str rest = fc_str_sub(at, n + 1, at.n);
    if (rest.n && rest.p[0] == '>') /* ">From " of mails that were forwarded */
        rest = fc_str_sub(rest, fc_str_findc(rest, '\n') + 1, rest.n);
    return timed ? field_name(fc_str_sub(rest, 0, fc_str_findc(rest, '\n'))) > 0
                 : fc_mail_is_head(whole_lines(rest));
}

bool fc_mail_is_head(fc_str text)
{
    static const char *const names[] = { "From",         "Date",         "Message-ID",
                                         "Subject",      "Received",     "Return-Path",
                                         "Delivered-To", "MIME-Version", "To" };
    fc_str line;
    unsigned found = 0, lines = 0;
    while (fc_str_split(&text, '\n', &line) && lines++ < 40 && fc_str_trim(line).n) {
        size_t n = field_name(line);
        if (!n && line.p[0] != ' ' && line.p[0] != '\t')
            return false;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            found |=
                fc_str_ieq(fc_str_sub(line, 0, n), fc_str_of(names[i])) ? 1u << i : 0;
    }
    return (found & (found - 1)) != 0;
}

fc_str fc_mail_without_from(fc_str mail)
{
    if (!fc_str_starts(mail, FC_STR("From ")))
        return mail;
    mail = fc_str_sub(mail, fc_str_findc(mail, '\n') + 1, mail.n);
    if (fc_str_starts(mail, FC_STR(">From ")))
        mail = fc_str_sub(mail, fc_str_findc(mail, '\n') + 1, mail.n);
    return mail;
}

size_t fc_mail_head(fc_str mail)
{
    for (size_t at = 0; at < mail.n;) {
        size_t n = fc_str_findc(fc_str_sub(mail, at, mail.n), '\n');
        bool empty = n == 0 || (n == 1 && mail.p[at] == '\r');
        at += n + 1;
        if (empty)
            return at < mail.n ? at : mail.n;
    }
    return mail.n;
}

fc_str fc_mail_field(fc_str head, const char *name)
{
    fc_str want = fc_str_of(name);
    for (size_t at = 0; at < head.n;) {
        fc_str rest = fc_str_sub(head, at, head.n);
        size_t n = fc_str_findc(rest, '\n');
        bool found = rest.n > want.n && rest.p[want.n] == ':' &&
                     fc_str_ieq(fc_str_sub(rest, 0, want.n), want);
        while (n + 1 < rest.n && (rest.p[n + 1] == ' ' || rest.p[n + 1] == '\t'))
            n += 1 + fc_str_findc(fc_str_sub(rest, n + 1, rest.n), '\n');
        if (found)
            return fc_str_trim(fc_str_sub(rest, want.n + 1, n));
        at += n + 1;
    }
    return (fc_str){ NULL, 0 };
}

bool fc_mail_next_id(fc_str *ids, fc_str *id)
{
    size_t from = fc_str_findc(*ids, '<');
    fc_str rest = fc_str_sub(*ids, from + 1, ids->n);
    size_t n = fc_str_findc(rest, '>');
    if (from == ids->n || n == rest.n)
        return false;
    *id = fc_str_trim(fc_str_sub(rest, 0, n));
    *ids = fc_str_sub(rest, n + 1, rest.n);
    return true;
}

fc_str fc_mail_subject(fc_str s, bool *answers)
{
    static const char *const marks[] = { "re", "aw", "sv", "antw", "fwd", "fw", "wg" };
    *answers = false;
    for (;;) {
        bool found = false;
        s = fc_str_trim(s);
        for (size_t i = 0; i < sizeof marks / sizeof *marks && !found; i++) {
            fc_str mark = fc_str_of(marks[i]);
            size_t n = mark.n;
            if (!fc_str_istarts(s, mark))
                continue;
            if (n < s.n && s.p[n] == '[') /* "Re[2]:" */
                n += fc_str_findc(fc_str_sub(s, n, s.n), ']') + 1;
            found = n < s.n && s.p[n] == ':';
            if (found)
                s = fc_str_sub(s, n + 1, s.n);
        }
        if (!found)
            return s;
        *answers = true;
    }
}
