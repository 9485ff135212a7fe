/* charset_labels.c - the Encoding Standard's labels (encoding.spec.whatwg.org, "Names and
 * labels"), and what iconv calls the encodings. */
#include "base/str.h"
#include "html/charset_labels.h"

/* Labels between single blanks, so that one search finds a whole label. The common ones
 * come first. */
static const fc_encoding encodings[] = {
    { "utf-8", "UTF-8", FC_ENC_UTF8,
      " utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 " },
    { "windows-1252", "CP1252", FC_ENC_1252,
      " iso-8859-1 windows-1252 latin1 ascii us-ascii iso8859-1 iso_8859-1 cp1252 "
      "x-cp1252 l1 ansi_x3.4-1968 cp819 csisolatin1 ibm819 iso-ir-100 iso88591 "
      "iso_8859-1:1987 " },
    { "shift_jis", "CP932", FC_ENC_ICONV,
      " shift_jis shift-jis sjis x-sjis ms_kanji csshiftjis windows-31j ms932 " },
    { "gbk", "GB18030", FC_ENC_ICONV,
      " gb2312 gbk gb_2312 gb_2312-80 x-gbk chinese csgb2312 csiso58gb231280 "
      "iso-ir-58 " },
    { "gb18030", "GB18030", FC_ENC_ICONV, " gb18030 " },
    { "big5", "BIG5-HKSCS", FC_ENC_ICONV, " big5 big5-hkscs cn-big5 csbig5 x-x-big5 " },
    { "euc-jp", "EUC-JP", FC_ENC_ICONV, " euc-jp x-euc-jp cseucpkdfmtjapanese " },
    { "iso-2022-jp", "ISO-2022-JP", FC_ENC_ICONV, " iso-2022-jp csiso2022jp " },
    { "euc-kr", "UHC", FC_ENC_ICONV,
      " euc-kr ks_c_5601-1987 ksc5601 cseuckr csksc56011987 iso-ir-149 korean "
      "ks_c_5601-1989 ksc_5601 windows-949 " },
    { "windows-1251", "CP1251", FC_ENC_ICONV, " windows-1251 cp1251 x-cp1251 " },
    { "windows-1250", "CP1250", FC_ENC_ICONV, " windows-1250 cp1250 x-cp1250 " },
    { "windows-1253", "CP1253", FC_ENC_ICONV, " windows-1253 cp1253 x-cp1253 " },
    { "windows-1254", "CP1254", FC_ENC_ICONV,
      " windows-1254 iso-8859-9 cp1254 x-cp1254 csisolatin5 iso-ir-148 iso8859-9 "
      "iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 " },
    { "windows-1255", "CP1255", FC_ENC_ICONV, " windows-1255 cp1255 x-cp1255 " },
    { "windows-1256", "CP1256", FC_ENC_ICONV, " windows-1256 cp1256 x-cp1256 " },
    { "windows-1257", "CP1257", FC_ENC_ICONV, " windows-1257 cp1257 x-cp1257 " },
    { "windows-1258", "CP1258", FC_ENC_ICONV, " windows-1258 cp1258 x-cp1258 " },
    { "windows-874", "CP874", FC_ENC_ICONV,
      " windows-874 tis-620 dos-874 iso-8859-11 iso8859-11 iso885911 " },
    { "koi8-r", "KOI8-R", FC_ENC_ICONV, " koi8-r koi cskoi8r koi8 koi8_r " },
    { "koi8-u", "KOI8-U", FC_ENC_ICONV, " koi8-u koi8-ru " },
    { "ibm866", "IBM866", FC_ENC_ICONV, " ibm866 866 cp866 csibm866 " },
    { "iso-8859-2", "ISO-8859-2", FC_ENC_ICONV,
      " iso-8859-2 latin2 l2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 "
      "iso_8859-2:1987 " },
    { "iso-8859-3", "ISO-8859-3", FC_ENC_ICONV,
      " iso-8859-3 latin3 l3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 "
      "iso_8859-3:1988 " },
    { "iso-8859-4", "ISO-8859-4", FC_ENC_ICONV,
      " iso-8859-4 latin4 l4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 "
      "iso_8859-4:1988 " },
    { "iso-8859-5", "ISO-8859-5", FC_ENC_ICONV,
      " iso-8859-5 cyrillic csisolatincyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 "
      "iso_8859-5:1988 " },
    { "iso-8859-6", "ISO-8859-6", FC_ENC_ICONV,
      " iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 "
      "iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 "
      "iso_8859-6:1987 " },
    { "iso-8859-7", "ISO-8859-7", FC_ENC_ICONV,
      " iso-8859-7 greek greek8 csisolatingreek ecma-118 elot_928 iso-ir-126 iso8859-7 "
      "iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek " },
    { "iso-8859-8", "ISO-8859-8", FC_ENC_ICONV,
      " iso-8859-8 hebrew visual csiso88598e csisolatinhebrew iso-8859-8-e iso-ir-138 "
      "iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 " },
    { "iso-8859-8-i", "ISO-8859-8", FC_ENC_ICONV, " iso-8859-8-i csiso88598i logical " },
    { "iso-8859-10", "ISO-8859-10", FC_ENC_ICONV,
      " iso-8859-10 latin6 l6 csisolatin6 iso-ir-157 iso8859-10 iso885910 " },
    { "iso-8859-13", "ISO-8859-13", FC_ENC_ICONV, " iso-8859-13 iso8859-13 iso885913 " },
    { "iso-8859-14", "ISO-8859-14", FC_ENC_ICONV, " iso-8859-14 iso8859-14 iso885914 " },
    { "iso-8859-15", "ISO-8859-15", FC_ENC_ICONV,
      " iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9 " },
    { "iso-8859-16", "ISO-8859-16", FC_ENC_ICONV, " iso-8859-16 " },
    { "macintosh", "MACINTOSH", FC_ENC_ICONV, " macintosh mac csmacintosh x-mac-roman " },
    { "x-mac-cyrillic", "MAC-CYRILLIC", FC_ENC_ICONV,
      " x-mac-cyrillic x-mac-ukrainian " },
    { "utf-16le", "UTF-16LE", FC_ENC_UTF16,
      " utf-16 utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff " },
    { "utf-16be", "UTF-16BE", FC_ENC_UTF16, " utf-16be unicodefffe " },
    { "x-user-defined", NULL, FC_ENC_USER, " x-user-defined " },
    { "replacement", NULL, FC_ENC_REPLACEMENT,
      " replacement iso-2022-kr iso-2022-cn iso-2022-cn-ext csiso2022kr hz-gb-2312 " },
};

const fc_encoding *fc_encoding_find(fc_str label)
{
    char key[40];
    size_t n = 0;
    label = fc_str_trim(label);
    if (!label.n || label.n > sizeof key - 3)
        return NULL;
    key[n++] = ' ';
    for (size_t i = 0; i < label.n; i++) {
        if (fc_is_space(label.p[i]) || !label.p[i])
            return NULL;
        key[n++] = fc_lower(label.p[i]);
    }
    key[n++] = ' ';
    key[n] = '\0';
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (strstr(encodings[i].labels, key))
            return &encodings[i];
    return NULL;
}
