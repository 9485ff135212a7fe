# extractors: see README.md here.
libfilterc_la_SOURCES += \
	extractors/asciidoc.c extractors/asciidoc.h \
	extractors/asciidoc_directives.c \
	extractors/asciidoc_header.c \
	extractors/asciidoc_inline.c \
	extractors/asciidoc_table.c \
	extractors/asciimath.c extractors/asciimath.h \
	extractors/asciimath_token.c extractors/asciimath_token.h \
	extractors/between.c \
	extractors/block_around.c \
	extractors/block_file.c extractors/block_file.h \
	extractors/block_features.c extractors/block_model.h extractors/block_score.c \
	extractors/block_numbers.c extractors/block_numbers.h \
	extractors/block_own.c \
	extractors/block_select.c \
	extractors/block_trees.c extractors/block_trees.h \
	extractors/page_kind.c extractors/page_kind.h \
	extractors/train.h extractors/train_blocks.c extractors/train_labels.c extractors/train_linear.c \
	extractors/train_pages.c extractors/train_refine.c extractors/train_trees.c \
	extractors/blocks.c extractors/page.h \
	extractors/code.c \
	extractors/docs.c extractors/docs.h \
	extractors/docs_inline.c \
	extractors/front_matter.c \
	extractors/markdown_dialect.c extractors/markdown_dialect.h \
	extractors/markdown_doc.c extractors/markdown_doc.h \
	extractors/markdown_inline.c \
	extractors/markdown_leaf.c extractors/markdown_levels.c extractors/markdown_walk.h \
	extractors/markdown_line.c extractors/markdown_line.h extractors/markdown_math.c \
	extractors/docx.c extractors/docx.h extractors/docx_body.c extractors/docx_fields.c \
	extractors/docx_drawings.c \
	extractors/docx_objects.c \
	extractors/docx_runs.c extractors/docx_styles.c extractors/docx_symbols.c \
	extractors/code.c extractors/code.h \
	extractors/code_block.c \
	extractors/code_gutter.c \
	extractors/code_language.c \
	extractors/class_words.c extractors/class_words.h \
	extractors/elements.c \
	extractors/epub.c \
	extractors/extract.c extractors/extract.h \
	extractors/footnotes.c \
	extractors/formula.c extractors/formula.h \
	extractors/formula_clean.c \
	extractors/formula_html.c \
	extractors/formula_image.c \
	extractors/formula_marked.c \
	extractors/formula_katex.c \
	extractors/formula_mathjax.c \
	extractors/formula_text.c \
	extractors/formula.c \
	extractors/explain_html.c extractors/explain_html.h \
	extractors/html.c extractors/html.h extractors/html_doc.c \
	extractors/inline.c extractors/inline.h \
	extractors/jats.c \
	extractors/inline_script.c \
	extractors/inline_text.c \
	extractors/jsonld.c \
	extractors/markup.c extractors/markup.h extractors/markup_table.c \
	extractors/markup_line.c extractors/markup_source.c \
	extractors/md.c extractors/md.h extractors/md_open.h extractors/md_table.c \
	extractors/notebook.c \
	extractors/odt.c extractors/odt.h \
	extractors/odt_styles.c \
	extractors/mtef.c \
	extractors/mtef.h extractors/mtef_parts.h \
	extractors/mtef_chars.c \
	extractors/mtef_templates.c \
	extractors/mtef_tokens.c \
	extractors/mtef_write.c \
	extractors/omml.c extractors/omml.h \
	extractors/book.c extractors/book.h extractors/book_header.c extractors/book_lines.c \
	extractors/gfm.c extractors/gfm.h \
	extractors/gharchive.c \
	extractors/mail.c \
	extractors/mime.c extractors/mime.h \
	extractors/stackexchange.c \
	extractors/thread_write.c extractors/thread_write.h \
	extractors/rst_rows.c \
	extractors/rst.c extractors/rst.h extractors/rst_walk.h \
	extractors/rst_directive.c extractors/rst_levels.c \
	extractors/rst_inline.c \
	extractors/rst_table.c \
	extractors/roles.c extractors/roles_odf.c \
	extractors/xml_read.c extractors/xml_read.h \
	extractors/to_markdown.c extractors/to_markdown.h \
	extractors/katex_parts.h \
	extractors/katex_signs.c \
	extractors/katex_span.c extractors/katex_span.h \
	extractors/katex_stacks.c \
	extractors/katex_table.c \
	extractors/mathjax_drawing.c extractors/mathjax_drawing.h \
	extractors/mathml.c extractors/mathml.h extractors/mathml_parts.h \
	extractors/mathml_content.c \
	extractors/mathml_operations.c extractors/mathml_operations.h \
	extractors/mathml_row.c \
	extractors/mathml_script.c \
	extractors/mathml_token.c \
	extractors/medline.c \
	extractors/capture_type.c \
	extractors/metadata.c extractors/metadata_page.c extractors/metadata.h \
	extractors/source.c \
	extractors/source.h \
	extractors/source_rules.c \
	extractors/table.h extractors/table_equations.c extractors/table_parts.c \
	extractors/table_write.c \
	extractors/tables.c \
	extractors/text.c \
	extractors/tex.h extractors/tex_chars.c extractors/tex_doc.c extractors/tex_env.c \
	extractors/tex_plain.c extractors/tex_assign.c extractors/tex_bib.c extractors/tex_branch.c \
	extractors/tex_commands.c \
	extractors/tex_builtin.c \
	extractors/tex_define.c extractors/tex_define.h extractors/tex_xparse.c \
	extractors/tex_packages.c \
	extractors/tex_refs.c \
	extractors/tex_standard.c \
	extractors/tex_terms.c \
	extractors/tex_tree.c \
	extractors/tex_units.c \
	extractors/tex_expand.c extractors/tex_files.c extractors/tex_front.c \
	extractors/tex_kind.c extractors/tex_math.c extractors/tex_math.h extractors/tex_math_commands.c \
	extractors/tex_mouth.c extractors/tex_out.c extractors/tex_tables.c \
	extractors/tex_symbols.c extractors/tex_symbols.h \
	extractors/wiki.h extractors/wikitext.c \
	extractors/wiki_block.c \
	extractors/wiki_inline.c \
	extractors/wiki_link.c \
	extractors/wiki_math.c \
	extractors/wiki_rows.h extractors/wiki_show.c \
	extractors/wiki_strip.c \
	extractors/wiki_table.c \
	extractors/wiki_template.c extractors/wiki_template.h \
	extractors/words.c \
	extractors/org.c extractors/org.h extractors/org_inline.c \
	extractors/page_extras.c \
	extractors/page_rules.c \
	extractors/reference.c \
	extractors/thread_ballots.c \
	extractors/thread_body.c \
	extractors/thread_choose.c \
	extractors/thread_depth.c \
	extractors/thread_head.c \
	extractors/thread_kinds.c \
	extractors/thread_finder.h extractors/thread_opening.c \
	extractors/thread_rows.c \
	extractors/thread_breaks.c \
	extractors/thread_votes.c \
	extractors/pdf.c extractors/pdf.h \
	extractors/pdf_margins.c \
	extractors/pdf_pieces.c \
	extractors/pdf_text.c \
	extractors/pdf_words.c \
	extractors/thread_mail.c extractors/thread_marks.c extractors/thread_message.c \
	extractors/thread_posts.c \
	extractors/thread_parts.c \
	extractors/thread_reader.h \
	extractors/thread_words.c extractors/thread_words.h \
	extractors/threads.c extractors/threads.h \
	extractors/xmlbook.c
EXTRA_DIST += extractors/README.md

# The block model that is built in: the bytes of data/models/blocks.fcb.
BUILT_SOURCES += extractors/block_bytes.h
CLEANFILES += extractors/block_bytes.h
extractors/block_bytes.h: data/models/blocks.fcb
	$(AM_V_GEN)mkdir -p extractors && { echo 'static const unsigned char block_bytes[] = {' && \
	  LC_ALL=C od -An -v -tu1 $(srcdir)/data/models/blocks.fcb | \
	  LC_ALL=C sed 's/ *\([0-9][0-9]*\)/\1,/g' && echo '};'; } >$@.tmp && mv $@.tmp $@
extractors/block_file.lo: extractors/block_bytes.h
