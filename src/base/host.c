/* host.c - the name in a URL, cut at its dots. */
#include "base/host.h"

#include "base/str.h"

#include <string.h>

/* Where a path, query or fragment begins. */
static size_t path_of(fc_str url)
{
    size_t at = 0;
    while (at < url.n && !strchr("/?#", url.p[at]))
        at++;
    return at;
}

/* Another URL may stand in the path or query. */
static fc_str host_of(fc_str url)
{
    size_t at = path_of(url), user;
    bool whole = fc_str_starts(fc_str_sub(url, at, url.n), FC_STR("//")) &&
                 (at == 0 || url.p[at - 1] == ':');
    fc_str host = whole ? fc_str_sub(url, at + 2, url.n) : url;
    host = fc_str_sub(host, 0, path_of(host));
    user = fc_str_findc(host, '@');
    host = fc_str_sub(host, user < host.n ? user + 1 : 0, host.n);
    host = fc_str_sub(host, 0, fc_str_findc(host, ':'));
    while (host.n && host.p[host.n - 1] == '.')
        host.n--;
    return whole || fc_str_findc(host, '.') < host.n ? host : FC_STR("");
}

/* Where the name before `end` (a dot or the end of the host) begins. */
static size_t name_before(fc_str host, size_t end)
{
    while (end > 0 && host.p[end - 1] != '.')
        end--;
    return end;
}

fc_str fc_host_registered(fc_str url)
{
    fc_str host = host_of(url);
    size_t top = name_before(host, host.n), second = top ? name_before(host, top - 1) : 0;
    if (second > 0 && host.n - top == 2 && top - 1 - second <= 3)
        second = name_before(host, second - 1);
    return fc_str_sub(host, second, host.n);
}
