/* tar.c - see tar.h. */
#include "io/tar.h"

#include "base/str.h"

#include <stdio.h>

enum { NAME = 100, TYPE = 156, MAGIC = 257 };

static void octal(char *p, size_t n, uint64_t v)
{
    p[n - 1] = '\0';
    for (size_t i = n - 1; i-- > 0; v >>= 3)
        p[i] = (char)('0' + (v & 7));
}

/* Sizes from 8 GiB on do not fit in octal digits: 256 to the base, as all readers
 * know. */
static void put_size(char *p, uint64_t size)
{
    if (size < UINT64_C(1) << 33) {
        octal(p, 12, size);
        return;
    }
    memset(p, 0, 12);
    p[0] = (char)0x80;
    for (int i = 11; i > 3; i--, size >>= 8)
        p[i] = (char)(size & 0xFF);
}

static void put_block(char *p, fc_str name, char type, uint64_t size)
{
    unsigned sum = 0;
    memset(p, 0, FC_TAR_BLOCK);
    memcpy(p, name.p, name.n < NAME ? name.n : NAME);
    octal(p + 100, 8, 0644);
    octal(p + 108, 8, 0);
    octal(p + 116, 8, 0);
    put_size(p + 124, size);
    octal(p + 136, 12, 0);
    memset(p + 148, ' ', 8);
    p[TYPE] = type;
    memcpy(p + MAGIC, "ustar\0" "00", 8);
    for (size_t i = 0; i < FC_TAR_BLOCK; i++)
        sum += (unsigned char)p[i];
    octal(p + 148, 7, sum);
}

/* "27 path=folder/file\n", where the number counts itself too, behind its header. */
static size_t put_record(char *p, char type, const char *key, fc_str value)
{
    char *record = p + FC_TAR_BLOCK;
    size_t n = strlen(key) + value.n + 3, all = n, before = 0;
    while (before != all) {
        before = all;
        all = n + (size_t)snprintf(record, 24, "%zu", all);
    }
    snprintf(record, FC_TAR_LONGEST + 32, "%zu %s=%.*s\n", all, key, (int)value.n,
             value.p);
    put_block(p, FC_STR("pax"), type, all);
    memset(record + all, 0, fc_tar_padding(all));
    return FC_TAR_BLOCK + all + fc_tar_padding(all);
}

size_t fc_tar_padding(uint64_t size)
{
    return (size_t)(-size & (FC_TAR_BLOCK - 1));
}

size_t fc_tar_put_head(char *p, fc_str path, char type, uint64_t size)
{
    size_t n = path.n > NAME ? put_record(p, 'x', "path", path) : 0;
    put_block(p + n, path, type, size);
    return n + FC_TAR_BLOCK;
}

void fc_tar_put_global(char *p)
{
    put_record(p, 'g', "comment", FC_STR("folder"));
}

bool fc_tar_has_global(fc_str head)
{
    return head.n >= FC_TAR_BLOCK && memcmp(head.p + MAGIC, "ustar", 5) == 0 &&
           head.p[TYPE] == 'g';
}
