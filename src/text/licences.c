/* licences.c - see licences.h. Texts are compared as words in lower case with one
 * blank between, so that wrapping, marks of comments and quotes do not matter. */
#include "text/licences.h"

#include "base/str.h"
#include "text/languages.h"

enum { LONGEST = 64 << 10, HEAD = 4096, LONGEST_NAME = 200 };

/* Signs: all of `has` (parted by '|') must be there, none of `not`. The row whose first
 * sign comes first in the text decides, of those at one place the first: MPL-2.0 names
 * the AGPL, but begins with its own title. */
typedef struct row {
    fc_licence licence;
    const char *has, *not;
} row;

#define PERMISSION "permission is hereby granted free of charge to any person"
#define REDISTRIBUTION "redistribution and use in source and binary forms"

/* Licences with a title. */
static const row titled[] = {
    { { "AGPL-3.0", false }, "gnu affero general public license version 3", "" },
    { { "LGPL-3.0", false }, "gnu lesser general public license version 3", "" },
    { { "LGPL-2.1", false }, "gnu lesser general public license version 2 1", "" },
    { { "LGPL-2.0", false }, "gnu library general public license version 2", "" },
    { { "GPL-3.0", false }, "gnu general public license version 3", "" },
    { { "GPL-2.0", false }, "gnu general public license version 2", "" },
    { { "GPL-1.0", false }, "gnu general public license version 1", "" },
    { { "AGPL-1.0", false }, "affero general public license version 1", "" },
    { { "GFDL-1.2", false }, "gnu free documentation license version 1 2", "" },
    { { "GFDL-1.3", false }, "gnu free documentation license version 1 3", "" },
    { { "Apache-2.0", true }, "apache license version 2 0", "" },
    { { "Apache-1.1", true }, "apache software license version 1 1", "" },
    { { "MPL-2.0", false }, "mozilla public license version 2 0", "" },
    { { "MPL-1.1", false }, "mozilla public license version 1 1", "" },
    { { "MPL-1.0", false }, "mozilla public license version 1 0", "" },
    { { "CPAL-1.0", false }, "common public attribution license version 1 0", "" },
    { { "CPL-1.0", false }, "common public license version 1 0", "" },
    { { "NPL-1.1", false }, "netscape public license version 1 1", "" },
    { { "IPL-1.0", false }, "ibm public license version 1 0", "" },
    { { "APSL-2.0", false }, "apple public source license ver 2 0", "" },
    { { "OSL-3.0", false }, "open software license|v 3 0", "" },
    { { "AFL-3.0", true }, "academic free license|v 3 0", "" },
    { { "ECL-2.0", true }, "educational community license version 2 0", "" },
    { { "LPPL-1.3c", false }, "latex project public license|version 1 3c", "" },
    { { "ODbL-1.0", false }, "open database license|odbl", "" },
    { { "CECILL-2.1", false }, "cecill free software license agreement|2 1", "" },
    { { "CERN-OHL-P-2.0", true }, "cern open hardware licence version 2 permissive", "" },
    { { "CERN-OHL-W-2.0", false }, "cern open hardware licence version 2 weakly", "" },
    { { "CERN-OHL-S-2.0", false }, "cern open hardware licence version 2 strongly", "" },
    { { "BlueOak-1.0.0", true }, "blue oak model license|version 1 0 0", "" },
    { { "Vim", false }, "vim license|copies of vim", "" },
    { { "QPL-1.0", false }, "the q public license version 1 0", "" },
    { { "Ruby", false },
      "copyrighted free software by yukihiro matsumoto",
      "" },
    { { "Unicode-3.0", true }, "unicode license v3", "" },
    { { "Unicode-DFS-2016", true },
      "unicode inc license agreement data files and software",
      "" },
    { { "W3C", true }, "w3c software notice and license", "" },
    { { "FTL", true }, "the freetype project license", "" },
    { { "blessing", true }, "may you do good and not evil", "" },
    { { "Beerware", true }, "beer ware license", "" },
    { { "EPL-2.0", false }, "eclipse public license v 2 0", "" },
    { { "EPL-1.0", false }, "eclipse public license v 1 0", "" },
    { { "EUPL-1.2", false }, "european union public licence v 1 2", "" },
    { { "EUPL-1.1", false }, "european union public licence v 1 1", "" },
    { { "CDDL-1.0", false },
      "common development and distribution license|version 1 0",
      "" },
    { { "CDDL-1.1", false },
      "common development and distribution license|version 1 1",
      "" },
    { { "SSPL-1.0", false }, "server side public license version 1", "" },
    { { "BUSL-1.1", false }, "business source license 1 1", "" },
    { { "Elastic-2.0", false }, "elastic license 2 0", "" },
    { { "BSL-1.0", true }, "boost software license version 1 0", "" },
    { { "OFL-1.1", false }, "sil open font license version 1 1", "" },
    { { "Artistic-2.0", true }, "the artistic license 2 0", "" },
    { { "Artistic-1.0", false }, "the artistic license|preamble", "" },
    { { "PSF-2.0", true }, "python software foundation license version 2", "" },
    { { "PHP-3.01", true }, "the php license version 3 01", "" },
    { { "PHP-3.0", true }, "the php license version 3 0", "" },
    { { "ZPL-2.1", true }, "zope public license zpl version 2 1", "" },
    { { "MS-PL", false }, "microsoft public license", "" },
    { { "MS-RL", false }, "microsoft reciprocal license", "" },
    { { "UPL-1.0", true }, "the universal permissive license", "" },
    { { "MulanPSL-2.0", true }, "mulan permissive software license version 2", "" },
    { { "MulanPSL-2.0", true }, "mulan psl v2", "" },
    { { "WTFPL", true }, "do what the fuck you want to", "" },
    { { "Unlicense", true },
      "free and unencumbered software released into the public domain",
      "" },
    { { "CC0-1.0", true }, "cc0 1 0 universal", "" },
    { { "CC-BY-NC-ND-4.0", false }, "attribution noncommercial noderivatives 4 0", "" },
    { { "CC-BY-NC-SA-4.0", false }, "attribution noncommercial sharealike 4 0", "" },
    { { "CC-BY-NC-4.0", false }, "attribution noncommercial 4 0", "" },
    { { "CC-BY-ND-4.0", false }, "attribution noderivatives 4 0", "" },
    { { "CC-BY-SA-4.0", false }, "attribution sharealike 4 0", "" },
    { { "CC-BY-4.0", true }, "attribution 4 0 international", "" },
    { { "CC-BY-NC-ND-3.0", false }, "attribution noncommercial noderivs 3 0", "" },
    { { "CC-BY-NC-SA-3.0", false }, "attribution noncommercial sharealike 3 0", "" },
    { { "CC-BY-NC-3.0", false }, "attribution noncommercial 3 0", "" },
    { { "CC-BY-ND-3.0", false }, "attribution noderivs 3 0", "" },
    { { "CC-BY-SA-3.0", false }, "attribution sharealike 3 0", "" },
    { { "CC-BY-3.0", true }, "attribution 3 0 unported", "" },
};

