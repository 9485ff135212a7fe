# bench: `make bench` measures speed and memory; not part of make check. BENCH=--mb 300 for more.
EXTRA_DIST += tests/bench/run.py tests/bench/warc.py tests/bench/train_bench.py \
	tests/bench/kinds.py
.PHONY: bench
bench: all
	FILTERC=$(abs_top_builddir)/filterc SRCDIR=$(abs_top_srcdir) \
	  python3 -B $(srcdir)/tests/bench/run.py $(BENCH)
	FILTERC=$(abs_top_builddir)/filterc SRCDIR=$(abs_top_srcdir) \
	  python3 -B $(srcdir)/tests/bench/kinds.py $(BENCH_KINDS)
	FILTERC=$(abs_top_builddir)/filterc SRCDIR=$(abs_top_srcdir) \
	  python3 -B $(srcdir)/tests/bench/train_bench.py --rounds 1
# Source kinds alone (BENCH_KINDS='--mb 100 tex'); training alone, three times, on topics or on files
# of your own (LABELLED=file HELD_OUT=file).
.PHONY: bench-kinds bench-train
bench-kinds: all
	FILTERC=$(abs_top_builddir)/filterc SRCDIR=$(abs_top_srcdir) \
	  python3 -B $(srcdir)/tests/bench/kinds.py $(BENCH_KINDS)
bench-train: all
	FILTERC=$(abs_top_builddir)/filterc SRCDIR=$(abs_top_srcdir) \
	  python3 -B $(srcdir)/tests/bench/train_bench.py $(LABELLED) $(HELD_OUT)

# Programs that measure the extractor; built by hand (make tests/bench/extract_pages), never
# part of check.
EXTRA_PROGRAMS = tests/bench/bench_dom tests/bench/extract_pages
tests_bench_bench_dom_SOURCES = tests/bench/bench_dom.c
# beside the prototype where it is
tests_bench_bench_dom_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/../shared/proto
tests_bench_bench_dom_LDADD = $(LDADD) $(GUMBO_LIBS)
tests_bench_extract_pages_SOURCES = tests/bench/extract_pages.c
EXTRA_DIST += tests/bench/extract_index.py tests/bench/extract_eval.sh \
	tests/bench/extract_train.sh
# What the extractor scores on the benchmark, beside other tools: make bench-extract BENCH_PAGES=DIR
BENCH_EXTRACT = $(srcdir)/../shared/bench/extraction
.PHONY: bench-extract
bench-extract: all
	$(srcdir)/tests/bench/extract_eval.sh $(BENCH_EXTRACT) $(BENCH_PAGES)
# What scoring costs: make tests/bench/bench_score
EXTRA_PROGRAMS += tests/bench/bench_score
tests_bench_bench_score_SOURCES = tests/bench/bench_score.c
# ... and telling languages: make tests/bench/bench_lang
EXTRA_PROGRAMS += tests/bench/bench_lang
tests_bench_bench_lang_SOURCES = tests/bench/bench_lang.c
