/* xml_names.h - elements of XML vocabularies by number, beside those of tags.h.
 *
 * The names of JATS, MEDLINE, CNXML, DocBook, TEI, FictionBook, EPUB's package, DOCX and
 * ODT that an extractor looks for, in the order of their bytes (a test checks it). A name
 * that HTML, SVG or MathML has as well (p, table, title, sub ...) has its number
 * FC_TAG_... in any vocabulary. To add one: its place in the list. */
#ifndef FC_HTML_XML_NAMES_H
#define FC_HTML_XML_NAMES_H

#include "html/tags.h"

#define FC_XML_NAMES(X) \
    X(Abstract, "Abstract") X(AbstractText, "AbstractText") X(ArticleId, "ArticleId") \
    X(ArticleTitle, "ArticleTitle") X(Author, "Author") X(BookTitle, "BookTitle") \
    X(Choice, "Choice") X(CipherReference, "CipherReference") \
    X(CollectiveName, "CollectiveName") X(Day, "Day") \
    X(DescriptorName, "DescriptorName") X(ELocationID, "ELocationID") \
    X(Fallback, "Fallback") X(ForeName, "ForeName") X(Initials, "Initials") \
    X(Journal, "Journal") X(Keyword, "Keyword") X(Language, "Language") \
    X(LastName, "LastName") X(MedlineDate, "MedlineDate") X(Month, "Month") \
    X(OLEObject, "OLEObject") X(OtherAbstract, "OtherAbstract") X(PMID, "PMID") \
    X(PubDate, "PubDate") X(QualifierName, "QualifierName") \
    X(ReferenceList, "ReferenceList") X(Relationship, "Relationship") X(Year, "Year") \
    X(abstract, "abstract") X(abstractNum, "abstractNum") \
    X(abstractNumId, "abstractNumId") X(acc, "acc") X(accPr, "accPr") X(ack, "ack") \
    X(aff, "aff") X(alphabetical_index, "alphabetical-index") X(alt_title, "alt-title") \
    X(alternatives, "alternatives") X(app, "app") X(app_group, "app-group") \
    X(appendix, "appendix") X(argPr, "argPr") \
    X(article_categories, "article-categories") X(article_id, "article-id") \
    X(article_meta, "article-meta") X(article_title, "article-title") \
    X(articleinfo, "articleinfo") X(attrib, "attrib") X(author_notes, "author-notes") \
    X(automatic_styles, "automatic-styles") X(back, "back") X(bar, "bar") \
    X(barPr, "barPr") X(basedOn, "basedOn") X(begChr, "begChr") X(binary, "binary") \
    X(bio, "bio") X(bold, "bold") X(book, "book") X(bookinfo, "bookinfo") \
    X(borderBox, "borderBox") X(boxed_text, "boxed-text") X(bridgehead, "bridgehead") \
    X(caution, "caution") X(cell, "cell") X(chapter, "chapter") \
    X(chart, "chart") X(chem_struct, "chem-struct") \
    X(chem_struct_wrap, "chem-struct-wrap") \
    X(chr, "chr") \
    X(citation, "citation") X(collab, "collab") X(colspec, "colspec") \
    X(command, "command") X(commentary, "commentary") \
    X(computeroutput, "computeroutput") X(content, "content") X(contrib, "contrib") \
    X(contrib_group, "contrib-group") X(counts, "counts") \
    X(covered_table_cell, "covered-table-cell") X(cr, "cr") \
    X(creation_date, "creation-date") X(creator, "creator") X(ctrlPr, "ctrlPr") \
    X(custom_meta_group, "custom-meta-group") X(customXml, "customXml") X(cxn, "cxn") \
    X(d, "d") \
    X(dPr, "dPr") X(date, "date") X(day, "day") X(def, "def") X(def_item, "def-item") \
    X(def_list, "def-list") X(definition, "definition") X(deg, "deg") \
    X(degHide, "degHide") X(delText, "delText") X(den, "den") \
    X(description, "description") X(disp_formula, "disp-formula") \
    X(disp_formula_group, "disp-formula-group") X(disp_quote, "disp-quote") \
    X(div1, "div1") X(div2, "div2") X(div3, "div3") X(div4, "div4") X(div5, "div5") \
    X(e, "e") X(element_citation, "element-citation") X(email, "email") \
    X(emphasis, "emphasis") X(empty_line, "empty-line") X(endChr, "endChr") \
    X(endnoteReference, "endnoteReference") X(entry, "entry") X(epigraph, "epigraph") \
    X(eqArr, "eqArr") X(equation, "equation") X(example, "example") \
    X(exercise, "exercise") X(ext_link, "ext-link") X(f, "f") X(fName, "fName") \
    X(fPr, "fPr") X(fig, "fig") X(fig_group, "fig-group") X(filename, "filename") \
    X(fldChar, "fldChar") X(floats_group, "floats-group") X(fn, "fn") \
    X(fn_group, "fn-group") X(footnote, "footnote") \
    X(footnoteReference, "footnoteReference") X(foreign, "foreign") \
    X(formalpara, "formalpara") X(forms, "forms") X(formula, "formula") \
    X(fpage, "fpage") X(front, "front") X(front_stub, "front-stub") X(func, "func") \
    X(function, "function") X(funding_group, "funding-group") \
    X(given_names, "given-names") X(glossary, "glossary") X(graphic, "graphic") \
    X(gridBefore, "gridBefore") X(gridSpan, "gridSpan") X(groupChr, "groupChr") \
    X(groupChrPr, "groupChrPr") X(h, "h") X(hi, "hi") X(history, "history") \
    X(hyperlink, "hyperlink") X(illustration_index, "illustration-index") \
    X(ilvl, "ilvl") X(important, "important") X(index_term, "index-term") \
    X(indexterm, "indexterm") X(info, "info") X(informalequation, "informalequation") \
    X(informaltable, "informaltable") X(initial_creator, "initial-creator") \
    X(inline_formula, "inline-formula") X(inline_graphic, "inline-graphic") \
    X(inlineequation, "inlineequation") X(inlinemediaobject, "inlinemediaobject") \
    X(instrText, "instrText") X(issue, "issue") X(italic, "italic") X(item, "item") \
    X(itemizedlist, "itemizedlist") X(itemref, "itemref") \
    X(journal_meta, "journal-meta") X(journal_title, "journal-title") \
    X(keyword, "keyword") X(kwd, "kwd") X(kwd_group, "kwd-group") X(l, "l") \
    X(language, "language") X(lb, "lb") X(lg, "lg") X(license, "license") \
    X(license_ref, "license_ref") X(lim, "lim") X(limLoc, "limLoc") X(limLow, "limLow") \
    X(limUpp, "limUpp") X(line_break, "line-break") X(list, "list") \
    X(list_header, "list-header") X(list_item, "list-item") \
    X(list_level_style_number, "list-level-style-number") X(list_style, "list-style") \
    X(listitem, "listitem") X(literal, "literal") X(literallayout, "literallayout") \
    X(lpage, "lpage") X(lvl, "lvl") X(lvlOverride, "lvlOverride") X(m, "m") \
    X(manifest, "manifest") X(mathphrase, "mathphrase") X(meaning, "meaning") \
    X(media, "media") X(mediaobject, "mediaobject") X(metadata, "metadata") \
    X(mixed_citation, "mixed-citation") X(monospace, "monospace") X(month, "month") \
    X(moveFrom, "moveFrom") X(mr, "mr") X(name, "name") \
    X(named_content, "named-content") X(nary, "nary") X(naryPr, "naryPr") \
    X(newline, "newline") X(nlm_citation, "nlm-citation") \
    X(noBreakHyphen, "noBreakHyphen") X(nor, "nor") X(note, "note") \
    X(note_body, "note-body") X(note_citation, "note-citation") X(notes, "notes") \
    X(num, "num") X(numFmt, "numFmt") X(numId, "numId") X(numPr, "numPr") \
    X(numbered_paragraph, "numbered-paragraph") X(oMath, "oMath") \
    X(oMathPara, "oMathPara") X(oMathParaPr, "oMathParaPr") X(object_id, "object-id") \
    X(orderedlist, "orderedlist") X(outlineLvl, "outlineLvl") X(overline, "overline") \
    X(pPr, "pPr") X(pStyle, "pStyle") X(page_number, "page-number") X(para, "para") \
    X(part, "part") X(pb, "pb") X(permissions, "permissions") \
    X(person_group, "person-group") X(phant, "phant") X(poem, "poem") X(pos, "pos") \
    X(preface, "preface") X(preformat, "preformat") X(problem, "problem") \
    X(procedure, "procedure") X(processing_meta, "processing-meta") \
    X(programlisting, "programlisting") X(proof, "proof") X(pt, "pt") \
    X(pub_date, "pub-date") \
    X(pub_id, "pub-id") X(publisher, "publisher") X(publisher_name, "publisher-name") \
    X(quote, "quote") X(r, "r") X(rFonts, "rFonts") X(rPr, "rPr") X(rStyle, "rStyle") \
    X(rad, "rad") X(radPr, "radPr") X(ref, "ref") X(ref_list, "ref-list") \
    X(relIds, "relIds") X(related_article, "related-article") \
    X(related_object, "related-object") \
    X(replaceable, "replaceable") X(response, "response") X(rights, "rights") \
    X(rootfile, "rootfile") X(row, "row") X(ruby_text, "ruby-text") X(rubyPr, "rubyPr") \
    X(rule, "rule") X(sPre, "sPre") X(sSub, "sSub") X(sSubSup, "sSubSup") \
    X(sSup, "sSup") X(sc, "sc") X(scr, "scr") X(screen, "screen") X(sdt, "sdt") \
    X(sdtContent, "sdtContent") X(sdtPr, "sdtPr") X(sec, "sec") X(sect1, "sect1") \
    X(sect2, "sect2") X(sect3, "sect3") X(sect4, "sect4") X(sect5, "sect5") \
    X(sectPr, "sectPr") X(self_uri, "self-uri") X(sepChr, "sepChr") \
    X(sequence_decls, "sequence-decls") X(showingPlcHdr, "showingPlcHdr") \
    X(sidebar, "sidebar") X(simpara, "simpara") X(simplesect, "simplesect") \
    X(solution, "solution") X(sp, "sp") X(speaker, "speaker") X(speech, "speech") \
    X(spine, "spine") X(stage, "stage") X(stanza, "stanza") X(start, "start") \
    X(startOverride, "startOverride") X(statement, "statement") X(step, "step") \
    X(string_name, "string-name") X(sty, "sty") X(styled_content, "styled-content") \
    X(sub_article, "sub-article") X(subfigure, "subfigure") X(substeps, "substeps") \
    X(subtitle, "subtitle") X(supplementary_material, "supplementary-material") \
    X(surname, "surname") X(sym, "sym") X(t, "t") X(tab, "tab") \
    X(table_cell, "table-cell") X(table_header_rows, "table-header-rows") \
    X(table_index, "table-index") X(table_of_content, "table-of-content") \
    X(table_row, "table-row") X(table_row_group, "table-row-group") \
    X(table_rows, "table-rows") X(table_wrap, "table-wrap") \
    X(table_wrap_foot, "table-wrap-foot") X(table_wrap_group, "table-wrap-group") \
    X(tbl, "tbl") X(tc, "tc") X(tcPr, "tcPr") X(teiHeader, "teiHeader") X(term, "term") \
    X(tex_math, "tex-math") X(text_author, "text-author") X(text_box, "text-box") \
    X(tgroup, "tgroup") X(tip, "tip") X(title_group, "title-group") X(trPr, "trPr") \
    X(tracked_changes, "tracked-changes") X(trans_abstract, "trans-abstract") \
    X(trans_title, "trans-title") X(txbxContent, "txbxContent") X(type, "type") \
    X(ulink, "ulink") X(underline, "underline") X(uri, "uri") \
    X(user_field_decls, "user-field-decls") X(userinput, "userinput") X(v, "v") \
    X(vMerge, "vMerge") X(vanish, "vanish") X(variable_decls, "variable-decls") \
    X(variablelist, "variablelist") X(varlistentry, "varlistentry") \
    X(varname, "varname") X(verse_group, "verse-group") X(verse_line, "verse-line") \
    X(vertAlign, "vertAlign") X(volume, "volume") X(warning, "warning") X(xref, "xref") \
    X(year, "year")

enum {
    FC_XML_BEFORE = FC_TAG_COUNT - 1,
#define FC_XML_ENUM(id, name) FC_XML_##id,
    FC_XML_NAMES(FC_XML_ENUM)
#undef FC_XML_ENUM
    FC_XML_COUNT
};

/* FC_XML_... for a name, case and all; FC_TAG_UNKNOWN for others. */
unsigned fc_xml_name_find(const char *name);

#endif
