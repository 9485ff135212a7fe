/* registry.c - all stages, readers and extractors, from lists that make greps out of the
 * sources. */
#include "base/str.h"
#include "filterc.h"

#define FC_LIST_STAGE(id) extern const fc_stage_def fc_stage_##id;
#define FC_LIST_READER(id) extern const fc_reader_def fc_reader_##id;
#define FC_LIST_EXTRACTOR(id) extern const fc_extractor_def fc_extractor_##id;
#include "registry_list.h"
#undef FC_LIST_STAGE
#undef FC_LIST_READER
#undef FC_LIST_EXTRACTOR

const fc_stage_def *const fc_stages[] = {
#define FC_LIST_STAGE(id) &fc_stage_##id,
#define FC_LIST_READER(id)
#define FC_LIST_EXTRACTOR(id)
#include "registry_list.h"
#undef FC_LIST_STAGE
#undef FC_LIST_READER
    NULL
};

const fc_reader_def *const fc_readers[] = {
#define FC_LIST_STAGE(id)
#define FC_LIST_READER(id) &fc_reader_##id,
#include "registry_list.h"
#undef FC_LIST_READER
#undef FC_LIST_EXTRACTOR
    NULL
};

const fc_extractor_def *const fc_extractors[] = {
#define FC_LIST_READER(id)
#define FC_LIST_EXTRACTOR(id) &fc_extractor_##id,
#include "registry_list.h"
    NULL
};

const fc_stage_def *fc_stage_find(fc_str name)
{
    for (size_t i = 0; fc_stages[i]; i++)
        if (fc_str_is(name, fc_stages[i]->use.name))
            return fc_stages[i];
    return NULL;
}

const fc_reader_def *fc_reader_sniff(fc_str head, const char *name, bool documents)
{
    const fc_reader_def *best = NULL;
    int surest = 0;
    char unpacked[4096]; /* readers are asked for the name that the bytes have now */
    fc_str s = fc_name_unpacked(fc_str_of(name));
    if (s.n < sizeof unpacked) {
        memcpy(unpacked, s.p, s.n);
        unpacked[s.n] = '\0';
        name = unpacked;
    }
    for (size_t i = 0; fc_readers[i]; i++) {
        int sure = fc_readers[i]->sniff(head, name);
        if (sure && documents && fc_readers[i]->kind == FC_DOCUMENT)
            sure += 100;
        if (sure > surest) {
            surest = sure;
            best = fc_readers[i];
        }
    }
    return best;
}
