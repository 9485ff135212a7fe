/* dates.c - see dates.h. The text becomes a few tokens (date_tokens.h); a date is looked
 * for at every token, in one way after another. Most texts have none and neither number
 * nor word that one could begin with, and are not even cut into tokens. */
#include "text/dates.h"

#include "base/str.h"
#include "text/date_tokens.h"

#include <stdio.h>

enum { LOOK = 400 };

static bool is_word(const fc_date_token *t, const char *word)
{
    return t->kind == FC_DATE_WORD && fc_str_ieq(t->word, fc_str_of(word));
}

static bool is_year(const fc_date_token *t)
{
    return t->kind == FC_DATE_NUMBER && t->digits == 4 && t->value >= 1900 &&
           t->value < 2100;
}

static bool in_range(const fc_date_token *t, int lo, int hi)
{
    return t->kind == FC_DATE_NUMBER && t->digits <= 2 && t->value >= lo &&
           t->value <= hi;
}

/* ------------------------------------------------------------------------------- time */

static const struct { const char *name; int minutes; } zones[] = {
    { "Z", 0 }, { "UTC", 0 }, { "GMT", 0 }, { "UT", 0 }, { "EST", -300 }, { "EDT", -240 },
    { "CST", -360 }, { "CDT", -300 }, { "MST", -420 }, { "MDT", -360 }, { "PST", -480 },
    { "PDT", -420 }, { "CET", 60 }, { "CEST", 120 }, { "MEZ", 60 }, { "MESZ", 120 },
};

