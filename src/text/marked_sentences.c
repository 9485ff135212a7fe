/* marked_sentences.c - see marked_sentences.h. */
#include "text/marked_sentences.h"

#include "base/str.h"
#include "text/chars.h"

static bool ends_sentence(char c)
{
    return c == '.' || c == '!' || c == '?';
}

/* White space for Unicode, which Python's has four controls more than. */
static bool is_blank(fc_str s, size_t *n)
{
    return fc_chars_at(s, n) & FC_C_SPACE && !(s.p[0] >= 0x1C && s.p[0] <= 0x1F);
}

static bool all_blank(fc_str s)
{
    size_t n;
    while (s.n && is_blank(s, &n))
        s = fc_str_sub(s, n, s.n);
    return !s.n;
}

/* The next piece before [.!?]+\s+, blank ones too. */
static bool next_piece(fc_str text, size_t *at, fc_str *sentence)
{
    if (*at > text.n)
        return false;
    for (size_t i = *at; i < text.n;) {
        size_t marks = 0, blanks = 0, n;
        while (i + marks < text.n && ends_sentence(text.p[i + marks]))
            marks++;
        size_t end = i + marks;
        while (marks && end + blanks < text.n &&
               is_blank(fc_str_sub(text, end + blanks, text.n), &n))
            blanks += n;
        if (blanks) {
            *sentence = fc_str_sub(text, *at, i);
            *at = end + blanks;
            return true;
        }
        i = marks ? end : i + 1;
    }
    *sentence = fc_str_sub(text, *at, text.n);
    *at = text.n + 1;
    return true;
}

bool fc_marked_sentence(fc_str text, size_t *at, fc_str *sentence)
{
    while (next_piece(text, at, sentence))
        if (!all_blank(*sentence))
            return true;
    return false;
}
