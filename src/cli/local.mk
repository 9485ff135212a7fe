# cli: see README.md here.
EXTRA_DIST += src/cli/README.md
filterc_SOURCES += src/cli/main.c
