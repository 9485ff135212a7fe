/* dates.c - see dates.h. The text becomes a few tokens, numbers and words with what stands
 * before them; a date is looked for at every token, in one way after another. */
#include "text/dates.h"

#include "base/str.h"

#include <stdio.h>

enum { LOOK = 400, MAX_TOKENS = 96, AHEAD = 24, MAX_WORD = 24 };

typedef enum token_kind { END, NUMBER, WORD } token_kind;

typedef struct token {
    token_kind kind;
    int value;              /* of a number; of a word its month, 0: none */
    unsigned digits;
    char gap;               /* the last byte before it that is no blank; ' ': only blanks; 0:
                               it joins the token before */
    size_t begin, end;
    fc_str word;
} token;

typedef struct tokens {
    token v[MAX_TOKENS + AHEAD]; /* ends with END tokens, so that looking ahead is safe */
    size_t n;
} tokens;

/* ------------------------------------------------------------------------------ months */

/* Month names and short forms by their first letter (26: no letter of ASCII), ASCII letters in
 * lower case, each with its month as a letter, a to l. Two names that are two months in two
 * languages are left out. */
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
    ['f' - 'a'] = " feb b febbraio b febrero b februar b februari b februarie b february b "
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
    ['l' - 'a'] = " lapkričio k leden a ledna a liepos g lipca g lipiec g lis k listopad k "
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
    ['s' - 'a'] = " sausio a sep i sept i september i septembre i septembrie i septiembre i "
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

static size_t lowered(fc_str word, char out[MAX_WORD + 2])
{
    size_t n = 0;
    out[n++] = ' ';
    for (size_t i = 0; i < word.n; i++)
        out[n++] = fc_lower(word.p[i]);
    out[n++] = ' ';
    return n;
}

static bool listed(fc_str word, const char *list)
{
    char key[MAX_WORD + 2];
    if (!word.n || word.n > MAX_WORD)
        return false;
    size_t n = lowered(word, key);
    fc_str all = fc_str_of(list);
    return fc_str_find(all, (fc_str){ key, n }) < all.n;
}

static int month_of(fc_str word)
{
    char key[MAX_WORD + 2];
    if (word.n < 3 || word.n > MAX_WORD)
        return 0;
    size_t n = lowered(word, key);
    const char *names = months[key[1] >= 'a' && key[1] <= 'z' ? key[1] - 'a' : 26];
    fc_str all = fc_str_of(names);
    size_t at = fc_str_find(all, (fc_str){ key, n });
    return at < all.n ? all.p[at + n] - 'a' + 1 : 0;
}

/* ------------------------------------------------------------------------------ tokens */

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool letter(char c)
{
    return (fc_lower(c) >= 'a' && fc_lower(c) <= 'z') || (unsigned char)c >= 0x80;
}

/* The signs for year, month, day, hour and minute are words of their own. */
static const char signs[][4] = { "年", "月", "日", "時", "时", "点", "分", "년", "월", "일" };

enum { LEAST_SIGN = 0xE5 };     /* first byte of any of them, at least */

static size_t sign_length(fc_str s)
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
    size_t n = sign_length(s);
    if (n)
        return n;
    while (n < s.n && letter(s.p[n]) && !(n && sign_length(fc_str_sub(s, n, n + 3))))
        n++;
    return n;
}

/* No-break spaces, raquo and the like are gaps, not letters. */
static size_t gap_length(fc_str s)
{
    static const char *const gaps[] = { "\xC2\xA0", "\xC2\xBB", "\xC2\xB7", "\xE2\x80\xAF",
                                        "\xE2\x80\xA2", "\xE2\x80\x93", "\xE2\x80\x94",
                                        "\xE3\x80\x80", "\xE2\x80\x8E", "\xE2\x80\x8F" };
    if (!digit(s.p[0]) && !letter(s.p[0]))
        return 1;
    if ((unsigned char)s.p[0] < 0x80)
        return 0;
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
        if (fc_str_starts(s, fc_str_of(gaps[i])))
            return strlen(gaps[i]);
    return 0;
}

