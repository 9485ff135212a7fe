# fuzz: one target per parser. An ordinary build links each with replay.c, and make check feeds
# it its corpus; with --enable-fuzzers (clang) they are libFuzzer programs, and `make fuzz`
# runs each for FUZZ_SECONDS.
# To add one: tests/fuzz/fuzz_x.c, files in tests/fuzz/corpus/x/, a line in FUZZ_TARGETS and
# the two lines of the program. See README.md here.
FUZZ_TARGETS = \
	tests/fuzz/fuzz_lang \
	tests/fuzz/fuzz_model \
	tests/fuzz/fuzz_asciimath \
	tests/fuzz/fuzz_blocks \
	tests/fuzz/fuzz_capture \
	tests/fuzz/fuzz_charset \
	tests/fuzz/fuzz_compound \
	tests/fuzz/fuzz_extract \
	tests/fuzz/fuzz_documents \
	tests/fuzz/fuzz_docx \
	tests/fuzz/fuzz_dom \
	tests/fuzz/fuzz_epub \
	tests/fuzz/fuzz_markup \
	tests/fuzz/fuzz_expr \
	tests/fuzz/fuzz_fasttext \
	tests/fuzz/fuzz_ngram \
	tests/fuzz/fuzz_word_vectors \
	tests/fuzz/fuzz_skim \
	tests/fuzz/fuzz_features \
	tests/fuzz/fuzz_markdown \
	tests/fuzz/fuzz_katex \
	tests/fuzz/fuzz_mathjax \
	tests/fuzz/fuzz_mathml \
	tests/fuzz/fuzz_mtef \
	tests/fuzz/fuzz_notebook \
	tests/fuzz/fuzz_source \
	tests/fuzz/fuzz_tables \
	tests/fuzz/fuzz_members \
	tests/fuzz/fuzz_http \
	tests/fuzz/fuzz_jsonl \
	tests/fuzz/fuzz_report \
	tests/fuzz/fuzz_number \
	tests/fuzz/fuzz_asciidoc \
	tests/fuzz/fuzz_markdown_doc \
	tests/fuzz/fuzz_org \
	tests/fuzz/fuzz_rst \
	tests/fuzz/fuzz_pdf_text \
	tests/fuzz/fuzz_plan \
	tests/fuzz/fuzz_archive \
	tests/fuzz/fuzz_mail \
	tests/fuzz/fuzz_book \
	tests/fuzz/fuzz_events \
	tests/fuzz/fuzz_rows \
	tests/fuzz/fuzz_rules \
	tests/fuzz/fuzz_threads \
	tests/fuzz/fuzz_warc \
	tests/fuzz/fuzz_tex \
	tests/fuzz/fuzz_wikitext \
	tests/fuzz/fuzz_xml \
	tests/fuzz/fuzz_zim

