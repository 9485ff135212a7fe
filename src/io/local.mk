# io: streams and compression, HTTP, JSONL, WARC out, output files.
libfilterc_la_SOURCES += \
	src/io/archive.c \
	src/io/child.c src/io/child.h \
	src/io/codec.h \
	src/io/compound.c src/io/compound.h \
	src/io/compress.c src/io/compress.h \
	src/io/folder.c src/io/folder.h \
	src/io/gzip.c \
	src/io/http.c src/io/http.h \
	src/io/http_body.c src/io/http_body.h \
	src/io/json.c src/io/json.h \
	src/io/jsonl.c src/io/jsonl.h \
	src/io/mail.c src/io/mail.h \
	src/io/members.c src/io/members.h \
	src/io/zip_type.c src/io/zip_type.h \
	src/io/output.c src/io/output.h \
	src/io/package.c \
	src/io/raw.c src/io/raw.h \
	src/io/shelf.c \
	src/io/sort.c src/io/sort.h \
	src/io/stream.c src/io/stream.h \
	src/io/tar.c src/io/tar.h \
	src/io/temp.c \
	src/io/unpack.c \
	src/io/window.c src/io/window.h \
	src/io/zip.c src/io/zip.h \
	src/io/zstd.c \
	src/io/warc_write.c src/io/warc_write.h
EXTRA_DIST += src/io/README.md
