/* test_lang.c - characters, features, model files and the language of sentences. */
#include "base/hash.h"
#include "base/str.h"
#include "classifiers/lang_detect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char *top(void)
{
    const char *dir = getenv("SRCDIR");
    return dir ? dir : ".";
}

/* ------------------------------------------------------------ characters and features */

static void scripts_and_lower_case(void **state)
{
    fc_lang_chars *c = malloc(sizeof *c);
    (void)state;
    assert_non_null(c);
    fc_lang_chars_init(c);
    unsigned latin = fc_lang_script_number("Latn"), han = fc_lang_script_number("Hani");
    assert_true(latin > 1 && han > 1 && latin != han);
    assert_string_equal(fc_lang_script_name(latin), "Latn");
    assert_int_equal(fc_lang_script_number("Xxxx"), 0);
    assert_int_equal(fc_lang_script_of(c, 'a', han), latin);
    assert_int_equal(fc_lang_script_of(c, 0xE9, han), latin);           /* e acute */
    assert_int_equal(fc_lang_script_of(c, 0x301, han), 1); /* combining acute */
    assert_int_equal(fc_lang_script_of(c, '\'', han), 1);
    assert_int_equal(fc_lang_script_of(c, '7', han), 0);
    assert_int_equal(fc_lang_script_of(c, 0x6F22, han), han);
    assert_int_equal(fc_lang_script_of(c, 0x20000, han), han); /* beyond the table */
    assert_int_equal(fc_lang_script_of(c, 0x10FFFF, han), 0);
    assert_int_equal(fc_lang_script_of(c, 0x5D0, han), fc_lang_script_number("Hebr"));
    assert_int_equal(c->fold['A'], 'a');
    assert_int_equal(c->fold[0xC9], 0xE9);
    assert_int_equal(c->fold[0x416], 0x436);                            /* Cyrillic zhe */
    assert_int_equal(c->fold[0x1EA4], 0x1EA5);                          /* Vietnamese */
    free(c);
}

typedef struct taken {
    uint32_t hash[4096];
    size_t n;
} taken;

static void take(void *user, const uint32_t *hash, size_t n)
{
    taken *t = user;
    assert_true(t->n + n <= 4096);
    memcpy(t->hash + t->n, hash, n * sizeof *hash);
    t->n += n;
}

static void read_features(const char *text, size_t n, taken *t)
{
    fc_lang_chars *c = malloc(sizeof *c);
    fc_lang_grams *g = malloc(sizeof *g);
    assert_non_null(c);
    assert_non_null(g);
    fc_lang_chars_init(c);
    t->n = 0;
    fc_lang_grams_init(g, c, take, t);
    fc_lang_grams_add(g, (fc_str){ text, n });
    fc_lang_grams_end(g);
    free(g);
    free(c);
}

static bool same_features(const char *a, const char *b)
{
    static taken x, y;
    read_features(a, strlen(a), &x);
    read_features(b, strlen(b), &y);
    return x.n == y.n && memcmp(x.hash, y.hash, x.n * sizeof *x.hash) == 0;
}

static void features_of_words(void **state)
{
    static taken t;
    (void)state;
    read_features("ab", 2, &t);
    assert_int_equal(t.n, 2 + 3 + 2 + 1);   /* a b; <a ab b>; <ab ab>; <ab> */
    read_features("abcd", 4, &t);
    assert_int_equal(t.n, 4 + 5 + 4 + 3 + 2 + 1);       /* and the word itself */
    read_features("\xE6\xBC\xA2\xE5\xAD\x97", 6, &t);   /* two ideographs: no ends of a
                                                           word */
    assert_int_equal(t.n, 3);
    assert_true(same_features("The cat", "the CAT"));
    assert_true(same_features("so\xC2\xAD" "ft", "soft"));
    assert_true(same_features("\xEF\xBC\xA1\xEF\xBD\x82", "ab"));
    assert_true(same_features("at http://a.example/ you", "at http: you"));
    assert_true(same_features("it\xE2\x80\x99s", "it's"));
    assert_true(same_features("12", "98"));
    assert_true(same_features("a  b", "a\n\tb"));
    assert_false(same_features("a{b", "a}b"));
    assert_false(same_features("ab", "ba"));
}