/* +0100, +01:00, -05, GMT, CEST. Returns how many tokens it took. */
static size_t read_zone(const fc_date_token *t, fc_date *d)
{
    size_t n = 0;
    if (t->kind == FC_DATE_WORD)
        for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
            if (is_word(t, zones[i].name)) {
                d->zone = zones[i].minutes;
                n = 1;
            }
    const fc_date_token *o = &t[n];
    if (o->kind != FC_DATE_NUMBER || (o->gap != '+' && o->gap != '-') || o->value > 1400)
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
static size_t read_half(const fc_date_token *t, int *hour)
{
    bool letters = t->kind == FC_DATE_WORD && t->word.n == 1 && is_word(&t[1], "m");
    char c = t->kind == FC_DATE_WORD ? fc_lower(t->word.p[0]) : 0;
    if ((c != 'a' && c != 'p') || !(letters || is_word(t, "am") || is_word(t, "pm")))
        return 0;
    if (c == 'p' && *hour < 12)
        *hour += 12;
    if (c == 'a' && *hour == 12)
        *hour = 0;
    return letters ? 2 : 1;
}

/* 12:30, 12:30:05.123 pm +0100, 12h30, 12時30分, 5pm. Returns how many tokens it took. */
static size_t read_time(const fc_date_token *t, fc_date *d)
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
            if (t[3].kind == FC_DATE_NUMBER && t[3].gap == '.' &&
                t[3].begin == t[2].end + 1)
                n = 4;
        }
    } else if (t[1].kind == FC_DATE_WORD && !t[1].gap && in_range(&t[2], 0, 59) &&
               !t[2].gap && (is_word(&t[1], "h") || fc_date_sign(t[1].word))) {
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
static size_t read_later_time(const fc_date_token *t, fc_date *d)
{
    size_t skip = 0;
    while (skip < 2 && t[skip].kind == FC_DATE_WORD && t[skip].word.n <= 6 &&
           !t[skip].value)
        skip++;
    for (size_t k = 0; k <= skip; k++) {
        size_t n = read_time(&t[k], d);
        if (n)
            return k + n;
    }
    return 0;
}

/* ------------------------------------------------------------------------------ dates */

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
static size_t year_first(const fc_date_token *t, fc_date *d)
{
    d->year = t->value;
    d->order = true;
    if (t->kind == FC_DATE_NUMBER && t->digits == 8 && t->value > 19000000 &&
        t->value < 21000000) {
        d->year = t->value / 10000;
        d->month = t->value / 100 % 100;
        d->day = t->value % 100;
        return d->month >= 1 && d->month <= 12 && d->day >= 1 && d->day <= 31 ? 1 : 0;
    }
    if (!is_year(t))
        return 0;
    size_t n = t[1].kind == FC_DATE_WORD && fc_date_sign(t[1].word) ? 2 : 1;
    bool signs_used = n == 2;
    if (!in_range(&t[n], 1, 12) || (!signs_used && !t[n].gap) || t[n].gap == ':')
        return 0;
    d->month = t[n].value;
    char gap = t[n++].gap;
    n += signs_used && t[n].kind == FC_DATE_WORD && fc_date_sign(t[n].word);
    if (in_range(&t[n], 1, 31) && (signs_used || (t[n].gap == gap && gap != ' '))) {
        d->day = t[n++].value;
        return n + (signs_used && t[n].kind == FC_DATE_WORD && fc_date_sign(t[n].word));
    }
    return gap == '-' && t->gap != '-' && !signs_used ? n : 0;
}

/* 01.05.2024, 25/12/2024, 5-1-24 */
static size_t numbers_only(const fc_date_token *t, fc_date *d)
{
    char gap = t[1].gap;
    if (!in_range(t, 1, 31) || !in_range(&t[1], 1, 31) || t[2].kind != FC_DATE_NUMBER ||
        t[2].gap != gap || (gap != '.' && gap != '/' && gap != '-'))
        return 0;
    if (!is_year(&t[2]) && !(t[2].digits == 2 && gap != '-'))
        return 0;
    d->year =
        t[2].digits == 2 ? t[2].value + (t[2].value < 70 ? 2000 : 1900) : t[2].value;
    return set_pair(d, t->value, t[1].value, gap == '.') ? 3 : 0;
}

/* st, nd, rd, th, de, of, er behind a number or a month */
static size_t skip_particle(const fc_date_token *t)
{
    return t->kind == FC_DATE_WORD &&
           fc_date_listed(t->word, " st nd rd th de of er del º di a ");
}

/* 1 May 2024, 1st of May, 2024, 1. Mai 2024, 1 de mayo de 2024, 1-May-24 */
static size_t day_first(const fc_date_token *t, fc_date *d)
{
    size_t n = 1;
    if (!in_range(t, 1, 31))
        return 0;
    n += skip_particle(&t[n]);
    n += skip_particle(&t[n]);
    if (t[n].kind != FC_DATE_WORD || !t[n].value)
        return 0;
    d->day = t->value;
    d->month = t[n++].value;
    n += skip_particle(&t[n]);
    d->order = true;
    if (is_year(&t[n])) {
        d->year = t[n].value;
        return n + 1;
    }
    if (t[n].kind == FC_DATE_NUMBER && t[n].digits == 2 &&
        (t[n].gap == '-' || t[n].gap == '\'')) {
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
static size_t month_first(const fc_date_token *t, fc_date *d)
{
    size_t n = 1;
    if (t->kind != FC_DATE_WORD || !t->value)
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
    if (t[n].kind == FC_DATE_NUMBER && t[n].digits == 2 && t[n].gap == '\'') {
        d->year = 2000 + t[n].value;
        return n + 1;
    }
    size_t time = read_time(&t[n], d);
    if (time && t[n + time].kind == FC_DATE_WORD && is_year(&t[n + time + 1]))
        time++; /* a zone we do not know */
    if (time && is_year(&t[n + time])) {
        d->year = t[n + time].value;
        return n + time + 1;
    }
    return 0;
}

static const char units[] =
    " second seconds sec secs minute minutes min mins hour hours hr hrs day days week "
    "weeks month months year years h d w m y mo yr yrs sekunden minuten stunde stunden "
    "tag tagen woche wochen monat monaten jahr jahren minutos hora horas día días dia "
    "dias semana semanas mes meses mês año años ano anos heure heures jour jours semaine "
    "semaines mois ans minuti ora ore giorno giorni mese mesi anno anni uur dagen weken "
    "maanden jaar минут минуты часов часа час дней дня день недели месяцев месяца лет "
    "года год ";

static const char behind_age[] = " ago geleden назад fa atrás temu önce siden sedan "
                                 "sitten ";

static const char before_age[] = " vor hace há hà ";

static bool starts_age(const fc_date_token *t)
{
    return t->kind == FC_DATE_WORD && (fc_date_listed(t->word, before_age));
}

/* 3 hours ago, 3h ago, vor 3 Tagen, an hour ago, yesterday, 3 小时前 */
static size_t age(const fc_date_token *t, fc_date *d)
{
    d->age = true;
    if (is_word(t, "yesterday") || is_word(t, "gestern") || is_word(t, "hier") ||
        is_word(t, "ayer") || is_word(t, "вчера") || is_word(t, "вчора"))
        return 1;
    if ((is_word(t, "today") || is_word(t, "heute") || is_word(t, "сегодня")) &&
        (t[1].kind == FC_DATE_NUMBER || t[2].kind == FC_DATE_NUMBER))
        return 1;
    if (is_word(t, "just") && is_word(&t[1], "now"))
        return 2;
    if (is_word(t, "il") && is_word(&t[1], "y") && is_word(&t[2], "a"))
        return t[3].kind == FC_DATE_NUMBER && fc_date_listed(t[4].word, units) ? 5 : 0;
    size_t n = starts_age(t) ? 1 : 0;
    if (t[n].kind != FC_DATE_NUMBER && !is_word(&t[n], "a") && !is_word(&t[n], "an"))
        return 0;
    n++;
    if (t[n - 1].kind == FC_DATE_NUMBER && t[n].kind == FC_DATE_NUMBER &&
        t[n].gap == '.' && t[n].begin == t[n - 1].end + 1)
        n++; /* 6.2 years ago */
    if (t[n].kind != FC_DATE_WORD)
        return 0;
    for (size_t k = n; k < n + 3 && t[k].kind == FC_DATE_WORD; k++)
        if (fc_str_ends(t[k].word, FC_STR("前")) || fc_str_ends(t[k].word, FC_STR("전")))
            return k + 1;
    bool begun = starts_age(t);
    if (!begun && !fc_date_listed(t[n + 1].word, behind_age))
        return 0;
    return !fc_date_listed(t[n].word, units) ? 0 : begun ? n + 1 : n + 2;
}

/* Words that no date begins with, told by their first letter: most words. Months begin
 * with any letter; the words of age() with one of "yghatjiv" or outside of ASCII. */
static bool begins_none(const fc_date_token *t)
{
    const uint32_t begins = 1u << ('y' - 'a') | 1u << ('g' - 'a') | 1u << ('h' - 'a') |
                            1u << ('a' - 'a') | 1u << ('t' - 'a') | 1u << ('j' - 'a') |
                            1u << ('i' - 'a') | 1u << ('v' - 'a');
    if (t->kind != FC_DATE_WORD || t->value || (unsigned char)t->word.p[0] >= 0x80)
        return false;
    return !(begins >> (fc_lower(t->word.p[0]) - 'a') & 1);
}

static size_t date_at(const fc_date_token *t, fc_date *d)
{
    static size_t (*const ways[])(const fc_date_token *,
                                  fc_date *) = { year_first, numbers_only, day_first,
                                                 month_first, age };
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

/* What a date without any number has: a word for yesterday or now, "a" or "an". */
static bool may_be_age(fc_str s)
{
    static const fc_str words[] = { { "a", 1 },    { "an", 2 },      { "yesterday", 9 },
                                    { "just", 4 }, { "gestern", 7 }, { "hier", 4 },
                                    { "ayer", 4 }, { "вчера", 10 },  { "вчора", 10 } };
    for (size_t i = 0; i < s.n; i++) {
        if ((i && fc_is_letter(s.p[i - 1])) || !memchr("aAyYjJgGhH\xD0", s.p[i], 11))
            continue;
        for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
            fc_str w = words[k];
            if (fc_lower(s.p[i]) == w.p[0] && fc_str_istarts(fc_str_sub(s, i, s.n), w) &&
                !(i + w.n < s.n && fc_is_letter(s.p[i + w.n])))
                return true;
        }
    }
    return false;
}

static bool has_digit(fc_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (fc_is_digit(s.p[i]))
            return true;
    return false;
}

bool fc_date_find(fc_str text, fc_date *date)
{
    fc_date_tokens all;
    text = fc_str_sub(text, 0, LOOK);
    if (!has_digit(text) && !may_be_age(text))
        return false;
    fc_date_tokens_read(text, &all);
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
        n += snprintf(out + n, FC_DATE_ROOM - (size_t)n, "%c%02d:%02d",
                      d->zone < 0 ? '-' : '+',
                      (d->zone < 0 ? -d->zone : d->zone) / 60 % 24,
                      (d->zone < 0 ? -d->zone : d->zone) % 60);
    return (size_t)n;
}
