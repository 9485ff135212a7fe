/* url.c - lists of domains, URLs and words in URLs, in datatrove's order. The lists are
 * the user's files; none is shipped. */
#include "base/str.h"
#include "filters/lists.h"
#include "text/hostname.h"

#include <stdlib.h>

typedef struct conf {
    const char *domains, *urls, *banned_words, *soft_words, *banned_subwords, *suffixes;
    int64_t soft_count;
    bool private_too, drop;
} conf;

enum { DOMAINS, URLS, WORDS, SOFT, SUBWORDS, SUFFIXES, LISTS };
enum { DOMAIN = 1, SUBDOMAIN, URL, HARD, SOFTLY, SUBWORD, NO_URL };

typedef struct model {
    conf c;
    fc_list list[LISTS];
} model;

static const fc_attr gives[] = {
    { "url_domain", FC_STRING, "the registered domain of the URL", NULL },
    { "url_words", FC_NUM, "different words of the URL in --banned-words", NULL },
    { "url_soft_words", FC_NUM, "different words of the URL in --soft-words", NULL },
    { "url_reason", FC_STRING, "the first rule of url that fails", NULL },
    { 0 }
};

static const fc_reason reasons[] = {
    { "domain", "its registered domain is in --domains" },
    { "subdomain", "its host is in --domains" },
    { "url", "it is in --urls" },
    { "hard_blacklisted", "one of its words is in --banned-words" },
    { "soft_blacklisted", "at least --soft-count of its words are in --soft-words" },
    { "blacklisted_subword", "its letters and digits hold one of --banned-subwords" },
    { "no_url", "the document has no URL" },
    { 0 }
};

/* ---------------------------------------------------------------- parts of a URL */

/* The host as it is written, without user and port. */
static fc_str written_host(fc_str url)
{
    size_t scheme = fc_str_find(url, FC_STR("//"));
    if (scheme < url.n && fc_str_findc(url, '/') >= scheme)
        url = fc_str_sub(url, scheme + 2, url.n);
    size_t end = 0;
    while (end < url.n && !strchr("/\\?#", url.p[end]) && url.p[end])
        end++;
    url.n = end;
    for (size_t i = url.n; i > 0; i--)
        if (url.p[i - 1] == '@') {
            url = fc_str_sub(url, i, url.n);
            break;
        }
    if (url.n && url.p[0] == '[') { /* an IPv6 address */
        size_t close = fc_str_findc(url, ']');
        return fc_str_sub(url, 0, close < url.n ? close + 1 : close);
    }
    url.n = fc_str_findc(url, ':');
    return url;
}

/* The host in the spelling of the lists: a part of the URL or made in the arena. */
static fc_str host_of(fc_str url, fc_arena *a)
{
    fc_str host = written_host(url);
    if (!fc_hostname_is_plain(host)) {
        char *to = fc_alloc(a, FC_HOSTNAME_ROOM(host.n));
        size_t n = fc_hostname_ascii(host, to);
        fc_trim(a, to, FC_HOSTNAME_ROOM(host.n), n);
        host = (fc_str){ to, n };
    }
    while (host.n && host.p[host.n - 1] == '.')
        host.n--;
    return host;
}

/* Where the label before the one that begins at `at` begins; 0 when there is none. */
static size_t label_before(fc_str host, size_t at)
{
    if (at < 2)
        return 0;
    for (at--; at > 0 && host.p[at - 1] != '.'; at--)
        ;
    return at;
}

static size_t last_label(fc_str host)
{
    return label_before(host, host.n + 1);
}

static bool is_address(fc_str host)
{
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] != '.' && (unsigned)(host.p[i] - '0') > 9)
            return host.p[0] == '[';
    return true;
}

/* Without a list of suffixes: the last label, and one before it that countries use in
 * such places, as in example.co.uk. */
static size_t plain_suffix(fc_str host)
{
    static const char *const second[] = { "ac", "co",  "com", "edu", "gob", "gov", "govt",
                                          "ne", "net", "nom", "or",  "org", "sch" };
    size_t at = last_label(host), before = label_before(host, at);
    if (host.n - at != 2 || before == at)
        return at;
    fc_str label = fc_str_sub(host, before, at - 1);
    for (size_t i = 0; i < sizeof second / sizeof *second; i++)
        if (fc_str_is(label, second[i]) && before > 0)
            return before;
    return at;
}

/* By the rules of the Public Suffix List: the longest rule holds, "*." stands for one
 * label, '!' before a rule is an exception, and an unknown last label is a suffix. */
