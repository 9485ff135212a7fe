/* unicode_words.c - see unicode_words.h; WB numbers are the rules of UAX 29. */
#include "text/unicode_words.h"

#include "base/str.h"
#include "base/utf8.h"
#include "text/runs.h"
#include "text/word_breaks_table.h"

/* Word_Break, in the order of word_breaks.py. What white space and flags do (WB3d, 15 and
 * 16) is not told: they hold no letters, and join none. */
typedef enum kind {
    OTHER,
    NEWLINE,
    MARK,                       /* Extend, Format and ZWJ */
    LETTER,
    HEBREW,
    NUMERIC,
    KATAKANA,
    CONNECTOR,                  /* ExtendNumLet */
    MID_LETTER,
    MID_NUM,
    MID_NUM_LET,
    SINGLE_QUOTE,
    DOUBLE_QUOTE
} kind;

enum { KIND = 0xF, WORDED = 0x10, PICTURE = 0x20 };

static unsigned value_of(uint32_t code)
{
    if (code < sizeof low)
        return low[code];
    return code < FC_CODES ? fc_runs_find(runs, page, code) : OTHER;
}

/* A character, the marks that belong to it (WB4) and pictures that joiners tie to it
 * (WB3c): what follows it meets the last picture. */
typedef struct unit {
    kind kind;                  /* of the character */
    kind next, last;            /* of the first and the last picture, if there are any,
                                   else `kind` */
    bool tied;                  /* there are some */
    bool worded;                /* one of them is a letter or a number */
    size_t end;
} unit;

static bool read_unit(fc_str text, size_t at, unit *u)
{
    uint32_t code;
    if (at >= text.n)
        return false;
    size_t n = fc_utf8_decode((fc_str){ text.p + at, text.n - at }, &code, NULL);
    unsigned value = value_of(code);
    kind first = (kind)(value & KIND);
    *u = (unit){ first, first, first, false, value & WORDED, at + n };
    while (u->kind != NEWLINE && u->end < text.n &&
           (unsigned char)text.p[u->end] >= 128) {
        bool joiner = code == 0x200D;
        n = fc_utf8_decode((fc_str){ text.p + u->end, text.n - u->end }, &code, NULL);
        value = value_of(code);
        if (joiner && value & PICTURE) {
            u->last = (kind)(value & KIND);
            u->next = u->tied ? u->next : u->last;
            u->tied = true;
        } else if ((value & KIND) != MARK)
            break;
        u->worded |= (value & WORDED) != 0;
        u->end += n;
    }
    return true;
}

static bool is_letter(kind k)
{
    return k == LETTER || k == HEBREW;
}

/* WB5, 8 to 10 and 13 to 13b. */
static bool stay_together(kind a, kind b)
{
    bool plain_a = is_letter(a) || a == NUMERIC, plain_b = is_letter(b) || b == NUMERIC;
    if (a == CONNECTOR || b == CONNECTOR)
        return (plain_a || a == KATAKANA || a == CONNECTOR) &&
               (plain_b || b == KATAKANA || b == CONNECTOR);
    if (a == KATAKANA)
        return b == KATAKANA;
    return plain_a && plain_b;
}

/* Does k join what stands on both sides of it (WB6, 7, 7b, 7c, 11 and 12)? */
static bool joins(kind a, kind k, kind b)
{
    bool any = k == MID_NUM_LET || k == SINGLE_QUOTE;
    if (is_letter(a) && is_letter(b) && (any || k == MID_LETTER))
        return true;
    if (a == NUMERIC && b == NUMERIC && (any || k == MID_NUM))
        return true;
    return a == HEBREW && b == HEBREW && k == DOUBLE_QUOTE;
}

/* The first unit grows to the whole of what does not break. */
static void read_rest(fc_str text, unit *word)
{
    unit next, behind;
    while (read_unit(text, word->end, &next)) {
        kind before = word->last;
        bool mid = next.kind >= MID_LETTER;
        bool tied = mid && next.tied && joins(before, next.kind, next.next);
        bool joined = mid && !next.tied && read_unit(text, next.end, &behind) &&
                      joins(before, next.kind, behind.kind);
        bool quote = before == HEBREW && next.kind == SINGLE_QUOTE; /* WB7a */
        if (!tied && !joined && !quote && !stay_together(before, next.kind))
            return;
        word->worded |= next.worded || (joined && behind.worded);
        word->last = joined ? behind.last : next.last;
        word->end = joined ? behind.end : next.end;
    }
}

/* Bytes of a word of ASCII letters and digits at `at` behind which a word ends whatever
 * comes next, or 0: most words. */
static size_t plain_word(fc_str text, size_t at)
{
    size_t i = at;
    while (i < text.n && fc_is_alnum(text.p[i]))
        i++;
    if (i == at || i == text.n)
        return i - at;
    unsigned char c = (unsigned char)text.p[i];
    if (c >= 128 || c == '_')
        return 0;
    if (c != '.' && c != '\'' && c != ':' && c != ',' && c != ';')
        return i - at;
    /* it joins only what it stands between */
    return i + 1 < text.n && ((unsigned char)text.p[i + 1] >= 128 ||
                              fc_is_alnum(text.p[i + 1]))
               ? 0
               : i - at;
}

/* Is this a blank that no mark belongs to? */
static bool is_bare_blank(fc_str text, size_t at)
{
    return text.p[at] == ' ' &&
           (at + 1 == text.n || (unsigned char)text.p[at + 1] < 128);
}

bool fc_unicode_word(fc_str text, size_t *at, fc_str *word)
{
    size_t i = *at, n;
    unit u;
    while (i < text.n) {
        if ((n = plain_word(text, i))) {
            *word = (fc_str){ text.p + i, n };
            *at = i + n;
            return true;
        }
        if (is_bare_blank(text, i)) {
            i++;
            continue;
        }
        read_unit(text, i, &u);
        read_rest(text, &u);
        *word = (fc_str){ text.p + i, u.end - i };
        i = u.end;
        if (u.worded) {
            *at = i;
            return true;
        }
    }
    *at = text.n;
    return false;
}
