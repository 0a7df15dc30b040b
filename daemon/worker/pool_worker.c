/* SPDX-License-Identifier: Apache-2.0 */
/* One worker process: its start, its socket, its end. */
#include "daemon/worker/pool_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A turn's share of one worker's stream. */
enum { PIECE = 256 * 1024, MAX_ARGS = 264 };

int64_t worker_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static struct pool *pool_of(const struct worker *worker)
{
	return worker->group->generation->pool;
}

/* Processor time of another process; 0 when it is gone. */
static int64_t cpu_of(pid_t pid)
{
	struct timespec used;
	clockid_t clock;

	if (clock_getcpuclockid(pid, &clock) != 0 ||
	    clock_gettime(clock, &used) != 0)
		return 0;
	return used.tv_sec * INT64_C(1000) + used.tv_nsec / 1000000;
}

uint64_t worker_rss(const struct worker *worker)
{
	unsigned long long total = 0, resident = 0;
	char path[64], text[128];

	snprintf(path, sizeof(path), "/proc/%d/statm", (int)worker->pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	ssize_t got = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	if (sscanf(text, "%llu %llu", &total, &resident) != 2)
		return 0;
	return resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* ---- the end ---- */

static void close_all(struct worker *worker)
{
	loop_watch_free(&worker->watch);
	loop_watch_free(&worker->err_watch);
	if (worker->fd >= 0)
		close(worker->fd);
	if (worker->err_fd >= 0)
		close(worker->err_fd);
	worker->fd = worker->err_fd = -1;
	nwi_frame_reader_fini(&worker->reader);
	nw_buf_fini(&worker->out);
	worker->out_pos = 0;
}

static void read_words(void *arg, int fd, unsigned ready)
{
	struct worker *worker = arg;
	char piece[LAST_WORDS];

	(void)ready;
	ssize_t got = read(fd, piece, sizeof(piece));
	if (got <= 0) {
		if (got == 0 || errno != EAGAIN)
			loop_watch_want(worker->err_watch, 0);
		return;
	}
	size_t len = (size_t)got;
	if (worker->words_len + len > LAST_WORDS) {
		size_t keep = LAST_WORDS - len;
		if (keep > worker->words_len)
			keep = worker->words_len;
		memmove(worker->words, worker->words + worker->words_len - keep,
			keep);
		worker->words_len = keep;
	}
	memcpy(worker->words + worker->words_len, piece, len);
	worker->words_len += len;
}

static enum pool_death death_of(const struct worker *worker, int status)
{
	if (worker->death != POOL_ALIVE)
		return worker->death;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		return POOL_DENIED;
	return POOL_CRASH;
}

static void report(struct worker *worker, enum pool_death death, int status)
{
	struct nw_str words =
		nw_str_trim(nw_str_make(worker->words, worker->words_len));
	char how[64];

	if (WIFSIGNALED(status))
		snprintf(how, sizeof(how), "signal %d", WTERMSIG(status));
	else
		snprintf(how, sizeof(how), "exit status %d",
			 WEXITSTATUS(status));
	pool_say(pool_of(worker), NW_LOG_WARNING, "worker.died",
		 nw_str_from(worker->job && worker->job->instance
				     ? worker->job->instance
				     : ""),
		 "a worker of %s died (%s, %s)%s%.*s", worker->group->name,
		 pool_death_name(death), how, words.len ? ": " : "",
		 NW_FMT(words));
}

void worker_kill(struct worker *worker, enum pool_death why)
{
	if (!worker->child || worker->state == WORKER_DYING)
		return;
	if (worker->death == POOL_ALIVE)
		worker->death = why;
	if (worker->state != WORKER_QUITTING)
		worker->state = WORKER_DYING;
	loop_watch_want(worker->watch, 0);
	loop_child_kill(worker->child, SIGKILL);
}

void worker_fini(struct worker *worker)
{
	loop_timer_cancel(pool_of(worker)->loop, &worker->restart);
	if (worker->child) {
		loop_child_kill(worker->child, SIGKILL);
		loop_child_forget(&worker->child);
	}
	if (worker->job)
		pool_job_free(worker->job);
	worker->job = NULL;
	worker->state = WORKER_DOWN;
	close_all(worker);
}

/* ---- the socket ---- */

static void send_more(struct worker *worker)
{
	while (worker->out_pos < worker->out.len) {
		union {
			struct cmsghdr align;
			char bytes[CMSG_SPACE(sizeof(int))];
		} control = { 0 };
		struct iovec vec = { worker->out.at + worker->out_pos,
				     worker->out.len - worker->out_pos };
		struct msghdr message = { .msg_iov = &vec, .msg_iovlen = 1 };
		if (worker->out_fd >= 0) {
			message.msg_control = control.bytes;
			message.msg_controllen = sizeof(control);
			struct cmsghdr *head = CMSG_FIRSTHDR(&message);
			head->cmsg_level = SOL_SOCKET;
			head->cmsg_type = SCM_RIGHTS;
			head->cmsg_len = CMSG_LEN(sizeof(int));
			memcpy(CMSG_DATA(head), &worker->out_fd, sizeof(int));
		}
		ssize_t sent = sendmsg(worker->fd, &message,
				       MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0 && errno == EAGAIN) {
			loop_watch_want(worker->watch, LOOP_READ | LOOP_WRITE);
			return;
		}
		/* A worker that is gone is reported by its exit. */
		if (sent < 0)
			return;
		worker->out_fd = -1;
		worker->out_pos += (size_t)sent;
	}
	nw_buf_fini(&worker->out);
	worker->out_pos = 0;
	loop_watch_want(worker->watch, LOOP_READ);
}

void worker_send(struct worker *worker, enum nwi_frame_type type, uint64_t job,
		 struct nw_str json, struct nw_str blob, int fd)
{
	struct nwi_frame frame = {
		.type = type,
		.job = job,
		.generation = (uint32_t)worker->group->generation->number,
		.flags = fd >= 0 ? NWI_FRAME_MEMFD : 0,
		.json = json,
		.blob = blob,
	};
	struct nw_error err;

	if (worker->out.len > 0)
		nw_buf_fini(&worker->out);
	nw_buf_init(&worker->out,
		    (size_t)NWI_FRAME_JSON + NWI_FRAME_BLOB + NWI_FRAME_HEADER);
	worker->out_pos = 0;
	worker->out_fd = fd;
	if (nwi_frame_write(&frame, &worker->out, &err) != NW_OK) {
		worker_kill(worker, POOL_GARBAGE);
		return;
	}
	send_more(worker);
}

static void on_frame(struct worker *worker, const struct nwi_frame *frame)
{
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	struct nw_error err;
	bool of_job = worker->job && worker->state == WORKER_BUSY &&
		      frame->job == worker->job->id;
	bool start = frame->type == NWI_FRAME_READY ||
		     frame->type == NWI_FRAME_FAILED;

	if (start ? worker->state != WORKER_STARTING : !of_job) {
		worker_kill(worker, POOL_GARBAGE);
		return;
	}
	if (of_job)
		worker->job->begun = true;
	if (frame->type == NWI_FRAME_ITEM) {
		if (!job_item(worker, frame))
			worker_kill(worker, POOL_GARBAGE);
		return;
	}
	if (nwi_json_parse(frame->json, NWI_FRAME_JSON, 64, &json, &err) !=
		    NW_OK ||
	    !json_is_object(json)) {
		worker_kill(worker, POOL_GARBAGE);
		return;
	}
	switch (frame->type) {
	case NWI_FRAME_READY:
		worker->sealed = nwi_json_get_bool(json, "sealed", false);
		generation_ready(worker, json);
		break;
	case NWI_FRAME_FAILED:
		generation_failed(worker->group->generation,
				  nwi_json_get_str(json, "lines"));
		break;
	case NWI_FRAME_LOG:
		worker->job->bytes += frame->json.len;
		pool_plugin_line(pool_of(worker),
				 (enum nw_log_level)nwi_json_get_int(
					 json, "level", NW_LOG_NOTICE),
				 nwi_json_get_str(json, "instance"),
				 nwi_json_get_str(json, "text"));
		break;
	case NWI_FRAME_AT:
		job_at(worker, json);
		break;
	default:
		pool_job_result(worker, json, frame->blob);
	}
}

static bool is_listening(const struct worker *worker)
{
	return worker->state == WORKER_STARTING || worker->state == WORKER_BUSY;
}

/* What recv() gave; frames that are whole by then are taken. */
static ssize_t hear(struct worker *worker)
{
	char piece[PIECE];
	struct nwi_frame frame;
	struct nw_error err;

	ssize_t got = recv(worker->fd, piece, sizeof(piece), MSG_DONTWAIT);
	if (got <= 0)
		return got;
	enum nw_status status =
		nwi_frame_reader_add(&worker->reader, piece, (size_t)got, &err);
	while (status == NW_OK && is_listening(worker)) {
		status = nwi_frame_reader_next(&worker->reader, &frame, &err);
		if (status == NW_OK)
			on_frame(worker, &frame);
	}
	bool broken = status != NW_OK && status != NW_NOT_FOUND;
	/* An idle worker has nothing to say. */
	if (broken || (worker->state == WORKER_IDLE &&
		       worker->reader.buf.len > worker->reader.pos))
		worker_kill(worker, POOL_GARBAGE);
	return got;
}

static void on_socket(void *arg, int fd, unsigned ready)
{
	struct worker *worker = arg;

	(void)fd;
	if ((ready & LOOP_WRITE) && worker->out.len > 0)
		send_more(worker);
	if (!(ready & LOOP_READ))
		return;
	ssize_t got = hear(worker);
	if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR)))
		return;
	/* The exit says why; a worker that closed and lives is odd. */
	loop_watch_want(worker->watch, 0);
	loop_child_kill(worker->child, SIGKILL);
}

