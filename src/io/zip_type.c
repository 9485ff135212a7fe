/* zip_type.c - see zip_type.h. */
#include "io/zip_type.h"

#include "base/str.h"
#include "io/members.h"

bool fc_zip_is_of_wacz(fc_str path)
{
    return fc_str_starts(path, FC_STR("archive/")) &&
           fc_str_find(path, FC_STR(".warc")) < path.n;
}

static const char *type_of_member(fc_str path)
{
    if (fc_str_is(path, "META-INF/container.xml"))
        return FC_TYPE_EPUB;
    if (fc_str_is(path, "word/document.xml"))
        return FC_TYPE_WORD;
    return fc_zip_is_of_wacz(path) ? FC_TYPE_WACZ : NULL;
}

const char *fc_zip_type(fc_str zip)
{
    const char *type = NULL;
    fc_members *m;
    fc_member member;
    if (fc_members_open_bytes(&m, zip, NULL))
        return NULL;
    while (!type && fc_members_next(m, &member, NULL) == FC_OK && member.path.n)
        type = type_of_member(member.path);
    fc_members_close(m);
    return type;
}
