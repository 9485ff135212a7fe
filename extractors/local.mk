# extractors: see README.md here.
libfilterc_la_SOURCES += \
	extractors/asciimath.c extractors/asciimath.h \
	extractors/between.c \
	extractors/block_features.c extractors/block_model.h extractors/block_score.c \
	extractors/block_select.c extractors/block_weights.h \
	extractors/blocks.c extractors/page.h \
	extractors/code.c \
	extractors/docx.c extractors/docx.h extractors/docx_body.c extractors/docx_styles.c \
	extractors/code.c extractors/code.h \
	extractors/code_block.c \
	extractors/code_gutter.c \
	extractors/code_language.c \
	extractors/elements.c \
	extractors/epub.c \
	extractors/extract.c extractors/extract.h \
	extractors/formula.c extractors/formula.h \
	extractors/formula_clean.c \
	extractors/formula_html.c \
	extractors/formula_image.c \
	extractors/formula_text.c \
	extractors/html.c extractors/html.h extractors/html_doc.c \
	extractors/inline.c extractors/inline.h \
	extractors/jats.c \
	extractors/inline_script.c \
	extractors/inline_text.c \
	extractors/jsonld.c \
	extractors/markup.c extractors/markup.h extractors/markup_table.c \
	extractors/md.c extractors/md.h \
	extractors/odt.c \
	extractors/omml.c extractors/omml.h \
	extractors/roles.c extractors/roles_odf.c \
	extractors/xml_read.c extractors/xml_read.h \
	extractors/to_markdown.c extractors/to_markdown.h \
	extractors/mathml.c extractors/mathml.h extractors/mathml_parts.h \
	extractors/mathml_content.c \
	extractors/mathml_row.c \
	extractors/mathml_script.c \
	extractors/mathml_token.c \
	extractors/medline.c \
	extractors/metadata.c extractors/metadata.h \
	extractors/table_write.c \
	extractors/tables.c \
	extractors/text.c \
	extractors/tex.h extractors/tex_chars.c extractors/tex_doc.c extractors/tex_env.c \
	extractors/tex_expand.c extractors/tex_files.c extractors/tex_kind.c extractors/tex_math.c \
	extractors/tex_mouth.c extractors/tex_out.c extractors/tex_tables.c \
	extractors/tex_symbols.c extractors/tex_symbols.h \
	extractors/words.c \
	extractors/page_rules.c \
	extractors/thread_mail.c extractors/thread_marks.c extractors/thread_posts.c \
	extractors/threads.c extractors/threads.h \
	extractors/xmlbook.c
EXTRA_DIST += extractors/README.md
