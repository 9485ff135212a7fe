/* mtef_templates.c - templates of MTEF as MathML. What is written last is pushed
 * first. */
#include "extractors/mtef_parts.h"

fc_mtef_slots fc_mtef_slots_of(const fc_mtef_writer *w, uint32_t i)
{
    fc_mtef_slots s = { .sign = 0 };
    unsigned n = 0;
    for (uint32_t k = i + 1; k < fc_mtef_at(w, i)->end; k = fc_mtef_at(w, k)->end) {
        if (fc_mtef_at(w, k)->kind == FC_MTEF_CHAR)
            s.sign = s.sign ? s.sign : k;
        else if (n < FC_MTEF_SLOTS)
            s.node[n++] = fc_mtef_at(w, k)->end > k + 1 ? k : 0;
    }
    return s;
}

void fc_mtef_push_slot(fc_mtef_writer *w, uint32_t slot)
{
    fc_mtef_push_text(w, "</mrow>");
    fc_mtef_push_siblings(w, slot, slot ? fc_mtef_at(w, slot)->end : 0);
    fc_mtef_push_text(w, "<mrow>");
}

static void push_fences(fc_mtef_writer *w, const char *left, uint32_t slot,
                        const char *right)
{
    fc_mtef_push_text(w, "</mrow>");
    fc_mtef_push_text(w, right);
    fc_mtef_push_slot(w, slot);
    fc_mtef_push_text(w, left);
    fc_mtef_push_text(w, "<mrow>");
}

static void push_parenthesised(fc_mtef_writer *w, const fc_mtef_node *n, uint32_t slot)
{
    static const char *const fences[][2] = {
        { "<mo>\xe2\x9f\xa8</mo>", "<mo>\xe2\x9f\xa9</mo>" },
        { "<mo>(</mo>", "<mo>)</mo>" },
        { "<mo>{</mo>", "<mo>}</mo>" },
        { "<mo>[</mo>", "<mo>]</mo>" },
        { "<mo>|</mo>", "<mo>|</mo>" },
        { "<mo>\xe2\x80\x96</mo>", "<mo>\xe2\x80\x96</mo>" },
        { "<mo>\xe2\x8c\x8a</mo>", "<mo>\xe2\x8c\x8b</mo>" },
        { "<mo>\xe2\x8c\x88</mo>", "<mo>\xe2\x8c\x89</mo>" },
        { "<mo>\xe2\x9f\xa6</mo>", "<mo>\xe2\x9f\xa7</mo>" },
    };
    static const char *const ends[] = { "<mo>(</mo>", "<mo>)</mo>", "<mo>[</mo>",
                                        "<mo>]</mo>" };
    if (n->what == FC_MTEF_INTERVAL)
        push_fences(w, ends[n->how & 3], slot, ends[n->how >> 4 & 3]);
    else
        push_fences(w, n->how & FC_MTEF_LEFT ? fences[n->what][0] : "", slot,
                    n->how & FC_MTEF_RIGHT ? fences[n->what][1] : "");
}

static void push_two(fc_mtef_writer *w, const char *open, uint32_t first, uint32_t second,
                     const char *close)
{
    fc_mtef_push_text(w, close);
    fc_mtef_push_slot(w, second);
    fc_mtef_push_slot(w, first);
    fc_mtef_push_text(w, open);
}

static void push_one(fc_mtef_writer *w, const char *open, uint32_t slot,
                     const char *close)
{
    fc_mtef_push_text(w, close);
    fc_mtef_push_slot(w, slot);
    fc_mtef_push_text(w, open);
}

/* `sign` over or under the slot. */
static void push_marked(fc_mtef_writer *w, uint32_t slot, const char *sign, bool over)
{
    fc_mtef_push_text(w, over ? "</mo></mover>" : "</mo></munder>");
    fc_mtef_push_text(w, sign);
    fc_mtef_push_text(w, "<mo>");
    push_one(w, over ? "<mover accent=\"true\">" : "<munder>", slot, "");
}

