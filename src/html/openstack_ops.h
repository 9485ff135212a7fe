/* openstack_ops.h - what goes on and off the copy of the parser's stack: what openstack.c
 * offers to openstack_tags.c, and to nobody else. */
#ifndef FC_HTML_OPENSTACK_OPS_H
#define FC_HTML_OPENSTACK_OPS_H

#include "html/openstack.h"

/* What bounds a search for an open element, beside <table> and the like. */
typedef enum fc_open_scope {
    FC_SCOPE_ANY,
    FC_SCOPE_BUTTON,
    FC_SCOPE_LIST,
    FC_SCOPE_TABLE,
    FC_SCOPE_NONE
} fc_open_scope;

/* On the stack. by_parser: the parser makes it up, so it cannot be hidden from it. */
fc_open_act fc_open_push(fc_openstack *s, unsigned tag, fc_open_key key, fc_ns ns,
                         unsigned flags, bool by_parser);
fc_open_act fc_open_push_html(fc_openstack *s, unsigned tag, fc_open_key key);

/* Off the stack: the top; all down to v[i] and that too; v[i] alone. The latter two tell
 * what the parser must do with the end tag. */
void fc_open_pop(fc_openstack *s);
fc_open_act fc_open_pop_to(fc_openstack *s, int i);
fc_open_act fc_open_take_out(fc_openstack *s, int i);

/* Place of the innermost open HTML element of this kind, -1 when none is in scope. */
int fc_open_find(fc_openstack *s, unsigned tag, fc_open_scope sc);
/* A search within this scope ends at e. */
bool fc_open_bounds(const fc_elem *e, fc_open_scope sc);

/* "Reconstruct the active formatting elements". */
void fc_open_reconstruct(fc_openstack *s);
fc_open_act fc_open_start_format(fc_openstack *s, unsigned tag, uint32_t attrs);
/* "Adoption agency algorithm", as far as the stack goes. */
fc_open_act fc_open_end_format(fc_openstack *s, unsigned tag);
/* There are as many formatting elements as may be: this one is kept from the parser. */
fc_open_act fc_open_hide_format(fc_openstack *s, unsigned tag);
/* "Any other end tag". */
fc_open_act fc_open_end_other(fc_openstack *s, fc_open_key key);

static inline bool fc_open_is(const fc_elem *e, unsigned tag)
{
    return e->tag == tag && e->ns == FC_NS_HTML;
}

static inline bool fc_open_top_is(const fc_openstack *s, unsigned tag)
{
    return s->n && fc_open_is(&s->v[s->n - 1], tag);
}

#endif