static bool has_digit(fc_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (digit(s.p[i]))
            return true;
    return false;
}

/* Months are looked up for texts with numbers only: without one a month is no date. */
static void read_token(fc_str s, size_t *at, token *t, bool with_months)
{
    size_t i = *at;
    t->begin = i;
    if (digit(s.p[i])) {
        t->kind = NUMBER;
        for (; i < s.n && digit(s.p[i]); i++, t->digits++)
            t->value = t->value > 99999999 ? t->value : t->value * 10 + (s.p[i] - '0');
    } else {
        t->kind = WORD;
        i += word_length(fc_str_sub(s, i, s.n));
        t->word = fc_str_sub(s, t->begin, i);
        t->value = with_months ? month_of(t->word) : 0;
    }
    t->end = *at = i;
}

static void read_tokens(fc_str s, tokens *all)
{
    size_t at = 0;
    char gap = 0;
    bool numbers = has_digit(s);
    all->n = 0;
    while (at < s.n && all->n < MAX_TOKENS) {
        size_t n = gap_length(fc_str_sub(s, at, s.n));
        if (n) {
            char c = n > 1 || fc_is_space(s.p[at]) ? ' ' : s.p[at];
            gap = c != ' ' || !gap ? c : gap;
            at += n;
            continue;
        }
        token *t = &all->v[all->n++];
        *t = (token){ .gap = gap };
        read_token(s, &at, t, numbers);
        gap = 0;
    }
    memset(&all->v[all->n], 0, AHEAD * sizeof *all->v);
}

static bool is_word(const token *t, const char *word)
{
    return t->kind == WORD && fc_str_ieq(t->word, fc_str_of(word));
}

static bool is_year(const token *t)
{
    return t->kind == NUMBER && t->digits == 4 && t->value >= 1900 && t->value < 2100;
}

static bool in_range(const token *t, int lo, int hi)
{
    return t->kind == NUMBER && t->digits <= 2 && t->value >= lo && t->value <= hi;
}

/* -------------------------------------------------------------------------------- time */

static const struct { const char *name; int minutes; } zones[] = {
    { "Z", 0 }, { "UTC", 0 }, { "GMT", 0 }, { "UT", 0 }, { "EST", -300 }, { "EDT", -240 },
    { "CST", -360 }, { "CDT", -300 }, { "MST", -420 }, { "MDT", -360 }, { "PST", -480 },
    { "PDT", -420 }, { "CET", 60 }, { "CEST", 120 }, { "MEZ", 60 }, { "MESZ", 120 },
};

/* +0100, +01:00, -05, GMT, CEST. Returns how many tokens it took. */
static size_t read_zone(const token *t, fc_date *d)
{
    size_t n = 0;
    if (t->kind == WORD)
        for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
            if (is_word(t, zones[i].name)) {
                d->zone = zones[i].minutes;
                n = 1;
            }
    const token *o = &t[n];
    if (o->kind != NUMBER || (o->gap != '+' && o->gap != '-') || o->value > 1400)
        return n;
    int minutes;
    size_t took = 1;
    if (o->digits == 4) {
        minutes = o->value / 100 * 60 + o->value % 100;
    } else if (o->digits <= 2 && o->value <= 14) {
        bool more = o[1].gap == ':' && in_range(&o[1], 0, 59);
        minutes = o->value * 60 + (more ? o[1].value : 0);
        took += more;
    } else {
        return n;
    }
    d->zone = o->gap == '-' ? -minutes : minutes;
    return n + took;
}

/* am, pm, a.m., p.m. */
static size_t read_half(const token *t, int *hour)
{
    bool letters = t->kind == WORD && t->word.n == 1 && is_word(&t[1], "m");
    char c = t->kind == WORD ? fc_lower(t->word.p[0]) : 0;
    if ((c != 'a' && c != 'p') || !(letters || is_word(t, "am") || is_word(t, "pm")))
        return 0;
    if (c == 'p' && *hour < 12)
        *hour += 12;
    if (c == 'a' && *hour == 12)
        *hour = 0;
    return letters ? 2 : 1;
}

