# base: arena, buffers, strings, values, hash, errors, expressions. No I/O, no threads.
libfilterc_la_SOURCES += \
	src/base/arena.c src/base/arena.h \
	src/base/binary.c src/base/binary.h \
	src/base/bits.h \
	src/base/buf.c src/base/buf.h \
	src/base/doc.c \
	src/base/err.c \
	src/base/expr.h src/base/expr_program.h src/base/expr_parser.h src/base/expr_lex.c \
	src/base/expr_names.c src/base/expr_parse.c src/base/expr_run.c \
	src/base/host.c src/base/host.h \
	src/base/hash.c src/base/hash.h \
	src/base/regex.c src/base/regex.h \
	src/base/str.c src/base/str.h \
	src/base/suggest.c src/base/suggest.h \
	src/base/utf8.c src/base/utf8.h
EXTRA_DIST += src/base/README.md
