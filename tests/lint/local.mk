# lint: checks of the sources, their READMEs and the objects. `make lint` shows what they say.
LINT_TESTS = tests/lint/layers.py tests/lint/symbols.py tests/lint/sizes.py \
	tests/lint/names.py tests/lint/samples.py
TESTS += $(LINT_TESTS)
EXTRA_DIST += $(LINT_TESTS) tests/lint/layers.txt tests/lint/README.md

.PHONY: lint
lint: all
	@for t in $(LINT_TESTS); do SRCDIR=$(abs_top_srcdir) BUILDDIR=$(abs_top_builddir) \
	  python3 $(srcdir)/$$t || { test $$? = 77 || exit 1; }; done
