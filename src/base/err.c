/* err.c - filling in errors, and the exit status each stands for. */
#include "filterc.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

fc_rc fc_fail(fc_err *err, fc_rc rc, const char *format, ...)
{
    if (err) {
        int sys = errno;
        va_list args;
        va_start(args, format);
        vsnprintf(err->msg, sizeof err->msg, format, args);
        va_end(args);
        err->rc = rc;
        err->sys = rc == FC_EIO || rc == FC_ENOINPUT ? sys : 0;
    }
    return rc;
}

/* The numbers of sysexits.h that DESIGN.md section 1 fixes. */
int fc_exit_status(fc_rc rc)
{
    switch (rc) {
    case FC_OK:
    case FC_END: return 0;
    case FC_EUSE: return 64;
    case FC_EDATA: return 65;
    case FC_ENOINPUT: return 66;
    case FC_EUNAVAIL: return 69;
    case FC_EINTERNAL: return 70;
    case FC_EIO: return 74;
    case FC_ETRY: return 75;
    case FC_ECONFIG: return 78;
    }
    return 70;
}
