/* date_tokens.c - see date_tokens.h: numbers, words, and names of months in some thirty
 * languages. */
#include "text/date_tokens.h"

#include "base/str.h"

enum {
    MAX_WORD = 24,          /* bytes of a word that can mean anything */
    BEFORE = 3, BEHIND = 2  /* tokens between a month and a number of its date, at most */
};

/* ----------------------------------------------------------------------------- months */

/* Month names and short forms by their first letter (26: no letter of ASCII), ASCII
 * letters in lower case, each with its month as a letter, a to l. Two names that are two
 * months in two languages are left out. */
static const char *const months[27] = {
    ['a' - 'a'] = " abr d abril d ago h agosto h aout h août h apr d april d aprile d "
          "aprilie d aprill d ara l aralık l aug h august h augusti h augustus h "
          "augusztus h avr d avril d ağu h ağustos h ",
    ['b' - 'a'] = " balandžio d birželio f březen c března c ",
    ['c' - 'a'] = " cze f czerwca f czerwiec f ",
    ['d' - 'a'] = " dec l december l decembrie l des l desember l detsember l dez l "
          "dezember l dezembro l dic l dicembre l diciembre l duben d dubna d déc l "
          "décembre l ",
    ['e' - 'a'] = " eki j ekim j elokuu h elokuuta h ene a enero a eyl i eylül i ",
    ['f' - 'a'] = " feb b febbraio b febrero b februar b februari b februarie b february "
                  "b "
          "február b fev b fevereiro b févr b février b ",
    ['g' - 'a'] = " gegužės e gen a gennaio a giu f giugno f gru l grudnia l grudzień l "
          "gruodžio l ",
    ['h' - 'a'] = " haz f haziran f heinäkuu g heinäkuuta g helmikuu b helmikuuta b "
          "huhtikuu d huhtikuuta d ",
    ['i' - 'a'] = " ianuarie a iulie g iunie f ",
    ['j' - 'a'] = " jaanuar a jan a janeiro a janerio a januar a januari a january a "
          "január a janv a janvier a joulukuu l joulukuuta l juil g juillet g juin f "
          "jul g julho g juli g julio g july g jun f june f junho f juni f junio f "
          "juuli g juuni f jänner a július g június f ",
    ['k' - 'a'] = " kas k kasım k kesäkuu f kesäkuuta f kovo c květen e května e kwi d "
          "kwiecień d kwietnia d ",
    ['l' - 'a'] = " lapkričio k leden a ledna a liepos g lipca g lipiec g lis k listopad "
                  "k "
          "listopada k lokakuu j lokakuuta j lug g luglio g lut b lutego b luty b ",
    ['m' - 'a'] = " maaliskuu c maaliskuuta c maart c mag e maggio e mai e maio e maj e "
          "maja e mar c marca c march c marraskuu k marraskuuta k mars c mart c "
          "martie c marzec c marzo c março c may e mayo e mayıs e mei e mrt c mrz c "
          "május e március c mär c märts c märz c ",
    ['n' - 'a'] = " nis d nisan d noiembrie k nov k november k novembre k novembro k "
          "noviembre k ",
    ['o' - 'a'] = " oca a ocak a oct j october j octobre j octombrie j octubre j okt j "
          "oktober j oktoober j október j ott j ottobre j out j outubro j ",
    ['p' - 'a'] = " paź j październik j października j prosince l prosinec l ",
    ['r' - 'a'] = " rugpjūčio h rugsėjo i ",
    ['s' - 'a'] = " sausio a sep i sept i september i septembre i septembrie i "
                  "septiembre i "
          "set i setembro i settembre i sie h sierpień h sierpnia h spalio j srpen h "
          "srpna h sty a styczeń a stycznia a syyskuu i syyskuuta i szeptember i ",
    ['t' - 'a'] = " tammikuu a tammikuuta a tem g temmuz g toukokuu e toukokuuta e ",
    ['v' - 'a'] = " vasario b veebruar b ",
    ['w' - 'a'] = " wrz i wrzenia i wrzesień i września i ",
    ['z' - 'a'] = " září i ",
    [26] = " április d únor b února b červen f července g červenec g června f říjen j "
          "října j şub b şubat b απριλίου d αυγούστου h δεκεμβρίου l ιανουαρίου a "
          "ιουλίου g ιουνίου f μαΐου e μαρτίου c νοεμβρίου k οκτωβρίου j "
          "σεπτεμβρίου i φεβρουαρίου b авг h август h августа h апр d апрель d "
          "апреля d березня c вересня i грудня l дек l декабрь l декабря l жовтня j "
          "июл g июль g июля g июн f июнь f июня f квітня d липня g листопада k "
          "лютого b май e мар c март c марта c мая e ноя k ноябрь k ноября k окт j "
          "октябрь j октября j сен i сент i сентябрь i сентября i серпня h січня a "
          "травня e фев b февр b февраль b февраля b червня f янв a январь a января a ",
};

