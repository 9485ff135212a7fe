# filters: see README.md here.
libfilterc_la_SOURCES += \
	src/filters/cat.c \
	src/filters/chunk.c \
	src/filters/head.c \
	src/filters/keep.c \
	src/filters/passages.c src/filters/passages.h \
	src/filters/sample.c \
	src/filters/seeds.c \
	src/filters/units.c
EXTRA_DIST += src/filters/README.md
