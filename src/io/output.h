/* output.h - what a command writes: buffered, compressed by the name's ending, published
 * whole.
 *
 * A named file is written beside itself ("NAME.tmp.", eight digits) and gets its name
 * only when it is closed without an error, so nobody ever sees half of it. Only whole
 * items are handed in; whether one reached the disk is known when close returned. Not
 * thread-safe. */
#ifndef FC_IO_OUTPUT_H
#define FC_IO_OUTPUT_H

#include "filterc.h"

typedef struct fc_output fc_output;

/* A file; ".gz" and ".zst" are compressed. "-" is standard output. FC_EIO,
 * FC_EUNAVAIL. */
fc_rc fc_output_open(fc_output **out, const char *name, fc_err *err);
/* A descriptor that stays its owner's; name is for messages. */
fc_rc fc_output_open_fd(fc_output **out, int fd, const char *name, fc_err *err);
/* One whole item (or several). After an error every call fails with the same one. */
fc_rc fc_output_write(fc_output *out, const void *p, size_t n, fc_err *err);
/* Hand what is buffered to the system (of compressed output only what is finished). */
fc_rc fc_output_flush(fc_output *out, fc_err *err);
/* Write the rest; sync and publish a named file. Frees out in any case; on an error, also
 * an earlier one, the named file is not there. */
fc_rc fc_output_close(fc_output *out, fc_err *err);
/* Give up: nothing is published. NULL is fine. */
void fc_output_abort(fc_output *out);

/* Keep it for fc_shelf_publish(), which gives records their names after all others; what
 * is no named file is closed instead. Takes out in any case. */
fc_rc fc_shelf_add(fc_shelf *shelf, fc_output *out, bool record, fc_err *err);

/* The steps of fc_output_close(), for shelf.c: write the rest; sync its descriptor; give
 * it its name; sync the name's folder. fc_output_abort() frees it at last. */
bool fc_output_has_name(const fc_output *out);  /* a named file, not published yet */
fc_rc fc_output_finish(fc_output *out, fc_err *err);
int fc_output_fd(const fc_output *out);
bool fc_output_is_synced(int result);           /* of fsync(), with its errno */
fc_rc fc_output_give_name(fc_output *out, fc_err *err);
void fc_output_sync_folder(const fc_output *out);
bool fc_output_same_folder(const fc_output *a, const fc_output *b);
/* FC_EIO with errno: `what` failed. */
fc_rc fc_output_failed(fc_output *out, const char *what, fc_err *err);

#endif
