/* papers.c - files of TeX in an archive or folder, wherever they lie in it: a paper reads
 * its chapters, macros and references from others, so all of them are one record, a tar,
 * and what makes papers of it tells them apart. The other files (programs, manuals) go
 * their own ways. */
#include "base/arena.h"
#include "base/str.h"
#include "io/stream.h"
#include "io/tar.h"
#include "readers/gather.h"
#include "readers/whole.h"

#include <stdlib.h>

enum { STEP = 64 << 10, TRUNCATED = 1, DAMAGED, TOO_LARGE };

typedef struct file {
    size_t at, path_n, n;           /* in bytes: the path, and behind it the content */
    bool tex;                       /* else it is for other files to read */
} file;

typedef struct papers {
    fc_stream *in;                  /* the file that is read; NULL: all were */
    char *archive;                  /* that they lie in */
    uint64_t most;                  /* bytes of one record */
    fc_buf bytes;
    fc_buf list;                    /* of struct file */
    bool tex;                       /* one of the files at least is */
    size_t tar;                     /* bytes of all as a tar, at most */
    bool full;                      /* what is held is due before more of it */
    size_t given;                   /* files that were given one by one */
} papers;

static bool is_document(fc_str name)
{
    static const char *const list[] = { ".tex", ".ltx", ".latex", NULL };
    return fc_name_ends_in(name, list);
}

/* Files that others read; classes and definitions are programs in other languages, too,
 * unless they begin as those of TeX. */
static bool is_for_others(fc_str name, fc_str first)
{
    static const char *const sure[] = { ".sty", ".bbl", ".bib", ".tikz", NULL };
    static const char *const likely[] = { ".cls", ".def", NULL };
    static const char *const signs[] = { "\\Provides", "\\NeedsTeXFormat", "\\def",
                                         "\\newcommand", "\\LoadClass", NULL };
    if (fc_name_ends_in(name, likely))
        for (size_t i = 0; signs[i]; i++)
            if (fc_str_find(first, fc_str_of(signs[i])) < first.n)
                return true;
    return fc_name_ends_in(name, sure);
}

/* Where the path within the innermost archive begins; 0 when there is none. */
static size_t path_at(fc_str name)
{
    size_t at = name.n;
    while (at > 1 && !(name.p[at - 1] == '/' && name.p[at - 2] == '!'))
        at--;
    return at > 1 ? at : 0;
}

static int papers_sniff(fc_str first, const char *path)
{
    fc_str name = fc_str_of(path);
    return path_at(name) && memchr(first.p, '\0', first.n) == NULL &&
                   (is_document(name) || is_for_others(name, first))
               ? 85
               : 0;
}

/* ------------------------------------------------------------------- opening, closing */

static void papers_close(void *state)
{
    papers *x = state;
    if (!x)
        return;
    fc_buf_free(&x->bytes);
    fc_buf_free(&x->list);
    free(x->archive);
    free(x);
}

static fc_rc make(fc_stream *in, void **out, fc_err *err)
{
    fc_str name = fc_str_of(fc_stream_name(in));
    size_t n = path_at(name) ? path_at(name) - 2 : 0;
    papers *x = *out = calloc(1, sizeof *x);
    if (!x || !(x->archive = malloc(n + 1)))
        return fc_fail(err, FC_ETRY, "no memory to read papers");
    memcpy(x->archive, name.p, n);
    x->archive[n] = '\0';
    x->most = fc_stream_max_item(in) / 2;
    return FC_OK;
}

static fc_rc begin(void *state, fc_stream *in, fc_err *err)
{
    (void)err;
    ((papers *)state)->in = in;
    return FC_OK;
}

static const fc_gather gather = { make, begin, papers_close };

static fc_rc papers_open(fc_stream *in, void **state, fc_err *err)
{
    return fc_gather_open(&gather, in, state, err);
}

static fc_rc papers_gather(fc_stream *in, void **state, fc_err *err)
{
    if (in)
        return fc_gather_file(&gather, in, state, err);
    ((papers *)*state)->in = NULL;
    return FC_OK;
}

/* ------------------------------------------------------------------------------ files */

static file *files_of(const papers *x)
{
    return (file *)(void *)x->list.p;
}

static size_t count(const papers *x)
{
    return x->list.n / sizeof(file);
}

/* The file's bytes behind what is held; *reason when it cannot be read whole. */
static fc_rc read_file(papers *x, size_t *n, int *reason, fc_err *err)
{
    fc_gap gap;
    for (;;) {
        fc_str got;
        fc_rc rc = fc_stream_peek(x->in, STEP, &got, err);
        if (rc)
            return rc;
        *n += got.n;
        if (*n > x->most && !*reason)
            *reason = TOO_LARGE;
        if (!*reason)
            fc_buf_str(&x->bytes, got);
        fc_stream_consume(x->in, got.n);
        if (got.n)
            continue;
        if (!fc_stream_gap(x->in, &gap))
            return x->bytes.failed ? fc_fail(err, FC_ETRY, "no memory for papers")
                                   : FC_OK;
        if (!*reason)
            *reason = gap.kind == FC_GAP_CUT ? TRUNCATED : DAMAGED;
    }
}

/* Of a file in the tar, at most. */
static size_t tar_bytes(const file *f)
{
    size_t name = f->path_n > 100 ? 3 * FC_TAR_BLOCK + f->path_n : 0;
    return name + FC_TAR_BLOCK + f->n + fc_tar_padding(f->n);
}

