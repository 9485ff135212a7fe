# readers: one file per container, and item.c for what record containers share.
libfilterc_la_SOURCES += \
	src/readers/item.c src/readers/item.h \
	src/readers/jsonl.c \
	src/readers/warc.c
EXTRA_DIST += src/readers/README.md
