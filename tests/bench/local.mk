# bench: programs that measure or train; built by hand (make tests/bench/extract_pages), never
# part of check.
EXTRA_PROGRAMS = tests/bench/extract_pages tests/bench/train_blocks
tests_bench_extract_pages_SOURCES = tests/bench/extract_pages.c
tests_bench_train_blocks_SOURCES = tests/bench/train_blocks.c
EXTRA_DIST += tests/bench/label_blocks.py tests/bench/extract_eval.sh \
	tests/bench/extract_train.sh
