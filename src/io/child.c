/* child.c - see child.h. One socket is the child's standard input and output: sending
 * to it raises no SIGPIPE when the child is gone, and shutdown() ends its input even
 * if a sibling that was started at the same moment holds a copy of the descriptor. */
#include "config.h"

#include "io/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PIECE = 64 << 10, MOST_FILES = 64 };

typedef struct running {
    const fc_child *child;
    pid_t pid;
    int fd;
    fc_str unsent;
    uint64_t taken;
    bool stopped;               /* by us: it printed too much */
} running;

/* ------------------------------------------------------------------------------ start */

#ifdef HAVE_PRLIMIT

/* Never more than what the process has itself. A child that has ended already is fine. */
static bool limit(pid_t pid, int what, uint64_t most)
{
    struct rlimit now, to = { (rlim_t)most, (rlim_t)most };
    if (prlimit(pid, what, NULL, &now))
        return errno == ESRCH;
    if (now.rlim_max != RLIM_INFINITY && now.rlim_max < to.rlim_max)
        to.rlim_cur = to.rlim_max = now.rlim_max;
    return prlimit(pid, what, &to, NULL) == 0 || errno == ESRCH;
}

static bool limit_all(const running *r)
{
    return limit(r->pid, RLIMIT_CPU, r->child->most_seconds) &&
           limit(r->pid, RLIMIT_AS, r->child->most_memory) &&
           limit(r->pid, RLIMIT_FSIZE, 0) && limit(r->pid, RLIMIT_CORE, 0) &&
           limit(r->pid, RLIMIT_NOFILE, MOST_FILES);
}

#else

static bool limit_all(const running *r)
{
    (void)r;
    errno = ENOSYS;
    return false;
}

#endif

/* The signals that a library's owner may have blocked or ignored are as usual in the
 * child. */
static void set_attributes(posix_spawnattr_t *attr)
{
    static const int usual[] = { SIGPIPE, SIGINT,  SIGTERM, SIGHUP,
                                 SIGQUIT, SIGXCPU, SIGXFSZ };
    sigset_t none, defaults;
    sigemptyset(&none);
    sigemptyset(&defaults);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        sigaddset(&defaults, usual[i]);
    posix_spawnattr_setsigmask(attr, &none);
    posix_spawnattr_setsigdefault(attr, &defaults);
    posix_spawnattr_setpgroup(attr, 0);
    posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                       POSIX_SPAWN_SETPGROUP);
}

/* 0 or an errno. */
static int spawn(running *r, int theirs)
{
    char *const env[] = { (char[]){ "LC_ALL=C" }, NULL };
    char *const *argv = (char *const *)(uintptr_t)r->child->argv; /* spawn changes none */
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    int sys = posix_spawn_file_actions_init(&files);
    if (sys)
        return sys;
    if (!(sys = posix_spawnattr_init(&attr))) {
        set_attributes(&attr);
        if (!(sys = posix_spawn_file_actions_adddup2(&files, theirs, STDIN_FILENO)) &&
            !(sys = posix_spawn_file_actions_adddup2(&files, theirs, STDOUT_FILENO)) &&
            !(sys = posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null",
                                                     O_WRONLY, 0)))
            sys = posix_spawn(&r->pid, argv[0], &files, &attr, argv, env);
        posix_spawnattr_destroy(&attr);
    }
    posix_spawn_file_actions_destroy(&files);
    return sys;
}

/* 0 or an errno; nothing is open or running after an error. */
static int start(running *r)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
        return errno;
    int sys = spawn(r, ends[1]);
    close(ends[1]);
    r->fd = ends[0];
    if (sys)
        close(ends[0]);
    return sys;
}

/* -------------------------------------------------------------------------------- end */

/* Its wait status; 0 when somebody else has taken it. */
static int reap(running *r, bool kill_it)
{
    int status = 0;
    if (kill_it)
        kill(r->pid, SIGKILL);
    close(r->fd);
    while (waitpid(r->pid, &status, 0) < 0)
        if (errno != EINTR)
            return 0;
    return status;
}

static fc_child_end judge(const running *r, int wait_status, int *status)
{
    int by = WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0;
    *status = by ? 128 + by : WEXITSTATUS(wait_status);
    if (r->stopped || by == SIGXCPU || by == SIGKILL || by == SIGABRT || by == SIGXFSZ)
        return FC_CHILD_LIMIT;
    return *status ? FC_CHILD_FAILED : FC_CHILD_WELL;
}

/* ------------------------------------------------------------------------------- feed */

static void send_some(running *r)
{
    ssize_t n = send(r->fd, r->unsent.p, r->unsent.n, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n >= 0) {
        r->unsent.p += n;
        r->unsent.n -= (size_t)n;
    } else if (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK) {
        r->unsent.n = 0;        /* it reads no more; what it prints still counts */
    }
    if (!r->unsent.n)
        shutdown(r->fd, SHUT_WR);
}

/* False at the end of its output. */
static bool take_some(running *r)
{
    char piece[PIECE];
    ssize_t n = recv(r->fd, piece, sizeof piece, MSG_DONTWAIT);
    if (n < 0)                  /* ECONNRESET: it ended without having read all */
        return errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK;
    if ((uint64_t)n > r->child->most_output - r->taken) {
        r->stopped = true;
        return false;
    }
    r->taken += (uint64_t)n;
    if (n)
        r->child->take(r->child->user, piece, (size_t)n);
    return n > 0;
}

static void talk(running *r)
{
    if (!r->unsent.n)
        shutdown(r->fd, SHUT_WR);
    for (;;) {
        struct pollfd p = { .fd = r->fd, .events = POLLIN };
        if (r->unsent.n)
            p.events |= POLLOUT;
        if (poll(&p, 1, -1) < 0)
            continue;           /* EINTR */
        if ((p.revents & (POLLIN | POLLHUP | POLLERR)) && !take_some(r))
            return;
        if (p.revents & POLLOUT)
            send_some(r);
    }
}

/* talk(), and the child does not outlive it when `take` leaves by the arena's guard. */
static void talk_guarded(running *r)
{
    fc_arena *a = r->child->arena;
    jmp_buf guard, *before = fc_arena_guard(a, &guard);
    int left = setjmp(guard);
    if (!left)
        talk(r);
    fc_arena_guard(a, before);
    if (left) {
        reap(r, true);
        longjmp(*before, left);
    }
}

fc_rc fc_child_run(const fc_child *child, fc_child_end *end, int *status, fc_err *err)
{
    running r = { .child = child, .unsent = child->input };
    int sys = start(&r);
    *status = 0;
    *end = FC_CHILD_ABSENT;
    if (sys == ENOENT || sys == EACCES || sys == ENOTDIR || sys == ENOEXEC ||
        sys == ELOOP)
        return FC_OK;
    if (sys)
        return fc_fail(err, FC_ETRY, "%s: cannot be started: %s", child->argv[0],
                       strerror(sys));
    if (!limit_all(&r)) {
        sys = errno;
        reap(&r, true);
        return fc_fail(err, FC_EUNAVAIL, "%s: cannot be limited: %s", child->argv[0],
                       strerror(sys));
    }
    talk_guarded(&r);
    *end = judge(&r, reap(&r, r.stopped), status);
    return FC_OK;
}
