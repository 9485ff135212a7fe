/* host.c - the name in a URL, cut at its dots. */
#include "base/host.h"

#include "base/str.h"

static fc_str host_of(fc_str url)
{
    size_t at = fc_str_find(url, FC_STR("://"));
    fc_str host = fc_str_sub(url, at + 3, url.n);
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] == '/' || host.p[i] == ':' || host.p[i] == '?' || host.p[i] == '#')
            host.n = i;
    return at == url.n ? FC_STR("") : host;
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