/* 12:30, 12:30:05.123 pm +0100, 12h30, 12時30分, 5pm. Returns how many tokens it took. */
static size_t read_time(const token *t, fc_date *d)
{
    size_t n = 1;
    int hour = t->value, minute = 0, second = -1;
    if (!in_range(t, 0, 24))
        return 0;
    if (in_range(&t[1], 0, 59) && t[1].gap == ':' && t[1].digits == 2) {
        minute = t[1].value;
        n = 2;
        if (t[2].gap == ':' && in_range(&t[2], 0, 60)) {
            second = t[2].value;
            n = 3;
            if (t[3].kind == NUMBER && t[3].gap == '.' && t[3].begin == t[2].end + 1)
                n = 4;
        }
    } else if (t[1].kind == WORD && !t[1].gap && in_range(&t[2], 0, 59) && !t[2].gap &&
               (is_word(&t[1], "h") || sign_length(t[1].word))) {
        minute = t[2].value;
        n = 3 + (is_word(&t[3], "分"));
    }
    size_t half = hour <= 12 ? read_half(&t[n], &hour) : 0;
    if ((n == 1 && !half) || hour > 23)
        return 0;
    d->hour = hour;
    d->minute = minute;
    d->second = second;
    n += half;
    return n + read_zone(&t[n], d);
}

/* A time some words behind the date: "at", "um", "klo", "T", a comma. */
static size_t read_later_time(const token *t, fc_date *d)
{
    size_t skip = 0;
    while (skip < 2 && t[skip].kind == WORD && t[skip].word.n <= 6 && !t[skip].value)
        skip++;
    for (size_t k = 0; k <= skip; k++) {
        size_t n = read_time(&t[k], d);
        if (n)
            return k + n;
    }
    return 0;
}

/* ------------------------------------------------------------------------------- dates */

/* Two numbers that may be day and month. */
static bool set_pair(fc_date *d, int first, int second, bool day_first)
{
    d->order = day_first || first > 12 || second > 12 || first == second;
    bool swap = !day_first && first <= 12 && second > 12;
    d->day = swap ? second : first;
    d->month = swap ? first : second;
    return d->month >= 1 && d->month <= 12 && d->day >= 1 && d->day <= 31;
}

/* 2024-05-01, 2024/5/1, 2024.05.01, 2024年5月1日, 2024-05, 20240501 */
static size_t year_first(const token *t, fc_date *d)
{
    d->year = t->value;
    d->order = true;
    if (t->kind == NUMBER && t->digits == 8 && t->value > 19000000 && t->value < 21000000) {
        d->year = t->value / 10000;
        d->month = t->value / 100 % 100;
        d->day = t->value % 100;
        return d->month >= 1 && d->month <= 12 && d->day >= 1 && d->day <= 31 ? 1 : 0;
    }
    if (!is_year(t))
        return 0;
    size_t n = t[1].kind == WORD && sign_length(t[1].word) ? 2 : 1;
    bool signs_used = n == 2;
    if (!in_range(&t[n], 1, 12) || (!signs_used && !t[n].gap) || t[n].gap == ':')
        return 0;
    d->month = t[n].value;
    char gap = t[n++].gap;
    n += signs_used && t[n].kind == WORD && sign_length(t[n].word);
    if (in_range(&t[n], 1, 31) && (signs_used || (t[n].gap == gap && gap != ' '))) {
        d->day = t[n++].value;
        return n + (signs_used && t[n].kind == WORD && sign_length(t[n].word));
    }
    return gap == '-' && t->gap != '-' && !signs_used ? n : 0;
}

/* 01.05.2024, 25/12/2024, 5-1-24 */
static size_t numbers_only(const token *t, fc_date *d)
{
    char gap = t[1].gap;
    if (!in_range(t, 1, 31) || !in_range(&t[1], 1, 31) || t[2].kind != NUMBER ||
        t[2].gap != gap || (gap != '.' && gap != '/' && gap != '-'))
        return 0;
    if (!is_year(&t[2]) && !(t[2].digits == 2 && gap != '-'))
        return 0;
    d->year = t[2].digits == 2 ? t[2].value + (t[2].value < 70 ? 2000 : 1900) : t[2].value;
    return set_pair(d, t->value, t[1].value, gap == '.') ? 3 : 0;
}

