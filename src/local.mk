# The library's layers from below to above (DESIGN.md section 2), then the command.
include src/base/local.mk
include src/text/local.mk
include src/html/local.mk
include src/io/local.mk
include src/readers/local.mk
include src/filters/local.mk
include src/core/local.mk
include src/cli/local.mk

libfilterc_la_SOURCES += src/filterc.h src/registry.c
EXTRA_DIST += src/README.md src/filterc.pc.in
pkgconfigdir = $(libdir)/pkgconfig
pkgconfig_DATA = src/filterc.pc

# The registry's lists: every FC_STAGE(x), FC_READER(x) and FC_EXTRACTOR(x) that begins a
# line of a source file.
BUILT_SOURCES += src/registry_list.h
CLEANFILES += src/registry_list.h
src/registry_list.h: $(libfilterc_la_SOURCES)
	$(AM_V_GEN)mkdir -p src && for kind in STAGE READER EXTRACTOR; do \
	  for f in $(libfilterc_la_SOURCES); do \
	    case $$f in *.c) test -f $(srcdir)/$$f && cat $(srcdir)/$$f || cat $$f;; esac; done | \
	  LC_ALL=C sed -n "s/^FC_$$kind(\([a-z0-9_]*\)).*/FC_LIST_$$kind(\1)/p" | LC_ALL=C sort; done >$@.tmp && mv $@.tmp $@
src/registry.lo: src/registry_list.h
