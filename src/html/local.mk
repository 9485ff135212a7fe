# html: see README.md here.
libfilterc_la_SOURCES += \
	src/html/charset.c src/html/charset.h \
	src/html/charset_labels.c src/html/charset_labels.h \
	src/html/prescan.c src/html/prescan.h
EXTRA_DIST += src/html/README.md
