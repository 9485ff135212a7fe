/* thread_message.c - a message on a page of its own, as archives of mailing lists show
 * it (Hypermail, MHonArc): lines with labels, "From: Ann B.", "Date: Wed, 01 May 2024
 * 12:30", its text as HTML or in several <pre>, a text and what was attached to it; and
 * above or below the ways to other messages, "Next by Date: Re: The ferry". These say
 * that the page is such, and where the message ends. */
#include "base/str.h"
#include "extractors/threads.h"
#include "text/dates.h"
#include "text/normalize.h"

enum {
    HEAD_BLOCKS = 24,           /* blocks of a page among which the head is looked for */
    LINE_BYTES = 300            /* of a line that is looked at */
};

typedef struct message {
    const fc_page *page;
    fc_arena *a;
    fc_text text;               /* lines of a block */
    fc_post post;
    fc_str waits;               /* a label whose value is in the next block */
    uint32_t list;              /* what the line with the author is an item of, 0: none */
} message;

/* The lines of a block; `most` bytes and some. */
static fc_str lines_of(message *m, const fc_block *b)
{
    const fc_dom *dom = m->page->dom;
    fc_text_clear(&m->text);
    for (uint32_t i = b->from; i < b->to && m->text.n < 2 * LINE_BYTES; i++)
        if (dom->node[i].tag == FC_TAG_TEXT)
            fc_text_folded(&m->text, fc_dom_text(dom, i));
        else if (dom->node[i].tag == FC_TAG_BR)
            fc_text_char(&m->text, '\n');
    return fc_normalize_text((fc_str){ m->text.p, m->text.n }, m->a);
}

/* Whether a line begins with one of the labels, and nothing of a word is behind it. */
static bool has_label(fc_str line, const char *const *label, size_t n)
{
    while (line.n && line.p[0] == '[')
        line = fc_str_trim(fc_str_sub(line, 1, line.n));
    for (size_t i = 0; i < n; i++) {
        fc_str want = fc_str_of(label[i]);
        if (!fc_str_istarts(line, want))
            continue;
        fc_str rest = fc_str_trim(fc_str_sub(line, want.n, line.n));
        if (!rest.n || rest.p[0] == ':' || rest.p[0] == ']')
            return true;
    }
    return false;
}

/* "Next by Date: ...", "[Date Prev]": ways to other messages. They are items of lists or
 * links; the same words may be a message's own. */
static bool is_way(const fc_page *page, const fc_block *b, fc_str line)
{
    static const char *const ways[] = {
        "Next message", "Previous message", "Next in thread",
        "In reply to", "Maybe in reply to", "Reply",
        "Maybe reply", "This message", "Related messages",
        "Messages sorted by", "Contemporary messages sorted",
        "Mail actions", "Follow-Ups", "References",
        "Prev by Date", "Previous by Date", "Next by Date",
        "Prev by Thread", "Previous by Thread", "Next by Thread",
        "Index(es)", "Date Prev", "Date Next",
        "Thread Prev", "Thread Next", "Date Index",
        "Thread Index"
    };
    bool apart = page->elem[b->owner].tag == FC_TAG_LI || b->link_words * 2 >= b->words;
    return apart && b->kind == FC_BLOCK_TEXT &&
           has_label(line, ways, sizeof ways / sizeof *ways);
}

/* "Received on Fri 15 Mar 2024", which Hypermail has below the text. */
static bool is_received(fc_str line)
{
    fc_date date;
    return fc_str_starts(line, FC_STR("Received on")) && fc_date_find(line, &date);
}

/* "text/plain attachment: notes.txt" */
static bool is_attachment(const fc_block *b, fc_str line)
{
    size_t told = fc_str_find(line, FC_STR(" attachment: "));
    return (b->link_words && fc_str_istarts(line, FC_STR("attachment:"))) ||
           (told < line.n && fc_str_findc(line, '/') < told);
}