static size_t listed_suffix(const fc_list *list, fc_str host, fc_arena *a)
{
    size_t best = last_label(host), from = best;
    for (;;) {
        fc_str name = fc_str_sub(host, from, host.n);
        const fc_str except[] = { FC_STR("!"), name }, star[] = { FC_STR("*."), name };
        if (fc_list_has(list, fc_concat(a, except, 2)))
            return from + fc_str_findc(name, '.') + 1;
        if (fc_list_has(list, name) && from < best)
            best = from;
        if (from == 0)
            return best;
        size_t before = label_before(host, from);
        if (fc_list_has(list, fc_concat(a, star, 2)) && before < best)
            best = before;
        from = before;
    }
}

/* The label before the suffix with the suffix; empty for addresses, bare suffixes and
 * what is too long to be a name (RFC 1035). */
static fc_str registered(const fc_list *suffixes, fc_str host, fc_arena *a)
{
    enum { LONGEST = 253 };
    if (!host.n || host.n > LONGEST || is_address(host))
        return (fc_str){ NULL, 0 };
    size_t at = suffixes->n ? listed_suffix(suffixes, host, a) : plain_suffix(host);
    return at ? fc_str_sub(host, label_before(host, at), host.n) : (fc_str){ NULL, 0 };
}

/* How many different words of the URL, as they are written, are in the list. */
static size_t words_in(const fc_list *list, fc_str url, fc_arena *a)
{
    fc_str *seen = fc_alloc(a, (url.n / 2 + 1) * sizeof *seen);
    size_t n = 0;
    for (size_t i = 0, end; i < url.n; i = end + 1) {
        for (end = i; end < url.n && fc_is_alnum(url.p[end]); end++)
            ;
        fc_str word = fc_str_sub(url, i, end);
        size_t k = 0;
        if (!fc_list_has(list, word))
            continue;
        while (k < n && !fc_str_eq(seen[k], word))
            k++;
        if (k == n)
            seen[n++] = word;
    }
    return n;
}

static fc_str only_alnum(fc_str url, fc_arena *a)
{
    char *p = fc_alloc(a, url.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < url.n; i++)
        if (fc_is_alnum(url.p[i]))
            p[n++] = fc_lower(url.p[i]);
    return (fc_str){ p, n };
}

/* ---------------------------------------------------------------- the stage */

static int judge(const model *m, fc_str url, fc_str host, fc_str domain, size_t hard,
                 size_t soft, fc_arena *a)
{
    if (fc_list_has(&m->list[DOMAINS], domain))
        return DOMAIN;
    if (fc_list_has(&m->list[DOMAINS], host))
        return SUBDOMAIN;
    if (fc_list_has(&m->list[URLS], url))
        return URL;
    if (hard)
        return HARD;
    if (soft >= (size_t)m->c.soft_count)
        return SOFTLY;
    return fc_list_count(&m->list[SUBWORDS], only_alnum(url, a), true) ? SUBWORD
                                                                       : FC_KEEP;
}

static int url_run(const void *made, void *mine, fc_doc *doc, fc_call *call)
{
    const model *m = made;
    const fc_value *v = fc_fields_get(&doc->meta, FC_STR("url"));
    int verdict = NO_URL;
    (void)mine;
    if (v && v->type == FC_STRING && v->str.n) {
        fc_str host = host_of(v->str, call->keep);
        fc_str domain = registered(&m->list[SUFFIXES], host, call->scratch);
        size_t hard = words_in(&m->list[WORDS], v->str, call->scratch);
        size_t soft = words_in(&m->list[SOFT], v->str, call->scratch);
        verdict = judge(m, v->str, host, domain, hard, soft, call->scratch);
        if (domain.n)
            fc_set_str(&doc->attr, call->keep, "url_domain", domain);
        fc_set_num(&doc->attr, call->keep, "url_words", (double)hard, 0);
        fc_set_num(&doc->attr, call->keep, "url_soft_words", (double)soft, 0);
        if (call->explain)
            fc_buf_printf(call->explain, "  domain %.*s, %zu banned words, %zu soft "
                                         "words\n",
                          (int)domain.n, domain.n ? domain.p : "", hard, soft);
    }
    if (verdict)
        fc_set_str(&doc->attr, call->keep, "url_reason",
                   fc_str_of(reasons[verdict - 1].name));
    return m->c.drop ? verdict : FC_KEEP;
}

static void url_close(void *made)
{
    model *m = made;
    for (int i = 0; i < LISTS; i++)
        fc_list_free(&m->list[i]);
    free(m);
}

