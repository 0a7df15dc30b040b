/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files and the console, in threads of their own: an fsync, a dead network
 * file system or a stopped terminal never stops the loop.
 */
#include "daemon/transport/job.h"

#include "base/hash.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Marks of files that were read and still stand there fill 64 KiB then. */
#define SPOOL_MAX  4096
#define MARK_BYTES 16

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void local_failure(struct transport_job *job, const char *what)
{
	int number = errno;

	job_result(job, NW_OUTCOME_LOCAL, number, "%s: %s: %s", job->path, what,
		   strerror(number));
}

/* ---- reading ---- */

/* Whether all came; the answer says why not. */
static bool read_all(struct transport_job *job, int fd)
{
	struct nw_buf *body = &job->answer->body;
	char part[65536];
	ssize_t len;

	while ((len = read(fd, part, sizeof(part))) > 0) {
		nw_buf_add(body, part, (size_t)len);
		if (body->failed) {
			nw_buf_clear(body);
			job_result(job, NW_OUTCOME_TOO_LARGE, 0,
				   "%s is larger than %zu bytes", job->path,
				   body->max);
			return false;
		}
	}
	if (len < 0)
		local_failure(job, "cannot be read");
	return len == 0;
}

static void read_one(struct transport_job *job, int fd, const struct stat *info)
{
	struct transport_answer *answer = &job->answer->pub;

	answer->state = nw_arena_fmt(
		job->answer->arena, "%lld.%09ld:%lld:%llu",
		(long long)info->st_mtim.tv_sec, info->st_mtim.tv_nsec,
		(long long)info->st_size, (unsigned long long)info->st_ino);
	if (nw_str_equal(answer->state, job->known.state))
		answer->not_modified = true;
	else
		read_all(job, fd);
}

/* ---- a folder of files ---- */

struct entry {
	char *name;
	struct timespec at;
	uint64_t mark; /* of name, time and size */
	bool seen;
};

struct spool {
	struct entry *entries;
	size_t count, room;
	uint64_t *marks; /* known, in order */
	size_t mark_count;
};

static void spool_fini(struct spool *spool)
{
	for (size_t i = 0; i < spool->count; i++)
		free(spool->entries[i].name);
	free(spool->entries);
	free(spool->marks);
}

static int by_number(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static int by_age(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->at.tv_sec != y->at.tv_sec)
		return x->at.tv_sec < y->at.tv_sec ? -1 : 1;
	if (x->at.tv_nsec != y->at.tv_nsec)
		return x->at.tv_nsec < y->at.tv_nsec ? -1 : 1;
	return strcmp(x->name, y->name);
}

static void read_marks(struct spool *spool, struct nw_str state)
{
	char text[MARK_BYTES + 1] = "";

	spool->marks = calloc(state.len / MARK_BYTES + 1, sizeof(uint64_t));
	if (!spool->marks)
		abort();
	for (size_t i = 0; i + MARK_BYTES <= state.len; i += MARK_BYTES) {
		memcpy(text, state.at + i, MARK_BYTES);
		spool->marks[spool->mark_count++] = strtoull(text, NULL, 16);
	}
	if (spool->mark_count > 1)
		qsort(spool->marks, spool->mark_count, sizeof(uint64_t),
		      by_number);
}

static uint64_t mark_of(const char *name, const struct stat *info)
{
	struct nwi_sip_key key = { (uint64_t)info->st_mtim.tv_sec,
				   (uint64_t)info->st_mtim.tv_nsec ^
					   (uint64_t)info->st_size << 30 };

	return nwi_siphash(&key, name, strlen(name));
}

static void add_entry(struct spool *spool, const char *name,
		      const struct stat *info)
{
	if (spool->count == spool->room) {
		spool->room = spool->room ? 2 * spool->room : 64;
		spool->entries = reallocarray(spool->entries, spool->room,
					      sizeof(*spool->entries));
		if (!spool->entries)
			abort();
	}
	struct entry *entry = &spool->entries[spool->count++];
	entry->name = nw_str_dup(nw_str_from(name));
	entry->at = info->st_mtim;
	entry->mark = mark_of(name, info);
	entry->seen = bsearch(&entry->mark, spool->marks, spool->mark_count,
			      sizeof(uint64_t), by_number) != NULL;
}

