/* zim.c - ZIM files, as Kiwix reads them: articles of a wiki or a site as HTML, packed in
 * clusters. Two passes: over the directory (zim_directory.c), which gives what is no
 * article, then over the articles in the order of their clusters (zim_cluster.c). So
 * memory stays flat and each cluster is decompressed once. The checksum is made behind
 * the clusters (zim_sum.c); one that is wrong is told, and takes nothing away. */
#include "base/str.h"
#include "base/utf8.h"
#include "readers/zim_cluster.h"
#include "readers/zim_directory.h"
#include "readers/zim_sum.h"

#include <stdlib.h>

enum { LONGEST_FACT = 1000 };

static const fc_reason reasons[] = {
    { "truncated", "the file ends before an entry, or before its content" },
    { "damaged-member", "compressed data was damaged: a cluster, for each entry in it" },
    { "bad-header", "the begin of a ZIM file is none that is known" },
    { "bad-entry", "an entry of a ZIM file that leads to nothing, or lies over another" },
    { "too-large", "an article was larger than the limit for one item" },
    { "bomb", "more bytes from fewer than limits allow" },
    { "duplicate", "another name of an article that was given" },
    { "redirect", "an entry that only leads to another one" },
    { "namespace", "an entry of a ZIM file that tells about the file, or is deleted" },
    { "mime", "an entry without text: an image, a style, a script, an index" },
    { "bad-checksum", "a ZIM file's bytes are not those that its checksum was made of, "
                      "or it ends before it: one item; the articles are given" },
    { NULL, NULL }
};

/* The names of fc_zim_facts in a document's metadata; NULL: the date. */
static const char *const fact_names[FC_ZIM_FACTS] = {
    "language", "author", "publisher", "licence", "site_name", "zim_name", "source_url",
    NULL
};

typedef struct zim {
    fc_stream *in;
    enum { HEADER, DIRECTORY, ARTICLES, SUM, REST } phase;
    fc_zim_directory dir;
    fc_zim_cluster *cluster;
    fc_zim_sum *sum;
    fc_zim_place last;              /* of the article before */
    fc_buf about, date;             /* what the file tells of itself */
} zim;

static int zim_sniff(fc_str first, const char *path)
{
    (void)path;
    return fc_str_starts(first, FC_STR("ZIM\x04")) ? 100 : 0;
}

static void zim_close(void *state)
{
    zim *z = state;
    if (!z)
        return;
    fc_zim_cluster_close(z->cluster);
    fc_zim_sum_close(z->sum);
    fc_zim_directory_close(&z->dir);
    fc_buf_free(&z->about);
    fc_buf_free(&z->date);
    free(z);
}

static fc_rc zim_open(fc_stream *in, void **state, fc_err *err)
{
    zim *z = *state = calloc(1, sizeof *z);
    if (!z)
        return fc_fail(err, FC_ETRY, "%s: no memory to open it", fc_stream_name(in));
    z->in = in;
    fc_rc rc = fc_zim_directory_open(&z->dir, fc_stream_temp(in), err);
    if (!rc)
        rc = fc_zim_cluster_open(&z->cluster, &z->dir.file, fc_stream_name(in),
                                 fc_stream_max_item(in), err);
    if (!rc)
        rc = fc_zim_sum_open(&z->sum, &z->dir.file, err);
    if (rc) {
        zim_close(z);
        *state = NULL;
    }
    return rc;
}

/* A plain file is read beside its stream, which is told how far. */
static void tell_progress(zim *z, uint64_t at)
{
    if (!z->dir.file.own)
        fc_stream_set_raw_at(z->in, at);
}

/* ------------------------------------------------------------------- about the file */

/* A line of text, in UTF-8. */
static fc_str one_line(fc_str s, fc_arena *keep)
{
    s = fc_copy(keep, fc_utf8_repair(fc_str_trim(s), keep, NULL));
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ')
            ((char *)(uintptr_t)s.p)[i] = ' ';
    return s;
}

