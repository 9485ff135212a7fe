# readers: one file per container; item.c and whole.c are what several of them share.
libfilterc_la_SOURCES += \
	src/readers/arc.c \
	src/readers/archive.c src/readers/archive_open.c src/readers/archive_open.h \
	src/readers/dump_join.c src/readers/dump_join.h \
	src/readers/enterprise.c \
	src/readers/eprint.c \
	src/readers/gather.c src/readers/gather.h \
	src/readers/gharchive.c \
	src/readers/html.c \
	src/readers/item.c src/readers/item.h \
	src/readers/document.c src/readers/document.h \
	src/readers/documents.c \
	src/readers/json.c \
	src/readers/jsonl.c \
	src/readers/mediawiki.c \
	src/readers/wiki_site.c src/readers/wiki_site.h \
	src/readers/line.c src/readers/line.h \
	src/readers/mail.c \
	src/readers/mail_join.c src/readers/mail_join.h \
	src/readers/medline.c \
	src/readers/package.c \
	src/readers/papers.c \
	src/readers/stackexchange.c \
	src/readers/text.c \
	src/readers/warc.c \
	src/readers/whole.c src/readers/whole.h \
	src/readers/wide.c src/readers/wide.h \
	src/readers/wikitext.c \
	src/readers/xml.c \
	src/readers/zim.c \
	src/readers/zim_cluster.c src/readers/zim_cluster.h \
	src/readers/zim_directory.c src/readers/zim_directory.h \
	src/readers/zim_entry.c src/readers/zim_entry.h \
	src/readers/zim_sum.c src/readers/zim_sum.h
EXTRA_DIST += src/readers/README.md
