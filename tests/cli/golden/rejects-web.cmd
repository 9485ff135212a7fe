filterc cat --quiet --rejects "$TMP/rejects" $T data/samples/web.warc.gz >/dev/null; cat "$TMP/rejects" >&2