/* Regular files whose names do not begin with '.': others are being written. */
static bool list_entries(struct transport_job *job, struct spool *spool,
			 int folder)
{
	int copy = fcntl(folder, F_DUPFD_CLOEXEC, 3);
	DIR *dir = copy >= 0 ? fdopendir(copy) : NULL;
	struct dirent *row;
	struct stat info;

	if (!dir) {
		local_failure(job, "cannot be listed");
		close_fd(&copy);
		return false;
	}
	while ((row = readdir(dir)) && spool->count <= SPOOL_MAX)
		if (row->d_name[0] != '.' &&
		    fstatat(folder, row->d_name, &info, AT_SYMLINK_NOFOLLOW) ==
			    0 &&
		    S_ISREG(info.st_mode))
			add_entry(spool, row->d_name, &info);
	closedir(dir);
	if (spool->count <= SPOOL_MAX)
		return true;
	job_result(job, NW_OUTCOME_LOCAL, ENOSPC,
		   "%s: more than %d files stand there: take away what was "
		   "read",
		   job->path, SPOOL_MAX);
	return false;
}

/* The marks of what was read and still stands there, with the new one. */
static void write_marks(struct transport_job *job, const struct spool *spool)
{
	struct nw_buf state;

	nw_buf_init(&state, (SPOOL_MAX + 1) * MARK_BYTES);
	for (size_t i = 0; i < spool->count; i++)
		if (spool->entries[i].seen)
			nw_buf_add_fmt(&state, "%016" PRIx64,
				       spool->entries[i].mark);
	job->answer->pub.state = nw_arena_buf(job->answer->arena, &state);
	nw_buf_fini(&state);
}

