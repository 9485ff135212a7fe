filterc run 'sample --rate 0.5 | hed 3' no-such-file