/* Those that begin with what they permit: short enough to stand in files. */
static const row spelled[] = {
    { { "NCSA", true }, PERMISSION "|to deal with the software without restriction", "" },
    { { "X11", true }, PERMISSION "|except as contained in this notice the name", "" },
    { { "JSON", false }, PERMISSION "|shall be used for good not evil", "" },
    { { "MIT", true }, PERMISSION "|copyright notice and this permission notice", "" },
    { { "MIT-0", true }, PERMISSION "|to deal in the software without restriction", "" },
    { { "curl", true },
      "permission to use copy modify|software for any purpose with or without fee"
      "|except as contained in this notice the name of a copyright holder",
      "" },
    { { "ISC", true },
      "permission to use copy modify|software for any purpose with or without fee"
      "|copyright notice and this permission notice appear in all copies",
      "" },
    { { "0BSD", true },
      "permission to use copy modify|for any purpose with or without fee is hereby "
      "granted",
      "provided that" },
    { { "PostgreSQL", true },
      "without fee and without a written agreement is hereby granted",
      "" },
    { { "HPND-sell-variant", true },
      "permission to use copy modify distribute and sell this software and its "
      "documentation for any purpose",
      "" },
    { { "HPND", true },
      "permission to use copy modify and distribute this software and its documentation "
      "for any purpose and without fee",
      "" },
    { { "TCL", true },
      "the authors hereby grant permission to use copy modify distribute and license "
      "this software",
      "" },
    { { "OpenSSL", true }, REDISTRIBUTION "|for use in the openssl toolkit", "" },
    { { "Sleepycat", false },
      REDISTRIBUTION "|information on how to obtain complete source code",
      "" },
    { { "bzip2-1.0.6", true },
      REDISTRIBUTION "|the origin of this software must not be misrepresented",
      "" },
    { { "BSD-4-Clause", true },
      REDISTRIBUTION "|all advertising materials mentioning",
      "" },
    { { "BSD-3-Clause-Clear", true },
      REDISTRIBUTION "|no express or implied licenses to any party s "
                     "patent",
      "" },
    { { "BSD-3-Clause", true },
      REDISTRIBUTION "|to endorse or promote products derived",
      "" },
    { { "BSD-2-Clause-Patent", true },
      REDISTRIBUTION "|each copyright holder and contributor hereby grants",
      "" },
    { { "BSD-2-Clause", true },
      REDISTRIBUTION "|redistributions in binary form must reproduce",
      "" },
    { { "BSD-1-Clause", true },
      REDISTRIBUTION "|redistributions of source code must retain",
      "" },
    { { "Zlib", true },
      "origin of this software must not be misrepresented|altered source versions "
      "must be plainly marked",
      "" },
};

