filterc run --quiet --report "$TMP/report" $T data/plans/seeds.plan data/samples/web.warc.gz | cut -c 1-200; cat "$TMP/report" >&2
