/* fuzz_threads.c - any bytes as a page: its posts, and the text they give when all is
 * kept. Posts are in order and within the page (those between rules are all in one
 * element), their heads are heads to whoever reads the text. */
#include "base/str.h"
#include "base/utf8.h"
#include "extractors/threads.h"
#include "extractors/to_markdown.h"
#include "text/markdown.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_post(const fc_page *page, uint32_t p, fc_arena *a)
{
    const fc_post *post = &page->post[p];
    fc_text t = { .a = a };
    fc_markdown_block b;
    size_t at = 0;
    bool together = page->post[1].elem == page->post[page->posts].elem;
    if (!post->elem || post->elem >= page->elems || post->outer >= p ||
        (p > 1 && (together ? post->elem != page->post[1].elem
                            : post->elem <= page->post[p - 1].elem)))
        abort();
    fc_post_head(post, false, &t);
    fc_str head = { t.p, t.n };
    if (fc_utf8_valid(head) == head.n &&
        (!fc_markdown_next(head, &at, &b) || b.kind != FC_MD_POST || b.end != head.n))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const fc_page_hints none = { .lds = 0 };
    fc_text_style style = { .plain = false };
    fc_arena a;
    fc_dom dom;
    fc_page page;
    fc_arena_init(&a);
    if (fc_dom_parse(&dom, (fc_str){ (const char *)data, size }, NULL, &a, &a, NULL) ==
            FC_OK &&
        fc_page_build(&page, &dom, &none, &a)) {
        page.kind[FC_CLASS_FORUM] = size % 2; /* one post is enough in a forum */
        fc_threads_find(&page, &a);
        for (uint32_t p = 1; p <= page.posts; p++)
            check_post(&page, p, &a);
        for (uint32_t i = 0; i < page.blocks; i++) {
            if (page.block[i].post > page.posts)
                abort();
            page.block[i].keep = 1;
        }
        fc_threads_choose(&page, size % 3 ? (int)(size % 3) - 2 : 1);
        fc_to_markdown(&page, &style, &a, &a);
    }
    fc_arena_free(&a);
    return 0;
}
