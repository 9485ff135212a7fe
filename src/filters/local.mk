# filters: see README.md here.
libfilterc_la_SOURCES += \
	src/filters/bigcode.c \
	src/filters/c4.c \
	src/filters/c4_line.c src/filters/c4_line.h \
	src/filters/code_comments.c \
	src/filters/code_comments.h \
	src/filters/corrupt.c src/filters/corrupt_parts.c src/filters/corrupt_parts.h \
	src/filters/corrupt_pairs.c src/filters/corrupt_pairs.h \
	src/filters/corrupt_tables.h src/filters/corrupt_weights.h \
	src/filters/dclm.c src/filters/dclm_lines.c src/filters/dclm_lines.h \
	src/filters/dolma.c \
	src/filters/fineweb.c \
	src/filters/function_list.c \
	src/filters/function_list.h \
	src/filters/functions.c \
	src/filters/functions_brace.c \
	src/filters/functions_head.c \
	src/filters/functions_js.c \
	src/filters/functions_macro.c \
	src/filters/functions_python.c \
	src/filters/gopher.c \
	src/filters/gopher_rep.c \
	src/filters/licence.c \
	src/filters/lists.c \
	src/filters/lists.h \
	src/filters/rules.c \
	src/filters/rules.h \
	src/filters/cat.c \
	src/filters/chunk.c \
	src/filters/head.c \
	src/filters/keep.c \
	src/filters/madlad.c \
	src/filters/names.c src/filters/names.h \
	src/filters/passages.c src/filters/passages.h \
	src/filters/quota.c \
	src/filters/sample.c \
	src/filters/seeds.c \
	src/filters/tally.c \
	src/filters/units.c \
	src/filters/url.c
EXTRA_DIST += src/filters/README.md src/filters/corrupt_tables.py src/filters/corrupt_train.py
