# extractors: see README.md here.
libfilterc_la_SOURCES +=
EXTRA_DIST += extractors/README.md