/* What stands at the begin of a file under a licence. */
static const row notices[] = {
    { { "AGPL-3.0-or-later", false },
      "gnu affero general public license|version 3 of the license "
      "or at your option any later version",
      "" },
    { { "LGPL-2.1-or-later", false },
      "gnu lesser general public license|version 2 1 of the license "
      "or at your option any later version",
      "" },
    { { "LGPL-3.0-or-later", false },
      "gnu lesser general public license|version 3 of the license or "
      "at your option any later version",
      "" },
    { { "LGPL-2.0-or-later", false },
      "gnu library general public license|version 2 of the license "
      "or at your option any later version",
      "" },
    { { "GPL-3.0-or-later", false },
      "gnu general public license|version 3 of the license or at your "
      "option any later version",
      "" },
    { { "GPL-2.0-or-later", false },
      "gnu general public license|version 2 of the license or at your "
      "option any later version",
      "" },
    { { "GPL-2.0-only", false },
      "gnu general public license version 2 as published",
      "" },
    { { "Apache-2.0", true }, "licensed under the apache license version 2 0", "" },
    { { "Apache-2.0", true },
      "licenses this file to you under the apache license version 2 0",
      "" },
    { { "MPL-2.0", false },
      "subject to the terms of the mozilla public license v 2 0",
      "" },
    { { "BSL-1.0", true },
      "distributed under the boost software license version 1 0",
      "" },
    { { "EPL-2.0", false }, "under the terms of the eclipse public license 2 0", "" },
    { { "MIT", true }, "licensed under the mit license", "" },
};

/* ---------------------------------------------------------------- texts */

/* Letters and digits in lower case; whatever stands between is one blank. */
static fc_str words_of(fc_str text, fc_arena *a)
{
    char *p = fc_alloc(a, text.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = fc_lower(text.p[i]);
        bool kept = (c >= 'a' && c <= 'z') || fc_is_digit(c) || (unsigned char)c >= 0x80;
        if (kept || (n && p[n - 1] != ' '))
            p[n++] = kept ? c : ' ';
    }
    return (fc_str){ p, n };
}

/* Where the first sign is when all are there, else words.n. */
static size_t place_of(fc_str words, const char *signs)
{
    fc_str rest = fc_str_of(signs), sign;
    size_t first = SIZE_MAX;
    while (fc_str_split(&rest, '|', &sign)) {
        size_t at = fc_str_find(words, sign);
        if (at == words.n)
            return at;
        first = first == SIZE_MAX ? at : first;
    }
    return first;
}

