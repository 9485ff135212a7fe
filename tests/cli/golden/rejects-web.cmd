filterc cat --quiet --rejects /dev/stderr $T data/samples/web.warc.gz >/dev/null
