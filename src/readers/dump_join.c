/* dump_join.c - see dump_join.h. Keys of the three sorts:
 *
 *     comments   post, 0: the post itself or 1: a comment, thread or number of the
 *                comment
 *     users      user, 0: the name or 1: that he wrote in a thread, thread
 *     threads    thread, QUESTION ... USER, number of the row */
#include "readers/dump_join.h"

#include "base/str.h"
#include "html/dom.h"

#include <stdlib.h>

enum { QUESTION, ANSWER, COMMENT, USER };

struct fc_dump_join {
    fc_sort *comments, *users, *threads;
    uint64_t most;
    fc_buf tmp;                     /* a row with its offset, a row that is made */
    enum { COMMENTS_LEFT, USERS_LEFT, THREADS_LEFT } phase;
    uint64_t post, thread;          /* the post that comments are on, and its thread */
    bool known;                     /* ... which is in the dump */
    uint64_t user;
    fc_buf name;                    /* of the user */
    fc_sort_key key, last;          /* of the item that was taken, of the one before */
    fc_str item;
    bool taken;                     /* the item is not used yet */
    bool open;                      /* a thread, or comments without a post, are in
                                       `out` */
    fc_dump_thread out;
    fc_buf block, date;
};

fc_rc fc_dump_join_open(fc_dump_join **out, const char *temp, uint64_t most, fc_err *err)
{
    fc_dump_join *j = *out = calloc(1, sizeof *j);
    if (!j)
        return fc_fail(err, FC_ETRY, "no memory to read a dump");
    j->most = most;
    fc_rc rc = fc_sort_open(&j->comments, temp, FC_SORT_MEMORY, err);
    if (!rc)
        rc = fc_sort_open(&j->users, temp, FC_SORT_MEMORY, err);
    return rc ? rc : fc_sort_open(&j->threads, temp, FC_SORT_MEMORY, err);
}

void fc_dump_join_close(fc_dump_join *j)
{
    if (!j)
        return;
    fc_sort_close(j->comments);
    fc_sort_close(j->users);
    fc_sort_close(j->threads);
    fc_buf_free(&j->tmp);
    fc_buf_free(&j->name);
    fc_buf_free(&j->block);
    fc_buf_free(&j->date);
    free(j);
}

static fc_rc no_memory(fc_err *err)
{
    return fc_fail(err, FC_ETRY, "no memory to join a dump");
}

/* --------------------------------------------------------------------------------- in */

/* Rows lie in the sorts behind their offset. */
static fc_rc add_row(fc_dump_join *j, fc_sort *s, fc_sort_key key, const fc_dump_row *row,
                     fc_err *err)
{
    fc_buf_clear(&j->tmp);
    fc_buf_add(&j->tmp, &row->offset, sizeof row->offset);
    fc_buf_str(&j->tmp, row->row);
    if (j->tmp.failed)
        return no_memory(err);
    return fc_sort_add(s, key, (fc_str){ j->tmp.p, j->tmp.n }, err);
}

static fc_rc add_mark(fc_sort *s, uint64_t a, uint64_t b, uint64_t c, fc_err *err)
{
    return fc_sort_add(s, (fc_sort_key){ { a, b, c } }, (fc_str){ "", 0 }, err);
}

fc_rc fc_dump_join_post(fc_dump_join *j, const fc_dump_row *row, fc_err *err)
{
    bool asks = row->type == 1;
    uint64_t thread = asks ? row->id : row->parent;
    fc_sort_key key = { { thread, asks ? QUESTION : ANSWER, row->id } };
    fc_rc rc = add_row(j, j->threads, key, row, err);
    if (!rc)
        rc = add_mark(j->comments, row->id, 0, thread, err);
    if (!rc && row->user && !row->named)
        rc = add_mark(j->users, row->user, 1, thread, err);
    return rc;
}

fc_rc fc_dump_join_comment(fc_dump_join *j, const fc_dump_row *row, fc_err *err)
{
    return add_row(j, j->comments, (fc_sort_key){ { row->post, 1, row->id } }, row, err);
}

fc_rc fc_dump_join_user(fc_dump_join *j, const fc_dump_row *row, fc_err *err)
{
    return fc_sort_add(j->users, (fc_sort_key){ { row->id, 0, 0 } }, row->name, err);
}

/* ------------------------------------------------------------------------------ parts */

static fc_rc take(fc_dump_join *j, fc_sort *s, fc_err *err)
{
    if (j->taken)
        return FC_OK;
    j->last = j->key;
    fc_rc rc = fc_sort_next(s, &j->key, &j->item, err);
    j->taken = rc == FC_OK;
    return rc;
}

/* Append "<name" and the attributes of the row that was taken, behind its offset. */
static void put_row(fc_dump_join *j, const char *name)
{
    uint64_t offset;
    memcpy(&offset, j->item.p, sizeof offset);
    fc_str row = fc_str_sub(j->item, sizeof offset, j->item.n);
    if (!j->out.length) {
        j->out.offset = offset;
        j->out.length = row.n;
    }
    if (j->out.state == FC_DUMP_LARGE)
        return;
    fc_buf_text(&j->block, name);
    fc_buf_str(&j->block, fc_str_sub(row, sizeof "<row" - 1, row.n));
    fc_buf_char(&j->block, '\n');
}

static void limit_block(fc_dump_join *j)
{
    if (j->block.n > j->most) {
        fc_buf_clear(&j->block);
        j->out.state = FC_DUMP_LARGE;
    }
}

static void begin(fc_dump_join *j, uint64_t id, fc_dump_state state)
{
    j->open = true;
    j->out = (fc_dump_thread){ .id = id, .state = state };
    fc_buf_clear(&j->block);
    fc_buf_clear(&j->date);
}

