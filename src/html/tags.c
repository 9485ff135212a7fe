/* tags.c - names and property bits of the elements, and the look-up by name. */
#include "html/tags.h"

#include "base/bits.h"
#include "base/str.h"
#include "html/tags_table.h"

const uint16_t fc_tag_flags[FC_TAG_COUNT] = {
#define TAG_FLAGS(id, name, flags) [FC_TAG_##id] = (flags),
    FC_TAGS(TAG_FLAGS)
};

static const struct tag_name {
    const char *name;
    size_t n;
} tag_names[FC_TAG_COUNT] = {
    [FC_TAG_UNKNOWN] = { "?", 1 },
    [FC_TAG_TEXT] = { "#text", 5 },
#define TAG_NAME(id, name, flags) [FC_TAG_##id] = { (name), sizeof(name) - 1 },
    FC_TAGS(TAG_NAME)
};

const char *fc_tag_name(unsigned tag)
{
    return tag < FC_TAG_COUNT ? tag_names[tag].name : "?";
}

/* The first eight bytes of a name of n, low byte first; parts of it may be read twice. */
static uint64_t first_bytes(const char *p, size_t n)
{
    if (n >= 8)
        return fc_load64(p);
    if (n >= 4)
        return fc_load32(p) | (uint64_t)fc_load32(p + n - 4) << (8 * (n - 4));
    if (n == 0)
        return 0;
    uint64_t v = (unsigned char)p[0];
    v |= (uint64_t)(unsigned char)p[n / 2] << (8 * (n / 2));
    return v | (uint64_t)(unsigned char)p[n - 1] << (8 * (n - 1));
}

/* Setting bit 5 of a byte lowers a letter and changes nothing in the digits and the '-'
 * of element names. What it does to other bytes does not matter: only where the name that
 * was found has a letter, which bit 6 tells, may the two differ in bit 5. */
unsigned fc_tag_find(const char *name, size_t n)
{
    static const uint64_t bit5 = UINT64_C(0x2020202020202020);
    uint64_t is = first_bytes(name, n);
    uint64_t low = is | (n >= 8 ? bit5 : bit5 & ((UINT64_C(1) << (8 * n)) - 1));
    unsigned tag = tag_slots[(low ^ n) * TAG_MULTIPLIER >> (64 - TAG_BITS)];
    const struct tag_name *t = &tag_names[tag];
    if (tag < 2 || t->n != n)
        return FC_TAG_UNKNOWN;
    if ((is ^ tag_first[tag]) & ~(tag_first[tag] >> 1 & bit5))
        return FC_TAG_UNKNOWN;
    for (size_t i = 8; i < n; i++)
        if (fc_lower(name[i]) != t->name[i])
            return FC_TAG_UNKNOWN;
    return tag;
}