/*
 * What one that is gone said before counts: that it began, where it was, or
 * the whole answer.
 */
static void hear_out(struct worker *worker)
{
	while (worker->state == WORKER_BUSY && hear(worker) > 0)
		;
}

/* Called once the process is reaped. */
static void on_exit_of(void *arg, int status)
{
	struct worker *worker = arg;
	struct pool *pool = pool_of(worker);
	bool wanted = worker->state == WORKER_QUITTING;
	enum pool_death death = death_of(worker, status);

	worker->child = NULL;
	if (worker->err_fd >= 0)
		read_words(worker, worker->err_fd, LOOP_READ);
	if (!wanted)
		report(worker, death, status);
	hear_out(worker);
	struct pool_job *job = worker->job;
	worker->job = NULL;
	worker->state = WORKER_DOWN;
	close_all(worker);
	if (!wanted) {
		pool->crashes += death == POOL_CRASH || death == POOL_DENIED;
		pool->hangs += death == POOL_HANG || death == POOL_CPU;
	}
	if (job)
		job_died(pool, job, worker->group, death);
	generation_worker_down(worker);
}

/* ---- the start ---- */

static enum nw_status open_pair(int pair[2], int type, struct nw_error *err)
{
	if (type == 0 ? pipe2(pair, O_CLOEXEC) == 0
		      : socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, pair) == 0)
		return NW_OK;
	return nw_fail(err, NW_IO, "a worker's socket: %s",
		       strerrordesc_np(errno));
}

