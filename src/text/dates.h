/* dates.h - dates as people and programs write them, found in text and told as ISO 8601.
 *
 *     2024-05-01T12:30:00+02:00   2024/05/01   20240501   Wed, 01 May 2024 12:30:00 GMT
 *     May 1st, 2024 at 12:30 PM   1. Mai 2024, 12:30   1 de mayo de 2024   2024年5月1日
 *     01.05.2024   25/12/2024   Wed May  1 12:30:00 CEST 2024
 *
 * Month names of some thirty languages. A date of numbers only, day and month parted by
 * '/' or '-', is told apart only when one of them is above 12: 03/04/2024 is a date, but
 * not known (order false). Ages ("3 hours ago", "yesterday", "3 小时前") are found as well
 * (age true): nothing here looks at a clock. No locale, no memory; time linear in the
 * text. */
#ifndef FC_TEXT_DATES_H
#define FC_TEXT_DATES_H

#include "filterc.h"

typedef struct fc_date {
    int year, month, day;       /* month and day 0: not told */
    int hour, minute, second;   /* hour, second -1: not told */
    int zone;                   /* minutes east of UTC, FC_NO_ZONE when not told */
    bool order;                 /* which number is day and which month is known */
    bool age;                   /* told by its distance from now; the numbers are
                                   nothing */
    size_t begin, end;          /* where in the text */
} fc_date;

enum { FC_NO_ZONE = 1 << 20, FC_DATE_ROOM = 32 };

/* The first date in the first 400 bytes of the text. */
bool fc_date_find(fc_str text, fc_date *date);
/* "2024", "2024-05", "2024-05-01", "2024-05-01T12:30:00+02:00" (seconds and zone when
 * they are told, "Z" for zone 0) into out. Returns the length; 0 when it is not known
 * (age, order). */
size_t fc_date_iso(const fc_date *date, char out[FC_DATE_ROOM]);

#endif
