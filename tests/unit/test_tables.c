/* test_tables.c - walks the tables of all stages and readers: what help, man pages and
 * completions are made of is complete, and every drop reason is reached by a case.
 *
 * Examples are run by the command itself and must give what they show, byte for byte.
 * That it accepts every option is tested in tests/cli/help.py. */
#include "base/str.h"
#include "core/opt.h"
#include "filterc.h"

#include <ctype.h>
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

/* All of tests/cases/NAME.case, NUL-terminated; the empty string when there are none. */
static char *all_cases;

static bool word(const char *s, const char *more)
{
    if (!s || !*s)
        return false;
    for (; *s; s++)
        if (!islower((unsigned char)*s) && !isdigit((unsigned char)*s) &&
            !strchr(more, *s))
            return false;
    return true;
}

/* One line for a list: not empty, no full stop, not so long that a terminal wraps it
 * badly. */
static bool one_line(const char *s)
{
    size_t n = s ? strlen(s) : 0;
    return n > 0 && n <= 160 && !strchr(s, '\n') && s[n - 1] != '.';
}

static void check_option(const char *who, const fc_opt *o)
{
    if (!one_line(o->help))
        fail_msg("%s: option %s: no help, or help of more than a line", who, o->name);
    if (!(o->flags & FC_OPT_ARG) && !word(o->name, "-"))
        fail_msg("%s: option %s: a name is lower case, digits and dashes", who, o->name);
    if (o->type != FC_OPT_BOOL && !(o->flags & FC_OPT_ARG) && !o->arg && !o->choices)
        fail_msg("%s: option %s: takes a value, but arg does not name it", who, o->name);
    if ((o->type == FC_OPT_CHOICE) && !o->choices)
        fail_msg("%s: option %s: no choices", who, o->name);
    if (o->def && o->flags & FC_OPT_REQUIRED)
        fail_msg("%s: option %s: required, so its default is never used", who, o->name);
}

/* Every default is accepted by the parser that reads the user's text. */
static void check_defaults(const fc_usage *use)
{
    void *conf = calloc(1, use->conf_size + 1);
    assert_non_null(conf);
    for (const fc_opt *o = use->opts; o && o->name; o++) {
        fc_err err = { 0 };
        check_option(use->name, o);
        if (o->at >= use->conf_size)
            fail_msg("%s: option %s lies outside of the struct", use->name, o->name);
        for (const fc_opt *other = use->opts; other < o; other++)
            if (strcmp(other->name, o->name) == 0)
                fail_msg("%s: two options %s", use->name, o->name);
        if (o->def && fc_opt_set(o, o->def, conf, use->name, &err) != FC_OK)
            fail_msg("%s: default of %s: %s", use->name, o->name, err.msg);
    }
    free(conf);
}

static void check_reasons(const char *who, const char *row, const fc_reason *reasons)
{
    for (const fc_reason *r = reasons; r && r->name; r++) {
        char line[200];
        if (!word(r->name, "-_") || !one_line(r->help))
            fail_msg("%s: reason %s: bad name or no help", who, r->name);
        for (const fc_reason *other = reasons; other < r; other++)
            if (strcmp(other->name, r->name) == 0)
                fail_msg("%s: two reasons %s", who, r->name);
        snprintf(line, sizeof line, "\ndrop %s %s ", row, r->name);
        if (!strstr(all_cases, line))
            fail_msg("%s: no case in tests/cases reaches 'drop %s %s'", who, row,
                     r->name);
    }
}

static void stages_are_told_completely(void **state)
{
    (void)state;
    assert_non_null(fc_stages[0]);
    for (size_t i = 0; fc_stages[i]; i++) {
        const fc_stage_def *s = fc_stages[i];
        const char *name = s->use.name;
        if (!word(name, "-.") || !one_line(s->use.brief) || !s->use.doc || !s->run)
            fail_msg("stage %s: name, brief, doc or run is missing or badly formed",
                     name);
        if (fc_stage_find(fc_str_of(name)) != s)
            fail_msg("stage %s: another one has its name", name);
        if (!(s->in & FC_ANY) || !(s->out & FC_ANY))
            fail_msg("stage %s: in or out is not told", name);
        if (!s->use.examples || !s->use.examples[0].command)
            fail_msg("stage %s: no example", name);
        for (const fc_example *e = s->use.examples; e && e->command; e++)
            if (!one_line(e->brief) || strncmp(e->command, name, strlen(name)) != 0 ||
                (e->input && !e->output))
                fail_msg("stage %s: example '%s': no brief, of another stage, or input "
                         "without output", name,
                         e->command);
        for (const fc_attr *a = s->gives; a && a->name; a++)
            if (!word(a->name, "_") || !one_line(a->help) || a->type == FC_NONE)
                fail_msg("stage %s: attribute %s: bad name, no help or no type", name,
                         a->name);
        check_defaults(&s->use);
        check_reasons(name, name, s->reasons);
    }
}

