/* thread_words.c - see thread_words.h: the words and what they speak for. A generator
 * that calls the parts of its posts otherwise needs a word here. */
#include "extractors/thread_words.h"
#include "base/str.h"

enum { ROLE = 0x51ED270B, PROP = 0x2C1B3C6D, TYPE = 0x297A2D39,
       REL = 0x428A2F98 }; /* as in elements.c */

typedef struct named {
    const char *words;
    uint32_t salt, marks;
} named;

/* Words of class and id, of role, itemprop, itemtype and rel, and what they speak for. */
static const named table[] = {
    { "post comment message answer question reply postbit postbitlegacy postcontainer "
      "blockpost thing comtr athing windowbg postwrapper forumpost cpost ipscomment "
      "itemcomment commentlist response email threadpost postbox postblock crawlerpost "
      "note topicpost conversation msg",
      0, FC_MARK_POST },
    { "answer comment", TYPE, FC_MARK_POST | FC_MARK_TYPED },
    { "username nick nickname byline hnuser commenter postername bigusername displayname "
      "screenname fn commentauthor userlink authorname postauthor authi usernick "
      "usernames vcard from memberlink profilelink owner "
      "postusername normalname msgauthor",
      0, FC_MARK_AUTHOR },
    { "author user poster member creator who", 0, FC_MARK_AUTHOR | FC_MARK_SOMEBODY },
    { "author creator", PROP, FC_MARK_AUTHOR | FC_MARK_SURE },
    { "author", REL, FC_MARK_AUTHOR | FC_MARK_SURE },
    { "date time datetime timestamp timeago posted published dateline age postdate "
      "datepost postedon relativetime ago livestamp created commentdate postedtime "
      "posttime dateposted crawlerpostmeta subtext when",
      0, FC_MARK_TIME },
    { "date published created", PROP, FC_MARK_TIME | FC_MARK_SURE },
    { "score vote votes votecount points likes upvotes karma unvoted upvote", 0,
      FC_MARK_VOTES },
    { "upvote", PROP, FC_MARK_VOTES },
    { "signature sig signaturecontainer postsignature messagesignature usersignature "
      "signatures sigtext postsig msgsignature",
      0, FC_MARK_SIGNATURE },
    { "postprofile userinfo userdetails userpanel postdetails memberinfo posterinfo "
      "userbit userstats memberstats userextras profile badge badges rank "
      "usertitle usercard extrauserinfo authorstats postleft poster authorpane "
      "userpane reputation extras concise",
      0, FC_MARK_PANEL },
    { "avatar gravatar posteravatar", 0, FC_MARK_PANEL | FC_MARK_PICTURE },
    { "meta", 0, FC_MARK_META },
    { "actions toolbar controls buttons share sharing postbuttons actionbar postcontrols "
      "postfoot reactions menu dropdown tooltip flat reactionsbar sharebar navigation "
      "pager pagination breadcrumb breadcrumbs onebox unfurl attribution",
      0, FC_MARK_BAR },
    { "toolbar menu button navigation", ROLE, FC_MARK_BAR },
    { "quote quoted quotetitle bbcodeblock bbcode quotecontainer blockquote bbquote "
      "quoteheader quotecontent quotewrapper quotemain quotetop",
      0, FC_MARK_QUOTE },
    { "postbody messagebody commentbody postmessage posttext messagetext postcolor "
      "msgbody",
      0, FC_MARK_BODY },
    { "name", 0, FC_MARK_NAME },
    { "accepted solution solved bestanswer", 0, FC_MARK_ACCEPTED },
    { "accepted", PROP, FC_MARK_ACCEPTED },
    { "question op firstpost opening originalpost topicstarter discussion", 0,
      FC_MARK_OPENING },
    /* js-selectToQuote, has-profile, <blockquote class="postcontent restore"> */
    { "select has no without postcontent mention mentions", 0, FC_MARK_NEGATED },
    /* <div class="message-userContent">, <span class="user-title"> */
    { "content body rich", 0, FC_MARK_SAYS },
    { "header head footer", 0, FC_MARK_PART }, /* post-header */
    { "title rank group stats status count level role fields pane badge association", 0,
      FC_MARK_TOLD },
    { "topiclist topics threadlist discussionlist forumlist threadbit topicrow related "
      "recommended suggested products product carousel sidebar widget recent latest rail",
      0, FC_MARK_LIST },
    /* <div class="issue-data-block activity-comment"> */
    { "activity", 0, FC_MARK_DOING },
};

static uint32_t *slot_of(fc_thread_words *w, uint32_t key)
{
    uint32_t i = fc_thread_words_slot(w, key);
    w->key[i] = key;
    return &w->marks[i];
}

fc_thread_words *fc_thread_words_open(fc_arena *a)
{
    fc_thread_words *w = FC_NEW(a, fc_thread_words);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *rest = table[i].words;
        for (uint32_t h; fc_word_hash_next(&rest, &h);)
            *slot_of(w, h ^ table[i].salt) |= table[i].marks;
    }
    return w;
}

/* <shreddit-comment>: the parts of a made-up name are words, too. */
unsigned fc_thread_words_of_name(const fc_thread_words *w, fc_str name)
{
    fc_str word;
    unsigned marks = 0;
    while (fc_str_split(&name, '-', &word)) {
        marks |= fc_thread_words_marks(w, fc_word_hash(word));
        if (fc_str_ieq(word, FC_STR("post"))) /* <shreddit-post> above the comments */
            marks |= FC_MARK_OPENING;
    }
    return marks;
}
