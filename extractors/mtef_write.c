/* mtef_write.c - the tree of MTEF as MathML. A loop over tasks, as in omml.c: pieces of
 * MathML to write, and nodes to turn into such pieces. An index or exponent is a template
 * that follows what it belongs to, so rows look one ahead. */
#include "extractors/mtef_parts.h"

#include "extractors/tex_symbols.h"

void fc_mtef_put(fc_mtef_writer *w, const char *s)
{
    fc_text_add(&w->out, s, strlen(s));
}

static void push(fc_mtef_writer *w, fc_mtef_task t)
{
    w->task = fc_room(w->a, w->task, w->n, &w->cap, sizeof *w->task);
    w->task[w->n++] = t;
}

void fc_mtef_push_text(fc_mtef_writer *w, const char *text)
{
    push(w, (fc_mtef_task){ .text = text });
}

void fc_mtef_push_siblings(fc_mtef_writer *w, uint32_t from, uint32_t to)
{
    if (from < to)
        push(w, (fc_mtef_task){ .from = from, .to = to });
}

/* -------------------------------------------------------------------- rows and tables */

/* The tasks from `from` on are done in the order in which they were pushed. */
static void reverse(fc_mtef_writer *w, size_t from)
{
    for (size_t k = from, e = w->n; k + 1 < e; k++, e--) {
        fc_mtef_task t = w->task[k];
        w->task[k] = w->task[e - 1];
        w->task[e - 1] = t;
    }
}

static void push_matrix(fc_mtef_writer *w, uint32_t i)
{
    const fc_mtef_node *n = fc_mtef_at(w, i);
    size_t from = w->n, columns = n->how ? n->how : 1, cell = 0;
    fc_mtef_push_text(w, "<mtable>");
    for (uint32_t k = i + 1; k < n->end; k = fc_mtef_at(w, k)->end, cell++) {
        fc_mtef_push_text(w, cell % columns ? "<mtd>"
                             : cell         ? "</mtr><mtr><mtd>"
                                            : "<mtr><mtd>");
        fc_mtef_push_siblings(w, k, fc_mtef_at(w, k)->end);
        fc_mtef_push_text(w, "</mtd>");
    }
    fc_mtef_push_text(w, cell ? "</mtr></mtable>" : "</mtable>");
    reverse(w, from);
}

static bool has_text(const fc_mtef_writer *w, uint32_t i)
{
    uint32_t k = i + 1;
    while (k < fc_mtef_at(w, i)->end && fc_mtef_at(w, k)->kind == FC_MTEF_LINE)
        k++;
    return k < fc_mtef_at(w, i)->end;
}

/* Where the first relation of a line stands, or its begin. */
static uint32_t relation_in(const fc_mtef_writer *w, uint32_t line)
{
    for (uint32_t k = line + 1; k < fc_mtef_at(w, line)->end; k = fc_mtef_at(w, k)->end) {
        const fc_mtef_node *n = fc_mtef_at(w, k);
        const fc_tex_symbol *symbol =
            n->kind == FC_MTEF_CHAR ? fc_tex_symbol_of(n->code) : NULL;
        if (symbol && symbol->class == FC_TEX_REL)
            return k;
    }
    return line + 1;
}

/* Lines on top of each other; those that are the whole formula are aligned, at their
 * relations when the pile says so. */
static void push_pile(fc_mtef_writer *w, uint32_t i)
{
    enum { AT_RELATIONS = 4 };
    const fc_mtef_node *n = fc_mtef_at(w, i);
    size_t from = w->n;
    bool relations = n->what == AT_RELATIONS, aligned = relations || !i;
    if (!has_text(w, i)) /* it is there for its height */
        return;
    if (fc_mtef_at(w, i + 1)->end == n->end) {
        fc_mtef_push_siblings(w, i + 1, n->end);
        return;
    }
    fc_mtef_push_text(w, aligned ? "<mtable columnalign=\"right left\">" : "<mtable>");
    for (uint32_t k = i + 1; k < n->end; k = fc_mtef_at(w, k)->end) {
        uint32_t split = relations ? relation_in(w, k) : k + 1;
        fc_mtef_push_text(w, "<mtr><mtd>");
        if (aligned) {
            fc_mtef_push_siblings(w, k + 1, split);
            fc_mtef_push_text(w, "</mtd><mtd>");
        }
        fc_mtef_push_siblings(w, split, fc_mtef_at(w, k)->end);
        fc_mtef_push_text(w, "</mtd></mtr>");
    }
    fc_mtef_push_text(w, "</mtable>");
    reverse(w, from);
}

