# pages: HTML pages with the text they must give. A new page needs no line here, a group does.
PAGE_GROUPS = tests/pages/code tests/pages/formulas tests/pages/page tests/pages/tables \
	tests/pages/tex tests/pages/threads tests/pages/wiki
TESTS += tests/pages/run.py
EXTRA_DIST += tests/pages/run.py tests/pages/README.md $(PAGE_GROUPS)
