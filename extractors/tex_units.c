/* tex_units.c - quantities of siunitx and formulas of mhchem in running text:
 * "\SI{5}{\mega\hertz}" is 5 MHz, "\ce{H2O}" H₂O. In formulas they stay as they are.
 * And what lengths are set to, which is no text. See tex.h. */
#include "extractors/tex.h"

/* In the order of strcmp; `per` and powers are commands of their own. */
static const struct unit { const char *name, *sign; } units[] = {
    { "A", "A" }, { "GHz", "GHz" }, { "GeV", "GeV" }, { "Hz", "Hz" }, { "J", "J" },
    { "K", "K" }, { "MHz", "MHz" }, { "MPa", "MPa" }, { "MW", "MW" }, { "MeV", "MeV" },
    { "N", "N" }, { "Pa", "Pa" }, { "THz", "THz" }, { "TeV", "TeV" }, { "V", "V" },
    { "W", "W" }, { "ampere", "A" }, { "angstrom", "Å" }, { "arcminute", "′" },
    { "arcsecond", "″" }, { "astronomicalunit", "au" }, { "atto", "a" }, { "bar", "bar" },
    { "barn", "b" }, { "becquerel", "Bq" }, { "bel", "B" }, { "bit", "bit" },
    { "byte", "B" }, { "candela", "cd" }, { "celsius", "°C" }, { "centi", "c" },
    { "cm", "cm" }, { "coulomb", "C" }, { "dB", "dB" }, { "dalton", "Da" },
    { "day", "d" }, { "deca", "da" }, { "deci", "d" }, { "decibel", "dB" },
    { "degree", "°" }, { "degreeCelsius", "°C" }, { "eV", "eV" },
    { "electronvolt", "eV" }, { "exa", "E" }, { "exbi", "Ei" }, { "farad", "F" },
    { "femto", "f" }, { "fs", "fs" }, { "g", "g" }, { "gibi", "Gi" }, { "giga", "G" },
    { "gram", "g" }, { "gray", "Gy" }, { "hectare", "ha" }, { "hecto", "h" },
    { "henry", "H" }, { "hertz", "Hz" }, { "hour", "h" }, { "joule", "J" },
    { "kHz", "kHz" }, { "kJ", "kJ" }, { "kPa", "kPa" }, { "kV", "kV" }, { "kW", "kW" },
    { "katal", "kat" }, { "keV", "keV" }, { "kelvin", "K" }, { "kg", "kg" },
    { "kibi", "Ki" }, { "kilo", "k" }, { "kilogram", "kg" }, { "km", "km" },
    { "liter", "L" }, { "litre", "L" }, { "lumen", "lm" }, { "lux", "lx" }, { "m", "m" },
    { "mA", "mA" }, { "mL", "mL" }, { "mV", "mV" }, { "mW", "mW" }, { "mebi", "Mi" },
    { "mega", "M" }, { "meter", "m" }, { "metre", "m" }, { "mg", "mg" },
    { "micro", "µ" }, { "milli", "m" }, { "minute", "min" }, { "mm", "mm" },
    { "mol", "mol" }, { "mole", "mol" }, { "ms", "ms" }, { "nano", "n" },
    { "neper", "Np" }, { "newton", "N" }, { "nm", "nm" }, { "ns", "ns" }, { "ohm", "Ω" },
    { "pascal", "Pa" }, { "percent", "%" }, { "peta", "P" }, { "pico", "p" },
    { "ps", "ps" }, { "radian", "rad" }, { "s", "s" }, { "second", "s" },
    { "siemens", "S" }, { "sievert", "Sv" }, { "steradian", "sr" }, { "tebi", "Ti" },
    { "tera", "T" }, { "tesla", "T" }, { "tonne", "t" }, { "um", "µm" }, { "us", "µs" },
    { "volt", "V" }, { "watt", "W" }, { "weber", "Wb" },
};

typedef struct writer {
    fc_text s;
    bool prefix;                /* what was written last is a part of the next unit */
    bool per;                   /* the next unit is divided by */
    char power;                 /* of the next unit, or 0 */
} writer;

static void add(writer *w, const char *s)
{
    fc_text_add(&w->s, s, strlen(s));
}

