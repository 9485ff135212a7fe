# html: see README.md here.
libfilterc_la_SOURCES += \
	src/html/attr.c src/html/dom.h \
	src/html/charset.c src/html/charset.h \
	src/html/charset_labels.c src/html/charset_labels.h \
	src/html/entities.c src/html/entities.h src/html/entities_table.h \
	src/html/from_gumbo.c \
	src/html/from_xml.c src/html/xml.h \
	src/html/openstack.c src/html/openstack.h src/html/openstack_ops.h \
	src/html/openstack_tags.c \
	src/html/plain.c src/html/plain.h \
	src/html/prescan.c src/html/prescan.h \
	src/html/scan.c src/html/scan.h \
	src/html/scan_tag.c src/html/scanner.h \
	src/html/skeleton.c src/html/skeleton.h \
	src/html/skeleton_put.c src/html/skeleton_text.c \
	src/html/skim.c src/html/skim.h \
	src/html/style.c src/html/style.h \
	src/html/tags.c src/html/tags.h src/html/tags_table.h \
	src/html/xml_build.c src/html/xml_build.h \
	src/html/xml_names.c src/html/xml_names.h src/html/xml_entities.h
EXTRA_DIST += src/html/README.md src/html/tags_gen.py src/html/entities_gen.py
