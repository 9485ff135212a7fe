# Unit tests: one program test_x.c per x.c, cmocka, linked with the library's objects.
# To add one: a line in UNIT_TESTS and its _SOURCES line.
if HAVE_CMOCKA
UNIT_TESTS = \
	tests/unit/test_evaluate \
	tests/unit/test_fasttext \
	tests/unit/test_fit \
	tests/unit/test_ngram \
	tests/unit/test_skim \
	tests/unit/test_style \
	tests/unit/test_features \
	tests/unit/test_lang \
	tests/unit/test_linear \
	tests/unit/test_rounding \
	tests/unit/test_subspace \
	tests/unit/test_train \
	tests/unit/test_base \
	tests/unit/test_nomem \
	tests/unit/test_opt \
	tests/unit/test_pipeline \
	tests/unit/test_expr \
	tests/unit/test_chunk \
	tests/unit/test_keep \
	tests/unit/test_child \
	tests/unit/test_dates \
	tests/unit/test_languages \
	tests/unit/test_pdf \
	tests/unit/test_markdown \
	tests/unit/test_prose \
	tests/unit/test_members \
	tests/unit/test_extract_html \
	tests/unit/test_threads \
	tests/unit/test_block_model \
	tests/unit/test_to_markdown \
	tests/unit/test_asciimath \
	tests/unit/test_code \
	tests/unit/test_formula \
	tests/unit/test_compound \
	tests/unit/test_mathml \
	tests/unit/test_mtef \
	tests/unit/test_regex \
	tests/unit/test_sample \
	tests/unit/test_seeds \
	tests/unit/test_sort \
	tests/unit/test_hostname \
	tests/unit/test_words \
	tests/unit/test_xml \
	tests/unit/test_tokens \
	tests/unit/test_treebank \
	tests/unit/test_suggest \
	tests/unit/test_tables \
	tests/unit/test_charset \
	tests/unit/test_normalize \
	tests/unit/test_dom \
	tests/unit/test_skeleton \
	tests/unit/test_entities \
	tests/unit/test_tree_pages \
	tests/unit/test_tree_random \
	tests/unit/test_utf8 \
	tests/unit/test_http \
	tests/unit/test_jsonl \
	tests/unit/test_output \
	tests/unit/test_readers \
	tests/unit/test_stream
check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)
endif
LDADD = libfilterc.la $(CMOCKA_LIBS)
tests_unit_test_base_SOURCES = tests/unit/test_base.c
tests_unit_test_nomem_SOURCES = tests/unit/test_nomem.c
tests_unit_test_lang_SOURCES = tests/unit/test_lang.c
tests_unit_test_opt_SOURCES = tests/unit/test_opt.c
tests_unit_test_pipeline_SOURCES = tests/unit/test_pipeline.c
tests_unit_test_tables_SOURCES = tests/unit/test_tables.c
tests_unit_test_suggest_SOURCES = tests/unit/test_suggest.c
tests_unit_test_expr_SOURCES = tests/unit/test_expr.c
tests_unit_test_regex_SOURCES = tests/unit/test_regex.c
tests_unit_test_charset_SOURCES = tests/unit/test_charset.c
tests_unit_test_normalize_SOURCES = tests/unit/test_normalize.c
tests_unit_test_utf8_SOURCES = tests/unit/test_utf8.c
tests_unit_test_members_SOURCES = tests/unit/test_members.c tests/unit/listing.c \
	tests/unit/listing.h
