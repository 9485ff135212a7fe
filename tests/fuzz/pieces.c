/* pieces.c - see pieces.h. */
#include "pieces.h"

#include "base/str.h"
#include "require.h"

static long give(void *user, char *p, size_t n)
{
    fuzz_pieces *pieces = user;
    n = n < pieces->left.n ? n : pieces->left.n;
    n = n < pieces->most ? n : pieces->most;
    if (n)
        memcpy(p, pieces->left.p, n);
    pieces->left = fc_str_sub(pieces->left, n, pieces->left.n);
    return (long)n;
}

fc_stream *fuzz_open_pieces(fuzz_pieces *pieces)
{
    fc_stream *in;
    require(fc_stream_open_source(&in, "input", give, pieces, NULL) == FC_OK);
    return in;
}

const fc_reader_def *fuzz_find_reader(const char *name)
{
    for (size_t i = 0; fc_readers[i]; i++)
        if (strcmp(fc_readers[i]->name, name) == 0)
            return fc_readers[i];
    abort();
}
