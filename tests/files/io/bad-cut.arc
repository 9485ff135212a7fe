filedesc://test.arc 0.0.0.0 20080430204825 text/plain 66
1 0 Test
URL IP-address Archive-date Content-type Archive-length


http://example.org/1 192.0.2.7 20080430204825 text/html 222
HTTP/1.1 200 OK
Content-Type: text/html
Content-Length: 157

<html><title>Page 2</title><p>Line 2 of the page. Line 2 of the page. Line 2 of the page. Line 2 of the page