/* wiki_link.c - [[...]]: links are their text, pictures their caption, categories
 * metadata. */
#include "extractors/wiki.h"

#include "base/str.h"

/* Names that every wiki knows, and those of the larger ones where a dump does not
 * tell. */
static const char *const files[] = { "file", "image", "media", "datei", "bild", "fichier",
    "archivo", "imagen", "immagine", "ficheiro", "imagem", "bestand", "afbeelding",
    "plik", "grafika", "fil", "файл", "изображение", "зображення", "картинка",
    "ファイル", "画像", "文件",
    "图像", "檔案", "파일", "ملف", "پرونده", "קובץ", "dosya", "soubor", "tiedosto", "kuva",
    "fájl", "kép", "berkas", "tập tin", "αρχείο", "fișier", "ไฟล์", NULL };
static const char *const categories[] = { "category", "kategorie", "catégorie",
    "categoría", "categoria", "categorie", "kategoria", "kategori", "категория",
    "категорія", "カテゴリ",
    "分类", "分類", "분류", "تصنيف", "رده", "קטגוריה", "luokka", "kategória", "thể loại",
    "κατηγορία", "หมวดหมู่", NULL };
/* What a picture's parameters begin with or are. */
static const char *const options[] = { "thumb", "frame", "left", "right", "center",
    "centre", "none", "border", "upright", "baseline", "sub", "super", "top",
    "text-top", "middle",
    "bottom", "text-bottom", NULL };

static bool is_one_of(fc_str name, const char *const *list)
{
    char first = name.n ? fc_lower(name.p[0]) : '\0';
    for (; *list; list++)
        if ((*list)[0] == first && fc_str_ieq(name, fc_str_of(*list)))
            return true;
    return false;
}

/* ASCII's letters are compared without case, and so are the first letters of Cyrillic
 * and Greek names, which are written both ways. */
static bool is_space(fc_str name, fc_str own, const char *const *list)
{
    static const char *const capital[][2] = { { "Ф", "ф" }, { "К", "к" }, { "И", "и" },
                                              { "З", "з" }, { "Κ", "κ" }, { "Α", "α" } };
    char copy[64];
    if (!name.n || name.n > sizeof copy)
        return false;
    if (fc_str_ieq(name, own) || is_one_of(name, list))
        return true;
    memcpy(copy, name.p, name.n);
    for (size_t i = 0; i < sizeof capital / sizeof *capital; i++)
        if (fc_str_starts(name, fc_str_of(capital[i][0])))
            memcpy(copy, capital[i][1], 2);
    return is_one_of((fc_str){ copy, name.n }, list);
}

/* "de", "zh-yue", "simple": the same page in another language. */
static bool is_language(fc_str name)
{
    size_t dash = fc_str_findc(name, '-');
    if (fc_str_is(name, "simple"))
        return true;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] != '-' && (name.p[i] < 'a' || name.p[i] > 'z'))
            return false;
    return dash > 1 && dash < 4 && name.n < 13;
}

static void add_category(fc_wiki *w, fc_str name)
{
    name = fc_str_trim(name);
    if (!name.n || name.n > 255)
        return;
    if (w->cats == w->cat_cap) {
        size_t cap = w->cat_cap ? 2 * w->cat_cap : 16;
        w->cat = fc_grow(w->a, w->cat, w->cat_cap * sizeof *w->cat, cap * sizeof *w->cat);
        w->cat_cap = cap;
    }
    w->cat[w->cats++] = fc_copy(w->a, name);
}

/* The last parameter of a picture that is no option: words, or anything behind
 * "thumb". */
static fc_str caption_of(fc_str last, bool framed)
{
    static const fc_str none = { "", 0 };
    size_t equals = fc_str_findc(last, '='), blank = fc_str_findc(last, ' ');
    last = fc_str_trim(last);
    if (fc_str_ends(last, FC_STR("px")) || is_one_of(last, options))
        return none;
    if (equals < last.n && equals < blank && equals < 12)
        return none;            /* alt=, link=, upright= */
    return framed || fc_str_findc(last, ' ') < last.n ? last : none;
}

