/* plain.c - see plain.h. The cases are those of the insertion mode "in body" (WHATWG)
 * whose start tag may do more than be appended; what is not known to be harmless is not
 * plain. */
#include "html/plain.h"

/* An element of these kinds would be closed by the next one, unless a list is in
 * between. */
static bool item_is_plain(const fc_openstack *s, unsigned tag, unsigned top)
{
    if (tag == FC_TAG_LI)
        return !s->open[FC_TAG_LI] || top == FC_TAG_UL || top == FC_TAG_OL;
    return (!s->open[FC_TAG_DT] && !s->open[FC_TAG_DD]) || top == FC_TAG_DL;
}

/* <b> ... are copied into later blocks unless closed; alike ones are counted. */
static bool format_is_plain(const fc_openstack *s, unsigned tag)
{
    return tag != FC_TAG_NOBR && s->formats < s->max_formats && !s->unmatched[tag] &&
           !fc_openstack_formatting(s, tag);
}

static bool void_is_plain(unsigned tag)
{
    return tag == FC_TAG_BR || tag == FC_TAG_IMG || tag == FC_TAG_INPUT ||
           tag == FC_TAG_HR || tag == FC_TAG_WBR || tag == FC_TAG_SOURCE ||
           tag == FC_TAG_TRACK;
}

static bool block_is_plain(const fc_openstack *s, unsigned tag, unsigned top)
{
    if (s->open[FC_TAG_P])
        return false;
    switch (tag) {
    case FC_TAG_LI:
    case FC_TAG_DT:
    case FC_TAG_DD:
        return item_is_plain(s, tag, top);
    case FC_TAG_FORM:
    case FC_TAG_TABLE:
    case FC_TAG_PLAINTEXT:
    case FC_TAG_XMP:
        return false;
    default:
        return !fc_tag_level(tag) || !fc_tag_level(top);
    }
}

static bool inline_is_plain(const fc_openstack *s, unsigned tag)
{
    switch (tag) {
    case FC_TAG_BUTTON:
        return !s->open[FC_TAG_BUTTON];
    case FC_TAG_NOSCRIPT:
        return true;
    case FC_TAG_MATH:
        return false;
    default:
        /* Those that imply end tags, bound searches or belong to tables are not. */
        return !(fc_tag_flags[tag] & ~(FC_TAGF_LEAVES_XML | FC_TAGF_BLOCK));
    }
}

bool fc_plain_start(fc_openstack *s, unsigned tag)
{
    const fc_elem *top = fc_openstack_top(s);
    unsigned flags = fc_tag_flags[tag];
    if (top->ns != FC_NS_HTML || fc_openstack_fostered(s) || fc_openstack_stale(s) ||
        s->open[FC_TAG_SELECT] || s->open[FC_TAG_TEMPLATE] || s->open[FC_TAG_FRAMESET] ||
        s->beyond || s->inexact || s->shown >= s->max_depth)
        return false;
    if (flags & FC_TAGF_VOID)
        return void_is_plain(tag) && !(tag == FC_TAG_HR && s->open[FC_TAG_P]);
    if (flags & FC_TAGF_FORMAT)
        return format_is_plain(s, tag);
    if (flags & FC_TAGF_CLOSES_P)
        return block_is_plain(s, tag, top->tag);
    return inline_is_plain(s, tag);
}
