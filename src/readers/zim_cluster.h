/* zim_cluster.h - the blobs of a ZIM file's clusters.
 *
 * A cluster is a byte that tells its compression, then, compressed or not, a table of
 * offsets and the blobs that they part. It is decompressed as far as is asked for and
 * never held whole: who asks by rising place, and by rising number within a cluster, has
 * each decompressed once. */
#ifndef FC_READERS_ZIM_CLUSTER_H
#define FC_READERS_ZIM_CLUSTER_H

#include "io/window.h"

typedef struct fc_zim_cluster fc_zim_cluster;

typedef enum fc_zim_state {
    FC_ZIM_WELL,
    FC_ZIM_CUT,                     /* the file ends before it */
    FC_ZIM_DAMAGED,                 /* cannot be decompressed */
    FC_ZIM_WRONG,                   /* the cluster has no such blob */
    FC_ZIM_LARGE,                   /* beyond the limit for an item */
    FC_ZIM_BOMB                     /* more bytes from fewer, or more clusters over each
                                       other, than limits allow */
} fc_zim_state;

/* name: of the file, for messages; largest: bytes of a blob. FC_ETRY. */
fc_rc fc_zim_cluster_open(fc_zim_cluster **c, const fc_places *file, const char *name,
                          uint64_t largest, fc_err *err);
/* Blob n of the cluster that lies from `at` to `end` at most. Its bytes live until the
 * next call. FC_OK, whatever *state is; FC_EIO, FC_ETRY. */
fc_rc fc_zim_cluster_blob(fc_zim_cluster *c, uint64_t at, uint64_t end, uint32_t n,
                          fc_str *bytes, fc_zim_state *state, fc_err *err);
void fc_zim_cluster_close(fc_zim_cluster *c);

#endif