static void open_node(fc_mtef_writer *w, uint32_t i)
{
    const fc_mtef_node *n = fc_mtef_at(w, i);
    switch (n->kind) {
    case FC_MTEF_LINE: fc_mtef_push_siblings(w, i + 1, n->end); break;
    case FC_MTEF_TEMPLATE: fc_mtef_open_template(w, i); break;
    case FC_MTEF_PILE: push_pile(w, i); break;
    case FC_MTEF_MATRIX: push_matrix(w, i); break;
    default: break; /* an embellishment of nothing */
    }
}

static bool is_script(const fc_mtef_node *n)
{
    return n->kind == FC_MTEF_TEMPLATE && n->what >= FC_MTEF_SUB &&
           n->what <= FC_MTEF_SUBSUP && !(n->how & FC_MTEF_BEFORE);
}

/* The index and the exponent that follow, in one template or two; where the next thing
 * begins. */
static uint32_t find_scripts(const fc_mtef_writer *w, uint32_t i, uint32_t to,
                             uint32_t *sub, uint32_t *sup)
{
    for (*sub = *sup = 0; i < to && is_script(fc_mtef_at(w, i));
         i = fc_mtef_at(w, i)->end) {
        fc_mtef_slots s = fc_mtef_slots_of(w, i);
        if ((s.node[0] && *sub) || (s.node[1] && *sup))
            break;
        *sub += s.node[0];
        *sup += s.node[1];
    }
    return i;
}

static void push_exponent(fc_mtef_writer *w, unsigned primes, uint32_t sup)
{
    static const char *const signs[] = { "<mrow>", "<mrow><mo>\xe2\x80\xb2</mo>",
                                         "<mrow><mo>\xe2\x80\xb3</mo>",
                                         "<mrow><mo>\xe2\x80\xb4</mo>",
                                         "<mrow><mo>\xe2\x81\x97</mo>" };
    fc_mtef_push_text(w, "</mrow>");
    fc_mtef_push_siblings(w, sup, sup ? fc_mtef_at(w, sup)->end : 0);
    fc_mtef_push_text(w, signs[primes < 4 ? primes : 4]);
}

/* One thing of a row with its index and exponent; characters at once, since most rows are
 * long and flat. */
static void write_thing(fc_mtef_writer *w, uint32_t i, uint32_t end, uint32_t sub,
                        uint32_t sup)
{
    static const char *const begin[] = { "", "<msub><mrow>", "<msup><mrow>",
                                         "<msubsup><mrow>" };
    static const char *const close[] = { "", "</msub>", "</msup>", "</msubsup>" };
    const fc_mtef_node *n = fc_mtef_at(w, i);
    bool alone = is_script(n), plain = n->kind == FC_MTEF_CHAR;
    unsigned primes = plain ? fc_mtef_primes_of(w, i) : 0;
    int which = (sub ? 1 : 0) + (sup || primes ? 2 : 0);
    fc_mtef_push_text(w, close[which]);
    if (sup || primes)
        push_exponent(w, primes, sup);
    if (sub)
        fc_mtef_push_slot(w, sub);
    fc_mtef_push_text(w, which ? "</mrow>" : "");
    fc_mtef_put(w, begin[which]);
    if (plain && n->end > i + 1)
        fc_mtef_write_char(w, i);
    else if (plain)
        fc_mtef_write_chars(w, i, end);
    else if (!alone)
        open_node(w, i);
}

static void write_row(fc_mtef_writer *w, fc_mtef_task t)
{
    bool first = !t.more;
    for (uint32_t i = t.from; i < t.to; first = false) {
        const fc_mtef_node *n = fc_mtef_at(w, i);
        uint32_t sub, sup, end = fc_mtef_end_of(w, i, t.to), next;
        if (fc_mtef_space_of(n) >= 0) {
            i = fc_mtef_write_spaces(w, i, t.to, first);
            continue;
        }
        next = find_scripts(w, is_script(n) ? i : end, t.to, &sub, &sup);
        if (n->kind == FC_MTEF_CHAR && next == end && n->end == i + 1) {
            fc_mtef_write_chars(w, i, end);
            i = next;
            continue;
        }
        if (next < t.to)
            push(w, (fc_mtef_task){ .from = next, .to = t.to, .more = true });
        write_thing(w, i, end, sub, sup);
        return;
    }
}

bool fc_mtef_write(const fc_mtef *m, fc_arena *a, fc_str *mathml)
{
    fc_mtef_writer w = { .m = m, .a = a, .out = { .a = a } };
    fc_mtef_put(&w, "<math>");
    fc_mtef_push_text(&w, "</math>");
    fc_mtef_push_siblings(&w, 0, (uint32_t)m->n);
    while (w.n && !w.lost) {
        fc_mtef_task t = w.task[--w.n];
        if (t.text)
            fc_mtef_put(&w, t.text);
        else
            write_row(&w, t);
    }
    *mathml = (fc_str){ w.out.p, w.out.n };
    return !w.lost;
}
