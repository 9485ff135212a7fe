/* commands.c - the subcommands that are no stages, in the order of `filterc help`. */
#include "cli/command.h"

extern const command cmd_run, cmd_train, cmd_eval, cmd_calibrate, cmd_explain, cmd_diff;
extern const command cmd_report, cmd_status, cmd_help;

const command *const commands[] = {
    &cmd_run, &cmd_train, &cmd_eval, &cmd_calibrate, &cmd_explain, &cmd_diff,
    &cmd_report, &cmd_status, &cmd_help, NULL
};
