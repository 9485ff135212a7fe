/* thread_mail.c - messages of a mailing list archive. One, a page of its own: Mailman's
 * Pipermail and Hypermail, author and time stand above a <pre> (thread_message.c has
 * those whose text is not one <pre>). One or many, each with its head in its <pre>:
 * public-inbox and MARC. The <pre> holds the mail as it was sent,
 * so what a mail has around its text is taken off here: quotes of quotes, the
 * signature below "-- ", the list's footer and scrubbed attachments. Mails of mailboxes
 * (mail.c) too. */
#include "base/str.h"
#include "extractors/threads.h"
#include "text/dates.h"
#include "text/normalize.h"

enum {
    HEAD_BLOCKS = 24,       /* blocks of a page among which the head of the mail is looked
                               for */
    MAX_TIME = 60,
    TOP_LINES = 30, TOP_BYTES = 4000,   /* of a <pre> in which the mail's head is */
    RULE = 40               /* underscores that begin the footer of a list */
};

/* ------------------------------------------------------------------------------- head */

/* The text of an element as one line, in the arena. */
static fc_str line_of(const fc_page *page, uint32_t node, fc_arena *a)
{
    fc_text t = { .a = a };
    fc_text_add(&t, "", 0);
    for (uint32_t i = node + 1; i < page->dom->node[node].end && t.n < 400; i++)
        if (page->dom->node[i].tag == FC_TAG_TEXT)
            fc_text_folded(&t, fc_dom_text(page->dom, i));
    return fc_normalize_line((fc_str){ t.p, t.n }, a);
}

