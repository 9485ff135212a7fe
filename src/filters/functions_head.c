/* functions_head.c - what a brace among declarations begins, by the tokens before it:
 * a function, a class, or neither. For functions_brace.c. */
#include "base/str.h"
#include "filters/function_list.h"

static bool is_among(const fc_code *code, size_t i, const char *const *list)
{
    for (size_t k = 0; list[k]; k++)
        if (fc_code_is_word(code, i, list[k]))
            return true;
    return false;
}

static bool is_word(const fc_code *code, size_t i)
{
    return i < code->n && code->token[i].kind == FC_CODE_WORD;
}

/* ---------------------------------------------------------------- C and C++ */

static const char *const c_no_names[] = {
    "__attribute__", "__attribute", "__declspec", "alignas", "_Alignas", "decltype",
    "noexcept", "throw", "requires", "asm", "__asm__", "__asm", "if", "for", "while",
    "switch", "catch", "return", "do", "else", "sizeof", "void", "int", "char", "long",
    "short", "unsigned", "signed", "float", "double", "bool", "explicit", "typeof",
    "__typeof__", "static_assert", NULL
};
static const char *const c_classes[] = { "class", "struct", "union", "namespace", "enum",
                                         "__interface", NULL };

/* What was seen of a head in C. */
typedef struct c_head {
    size_t class_word;          /* place of class, struct ...; SIZE_MAX: none */
    size_t name, open; /* of the function: its name and parenthesis; SIZE_MAX: none */
    size_t start;               /* where the head begins, behind macros of their own */
    bool value;                 /* an = was there: what follows is a value */
    bool initialised;           /* a colon behind the parameters: members are set */
} c_head;

/* The place of the parenthesis when a name of a function is at i: "f(", "f<T>(",
 * "operator+(". */
static size_t c_parameters(const fc_code *code, size_t i, size_t brace)
{
    if (!is_word(code, i) || is_among(code, i, c_no_names))
        return SIZE_MAX;
    size_t at = i + 1;
    if (fc_code_is_word(code, i, "operator")) {
        bool type = is_word(code,
                            at); /* that it becomes: it may have parentheses in <> */
        if (fc_code_is_mark(code, at, '(') && fc_code_is_mark(code, at + 1, ')'))
            at += 2;
        while (at < brace && !fc_code_is_mark(code, at, '('))
            at = type && fc_code_is_mark(code, at, '<')
                     ? fc_function_angle(code, at, brace)
                     : at + 1;
    } else if (fc_code_is_mark(code, at, '<')) {
        at = fc_function_angle(code, at, brace);
    }
    bool closed = at < brace && fc_code_is_mark(code, at, '(') &&
                  code->token[at].partner != FC_CODE_ALONE &&
                  code->token[at].partner < brace;
    return closed ? at : SIZE_MAX;
}

/* The last name with parentheses counts ("API(int) f(void)"), but for macros behind it
 * ("f(void) GUARDED_BY(x)"). Of macros alone, one that begins a line begins the head:
 * those above are statements without a semicolon ("BOOST_AUTO_TEST_SUITE(x)"). */
static void c_take_name(const fc_code *code, c_head *h, size_t i, size_t open)
{
    bool shouted = fc_function_shouts(fc_code_text(code, i));
    bool macros = h->name != SIZE_MAX && fc_function_shouts(fc_code_text(code, h->name));
    if (h->name != SIZE_MAX && shouted && !(macros && code->token[i].first))
        return;
    if (macros && shouted)
        h->start = i;
    h->name = i;
    h->open = open;
}

/* An equals sign that gives a value, and compares nothing. */
static bool c_gives(const fc_code *code, size_t i)
{
    if (!fc_code_is_mark(code, i, '=') || fc_code_is_pair(code, i, "=="))
        return false;
    char before = i && code->token[i - 1].end == code->token[i].begin
                      ? code->token[i - 1].mark
                      : 0;
    return before != '=' && before != '!' && before != '<' && before != '>';
}

static void c_look(const fc_code *code, size_t start, size_t brace, c_head *h)
{
    *h = (c_head){
        .class_word = SIZE_MAX, .name = SIZE_MAX, .open = SIZE_MAX, .start = start
    };
    for (size_t i = start; i < brace;) {
        size_t open = c_parameters(code, i, brace);
        bool named = h->name != SIZE_MAX;
        if (open != SIZE_MAX) {
            c_take_name(code, h, i, open);
            i = fc_code_behind(code, open);
            continue;
        }
        bool types = fc_code_is_word(code, i,
                                     "template") || /* or of a class: Gear<int(int)> */
                     (h->class_word != SIZE_MAX && is_word(code, i));
        if (types && fc_code_is_mark(code, i + 1, '<')) {
            i = fc_function_angle(code, i + 1, brace);
            continue;
        }
        if (is_among(code, i, c_classes) &&
            (named ? fc_function_shouts(fc_code_text(code, h->name))
                   : h->class_word == SIZE_MAX)) {
            h->class_word = i; /* what was named is a macro before the class */
            h->name = h->open = SIZE_MAX;
        }
        if (fc_code_is_pair(code, i, "::")) {
            i += 2;
            continue;
        }
        if (named && fc_code_is_pair(code, i, "->"))
            return;
        if (fc_code_is_mark(code, i, ':') && (named || h->class_word != SIZE_MAX)) {
            h->initialised = named; /* else the classes that it is made from follow */
            return;
        }
        if (c_gives(code, i)) {
            h->value = true;
            return;
        }
        i = fc_code_behind(code, i);
    }
}

