/* train_ngram.c - filterc train --kind ngram: clean text to a model of characters. */
#include "cli/train.h"

int train_ngram(const char *out, int order, int bits, const char *const *inputs)
{
    static const char *const standard_input[] = { "-", NULL };
    fc_ngram_options o;
    fc_buf model = FC_BUF_INIT, report = FC_BUF_INIT;
    fc_err err = { FC_OK, 0, "" };
    fc_ngram_default(&o);
    o.inputs = inputs[0] ? inputs : standard_input;
    o.order = order ? order : o.order;
    o.bits = bits ? bits : o.bits;
    int status = check_writable(out);
    if (status)
        return status;
    fc_rc rc = fc_train_ngram(&o, &model, &report, &err);
    status = rc ? complain(&err) : write_file(out, &model);
    if (status == 0)
        status = print_out(&report);
    else
        fc_buf_free(&report);
    fc_buf_free(&model);
    return status;
}