static void push_bar(fc_mtef_writer *w, const fc_mtef_node *n, uint32_t slot)
{
    bool over = n->what == FC_MTEF_OBAR, twice = n->how & FC_MTEF_DOUBLE;
    const char *bar = over ? "<mo>\xc2\xaf</mo></mover>" : "<mo>_</mo></munder>";
    const char *open = over ? "<mover accent=\"true\">" : "<munder>";
    fc_mtef_push_text(w, twice ? bar : "");
    push_one(w, open, slot, bar);
    fc_mtef_push_text(w, twice ? open : "");
}

/* What is below and above a base, or beside it, and the end tag; then the caller pushes
 * the base, and then push_limits_begin the start tag. */
static void push_limits_end(fc_mtef_writer *w, uint32_t lower, uint32_t upper,
                            bool stacked)
{
    static const char *const end[][2] = { { "</msub>", "</munder>" },
                                          { "</msup>", "</mover>" },
                                          { "</msubsup>", "</munderover>" } };
    int which = lower && upper ? 2 : upper ? 1 : 0;
    if (lower || upper)
        fc_mtef_push_text(w, end[which][stacked]);
    if (upper)
        fc_mtef_push_slot(w, upper);
    if (lower)
        fc_mtef_push_slot(w, lower);
}

static void push_limits_begin(fc_mtef_writer *w, uint32_t lower, uint32_t upper,
                              bool stacked)
{
    static const char *const begin[][2] = { { "<msub>", "<munder>" },
                                            { "<msup>", "<mover>" },
                                            { "<msubsup>", "<munderover>" } };
    int which = lower && upper ? 2 : upper ? 1 : 0;
    if (lower || upper)
        fc_mtef_push_text(w, begin[which][stacked]);
}

static void push_arrow(fc_mtef_writer *w, const fc_mtef_node *n, const fc_mtef_slots *s)
{
    bool left = n->how & FC_MTEF_TO_LEFT, right = n->how & FC_MTEF_TO_RIGHT;
    const char *sign = n->how & FC_MTEF_HARPOON
                           ? left ? "<mo>\xe2\x87\x8b</mo>" : "<mo>\xe2\x87\x8c</mo>"
                       : n->how & FC_MTEF_DOUBLE
                           ? left ? "<mo>\xe2\x87\x86</mo>" : "<mo>\xe2\x87\x84</mo>"
                       : left && right ? "<mo>\xe2\x86\x94</mo>"
                       : left          ? "<mo>\xe2\x86\x90</mo>"
                                       : "<mo>\xe2\x86\x92</mo>";
    push_limits_end(w, s->node[1], s->node[0], true);
    fc_mtef_push_text(w, sign);
    push_limits_begin(w, s->node[1], s->node[0], true);
}

static const char *integral(unsigned how)
{
    static const char *const signs[][3] = {
        { "<mo>\xe2\x88\xab</mo>", "<mo>\xe2\x88\xac</mo>", "<mo>\xe2\x88\xad</mo>" },
        { "<mo>\xe2\x88\xae</mo>", "<mo>\xe2\x88\xaf</mo>", "<mo>\xe2\x88\xb0</mo>" },
        { "<mo>\xe2\x88\xb2</mo>", "<mo>\xe2\x88\xaf</mo>", "<mo>\xe2\x88\xb0</mo>" },
        { "<mo>\xe2\x88\xb3</mo>", "<mo>\xe2\x88\xaf</mo>", "<mo>\xe2\x88\xb0</mo>" },
    };
    unsigned many = how & FC_MTEF_SIGNS;
    return signs[(how & FC_MTEF_COUNTER) / FC_MTEF_LOOP][many ? many - 1 : 0];
}