/* What was put together is the result. */
static fc_rc finish(fc_dump_join *j, fc_dump_thread *out, fc_err *err)
{
    if (j->block.failed || j->date.failed)
        return no_memory(err);
    j->open = false;
    *out = j->out;
    out->block = (fc_str){ j->block.p, j->block.n };
    out->date = (fc_str){ j->date.p, j->date.n };
    return FC_OK;
}

/* Only the number of the comment is the same: the second one is given up by itself. */
static bool is_double(const fc_dump_join *j)
{
    return memcmp(&j->key, &j->last, sizeof j->key) == 0;
}

static fc_rc give_double(fc_dump_join *j, fc_dump_thread *out)
{
    uint64_t offset;
    memcpy(&offset, j->item.p, sizeof offset);
    *out = (fc_dump_thread){ .state = FC_DUMP_DUPLICATE,
                             .id = j->key.part[0],
                             .offset = offset,
                             .block = fc_str_sub(j->item, sizeof offset, j->item.n) };
    out->length = out->block.n;
    return FC_OK;
}

/* --------------------------------------------------------------------------- comments */

static fc_str attr_of(fc_str row, const char *want)
{
    return fc_tag_attr(row, want);
}

/* Comments on posts that are there go to their thread; the first others are the
 * result. */
static fc_rc join_comments(fc_dump_join *j, fc_dump_thread *out, fc_err *err)
{
    fc_rc rc;
    while (!(rc = take(j, j->comments, err))) {
        bool same = j->open && j->key.part[0] == j->out.id;
        if (j->open && !same)
            return finish(j, out, err);
        j->taken = false;
        if (!j->key.part[1]) {
            j->post = j->key.part[0];
            j->thread = j->key.part[2];
            j->known = true;
            continue;
        }
        if (is_double(j))
            return give_double(j, out);
        if (j->known && j->post == j->key.part[0]) {
            fc_str row = fc_str_sub(j->item, sizeof(uint64_t), j->item.n);
            fc_sort_key key = { { j->thread, COMMENT, j->key.part[2] } };
            uint64_t user = 0;
            bool user_told = fc_str_u64(attr_of(row, "UserId"), &user);
            if ((rc = fc_sort_add(j->threads, key, j->item, err)))
                return rc;
            if (user_told && !attr_of(row, "UserDisplayName").p &&
                (rc = add_mark(j->users, user, 1, j->thread, err)))
                return rc;
            continue;
        }
        if (!same)
            begin(j, j->key.part[0], FC_DUMP_NO_POST);
        put_row(j, "<comment");
        limit_block(j);
    }
    if (rc == FC_END && j->open)
        return finish(j, out, err);
    return rc;
}

/* ------------------------------------------------------------------------------ users */

static fc_rc join_users(fc_dump_join *j, fc_err *err)
{
    fc_rc rc;
    while (!(rc = take(j, j->users, err))) {
        j->taken = false;
        if (!j->key.part[1]) {
            j->user = j->key.part[0];
            fc_buf_clear(&j->name);
            fc_buf_str(&j->name, j->item);
            continue;
        }
        if (!j->user || j->user != j->key.part[0] || is_double(j))
            continue;
        fc_buf_clear(&j->tmp);
        fc_buf_printf(&j->tmp, "<user Id=\"%lld\" DisplayName=\"%.*s\"/>",
                      (long long)j->user, (int)j->name.n, j->name.n ? j->name.p : "");
        if (j->tmp.failed || j->name.failed)
            return no_memory(err);
        fc_sort_key key = { { j->key.part[2], USER, j->user } };
        if ((rc = fc_sort_add(j->threads, key, (fc_str){ j->tmp.p, j->tmp.n }, err)))
            return rc;
    }
    return rc;
}

/* ---------------------------------------------------------------------------- threads */

static void put_item(fc_dump_join *j)
{
    fc_str row = fc_str_sub(j->item, sizeof(uint64_t), j->item.n);
    switch (j->key.part[1]) {
    case QUESTION:
        j->out.state = FC_DUMP_WELL;
        fc_buf_str(&j->date, attr_of(row, "CreationDate"));
        put_row(j, "<row");
        break;
    case ANSWER:
        put_row(j, "<row");
        break;
    case COMMENT:
        put_row(j, "<comment");
        break;
    default:
        if (j->out.state != FC_DUMP_LARGE) {
            fc_buf_str(&j->block, j->item);
            fc_buf_char(&j->block, '\n');
        }
        break;
    }
    limit_block(j);
}

static fc_rc join_threads(fc_dump_join *j, fc_dump_thread *out, fc_err *err)
{
    fc_rc rc;
    while (!(rc = take(j, j->threads, err))) {
        if (j->open && j->key.part[0] != j->out.id)
            return finish(j, out, err);
        j->taken = false;
        if (j->open && is_double(j))
            return give_double(j, out);
        if (!j->open)
            begin(j, j->key.part[0], FC_DUMP_NO_QUESTION);
        put_item(j);
    }
    return rc == FC_END && j->open ? finish(j, out, err) : rc;
}

fc_rc fc_dump_join_next(fc_dump_join *j, fc_dump_thread *out, fc_err *err)
{
    fc_rc rc = FC_END;
    if (j->phase == COMMENTS_LEFT && (rc = join_comments(j, out, err)) == FC_END) {
        j->phase = USERS_LEFT;
        memset(&j->key, 0, sizeof j->key);
    }
    if (j->phase == USERS_LEFT && (rc = join_users(j, err)) == FC_END) {
        j->phase = THREADS_LEFT;
        memset(&j->key, 0, sizeof j->key);
    }
    return j->phase == THREADS_LEFT ? join_threads(j, out, err) : rc;
}
