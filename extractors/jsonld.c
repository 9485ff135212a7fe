/* jsonld.c - the few values of JSON-LD that we want, by one pass over its tokens. Pages
 * break JSON in every way, so nothing is built and nothing fails. */
#include "base/bits.h"
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/metadata.h"

enum { MAX_DEPTH = 24, MAX_VALUE = 2000, MAX_NAMED = 16, MAX_BODY = 1 << 15 };

typedef struct level {
    fc_str name;            /* the key this object or array hangs under */
    fc_str key;             /* the key read last in it */
    fc_str id, called;      /* its @id and name */
    bool array;
    bool aside;             /* it or what it is in is of another thing: a comment, an
                               image */
} level;

typedef struct scan {
    fc_str s;
    size_t at;
    level level[MAX_DEPTH];
    unsigned depth;         /* may pass MAX_DEPTH; deeper values are not looked at */
    fc_str author_id;       /* the author is told by "@id" only */
    struct { fc_str id, name; } named[MAX_NAMED]; /* objects with both, of a @graph */
    unsigned nameds;
    fc_jsonld *found;
    fc_arena *a;
} scan;

static unsigned hex4(const char *p)
{
    unsigned v = 0;
    for (int i = 0; i < 4; i++) {
        int digit = fc_hex_value(p[i]);
        if (digit < 0)
            return FC_REPLACEMENT;
        v = v << 4 | (unsigned)digit;
    }
    return v;
}

/* The text of a JSON string between its quotes, or the beginning of it. */
static fc_str unescape(fc_str s, size_t most, fc_arena *a)
{
    s = fc_utf8_clip(s, most);
    if (fc_str_findc(s, '\\') == s.n)
        return s;
    char *out = fc_alloc(a, s.n + 4);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '\\' || i + 1 == s.n) {
            out[n++] = s.p[i];
            continue;
        }
        char c = s.p[++i];
        if (c == 'u' && i + 4 < s.n) {
            uint32_t v = hex4(s.p + i + 1);
            i += 4;
            if (v >= 0xD800 && v < 0xDC00 && i + 6 < s.n && s.p[i + 1] == '\\') {
                uint32_t low = hex4(s.p + i + 3);
                if (low >= 0xDC00 && low < 0xE000) {
                    v = 0x10000 + ((v - 0xD800) << 10) + (low - 0xDC00);
                    i += 6;
                }
            }
            n += fc_utf8_encode(v, out + n);
        } else {
            out[n++] = c == 'n' || c == 'r' || c == 't' || c == 'b' || c == 'f' ? ' ' : c;
        }
    }
    return (fc_str){ out, n };
}

static void first(fc_str *to, fc_str value)
{
    if (!to->n && value.n)
        *to = value;
}

static void add_author(scan *x, fc_str value)
{
    fc_str have = x->found->author;
    if (!value.n || fc_str_istarts(value, FC_STR("http")) || have.n > 200)
        return;
    if (have.n && fc_str_find(have, value) < have.n)
        return;
    x->found->author = have.n ? fc_printf(x->a, "%.*s, %.*s", (int)have.n, have.p,
                                          (int)value.n, value.p) : value;
}

/* Keys of what is beside the page's own text, with authors and dates of their own. */
static bool is_aside(fc_str key)
{
    static const char *const keys[] = {
        "comment",         "review",   "suggestedAnswer", "acceptedAnswer",
        "itemListElement", "hasPart",  "mentions",        "video",
        "image",           "citation", "associatedMedia"
    };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (fc_str_is(key, keys[i]))
            return true;
    return false;
}

/* An object has been read: when it has a name and an id, others may mean it. */
static void close_object(scan *x)
{
    if (!x->depth || x->depth-- > MAX_DEPTH)
        return;
    const level *l = &x->level[x->depth];
    if (l->id.n && l->called.n && x->nameds < MAX_NAMED) {
        x->named[x->nameds].id = l->id;
        x->named[x->nameds++].name = l->called;
    }
}

/* The main text of an article, a question or an answer: to compare the page's blocks
 * with. */
static void add_body(scan *x, fc_str raw)
{
    fc_jsonld *f = x->found;
    if (f->bodies < sizeof f->body / sizeof *f->body)
        f->body[f->bodies++] = unescape(raw, MAX_BODY, x->a);
}

