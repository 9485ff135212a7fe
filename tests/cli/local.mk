# cli: the command as a whole. THREAD_TESTS are those worth running under ThreadSanitizer.
# strict.py and help.py walk the stages; goldens.py compares what commands print.
CLI_TESTS = \
	tests/cli/calibrate.py \
	tests/cli/captures.py \
	tests/cli/diff.py \
	tests/cli/each.py \
	tests/cli/ends.py \
	tests/cli/explain.py \
	tests/cli/fasttext.py \
	tests/cli/folders.py \
	tests/cli/goldens.py \
	tests/cli/help.py \
	tests/cli/hostile.py \
	tests/cli/jsonl_samples.py \
	tests/cli/lang_train.py \
	tests/cli/lists.py \
	tests/cli/library.py \
	tests/cli/models.py \
	tests/cli/packed.py \
	tests/cli/pdf.py \
	tests/cli/mail.py \
	tests/cli/quota.py \
	tests/cli/readme.py \
	tests/cli/same_bytes.py \
	tests/cli/stackexchange.py \
	tests/cli/strict.py \
	tests/cli/tally.py \
	tests/cli/tex_samples.py \
	tests/cli/train_bar.py \
	tests/cli/wiki_samples.py \
	tests/cli/train_kinds.py \
	tests/cli/train_labels.py \
	tests/cli/xml_samples.py
THREAD_TESTS = tests/unit/test_pipeline tests/cli/same_bytes.py tests/cli/ends.py
TESTS += $(CLI_TESTS)
# What library.py runs: a program that knows the library by its header.
check_PROGRAMS += tests/cli/library_user
tests_cli_library_user_SOURCES = tests/cli/library_user.c
tests_cli_library_user_LDADD = libfilterc.la
EXTRA_DIST += tests/files/pdf.py
EXTRA_DIST += $(CLI_TESTS) tests/cli/common.py tests/cli/golden tests/cli/README.md