static fc_rc url_open(fc_open *ctx, const void *config, void **made, fc_err *err)
{
    model *m = calloc(1, sizeof *m);
    fc_rc rc = FC_OK;
    (void)ctx;
    if (!m)
        return fc_fail(err, FC_ETRY, "out of memory");
    m->c = *(const conf *)config;
    const struct { const char *path; fc_list_kind kind; } files[LISTS] = {
        { m->c.domains, FC_LIST_HOSTS }, { m->c.urls, FC_LIST_LINES },
        { m->c.banned_words, FC_LIST_ALNUM }, { m->c.soft_words, FC_LIST_ALNUM },
        { m->c.banned_subwords, FC_LIST_ALNUM },
        { m->c.suffixes, m->c.private_too ? FC_LIST_HOSTS : FC_LIST_PUBLIC },
    };
    for (int i = 0; !rc && i < LISTS; i++)
        if (files[i].path)
            rc = fc_list_read(&m->list[i], files[i].path, files[i].kind, "url", err);
    if (rc)
        url_close(m);
    else
        *made = m;
    return rc;
}

/* ---------------------------------------------------------------- the table */

#define AT(field) offsetof(conf, field)
#define FILE_OPT(name, field, help) \
    { name, FC_OPT_TEXT, AT(field), NULL, 0, 0, NULL, "FILE", help, 0 }
static const fc_opt opts[] = {
    FILE_OPT("domains", domains, "registered domains and hosts, one a line"),
    FILE_OPT("urls", urls, "URLs, exactly as documents have them"),
    FILE_OPT("banned-words", banned_words, "words of which one is enough"),
    FILE_OPT("soft-words", soft_words, "words of which --soft-count are enough"),
    FILE_OPT("banned-subwords", banned_subwords, "strings that may stand within words"),
    FILE_OPT("suffixes", suffixes, "the Public Suffix List, for registered domains"),
    { "private-suffixes", FC_OPT_BOOL, AT(private_too), NULL, 0, 0, NULL, NULL,
      "its private domains are suffixes too: name.github.io is a site of its own", 0 },
    { "soft-count", FC_OPT_INT, AT(soft_count), "2", 1, 1e9, NULL, "N",
      "how many different soft words are enough", 0 },
    { "drop", FC_OPT_BOOL, AT(drop), "true", 0, 0, NULL, NULL,
      "drop what fails a rule; --no-drop only writes the attributes", 0 },
    { 0 }
};

static const fc_example examples[] = {
    { "The domain that its owner registered", "url",
      "{\"id\":\"a\",\"text\":\"x\",\"metadata\":{\"url\":\"https://www.shop.example.co.u"
      "k/a\"}}\n",
      "{\"id\":\"a\",\"text\":\"x\",\"metadata\":{\"url\":\"https://www.shop.example.co.u"
      "k/a\"},\"attributes\":{\"url_domain\":\"example.co.uk\",\"url_words\":0,\"url_soft"
      "_words\":0}}\n" },
    { "With lists",
      "url --domains blocked.txt --banned-words hard.txt --soft-words soft.txt", NULL,
      NULL },
    { 0 }
};

FC_STAGE(url) = {
    .use = {
        .name = "url",
        .group = FC_GROUP_CHOOSE,
        .brief = "drop documents by lists of domains, URLs and words in URLs",
        .doc = "The order is datatrove's: the registered domain, the host, the URL "
               "itself, a banned word, --soft-count different soft words, a banned "
               "string in the URL's letters and digits, in lower case. Words of a URL "
               "stand between characters that are no ASCII letters or digits and keep "
               "their case. Hosts are compared as browsers spell them: lower case, "
               "Punycode, no point at the end. Lists have one entry a line and may be "
               "compressed; '#' begins a comment; the three lists of words are read as "
               "their letters and digits in lower case.\n"
               "\n"
               "What a registered domain is, the Public Suffix List tells (Debian has it "
               "as /usr/share/publicsuffix/public_suffix_list.dat): --suffixes. As in "
               "datatrove its part of private domains is left out, so all of "
               "blogspot.com is one domain; --private-suffixes takes it. Without a list "
               "the last two labels count, or three for the likes of co.uk.",
        .source = "Penedo et al. 2023, arXiv 2306.01116; datatrove 0.10 url_filter",
        .opts = opts,
        .conf_size = sizeof(conf),
        .examples = examples,
    },
    .in = FC_DOCUMENT,
    .out = FC_DOCUMENT,
    .gives = gives,
    .reasons = reasons,
    .open = url_open,
    .run = url_run,
    .close = url_close,
};