/* Behind a word of a list, the letters of both in lower case; NULL when it is not
 * there. */
static const char *find_word(const char *list, const char *word, size_t n)
{
    char key[1 + MAX_WORD + 2] = " ";
    memcpy(key + 1, word, n);
    memcpy(key + 1 + n, " ", 2);
    const char *at = strstr(list, key);
    return at ? at + 1 + n : NULL;
}

static bool lowered(fc_str word, char out[MAX_WORD])
{
    if (!word.n || word.n > MAX_WORD)
        return false;
    for (size_t i = 0; i < word.n; i++)
        out[i] = fc_lower(word.p[i]);
    return true;
}

bool fc_date_listed(fc_str word, const char *list)
{
    char key[MAX_WORD];
    return lowered(word, key) && find_word(list, key, word.n);
}

static int month_of(fc_str word)
{
    char key[MAX_WORD];
    if (word.n < 3 || !lowered(word, key))
        return 0;
    const char *names = months[*key >= 'a' && *key <= 'z' ? *key - 'a' : 26];
    const char *behind = names ? find_word(names, key, word.n) : NULL;
    return behind ? behind[1] - 'a' + 1 : 0;
}

/* ----------------------------------------------------------------------------- tokens */

static bool letter(char c)
{
    return fc_is_letter(c) || (unsigned char)c >= 0x80;
}

/* The signs for year, month, day, hour and minute are words of their own. */
static const char signs[][4] = { "年", "月", "日", "時", "时", "点", "分", "년", "월", "일" };

enum { LEAST_SIGN = 0xE5 };     /* first byte of any of them, at least */

size_t fc_date_sign(fc_str s)
{
    if (s.n < 3 || (unsigned char)s.p[0] < LEAST_SIGN)
        return 0;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (!memcmp(s.p, signs[i], 3))
            return 3;
    return 0;
}

static size_t word_length(fc_str s)
{
    size_t n = fc_date_sign(s);
    if (n)
        return n;
    while (n < s.n && letter(s.p[n]) && !(n && fc_date_sign(fc_str_sub(s, n, n + 3))))
        n++;
    return n;
}

/* No-break spaces, raquo and the like are gaps, not letters. */
static size_t gap_length(fc_str s)
{
    static const char *const gaps[] = { "\xC2\xA0",     "\xC2\xBB",     "\xC2\xB7",
                                        "\xE2\x80\xAF", "\xE2\x80\xA2", "\xE2\x80\x93",
                                        "\xE2\x80\x94", "\xE3\x80\x80", "\xE2\x80\x8E",
                                        "\xE2\x80\x8F" };
    if (!fc_is_digit(s.p[0]) && !letter(s.p[0]))
        return 1;
    if ((unsigned char)s.p[0] < 0x80)
        return 0;
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
        if (fc_str_starts(s, fc_str_of(gaps[i])))
            return strlen(gaps[i]);
    return 0;
}

static void read_token(fc_str s, size_t *at, fc_date_token *t)
{
    size_t i = *at;
    t->begin = i;
    if (fc_is_digit(s.p[i])) {
        t->kind = FC_DATE_NUMBER;
        for (; i < s.n && fc_is_digit(s.p[i]); i++, t->digits++)
            t->value = t->value > 99999999 ? t->value : t->value * 10 + (s.p[i] - '0');
    } else {
        t->kind = FC_DATE_WORD;
        i += word_length(fc_str_sub(s, i, s.n));
        t->word = fc_str_sub(s, t->begin, i);
    }
    t->end = *at = i;
}

/* Months are looked up near numbers only: without one a month is no date. */
static void set_months(fc_date_tokens *all)
{
    size_t done = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (all->v[i].kind != FC_DATE_NUMBER)
            continue;
        size_t from = i > BEHIND ? i - BEHIND : 0;
        for (size_t k = from > done ? from : done; k <= i + BEFORE && k < all->n; k++)
            if (all->v[k].kind == FC_DATE_WORD)
                all->v[k].value = month_of(all->v[k].word);
        done = i + BEFORE + 1;
    }
}

void fc_date_tokens_read(fc_str s, fc_date_tokens *all)
{
    size_t at = 0;
    char gap = 0;
    all->n = 0;
    while (at < s.n && all->n < FC_DATE_TOKENS) {
        size_t n = gap_length(fc_str_sub(s, at, s.n));
        if (n) {
            char c = n > 1 || fc_is_space(s.p[at]) ? ' ' : s.p[at];
            gap = c != ' ' || !gap ? c : gap;
            at += n;
            continue;
        }
        fc_date_token *t = &all->v[all->n++];
        *t = (fc_date_token){ .gap = gap };
        read_token(s, &at, t);
        gap = 0;
    }
    memset(&all->v[all->n], 0, FC_DATE_AHEAD * sizeof *all->v);
    set_months(all);
}
