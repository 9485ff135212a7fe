/* licences.h - which licence a text is, or a file says that it is under, by SPDX's
 * names.
 *
 * A licence is known by a few words in a row that it has and others have not; the
 * texts are not here. GPL's texts do not say whether later versions are allowed: the
 * name is then GPL-3.0, as GitHub writes it. */
#ifndef FC_TEXT_LICENCES_H
#define FC_TEXT_LICENCES_H

#include "base/arena.h"

typedef struct fc_licence {
    const char *name;           /* SPDX's */
    bool permissive;            /* asks for notices at most */
} fc_licence;

/* Of the text of a licence, or NULL. */
const fc_licence *fc_licence_of_text(fc_str text, fc_arena *scratch);
/* A file that holds a licence, by its name: LICENSE, COPYING.LESSER, MIT-LICENSE.txt
 * ... */
bool fc_licence_is_file(fc_str path);
/* What a file says at its begin: "SPDX-License-Identifier: A OR B", or the notice that
 * a licence wants there. Empty when it says nothing; lives in keep. */
fc_str fc_licence_of_head(fc_str text, fc_arena *keep, fc_arena *scratch);
/* Whether one may choose only permissive ones from an expression; unknown ones are
 * not. */
bool fc_licence_permits(fc_str expression);

#endif