/* The values are part of FC_LANG_FEATURES: when this fails, shipped models are void. */
static void hashes_are_known(void **state)
{
    static taken t;
    (void)state;
    read_features("a", 1, &t);
    assert_int_equal(t.n, 4);               /* a; <a; a>; <a> */
    assert_int_equal(t.hash[0], 0x76269EB9u);
    assert_int_equal(t.hash[3], 0x4AA8ECE2u);
}

/* ---------------------------------------------------------------- the shipped model */

static fc_lang_file *shipped(const fc_lang_model **m)
{
    char path[1024];
    fc_lang_file *file;
    fc_err err = { 0 };
    snprintf(path, sizeof path, "%s/data/models/lang.lid", top());
    if (fc_lang_open(path, &file, m, &err) != FC_OK)
        fail_msg("%s", err.msg);
    return file;
}

static const struct {
    const char *label, *script, *text;
} sentences[] = {
    { "en", "Latn",
      "Our neighbour keeps bees behind the old barn and sells the honey in spring." },
    { "de", "Latn", "Wer morgens früh aufsteht, hört im Garten die Amseln singen." },
    { "fr", "Latn", "La boulangerie au coin de la rue ferme plus tôt pendant l'été." },
    { "es", "Latn",
      "Mi abuela guardaba las cartas en una caja de madera debajo de la cama." },
    { "pt", "Latn",
      "O barco saiu do porto antes do amanhecer e não voltou até à noite." },
    { "it", "Latn",
      "Ogni domenica andiamo a piedi fino alla collina per vedere il tramonto." },
    { "nl", "Latn",
      "De trein naar het noorden had vandaag weer een half uur vertraging." },
    { "sv", "Latn",
      "Vi tände en brasa vid sjön och väntade på att regnet skulle sluta." },
    { "da", "Latn", "Hvad hedder den lille gade, hvor vi købte brød i går morges?" },
    { "fi", "Latn",
      "Talvella järvi jäätyy ja lapset luistelevat siellä koulun jälkeen." },
    { "et", "Latn", "Meie maja taga kasvab vana tamm, mille all on kesk suve jahe." },
    { "hu", "Latn", "A könyvtár ma délután zárva van, mert javítják a tetőt." },
    { "pl", "Latn", "Wczoraj wieczorem czytaliśmy dzieciom bajkę o lisie i kogucie." },
    { "cs", "Latn", "Náš soused opravuje hodiny a má plnou dílnu starých koleček." },
    { "ro", "Latn", "Copiii au adunat castane din parc și le-au dus la școală." },
    { "tr", "Latn", "Komşumuz her sabah balkonda çay içer ve gazetesini okur." },
    { "vi", "Latn", "Buổi sáng mẹ tôi thường ra chợ mua rau và cá tươi." },
    { "id", "Latn", "Kemarin kami pergi ke pasar untuk membeli ikan dan sayuran segar." },
    { "sw", "Latn", "Watoto walicheza mpira uwanjani mpaka jua lilipotua." },
    { "eu", "Latn",
      "Gure etxearen atzean sagarrondo zahar bat dago eta udan itzala ematen du." },
    { "ru", "Cyrl", "Вечером мы пили чай на веранде и слушали, как шумит дождь." },
    { "uk", "Cyrl", "Бабуся щороку садить біля хати соняшники й мальви." },
    { "bg", "Cyrl", "Децата събраха кестени в парка и ги занесоха в училището." },
    { "el", "Grek", "Το καράβι έφυγε από το λιμάνι πριν ξημερώσει." },
    { "he", "Hebr", "השכן שלנו מגדל דבורים ומוכר דבש בשוק." },
    { "ar", "Arab", "ذهب الأولاد إلى المدرسة بعد أن توقف المطر." },
    { "fa", "Arab",
      "مادربزرگم هر صبح نان تازه می‌پزد و برای ما چای "
      "می‌آورد." },
    { "hi", "Deva", "बच्चे स्कूल के बाद मैदान में क्रिकेट खेलते हैं।" },
    { "ta", "Taml", "குழந்தைகள் மாலையில் கடற்கரையில் விளையாடினார்கள்." },
    { "th", "Thai", "เด็กๆ เล่นฟุตบอลที่สนามหลังโรงเรียน" },
    { "ja", "Hani", "祖母は毎朝庭の花に水をやっています。" },
    { "zh", "Hani", "孩子们放学以后在操场上踢足球。" },
    { "ko", "Hang", "아이들이 학교가 끝난 뒤에 운동장에서 놀았다." },
    { "am", "Ethi", "ልጆቹ ከትምህርት ቤት በኋላ በሜዳው ላይ ኳስ ተጫወቱ።" },
};

