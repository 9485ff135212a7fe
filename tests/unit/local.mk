# Unit tests: one program test_x.c per x.c, cmocka, linked with the library's objects.
# To add one: a line in UNIT_TESTS and its _SOURCES line.
if HAVE_CMOCKA
UNIT_TESTS = \
	tests/unit/test_base \
	tests/unit/test_suggest
check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)
endif
AM_TESTS_ENVIRONMENT = FILTERC=$(abs_top_builddir)/filterc FILTERC_DATA=$(abs_top_srcdir)/data \
	SRCDIR=$(abs_top_srcdir) BUILDDIR=$(abs_top_builddir) CMOCKA_MESSAGE_OUTPUT=TAP; \
	export FILTERC FILTERC_DATA SRCDIR BUILDDIR;
LDADD = libfilterc.la $(CMOCKA_LIBS)
tests_unit_test_base_SOURCES = tests/unit/test_base.c
tests_unit_test_suggest_SOURCES = tests/unit/test_suggest.c