/* Bytes of `text` into a temporary file; its name is put into path. */
static void write_temporary(const char *text, char *path, size_t n)
{
    snprintf(path, n, "/tmp/filterc-example-XXXXXX");
    int fd = mkstemp(path);
    FILE *f = fd >= 0 ? fdopen(fd, "wb") : NULL;
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

/* What `filterc command` prints for this input; the caller frees it. */
static char *run_command(const char *command, const char *input)
{
    const char *filterc = getenv("FILTERC");
    char path[64], line[4096];
    fc_buf out = FC_BUF_INIT;
    size_t k;
    write_temporary(input, path, sizeof path);
    snprintf(line, sizeof line, "'%s' %s --quiet <%s", filterc ? filterc : "./filterc",
             command, path);
    FILE *f = popen(line, "r");
    assert_non_null(f);
    while ((k = fread(line, 1, sizeof line, f)) > 0)
        fc_buf_add(&out, line, k);
    int status = pclose(f);
    remove(path);
    if (status)
        fail_msg("example '%s' ended with status %d", command, status);
    fc_buf_char(&out, '\0');
    assert_false(out.failed);
    return out.p;
}

static void examples_give_what_they_show(void **state)
{
    int ran = 0;
    (void)state;
    for (size_t i = 0; fc_stages[i]; i++)
        for (const fc_example *e = fc_stages[i]->use.examples; e && e->command; e++) {
            if (!e->input || !e->output)
                continue;
            char *printed = run_command(e->command, e->input);
            assert_string_equal(printed, e->output);
            free(printed);
            ran++;
        }
    assert_true(ran > 5);
}

static void readers_are_told_completely(void **state)
{
    (void)state;
    assert_non_null(fc_readers[0]);
    for (size_t i = 0; fc_readers[i]; i++) {
        const fc_reader_def *r = fc_readers[i];
        if (!word(r->name, "-") || !one_line(r->brief) || !r->sniff || !r->open ||
            !r->next)
            fail_msg("reader %s: name, brief or a function is missing", r->name);
        if (r->kind != FC_RECORD && r->kind != FC_DOCUMENT &&
            !(r->kind == FC_ANY && r->inner))
            fail_msg("reader %s: kind is not told", r->name);
        if (i && strcmp(fc_readers[i - 1]->name, r->name) >= 0)
            fail_msg("reader %s: not in alphabetical order, or twice", r->name);
        check_reasons(r->name, "read", r->reasons);
    }
}

static void extractors_are_told_completely(void **state)
{
    (void)state;
    assert_non_null(fc_extractors[0]);
    for (size_t i = 0; fc_extractors[i]; i++) {
        const fc_extractor_def *x = fc_extractors[i];
        if (!word(x->name, "-") || !one_line(x->brief) || !x->sniff || !x->run)
            fail_msg("extractor %s: name, brief or a function is missing", x->name);
        if (i && strcmp(fc_extractors[i - 1]->name, x->name) >= 0)
            fail_msg("extractor %s: not in alphabetical order, or twice", x->name);
    }
}

static void add_file(const char *path)
{
    char *more;
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    size_t had = strlen(all_cases), n = (size_t)ftell(f);
    rewind(f);
    more = realloc(all_cases, had + n + 2);
    assert_non_null(more);
    all_cases = more;
    all_cases[had++] = '\n';
    assert_int_equal(fread(all_cases + had, 1, n, f), n);
    all_cases[had + n] = '\0';
    fclose(f);
}

static int read_cases(void **state)
{
    const char *top = getenv("SRCDIR");
    char folder[2048], path[4096];
    struct dirent *entry;
    (void)state;
    all_cases = calloc(1, 1);
    snprintf(folder, sizeof folder, "%s/tests/cases", top ? top : ".");
    DIR *dir = opendir(folder);
    if (!dir || !all_cases)
        return -1;
    while ((entry = readdir(dir))) {
        size_t n = strlen(entry->d_name);
        if (n < 5 || strcmp(entry->d_name + n - 5, ".case") != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        add_file(path);
    }
    closedir(dir);
    return 0;
}

static int free_cases(void **state)
{
    (void)state;
    free(all_cases);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stages_are_told_completely),
        cmocka_unit_test(examples_give_what_they_show),
        cmocka_unit_test(readers_are_told_completely),
        cmocka_unit_test(extractors_are_told_completely),
    };
    return cmocka_run_group_tests(tests, read_cases, free_cases);
}
