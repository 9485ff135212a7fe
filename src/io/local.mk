# io: see README.md here.
libfilterc_la_SOURCES +=
EXTRA_DIST += src/io/README.md
