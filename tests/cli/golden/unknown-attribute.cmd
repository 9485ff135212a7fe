filterc keep 'edo >= 3' no-such-file