/* Digits and signs as Unicode has them raised; others as they are. */
static void raise(writer *w, fc_str s)
{
    static const char *const up[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
    for (size_t i = 0; i < s.n; i++) {
        if (fc_is_digit(s.p[i]))
            add(w, up[s.p[i] - '0']);
        else if (s.p[i] == '-')
            add(w, "⁻");
        else if (s.p[i] == '+')
            add(w, "⁺");
        else if (s.p[i] != '{' && s.p[i] != '}')
            fc_text_add(&w->s, &s.p[i], 1);
    }
}

static bool is_prefix(const char *name)
{
    static const char *const names[] = { "atto", "centi", "deca", "deci", "exa", "exbi",
                                         "femto", "gibi", "giga", "hecto", "kibi", "kilo",
                                         "mebi", "mega", "micro", "milli", "nano", "peta",
                                         "pico", "tebi", "tera" };
    return FC_ROW(names, fc_str_of(name));
}

static void unit_command(fc_tex *t, writer *w, fc_str name)
{
    const struct unit *u = FC_ROW(units, name);
    if (u) {
        if (w->s.n && !w->prefix)
            add(w, w->per ? "/" : " ");
        else if (w->per && !w->s.n)
            add(w, "1/");
        add(w, u->sign);
        w->prefix = is_prefix(u->name);
        if (w->prefix)
            return;
        w->per = false;
        if (w->power)
            raise(w, (fc_str){ &w->power, 1 });
        w->power = '\0';
    } else if (fc_str_is(name, "per")) {
        w->per = true;
    } else if (fc_str_is(name, "squared") || fc_str_is(name, "cubed")) {
        add(w, name.p[0] == 's' ? "²" : "³");
    } else if (fc_str_is(name, "square") || fc_str_is(name, "cubic")) {
        w->power = name.p[0] == 's' ? '2' : '3';
    } else if (fc_str_is(name, "tothe") || fc_str_is(name, "raiseto")) {
        raise(w, fc_str_trim(fc_tex_arg(t)));
    } else if (fc_str_is(name, "of")) {
        fc_str parts[] = { FC_STR(" "), fc_tex_arg(t) };
        fc_str s = fc_concat(t->a, parts, 2);
        fc_text_add(&w->s, s.p, s.n);
    } else if (fc_str_is(name, "%")) {
        add(w, "%");
    }
}

static void unit_character(writer *w, fc_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '^') {
            size_t n = i + 1;
            if (n < s.n && s.p[n] == '-')
                n++;
            while (n < s.n && fc_is_digit(s.p[n]))
                n++;
            raise(w, fc_str_sub(s, i + 1, n));
            i = n - 1;
        } else if (s.p[i] == '.') {
            add(w, " ");
        } else {
            fc_text_add(&w->s, &s.p[i], 1);
        }
    }
}

/* The unit that s stands for, commands or letters. */
static fc_str unit_of(fc_tex_doc *d, fc_str s)
{
    writer w = { .s = { .a = d->t.a } };
    fc_tex *t = &d->t;
    fc_tex_saved saved = fc_tex_alone(t, s);
    for (fc_tex_token tok; (tok = fc_tex_next(t)).kind != FC_TEX_END;) {
        if (tok.kind == FC_TEX_COMMAND)
            unit_command(t, &w, tok.s);
        else if (tok.kind == FC_TEX_TEXT)
            unit_character(&w, tok.s);
        else if (tok.kind == FC_TEX_SPACE && w.s.n)
            add(&w, " ");
    }
    fc_tex_again(t, saved);
    return fc_str_trim((fc_str){ w.s.n ? w.s.p : "", w.s.n });
}

/* "1.5e-3 +- 2" */
static fc_str number_of(fc_tex_doc *d, fc_str s)
{
    writer w = { .s = { .a = d->t.a } };
    s = fc_str_trim(s);
    for (size_t i = 0; i < s.n; i++) {
        fc_str rest = fc_str_sub(s, i, s.n);
        if ((s.p[i] == 'e' || s.p[i] == 'E') && i + 1 < s.n) {
            size_t n = i + 1;
            while (n < s.n && strchr("+-0123456789", s.p[n]))
                n++;
            add(&w, i ? " × 10" : "10");
            raise(&w, fc_str_sub(s, i + 1, n));
            i = n - 1;
        } else if (fc_str_starts(rest, FC_STR("+-")) ||
                   fc_str_starts(rest, FC_STR("\\pm"))) {
            add(&w, " ± ");
            i += s.p[i] == '+' ? 1 : 2;
        } else if (s.p[i] == 'x') {
            add(&w, " × ");
        } else if (s.p[i] == '-') {
            add(&w, "−");
        } else if (s.p[i] != ' ' && s.p[i] != '{' && s.p[i] != '}') {
            fc_text_add(&w.s, &s.p[i], 1);
        }
    }
    return (fc_str){ w.s.n ? w.s.p : "", w.s.n };
}

static void put_unit(fc_tex_doc *d, fc_str unit)
{
    fc_str s = unit_of(d, unit);
    bool close = fc_str_is(s, "°") || fc_str_is(s, "′") || fc_str_is(s, "″") ||
                 fc_str_is(s, "%");
    if (s.n && !close)
        fc_tex_put_space(&d->out);
    fc_tex_put(&d->out, s);
}

/* Numbers separated by semicolons, with words between them. */
static void put_list(fc_tex_doc *d, fc_str list)
{
    bool more = false;
    for (fc_str one; fc_str_split(&list, ';', &one); more = true) {
        if (more)
            fc_tex_put(&d->out, FC_STR(", "));
        fc_tex_put(&d->out, number_of(d, one));
    }
}