static void take(scan *x, fc_str key, fc_str under, fc_str raw)
{
    fc_jsonld *f = x->found;
    level *in = &x->level[x->depth - 1];
    bool author = fc_str_is(under, "author");
    if (fc_str_is(key, "@id")) {
        in->id = raw;
        first(&x->author_id, author && !in->aside ? raw : (fc_str){ NULL, 0 });
    }
    if (fc_str_is(key, "name") && !in->array)
        in->called = raw;
    if (in->aside && !fc_str_is(key, "@type"))
        return;
    bool wanted = fc_str_is(key, "name") || fc_str_is(key, "author") ||
                  fc_str_is(key, "@type") || fc_str_is(key, "headline") ||
                  fc_str_is(key, "datePublished") || fc_str_is(key, "inLanguage") ||
                  fc_str_is(key, "description");
    if (fc_str_is(key, "articleBody") || fc_str_is(key, "text"))
        add_body(x, raw);
    if (!wanted)
        return;
    fc_str value = fc_str_trim(unescape(raw, MAX_VALUE, x->a));
    if (fc_str_is(key, "@type")) {
        if (f->types < sizeof f->type / sizeof *f->type)
            f->type[f->types++] = fc_word_hash(value);
    } else if (fc_str_is(key, "headline")) {
        first(&f->headline, value);
    } else if (fc_str_is(key, "datePublished")) {
        first(&f->published, value);
    } else if (fc_str_is(key, "inLanguage")) {
        first(&f->language, value);
    } else if (fc_str_is(key, "description")) {
        first(&f->description, value);
    } else if (fc_str_is(key, "author") || (author && fc_str_is(key, "name"))) {
        add_author(x, value);
    } else if (fc_str_is(under, "publisher")) {
        first(&f->site_name, value);
    }
}

static void open_level(scan *x, bool array)
{
    fc_str name = { NULL, 0 };
    bool aside = false;
    if (x->depth && x->depth <= MAX_DEPTH) {
        const level *up = &x->level[x->depth - 1];
        name = up->array ? up->name : up->key;
        aside = up->aside || is_aside(name);
    }
    if (x->depth < MAX_DEPTH)
        x->level[x->depth] = (level){ .name = name, .array = array, .aside = aside };
    x->depth++;
}

/* The next quote or backslash at or behind `at`, or the end. */
static size_t find_special(fc_str s, size_t at)
{
    for (; at + FC_BYTES <= s.n; at += FC_BYTES) {
        fc_bytes v = fc_bytes_load(s.p + at);
        uint64_t found = fc_bytes_marks(fc_bytes_is(v, '"') | fc_bytes_is(v, '\\'));
        if (found)
            return at + fc_bytes_first(found);
    }
    while (at < s.n && s.p[at] != '"' && s.p[at] != '\\')
        at++;
    return at;
}

/* x->at is behind the opening quote. */
static fc_str read_string(scan *x)
{
    size_t from = x->at, at = from;
    while ((at = find_special(x->s, at)) < x->s.n && x->s.p[at] == '\\')
        at += 2;
    size_t end = at < x->s.n ? at : x->s.n;
    x->at = end + 1;
    return fc_str_sub(x->s, from, end);
}

static void on_string(scan *x)
{
    fc_str s = read_string(x);
    size_t next = x->at;
    if (!x->depth || x->depth > MAX_DEPTH)
        return;
    level *l = &x->level[x->depth - 1];
    while (next < x->s.n && fc_is_space(x->s.p[next]))
        next++;
    if (!l->array && next < x->s.n && x->s.p[next] == ':') {
        l->key = s;
        x->at = next + 1;
    } else {
        take(x, l->array ? l->name : l->key, l->name, s);
    }
}

void fc_jsonld_read(fc_jsonld *found, fc_str script, fc_arena *a)
{
    scan x = { .s = script, .found = found, .a = a };
    while (x.at < script.n) {
        char c = script.p[x.at++];
        if (c == '"')
            on_string(&x);
        else if (c == '{' || c == '[')
            open_level(&x, c == '[');
        else if (c == '}' || c == ']')
            close_object(&x);
    }
    for (unsigned i = 0; i < x.nameds && !found->author.n && x.author_id.n; i++)
        if (fc_str_eq(x.named[i].id, x.author_id))
            add_author(&x, fc_str_trim(unescape(x.named[i].name, MAX_VALUE, a)));
}
