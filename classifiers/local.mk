# classifiers: see README.md here.
libfilterc_la_SOURCES +=
EXTRA_DIST += classifiers/README.md