/* A file more; an item when it has to be given up. FC_END. */
static fc_rc add_file(papers *x, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    fc_str name = fc_str_of(fc_stream_name(x->in));
    fc_str path = fc_name_unpacked(fc_str_sub(name, path_at(name), name.n));
    file f = { .at = x->bytes.n, .path_n = path.n, .tex = is_document(path) };
    int reason = 0;
    fc_buf_str(&x->bytes, path);
    fc_rc rc = read_file(x, &f.n, &reason, err);
    if (rc)
        return rc;
    if (!reason) {
        fc_buf_add(&x->list, &f, sizeof f);
        x->tar += tar_bytes(&f);
        x->tex |= f.tex;
        x->full = x->tar > x->most;
        return x->list.failed ? fc_fail(err, FC_ETRY, "no memory for papers") : FC_END;
    }
    x->bytes.n = f.at;
    fc_record *rec = fc_gather_give(doc, name.p, "text/x-tex", 0, f.n, FC_STR(""),
                                    reason != TOO_LARGE, keep);
    rec->id = rec->uri = doc->id = fc_str_of(rec->input);
    doc->reason = (uint16_t)reason;
    return FC_OK;
}

/* ------------------------------------------------------------------------------ items */

static fc_str path_of(const papers *x, const file *f)
{
    return (fc_str){ x->bytes.p + f->at, f->path_n };
}

static fc_str content_of(const papers *x, const file *f)
{
    return (fc_str){ x->bytes.p + f->at + f->path_n, f->n };
}

/* Bytes that all paths begin with, up to a slash, which counts. */
static size_t common_folder(const papers *x)
{
    fc_str first = path_of(x, files_of(x));
    size_t n = first.n;
    for (size_t i = 0; i < count(x); i++) {
        fc_str path = path_of(x, &files_of(x)[i]);
        size_t same = 0;
        while (same < n && same < path.n && path.p[same] == first.p[same])
            same++;
        n = same;
    }
    while (n && first.p[n - 1] != '/')
        n--;
    return n;
}

/* All that is held as a tar, with paths from the folder on that all lie in. */
static fc_str tar_of(const papers *x, size_t folder, fc_arena *keep)
{
    size_t size = x->tar + 2 * FC_TAR_BLOCK, n = 0;
    char *p = fc_alloc(keep, size);
    for (size_t i = 0; i < count(x); i++) {
        const file *f = &files_of(x)[i];
        fc_str path = path_of(x, f), content = content_of(x, f);
        n += fc_tar_put_head(p + n, fc_str_sub(path, folder, path.n), '0', f->n);
        memcpy(p + n, content.p, content.n);
        memset(p + n + content.n, 0, fc_tar_padding(content.n));
        n += content.n + fc_tar_padding(content.n);
    }
    memset(p + n, 0, 2 * FC_TAR_BLOCK);
    n += 2 * FC_TAR_BLOCK;
    fc_trim(keep, p, size, n);
    return (fc_str){ p, n };
}

static void give(const papers *x, fc_str path, const char *mime, fc_str block,
                 uint64_t length, fc_arena *keep, fc_doc *doc)
{
    fc_str name[] = { fc_str_of(x->archive), FC_STR("!/"), path };
    fc_record *rec = FC_NEW(keep, fc_record);
    rec->input = fc_concat(keep, name, 3).p;
    rec->type = FC_STR("resource");
    rec->mime = fc_str_of(mime);
    rec->id = rec->uri = fc_str_of(rec->input);
    rec->length = length;
    rec->unpacked = true;
    rec->block = block;
    doc->kind = FC_RECORD;
    doc->rec = rec;
    doc->id = rec->id;
}

/* What is held as one record; files that no document reads one by one, as what they
 * are. FC_END when nothing is left. */
static fc_rc give_held(papers *x, fc_arena *keep, fc_doc *doc)
{
    bool alone = count(x) == 1 || !x->tex;
    if (x->given == count(x)) {
        fc_buf_clear(&x->bytes);
        fc_buf_clear(&x->list);
        x->given = 0;
        x->tar = 0;
        x->tex = x->full = false;
        return FC_END;
    }
    if (alone) {
        const file *f = &files_of(x)[x->given++];
        give(x, path_of(x, f), f->tex ? "text/x-tex" : "text/plain",
             fc_copy(keep, content_of(x, f)), f->n, keep, doc);
        return FC_OK;
    }
    size_t folder = common_folder(x);
    fc_str path = fc_str_sub(path_of(x, files_of(x)), 0, folder ? folder - 1 : 0);
    give(x, path, "application/x-tex-tar", tar_of(x, folder, keep), x->bytes.n, keep,
         doc);
    x->given = count(x);
    return FC_OK;
}

static fc_rc papers_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    papers *x = state;
    if (!x->in || x->full)
        return give_held(x, keep, doc);
    fc_rc rc = add_file(x, keep, doc, err);
    return rc == FC_END && x->full ? give_held(x, keep, doc) : rc;
}

FC_READER(papers) = {
    .name = "papers",
    .brief = "the TeX files of a folder or archive, together",
    .doc = "Every file that TeX reads (.tex, .ltx, .latex, .sty, .cls, .bbl, .bib, .def, "
           ".tikz), in whatever folder of a repository, is part of one record, which "
           "extract makes the papers of, with their chapters and macros; other files are "
           "read as what they are. Beyond half of the limit for one item a new record "
           "begins. A single file, and those for TeX where there is nothing in TeX, are "
           "records of their own.",
    .kind = FC_RECORD,
    .reasons = fc_whole_reasons,
    .sniff = papers_sniff,
    .open = papers_open,
    .next = papers_next,
    .close = papers_close,
    .gather = papers_gather,
    .everywhere = true
};
