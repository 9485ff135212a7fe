/* test_nomem.c - the system has no memory: every single allocation of a run fails once,
 * and each time the run ends with an error that says so, or goes on unharmed. malloc and
 * its kin are replaced for this program, so it skips in builds whose sanitizer does the
 * same. */
#include "filterc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define REPLACED 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define REPLACED 0
#endif
#endif
#if !defined(REPLACED) && defined(__GLIBC__)
#define REPLACED 1
#elif !defined(REPLACED)
#define REPLACED 0
#endif

static long countdown = -1; /* allocations until the one that fails; negative: none
                               does */

#if REPLACED
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *p, size_t n);

static int fails(void)
{
    if (countdown < 0 || countdown-- > 0)
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t n)
{
    return fails() ? NULL : __libc_malloc(n);
}

void *calloc(size_t count, size_t n)
{
    return fails() ? NULL : __libc_calloc(count, n);
}

void *realloc(void *p, size_t n)
{
    return fails() ? NULL : __libc_realloc(p, n);
}
#endif

enum { MOST = 20000 };

/* One run with the allocation number `nth` failing; *used tells whether there were so
 * many. */
static fc_rc run_once(const char *plan_text, const char *input, long nth, int *used,
                      fc_err *err)
{
    const char *inputs[] = { input, NULL };
    fc_run_io io = { .inputs = inputs, .out_fd = open("/dev/null", O_WRONLY),
                     .rejects_fd = -1 };
    fc_config config;
    fc_plan *plan = NULL;
    fc_config_default(&config);
    config.data_dir = getenv("FILTERC_DATA");
    countdown = nth;
    fc_rc rc = fc_plan_open(&plan, &config, plan_text, "plan", err);
    if (!rc)
        rc = fc_plan_run(plan, &io, err);
    fc_plan_close(plan);
    *used = countdown < 0;
    countdown = -1;
    close(io.out_fd);
    return rc;
}

static int try_all(const char *plan, const char *input)
{
    int failures = 0, used = 1;
    for (long nth = 0; used && nth < MOST; nth++) {
        fc_err err = { FC_OK, 0, "" };
        fc_rc rc = run_once(plan, input, nth, &used, &err);
        if (rc == FC_OK)
            continue;
        failures++;
        if (!err.msg[0] || rc == FC_EINTERNAL || rc == FC_EUSE) {
            fprintf(stderr, "allocation %ld: result %d '%s'\n", nth, rc, err.msg);
            return 1;
        }
    }
    printf("ok - %s over %s: %d allocations that fail end a run\n", plan, input,
           failures);
    return used || !failures;
}

int main(void)
{
    const char *top = getenv("SRCDIR");
    char warc[4096], jsonl[] = "/tmp/filterc-nomem-XXXXXX";
    if (!REPLACED) {
        puts("SKIP: malloc belongs to a sanitizer or another libc here");
        return 77;
    }
    snprintf(warc, sizeof warc, "%s/data/samples/web.warc.gz", top ? top : ".");
    FILE *f = fdopen(mkstemp(jsonl), "w");
    for (int i = 0; i < 300; i++)
        fprintf(f, "{\"id\":\"%d\",\"text\":\"some text\",\"metadata\":{\"n\":%d}}\n", i,
                i);
    fclose(f);
    int bad = try_all("sample --rate 0.5 | head 100", jsonl);
    bad |= try_all("cat", warc);
    unlink(jsonl);
    return bad;
}