/* The name of a class: the last word before ':' or the brace, but "final". */
static fc_str c_class_name(const fc_code *code, size_t from, size_t brace)
{
    fc_str name = { "", 0 };
    for (size_t i = from + 1; i < brace && !(fc_code_is_mark(code, i, ':') &&
                                             !fc_code_is_mark(code, i + 1, ':') &&
                                             !fc_code_is_mark(code, i - 1, ':'));) {
        if (is_word(code, i) && !fc_code_is_word(code, i, "final"))
            name = fc_code_text(code, i);
        i = fc_code_is_mark(code, i, '<') ? fc_function_angle(code, i, brace)
                                          : fc_code_behind(code, i);
    }
    return name;
}

/* Does a type stand before the name? Macros and what tells of linkage are none. */
static bool is_typed(const fc_code *code, const c_head *h)
{
    static const char *const others[] = { "static", "inline", "extern", "constexpr",
                                          NULL };
    for (size_t i = h->start; i < h->name;) {
        if (is_word(code, i) && !is_among(code, i, others) &&
            !fc_function_shouts(fc_code_text(code, i)))
            return true;
        i = fc_code_behind(code, i);
    }
    return false;
}

/* Is what stands there as a name a macro? Classes may shout as well: URL::URL(). */
static bool is_macro(const fc_code *code, const c_head *h, fc_str inside)
{
    fc_str name = fc_code_text(code, h->name);
    bool again = fc_code_is_mark(code, fc_code_behind(code, h->open), '(');
    bool qualified = h->name > h->start && (fc_code_is_mark(code, h->name - 1, ':') ||
                                            fc_code_is_mark(code, h->name - 1, '~'));
    if (h->open != h->name + 1 || h->initialised || qualified || fc_str_eq(name, inside))
        return false;
    return again || (fc_function_shouts(name) && !is_typed(code, h));
}

static fc_head c_function(const fc_code *code, const c_head *h, fc_str inside)
{
    fc_head head = { .kind = FC_HEAD_FUNCTION, .start = h->start };
    size_t first = h->name, start = h->start;
    if (is_macro(code, h, inside) && fc_function_macro(code, h->name, h->open, &head))
        return head;
    fc_str from = fc_code_text(code, first);
    if (fc_code_is_word(code, first, "operator"))
        from.n = code->token[h->open - 1].end - code->token[first].begin;
    if (first > start && fc_code_is_mark(code, first - 1, '~') &&
        code->token[first - 1].end == code->token[first].begin) {
        first--;
        from.p--;
        from.n++;
    }
    head.name = from;
    if (first > start + 2 && fc_code_is_pair(code, first - 2, "::")) {
        size_t owner = first - 3;
        if (fc_code_is_mark(code, owner, '>')) /* A<T>::f */
            while (owner > start && !fc_code_is_mark(code, owner, '<'))
                owner--;
        owner -= owner > start && fc_code_is_mark(code, owner, '<');
        if (is_word(code, owner))
            head.inside = fc_code_text(code, owner);
    }
    return head;
}

fc_head fc_head_c(const fc_code *code, size_t start, size_t brace, fc_str inside)
{
    c_head h;
    fc_head other = { .kind = FC_HEAD_OTHER };
    c_look(code, start, brace, &h);
    if (h.value)
        return other;
    bool class_first = h.class_word != SIZE_MAX;
    /* "class EXPORT(x) Gear {": what stands behind the parentheses is the name */
    bool macro = class_first && h.open != SIZE_MAX && !h.initialised &&
                 is_word(code, fc_code_behind(code, h.open)) &&
                 fc_function_shouts(fc_code_text(code, h.name));
    if (h.name == SIZE_MAX || macro) {
        bool linkage = brace > start + 1 && fc_code_is_word(code, brace - 2, "extern") &&
                       code->token[brace - 1].kind == FC_CODE_STRING;
        if (!class_first && !linkage)
            return other;
        if (class_first && fc_code_is_word(code, h.class_word, "enum"))
            return other;
        bool space = class_first && fc_code_is_word(code, h.class_word, "namespace");
        return (fc_head){ .kind = FC_HEAD_SCOPE, .name = class_first && !space ?
                          c_class_name(code, h.class_word, brace) : (fc_str){ "", 0 } };
    }
    /* "A() : x{1}, y(2) {": a brace behind a name sets a member */
    bool member = h.initialised && (is_word(code, brace - 1) ||
                                    fc_code_is_mark(code, brace - 1, '>'));
    if (member)
        return (fc_head){ .kind = FC_HEAD_GOES_ON };
    if (!fc_function_shouts(fc_code_text(code, h.name)))
        h.start = start;
    return c_function(code, &h, inside);
}

