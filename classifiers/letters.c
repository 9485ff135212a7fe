/* letters.c - kinds of characters by ranges of their codes. */
#include "classifiers/letters.h"

int fc_letters_kind(uint32_t c)
{
    if (c >= 0x900 && c < 0x2000)
        return c == 0x964 || c == 0x965 ? FC_MARK : FC_LETTER;
    if (c < 0xC0)
        return c == 0xA0 || c == 0xAD ? FC_SPACE : FC_MARK;
    if (c < 0x900)
        return c == 0xD7 || c == 0xF7 || c == 0x37E || c == 0x387 || c == 0x60C ||
                       c == 0x61B || c == 0x61F
                   ? FC_MARK
                   : FC_LETTER;
    if (c < 0x2C00)
        return c <= 0x200F || c == 0x202F || c == 0x205F || c == 0x2060 ? FC_SPACE
                                                                        : FC_MARK;
    if (c >= 0x3040 && c < 0xA000)
        return (c >= 0x3400 && c < 0x4DC0) || c >= 0x4E00 || c < 0x3100 ? FC_IDEOGRAPH
                                                                        : FC_LETTER;
    if (c >= 0x3000 && c < 0x3040)
        return c == 0x3000                  ? FC_SPACE
               : c >= 0x3005 && c <= 0x3007 ? FC_IDEOGRAPH
                                            : FC_MARK;
    if (c >= 0xE000 && c < 0xF900)
        return FC_SPACE;
    if ((c >= 0xF900 && c < 0xFB00) || (c >= 0x20000 && c < 0x40000))
        return FC_IDEOGRAPH;
    if (c == 0xFEFF || c >= 0xFFF0)
        return c >= 0x1F000 && c < 0x20000 ? FC_MARK
               : c >= 0x10000 && c < 0xE0000 ? FC_LETTER : FC_SPACE;
    if (c >= 0xFF00)
        return (c >= 0xFF10 && c <= 0xFF19) || (c >= 0xFF21 && c <= 0xFF3A) ||
                       (c >= 0xFF41 && c <= 0xFF5A) || (c >= 0xFF66 && c <= 0xFFDC)
                   ? FC_LETTER
                   : FC_MARK;
    return c >= 0xFE10 && c < 0xFE70 ? FC_MARK : FC_LETTER;
}

uint32_t fc_letters_fold(uint32_t c)
{
    if (c < 0xC0)
        return c;
    if (c <= 0xDE)
        return c + 32;
    if (c >= 0x100 && c < 0x178)
        return c >= 0x139 && c <= 0x148 ? c + (c & 1) : c | 1;
    if (c >= 0x391 && c <= 0x3A9)
        return c + 32;
    if (c >= 0x400 && c <= 0x42F)
        return c < 0x410 ? c + 80 : c + 32;
    return c;
}

bool fc_letters_stop(uint32_t c)
{
    return c == 0x3002 || c == 0x964 || c == 0xFF01 || c == 0xFF1F || c == 0xFF0E;
}
