/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/loop/loop_private.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define FDS_MAX 8
/* Copies of the caller's descriptors stand here, out of the targets' way. */
#define FD_ABOVE 32

struct loop_child {
	struct loop *loop;
	struct loop_child *next;
	struct loop_watch *watch;
	loop_exit_fn *fn; /* NULL: forgotten */
	void *arg;
	pid_t pid;
	int pidfd;
	bool own_group;
};

static void child_free(struct loop_child *child)
{
	struct loop_child **at = &child->loop->children;

	while (*at != child)
		at = &(*at)->next;
	*at = child->next;
	loop_watch_free(&child->watch);
	close(child->pidfd);
	free(child);
}

static void on_exit_ready(void *arg, int fd, unsigned ready)
{
	struct loop_child *child = arg;
	int status = 0;

	(void)fd;
	(void)ready;
	/* Before it is reaped: until then the group's number is its own. */
	if (child->own_group)
		kill(-child->pid, SIGKILL);
	if (waitpid(child->pid, &status, WNOHANG) == 0)
		return;
	loop_watch_want(child->watch, 0);
	if (child->fn)
		child->fn(child->arg, status);
	child_free(child);
}

static void watch_child(struct loop *loop, struct loop_child *child)
{
	child->loop = loop;
	child->next = loop->children;
	loop->children = child;
	child->watch = loop_watch_new(loop, child->pidfd, LOOP_CONTROL,
				      LOOP_READ, on_exit_ready, child);
}

/* ---- posix_spawn ---- */

static void set_limit(pid_t pid, __rlimit_resource_t what, uint64_t value)
{
	struct rlimit limit = { value, value };

	if (value)
		prlimit(pid, what, &limit, NULL);
}

/*
 * posix_spawn knows no limits, and a launcher in between would be one more
 * program to trust: the child runs for some microseconds without them.
 */
static void set_limits(pid_t pid, const struct loop_spawn *what)
{
	set_limit(pid, RLIMIT_CPU, what->cpu_seconds);
	set_limit(pid, RLIMIT_DATA, what->data_bytes);
	set_limit(pid, RLIMIT_FSIZE, what->file_bytes);
	set_limit(pid, RLIMIT_NOFILE, what->open_files);
	set_limit(pid, RLIMIT_NPROC, what->processes);
}

static void no_descriptors(posix_spawn_file_actions_t *actions, int from,
			   int below)
{
	for (int fd = from; fd < below; fd++) {
		if (fd <= 2)
			posix_spawn_file_actions_addopen(
				actions, fd, "/dev/null", O_RDWR, 0);
		else
			posix_spawn_file_actions_addclose(actions, fd);
	}
}

/* Copies first, so that one target cannot overwrite another's origin. */
static int set_descriptors(posix_spawn_file_actions_t *actions,
			   const struct loop_spawn *what, int copies[FDS_MAX])
{
	int next = 0;

	for (size_t i = 0; i < what->fd_count; i++) {
		int to = what->fds[i].to;
		assert(to >= next && to < FD_ABOVE);
		copies[i] = fcntl(what->fds[i].from, F_DUPFD_CLOEXEC, FD_ABOVE);
		if (copies[i] < 0)
			return errno;
		no_descriptors(actions, next, to);
		posix_spawn_file_actions_adddup2(actions, copies[i], to);
		next = to + 1;
	}
	no_descriptors(actions, next, 3);
	posix_spawn_file_actions_addclosefrom_np(actions, next > 3 ? next : 3);
	return posix_spawn_file_actions_addchdir_np(
		actions, what->directory ? what->directory : "/");
}

static void set_attributes(posix_spawnattr_t *attributes, bool own_group)
{
	short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
	sigset_t set;

	sigfillset(&set);
	posix_spawnattr_setsigdefault(attributes, &set);
	sigemptyset(&set);
	posix_spawnattr_setsigmask(attributes, &set);
	if (own_group) {
		flags |= POSIX_SPAWN_SETPGROUP;
		posix_spawnattr_setpgroup(attributes, 0);
	}
	posix_spawnattr_setflags(attributes, flags);
}

/* Neither call writes to the strings; their types are older than const. */
static char *const *strings(const char *const *list)
{
	union {
		const char *const *in;
		char *const *out;
	} u = { list };

	return u.out;
}

static int spawn(const struct loop_spawn *what, pid_t *pid)
{
	static const char *const nothing[] = { NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int copies[FDS_MAX] = { -1, -1, -1, -1, -1, -1, -1, -1 };

	assert(what->fd_count <= FDS_MAX);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	set_attributes(&attributes, what->own_group);
	int failed = set_descriptors(&actions, what, copies);
	if (!failed)
		failed = posix_spawn(pid, what->path, &actions, &attributes,
				     strings(what->argv),
				     strings(what->env ? what->env : nothing));
	for (size_t i = 0; i < what->fd_count; i++)
		if (copies[i] >= 0)
			close(copies[i]);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return failed;
}

enum nw_status loop_spawn(struct loop *loop, const struct loop_spawn *what,
			  loop_exit_fn *fn, void *arg, struct loop_child **out,
			  struct nw_error *err)
{
	pid_t pid;
	int failed = spawn(what, &pid);

	if (failed)
		return nw_fail(err, NW_IO, "%s cannot be started: %s",
			       what->path, strerror(failed));
	set_limits(pid, what);
	/* Nobody but the watch below reaps, so the pid is still this child. */
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (pidfd < 0) {
		failed = errno;
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		return nw_fail(err, NW_IO, "%s cannot be watched: %s",
			       what->path, strerror(failed));
	}
	struct loop_child *child = calloc(1, sizeof(*child));
	if (!child)
		abort();
	child->fn = fn;
	child->arg = arg;
	child->pid = pid;
	child->pidfd = pidfd;
	child->own_group = what->own_group;
	watch_child(loop, child);
	*out = child;
	return NW_OK;
}

pid_t loop_child_pid(const struct loop_child *child)
{
	return child->pid;
}

void loop_child_kill(struct loop_child *child, int signal)
{
	kill(child->own_group ? -child->pid : child->pid, signal);
}

void loop_child_forget(struct loop_child **child)
{
	if (*child)
		(*child)->fn = NULL;
	*child = NULL;
}

void children_fini(struct loop *loop)
{
	while (loop->children)
		child_free(loop->children);
}
