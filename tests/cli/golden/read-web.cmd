filterc cat --quiet --report "$TMP/report" $T data/samples/web.warc.gz | sed -n 's/^WARC-T[a-z]*-*[A-Z]*: *//p'; cat "$TMP/report" >&2
