# io: streams and compression, HTTP, JSONL, WARC out, output files.
libfilterc_la_SOURCES += \
	src/io/codec.h \
	src/io/gzip.c \
	src/io/http.h \
	src/io/json.c src/io/json.h \
	src/io/jsonl.c src/io/jsonl.h \
	src/io/raw.c src/io/raw.h \
	src/io/stream.c src/io/stream.h \
	src/io/unpack.c \
	src/io/warc_write.c src/io/warc_write.h
EXTRA_DIST += src/io/README.md
