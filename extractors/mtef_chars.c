/* mtef_chars.c - characters of MTEF as Unicode. MTCode has signs of mathematics that
 * Unicode 2 lacked, and alphabets, in the private use area. */
#include "extractors/mtef_parts.h"

#include "extractors/docx.h"

typedef struct sign {
    uint16_t code, unicode;
} sign;

/* In the order of their codes. */
static const sign signs[] = {
    { 0xE90B, 0x2287 }, { 0xE90C, 0x2286 }, { 0xE922, 0x22DA },
    { 0xE928, 0x2272 }, { 0xE929, 0x2273 }, { 0xE92D, 0x22DB }, { 0xE932, 0x2272 },
    { 0xE933, 0x2273 }, { 0xE93A, 0x2AB7 }, { 0xE93B, 0x2AB8 }, { 0xE94A, 0x22A3 },
    { 0xE94E, 0x2261 }, { 0xE954, 0x2283 }, { 0xEC07, '|' }, { 0xEC08, '|' },
    { 0xEC09, 0x2016 }, { 0xEC0A, 0x2016 }, { 0xED04, 0x2146 }, { 0xED05, 0x2147 },
    { 0xED06, 0x2148 }, { 0xED07, 0x2149 }, { 0xED08, 0x2145 },
};

static const struct {
    uint16_t first;
    const char *name;
} alphabets[] = { { 0xF000, "fraktur" }, { 0xF080, "double-struck" },
                  { 0xF100, "script" } };

uint32_t fc_mtef_char(uint32_t mtcode, const char **alphabet)
{
    enum { LETTERS = 26 };
    *alphabet = NULL;
    if (mtcode < 0xD800 || mtcode > 0xF8FF)
        return mtcode;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].code == mtcode)
            return signs[i].unicode;
    for (size_t i = 0; i < sizeof alphabets / sizeof *alphabets; i++) {
        uint32_t at = mtcode - alphabets[i].first;
        if (mtcode < alphabets[i].first || at >= 2 * LETTERS)
            continue;
        *alphabet = alphabets[i].name;
        return at < LETTERS ? 'A' + at : 'a' + at - LETTERS;
    }
    return 0;
}

/* MT Extra, MathType's own font. */
static const sign extra[] = {
    { 'C', 0x2210 }, { 'D', 0x19B }, { 'I', 0x2229 }, { 'K', 0x2026 }, { 'L', 0x22EF },
    { 'M', 0x22EE }, { 'O', 0x22F1 }, { 'U', 0x222A }, { 'h', 0x210F }, { 'l', 0x2113 },
};

uint32_t fc_mtef_place(unsigned style, uint32_t place)
{
    if (style == FC_MTEF_EXTRA) {
        for (size_t i = 0; i < sizeof extra / sizeof *extra; i++)
            if (extra[i].code == place)
                return extra[i].unicode;
        return 0;
    }
    bool symbol = style >= 4 && style <= FC_MTEF_SYMBOL; /* Greek letters, and signs */
    if (symbol || style == FC_MTEF_EXPAND)
        return fc_docx_symbol(FC_STR("Symbol"), place);
    return place < 0x7F ? place : 0;
}