/* What comes first in the words, and before *first; *first becomes its place. */
static const fc_licence *find(const row *rows, size_t n, fc_str words, size_t *first)
{
    const fc_licence *best = NULL;
    for (size_t i = 0; i < n; i++) {
        bool barred = rows[i].not [0] &&
                      fc_str_find(words, fc_str_of(rows[i].not )) < words.n;
        size_t at = barred ? words.n : place_of(words, rows[i].has);
        if (at < *first) {
            *first = at;
            best = &rows[i].licence;
        }
    }
    return best;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

const fc_licence *fc_licence_of_text(fc_str text, fc_arena *scratch)
{
    fc_str words = words_of(fc_str_sub(text, 0, LONGEST), scratch);
    /* takes back what the licence above or below it permits */
    if (fc_str_find(words, FC_STR("commons clause license condition")) < words.n)
        return NULL;
    size_t first = words.n;
    const fc_licence *title = find(titled, COUNT(titled), words, &first),
                     *text_of = find(spelled, COUNT(spelled), words, &first);
    return text_of ? text_of : title;
}

bool fc_licence_is_file(fc_str path)
{
    static const char *const names[] = { "license", "licence", "copying", "unlicense" };
    fc_str name = fc_file_name(path);
    size_t stem = fc_str_findc(name, '.');
    const fc_language *language = fc_language_of(path, (fc_str){ "", 0 });
    if (language && language->kind == FC_LANGUAGE_CODE)
        return false;
    fc_str folder = fc_str_sub(path, 0, path.n - name.n);
    if (fc_str_is(folder, "LICENSES/") || fc_str_ends(folder, FC_STR("/LICENSES/")))
        return true;            /* REUSE's */
    for (size_t i = 0; i < COUNT(names); i++) {
        fc_str known = fc_str_of(names[i]);
        if (!fc_str_istarts(name, known)) {
            size_t from = stem > known.n ? stem - known.n - 1 : 0;
            bool last = from && (name.p[from] == '-' || name.p[from] == '_') &&
                        fc_str_ieq(fc_str_sub(name, from + 1, stem), known);
            if (last)
                return true;
            continue;
        }
        char next = name.n > known.n ? name.p[known.n] : '.';
        if (next == '.' || next == '-' || next == '_')
            return true;
    }
    return false;
}

/* ---------------------------------------------------------------- heads of files */

static bool is_name_byte(char c)
{
    return fc_is_alnum(c) || c == '.' || c == '-' || c == '+' || c == '(' || c == ')' ||
           c == ' ';
}

/* Behind the tag, up to what no expression has. */
static fc_str tagged(fc_str head)
{
    static const char tag[] = "SPDX-License-Identifier:";
    size_t at = fc_str_find(head, FC_STR(tag));
    if (at == head.n)
        return (fc_str){ "", 0 };
    fc_str s = fc_str_sub(head, at + sizeof tag - 1, head.n);
    size_t n = 0;
    while (n < s.n && n < LONGEST_NAME && is_name_byte(s.p[n]))
        n++;
    s = fc_str_trim(fc_str_sub(s, 0, n));
    while (s.n && s.p[s.n - 1] == '-') /* of "-->" */
        s.n--;
    return fc_str_trim(s);
}

fc_str fc_licence_of_head(fc_str text, fc_arena *keep, fc_arena *scratch)
{
    fc_str head = fc_str_sub(text, 0, HEAD), name = tagged(head);
    if (name.n)
        return fc_copy(keep, name);
    fc_str words = words_of(head, scratch);
    size_t first = words.n;
    const fc_licence *l = find(notices, COUNT(notices), words, &first);
    if (!l)
        l = find(spelled, COUNT(spelled), words, &first);
    return l ? fc_str_of(l->name) : (fc_str){ "", 0 };
}

/* ---------------------------------------------------------------- expressions */

static bool permits(fc_str name)
{
    for (size_t i = 0; i < COUNT(titled); i++)
        if (fc_str_ieq(name, fc_str_of(titled[i].licence.name)))
            return titled[i].licence.permissive;
    for (size_t i = 0; i < COUNT(spelled); i++)
        if (fc_str_ieq(name, fc_str_of(spelled[i].licence.name)))
            return spelled[i].licence.permissive;
    return false;
}

/* Parentheses are not followed: without OR all names must permit, with OR and without
 * AND one. */
bool fc_licence_permits(fc_str expression)
{
    bool all = true, any = false, choice = false, both = false;
    fc_str rest = expression, word;
    while (fc_str_split(&rest, ' ', &word)) {
        while (word.n && (word.p[0] == '(' || word.p[0] == ')'))
            word = fc_str_sub(word, 1, word.n);
        while (word.n && (word.p[word.n - 1] == '(' || word.p[word.n - 1] == ')'))
            word.n--;
        choice |= fc_str_is(word, "OR");
        both |= fc_str_is(word, "AND") || fc_str_is(word, "WITH");
        if (!word.n || fc_str_is(word, "OR") || fc_str_is(word, "AND"))
            continue;
        bool one = permits(word);
        all &= one;
        any |= one;
    }
    return choice && !both ? any : all && any;
}