static enum nw_status spawn(struct worker *worker, int socket, int words,
			    struct nw_error *err)
{
	const struct pool_settings *settings = &pool_of(worker)->settings;
	const char *argv[MAX_ARGS];
	char memory[32];
	size_t n = 0;
	const struct loop_descriptor fds[] = { { words, 2 }, { socket, 3 } };

	snprintf(memory, sizeof(memory), "%llu",
		 (unsigned long long)settings->memory);
	argv[n++] = settings->worker;
	argv[n++] = "--serve";
	if (settings->best_effort)
		argv[n++] = "--best-effort";
	argv[n++] = "--memory";
	argv[n++] = memory;
	for (const char *const *file = worker->group->files;
	     *file && n < MAX_ARGS - 1; file++)
		argv[n++] = *file;
	argv[n] = NULL;
	const struct loop_spawn what = { .path = settings->worker,
					 .argv = argv,
					 .fds = fds,
					 .fd_count = 2 };
	return loop_spawn(pool_of(worker)->loop, &what, on_exit_of, worker,
			  &worker->child, err);
}

static enum nw_status open_worker(struct worker *worker, struct nw_error *err)
{
	int sockets[2] = { -1, -1 }, words[2] = { -1, -1 };

	enum nw_status status = open_pair(sockets, SOCK_STREAM, err);
	if (status == NW_OK)
		status = open_pair(words, 0, err);
	if (status == NW_OK)
		status = spawn(worker, sockets[1], words[1], err);
	if (sockets[1] >= 0)
		close(sockets[1]);
	if (words[1] >= 0)
		close(words[1]);
	worker->fd = sockets[0];
	worker->err_fd = words[0];
	if (status != NW_OK)
		return status;
	fcntl(worker->err_fd, F_SETFL, O_NONBLOCK);
	return NW_OK;
}