/* ---------------------------------------------------------------- Java */

/* Behind "@a.b.C(...)" at i. */
static size_t behind_annotation(const fc_code *code, size_t i, size_t brace)
{
    for (i++; i < brace && is_word(code, i); i += 2)
        if (!fc_code_is_mark(code, i + 1, '.'))
            break;
    i++;
    return i < brace && fc_code_is_mark(code, i, '(') ? fc_code_behind(code, i) : i;
}

fc_head fc_head_java(const fc_code *code, size_t start, size_t brace, bool constants)
{
    static const char *const classes[] = { "class", "interface", "enum", NULL };
    fc_head head = { .kind = FC_HEAD_OTHER };
    size_t first = start;
    for (size_t i = start; i < brace;) {
        bool record = fc_code_is_word(code, i, "record") && is_word(code, i + 1) &&
                      (fc_code_is_mark(code, i + 2, '(') ||
                       fc_code_is_mark(code, i + 2, '<'));
        if (fc_code_is_mark(code, i, '@') && !fc_code_is_word(code, i + 1, "interface")) {
            i = behind_annotation(code, i, brace);
            first = i;
            continue;
        }
        if (record || is_among(code, i, classes)) {
            head.kind = FC_HEAD_SCOPE;
            head.name = i + 1 < brace ? fc_code_text(code, i + 1) : (fc_str){ "", 0 };
            head.is_enum = fc_code_is_word(code, i, "enum");
            return head;
        }
        if (fc_code_is_mark(code, i, '=') || fc_code_is_pair(code, i, "->") ||
            fc_code_is_word(code, i, "new"))
            return (fc_head){ .kind = FC_HEAD_OTHER };
        if (is_word(code, i) && fc_code_is_mark(code, i + 1, '(')) {
            head.kind = FC_HEAD_FUNCTION;
            head.name = fc_code_text(code, i);
        }
        i = fc_code_behind(code, i);
    }
    /* a constant with a body of its own: NAME(1) { ... }, NAME { ... }, also behind a
     * comma */
    while (constants && first < brace && fc_code_is_mark(code, first, ','))
        first++;
    if (constants && is_word(code, first) &&
        (first + 1 == brace || fc_code_is_mark(code, first + 1, '(') ||
         fc_code_is_mark(code, first + 1, ',')))
        return (fc_head){ .kind = FC_HEAD_SCOPE, .name = fc_code_text(code, first) };
    return head;
}

/* ---------------------------------------------------------------- Rust */

/* The type that an impl is for: behind "for", else the first; the last part of its
 * path. */
static fc_str rust_impl_name(const fc_code *code, size_t i, size_t brace)
{
    fc_str name = { "", 0 };
    bool done = false;
    if (fc_code_is_mark(code, i, '<'))
        i = fc_function_angle(code, i, brace);
    while (i < brace && !fc_code_is_word(code, i, "where")) {
        if (fc_code_is_word(code, i, "for") && !fc_code_is_mark(code, i + 1, '<')) {
            name.n = 0;
            done = false;
        } else if (is_word(code, i) && !done &&
                   code->text.p[code->token[i].begin] != '\'') {
            if (!is_among(code, i,
                          (const char *const[]){ "mut", "dyn", "const", "for", NULL })) {
                name = fc_code_text(code, i);
                done = !fc_code_is_pair(code, i + 1, "::");
            }
        }
        i = fc_code_is_mark(code, i, '<') ? fc_function_angle(code, i, brace)
                                          : fc_code_behind(code, i);
    }
    return name;
}

fc_head fc_head_rust(const fc_code *code, size_t start, size_t brace)
{
    static const char *const others[] = { "struct",      "enum", "union",
                                          "macro_rules", "use",  NULL };
    for (size_t i = start; i < brace; i = fc_code_behind(code, i)) {
        if (fc_code_is_word(code, i, "fn") && is_word(code, i + 1))
            return (fc_head){ .kind = FC_HEAD_FUNCTION,
                              .name = fc_code_text(code, i + 1) };
        if (fc_code_is_word(code, i, "impl"))
            return (fc_head){ .kind = FC_HEAD_SCOPE,
                              .name = rust_impl_name(code, i + 1, brace) };
        if (fc_code_is_word(code, i, "trait"))
            return (fc_head){ .kind = FC_HEAD_SCOPE, .name = fc_code_text(code, i + 1) };
        if (fc_code_is_word(code, i, "mod") ||
            (fc_code_is_word(code, i, "extern") && i + 2 >= brace))
            return (fc_head){ .kind = FC_HEAD_SCOPE };
        if (is_among(code, i, others) || fc_code_is_mark(code, i, '='))
            return (fc_head){ .kind = FC_HEAD_OTHER };
    }
    /* "cfg_if! { ... }" */
    bool macro = brace > start && fc_code_is_mark(code, brace - 1, '!');
    return (fc_head){ .kind = macro ? FC_HEAD_SCOPE : FC_HEAD_OTHER };
}
