/* corrupt_pairs.c - see corrupt_pairs.h. */
#include "filters/corrupt_pairs.h"

#include "filters/corrupt_tables.h"

enum { LATIN = 1, CYRILLIC, GREEK, HEBREW, ARABIC, INDIC, THAI };
enum { HAN = 0x4E00, HAN_END = 0xA000, HANGUL = 0xAC00, HANGUL_END = 0xD7A4 };

/* The scripts of India are laid out alike, block by block, and so are Thai and Lao.
 * corrupt_tables.py has the same. */
fc_corrupt_place fc_corrupt_place_of(uint32_t c)
{
    static const fc_corrupt_place none = { 0, 0 };
    if (c < 0x80)
        return c >= 'a' && c <= 'z' ? (fc_corrupt_place){ LATIN, (uint8_t)(c - 'a') }
                                    : none;
    if (c >= 0xDF && c <= 0xFF)
        return (fc_corrupt_place){ LATIN, (uint8_t)(c - 0xDF + 26) };
    if ((c >= 0x100 && c < 0x250) || (c >= 0x1E00 && c < 0x1F00))
        return (fc_corrupt_place){ LATIN, 59 };
    if (c >= 0x430 && c <= 0x45F)
        return (fc_corrupt_place){ CYRILLIC, (uint8_t)(c - 0x430) };
    if (c >= 0x3AC && c <= 0x3CE)
        return (fc_corrupt_place){ GREEK, (uint8_t)(c - 0x3AC) };
    if (c >= 0x5D0 && c <= 0x5EA)
        return (fc_corrupt_place){ HEBREW, (uint8_t)(c - 0x5D0) };
    if (c >= 0x620 && c <= 0x64A)
        return (fc_corrupt_place){ ARABIC, (uint8_t)(c - 0x620) };
    if (c >= 0x671 && c <= 0x6D3)
        return (fc_corrupt_place){ ARABIC, 43 };
    if (c >= 0x900 && c <= 0xD7F && (c & 0x7F) < 80)
        return (fc_corrupt_place){ INDIC, (uint8_t)(c & 0x7F) };
    if (c >= 0xE00 && c <= 0xEFF && (c & 0x7F) < 79)
        return (fc_corrupt_place){ THAI, (uint8_t)(c & 0x7F) };
    return none;
}

double fc_corrupt_pair(fc_corrupt_place first, fc_corrupt_place second)
{
    const pair_script *s = &pair_scripts[first.script - 1];
    return (double)(s->cost[first.at * s->n + second.at] - '@') / 4 - s->usual;
}

bool fc_corrupt_is_ideograph(uint32_t c)
{
    return (c >= HAN && c < HAN_END) || (c >= HANGUL && c < HANGUL_END);
}

/* Four characters are one hexadecimal digit of the table. */
bool fc_corrupt_is_rare(uint32_t c)
{
    size_t i = c < HAN_END ? c - HAN : c - HANGUL + (HAN_END - HAN);
    char digit = common_ideographs[i / 4];
    int bits = digit <= '9' ? digit - '0' : digit - 'a' + 10;
    return !(bits >> (3 - i % 4) & 1);
}
