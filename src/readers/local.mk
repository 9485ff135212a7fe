# readers: see README.md here.
libfilterc_la_SOURCES +=
EXTRA_DIST += src/readers/README.md
