# filters: see README.md here.
libfilterc_la_SOURCES += \
	src/filters/cat.c \
	src/filters/head.c \
	src/filters/keep.c \
	src/filters/sample.c
EXTRA_DIST += src/filters/README.md
