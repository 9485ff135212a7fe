/* zip.c - see zip.h. */
#include "zip.h"

#include "base/str.h"

enum { MOST_PARTS = 64 };

static uint32_t crc_of(fc_str s)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < s.n; i++) {
        crc ^= (unsigned char)s.p[i];
        for (int k = 0; k < 8; k++)
            crc = crc >> 1 ^ (UINT32_C(0xEDB88320) & (0 - (crc & 1)));
    }
    return ~crc;
}

static void put(fc_buf *b, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        fc_buf_char(b, (char)(i < 8 ? value >> 8 * i & 255 : 0));
}

/* What the local header and the directory say alike. */
static void put_common(fc_buf *b, fc_str name, fc_str data)
{
    put(b, 20, 2);              /* version; no flags, no compression, no date */
    put(b, 0, 8);
    put(b, crc_of(data), 4);
    put(b, data.n, 4);
    put(b, data.n, 4);
    put(b, name.n, 2);
    put(b, 0, 2);
}

static bool is_name(fc_str line)
{
    return fc_str_starts(line, FC_STR("@@ ")) && line.n > 3 && line.n < 100;
}

fc_buf fuzz_zip(fc_str text)
{
    fc_buf zip = FC_BUF_INIT, directory = FC_BUF_INIT;
    size_t parts = 0;
    while (text.n && parts < MOST_PARTS) {
        fc_str line = fc_str_sub(text, 0, fc_str_findc(text, '\n'));
        fc_str name = is_name(line) ? fc_str_sub(line, 3, line.n) : FC_STR("first.xml");
        fc_str rest = is_name(line) ? fc_str_sub(text, line.n + 1, text.n) : text;
        size_t n = fc_str_find(rest, FC_STR("\n@@ "));
        fc_str data = fc_str_sub(rest, 0, n);
        size_t at = zip.n;
        put(&zip, 0x04034b50, 4);
        put_common(&zip, name, data);
        fc_buf_str(&zip, name);
        fc_buf_str(&zip, data);
        put(&directory, 0x02014b50, 4);
        put(&directory, 20, 2);
        put_common(&directory, name, data);
        put(&directory, 0, 10);
        put(&directory, at, 4);
        fc_buf_str(&directory, name);
        text = fc_str_sub(rest, n + 1, rest.n);
        parts++;
    }
    size_t at = zip.n;
    fc_buf_add(&zip, directory.n ? directory.p : "", directory.n);
    put(&zip, 0x06054b50, 4);
    put(&zip, 0, 4);
    put(&zip, parts, 2);
    put(&zip, parts, 2);
    put(&zip, directory.n, 4);
    put(&zip, at, 4);
    put(&zip, 0, 2);
    fc_buf_free(&directory);
    return zip;
}
