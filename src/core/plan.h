/* plan.h - an opened plan: stages with their configuration and models. Inside core
 * only. */
#ifndef FC_CORE_PLAN_H
#define FC_CORE_PLAN_H

#include "base/arena.h"
#include "core/damage.h"
#include "core/funnel.h"

typedef struct fc_step {
    const fc_stage_def *def;
    void *conf;
    void *model;            /* what run() gets; conf when the stage has no open() */
    bool opened;
    unsigned line, column;  /* of its name in the plan; 0: it is the plan */
} fc_step;

struct fc_plan {
    fc_arena mem;           /* everything that lives as long as the plan */
    fc_config config;
    const char *name;
    fc_step *step;          /* step[0] is place 1 in fc_doc.stage; 0 is the reader */
    size_t n;
    fc_kind gives;          /* what leaves the last step; FC_ANY: what came in */
    size_t parallel;        /* the first so many steps run in the workers */
    fc_attr *attr;          /* attributes known after the last step opened so far */
    const char *const **aliases;    /* of each of them; NULL: none */
    size_t n_attr, cap_attr;
    const char *note[8];    /* what stages have to tell the person who runs it */
    size_t n_notes;
    const char **file;      /* models and tables that its stages found (fc_open_data) */
    size_t n_file, cap_file;
    fc_funnel funnel;       /* of the last run */
    char empty[200];        /* the first of its inputs that held nothing, cut short */
    fc_damage damage;       /* of its inputs */
    bool began;             /* it came to read, so there is something to tell */
    bool of_command;        /* made of what was typed: errors of inputs name no stage */
};

/* Of the last row of a funnel. */
extern const fc_reason fc_plan_write_reasons[];

/* What an opening stage may ask; a view of the plan while it is being built. */
struct fc_open {
    fc_plan *plan;
    const fc_stage_def *def;
    bool lenient;           /* announcing what may be known: doubles are no error */
    fc_err *err;
};

#endif
