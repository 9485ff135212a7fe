filedesc://test.arc 0.0.0.0 20080430204825 text/plain 66
1 0 Test
URL IP-address Archive-date Content-type Archive-length


http://example.org/1 192.0.2.7 20080430204825 text/html 222
HTTP/1.1 200 OK
Content-Type: text/html
Content-Length: 157

<html><title>Page 2</title><p>Line 2 of the page. Line 2 of the page. Line 2 of the page. Line 2 of the page. Line 2 of the page. Line 2 of the page. </html>
dns:example.org 192.0.2.7 20080430204825 text/dns 21
20080430
A 192.0.2.7

http://example.org/a b c 192.0.2.7 20080430204825 text/html 222
HTTP/1.1 200 OK
Content-Type: text/html
Content-Length: 157

<html><title>Page 2</title><p>Line 2 of the page. Line 2 of the page. Line 2 of the page. Line 2 of the page. Line 2 of the page. Line 2 of the page. </html>
http://example.org/no-type 192.0.2.7 20080430204825  3
raw
http://example.org/p 192.0.2.7 20080430204825 text/html; charset=x 222
HTTP/1.1 200 OK
Content-Type: text/html
Content-Length: 157

<html><title>Page 2</title><p>Line 2 of the page. Line 2 of the page. Line 2 of the page. Line 2 of the page. Line 2 of the page. Line 2 of the page. </html>