/* The large form of an operator that is one between two things elsewhere. */
static const char *large_sign(uint32_t code)
{
    static const struct {
        uint32_t code;
        const char *large;
    } signs[] = {
        { 0x2227, "<mo>\xe2\x8b\x80</mo>" }, { 0x2228, "<mo>\xe2\x8b\x81</mo>" },
        { 0x2229, "<mo>\xe2\x8b\x82</mo>" }, { 0x222A, "<mo>\xe2\x8b\x83</mo>" },
        { 0x2295, "<mo>\xe2\xa8\x81</mo>" }, { 0x2297, "<mo>\xe2\xa8\x82</mo>" },
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].code == code)
            return signs[i].large;
    return NULL;
}

/* Slots: what it is of, below, above, and the sign, unless that is a character. */
static void push_big(fc_mtef_writer *w, const fc_mtef_node *n, const fc_mtef_slots *s)
{
    static const char *const signs[] = {
        "<mo>\xe2\x88\x91</mo>", "<mo>\xe2\x88\x8f</mo>", "<mo>\xe2\x88\x90</mo>",
        "<mo>\xe2\x8b\x83</mo>", "<mo>\xe2\x8b\x82</mo>",
    };
    bool stacked = n->how & FC_MTEF_LIMITS;
    fc_mtef_push_text(w, "</mrow>");
    fc_mtef_push_slot(w, s->node[0]);
    push_limits_end(w, s->node[1], s->node[2], stacked);
    if (n->what == FC_MTEF_INTEG)
        fc_mtef_push_text(w, integral(n->how));
    else if (n->what <= FC_MTEF_INTER)
        fc_mtef_push_text(w, signs[n->what - FC_MTEF_SUM]);
    else if (s->node[3])
        fc_mtef_push_slot(w, s->node[3]);
    else if (s->sign && large_sign(fc_mtef_at(w, s->sign)->code))
        fc_mtef_push_text(w, large_sign(fc_mtef_at(w, s->sign)->code));
    else if (s->sign)
        fc_mtef_push_siblings(w, s->sign, fc_mtef_at(w, s->sign)->end);
    else
        w->lost = true;
    push_limits_begin(w, s->node[1], s->node[2], stacked);
    fc_mtef_push_text(w, "<mrow>");
}

static void push_brace(fc_mtef_writer *w, const fc_mtef_node *n, const fc_mtef_slots *s)
{
    bool top = n->how & FC_MTEF_TOP, brace = n->what == FC_MTEF_HBRACE;
    const char *sign = top ? brace ? "\xe2\x8f\x9e" : "\xe2\x8e\xb4"
                           : brace ? "\xe2\x8f\x9f" : "\xe2\x8e\xb5";
    uint32_t lower = top ? 0 : s->node[1], upper = top ? s->node[1] : 0;
    push_limits_end(w, lower, upper, true);
    push_marked(w, s->node[0], sign, top);
    push_limits_begin(w, lower, upper, true);
}

static void push_division(fc_mtef_writer *w, const fc_mtef_slots *s)
{
    push_limits_end(w, 0, s->node[1], true);
    push_one(w, "<menclose notation=\"longdiv\">", s->node[0], "</menclose>");
    push_limits_begin(w, 0, s->node[1], true);
}

static void push_dirac(fc_mtef_writer *w, const fc_mtef_node *n, const fc_mtef_slots *s)
{
    fc_mtef_push_text(w, n->how & FC_MTEF_RIGHT ? "<mo>\xe2\x9f\xa9</mo></mrow>"
                                                : "</mrow>");
    fc_mtef_push_slot(w, s->node[1]);
    fc_mtef_push_text(w, "<mo>|</mo>");
    fc_mtef_push_slot(w, s->node[0]);
    fc_mtef_push_text(w,
                      n->how & FC_MTEF_LEFT ? "<mrow><mo>\xe2\x9f\xa8</mo>" : "<mrow>");
}

