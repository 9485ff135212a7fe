/* filterc.h - the one public header of libfilterc.
 *
 * filterc turns raw archives (WARC, ARC, WET, JSONL, HTML ...) into clean, scored,
 * traceable text. This header has the words everything else is written in:
 *
 *   fc_str, fc_value, fc_field    bytes, typed values, named values
 *   fc_record, fc_doc             the two things that travel: a raw capture and a
 *                                 document
 *   fc_stage_def, fc_reader_def   the tables by which a stage or a reader tells
 *                                 everything about itself: help, options, attributes,
 *                                 reasons, examples
 *   fc_plan                       stages joined by '|', opened once and run over inputs
 *
 * Memory. Three lifetimes, three owners: the run (models; the plan frees them), the batch
 * (documents; an arena that is reset when the batch is done) and the call (scratch).
 * Nothing that lives in an arena is freed singly.
 * Errors. Functions that can fail return an fc_rc and fill in an fc_err. The library
 * never prints, never exits, reads no environment and keeps no mutable global state.
 * Strings are bytes with a length; they need no terminator and may hold NUL. Text is
 * UTF-8.
 */
#ifndef FILTERC_H
#define FILTERC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FC_ABI 1

/* ---------------------------------------------------------------- strings and results */

typedef struct fc_str {
    const char *p;
    size_t n;
} fc_str;

#ifdef __cplusplus
#define FC_STR(literal) (fc_str{ (literal), sizeof(literal) - 1 })
#else
#define FC_STR(literal) ((fc_str){ (literal), sizeof(literal) - 1 })
#endif

/* What a call came to. The negative values map one to one to the exit status of the
 * command (fc_exit_status): an engine that runs filterc reads nothing else. */
typedef enum fc_rc {
    FC_OK = 0,
    FC_END = 1,         /* no more items; not an error */
    FC_EUSE = -1,       /* wrong option, plan, expression, attribute or label: exit 64 */
    FC_EDATA = -2,      /* too much bad input: 65 */
    FC_ENOINPUT = -3,   /* no such input: 66 */
    FC_EUNAVAIL = -4,   /* a source or an optional part is unavailable: 69 */
    FC_EINTERNAL = -5,  /* a bug of ours: 70 */
    FC_EIO = -6,        /* reading or writing failed, disk full: 74 */
    FC_ETRY = -7,       /* try again later, out of memory: 75 */
    FC_ECONFIG = -8     /* a model or a setting does not fit the run: 78 */
} fc_rc;

typedef struct fc_err {
    fc_rc rc;
    int sys;            /* errno, or 0 */
    char msg[480];      /* one sentence: where (file, byte offset), what, what to do */
} fc_err;

