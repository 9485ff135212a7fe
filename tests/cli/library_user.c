/* library_user.c - a program that uses the library, as yours may: pages in, and what a
 * plan keeps of them handed to a function. It knows filterc.h only.
 *
 *     library_user DATA PLAN FILE...      from files
 *     library_user DATA PLAN < FILE       from memory: a function gives the bytes
 *
 *     cc library_user.c $(pkg-config --cflags --libs filterc)               shared
 *     cc library_user.c $(pkg-config --static --cflags --libs filterc)      static */
#include <filterc.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct memory {
    char *p;
    size_t n, at;
} memory;

typedef struct reader_of_documents {
    memory input;
    size_t seen, most;
} reader_of_documents;

/* What "-" is: as read(2). */
static long give_bytes(void *user, char *p, size_t n)
{
    memory *m = &((reader_of_documents *)user)->input;
    if (n > m->n - m->at)
        n = m->n - m->at;
    memcpy(p, m->p + m->at, n);
    m->at += n;
    return (long)n;
}

/* One document that was kept; all it points to is gone when this returns. */
static bool take_document(void *user, const fc_doc *doc)
{
    reader_of_documents *r = user;
    const fc_value *lang = fc_fields_get(&doc->attr, FC_STR("lang"));
    const fc_value *file = fc_fields_get(&doc->meta, FC_STR("file_path"));
    printf("%.*s %.*s %zu %.*s\n", (int)doc->id.n, doc->id.p,
           lang ? (int)lang->str.n : 1, lang ? lang->str.p : "-", doc->text.n,
           file ? (int)file->str.n : 1, file ? file->str.p : "-");
    return ++r->seen < r->most;
}

static void read_all(memory *m)
{
    size_t cap = 0, k;
    do {
        if (m->n == cap && (m->p = realloc(m->p, cap = cap ? 2 * cap : 65536)) == NULL)
            exit(1);
        k = fread(m->p + m->n, 1, cap - m->n, stdin);
        m->n += k;
    } while (k);
}

static int run(fc_plan *plan, const char *const *files, fc_err *err)
{
    static const char *const standard_input[] = { "-", NULL };
    reader_of_documents r = { .most = 1000 };
    fc_buf funnel = FC_BUF_INIT;
    fc_run_io io = { .inputs = files[0] ? files : standard_input,
                     .stdin_name = "memory",
                     .read = give_bytes,
                     .out_fd = -1,
                     .rejects_fd = -1,
                     .document = take_document,
                     .user = &r };
    if (!files[0])
        read_all(&r.input);
    fc_rc rc = fc_plan_run(plan, &io, err);
    fc_plan_funnel(plan, true, &funnel); /* also tells of a run that failed */
    if (rc >= 0)
        printf("%s", funnel.p);
    fc_buf_free(&funnel);
    free(r.input.p);
    return rc;
}

int main(int argc, char **argv)
{
    fc_err err = { FC_OK, 0, "" };
    fc_config config;
    fc_plan *plan;
    if (argc < 3)
        return 64;
    fc_config_default(&config);
    config.data_dir = argv[1];
    config.threads = 2;
    fc_rc rc = fc_plan_open(&plan, &config, argv[2], "plan", &err);
    if (!rc) {
        rc = run(plan, (const char *const *)argv + 3, &err);
        if (rc >= 0 && argc > 3) /* a plan may be run again */
            rc = run(plan, (const char *const *)argv + 3, &err);
        fc_plan_close(plan);
    }
    if (rc < 0)
        fprintf(stderr, "%s\n", err.msg);
    return fc_exit_status(rc);
}
