/* licence.c - the licence of each file of a repository: what the file says at its
 * begin, else that of the nearest licence file in its folder or one around it. An
 * ordered stage: it remembers the licence files that have come, of one tree at a time. */
#include "base/str.h"
#include "text/licences.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct conf {
    bool keep_texts;
} conf;

enum { LICENCE_TEXT = 1 };

/* Folders with a licence in one tree; of a tree with more, no more is told. */
enum { MOST = 1024, LONGEST_PATH = 4096, LONGEST_NAMES = 200 };

typedef struct folder {
    char *path;                 /* with its slash; empty: the top */
    size_t n;
    char names[LONGEST_NAMES];  /* SPDX's, parted by " AND " */
} folder;

typedef struct tree {
    char root[LONGEST_PATH];    /* what stands before "!/" */
    folder v[MOST];
    size_t n;
    bool full;
} tree;

static fc_rc licence_worker(const void *config, void **mine, fc_err *err)
{
    (void)config;
    *mine = calloc(1, sizeof(tree));
    return *mine ? FC_OK : fc_fail(err, FC_ETRY, "out of memory");
}

static void forget(tree *t)
{
    while (t->n)
        free(t->v[--t->n].path);
    t->full = false;
}

static void licence_worker_end(void *mine)
{
    tree *t = mine;
    if (t)
        forget(t);
    free(t);
}

/* ---------------------------------------------------------------- the tree */

/* "outer!/a/b.c": the outer name and the path. False when it lies in no archive or
 * folder. */
static bool place_of(const fc_doc *doc, fc_str *root, fc_str *path)
{
    const fc_value *v = fc_fields_get(&doc->meta, FC_STR("url"));
    if (!v || v->type != FC_STRING)
        v = fc_fields_get(&doc->meta, FC_STR("file_path"));
    if (!v || v->type != FC_STRING)
        return false;
    fc_str s = v->str;
    size_t at = s.n;
    while (at > 1 && !(s.p[at - 1] == '/' && s.p[at - 2] == '!'))
        at--;
    *root = fc_str_sub(s, 0, at - 2);
    *path = fc_str_sub(s, at, s.n);
    return at > 1 && root->n < LONGEST_PATH && path->n < LONGEST_PATH;
}

static void enter_tree(tree *t, fc_str root)
{
    if (fc_str_is(root, t->root))
        return;
    forget(t);
    memcpy(t->root, root.p, root.n);
    t->root[root.n] = '\0';
}

static fc_str folder_of(fc_str path)
{
    while (path.n && path.p[path.n - 1] != '/')
        path.n--;
    return path;
}

/* The nearest folder around the path that has a licence, or NULL. */
static folder *nearest(tree *t, fc_str path)
{
    folder *best = NULL;
    for (size_t i = 0; i < t->n; i++)
        if (fc_str_starts(path, (fc_str){ t->v[i].path, t->v[i].n }) &&
            (!best || t->v[i].n >= best->n))
            best = &t->v[i];
    return best;
}

/* Not within another: LGPL-3.0 holds GPL-3.0. */
static bool has_name(fc_str names, fc_str name)
{
    for (size_t at = 0, end; at < names.n; at = end) {
        at += fc_str_find(fc_str_sub(names, at, names.n), name);
        end = at + name.n;
        if (end <= names.n && (!at || strchr(" (", names.p[at - 1])) &&
            (end == names.n || strchr(" )", names.p[end])))
            return true;
    }
    return false;
}

/* Add a name to a folder, once. A choice stands in parentheses beside others: AND binds
 * first. */
static void add_name(folder *f, const char *name)
{
    char joined[LONGEST_NAMES];
    bool choice = strstr(f->names, " OR ") && f->names[0] != '(';
    bool also = strstr(name, " OR ") && name[0] != '(';
    int n = snprintf(joined, sizeof joined, "%s%s%s AND %s%s%s", choice ? "(" : "",
                     f->names, choice ? ")" : "", also ? "(" : "", name, also ? ")" : "");
    if (!f->names[0])
        n = snprintf(joined, sizeof joined, "%s", name);
    if (n < LONGEST_NAMES && !has_name(fc_str_of(f->names), fc_str_of(name)))
        memcpy(f->names, joined, (size_t)n + 1);
}

/* False: no memory. */
static bool remember(tree *t, fc_str path, const char *name)
{
    fc_str at = folder_of(path);
    folder *f = nearest(t, path);
    if (!f || f->n != at.n) {
        if (t->n == MOST) {
            t->full = true;
            return true;
        }
        char *copy = malloc(at.n + 1);
        if (!copy)
            return false;
        f = &t->v[t->n++];
        *f = (folder){ .path = copy, .n = at.n };
        memcpy(copy, at.p, at.n);
    }
    add_name(f, name);
    return true;
}

/* ---------------------------------------------------------------- documents */