/* st, nd, rd, th, de, of, er behind a number or a month */
static size_t skip_particle(const token *t)
{
    return t->kind == WORD &&
           listed(t->word, " st nd rd th de of er del º di a ");
}

/* 1 May 2024, 1st of May, 2024, 1. Mai 2024, 1 de mayo de 2024, 1-May-24 */
static size_t day_first(const token *t, fc_date *d)
{
    size_t n = 1;
    if (!in_range(t, 1, 31))
        return 0;
    n += skip_particle(&t[n]);
    n += skip_particle(&t[n]);
    if (t[n].kind != WORD || !t[n].value)
        return 0;
    d->day = t->value;
    d->month = t[n++].value;
    n += skip_particle(&t[n]);
    d->order = true;
    if (is_year(&t[n])) {
        d->year = t[n].value;
        return n + 1;
    }
    if (t[n].kind == NUMBER && t[n].digits == 2 && (t[n].gap == '-' || t[n].gap == '\'')) {
        d->year = 2000 + t[n].value;
        return n + 1;
    }
    size_t time = read_time(&t[n], d); /* 1 May 12:30 2024 */
    if (time && is_year(&t[n + time])) {
        d->year = t[n + time].value;
        return n + time + 1;
    }
    return 0;
}

/* May 1st, 2024; May 1 12:30:00 CEST 2024; May 2024 */
static size_t month_first(const token *t, fc_date *d)
{
    size_t n = 1;
    if (t->kind != WORD || !t->value)
        return 0;
    d->month = t->value;
    d->order = true;
    n += skip_particle(&t[n]);
    if (is_year(&t[n])) {
        d->year = t[n].value;
        return n + 1;
    }
    if (!in_range(&t[n], 1, 31))
        return 0;
    d->day = t[n++].value;
    n += skip_particle(&t[n]);
    if (is_year(&t[n])) {
        d->year = t[n].value;
        return n + 1;
    }
    if (t[n].kind == NUMBER && t[n].digits == 2 && t[n].gap == '\'') {
        d->year = 2000 + t[n].value;
        return n + 1;
    }
    size_t time = read_time(&t[n], d);
    if (time && t[n + time].kind == WORD && is_year(&t[n + time + 1]))
        time++; /* a zone we do not know */
    if (time && is_year(&t[n + time])) {
        d->year = t[n + time].value;
        return n + time + 1;
    }
    return 0;
}

static const char units[] =
    " second seconds sec secs minute minutes min mins hour hours hr hrs day days week weeks"
    " month months year years h d w m y mo yr yrs sekunden minuten stunde stunden tag tagen"
    " woche wochen monat monaten jahr jahren minutos hora horas día días dia dias semana"
    " semanas mes meses mês año años ano anos heure heures jour jours semaine semaines mois"
    " ans minuti ora ore giorno giorni mese mesi anno anni uur dagen weken maanden jaar"
    " минут минуты часов часа час дней дня день недели месяцев месяца лет года год ";

static const char behind_age[] = " ago geleden назад fa atrás temu önce siden sedan sitten ";

static const char before_age[] = " vor hace há hà ";

static bool starts_age(const token *t)
{
    return t->kind == WORD && (listed(t->word, before_age));
}

