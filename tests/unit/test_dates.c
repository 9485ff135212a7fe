/* test_dates.c - dates as people write them, and what is none. */
#include "base/str.h"
#include "text/dates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

typedef struct pair {
    const char *text, *want;
} pair;

/* "" for what is found but not known, NULL for nothing found. */
static void compare(const pair *pairs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char iso[FC_DATE_ROOM];
        fc_date d;
        bool found = fc_date_find(fc_str_of(pairs[i].text), &d);
        fc_str got = { iso, found ? fc_date_iso(&d, iso) : 0 };
        if (found != (pairs[i].want != NULL))
            fail_msg("%s: %s", pairs[i].text, found ? "found" : "not found");
        if (found && !fc_str_is(got, pairs[i].want))
            fail_msg("%s: got %.*s, not %s", pairs[i].text, (int)got.n, got.p,
                     pairs[i].want);
    }
}

#define COMPARE(pairs) compare(pairs, sizeof pairs / sizeof *pairs)

static void programs(void **state)
{
    static const pair pairs[] = {
        { "2024-05-01T12:30:00+02:00", "2024-05-01T12:30:00+02:00" },
        { "2024-05-01T12:30:00-0530", "2024-05-01T12:30:00-05:30" },
        { "2024-05-01T12:30:00.123Z", "2024-05-01T12:30:00Z" },
        { "2024-05-01 12:30", "2024-05-01T12:30" },
        { "2024-05", "2024-05" },
        { "20240501", "2024-05-01" },
        { "2024/5/1", "2024-05-01" },
        { "Wed, 01 May 2024 12:30:00 GMT", "2024-05-01T12:30:00Z" },
        { "Tue, 3 Jan 2012 12:00:00 +0100 (CET)", "2012-01-03T12:00:00+01:00" },
        { "Tue Jan  3 12:00:00 EST 2012", "2012-01-03T12:00:00-05:00" },
        { "Tue Jan  3 12:00:00 2012", "2012-01-03T12:00:00" },
    };
    (void)state;
    COMPARE(pairs);
}

static void people(void **state)
{
    static const pair pairs[] = {
        { "May 1st, 2024 at 12:30 PM", "2024-05-01T12:30" },
        { "by Ann \xC2\xBB Tue Jan 03, 2012 5:03 pm", "2012-01-03T17:03" },
        { "Feb 14, 2026 | 9:05 pm", "2026-02-14T21:05" },
        { "April 3 2011, 4:05 a.m.", "2011-04-03T04:05" },
        { "12:15 am", NULL },
        { "June 2, 2020 12:15 am", "2020-06-02T00:15" },
        { "asked Jun 29 '12 at 16:08", "2012-06-29T16:08" },
        { "5th of March 2013", "2013-03-05" },
        { "12-Mar-2024", "2024-03-12" },
        { "March 2024", "2024-03" },
        { "1. Mai 2024, 12:30 Uhr", "2024-05-01T12:30" },
        { "1er mai 2024 \xC3\xA0 12h30", "2024-05-01T12:30" },
        { "3 de mar\xC3\xA7o de 2020", "2020-03-03" },
        { "5 \xD0\xBC\xD0\xB0\xD1\x80\xD1\x82\xD0\xB0 2012 \xD0\xB3. 14:05",
          "2012-03-05T14:05" },
        { "2024\xE5\xB9\xB4"
          "5\xE6\x9C\x88"
          "1\xE6\x97\xA5 12:30",
          "2024-05-01T12:30" },
        { "01.05.2024", "2024-05-01" },
        { "25/12/2024", "2024-12-25" },
        { "12/25/99", "1999-12-25" },
    };
    (void)state;
    COMPARE(pairs);
}

static void not_known(void **state)
{
    static const pair pairs[] = {
        { "03/04/2024", "" },          /* the third of April or the fourth of March */
        { "3 hours ago", "" }, { "a day ago", "" }, { "12h ago", "" },
        { "vor 3 Tagen", "" },
        { "il y a 3 jours", "" }, { "hace 2 a\xC3\xB1os", "" },
        { "3\xE5\xB0\x8F\xE6\x97\xB6\xE5\x89\x8D", "" }, { "Yesterday, 05:03 PM", "" },
        { "Today at 5:03 PM", "" },
    };
    (void)state;
    COMPARE(pairs);
}

static void none(void **state)
{
    static const pair pairs[] = {
        { "", NULL }, { "May I ask", NULL }, { "version 2.0.2024", NULL },
        { "10:30", NULL },
        { "score 12 points", NULL }, { "1-800-555-1234", NULL }, { "2024", NULL },
        { "45 May 2024", "2024-05" }, { "2024-13-01", NULL }, { "32.01.2024", NULL },
        { "March 99", NULL }, { "12 hours", NULL },
    };
    (void)state;
    COMPARE(pairs);
}

static void place(void **state)
{
    fc_str text = FC_STR("Posted on May 1, 2024 12:30 by Ann");
    fc_date d;
    (void)state;
    assert_true(fc_date_find(text, &d));
    assert_true(fc_str_is(fc_str_sub(text, d.begin, d.end), "May 1, 2024 12:30"));
    assert_int_equal(d.zone, FC_NO_ZONE);
    assert_int_equal(d.second, -1);
    text = FC_STR("written 6.2 years ago by Ann");
    assert_true(fc_date_find(text, &d));
    assert_true(fc_str_is(fc_str_sub(text, d.begin, d.end), "6.2 years ago"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(programs), cmocka_unit_test(people), cmocka_unit_test(not_known),
        cmocka_unit_test(none), cmocka_unit_test(place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