/* kind: 'n' number, 'u' unit, 'q' both, 'r' range, 'l' list, 'a' angle; a capital has no
 * unit. */
static const struct quantity { const char *name; char kind; } quantities[] = {
    { "SI", 'q' }, { "SIlist", 'l' }, { "SIrange", 'r' }, { "ang", 'a' }, { "num", 'n' },
    { "numlist", 'L' }, { "numrange", 'R' }, { "qty", 'q' }, { "qtylist", 'l' },
    { "qtyrange", 'r' }, { "si", 'u' }, { "unit", 'u' },
};

static void put_angle(fc_tex_doc *d, fc_str list)
{
    static const char *const signs[] = { "°", "′", "″" };
    fc_str one;
    for (int i = 0; i < 3 && fc_str_split(&list, ';', &one); i++)
        if (fc_str_trim(one).n) {
            fc_tex_put(&d->out, number_of(d, one));
            fc_tex_put(&d->out, fc_str_of(signs[i]));
        }
}

static void put_quantity(fc_tex_doc *d, char kind)
{
    fc_str option, s;
    fc_tex_optional(&d->t, &option);
    s = fc_tex_arg(&d->t);
    switch (kind) {
    case 'u':
        fc_tex_put(&d->out, unit_of(d, s));
        return;
    case 'a':
        put_angle(d, s);
        return;
    case 'l': case 'L':
        put_list(d, s);
        break;
    default:
        fc_tex_put(&d->out, number_of(d, s));
    }
    if (kind == 'r' || kind == 'R') {
        fc_tex_put(&d->out, FC_STR(" to "));
        fc_tex_put(&d->out, number_of(d, fc_tex_arg(&d->t)));
    }
    if (kind == 'q' || kind == 'l' || kind == 'r') {
        fc_tex_optional(&d->t, &option);
        put_unit(d, fc_tex_arg(&d->t));
    }
}

/* ---------------------------------------------------------------- chemistry */

static void lower(writer *w, char digit)
{
    static const char *const down[] = { "₀", "₁", "₂", "₃", "₄",
                                        "₅", "₆", "₇", "₈", "₉" };
    add(w, down[digit - '0']);
}

static void put_chemistry(fc_tex_doc *d)
{
    writer w = { .s = { .a = d->t.a } };
    fc_str s = fc_str_trim(fc_tex_arg(&d->t));
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i], before = i ? s.p[i - 1] : ' ';
        bool behind = fc_is_letter(before) || before == ')' || before == ']' ||
                      (before >= '0' && before <= '9' && w.s.n >= 3 &&
                       (unsigned char)w.s.p[w.s.n - 3] == 0xE2);
        if (c >= '0' && c <= '9' && behind) {
            lower(&w, c);
        } else if (c == '^') {
            size_t n = i + 1;
            if (n < s.n && s.p[n] == '{')
                n += fc_str_findc(fc_str_sub(s, n, s.n), '}') + 1;
            else
                while (n < s.n && strchr("+-0123456789", s.p[n]))
                    n++;
            n = n < s.n ? n : s.n;
            raise(&w, fc_str_sub(s, i + 1, n));
            i = n - 1;
        } else if (fc_str_starts(fc_str_sub(s, i, s.n), FC_STR("<=>"))) {
            add(&w, "⇌");
            i += 2;
        } else if (fc_str_starts(fc_str_sub(s, i, s.n), FC_STR("->"))) {
            add(&w, "→");
            i++;
        } else if ((c == '+' || c == '-') && i + 1 == s.n && before != ' ') {
            raise(&w, (fc_str){ &c, 1 });
        } else if (c != '{' && c != '}' && c != '$' && c != '_') {
            fc_text_add(&w.s, &c, 1);
        }
    }
    fc_tex_put(&d->out, (fc_str){ w.s.n ? w.s.p : "", w.s.n });
}

bool fc_tex_quantity(fc_tex_doc *d, fc_str name)
{
    const struct quantity *q = FC_ROW(quantities, name);
    if (q)
        put_quantity(d, q->kind);
    else if (fc_str_is(name, "ce"))
        put_chemistry(d);
    else
        return false;
    return true;
}

/* ---------------------------------------------------------------- lengths */

static bool takes_dimension(fc_str name)
{
    static const char *const names[] = {
        "advance", "arraycolsep", "baselineskip", "columnsep", "evensidemargin",
        "footskip", "headheight", "headsep", "hoffset", "hsize", "hskip", "itemsep",
        "kern", "leftskip", "lower", "magnification", "mkern", "mskip", "oddsidemargin",
        "parindent", "parskip", "raise", "rightskip", "tabcolsep", "textheight",
        "textwidth", "topmargin", "topsep", "voffset", "vsize", "vskip",
    };
    return FC_ROW(names, name);
}

void fc_tex_length(fc_tex_doc *d, fc_str name)
{
    if (takes_dimension(name))
        fc_tex_dimension(&d->t);
}
