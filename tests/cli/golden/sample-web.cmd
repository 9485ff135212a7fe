filterc run --quiet $T 'sample --rate 0.4 | head 3' data/samples/web.warc.gz | grep -a '^WARC-Target'