static void sentences_in_many_languages(void **state)
{
    const fc_lang_model *m;
    fc_lang_file *file = shipped(&m);
    fc_lang_guess g;
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    fc_lang_reader *reader = fc_lang_reader_new(m, &a);
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        fc_lang_detect(reader, fc_str_of(sentences[i].text), 0, &g);
        if (strcmp(g.label, sentences[i].label) != 0)
            fail_msg("%s is called %s: %s", sentences[i].label, g.label,
                     sentences[i].text);
        assert_string_equal(fc_lang_script_name(g.script), sentences[i].script);
        assert_true(g.score > .5 && g.score <= 1);
    }
    fc_arena_free(&a);
    fc_lang_close(file);
}

static void what_is_no_language(void **state)
{
    static const char *const texts[] = {
        "",
        " \n\t",
        "2024-05-17 12:30 +49 30 1234567 (17.5%)",
        "x",
        "!!! ??? ...",
        "\xFF\xFE\x80\x80\xC0",
        "\xF0\x9F\x98\x80\xF0\x9F\x98\x80",
        "{ } = ( ) ; + + < > a",
        "8f14e45fceea167a5a36dedd4bea2543 c9f0f895fb98ab9159f51fd0297e236d",
        "xkjqz vbnmw qwrtp zxcvb jklpq wqzx bvcnx mnzqk",
    };
    const fc_lang_model *m;
    fc_lang_file *file = shipped(&m);
    fc_lang_guess g;
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    fc_lang_reader *reader = fc_lang_reader_new(m, &a);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        fc_lang_detect(reader, fc_str_of(texts[i]), 0, &g);
        if (strcmp(g.label, "und") != 0)
            fail_msg("%s (%.3f): %s", g.label, g.score, texts[i]);
    }
    fc_arena_free(&a);
    fc_lang_close(file);
}

/* A long text is looked at in pieces that are spread over it. */
static void pieces_of_a_long_text(void **state)
{
    static const char english[] = "The committee will meet again on Thursday morning. ";
    static const char finnish[] = "Toimikunta kokoontuu taas torstaina aamulla kello "
                                  "kymmenen. ";
    const fc_lang_model *m;
    fc_lang_file *file = shipped(&m);
    fc_lang_guess g;
    fc_buf b = FC_BUF_INIT;
    fc_arena a;
    (void)state;
    fc_arena_init(&a);
    fc_lang_reader *reader = fc_lang_reader_new(m, &a);
    for (int i = 0; i < 100; i++)
        fc_buf_text(&b, english);
    for (int i = 0; i < 1000; i++)
        fc_buf_text(&b, finnish);
    fc_lang_detect(reader, (fc_str){ b.p, b.n }, 2048, &g);
    assert_string_equal(g.label, "fi");
    assert_true(g.letters < 2500);
    fc_lang_detect(reader, (fc_str){ b.p, b.n }, 0, &g);
    assert_true(g.letters > 40000);
    fc_lang_detect(reader, (fc_str){ b.p, b.n }, 1, &g);       /* only the beginning */
    assert_string_equal(g.label, "en");
    fc_buf_free(&b);
    fc_arena_free(&a);
    fc_lang_close(file);
}

/* ---------------------------------------------------------------- files */

/* A small model: two labels in Latin, one in Greek. */
static void make_model(fc_buf *out)
{
    static const uint8_t tag[4] = { 1, 2, 3, 4 };
    static const int8_t vector[32] = { 1, -1 };
    static const float bias[3] = { 0, 1, 0 }, weight[24] = { 1 };
    float sharp[FC_LANG_SHARP] = { 1 };
    fc_lang_model *m = calloc(1, sizeof *m);
    assert_non_null(m);
    m->rows = 4;
    m->dim = 8;
    m->classes = 3;
    m->scale = 1;
    m->sharp = sharp;
    m->bias = bias;
    m->weight = weight;
    m->tag = tag;
    m->vector = vector;
    fc_lang_write(m, FC_STR("Latn aa\nLatn bb\nGrek cc\n\nmade for a test\n"), out);
    free(m);
}

static void put(fc_buf *b, size_t at, uint64_t v, int bytes)
{
    for (int i = 0; i < bytes; i++)
        b->p[at + (size_t)i] = (char)(v >> 8 * i);
}

