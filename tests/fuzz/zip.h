/* zip.h - a zip without compression out of fuzzed parts, so that a fuzzer of what is
 * packed need not find out about checksums. */
#ifndef FC_FUZZ_ZIP_H
#define FC_FUZZ_ZIP_H

#include "base/buf.h"

/* The parts of `text`: each begins with a line "@@ NAME". What comes before the first,
 * and lines that are no such line, are content. */
fc_buf fuzz_zip(fc_str text);

#endif
