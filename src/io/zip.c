/* zip.c - see zip.h. libzip reads the directory and gives members as they are stored;
 * compress.c unpacks them at once, their size being known. */
#include "config.h"

#include "io/zip.h"

#include "io/compress.h"

#ifdef HAVE_LIBZIP
#include <stdlib.h>
#include <zip.h>

enum {
    END = 22, LOCATOR = 20,     /* bytes of the directory's end, of that of zip64 */
    MOST = 4096,                /* members: libzip's hash can be made to collide */
    LONGEST_PATH = 4096,
    DEFLATE_RATIO = 1032,       /* bytes of one packed byte at most */
    TYPES = 0170000, FILES = 0100000, FOLDERS = 0040000, DOS_FOLDER = 0x10
};

struct fc_zip {
    zip_t *z;
    fc_inflater *inflater;
};

static unsigned le16(const char *p)
{
    return (unsigned char)p[0] | (unsigned)(unsigned char)p[1] << 8;
}

static uint64_t le32(const char *p)
{
    return le16(p) | (uint64_t)le16(p + 2) << 16;
}

/* The directory and its end are the end of the file, with few members and no zip64. */
static bool ends_plainly(fc_str bytes)
{
    if (bytes.n < END + LOCATOR || !fc_str_starts(bytes, FC_STR("PK\3\4")))
        return false;
    const char *end = bytes.p + bytes.n - END;
    return memcmp(end, "PK\5\6", 4) == 0 && !le16(end + 20) && le16(end + 10) <= MOST &&
           le32(end + 12) + le32(end + 16) == bytes.n - END &&
           memcmp(end - LOCATOR, "PK\6\7", 4) != 0;
}

static zip_t *open_directory(fc_str bytes)
{
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, NULL);
    zip_t *z =
        source ? zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, NULL) : NULL;
    if (!z)
        zip_source_free(source);
    return z;
}

fc_zip *fc_zip_open(fc_str bytes)
{
    fc_zip *zip = ends_plainly(bytes) ? calloc(1, sizeof *zip) : NULL;
    if (!zip)
        return NULL;
    zip->z = open_directory(bytes);
    zip->inflater = zip->z ? fc_inflater_open() : NULL;
    if (zip->inflater)
        return zip;
    fc_zip_close(zip);
    return NULL;
}

uint64_t fc_zip_count(fc_zip *zip)
{
    zip_int64_t n = zip_get_num_entries(zip->z, 0);
    return n > 0 ? (uint64_t)n : 0;
}

/* A path that no reader changes or refuses. */
static bool is_plain(fc_str path)
{
    if (!path.n || path.n >= LONGEST_PATH || path.p[0] == '/' || path.p[0] == '.')
        return false;
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] < ' ' || path.p[i] > '~' || path.p[i] == '\\' || path.p[i] == ':')
            return false;
    return fc_str_find(path, FC_STR("..")) == path.n;
}

/* Neither a link nor a device, by what the system it was made on says. */
static bool is_file(zip_t *z, uint64_t index, bool folder)
{
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    if (zip_file_get_external_attributes(z, index, 0, &system, &attributes))
        return false;
    unsigned type = attributes >> 16 & TYPES;
    if (system == ZIP_OPSYS_UNIX && type && type != (folder ? FOLDERS : FILES))
        return false;
    return folder || system == ZIP_OPSYS_UNIX || !(attributes & DOS_FOLDER);
}

bool fc_zip_member_at(fc_zip *zip, uint64_t index, fc_zip_member *m)
{
    enum { NEEDED = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC |
                    ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD };
    zip_stat_t s;
    if (zip_stat_index(zip->z, index, ZIP_FL_ENC_RAW, &s) || (s.valid & NEEDED) != NEEDED)
        return false;
    *m = (fc_zip_member){ fc_str_of(s.name), index,
                          s.comp_size,       s.size,
                          s.crc,             s.comp_method == ZIP_CM_DEFLATE };
    bool fits = m->packed ? m->bytes / DEFLATE_RATIO <= m->stored
                          : s.comp_method == ZIP_CM_STORE && m->bytes == m->stored;
    return fits && s.encryption_method == ZIP_EM_NONE && is_plain(m->path) &&
           is_file(zip->z, index, m->path.p[m->path.n - 1] == '/');
}

bool fc_zip_read(fc_zip *zip, const fc_zip_member *m, char *packed, char *to)
{
    char *raw = m->packed ? packed : to;
    zip_file_t *f = zip_fopen_index(zip->z, m->index, ZIP_FL_COMPRESSED);
    bool whole = f && zip_fread(f, raw, m->stored) == (zip_int64_t)m->stored;
    if (f)
        zip_fclose(f);
    fc_str stored = { raw, (size_t)m->stored }, bytes = { to, (size_t)m->bytes };
    if (whole && m->packed)
        whole = fc_inflate_exact(zip->inflater, stored, to, bytes.n);
    return whole && fc_crc32(bytes) == m->crc;
}

void fc_zip_close(fc_zip *zip)
{
    if (!zip)
        return;
    if (zip->z)
        zip_discard(zip->z);
    fc_inflater_close(zip->inflater);
    free(zip);
}
#else
fc_zip *fc_zip_open(fc_str bytes)
{
    return NULL;
}

uint64_t fc_zip_count(fc_zip *zip)
{
    return 0;
}

bool fc_zip_member_at(fc_zip *zip, uint64_t index, fc_zip_member *m)
{
    return false;
}

bool fc_zip_read(fc_zip *zip, const fc_zip_member *m, char *packed, char *to)
{
    return false;
}

void fc_zip_close(fc_zip *zip)
{
}
#endif
