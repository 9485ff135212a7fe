/* asciimath.h - AsciiMath ("sum_(i=1)^n i^3") to TeX. */
#ifndef FC_EXTRACTORS_ASCIIMATH_H
#define FC_EXTRACTORS_ASCIIMATH_H

#include "base/arena.h"

/* The TeX of a formula, in the arena. Everything is a formula to AsciiMath: brackets that
 * are not closed are closed at the end. Empty for one that is too long or too deeply
 * nested. */
fc_str fc_asciimath_tex(fc_str source, fc_arena *a);

#endif