static bool is_date(fc_str s)
{
    for (size_t i = 0; i < 10 && i < s.n; i++)
        if (i == 4 || i == 7 ? s.p[i] != '-' : s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n == 10;
}

static fc_rc read_facts(zim *z, fc_arena *keep, fc_err *err)
{
    for (size_t i = 0; i < FC_ZIM_FACTS; i++) {
        fc_zim_place p = fc_zim_directory_fact(&z->dir, i);
        fc_zim_state state;
        fc_str s;
        fc_rc rc = p.at ? fc_zim_cluster_blob(z->cluster, p.at, p.end, p.blob, &s, &state,
                                              err)
                        : FC_END;
        if (rc < 0)
            return rc;
        if (rc == FC_END || state)
            continue;
        s = one_line(fc_str_sub(s, 0, LONGEST_FACT), keep);
        if (fact_names[i] && s.n)
            fc_buf_printf(&z->about, "%s: %.*s\n", fact_names[i], (int)s.n, s.p);
        else if (is_date(s))
            fc_buf_printf(&z->date, "%.10sT00:00:00Z", s.p);
    }
    return z->about.failed || z->date.failed
               ? fc_fail(err, FC_ETRY, "%s: no memory to read it", fc_stream_name(z->in))
               : FC_OK;
}

/* ------------------------------------------------------------------------- the items */

static fc_str name_of(const zim *z, const fc_zim_item *it, fc_str path, fc_arena *keep)
{
    const char *name = fc_stream_name(z->in);
    char space = it->space > ' ' && it->space < 127 ? it->space : '?';
    return it->space ? fc_printf(keep, "%s!/%c/%.*s", name, space, (int)path.n, path.p)
                     : fc_printf(keep, "%s:%llu", name, (unsigned long long)it->at);
}

static fc_rc give(const zim *z, const fc_zim_item *it, fc_str block, fc_arena *keep,
                  fc_doc *doc)
{
    fc_record *rec = FC_NEW(keep, fc_record);
    fc_str path = one_line(it->path, keep), title = one_line(it->title, keep);
    title = title.n ? title : path;
    rec->input = fc_stream_name(z->in);
    rec->type = FC_STR("resource");
    rec->offset = it->at;
    rec->length = it->length;
    rec->unpacked = fc_stream_codec(z->in) != NULL;
    rec->truncated = it->reason == FC_ZIM_TRUNCATED ||
                     it->reason == FC_ZIM_DAMAGED_CLUSTER;
    rec->mime = one_line(it->type, keep);
    rec->block = fc_copy(keep, block);
    rec->date = fc_copy(keep, (fc_str){ z->date.p, z->date.n });
    rec->about = fc_printf(keep, "title: %.*s\n%.*s", (int)title.n, title.p,
                           (int)z->about.n, z->about.n ? z->about.p : "");
    rec->id = rec->uri = name_of(z, it, path, keep);
    doc->kind = FC_RECORD;
    doc->rec = rec;
    doc->id = rec->id;
    doc->reason = (uint16_t)it->reason;
    return FC_OK;
}

static fc_rc next_article(zim *z, fc_zim_item *it, fc_str *block, fc_err *err)
{
    static const int reason_of[] = {
        [FC_ZIM_WELL] = 0,
        [FC_ZIM_CUT] = FC_ZIM_TRUNCATED,
        [FC_ZIM_DAMAGED] = FC_ZIM_DAMAGED_CLUSTER,
        [FC_ZIM_WRONG] = FC_ZIM_BAD_ENTRY,
        [FC_ZIM_LARGE] = FC_ZIM_TOO_LARGE,
        [FC_ZIM_BOMB] = FC_ZIM_TOO_MUCH
    };
    fc_zim_state state;
    fc_rc rc = fc_zim_directory_article(&z->dir, it, err);
    if (rc)
        return rc;
    const fc_zim_place *p = &it->place;
    bool again = p->at == z->last.at && p->blob == z->last.blob;
    z->last = *p;
    tell_progress(z, p->at);
    if (again) {
        it->reason = FC_ZIM_DUPLICATE;
        return FC_OK;
    }
    if (!(rc = fc_zim_sum_to(z->sum, p->at, err)))
        rc = fc_zim_cluster_blob(z->cluster, p->at, p->end, p->blob, block, &state, err);
    it->reason = rc ? 0 : reason_of[state];
    return rc;
}

/* FC_END: all is well, or a gap follows, which is told in place of what came of it. */
static fc_rc check_sum(zim *z, fc_zim_item *it, fc_err *err)
{
    fc_gap gap;
    bool well = true;
    z->phase = REST;
    if (z->dir.head.sum && !fc_stream_at_gap(z->in, &gap)) {
        fc_rc rc = fc_zim_sum_check(z->sum, z->dir.head.sum, &well, err);
        if (rc)
            return rc;
    }
    if (well)
        return FC_END;
    it->at = z->dir.head.sum;
    it->length = z->dir.head.size - z->dir.head.sum;
    it->reason = FC_ZIM_BAD_SUM;
    return FC_OK;
}

/* Damage of the compression around the file, when it was copied. */
static fc_rc finish(zim *z, fc_zim_item *it, fc_err *err)
{
    fc_str got;
    fc_gap gap;
    tell_progress(z, z->dir.file.size);
    fc_rc rc = fc_stream_peek(z->in, 1, &got, err);
    if (rc || !fc_stream_gap(z->in, &gap))
        return rc ? rc : FC_END;
    it->at = z->dir.file.size;
    it->reason =
        gap.kind == FC_GAP_CUT ? FC_ZIM_TRUNCATED : FC_ZIM_DAMAGED_CLUSTER;
    return FC_OK;
}

static fc_rc zim_next(void *state, fc_arena *keep, fc_doc *doc, fc_err *err)
{
    zim *z = state;
    fc_zim_item it = { .reason = 0 };
    fc_str block = { "", 0 };
    fc_rc rc = FC_END;
    if (z->phase == HEADER) {
        if ((rc = fc_zim_directory_begin(&z->dir, z->in, &it, err)))
            return rc;
        tell_progress(z, 0);
        z->phase = it.reason ? REST : DIRECTORY;
        if (it.reason)
            return give(z, &it, block, keep, doc);
    }
    if (z->phase == DIRECTORY &&
        (rc = fc_zim_directory_next(&z->dir, &it, err)) == FC_END) {
        if ((rc = read_facts(z, keep, err)))
            return rc;
        z->phase = ARTICLES;
    }
    if (z->phase == ARTICLES && (rc = next_article(z, &it, &block, err)) == FC_END)
        z->phase = SUM;
    if (z->phase == SUM)
        rc = check_sum(z, &it, err);
    if (z->phase == REST && rc == FC_END)
        rc = finish(z, &it, err);
    return rc ? rc : give(z, &it, it.reason ? FC_STR("") : block, keep, doc);
}

FC_READER(zim) = {
    .name = "zim",
    .brief = "ZIM files, as Kiwix reads them: articles as HTML",
    .doc = "Each article (HTML, plain text, Markdown, PDF or EPUB of the namespace that "
           "holds content) is a record of type resource named \"FILE!/C/PATH\", with its "
           "title and what the file tells of itself: language, author, publisher, "
           "licence, date, site and name. They come in the order of the clusters that "
           "hold them, so that each is decompressed once; offset and length are of the "
           "entry in the directory. Redirects, images and the like are counted. The "
           "checksum at the end is made again (when filterc is built with nettle); one "
           "that is wrong is counted as an item, and nothing else changes. What is no "
           "plain file (a pipe, a member of an archive) is copied to an unnamed file in "
           "TMPDIR first.",
    .kind = FC_RECORD,
    .reasons = reasons,
    .sniff = zim_sniff,
    .open = zim_open,
    .next = zim_next,
    .close = zim_close
};
