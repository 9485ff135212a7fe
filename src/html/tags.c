/* tags.c - names and property bits of the elements, and the look-up by name. */
#include "html/tags.h"

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

/* The first eight bytes, letters in lower case, low byte first. Setting bit 5 of a byte
 * lowers a letter and changes nothing in the digits and the '-' of element names; what it
 * does to other bytes is found out by the comparison. */
static uint64_t name_key(const char *p, size_t n)
{
    static const uint64_t bit5 = UINT64_C(0x2020202020202020);
    uint64_t key = 0;
    if (n >= 8) {
        for (size_t i = 0; i < 8; i++)
            key |= (uint64_t)(unsigned char)p[i] << (8 * i);
        return key | bit5;
    }
    for (size_t i = 0; i < n; i++)
        key |= (uint64_t)(unsigned char)p[i] << (8 * i);
    return key | (bit5 & ((UINT64_C(1) << (8 * n)) - 1));
}

unsigned fc_tag_find(const char *name, size_t n)
{
    uint64_t key = name_key(name, n) ^ n;
    unsigned tag = tag_slots[key * TAG_MULTIPLIER >> (64 - TAG_BITS)];
    const struct tag_name *t = &tag_names[tag];
    if (tag < 2 || t->n != n)
        return FC_TAG_UNKNOWN;
    for (size_t i = 0; i < n; i++)
        if (fc_lower(name[i]) != t->name[i])
            return FC_TAG_UNKNOWN;
    return tag;
}