static void show_picture(fc_wiki *w, const fc_wiki_frame *f)
{
    bool framed = false;
    size_t end = w->out.n;
    for (size_t i = f->pipes; i < w->pipes; i++) {
        size_t to = i + 1 < w->pipes ? w->pipe[i + 1] : end;
        size_t from = w->pipe[i] + 1;
        fc_str part = fc_str_trim((fc_str){ w->out.p + from, to - from });
        framed |= fc_str_istarts(part, FC_STR("thumb")) ||
                  fc_str_ieq(part, FC_STR("frame")) || fc_str_ieq(part, FC_STR("framed"));
    }
    fc_str caption = { "", 0 };
    if (w->pipes > f->pipes) {
        size_t at = w->pipe[w->pipes - 1] + 1;
        caption = caption_of((fc_str){ w->out.p + at, end - at }, framed);
    }
    w->out.n = f->at;
    if (caption.n)
        fc_wiki_keep(w, &w->out, FC_WIKI_CAPTION, caption, FC_STR(""));
}

/* The page's address: blanks are written as MediaWiki does. */
static void put_address(fc_wiki *w, fc_text *t, fc_str target)
{
    fc_text_add(t, "](", 2);
    if (target.n && target.p[0] != '#')
        fc_text_add(t, w->base.p, w->base.n);
    for (size_t i = 0; i < target.n; i++) {
        char c = target.p[i];
        if (c == '(' || c == ')' || c == '"')
            fc_text_add(t, c == '(' ? "%28" : c == ')' ? "%29" : "%22", 3);
        else
            fc_text_char(t, c == ' ' ? '_' : c);
    }
    fc_text_char(t, ')');
}

static void show_text(fc_wiki *w, const fc_wiki_frame *f, fc_str target, bool piped)
{
    fc_text *out = &w->out;
    size_t at = piped ? w->pipe[f->pipes] + 1 : (size_t)(target.p - out->p);
    size_t n = piped ? out->n - at : target.n;
    if (!n) {
        at = (size_t)(target.p - out->p);
        n = target.n;
    }
    if (w->links) {
        fc_text *t = &w->tmp;
        fc_text_clear(t);
        fc_text_char(t, '[');
        fc_text_add(t, out->p + at, n);
        put_address(w, t, target);
        out->n = f->at;
        fc_text_add(out, t->p, t->n);
        return;
    }
    memmove(out->p + f->at, out->p + at, n);
    out->n = f->at + n;
}

void fc_wiki_link(fc_wiki *w)
{
    const fc_wiki_frame *f = &w->frame[w->frames - 1];
    bool piped = w->pipes > f->pipes;
    size_t begin = f->at + 2, end = piped ? w->pipe[f->pipes] : w->out.n;
    fc_str target = fc_str_trim((fc_str){ w->out.p + begin, end - begin });
    bool plain = target.n && target.p[0] == ':';
    if (!target.n || fc_str_findc(target, '\n') < target.n ||
        fc_str_findc(target, '[') < target.n || fc_str_findc(target, 1) < target.n) {
        fc_text_add(&w->out, "]]", 2); /* it is none */
        return;
    }
    target = fc_str_sub(target, plain, target.n);
    size_t colon = fc_str_findc(target, ':');
    fc_str space = fc_str_trim(fc_str_sub(target, 0, colon < target.n ? colon : 0));
    if (!plain && is_space(space, w->file, files)) {
        show_picture(w, f);
    } else if (!plain && is_space(space, w->category, categories)) {
        add_category(w, fc_str_sub(target, colon + 1, target.n));
        w->out.n = f->at;
    } else if (!plain && !piped && space.n && is_language(space)) {
        w->out.n = f->at;
    } else {
        show_text(w, f, target, piped);
    }
}