if FUZZERS
FUZZ_LINK = $(AM_LDFLAGS) -fsanitize=fuzzer
FUZZ_DRIVER =
else
FUZZ_LINK = $(AM_LDFLAGS)
FUZZ_DRIVER = tests/fuzz/replay.c
TESTS += $(FUZZ_TARGETS)
endif
check_PROGRAMS += $(FUZZ_TARGETS)
tests_fuzz_fuzz_blocks_SOURCES = tests/fuzz/fuzz_blocks.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_blocks_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_capture_SOURCES = tests/fuzz/fuzz_capture.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_capture_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_charset_SOURCES = tests/fuzz/fuzz_charset.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_charset_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_extract_SOURCES = tests/fuzz/fuzz_extract.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_extract_LDFLAGS = $(FUZZ_LINK)
# Those of a source kind run it by kind.c; zip.c packs the parts of what is packed, pieces.c
# gives bytes in pieces, and read.c has a reader before the kind.
FUZZ_KIND = tests/fuzz/kind.c tests/fuzz/kind.h
FUZZ_ZIP = tests/fuzz/zip.c tests/fuzz/zip.h
FUZZ_PIECES = tests/fuzz/pieces.c tests/fuzz/pieces.h
FUZZ_READ = tests/fuzz/read.c tests/fuzz/read.h $(FUZZ_KIND) $(FUZZ_PIECES)
tests_fuzz_fuzz_documents_SOURCES = tests/fuzz/fuzz_documents.c $(FUZZ_READ) $(FUZZ_DRIVER)
tests_fuzz_fuzz_documents_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_docx_SOURCES = tests/fuzz/fuzz_docx.c $(FUZZ_KIND) $(FUZZ_ZIP) $(FUZZ_DRIVER)
tests_fuzz_fuzz_docx_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_epub_SOURCES = tests/fuzz/fuzz_epub.c $(FUZZ_KIND) $(FUZZ_ZIP) $(FUZZ_DRIVER)
tests_fuzz_fuzz_epub_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_asciidoc_SOURCES = tests/fuzz/fuzz_asciidoc.c $(FUZZ_KIND) $(FUZZ_DRIVER)
tests_fuzz_fuzz_asciidoc_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_markdown_doc_SOURCES = tests/fuzz/fuzz_markdown_doc.c $(FUZZ_KIND) $(FUZZ_DRIVER)
tests_fuzz_fuzz_markdown_doc_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_org_SOURCES = tests/fuzz/fuzz_org.c $(FUZZ_KIND) $(FUZZ_DRIVER)
tests_fuzz_fuzz_org_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_rst_SOURCES = tests/fuzz/fuzz_rst.c $(FUZZ_KIND) $(FUZZ_DRIVER)
tests_fuzz_fuzz_rst_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_markup_SOURCES = tests/fuzz/fuzz_markup.c $(FUZZ_KIND) $(FUZZ_DRIVER)
tests_fuzz_fuzz_markup_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_dom_SOURCES = tests/fuzz/fuzz_dom.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_dom_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_expr_SOURCES = tests/fuzz/fuzz_expr.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_expr_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_skim_SOURCES = tests/fuzz/fuzz_skim.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_skim_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_ngram_SOURCES = tests/fuzz/fuzz_ngram.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_ngram_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_word_vectors_SOURCES = tests/fuzz/fuzz_word_vectors.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_word_vectors_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_fasttext_SOURCES = tests/fuzz/fuzz_fasttext.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_fasttext_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_lang_SOURCES = tests/fuzz/fuzz_lang.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_lang_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_features_SOURCES = tests/fuzz/fuzz_features.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_features_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_markdown_SOURCES = tests/fuzz/fuzz_markdown.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_markdown_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_members_SOURCES = tests/fuzz/fuzz_members.c $(FUZZ_PIECES) $(FUZZ_DRIVER)
tests_fuzz_fuzz_members_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_asciimath_SOURCES = tests/fuzz/fuzz_asciimath.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_asciimath_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_katex_SOURCES = tests/fuzz/fuzz_katex.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_katex_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_mathjax_SOURCES = tests/fuzz/fuzz_mathjax.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_mathjax_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_mathml_SOURCES = tests/fuzz/fuzz_mathml.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_mathml_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_compound_SOURCES = tests/fuzz/fuzz_compound.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_compound_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_mtef_SOURCES = tests/fuzz/fuzz_mtef.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_mtef_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_tables_SOURCES = tests/fuzz/fuzz_tables.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_tables_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_model_SOURCES = tests/fuzz/fuzz_model.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_model_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_number_SOURCES = tests/fuzz/fuzz_number.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_number_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_archive_SOURCES = tests/fuzz/fuzz_archive.c $(FUZZ_READ) $(FUZZ_DRIVER)
tests_fuzz_fuzz_archive_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_mail_SOURCES = tests/fuzz/fuzz_mail.c $(FUZZ_READ) $(FUZZ_DRIVER)
tests_fuzz_fuzz_mail_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_book_SOURCES = tests/fuzz/fuzz_book.c $(FUZZ_KIND) $(FUZZ_DRIVER)
tests_fuzz_fuzz_book_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_events_SOURCES = tests/fuzz/fuzz_events.c $(FUZZ_KIND) $(FUZZ_PIECES) $(FUZZ_DRIVER)
tests_fuzz_fuzz_events_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_rows_SOURCES = tests/fuzz/fuzz_rows.c $(FUZZ_READ) $(FUZZ_DRIVER)
tests_fuzz_fuzz_rows_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_rules_SOURCES = tests/fuzz/fuzz_rules.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_rules_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_pdf_text_SOURCES = tests/fuzz/fuzz_pdf_text.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_pdf_text_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_plan_SOURCES = tests/fuzz/fuzz_plan.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_plan_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_threads_SOURCES = tests/fuzz/fuzz_threads.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_threads_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_http_SOURCES = tests/fuzz/fuzz_http.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_http_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_report_SOURCES = tests/fuzz/fuzz_report.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_report_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_jsonl_SOURCES = tests/fuzz/fuzz_jsonl.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_jsonl_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_warc_SOURCES = tests/fuzz/fuzz_warc.c $(FUZZ_PIECES) $(FUZZ_DRIVER)
tests_fuzz_fuzz_warc_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_tex_SOURCES = tests/fuzz/fuzz_tex.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_tex_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_wikitext_SOURCES = tests/fuzz/fuzz_wikitext.c $(FUZZ_READ) $(FUZZ_DRIVER)
tests_fuzz_fuzz_wikitext_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_xml_SOURCES = tests/fuzz/fuzz_xml.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_xml_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_zim_SOURCES = tests/fuzz/fuzz_zim.c $(FUZZ_PIECES) $(FUZZ_DRIVER)
tests_fuzz_fuzz_zim_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_notebook_SOURCES = tests/fuzz/fuzz_notebook.c $(FUZZ_KIND) $(FUZZ_DRIVER)
tests_fuzz_fuzz_notebook_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_fuzz_source_SOURCES = tests/fuzz/fuzz_source.c $(FUZZ_DRIVER)
tests_fuzz_fuzz_source_LDFLAGS = $(FUZZ_LINK)

EXTRA_DIST += tests/fuzz/README.md tests/fuzz/replay.c tests/fuzz/require.h tests/fuzz/run \
	tests/fuzz/corpus tests/fuzz/regressions

# FUZZ_JOBS targets at a time; fails when one finds something.
FUZZ_SECONDS = 60
FUZZ_JOBS = 2
.PHONY: fuzz
fuzz: $(FUZZ_TARGETS)
if FUZZERS
	FUZZ_SECONDS=$(FUZZ_SECONDS) FUZZ_JOBS=$(FUZZ_JOBS) SRCDIR=$(abs_top_srcdir) \
	  $(abs_top_srcdir)/tests/fuzz/run $(FUZZ_TARGETS)
else
	@echo 'make fuzz needs ./configure CC=clang --enable-fuzzers --enable-sanitizers=address,undefined' >&2
	@exit 1
endif
clean-local: clean-fuzz
clean-fuzz:
	rm -rf tests/fuzz/found
.PHONY: clean-fuzz
