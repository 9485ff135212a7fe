filterc cat --quiet --report /dev/stderr $T data/samples/web.warc.gz | sed -n 's/^WARC-T[a-z]*-*[A-Z]*: *//p'
