# cli: the command; it alone prints and exits, and includes filterc.h only.
filterc_SOURCES += \
	src/cli/command.h \
	src/cli/commands.c \
	src/cli/explain.c \
	src/cli/help.c \
	src/cli/main.c \
	src/cli/run.c \
	src/cli/runner.c \
	src/cli/ui.c
EXTRA_DIST += src/cli/README.md