tests_unit_test_child_SOURCES = tests/unit/test_child.c
tests_unit_test_dates_SOURCES = tests/unit/test_dates.c
tests_unit_test_languages_SOURCES = tests/unit/test_languages.c
tests_unit_test_pdf_SOURCES = tests/unit/test_pdf.c
tests_unit_test_markdown_SOURCES = tests/unit/test_markdown.c
tests_unit_test_prose_SOURCES = tests/unit/test_prose.c
tests_unit_test_block_model_SOURCES = tests/unit/test_block_model.c
tests_unit_test_extract_html_SOURCES = tests/unit/test_extract_html.c
tests_unit_test_threads_SOURCES = tests/unit/test_threads.c
tests_unit_test_to_markdown_SOURCES = tests/unit/test_to_markdown.c
tests_unit_test_asciimath_SOURCES = tests/unit/test_asciimath.c
tests_unit_test_code_SOURCES = tests/unit/test_code.c
tests_unit_test_formula_SOURCES = tests/unit/test_formula.c
tests_unit_test_compound_SOURCES = tests/unit/test_compound.c
tests_unit_test_mtef_SOURCES = tests/unit/test_mtef.c
tests_unit_test_mathml_SOURCES = tests/unit/test_mathml.c
tests_unit_test_xml_SOURCES = tests/unit/test_xml.c
tests_unit_test_tokens_SOURCES = tests/unit/test_tokens.c
tests_unit_test_treebank_SOURCES = tests/unit/test_treebank.c
tests_unit_test_hostname_SOURCES = tests/unit/test_hostname.c
tests_unit_test_words_SOURCES = tests/unit/test_words.c
# Tests of a stage run it through the harness.
HARNESS = tests/unit/stage_harness.c tests/unit/stage_harness.h
tests_unit_test_chunk_SOURCES = tests/unit/test_chunk.c $(HARNESS)
tests_unit_test_seeds_SOURCES = tests/unit/test_seeds.c $(HARNESS)
tests_unit_test_sort_SOURCES = tests/unit/test_sort.c
tests_unit_test_keep_SOURCES = tests/unit/test_keep.c $(HARNESS)
tests_unit_test_sample_SOURCES = tests/unit/test_sample.c $(HARNESS)
# A page's tree as text, from plain gumbo and from ours.
TREE = tests/unit/tree.c tests/unit/tree.h
tests_unit_test_dom_SOURCES = tests/unit/test_dom.c $(TREE)
tests_unit_test_dom_LDADD = $(LDADD) $(GUMBO_LIBS)
tests_unit_test_skeleton_SOURCES = tests/unit/test_skeleton.c
tests_unit_test_entities_SOURCES = tests/unit/test_entities.c
tests_unit_test_tree_pages_SOURCES = tests/unit/test_tree_pages.c $(TREE)
tests_unit_test_tree_pages_LDADD = $(LDADD) $(GUMBO_LIBS)
tests_unit_test_tree_random_SOURCES = tests/unit/test_tree_random.c $(TREE)
tests_unit_test_tree_random_LDADD = $(LDADD) $(GUMBO_LIBS)
# Tests of readers list what they find.
LISTING = tests/unit/listing.c tests/unit/listing.h
tests_unit_test_http_SOURCES = tests/unit/test_http.c
tests_unit_test_jsonl_SOURCES = tests/unit/test_jsonl.c
tests_unit_test_output_SOURCES = tests/unit/test_output.c $(LISTING)
tests_unit_test_readers_SOURCES = tests/unit/test_readers.c $(LISTING)
tests_unit_test_stream_SOURCES = tests/unit/test_stream.c $(LISTING)
# tests/cli/warc_samples.py runs this over the shared samples.
check_PROGRAMS += tests/unit/list_records
tests_unit_list_records_SOURCES = tests/unit/list_records.c $(LISTING)
TESTS += tests/cli/warc_samples.py
EXTRA_DIST += tests/cli/warc_samples.py
EXTRA_DIST += tests/files
tests_unit_test_evaluate_SOURCES = tests/unit/test_evaluate.c
tests_unit_test_ngram_SOURCES = tests/unit/test_ngram.c
tests_unit_test_fit_SOURCES = tests/unit/test_fit.c
tests_unit_test_skim_SOURCES = tests/unit/test_skim.c
tests_unit_test_style_SOURCES = tests/unit/test_style.c
tests_unit_test_fasttext_SOURCES = tests/unit/test_fasttext.c
tests_unit_test_features_SOURCES = tests/unit/test_features.c
tests_unit_test_linear_SOURCES = tests/unit/test_linear.c
tests_unit_test_rounding_SOURCES = tests/unit/test_rounding.c
tests_unit_test_subspace_SOURCES = tests/unit/test_subspace.c
tests_unit_test_train_SOURCES = tests/unit/test_train.c
