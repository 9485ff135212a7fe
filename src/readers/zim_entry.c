/* zim_entry.c - see zim_entry.h. */
#include "readers/zim_entry.h"

#include "base/str.h"

enum { REDIRECTS = 0xffff, LINKS = 0xfffe, DELETED = 0xfffd };

bool fc_zim_header_read(fc_str bytes, fc_zim_header *h)
{
    const char *p = bytes.p;
    if (bytes.n < FC_ZIM_HEADER || memcmp(p, "ZIM\x04", 4) != 0)
        return false;
    uint32_t major = fc_zim_u16(p + 4), minor = fc_zim_u16(p + 6);
    uint64_t sum = fc_zim_u64(p + 72);
    *h = (fc_zim_header){
        .old = major == 5 || minor == 0, /* 6.1 made the namespaces new */
        .entries = fc_zim_u32(p + 24),
        .clusters = fc_zim_u32(p + 28),
        .list = fc_zim_u64(p + 32),
        .titles = fc_zim_u64(p + 40),
        .places = fc_zim_u64(p + 48),
        .types = fc_zim_u64(p + 56),
        .sum = sum < FC_ZIM_HEADER ? 0 : sum,
        .size = sum < UINT64_MAX - 16 ? sum + 16 : sum,
    };
    return major == 5 || major == 6;
}

size_t fc_zim_types_read(fc_str bytes, fc_str types[FC_ZIM_TYPES])
{
    size_t n = 0, end;
    while (n < FC_ZIM_TYPES && (end = fc_str_findc(bytes, '\0')) && end < bytes.n) {
        types[n++] = fc_str_sub(bytes, 0, end);
        bytes = fc_str_sub(bytes, end + 1, bytes.n);
    }
    return n;
}

/* Bytes before the two names; a redirect has no blob, what is deleted no place at all. */
static size_t fixed_bytes(fc_zim_entry *e, const char *p)
{
    e->type = fc_zim_u16(p);
    e->space = p[3];
    e->kind = e->type == REDIRECTS                       ? FC_ZIM_REDIRECT
              : e->type == LINKS || e->type == DELETED ? FC_ZIM_DELETED
                                                         : FC_ZIM_CONTENT;
    if (e->kind == FC_ZIM_DELETED)
        return 8;
    e->cluster = fc_zim_u32(p + 8);
    e->blob = fc_zim_u32(p + 12);
    return e->kind == FC_ZIM_REDIRECT ? 12 : 16;
}

void fc_zim_entry_read(fc_str bytes, fc_zim_entry *e)
{
    bytes = fc_str_sub(bytes, 0, FC_ZIM_ENTRY);
    *e = (fc_zim_entry){ .kind = FC_ZIM_CUT_ENTRY, .n = bytes.n };
    if (bytes.n < 16)
        return;
    size_t at = fixed_bytes(e, bytes.p);
    fc_str rest = fc_str_sub(bytes, at, bytes.n);
    size_t path = fc_str_findc(rest, '\0');
    size_t title = path < rest.n ? fc_str_findc(fc_str_sub(rest, path + 1, rest.n), '\0')
                                 : 0;
    if (path + 1 + title >= rest.n) {
        e->kind = bytes.n < FC_ZIM_ENTRY ? FC_ZIM_CUT_ENTRY : FC_ZIM_NO_ENTRY;
        e->n = bytes.n;
        return;
    }
    e->path = fc_str_sub(rest, 0, path);
    e->title = fc_str_sub(rest, path + 1, path + 1 + title);
    e->n = at + path + title + 2;
}
