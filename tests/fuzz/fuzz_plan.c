/* fuzz_plan.c - the language of plans: words, stages, options, expressions. Either the
 * plan opens or the error says why; both leave nothing behind. */
#include "filterc.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fc_config config;
    fc_plan *plan = NULL;
    fc_err err = { FC_OK, 0, "" };
    char *text = malloc(size + 1);
    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    fc_config_default(&config);
    config.data_dir = "/nonexistent";
    fc_rc rc = fc_plan_open(&plan, &config, text, "fuzz", &err);
    if ((rc == FC_OK) != (plan != NULL) || (rc != FC_OK && !err.msg[0]))
        abort();
    fc_plan_close(plan);
    free(text);
    return 0;
}
