# text: see README.md here.
libfilterc_la_SOURCES += \
	src/text/chars.c src/text/chars.h src/text/chars_table.h \
	src/text/date_tokens.c src/text/date_tokens.h \
	src/text/dates.c src/text/dates.h \
	src/text/code.c \
	src/text/code.h \
	src/text/code_match.c \
	src/text/hostname.c src/text/hostname.h \
	src/text/languages.c src/text/languages_shared.c \
	src/text/languages.h src/text/languages_shared.h \
	src/text/licences.c \
	src/text/licences.h \
	src/text/markdown.c src/text/markdown.h \
	src/text/marked_sentences.c src/text/marked_sentences.h \
	src/text/normalize.c src/text/normalize.h src/text/nfc_ranges.h \
	src/text/prose.c src/text/prose.h \
	src/text/punkt.c src/text/punkt.h src/text/punkt_table.h \
	src/text/repeats.c src/text/repeats.h \
	src/text/shared.c src/text/shared.h \
	src/text/token_rules.c src/text/token_rules.h \
	src/text/tokens.c src/text/tokens.h src/text/tokens_table.h \
	src/text/treebank.c \
	src/text/treebank.h \
	src/text/treebank_letters.c \
	src/text/treebank_rules.h \
	src/text/runs.h src/text/unicode_words.c src/text/unicode_words.h src/text/word_breaks_table.h \
	src/text/words.c src/text/words.h
EXTRA_DIST += src/text/chars.py src/text/nfc_ranges.py src/text/tokens_table.py
EXTRA_DIST += src/text/punkt_table.py
EXTRA_DIST += src/text/runs.py src/text/word_breaks.py
EXTRA_DIST += src/text/README.md
