# tests: unit (cmocka), fuzz (replayed), lint (layers, symbols, sizes), cases (stages) and
# cli (commands). README.md here tells where a new test goes.
EXTRA_DIST += tests/README.md
# Each test sees the command, the data and both trees in its environment; tests/*/*.py run in
# Python 3 (standard library only).
TEST_EXTENSIONS = .py
PY_LOG_COMPILER = python3
AM_PY_LOG_FLAGS = -B
AM_TESTS_ENVIRONMENT = FILTERC=$(abs_top_builddir)/filterc FILTERC_DATA=$(abs_top_srcdir)/data \
	SRCDIR=$(abs_top_srcdir) BUILDDIR=$(abs_top_builddir) CMOCKA_MESSAGE_OUTPUT=TAP; \
	export FILTERC FILTERC_DATA SRCDIR BUILDDIR CMOCKA_MESSAGE_OUTPUT;
include tests/unit/local.mk
include tests/fuzz/local.mk
include tests/lint/local.mk
include tests/cases/local.mk
include tests/pages/local.mk
include tests/cli/local.mk
include tests/bench/local.mk
