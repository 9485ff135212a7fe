/* licences.c - see licences.h. Texts are compared as words in lower case with one
 * blank between, so that wrapping, marks of comments and quotes do not matter. */
#include "text/licences.h"

#include "base/str.h"
#include "text/languages.h"

enum { LONGEST = 64 << 10, HEAD = 4096, LONGEST_NAME = 200 };

/* Signs: all of `has` (parted by '|') must be there, none of `not`. The first row
 * decides. */
typedef struct row {
    fc_licence licence;
    const char *has, *not;
} row;

#define PERMISSION "permission is hereby granted free of charge to any person"
#define REDISTRIBUTION "redistribution and use in source and binary forms"

static const row texts[] = {
    { { "AGPL-3.0", false }, "gnu affero general public license version 3", "" },
    { { "LGPL-3.0", false }, "gnu lesser general public license version 3", "" },
    { { "LGPL-2.1", false }, "gnu lesser general public license version 2 1", "" },
    { { "LGPL-2.0", false }, "gnu library general public license version 2", "" },
    { { "GPL-3.0", false }, "gnu general public license version 3", "" },
    { { "GPL-2.0", false }, "gnu general public license version 2", "" },
    { { "GPL-1.0", false }, "gnu general public license version 1", "" },
    { { "GFDL-1.3", false }, "gnu free documentation license version 1 3", "" },
    { { "Apache-2.0", true }, "apache license version 2 0", "" },
    { { "Apache-1.1", true }, "apache software license version 1 1", "" },
    { { "MPL-2.0", false }, "mozilla public license version 2 0", "" },
    { { "MPL-1.1", false }, "mozilla public license version 1 1", "" },
    { { "EPL-2.0", false }, "eclipse public license v 2 0", "" },
    { { "EPL-1.0", false }, "eclipse public license v 1 0", "" },
    { { "EUPL-1.2", false }, "european union public licence v 1 2", "" },
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
    { { "MS-PL", false }, "microsoft public license", "" },
    { { "UPL-1.0", true }, "the universal permissive license", "" },
    { { "MulanPSL-2.0", true }, "mulan permissive software license version 2", "" },
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
    { { "CC-BY-SA-3.0", false }, "attribution sharealike 3 0", "" },
    { { "CC-BY-3.0", true }, "attribution 3 0 unported", "" },
    { { "NCSA", true }, PERMISSION "|to deal with the software without restriction", "" },
    { { "X11", true }, PERMISSION "|except as contained in this notice the name", "" },
    { { "MIT", true }, PERMISSION "|copyright notice and this permission notice", "" },
    { { "MIT-0", true }, PERMISSION "|to deal in the software without restriction", "" },
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
        bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                    (unsigned char)c >= 0x80;
        if (kept || (n && p[n - 1] != ' '))
            p[n++] = kept ? c : ' ';
    }
    return (fc_str){ p, n };
}

static bool has_all(fc_str words, const char *signs)
{
    fc_str rest = fc_str_of(signs), sign;
    while (fc_str_split(&rest, '|', &sign))
        if (fc_str_find(words, sign) == words.n)
            return false;
    return true;
}

static const fc_licence *find(const row *rows, size_t n, fc_str words)
{
    for (size_t i = 0; i < n; i++) {
        bool barred = rows[i].not [0] &&
                      fc_str_find(words, fc_str_of(rows[i].not )) < words.n;
        if (!barred && has_all(words, rows[i].has))
            return &rows[i].licence;
    }
    return NULL;
}

#define COUNT(list) (sizeof(list) / sizeof *(list))

const fc_licence *fc_licence_of_text(fc_str text, fc_arena *scratch)
{
    return find(texts, COUNT(texts), words_of(fc_str_sub(text, 0, LONGEST), scratch));
}

bool fc_licence_is_file(fc_str path)
{
    static const char *const names[] = { "license", "licence", "copying", "unlicense" };
    fc_str name = fc_file_name(path);
    size_t stem = fc_str_findc(name, '.');
    const fc_language *language = fc_language_of(path, (fc_str){ "", 0 });
    if (language && language->kind == FC_LANGUAGE_CODE)
        return false;
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
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '.' || c == '-' || c == '+' || c == '(' || c == ')' || c == ' ';
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
    const fc_licence *l = find(notices, COUNT(notices), words_of(head, scratch));
    return l ? fc_str_of(l->name) : (fc_str){ "", 0 };
}

/* ---------------------------------------------------------------- expressions */

static bool permits(fc_str name)
{
    for (size_t i = 0; i < COUNT(texts); i++)
        if (fc_str_ieq(name, fc_str_of(texts[i].licence.name)))
            return texts[i].licence.permissive;
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