/* LICENSE and COPYING count even when nobody knows what is in them; docs/license.rst
 * may be a page about it. */
static bool is_loud(fc_str path)
{
    fc_str at = folder_of(path);
    for (size_t i = at.n; i < path.n && path.p[i] != '.'; i++)
        if (path.p[i] >= 'a' && path.p[i] <= 'z')
            return false;
    return true;
}

static void tell(fc_doc *doc, fc_call *call, fc_str names, const char *from)
{
    if (names.n) {
        fc_set_str(&doc->attr, call->keep, "licence", fc_copy(call->keep, names));
        fc_set_bool(&doc->attr, call->keep, "licence_permissive",
                    fc_licence_permits(names));
    }
    fc_set_str(&doc->attr, call->keep, "licence_from", fc_str_of(from));
    if (call->explain)
        fc_buf_printf(call->explain, "licence %.*s (%s)\n", (int)names.n, names.p, from);
}

static int licence_run(const void *config, void *mine, fc_doc *doc, fc_call *call)
{
    const conf *c = config;
    tree *t = mine;
    fc_str root, path;
    bool placed = place_of(doc, &root, &path);
    if (placed)
        enter_tree(t, root);
    bool file = placed && fc_licence_is_file(path);
    const fc_licence *l = file ? fc_licence_of_text(doc->text, call->scratch) : NULL;
    if (l || (file && is_loud(path))) {
        /* it may be the notice that files have, and no more */
        fc_str notice = l ? (fc_str){ "", 0 }
                          : fc_licence_of_head(doc->text, call->scratch, call->scratch);
        const char *name = l          ? l->name
                           : notice.n ? fc_copy(call->scratch, notice).p
                                      : "NOASSERTION";
        if (!remember(t, path, name))
            return fc_fail(call->err, FC_ETRY, "licence: out of memory");
        tell(doc, call, fc_str_of(name), "itself");
        return c->keep_texts ? FC_KEEP : LICENCE_TEXT;
    }
    fc_str own = fc_licence_of_head(doc->text, call->keep, call->scratch);
    folder *f = placed && !t->full ? nearest(t, path) : NULL;
    if (own.n)
        tell(doc, call, own, "head");
    else if (f)
        tell(doc, call, fc_str_of(f->names), "file");
    else
        tell(doc, call, own, "unknown");
    return FC_KEEP;
}

/* ---------------------------------------------------------------- the table */

static const fc_opt opts[] = {
    { "keep-texts", FC_OPT_BOOL, offsetof(conf, keep_texts), NULL, 0, 0, NULL, NULL,
      "keep the licences themselves", 0 },
    { 0 }
};

static const char *const from[] = { "head", "file", "itself", "unknown", NULL };
static const fc_attr gives[] = {
    { "licence", FC_STRING, "SPDX's name, or an expression of names", NULL },
    { "licence_permissive", FC_BOOL,
      "it asks for notices at most; set when there is a licence", NULL },
    { "licence_from", FC_STRING,
      "what told it: the file's begin, a licence file that came before "
      "it, or nothing did",
      from },
    { 0 }
};

static const fc_reason reasons[] = {
    { "licence-text", "a licence, and no work under one" },
    { 0 }
};

static const fc_example examples[] = {
    { "a file that says so", "licence",
      "{\"id\":\"a\",\"text\":\"// SPDX-License-Identifier: MIT\\nint x;\"}\n",
      "{\"id\":\"a\",\"text\":\"// SPDX-License-Identifier: MIT\\nint "
      "x;\",\"attributes\":{\"licence\":\"MIT\",\"licence_permissive\":true,\"licence_fro"
      "m\":\"head\"}}\n" },
    { "keep the licences themselves, too", "licence --keep-texts repository.jsonl", NULL,
      NULL },
    { 0 }
};

FC_STAGE(licence) = {
    .use = {
        .name = "licence",
        .group = FC_GROUP_TELL,
        .brief = "the licence that each file of a repository is under",
        .doc = "A file is under the licence that it names at its begin "
               "(SPDX-License-Identifier, or the notice of a well-known licence); else "
               "under that of the nearest LICENSE, COPYING or UNLICENSE file in its "
               "folder or a folder around it, in the same archive or folder. Several "
               "such files in a folder are joined by AND; one that is not known is "
               "NOASSERTION.\n"
               "\n"
               "Documents stream by, so a licence file counts for what comes after it. "
               "In a folder it comes first; in archives made by git, behind names in "
               "capitals from A to K. What came before it has licence_from \"unknown\".\n"
               "\n"
               "Licences are known by words that identify them. Those of which the text "
               "does not say whether later versions are meant are named as GitHub does: "
               "GPL-3.0.",
        .source = "SPDX License List",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .flags = FC_ORDERED,
    .gives = gives,
    .reasons = reasons,
    .worker = licence_worker,
    .run = licence_run,
    .worker_end = licence_worker_end,
};