/* "Ann B. <ann@example.org>", "ann at example.org (Ann B.)" -> Ann B. */
fc_str fc_mail_name(fc_str s)
{
    size_t open = fc_str_findc(s, '('), angle = fc_str_findc(s, '<');
    if (open < s.n && open + 2 < s.n && s.p[s.n - 1] == ')' && angle == s.n)
        return fc_str_trim(fc_str_sub(s, open + 1, s.n - 1));
    fc_str name = fc_str_trim(fc_str_sub(s, 0, angle));
    if (name.n > 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
        name = fc_str_sub(name, 1, name.n - 1);
    return name;
}

/* The date in what was found for the time; false when there is none. */
static bool set_time(fc_post *post)
{
    fc_date date;
    if (!post->time.n || !fc_date_find(post->time, &date) || date.age)
        return false;
    post->time = fc_str_sub(post->time, date.begin, date.end);
    return post->time.n <= MAX_TIME;
}

/* Pipermail: <B>Ann B.</B> <A>ann at example.org</A><BR> <I>Wed May  1 12:30:00 CEST
 *                                                                    2024</I> */
static bool pipermail_head(const fc_page *page, const fc_block *b, fc_post *post,
                           fc_arena *a)
{
    const fc_dom *dom = page->dom;
    for (uint32_t i = b->from; i < b->to; i++) {
        uint32_t up = dom->node[i].parent;
        if (dom->node[up].tag == FC_TAG_B && !post->author.n)
            post->author = line_of(page, up, a);
        if (dom->node[up].tag != FC_TAG_I || !post->author.n)
            continue;
        post->time = line_of(page, up, a);
        return set_time(post);
    }
    return false;
}

/* Hypermail: a list of "From: Ann B. <ann@example.org>" and "Date: Wed, 01 May 2024
 * ...". */
static bool hypermail_head(const fc_page *page, const fc_block *b, fc_post *post,
                           fc_arena *a)
{
    fc_str line = line_of(page, page->elem[b->owner].node, a);
    if (fc_str_starts(line, FC_STR("From")) && !post->author.n) {
        size_t at = fc_str_findc(line, ':');
        post->author = fc_mail_name(fc_str_trim(fc_str_sub(line, at + 1, line.n)));
    } else if (fc_str_starts(line, FC_STR("Date"))) {
        size_t at = fc_str_findc(line, ':');
        post->time = fc_str_trim(fc_str_sub(line, at + 1, line.n));
    }
    return post->author.n && set_time(post);
}

/* The only <pre> of a page, behind its first blocks; FC_NO_BLOCK when there is no
 * such. */
static int32_t find_mail(const fc_page *page)
{
    int32_t found = FC_NO_BLOCK;
    for (uint32_t i = 0; i < page->blocks; i++) {
        if (page->block[i].kind != FC_BLOCK_PRE)
            continue;
        if (found != FC_NO_BLOCK || i > HEAD_BLOCKS)
            return FC_NO_BLOCK;
        found = (int32_t)i;
    }
    return found;
}

static bool read_head(const fc_page *page, uint32_t mail, fc_post *post, fc_arena *a)
{
    const uint32_t bold = 1 << 1, italic = 1 << 3; /* bits of wraps, elements.c */
    for (uint32_t i = 0; i < mail; i++) {
        const fc_block *b = &page->block[i];
        if (b->kind != FC_BLOCK_TEXT)
            continue;
        if ((b->wraps & bold) && (b->wraps & italic) && pipermail_head(page, b, post, a))
            return true;
        if (page->elem[b->owner].tag == FC_TAG_LI && hypermail_head(page, b, post, a))
            return true;
    }
    return false;
}

/* The lines up to the first empty one behind "From: Ann B. @ 2021-03-04 09:12 UTC", or
 * behind "From: Ann B. <ann@example.org>" and "Date: ...": how many; 0: no such. */
static uint32_t inner_head(fc_str top, fc_post *post)
{
    fc_str line;
    for (uint32_t n = 1; n <= TOP_LINES && fc_str_split(&top, '\n', &line); n++) {
        line = fc_str_trim(line);
        fc_str value =
            fc_str_trim(fc_str_sub(line, fc_str_findc(line, ':') + 1, line.n));
        if (fc_str_starts(line, FC_STR("From:")) && !post->author.n) {
            size_t at = fc_str_find(value, FC_STR(" @ "));
            post->author = fc_mail_name(fc_str_sub(value, 0, at));
            post->time = fc_str_sub(value, at + 3, value.n);
        } else if (fc_str_starts(line, FC_STR("Date:"))) {
            post->time = value;
        } else if (!line.n && post->author.n) {
            return post->author.n <= FC_MAIL_NAME && set_time(post) ? n : 0;
        }
    }
    return 0;
}

static void add_text(const fc_page *page, uint32_t pre, size_t most, fc_text *t)
{
    const fc_dom *dom = page->dom;
    for (uint32_t i = pre + 1; i < dom->node[pre].end && t->n < most; i++)
        if (dom->node[i].tag == FC_TAG_TEXT)
            fc_text_exact(t, fc_dom_text(dom, i));
        else if (dom->node[i].tag == FC_TAG_BR)
            fc_text_char(t, '\n');
}

/* The head in a <pre>; false: it is no mail. */
static bool read_inner(const fc_page *page, const fc_block *b, fc_text *top,
                       fc_post *post, fc_arena *a)
{
    *post = (fc_post){ .mail = true, .elem = b->owner };
    fc_text_clear(top);
    add_text(page, b->from, TOP_BYTES, top);
    post->lines = inner_head((fc_str){ top->p, top->n }, post);
    if (!post->lines || fc_str_find(post->author, FC_STR("**")) < post->author.n)
        return false;
    post->author = fc_normalize_line(fc_copy(a, post->author), a);
    post->time = fc_normalize_line(fc_copy(a, post->time), a);
    return post->author.n > 0;
}

/* The page begins with a mail that has its id in its head, or with a form and then such:
 * the page of this one, however much stands below on how to answer (public-inbox). */
static bool begins_with_mail(const fc_page *page, fc_text *top)
{
    const fc_block *b = page->block, *end = b + (page->blocks < 2 ? page->blocks : 2);
    while (b < end && b->post != 1)
        b++;
    if (b == end)
        return false;
    fc_text_clear(top);
    add_text(page, b->from, TOP_BYTES, top);
    fc_str text = { top->p, top->n };
    size_t id = fc_str_find(text, FC_STR("\nMessage-ID: "));
    return id < fc_str_find(text, FC_STR("\n\n"));
}

/* A page that is mostly text in <pre>, with mails among them. Lists that they stand in
 * show who answers whom. */
static bool read_inbox(fc_page *page, fc_arena *a)
{
    fc_text top = { .a = a };
    uint32_t words = 0, pres = 0, mails = 0;
    for (uint32_t i = 0; i < page->blocks; i++)
        if (page->block[i].kind == FC_BLOCK_PRE) {
            words += page->block[i].words;
            pres++;
        }
    if (words * 2 <= page->words)
        return false;
    fc_text_add(&top, "", 0);
    page->post = fc_zalloc(a, pres + 1, sizeof *page->post);
    words = 0;
    for (uint32_t i = 0; i < page->blocks; i++) {
        fc_block *b = &page->block[i];
        if (b->kind != FC_BLOCK_PRE ||
            !read_inner(page, b, &top, &page->post[mails + 1], a))
            continue;
        b->post = ++mails;
        b->role = FC_ROLE_BODY;
        words += b->words;
    }
    page->posts = mails;
    page->is_thread =
        mails && (words * 2 > page->words || begins_with_mail(page, &top));
    for (uint32_t k = 1; k <= mails && page->is_thread; k++)
        page->elem[page->post[k].elem].item = 0;
    for (uint32_t i = 0; i < page->blocks && !page->is_thread; i++) {
        page->block[i].post = 0;
        page->block[i].role = FC_ROLE_NONE;
    }
    if (!page->is_thread)
        page->posts = 0;
    return page->is_thread;
}

static bool read_single(fc_page *page, fc_arena *a)
{
    int32_t mail = find_mail(page);
    fc_post post = { .mail = true };
    if (mail == FC_NO_BLOCK || !read_head(page, (uint32_t)mail, &post, a) ||
        post.author.n > FC_MAIL_NAME ||
        fc_str_find(post.author, FC_STR("**")) < post.author.n)
        return false;
    post.elem = page->block[mail].owner;
    page->post = fc_zalloc(a, 2, sizeof *page->post);
    page->post[1] = post;
    page->posts = 1;
    page->is_thread = true;
    page->block[mail].post = 1;
    page->block[mail].role = FC_ROLE_BODY;
    return true;
}

bool fc_thread_mail(fc_page *page, fc_arena *a)
{
    return fc_thread_message(page, a) || read_single(page, a) || read_inbox(page, a);
}

/* ------------------------------------------------------------------------------- text */

/* How many quotes deep a line is: "> > x", ">>x". */
static unsigned quoted(fc_str line)
{
    unsigned n = 0;
    for (size_t i = 0; i < line.n && (line.p[i] == '>' || line.p[i] == ' '); i++)
        n += line.p[i] == '>';
    return line.n && line.p[0] == '>' ? n : 0;
}

/* "[-- Attachment #1: Type: text/plain, Size: 261 bytes --]": the first is the text. */
static bool tells_attachment(fc_str line)
{
    return fc_str_starts(line, FC_STR("[-- Attachment #1:")) ||
           (fc_str_starts(line, FC_STR("[-- Type: ")) &&
            fc_str_ends(line, FC_STR(" --]")));
}

static bool ends_mail(fc_str line)
{
    size_t n = fc_str_run(line, '_');
    if (fc_str_starts(line, FC_STR("[-- Attachment #")))
        return true;
    return fc_str_is(line, "-- ") || fc_str_is(line, "--") ||
           fc_str_starts(line, FC_STR("-------------- next part --------------")) ||
           fc_str_is(fc_str_trim(line), "-----Original Message-----") ||
           fc_str_starts(line, FC_STR("To unsubscribe from this ")) ||
           fc_str_starts(line, FC_STR("To unsubscribe, e")) ||
           fc_str_starts(line, FC_STR("^ permalink raw reply")) || /* public-inbox */
           fc_str_starts(line, FC_STR("[prev in list]")) ||        /* MARC */
           (n >= RULE && n == line.n);
}

/* Where the last line of at .. n begins; n itself when there is none. */
static size_t last_line(const fc_text *t, size_t at, size_t n)
{
    size_t i = n > at ? n - 1 : n;
    while (i > at && t->p[i - 1] != '\n')
        i--;
    return i;
}

/* A line of dashes and the like, which stands above footers. */
static bool is_rule(fc_str line)
{
    size_t n = 0;
    while (n < line.n && (line.p[n] == '-' || line.p[n] == '=' || line.p[n] == '_' ||
                          line.p[n] == '~' || line.p[n] == '*'))
        n++;
    return n > 3 && n == line.n;
}

/* Lines of one quote and of none, from at on, moved together. "Bob wrote:" above what
 * goes goes with it, and so do all empty lines of a row but one. */
void fc_mail_trim(fc_text *t, size_t at)
{
    fc_str rest = { t->p + at, t->n - at }, line;
    size_t n = at;
    while (fc_str_split(&rest, '\n', &line)) {
        unsigned level = quoted(line);
        size_t before = last_line(t, at, n);
        fc_str words = fc_str_trim(line);
        fc_str last = fc_str_trim((fc_str){ t->p + before, n - before });
        bool empty = !words.n || (level && words.n == 1);
        if (tells_attachment(line))
            continue;
        if (ends_mail(line))
            break;
        if (level > 1 || (empty && (!last.n || (level && fc_str_is(last, ">"))))) {
            if (level > 1 && quoted(last) == 1 && fc_str_ends(last, FC_STR(":")))
                n = before;
            continue;
        }
        if (empty && fc_str_is(last, ">"))
            n = before; /* the end of a quote */
        while (line.n && fc_is_space(line.p[line.n - 1]))
            line.n--;
        memmove(t->p + n, line.p, line.n);
        n += line.n;
        t->p[n++] = '\n';
    }
    for (; n > at; n--) {
        size_t from = last_line(t, at, n);
        fc_str last = { t->p + from, n - from };
        if (is_rule(last))
            n = from + 1;
        else if (!fc_is_space(t->p[n - 1]) && !fc_str_is(last, ">"))
            break;
    }
    t->n = n;
}

void fc_mail_write(const fc_page *page, uint32_t pre, uint32_t skip, fc_text *t)
{
    size_t at = t->n, from = at;
    add_text(page, pre, SIZE_MAX, t);
    if (t->n > at && t->p[t->n - 1] != '\n')
        fc_text_char(t, '\n');
    for (; skip && from < t->n; from++)
        skip -= t->p[from] == '\n';
    memmove(t->p + at, t->p + from, t->n - from);
    t->n -= from - at;
    fc_mail_trim(t, at);
}
