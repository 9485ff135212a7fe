/* mathml_operations.h - how the operators of content MathML are written, for
 * mathml_content.c. */
#ifndef FC_EXTRACTORS_MATHML_OPERATIONS_H
#define FC_EXTRACTORS_MATHML_OPERATIONS_H

#include "base/str.h"

/* How an operator is written. */
enum { INFIX, PREFIX, CALL, POSTFIX, AROUND, SPECIAL, CONSTANT };

/* How tightly: a sum in a product needs parentheses. */
enum {
    LOOSE = 1,
    IMPLY = 2,
    OR = 3,
    AND = 4,
    RELATION = 5,
    UNION = 6,
    SUM = 7,
    PRODUCT = 8,
    UNARY = 9
};

typedef struct fc_operation {
    const char *name;
    uint8_t form, level;
    const char *tex, *end;
} fc_operation;

/* The operator of this name, without prefix, or NULL. */
const fc_operation *fc_mml_operation(fc_str name);

#endif
