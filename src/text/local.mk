# text: see README.md here.
libfilterc_la_SOURCES += \
	src/text/markdown.c src/text/markdown.h \
	src/text/normalize.c src/text/normalize.h src/text/nfc_ranges.h \
	src/text/words.c src/text/words.h
EXTRA_DIST += src/text/nfc_ranges.py
EXTRA_DIST += src/text/README.md
