/* gather.c - see gather.h. */
#include "readers/gather.h"

#include "base/str.h"

fc_rc fc_gather_open(const fc_gather *g, fc_stream *in, void **state, fc_err *err)
{
    void *made = NULL;
    fc_rc rc = g->make(in, &made, err);
    if (!rc)
        rc = g->begin(made, in, err);
    if (rc)
        g->close(made);
    else
        *state = made;
    return rc;
}

fc_rc fc_gather_file(const fc_gather *g, fc_stream *in, void **state, fc_err *err)
{
    fc_rc rc = *state ? FC_OK : g->make(in, state, err);
    return rc ? rc : g->begin(*state, in, err);
}

fc_str fc_gather_numbered(fc_arena *keep, fc_str before, uint64_t number)
{
    char digits[20];
    fc_str parts[] = { before, { digits, fc_u64_format(number, digits) } };
    return fc_concat(keep, parts, 2);
}

fc_record *fc_gather_give(fc_doc *doc, const char *file, const char *mime,
                          uint64_t offset, uint64_t length, fc_str block, bool cut,
                          fc_arena *keep)
{
    fc_record *rec = FC_NEW(keep, fc_record);
    const char *slash = strrchr(file, '/');
    fc_str name[] = { fc_str_of(slash ? slash + 1 : file), FC_STR(":") };
    rec->input = fc_copy(keep, fc_str_of(file)).p;
    rec->type = FC_STR("resource");
    rec->mime = fc_str_of(mime);
    rec->offset = offset;
    rec->length = length;
    rec->unpacked = true;
    rec->truncated = cut;
    rec->block = block.n ? fc_copy(keep, block) : block;
    rec->id = fc_gather_numbered(keep, fc_concat(keep, name, 2), offset);
    doc->kind = FC_RECORD;
    doc->rec = rec;
    doc->id = rec->id;
    return rec;
}
