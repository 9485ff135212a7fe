# tests: unit (cmocka), cli (goldens), cases (stages), fuzz (replayed), lint (layers, docs).
EXTRA_DIST += tests/README.md
include tests/unit/local.mk
include tests/fuzz/local.mk
include tests/cli/local.mk
include tests/lint/local.mk
