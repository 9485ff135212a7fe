# cases: what stages do to small inputs. To add one: STAGE.case here, and its line below.
CASES = \
	tests/cases/extract.case \
	tests/cases/source.case \
	tests/cases/archive.case \
	tests/cases/docx.case \
	tests/cases/epub.case \
	tests/cases/jats.case \
	tests/cases/mediawiki.case \
	tests/cases/medline.case \
	tests/cases/asciidoc.case \
	tests/cases/markdown_doc.case \
	tests/cases/org.case \
	tests/cases/rst.case \
	tests/cases/odt.case \
	tests/cases/tex.case \
	tests/cases/xmlbook.case \
	tests/cases/zim.case \
	tests/cases/read.case \
	tests/cases/tally.case \
	tests/cases/bigcode.case \
	tests/cases/c4.case \
	tests/cases/cat.case \
	tests/cases/chunk.case \
	tests/cases/fasttext.case \
	tests/cases/corrupt.case \
	tests/cases/dclm-refinedweb.case \
	tests/cases/dolma-gopher.case \
	tests/cases/fineweb-0.2.case \
	tests/cases/madlad.case \
	tests/cases/url.case \
	tests/cases/fineweb.case \
	tests/cases/functions.case \
	tests/cases/gopher.case \
	tests/cases/gopher-rep.case \
	tests/cases/head.case \
	tests/cases/lang.case \
	tests/cases/keep.case \
	tests/cases/licence.case \
	tests/cases/ngram.case \
	tests/cases/notebook.case \
	tests/cases/prefilter.case \
	tests/cases/quota.case \
	tests/cases/sample.case \
	tests/cases/score.case \
	tests/cases/seeds.case \
	tests/cases/book.case \
	tests/cases/gharchive.case \
	tests/cases/mail.case \
	tests/cases/stackexchange.case
EXTRA_DIST += $(CASES) tests/cases/run.py tests/cases/README.md
TESTS += tests/cases/run.py