static void push_vector(fc_mtef_writer *w, const fc_mtef_node *n, uint32_t slot)
{
    bool left = n->how & FC_MTEF_LEFT, right = n->how & FC_MTEF_RIGHT;
    bool over = !(n->how & FC_MTEF_UNDER);
    const char *sign = n->how & FC_MTEF_ONE_BARB ? left ? "\xe2\x86\xbc" : "\xe2\x87\x80"
                       : left && right           ? "\xe2\x86\x94"
                       : left                    ? "\xe2\x86\x90"
                                                 : "\xe2\x86\x92";
    push_marked(w, slot, sign, over);
}

static void push_enclosed(fc_mtef_writer *w, const fc_mtef_node *n, uint32_t slot)
{
    bool box = n->what == FC_MTEF_BOX;
    bool whole = (n->how & FC_MTEF_BOX_ALL) == FC_MTEF_BOX_ALL;
    const char *open =
        box && whole                         ? "<menclose notation=\"box\">"
        : box && n->how & FC_MTEF_BOX_TOP    ? "<menclose notation=\"top\">"
        : box && n->how & FC_MTEF_BOX_BOTTOM ? "<menclose notation=\"bottom\">"
        : box                                ? "<menclose>"
        : n->how & FC_MTEF_LEVEL ? "<menclose notation=\"horizontalstrike\">"
        : n->how & FC_MTEF_UP    ? "<menclose notation=\"updiagonalstrike\">"
                                 : "<menclose notation=\"downdiagonalstrike\">";
    push_one(w, open, slot, "</menclose>");
}

void fc_mtef_open_template(fc_mtef_writer *w, uint32_t i)
{
    const fc_mtef_node *n = fc_mtef_at(w, i);
    fc_mtef_slots s = fc_mtef_slots_of(w, i);
    switch (n->what) {
    case FC_MTEF_ROOT:
        if (s.node[1])
            push_two(w, "<mroot>", s.node[0], s.node[1], "</mroot>");
        else
            push_one(w, "<msqrt>", s.node[0], "</msqrt>");
        break;
    case FC_MTEF_FRACT:
        push_two(w, n->how & FC_MTEF_SLASH ? "<mfrac bevelled=\"true\">" : "<mfrac>",
                 s.node[0], s.node[1], "</mfrac>");
        break;
    case FC_MTEF_UBAR: case FC_MTEF_OBAR: push_bar(w, n, s.node[0]); break;
    case FC_MTEF_ARROW: push_arrow(w, n, &s); break;
    case FC_MTEF_LIM:
        push_limits_end(w, s.node[1], s.node[2], true);
        fc_mtef_push_slot(w, s.node[0]);
        push_limits_begin(w, s.node[1], s.node[2], true);
        break;
    case FC_MTEF_HBRACE: case FC_MTEF_HBRACK: push_brace(w, n, &s); break;
    case FC_MTEF_LDIV: push_division(w, &s); break;
    case FC_MTEF_SUB: case FC_MTEF_SUP: case FC_MTEF_SUBSUP:
        push_limits_end(w, s.node[0], s.node[1], false);
        fc_mtef_push_text(w, "<mrow/>");
        push_limits_begin(w, s.node[0], s.node[1], false);
        break;
    case FC_MTEF_DIRAC: push_dirac(w, n, &s); break;
    case FC_MTEF_VEC: push_vector(w, n, s.node[0]); break;
    case FC_MTEF_TILDE: push_marked(w, s.node[0], "~", true); break;
    case FC_MTEF_HAT: push_marked(w, s.node[0], "^", true); break;
    case FC_MTEF_ARC: push_marked(w, s.node[0], "\xe2\x8c\xa2", true); break;
    case FC_MTEF_JSTATUS: push_marked(w, s.node[0], "\xe2\x8e\xb4", true); break;
    case FC_MTEF_STRIKE: case FC_MTEF_BOX: push_enclosed(w, n, s.node[0]); break;
    default:
        if (n->what <= FC_MTEF_INTERVAL)
            push_parenthesised(w, n, s.node[0]);
        else
            push_big(w, n, &s);
    }
}