/* One of the lines that a mail begins with. */
static bool is_label(fc_str line)
{
    static const char *const labels[] = {
        "From", "To", "Cc", "Subject", "Date",
        "Sent", "Reply-to", "Message-id", "In-reply-to",
        "References", "List-id", "User-agent",
        "Delivered-to", "Organization"
    };
    return fc_str_findc(line, ':') < line.n &&
           has_label(line, labels, sizeof labels / sizeof *labels);
}

static void take(message *m, fc_str label, fc_str value, const fc_block *b)
{
    fc_date date;
    if (fc_str_ieq(label, FC_STR("From")) && !m->post.author.n) {
        m->post.author = fc_copy(m->a, fc_mail_name(value));
        if (m->page->elem[b->owner].tag == FC_TAG_LI)
            m->list = m->page->parent[b->owner];
    } else if ((fc_str_ieq(label, FC_STR("Date")) || fc_str_ieq(label, FC_STR("Sent"))) &&
               !m->post.time.n && fc_date_find(value, &date) && !date.age) {
        m->post.time = fc_copy(m->a, fc_str_sub(value, date.begin, date.end));
    }
}

/* Whether a block is of the head: lines with labels, all of them or the first, or the
 * value of a label in the block before. */
static bool read_lines(message *m, const fc_block *b)
{
    fc_str text = lines_of(m, b), line, waits = m->waits;
    m->waits = (fc_str){ NULL, 0 };
    if (waits.n) {
        take(m, waits, text, b);
        return true;
    }
    if (!is_label(text))
        return m->list && m->page->parent[b->owner] == m->list;
    while (fc_str_split(&text, '\n', &line)) {
        size_t colon = fc_str_findc(line, ':');
        fc_str label = fc_str_trim(fc_str_sub(line, 0, colon));
        fc_str value = fc_str_trim(fc_str_sub(line, colon + 1, line.n));
        if (value.n)
            take(m, label, value, b);
        else if (!text.n)
            m->waits = fc_copy(m->a, label);
    }
    return true;
}

/* The block behind the head; 0: there is none. Ways to others may stand among it. */
static uint32_t read_head(message *m, uint32_t *ways)
{
    uint32_t behind = 0;
    for (uint32_t i = 0; i < m->page->blocks && i < HEAD_BLOCKS; i++) {
        const fc_block *b = &m->page->block[i];
        bool way = is_way(m->page, b, lines_of(m, b));
        *ways += way;
        if (!way && b->kind == FC_BLOCK_TEXT && read_lines(m, b))
            behind = i + 1;
        else if (way && behind && behind == i)
            behind = i + 1;
        else if (behind)
            break;
    }
    return m->post.author.n && m->post.author.n <= FC_MAIL_NAME && m->post.time.n &&
                   fc_str_find(m->post.author, FC_STR("**")) == m->post.author.n
               ? behind
               : 0;
}

bool fc_thread_message(fc_page *page, fc_arena *a)
{
    message m = { .page = page, .a = a, .text = { .a = a }, .post = { .mail = true } };
    uint32_t ways = 0, words = 0, from, to;
    fc_text_add(&m.text, "", 0);
    from = read_head(&m, &ways);
    for (to = from; from && to < page->blocks; to++) {
        fc_str line = lines_of(&m, &page->block[to]);
        if (is_way(page, &page->block[to], line)) {
            ways++;
            break;
        }
        if (is_received(line))
            break;
        words += page->block[to].words;
    }
    if (!ways || !words)
        return false;
    m.post.elem = page->block[from].owner;
    page->post = fc_zalloc(a, 2, sizeof *page->post);
    page->post[1] = m.post;
    page->posts = 1;
    page->is_thread = true;
    for (uint32_t i = from; i < to; i++) {
        fc_block *b = &page->block[i];
        if (b->kind == FC_BLOCK_TEXT && is_attachment(b, lines_of(&m, b)))
            continue;
        b->post = 1;
        b->role = FC_ROLE_BODY;
    }
    return true;
}