/* Fill in *err (which may be NULL) and return rc. */
fc_rc fc_fail(fc_err *err, fc_rc rc, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;
/* The exit status for a result: 0, 64 ... 78. */
int fc_exit_status(fc_rc rc);

/* --------------------------------------------------------------- values and documents */

typedef enum fc_type {
    FC_NONE,
    FC_BOOL,            /* num is 0 or 1 */
    FC_NUM,             /* num */
    FC_STRING,          /* str */
    FC_JSON             /* str holds any JSON value, kept as it came */
} fc_type;

typedef struct fc_value {
    fc_type type;
    double num;
    fc_str str;
} fc_value;

typedef struct fc_field {
    fc_str name;
    fc_value value;
} fc_field;

/* Named values in the order they were added; a name occurs once. */
typedef struct fc_fields {
    fc_field *v;
    size_t n, cap;
} fc_fields;

/* A raw capture as a reader framed it. Constant ever after; lives in the batch's
 * arena. */
typedef struct fc_record {
    const char *input;      /* name of the file, "-" for standard input; lives as long as
                               the run */
    uint64_t offset;        /* where the record (its gzip member, when it has its own)
                               begins */
    uint64_t length;        /* ... and its length, in bytes of the file as stored */
    bool unpacked;          /* offset and length count decompressed bytes: the compression
                               is not per record */
    fc_str type;            /* WARC-Type: "response", "resource", "conversion", ... */
    fc_str id;              /* WARC-Record-ID without the angle brackets; else made up
                               from input and offset */
    fc_str uri, date;       /* as in the record; date as ISO 8601 */
    fc_str mime;            /* Content-Type of the block: "application/http;
                               msgtype=response" */
    fc_str head;            /* the record's header as stored, for writing it again */
    fc_str block;           /* content block: HTTP header and body, or the content
                               itself */
    fc_str about;           /* what else the container tells of it, for the document's
                               metadata: lines "name: value\n" without control
                               characters */
    bool truncated;         /* WARC-Truncated, or the input ended within the block */
} fc_record;

typedef enum fc_kind {
    FC_RECORD = 1,
    FC_DOCUMENT = 2,
    FC_ANY = 3              /* a stage that takes either and gives what it got */
} fc_kind;

/* One item on its way through a plan. A record becomes a document when an extractor has
 * set its text. Field names on disk: id, text, source, then extra, metadata,
 * attributes. */
typedef struct fc_doc {
    fc_kind kind;
    const fc_record *rec;   /* the capture it came from; NULL for documents read from
                               JSONL, but for what is damaged: its place */
    fc_str id, text, source;
    fc_fields extra;        /* other top-level keys of a document read, e.g. "added" */
    fc_fields meta;         /* "metadata": url, date, title, file_path, offset, length
                               ... */
    fc_fields attr;         /* "attributes": what taggers and scorers measured */
    uint16_t stage;         /* who dropped it (0: the reader, else the stage's place in
                               the plan) */
    uint16_t reason;        /* and why: place in its list of reasons, from 1; 0 means
                               alive */
} fc_doc;

typedef struct fc_arena fc_arena;   /* src/base/arena.h */
typedef struct fc_buf fc_buf;       /* src/base/buf.h */
typedef struct fc_stream fc_stream; /* src/io/stream.h */
typedef struct fc_shared fc_shared; /* src/text/shared.h */

/* The value of a name, or NULL. */
const fc_value *fc_fields_get(const fc_fields *fields, fc_str name);
/* Set a name, replacing its value or appending it. Name and string are not copied: they
 * must live as long as the document (literals, the arena, the run). */
void fc_fields_set(fc_fields *fields, fc_arena *keep, fc_str name, fc_value value);
/* A copy that can be changed on its own; names and strings are shared. */
fc_fields fc_fields_copy(const fc_fields *fields, fc_arena *keep);
void fc_set_str(fc_fields *fields, fc_arena *keep, const char *name, fc_str value);
void fc_set_bool(fc_fields *fields, fc_arena *keep, const char *name, bool value);
/* Rounded to the given number of decimals, so that a document written and read again has
 * the same value: a pipe must decide as a plan does. */
void fc_set_num(fc_fields *fields, fc_arena *keep, const char *name, double value,
                int decimals);

/* ---------------------------------------------------------------- buffers */

/* Growing byte buffer on the heap, for what is written out or outlives a batch. A buffer
 * that could not grow stays as it was and remembers it (`failed`): append freely and
 * check once, before the bytes are used. p is NULL until something was appended, and is
 * followed by a NUL that n does not count. */
struct fc_buf {
    char *p;
    size_t n, cap;
    bool failed;
};

#define FC_BUF_INIT { NULL, 0, 0, false }

void fc_buf_free(fc_buf *b);
void fc_buf_clear(fc_buf *b);                /* keeps the memory */
bool fc_buf_reserve(fc_buf *b, size_t more); /* false, and failed, when there is no
                                                memory */
void fc_buf_add(fc_buf *b, const void *p, size_t n);
void fc_buf_str(fc_buf *b, fc_str s);
void fc_buf_text(fc_buf *b, const char *s);
void fc_buf_char(fc_buf *b, char c);
void fc_buf_printf(fc_buf *b, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

/* ---------------------------------------------------------------- tables: told once */

/* How an option's text is read and where its value goes in the configuration struct. */
typedef enum fc_opt_type {
    FC_OPT_BOOL,        /* bool; takes no value */
    FC_OPT_INT,         /* int64_t */
    FC_OPT_SIZE,        /* int64_t; accepts k, M, G (1024) suffixes */
    FC_OPT_NUM,         /* double */
    FC_OPT_TEXT,        /* const char * */
    FC_OPT_CHOICE,      /* const char *: one of choices */
    FC_OPT_LIST         /* const char *: words separated by commas; each may be checked
                           against choices when there are any */
} fc_opt_type;

enum { FC_OPT_ARG = 1, FC_OPT_REQUIRED = 2 };

typedef struct fc_opt {
    const char *name;           /* without the dashes; with FC_OPT_ARG the name of a
                                   positional argument ("EXPR") */
    fc_opt_type type;
    size_t at;                  /* offsetof() in the configuration struct */
    const char *def;            /* default as a user would type it, or NULL: 0, false,
                                   NULL */
    double lo, hi;              /* allowed range of numbers; lo == hi == 0: any */
    const char *const *choices; /* NULL-terminated, or NULL */
    const char *arg;            /* name of the value in help: "N", "FILE" */
    const char *help;           /* one line, lower case, no full stop */
    unsigned flags;             /* FC_OPT_ARG, FC_OPT_REQUIRED */
} fc_opt;

typedef struct fc_attr {
    const char *name;
    fc_type type;
    const char *help;
    const char *const *labels;  /* the strings it can hold, NULL-terminated; NULL: any */
} fc_attr;

typedef struct fc_reason {
    const char *name;           /* "too-short": lower case, dashes */
    const char *help;           /* one line */
} fc_reason;

/* An example shown in help and man page and run as a test: `input` is fed to `command`
 * ("keep 'edu >= 3'"), which must print `output` exactly. NULL input: not run. */
typedef struct fc_example {
    const char *brief;
    const char *command;
    const char *input;
    const char *output;
} fc_example;

/* What help, man page and completions are made of, for stages and commands alike. Tables
 * end with an all-zero row; each may be NULL. */
/* Under which heading `filterc help` lists a stage. */
typedef enum fc_group {
    FC_GROUP_NONE,
    FC_GROUP_READ,              /* makes documents of records */
    FC_GROUP_TELL,              /* says what a document is; what it drops is an option */
    FC_GROUP_RULES,             /* the rules of a published data set */
    FC_GROUP_CHOOSE,            /* keeps some */
    FC_GROUP_HAND_ON            /* cuts, counts or passes on what is kept */
} fc_group;

typedef struct fc_usage {
    const char *name;           /* the subcommand */
    fc_group group;             /* of a stage */
    const char *brief;          /* one line: "keep the documents for which an expression
                                   holds" */
    const char *doc;            /* paragraphs separated by blank lines */
    const char *source;         /* paper or rule set it follows, or NULL */
    const char *operands;       /* "[FILE...]"; NULL for a stage's default */
    const fc_opt *opts;
    size_t conf_size;           /* of the struct the options are written to */
    const fc_example *examples;
} fc_usage;

/* Lent to run() for one document. */
#define FC_COUNT_KEPT " kept"
typedef struct fc_call {
    fc_arena *keep;             /* lives as long as the document */
    fc_arena *scratch;          /* reset when run() returns */
    uint64_t fuel;              /* steps left; the limit counts work, never seconds */
    fc_buf *explain;            /* not NULL: write for a person what was decided and
                                   why */
    fc_buf *explain_html;       /* not NULL: a stage that can shows it as an HTML file
                                   too */
    fc_err *err;                /* filled in when run() returns a negative fc_rc */
    bool stop;                  /* an ordered stage may set it: no more input is needed */
    void (*emit)(struct fc_call *call, fc_doc *child); /* stages with FC_SPLITS: hand on
                                                          one piece; the child and what it
                                                          points to live in keep. A piece
                                                          that the stage itself refuses is
                                                          emitted as well, with `reason`
                                                          set to its place in the table,
                                                          so that it is counted and can be
                                                          seen among the rejects */
    void (*count)(struct fc_call *call, const char *attr, const fc_value *value,
                  uint64_t bytes);  /* count in the report that a document of so many
                                       bytes of text has this value of an attribute;
                                       NULL: it has none. attr lives as long as the plan,
                                       the value in keep. Beside NAME, NAME FC_COUNT_KEPT
                                       has those of them that were kept */
    fc_shared *shared;          /* what the stages have measured of this document, or
                                   NULL */
    void *owner;                /* the pipeline's own */
} fc_call;

/* What run() returns: FC_KEEP, FC_SPLIT (the pieces were emitted and take its place;
 * splitting stages only), the place of a drop reason in the table counted from 1, or a
 * negative fc_rc, which ends the run. */
enum { FC_KEEP = 0, FC_SPLIT = 0x7fff };

/* flags of a stage */
enum {
    FC_ORDERED = 1,             /* sees all documents in input order, in one thread */
    FC_SPLITS = 2               /* may emit several documents for one */
};

typedef struct fc_open fc_open; /* what a stage may ask while a plan is being opened */

typedef struct fc_stage_def {
    fc_usage use;
    fc_kind in, out;            /* out FC_ANY: what came in */
    unsigned flags;
    const fc_attr *gives;       /* attributes it writes (more may be added by
                                   fc_open_give) */
    const fc_reason *reasons;
    /* Everything that can fail by misuse fails here, before the first byte is read. conf
     * is the filled-in configuration struct and outlives the model. Without open, the
     * model that run() gets is conf itself. */
    fc_rc (*open)(fc_open *ctx, const void *conf, void **model, fc_err *err);
    /* Announce (fc_open_give) the attributes that the stage could give in this
     * installation beyond `gives`, for plans that read documents which some earlier run
     * has measured. NULL: none. */
    fc_rc (*known)(fc_open *ctx, fc_err *err);
    fc_rc (*worker)(const void *model, void **mine,
                    fc_err *err); /* once per thread, or NULL */
    int (*run)(const void *model, void *mine, fc_doc *doc, fc_call *call);
    /* At the end of a run, before worker_end: write what the stage writes besides its
     * documents. NULL: nothing. */
    fc_rc (*finish)(void *mine, fc_err *err);
    void (*worker_end)(void *mine);
    void (*close)(void *model);
} fc_stage_def;

/* Defines a stage and registers it (src/registry.c collects the names by grep):
 *     FC_STAGE(keep) = { .use = { .name = "keep", ... }, .run = keep_run };           */
#define FC_STAGE(id) const fc_stage_def fc_stage_##id

/* The attribute of this name known at this place of the plan (given by an earlier stage,
 * or, for a stage that runs alone in a pipe, by any stage, shipped model or --attr), or
 * NULL. */
const fc_attr *fc_open_attr(const fc_open *ctx, fc_str name);
/* The i-th of them, NULL after the last: to suggest a name for an unknown one. */
const fc_attr *fc_open_attr_at(const fc_open *ctx, size_t i);
/* Announce an attribute that is known only now; it is copied. FC_EUSE when another stage
 * of the plan gives it already. */
fc_rc fc_open_give(fc_open *ctx, const fc_attr *attr, fc_err *err);
/* Other names for labels of an attribute that was announced, name, label, name, label ...
 * NULL, which expressions may use. Not copied. */
void fc_open_give_aliases(fc_open *ctx, const char *attr, const char *const *aliases);
/* Those of the attribute of this name, or NULL. */
const char *const *fc_open_aliases(const fc_open *ctx, fc_str name);
/* Path of a data file: `name` itself when it has a slash or names an existing file, else
 * DATA/folder/name. The path lives as long as the plan. */
fc_rc fc_open_data(fc_open *ctx, const char *folder, const char *name, const char **path,
                   fc_err *err);
/* The same of a model, as every option that names one has it: `name` itself when it has a
 * slash or names a file, else DATA/models/name, with `ending` unless it ends so. */
fc_rc fc_open_model(fc_open *ctx, const char *name, const char *ending,
                    const char **path, fc_err *err);
/* Names in DATA/folder that end in `suffix`, without it, sorted, NULL-terminated; they
 * live as long as the plan. A folder that does not exist is empty. */
fc_rc fc_open_list(fc_open *ctx, const char *folder, const char *suffix,
                   const char *const **names, fc_err *err);

/* A sentence for the person who runs the plan, told with the funnel: what to expect of
 * it. It is copied. */
void fc_open_note(fc_open *ctx, const char *note);

/* A container format: turns a stream of (decompressed) bytes into records or documents.
 * Damage is not an error: the reader returns a doc with its reason set, for as many bytes
 * as it had to give up, and goes on with the next intact item. */
typedef struct fc_reader_def {
    const char *name, *brief, *doc;
    fc_kind kind;
    const fc_reason *reasons;
    /* How sure, 0 (no) to 100, given the first bytes (at most 4096) and the file's
     * name. */
    int (*sniff)(fc_str head, const char *path);
    fc_rc (*open)(fc_stream *in, void **state, fc_err *err);
    /* Fill in *doc (zeroed by the caller); what it points to lives in keep.
     * FC_OK, FC_END or an error that ends the run. */
    fc_rc (*next)(void *state, fc_arena *keep, fc_doc *doc, fc_err *err);
    /* For containers of other inputs, NULL for the rest: the reader whose reasons and
     * kind the item that next() gave has; NULL when they are its own. Such a reader is of
     * kind FC_ANY, sets doc->kind, and a record's input, which lives in keep. */
    const struct fc_reader_def *(*inner)(const void *state);
    void (*close)(void *state);
    /* For formats whose files belong together (the tables of a dump), NULL for the rest:
     * an archive gives all files of a folder to one state. The first call, in place of
     * open, makes it; then next() gives what the file by itself gives up to FC_END, and
     * the following file is told. With `in` NULL all were told, and next() gives what
     * they make together. The stream lives until the next call. */
    fc_rc (*gather)(fc_stream *in, void **state, fc_err *err);
    bool everywhere;            /* ... all files of the archive, in whatever folder */
} fc_reader_def;

#define FC_READER(id) const fc_reader_def fc_reader_##id

/* The content of a record, unpacked as far as HTTP goes. */
typedef struct fc_capture {
    fc_str body;
    fc_str mime;                /* lower case, without parameters; empty when not told */
    fc_str charset;             /* as declared, or empty */
    fc_str name;                /* address or path, for its ending */
    bool cut;                   /* the body is not all there */
} fc_capture;

struct fc_extract_conf;         /* options of the stage extract: extractors/extract.h */

/* A source kind: turns a capture of one sort (HTML, plain text ...) into a document. */
typedef struct fc_extractor_def {
    const char *name, *brief;
    /* How sure, 0 (no) to 100, that the capture is of this kind: by type, name and
     * bytes. */
    int (*sniff)(const fc_capture *cap);
    /* Set text and attributes, and add to the metadata; what it sets lives in call->keep.
     * What run() of a stage returns, with the reasons of extractors/extract.h. */
    int (*run)(const struct fc_extract_conf *conf, const fc_capture *cap, fc_doc *doc,
               fc_call *call);
} fc_extractor_def;

#define FC_EXTRACTOR(id) const fc_extractor_def fc_extractor_##id

/* All stages, readers and extractors, NULL-terminated, in alphabetical order. */
extern const fc_stage_def *const fc_stages[];
extern const fc_reader_def *const fc_readers[];
extern const fc_extractor_def *const fc_extractors[];
const fc_stage_def *fc_stage_find(fc_str name);
/* The reader that is surest of a file's name and first bytes, or NULL. `documents`: such
 * are expected (--text-key), so any reader of them is surer than those of records. */
const fc_reader_def *fc_reader_sniff(fc_str head, const char *name, bool documents);

/* ---------------------------------------------------------------- options and help */

/* A table of options and the struct that their values go to. */
typedef struct fc_opt_group {
    const fc_opt *opts;
    void *conf;
} fc_opt_group;

/* Set the defaults of all groups (the last one has opts NULL), then read the words:
 * --name,
 * --name VALUE, --name=VALUE, --no-name for a FC_OPT_BOOL, "--" before operands.
 * Positional arguments of the tables are filled first; other operands go to `operands`
 * (room for argc), or are an error when it is NULL. Strings are not copied. `who` is for
 * messages. */
fc_rc fc_opt_parse(const char *who, const fc_opt_group *groups, int argc,
                   const char *const *argv, const char **operands, int *n_operands,
                   fc_err *err);

/* "Did you mean": of the known names (the i-th one; NULL after the last) the nearest to a
 * wrong one, the first of equals. NULL when none is near enough (about a third of the
 * letters may differ) or the word is longer than 64 bytes. Distance is counted in
 * single-byte edits (insert, delete, replace, swap of neighbours); case does not count
 * and '_' equals '-'. */
typedef const char *(*fc_name_at)(void *user, size_t i);
const char *fc_suggest(fc_str wrong, fc_name_at name, void *user);

/* One page of help (for a terminal), one man page, made from the table. `stage` adds what
 * only stages have (attributes, reasons); NULL for commands. `more` are the options that
 * every command takes, or NULL. */
void fc_render_help(const fc_usage *use, const fc_stage_def *stage, const fc_opt *more,
                    fc_buf *out);
void fc_render_man(const fc_usage *use, const fc_stage_def *stage, const fc_opt *more,
                   fc_buf *out);
/* shell is "bash", "fish" or "zsh"; commands are the usages of the commands that are no
 * stages, NULL-terminated; of[i] are the options that command i takes beside its own, or
 * NULL; all stages take `more`. */
void fc_render_completions(const char *shell, const fc_usage *const *commands,
                           const fc_opt *const *of, const fc_opt *more, fc_buf *out);
/* What filterc was built with: "libdeflate 1.14" ... one line each, "no" for what is
 * missing. */
void fc_build_info(fc_buf *out);

/* ---------------------------------------------------------------- plans */

typedef struct fc_plan fc_plan;

typedef struct fc_config {
    const char *data_dir;       /* where models and tables are; NULL: as installed */
    const char *temp_dir;       /* for what readers join beyond memory; NULL: /tmp */
    const char *const *attrs;   /* attributes that the input is said to have (--attr
                                   NAME), NULL-terminated, or NULL */
    const char *text_key;       /* of JSON documents: where their text is; NULL: "text" */
    const char *id_key;         /* ... and their id; NULL: "id" */
    int threads;                /* workers, 1 to 256 */
    uint64_t memory;            /* bytes for batches in flight, over all threads */
    uint64_t max_doc;           /* bytes of memory for one document; more is a counted
                                   reason */
    int batch_docs;             /* items in a batch at most; results do not depend on
                                   it */
} fc_config;

/* threads 1, memory 128 MiB, max_doc 128 MiB, batch_docs 64 */
void fc_config_default(fc_config *config);

/* Progress, called from time to time while a plan runs (from any thread, never two at
 * once). */
typedef struct fc_progress {
    uint64_t bytes, bytes_total;    /* of input as stored; total 0 when unknown */
    uint64_t in, out;
} fc_progress;

/* Files written by runs that are published together, later: what makes a file last
 * through a power cut takes as long for one as for many. Each is open until then. */
typedef struct fc_shelf fc_shelf;
fc_rc fc_shelf_open(fc_shelf **shelf, fc_err *err);
/* When it returns they have their names and will keep them: first outputs and rejects,
 * then records of what is done. After an error none that had no name yet gets one. */
fc_rc fc_shelf_publish(fc_shelf *shelf, fc_err *err);
void fc_shelf_close(fc_shelf *shelf);   /* gives up the unpublished; NULL is fine */

typedef struct fc_run_io {
    const char *const *inputs;      /* names of files, NULL-terminated; "-" is standard
                                       input */
    const char *stdin_name;         /* what documents that come from "-" tell of their
                                       file; NULL: "-" */
    long (*read)(void *user, char *p, size_t n); /* not NULL: "-" is what this gives: as
                                       read(2), 0 at the end, -1 with errno */
    int out_fd;                     /* where the result goes */
    bool (*document)(void *user, const fc_doc *doc); /* not NULL: gets what is left over,
                                       in order, and nothing is written; doc lives until
                                       it returns. False: no more are wanted */
    const char *out_name;           /* not NULL: a file, instead; ".gz" and ".zst" are
                                       compressed. It is there whole when the run has
                                       ended well, or not at all */
    int rejects_fd;                 /* -1: dropped documents are only counted */
    const char *rejects_name;       /* not NULL: a file, instead, like out_name */
    fc_shelf *shelf;                /* not NULL: keeps the named files and the record,
                                       unpublished */
    const char *report_name;        /* not NULL: a file that gets the funnel as JSON, also
                                       that of a run that failed on its way */
    void (*progress)(void *user, const fc_progress *p); /* or NULL */
    void *user;                     /* for the functions */
    const volatile int *interrupt;  /* not NULL: the run ends cleanly when it becomes
                                       non-zero; set it by an atomic store */
} fc_run_io;

/* Parse and open a plan: `text` is stages joined by '|' in shell words, newlines count as
 * spaces, '#' begins a comment. `name` is for messages. */
fc_rc fc_plan_open(fc_plan **plan, const fc_config *config, const char *text,
                   const char *name, fc_err *err);
/* A plan of one stage whose options have been read already: conf is copied, the strings
 * in it must live as long as the plan. */
fc_rc fc_plan_open_stage(fc_plan **plan, const fc_config *config,
                         const fc_stage_def *stage, const void *conf, fc_err *err);
/* What comes out of it; FC_ANY: what goes in. */
fc_kind fc_plan_gives(const fc_plan *plan);
/* The records or documents of the inputs go in by way of a reader, through all stages,
 * and what is left over is written: JSON lines or WARC. FC_OK; FC_END when the other end
 * of the output was closed or document() wants no more; or an error. What was counted is
 * in the funnel in any case. */
fc_rc fc_plan_run(fc_plan *plan, const fc_run_io *io, fc_err *err);
/* The funnel of the last run: what went in, what came out and why the rest fell, by
 * stage, with each stage's share of the time; as JSON without times, so it is the same
 * for every run. False, and nothing is written, when the run failed before its first
 * item. */
bool fc_plan_funnel(const fc_plan *plan, bool json, fc_buf *out);
/* Where inputs of the last run were damaged: a line for each of the first few ("FILE:
 * byte 12: ..."), with how many more places it has, and one for all others. The same for
 * any number of threads; nothing of a run that was stopped or has failed, but for
 * FC_EDATA. */
void fc_plan_damage(const fc_plan *plan, fc_buf *out);
/* For one item of the inputs (the one whose uri or id is `want`; NULL: the first that the
 * first stage keeps, else the first), write what every stage decided and why. html, when
 * not NULL, gets an HTML file that shows a page with its blocks, from a stage that has
 * one. rules, when not NULL, is a plan whose stages each tell as well what they see of
 * the text, as it was when it left the plan or fell. */
fc_rc fc_plan_explain(fc_plan *plan, fc_plan *rules, const char *const *inputs,
                      const char *want, fc_buf *out, fc_buf *html, fc_err *err);
/* Take the items of the inputs through both plans and write what one keeps that the other
 * drops, by reason, with examples; of items none of which could be read, FC_EDATA as
 * well. */
typedef struct fc_diff_options {
    uint64_t items;             /* look at so many; 0: all */
    int examples;               /* shown for each reason */
    bool json;
} fc_diff_options;
fc_rc fc_plan_diff(fc_plan *a, fc_plan *b, const char *const *inputs,
                   const fc_diff_options *options, fc_buf *out, fc_err *err);
/* Sixteen digits that stand for the plan: its stages, their options, the bytes of their
 * models and lists, the version of filterc. Plans for which they are the same give the
 * same bytes for the same input. FC_ETRY. */
fc_rc fc_plan_identity(const fc_plan *plan, char out[17], fc_err *err);
/* A record beside out_name, named OUT_NAME.done.json: the input (io has one), the plan's
 * identity and the funnel, which makes it a report as well. To be written when the run
 * has ended well; before a run it tells that there is nothing to do. FC_ECONFIG when it
 * is another plan's. */
fc_rc fc_done_write(const fc_plan *plan, const fc_run_io *io, fc_err *err);
fc_rc fc_done_look(const fc_plan *plan, const fc_run_io *io, bool *done, fc_err *err);
/* Which inputs are done: done[i] becomes true when one of the records tells of the input
 * names[i], the output beside it is there, and the input has not changed its size. Both
 * lists end with NULL. FC_ECONFIG when the records are of more than one plan. */
fc_rc fc_done_inputs(const char *const *records, const char *const *names, bool *done,
                     fc_err *err);
void fc_plan_close(fc_plan *plan);

/* The sum of reports that runs of one plan have written (fc_run_io.report_name), as a
 * table, again as a report, or as an HTML page with plots; their order does not matter.
 * FC_ECONFIG when one is of another plan. */
typedef enum fc_report_form { FC_REPORT_TEXT, FC_REPORT_JSON, FC_REPORT_HTML }
    fc_report_form;
fc_rc fc_reports_add(const char *const *files, fc_report_form form, fc_buf *out,
                     fc_err *err);

/* A file of these bytes, whole or not at all, as outputs of runs are: a device, a pipe
 * and what a link leads to are written, not replaced; "-" is standard output. What the
 * name ends with does not matter. */
fc_rc fc_output_file(const char *name, const void *p, size_t n, fc_err *err);
/* For what takes long, first: could it be written? Nothing stays there. */
fc_rc fc_output_check(const char *name, fc_err *err);

/* The names in a list of inputs, one a line, which may be compressed; blanks around a
 * name, empty lines and lines that begin with '#' do not count. *names is NULL-terminated
 * and freed by fc_names_free. FC_ENOINPUT when there is none. */
fc_rc fc_names_read(const char *file, char ***names, fc_err *err);
void fc_names_free(char **names);

/* What `prefilter` before a plan would cost and save it, measured on files of raw
 * captures: the plan is run over them behind a prefilter that only measures. */
typedef struct fc_calibrate_options {
    const char *const *inputs;      /* files, NULL-terminated; read three times */
    const fc_config *config;
    const char *plan;               /* takes records; without a prefilter of its own */
    const char *models;             /* that the prefilter scores with, separated by
                                       commas */
    const char *languages;          /* that pages should declare, or NULL */
    const char *by;                 /* wanted are the best by this attribute; NULL: all
                                       kept */
    double top;                     /* ... this share of all pages (1) */
    double recall;                  /* share of the wanted pages that must pass (0.95) */
    double confidence;              /* how sure of that to be, 0 to 0.999; 0: reach it on
                                       average (0) */
} fc_calibrate_options;

void fc_calibrate_default(fc_calibrate_options *options);
/* `calibration` gets the file for prefilter --calibration, `report` recall, precision and
 * speed-up of cuts. FC_EDATA when too few pages are wanted to tell. */
fc_rc fc_calibrate(const fc_calibrate_options *options, fc_buf *calibration,
                   fc_buf *report, fc_err *err);

/* ---------------------------------------------------------------- classifiers */

/* How classifiers are trained from judged documents: lines of JSON with `text` and a
 * label under the target's name (at the top, in attributes or in metadata), or of
 * fastText's __label__ files. Labels that are numbers make a score within their range,
 * labels that are strings a choice. `positive` and `negative` are files whose documents
 * all have the label 1 or 0. Lists are NULL-terminated; NULL is an empty one. */
typedef struct fc_train_options {
    const char *const *inputs, *const *positive, *const *negative;
    const char *const *also;        /* more judged documents to learn from, which
                                       calibration, cut and report leave out */
    const char *const *unlabelled;  /* more documents of that kind, without labels: from
                                       all is learnt which words go together; or NULL */
    const char *vectors;            /* a file of vectors of words, in the text format of
                                       word2vec and fastText, to learn from the sums over
                                       a document too; or NULL */
    const char *const *targets;     /* the labels; required, one model is made for each */
    const char *name;               /* of the attribute that the model gives; NULL: the
                                       target's; for one target only */
    bool by_source;                 /* fold by source alone, not by the host of the URL */
    bool by_document;               /* fold by document: hosts are in several folds */
    int folds;                      /* of the cross-validation, 2 to 20 (5) */
    bool curve;                     /* learn from 1/8, 1/4 and 1/2 of the groups too */
    double cost;                    /* of an error against a weight; 0: by kind of
                                       label */
    double balance;                 /* 0: all documents count alike; 1: all labels do
                                       (0) */
    double measures;                /* weight of the plain measures; negative: by kind of
                                       label */
    int bits;                       /* 2^bits hash rows, 8 to 22 (18) */
    int steps;                      /* of a choice's weights on either side: 127; or 7,
                                       and no settings are tried out (127) */
    int min_documents;              /* that a hash row must occur in; 0: by kind of
                                       label */
    int64_t window;                 /* characters looked at; 0: all (3000) */
    /* What `score --pass` lets pass of a score, chosen on the folds held out; one of the
     * three. */
    double f_beta;                  /* the greatest F-beta; 0: unless one of the others is
                                       set, 1 */
    double precision_floor;         /* the most documents at this precision */
    double keep_rate;               /* the fewest documents that are this share or more */
    double good;                    /* labels from here on are right; NAN: the upper
                                       half */
    bool json;                      /* the report as JSON, a line for each target */
} fc_train_options;

void fc_train_default(fc_train_options *options);
/* Train and cross-validate: models[i] gets the bytes of the model file of target i,
 * `report` what was measured on the folds held out. The same input gives the same bytes.
 * liblinear trains and draws from rand(), which is reseeded: in one thread at a time,
 * with none other using rand(). */
fc_rc fc_train(const fc_train_options *options, fc_buf *models, fc_buf *report,
               fc_err *err);

/* A model of characters for the stage ngram, from clean text: JSON lines with `text`, or
 * plain lines. The same input gives the same bytes. */
typedef struct fc_ngram_options {
    const char *const *inputs;      /* files, NULL-terminated */
    int order;                      /* longest n-grams, 1 to 6 (5) */
    int bits;                       /* 2^bits n-grams at most, of 4 bytes each, 8 to 24
                                       (20) */
} fc_ngram_options;

void fc_ngram_default(fc_ngram_options *options);
fc_rc fc_train_ngram(const fc_ngram_options *options, fc_buf *model, fc_buf *report,
                     fc_err *err);

/* How the block model of `extract` is trained: from pages and the text that should be
 * kept of them. `pages` is a folder with index.tsv, a table with tabs whose first line
 * names its columns: "page" (a page is pages/PAGE.html, its text gold/PAGE.txt or .md),
 * and, if there are any, "url" (pages of a site stay together) and "kind" (article,
 * collection, docs, forum, listing, product, service). */
typedef struct fc_train_blocks_options {
    const char *pages, *gold;       /* folders; required */
    bool json;                      /* the report as JSON */
    fc_buf *held_out;               /* gets the text of each page by a model that has not
                                       seen its site, as JSON lines; or NULL */
} fc_train_blocks_options;

/* Train and cross-validate over sites, as fc_train does. */
fc_rc fc_train_blocks(const fc_train_blocks_options *options, fc_buf *model,
                      fc_buf *report, fc_err *err);

/* The file that is meant where one of DATA/folder may be named, as fc_open_model has it
 * for models: for a call such as fc_eval "edu" is DATA/models/edu.fcm. FC_ENOINPUT. */
fc_rc fc_data_path(const fc_config *config, const char *folder, const char *name,
                   const char *ending, fc_buf *path, fc_err *err);
/* Judge a model file on judged documents that it has not seen. target NULL: the one that
 * it was trained on. */
fc_rc fc_eval(const char *model, const char *const *inputs, const char *target, bool json,
              fc_buf *report, fc_err *err);

#ifdef __cplusplus
}
#endif
#endif