void worker_start(struct worker *worker)
{
	struct generation *generation = worker->group->generation;
	struct loop *loop = generation->pool->loop;
	struct nw_error err;

	loop_timer_cancel(loop, &worker->restart);
	nwi_frame_reader_init(&worker->reader, true);
	nw_buf_init(&worker->out, NWI_FRAME_JSON);
	worker->death = POOL_ALIVE;
	worker->words_len = 0;
	worker->was_ready = false;
	worker->out_fd = -1;
	worker->state = WORKER_STARTING;
	worker->since_ms = worker_now_ms();
	if (open_worker(worker, &err) != NW_OK) {
		pool_say(generation->pool, NW_LOG_ERROR, "worker.start",
			 nw_str_make(NULL, 0), "%s", err.text);
		worker->state = WORKER_DOWN;
		close_all(worker);
		generation_worker_down(worker);
		return;
	}
	worker->pid = loop_child_pid(worker->child);
	worker->watch = loop_watch_new(loop, worker->fd, LOOP_CONTROL,
				       LOOP_READ, on_socket, worker);
	worker->err_watch = loop_watch_new(loop, worker->err_fd, LOOP_FETCHING,
					   LOOP_READ, read_words, worker);
	worker_send(worker, NWI_FRAME_CONFIGURE, 0,
		    nw_buf_str(&worker->group->configure),
		    nw_str_make(NULL, generation->image.len),
		    generation->image.fd);
	pool_watch_time(generation->pool);
}

void worker_quit(struct worker *worker)
{
	if (worker->state != WORKER_IDLE && worker->state != WORKER_STARTING)
		return;
	/* One that hangs while it starts would not hear. */
	bool kill = worker->state == WORKER_STARTING;
	worker->state = WORKER_QUITTING;
	worker->since_ms = worker_now_ms();
	if (kill)
		loop_child_kill(worker->child, SIGKILL);
	else
		worker_send(worker, NWI_FRAME_QUIT, 0, nw_str_from(""),
			    nw_str_from(""), -1);
	pool_watch_time(pool_of(worker));
}

/* ---- deadlines ---- */

void worker_begin(struct worker *worker, struct pool_job *job)
{
	worker->job = job;
	worker->state = WORKER_BUSY;
	worker->since_ms = worker_now_ms();
	worker->cpu_ms = cpu_of(worker->pid);
	pool_watch_time(pool_of(worker));
}

void worker_check(struct worker *worker)
{
	struct pool *pool = pool_of(worker);
	const struct pool_settings *settings = &pool->settings;
	int64_t took = worker_now_ms() - worker->since_ms;

	if (worker->state == WORKER_STARTING && took > settings->ready_ms)
		worker_kill(worker, POOL_HANG);
	if (worker->state == WORKER_QUITTING && took > settings->wall_ms)
		loop_child_kill(worker->child, SIGKILL);
	if (worker->state != WORKER_BUSY)
		return;
	uint64_t rss = worker_rss(worker);
	if (rss > pool->largest_rss)
		pool->largest_rss = rss;
	if (took > settings->wall_ms)
		worker_kill(worker, POOL_HANG);
	else if (cpu_of(worker->pid) - worker->cpu_ms > settings->cpu_ms)
		worker_kill(worker, POOL_CPU);
	else if (rss > settings->memory)
		worker_kill(worker, POOL_MEMORY);
}
