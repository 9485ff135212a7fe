/* scan.c - ends of raw content, scripts and comments. */
#include "html/scan.h"

enum { END_ALL = FC_SCAN_NAME_END | FC_SCAN_ATTR_END | FC_SCAN_VALUE_END };

const uint8_t fc_scan_class[256] = {
    [' '] = FC_SCAN_SPACE | END_ALL,
    ['\t'] = FC_SCAN_SPACE | END_ALL,
    ['\n'] = FC_SCAN_SPACE | END_ALL,
    ['\f'] = FC_SCAN_SPACE | END_ALL,
    ['\r'] = FC_SCAN_SPACE | END_ALL,
    ['/'] = FC_SCAN_NAME_END | FC_SCAN_ATTR_END,
    ['>'] = END_ALL,
    ['='] = FC_SCAN_ATTR_END,
};

/* Is this the name, in any case, followed by what ends a tag's name? */
static bool name_here(const char *p, const char *e, const char *name, size_t n)
{
    if ((size_t)(e - p) <= n || !fc_scan_is(p + n, FC_SCAN_NAME_END))
        return false;
    for (size_t i = 0; i < n; i++)
        if (fc_lower(p[i]) != fc_lower(name[i]))
            return false;
    return true;
}

const char *fc_scan_raw_end(const char *p, const char *e, const char *name, size_t n)
{
    while (p < e && (p = memchr(p, '<', (size_t)(e - p)))) {
        if (e - p > 2 && p[1] == '/' && name_here(p + 2, e, name, n))
            return p;
        p++;
    }
    return e;
}

/* "Script data escaped" and "double escaped" states: p is after "<!--". Returns the end
 * tag's '<' and sets *ended, or one past "-->", where plain script data goes on. */
static const char *escaped_script(const char *p, const char *e, bool *ended)
{
    bool twice = false;
    unsigned dashes = 2;
    for (; p < e; p++) {
        if (*p == '-') {
            dashes++;
            continue;
        }
        if (*p == '>' && dashes >= 2)
            return p + 1;
        dashes = 0;
        if (*p != '<')
            continue;
        if (e - p > 2 && p[1] == '/' && name_here(p + 2, e, "script", 6)) {
            *ended = !twice;
            if (*ended)
                return p;
            twice = false;
        } else if (!twice && name_here(p + 1, e, "script", 6)) {
            twice = true;
        }
    }
    return e;
}

const char *fc_scan_script_end(const char *p, const char *e)
{
    while (p < e && (p = memchr(p, '<', (size_t)(e - p)))) {
        if (e - p > 2 && p[1] == '/' && name_here(p + 2, e, "script", 6))
            return p;
        if (e - p > 3 && p[1] == '!' && p[2] == '-' && p[3] == '-') {
            bool ended = false;
            p = escaped_script(p + 4, e, &ended);
            if (ended)
                return p;
        } else {
            p++;
        }
    }
    return e;
}

const char *fc_scan_comment_end(const char *p, const char *e)
{
    if (p < e && *p == '>')
        return p + 1;
    if (e - p > 1 && p[0] == '-' && p[1] == '>')
        return p + 2;
    for (const char *q = p; q < e && (q = memchr(q, '>', (size_t)(e - q))); q++) {
        if (q - p >= 2 && q[-1] == '-' && q[-2] == '-')
            return q + 1;
        if (q - p >= 3 && q[-1] == '!' && q[-2] == '-' && q[-3] == '-')
            return q + 1;
    }
    return e;
}