/* -1: the answer says why, unless another file can be opened. */
static int open_entry(struct transport_job *job, const struct entry *entry,
		      int folder)
{
	int fd = openat(folder, entry->name,
			O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	job->answer->pub.response.url = nw_arena_fmt(
		job->answer->arena, "file://%s/%s", job->path, entry->name);
	if (fd < 0)
		local_failure(job, entry->name);
	return fd;
}

/*
 * The oldest file that was not read. One that cannot be opened is passed over
 * and tried again, until it is the only one left: then it is said.
 */
static void read_spool(struct transport_job *job, int folder)
{
	NW_AUTO(spool_fini) struct spool spool = { 0 };
	struct transport_answer *answer = &job->answer->pub;
	bool failed = false;
	NW_AUTO(close_fd) int fd = -1;

	answer->from_folder = true;
	read_marks(&spool, job->known.state);
	if (!list_entries(job, &spool, folder))
		return;
	if (spool.count > 1)
		qsort(spool.entries, spool.count, sizeof(*spool.entries),
		      by_age);
	for (size_t i = 0; i < spool.count; i++) {
		if (spool.entries[i].seen)
			continue;
		if (fd >= 0) {
			answer->more = true;
			break;
		}
		fd = open_entry(job, &spool.entries[i], folder);
		failed = fd < 0;
		spool.entries[i].seen = !failed;
	}
	if (fd >= 0) {
		job_result(job, NW_OUTCOME_DONE, 0, "%s", "");
		read_all(job, fd);
	}
	answer->not_modified = fd < 0 && !failed;
	write_marks(job, &spool);
}

static void read_work(struct transport_job *job)
{
	NW_AUTO(close_fd)
	int fd = open(job->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat info;

	job->answer->pub.response.url =
		nw_arena_fmt(job->answer->arena, "file://%s", job->path);
	if (fd < 0 || fstat(fd, &info) < 0)
		local_failure(job, "cannot be opened");
	else if (S_ISDIR(info.st_mode))
		read_spool(job, fd);
	else if (S_ISREG(info.st_mode))
		read_one(job, fd, &info);
	else
		job_result(job, NW_OUTCOME_LOCAL, EINVAL,
			   "%s is neither a file nor a folder", job->path);
}

/* ---- appending ---- */

/* How many bytes at the end are a line without its end; -1 on errors. */
static ssize_t torn_bytes(int fd, off_t size, char *tail, size_t room)
{
	size_t len = (off_t)room < size ? room : (size_t)size;

	if (pread(fd, tail, len, size - (off_t)len) != (ssize_t)len)
		return -1;
	const char *end = memrchr(tail, '\n', len);
	size_t torn = end ? len - (size_t)(end + 1 - tail) : len;
	memmove(tail, tail + len - torn, torn);
	return (ssize_t)torn;
}

/*
 * A crash may have left the beginning of this very line (the payload of an
 * attempt never changes): it is taken back. What else lacks its line end is
 * not ours and gets one.
 */
static bool heal(int fd, off_t *size, struct nw_str line, bool *end_first)
{
	char *tail = malloc(line.len + 1);
	ssize_t torn;

	if (!tail)
		abort();
	torn = *size ? torn_bytes(fd, *size, tail, line.len + 1) : 0;
	bool ours = torn > 0 && (size_t)torn <= line.len &&
		    memcmp(tail, line.at, (size_t)torn) == 0;
	free(tail);
	*end_first = torn > 0 && !ours;
	if (!ours)
		return torn >= 0;
	*size -= torn;
	return ftruncate(fd, *size) == 0;
}

static bool write_all(int fd, const char *at, size_t left)
{
	while (left) {
		ssize_t len = write(fd, at, left);
		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0)
			return false;
		at += len;
		left -= (size_t)len;
	}
	return true;
}

/* A new name is durable when its folder is. */
static bool sync_folder(const char *path)
{
	char *copy = nw_str_dup(nw_str_from(path));
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	close_fd(&fd);
	free(copy);
	return ok;
}

static void append_line(struct transport_job *job, int fd, off_t size)
{
	struct nw_str body = job->request.body;
	bool end_first = false, is_new = size == 0;
	struct nw_buf line;

	if (!heal(fd, &size, body, &end_first)) {
		local_failure(job, "cannot be healed");
		return;
	}
	nw_buf_init(&line, body.len + 2);
	if (end_first)
		nw_buf_add_char(&line, '\n');
	nw_buf_add_str(&line, body);
	if (!nw_str_ends(body, "\n"))
		nw_buf_add_char(&line, '\n');
	if (!write_all(fd, line.at, line.len)) {
		local_failure(job, "cannot be written");
		(void)!ftruncate(fd, size);
	} else if (fsync(fd) != 0 || (is_new && !sync_folder(job->path))) {
		local_failure(job, "cannot be made durable");
	}
	nw_buf_fini(&line);
}

static void append_work(struct transport_job *job)
{
	NW_AUTO(close_fd)
	int fd = open(job->path,
		      O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY |
			      O_NONBLOCK,
		      0640);
	struct stat info;

	if (fd < 0 || fstat(fd, &info) < 0)
		local_failure(job, "cannot be opened");
	else if (!S_ISREG(info.st_mode))
		job_result(job, NW_OUTCOME_LOCAL, EINVAL,
			   "%s is not a regular file", job->path);
	else
		append_line(job, fd, info.st_size);
}

void file_start(struct transport_job *job)
{
	if (!job->path || job->path[0] != '/')
		job_fail(job, NW_OUTCOME_REFUSED, 0,
			 "no absolute path is configured");
	else if (job->binding->append && job->request.body.len == 0)
		job_fail(job, NW_OUTCOME_REFUSED, 0, "there is no line");
	else
		lane_run(job->transport->files, job,
			 job->binding->append ? append_work : read_work);
}

/* ---- the console ---- */

/* A terminal may stand still: the end of the program does not wait for it. */
static bool may_write(struct transport_job *job)
{
	struct pollfd console = { .fd = STDOUT_FILENO, .events = POLLOUT };

	while (!atomic_load(&job->stop))
		if (poll(&console, 1, 200) > 0)
			return true;
	errno = ECANCELED;
	return false;
}

static void console_work(struct transport_job *job)
{
	struct nw_str rest = job->request.body;

	job->path = "standard output";
	while (rest.len) {
		size_t part = rest.len < 4096 ? rest.len : 4096;
		ssize_t len = may_write(job)
				      ? write(STDOUT_FILENO, rest.at, part)
				      : -1;
		if (len < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (len < 0) {
			local_failure(job, "cannot be written");
			return;
		}
		rest = nw_str_slice(rest, (size_t)len, rest.len);
	}
}

void console_start(struct transport_job *job)
{
	lane_run(job->transport->console, job, console_work);
}