/* 3 hours ago, 3h ago, vor 3 Tagen, an hour ago, yesterday, 3 小时前 */
static size_t age(const token *t, fc_date *d)
{
    d->age = true;
    if (is_word(t, "yesterday") || is_word(t, "gestern") || is_word(t, "hier") ||
        is_word(t, "ayer") || is_word(t, "вчера") || is_word(t, "вчора"))
        return 1;
    if ((is_word(t, "today") || is_word(t, "heute") || is_word(t, "сегодня")) &&
        (t[1].kind == NUMBER || t[2].kind == NUMBER))
        return 1;
    if (is_word(t, "just") && is_word(&t[1], "now"))
        return 2;
    if (is_word(t, "il") && is_word(&t[1], "y") && is_word(&t[2], "a"))
        return t[3].kind == NUMBER && listed(t[4].word, units) ? 5 : 0;
    size_t n = starts_age(t) ? 1 : 0;
    if (t[n].kind != NUMBER && !is_word(&t[n], "a") && !is_word(&t[n], "an"))
        return 0;
    n++;
    if (t[n].kind != WORD)
        return 0;
    for (size_t k = n; k < n + 3 && t[k].kind == WORD; k++)
        if (fc_str_ends(t[k].word, FC_STR("前")) || fc_str_ends(t[k].word, FC_STR("전")))
            return k + 1;
    if (!listed(t[n].word, units))
        return 0;
    return starts_age(t) ? n + 1
           : listed(t[n + 1].word, behind_age)          ? n + 2 : 0;
}

/* Words that no date begins with, told by their first letter: most words. Months begin with
 * any letter; the words of age() with one of "yghatjiv" or outside of ASCII. */
static bool begins_none(const token *t)
{
    const uint32_t begins = 1u << ('y' - 'a') | 1u << ('g' - 'a') | 1u << ('h' - 'a') |
                            1u << ('a' - 'a') | 1u << ('t' - 'a') | 1u << ('j' - 'a') |
                            1u << ('i' - 'a') | 1u << ('v' - 'a');
    if (t->kind != WORD || t->value || (unsigned char)t->word.p[0] >= 0x80)
        return false;
    return !(begins >> (fc_lower(t->word.p[0]) - 'a') & 1);
}

static size_t date_at(const token *t, fc_date *d)
{
    static size_t (*const ways[])(const token *, fc_date *) = { year_first, numbers_only,
                                                                day_first, month_first, age };
    static const fc_date none = { .hour = -1, .second = -1, .zone = FC_NO_ZONE };
    if (begins_none(t))
        return 0;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        *d = none;
        size_t n = ways[i](t, d);
        if (!n)
            continue;
        size_t time = 0;
        if (!d->age && d->hour < 0)
            time = read_later_time(&t[n], d);
        return n + time;
    }
    return 0;
}

bool fc_date_find(fc_str text, fc_date *date)
{
    tokens all;
    read_tokens(fc_str_sub(text, 0, LOOK), &all);
    for (size_t i = 0; i < all.n; i++) {
        size_t n = date_at(&all.v[i], date);
        if (!n)
            continue;
        date->begin = all.v[i].begin;
        date->end = all.v[i + n - 1].end;
        return true;
    }
    return false;
}

size_t fc_date_iso(const fc_date *d, char out[FC_DATE_ROOM])
{
    int n;
    if (d->age || !d->order)
        return 0;
    n = d->day ? snprintf(out, FC_DATE_ROOM, "%04d-%02d-%02d", d->year, d->month, d->day)
      : d->month ? snprintf(out, FC_DATE_ROOM, "%04d-%02d", d->year, d->month)
                 : snprintf(out, FC_DATE_ROOM, "%04d", d->year);
    if (!d->day || d->hour < 0)
        return (size_t)n;
    n += snprintf(out + n, FC_DATE_ROOM - (size_t)n, "T%02d:%02d", d->hour, d->minute);
    if (d->second >= 0)
        n += snprintf(out + n, FC_DATE_ROOM - (size_t)n, ":%02d", d->second);
    if (d->zone == 0)
        n += snprintf(out + n, FC_DATE_ROOM - (size_t)n, "Z");
    else if (d->zone != FC_NO_ZONE)
        n += snprintf(out + n, FC_DATE_ROOM - (size_t)n, "%c%02d:%02d", d->zone < 0 ? '-' : '+',
                      (d->zone < 0 ? -d->zone : d->zone) / 60 % 24,
                      (d->zone < 0 ? -d->zone : d->zone) % 60);
    return (size_t)n;
}