static void seal(fc_buf *b)
{
    put(b, 16, b->n, 8);
    put(b, 24, fc_hash64(b->p + 32, b->n - 32, fc_hash64(b->p, 24, 0)), 8);
}

static void refused(const fc_buf *b, size_t n, const char *why)
{
    fc_lang_file *file;
    const fc_lang_model *m;
    fc_err err = { 0 };
    fc_str bytes = { b->p, n };
    assert_int_equal(fc_lang_open_bytes("bad.lid", bytes, &file, &m, &err), FC_ECONFIG);
    if (!strstr(err.msg, why) || !strstr(err.msg, "bad.lid"))
        fail_msg("\"%s\" does not say \"%s\"", err.msg, why);
}

static void a_model_comes_back(void **state)
{
    fc_buf b = FC_BUF_INIT;
    fc_lang_file *file;
    const fc_lang_model *m;
    (void)state;
    make_model(&b);
    assert_int_equal(fc_lang_open_bytes("m", (fc_str){ b.p, b.n }, &file, &m, NULL),
                     FC_OK);
    assert_int_equal(m->rows, 4);
    assert_int_equal(m->groups, 2);
    assert_int_equal(m->group[0].n, 2);
    assert_string_equal(m->label[1], "bb");
    assert_string_equal(fc_lang_script_name(m->group[1].script), "Grek");
    assert_true(fc_str_is(m->facts, "made for a test"));
    assert_int_equal(m->vector[1], -1);
    assert_true(m->bias[1] == 1);
    fc_lang_close(file);
    fc_buf_free(&b);
}

static void bad_models_are_refused(void **state)
{
    static const struct {
        size_t at;
        uint64_t value;
        const char *why;
    } changes[] = {
        { 32, 0, "byte 32: rows" }, { 32, 1u << 30, "rows" }, { 36, 12, "byte 36: dim" },
        { 36, 128, "dim" },
        { 40, 0, "classes" }, { 40, 100000, "classes" }, { 44, 0xFFFFFFFF, "text" },
        { 32, 400, "the length" }, { 12, 99, "features" },
    };
    fc_buf b = FC_BUF_INIT;
    (void)state;
    make_model(&b);
    for (size_t n = 0; n < b.n; n++)
        refused(&b, n, n < 64 ? "not a filterc language model" : "cut or changed");
    b.p[b.n - 1] ^= 1;
    refused(&b, b.n, "checksum");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        make_model(&b);
        put(&b, changes[i].at, changes[i].value, 4);
        seal(&b);
        refused(&b, b.n, changes[i].why);
    }
    make_model(&b);
    put(&b, 8, 2, 4);
    seal(&b);
    refused(&b, b.n, "format version");
    make_model(&b);
    memcpy(b.p + 64, "Latx", 4);
    seal(&b);
    refused(&b, b.n, "byte 64: an unknown script");
    make_model(&b);
    memcpy(b.p + 64 + 8, "Grek", 4);        /* Latn, Grek, Grek */
    memcpy(b.p + 64 + 16, "Latn", 4);       /* Latn, Grek, Latn */
    seal(&b);
    refused(&b, b.n, "two places");
    make_model(&b);
    put(&b, 64 + 64, 0x7F800000, 4);        /* scale: infinite */
    seal(&b);
    refused(&b, b.n, "byte 128: a number that is not finite");
    make_model(&b);
    put(&b, 64 + 64 + 4, 0xBF800000, 4);    /* sharpness: -1 */
    seal(&b);
    refused(&b, b.n, "sharpness");
    fc_buf_free(&b);
}

static void files_that_are_none(void **state)
{
    fc_lang_file *file;
    const fc_lang_model *m;
    fc_err err = { 0 };
    (void)state;
    assert_int_equal(fc_lang_open("/nonexistent/x.lid", &file, &m, &err), FC_ENOINPUT);
    assert_int_equal(fc_lang_open("/", &file, &m, &err), FC_ECONFIG);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scripts_and_lower_case),
        cmocka_unit_test(features_of_words),
        cmocka_unit_test(hashes_are_known),
        cmocka_unit_test(sentences_in_many_languages),
        cmocka_unit_test(what_is_no_language),
        cmocka_unit_test(pieces_of_a_long_text),
        cmocka_unit_test(a_model_comes_back),
        cmocka_unit_test(bad_models_are_refused),
        cmocka_unit_test(files_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
