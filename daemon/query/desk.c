/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/query/desk.h"

#include "base/json.h"
#include "daemon/loop/log.h"
#include "wire/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	PIECE = 64 * 1024,
	DEPTH = 64,
	READY_MS = 30000,
	GRACE_MS = 5000, /* behind the deadline that the worker keeps itself */
	PATH_BYTES = 4096,
	LINES_MOST = 256 << 20 /* bytes of one answer */
};

static const struct desk_settings defaults = {
	.worker = NW_WORKER_PATH,
	.memory = (uint64_t)256 << 20,
	.wall_ms = { 60000, INT64_C(15) * 60000 },
	.idle_ms = 10000,
	.life_ms = 5 * 60000,
	.waiting = 16,
};

static const char *const lane_names[DESK_LANES] = { "search", "backtest" };

struct lane {
	struct desk *desk;
	struct desk_job *now;		/* sent, or to be sent when ready */
	struct desk_job *first, **last; /* that wait */
	size_t waiting;
	struct loop_child *child;
	struct loop_watch *watch;
	struct loop_timer timer; /* deadline of the job, or of idling */
	struct nwi_frame_reader reader;
	struct nw_buf out;
	size_t sent;
	int fd; /* -1 without a process */
	int64_t born_ms;
	bool ready, sent_job;
	bool dying;   /* killed, and not reaped yet */
	bool leaving; /* killed or told to go with no job in it */
	bool late;    /* killed for its time */
	bool garbage; /* killed for what it said */
};

struct desk_job {
	struct desk_job *next;
	struct lane *lane;
	char *json;
	desk_line_fn *line;
	desk_end_fn *end;
	void *arg;
	uint64_t id;
	size_t bytes;
	bool held;
	bool dropped; /* within its own callback: freed behind it */
	bool busy;    /* in a callback */
};

struct desk {
	struct loop *loop;
	struct desk_settings settings;
	char *worker, *state_dir;
	struct lane lanes[DESK_LANES];
	uint64_t next_id;
	struct desk_status counts;
};

static void turn(struct lane *lane);

/* ---- jobs ---- */

static void free_job(struct desk_job *job)
{
	free(job->json);
	free(job);
}

/* The lane's job is over; what it wanted is called last. */
static void end_job(struct lane *lane, enum nw_status status, const char *text,
		    struct nw_str result)
{
	struct desk_job *job = NW_STEAL(lane->now);

	lane->sent_job = false;
	if (!job)
		return;
	if (!job->dropped)
		job->end(job->arg, status, text, result);
	free_job(job);
}

static void take_next(struct lane *lane)
{
	if (lane->now || !lane->first)
		return;
	lane->now = lane->first;
	lane->first = lane->now->next;
	lane->now->next = NULL;
	lane->waiting--;
	if (!lane->first)
		lane->last = &lane->first;
}

/* ---- the process ---- */

static void close_process(struct lane *lane)
{
	loop_watch_free(&lane->watch);
	if (lane->fd >= 0)
		close(lane->fd);
	lane->fd = -1;
	lane->ready = lane->sent_job = false;
	nwi_frame_reader_fini(&lane->reader);
	nw_buf_fini(&lane->out);
	loop_timer_cancel(lane->desk->loop, &lane->timer);
}

static void say_how(int status, char *out, size_t room)
{
	if (WIFSIGNALED(status))
		snprintf(out, room, "killed by signal %d", WTERMSIG(status));
	else
		snprintf(out, room, "exit status %d", WEXITSTATUS(status));
}

/* The status in what it said: NW_INTERNAL for one that is none. */
static enum nw_status status_in(const json_t *json)
{
	int64_t status = nwi_json_get_int(json, "status", NW_INTERNAL);

	return status < NW_OK || status > NW_INTERNAL ? NW_INTERNAL
						      : (enum nw_status)status;
}

/* Why it could not begin. */
static void read_failure(const struct nwi_frame *frame, struct nw_error *out)
{
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	enum nw_status status =
		nwi_json_parse(frame->json, NWI_FRAME_JSON, DEPTH, &json, out);

	if (status == NW_OK)
		status = status_in(json);
	nw_fail(out, status == NW_OK ? NW_INTERNAL : status, "%.*s",
		NW_FMT(nwi_json_get_str(json, "text")));
}

/*
 * One that cannot begin says why and ends, and its end may be seen before its
 * words are: they are few, and still in the socket.
 */
static bool hear_last_words(struct lane *lane, struct nw_error *out)
{
	struct nwi_frame frame;
	char piece[NW_ERROR_TEXT * 8];

	if (lane->ready || lane->dying)
		return false;
	ssize_t got = recv(lane->fd, piece, sizeof(piece), MSG_DONTWAIT);
	if (got <= 0 ||
	    nwi_frame_reader_add(&lane->reader, piece, (size_t)got, out) !=
		    NW_OK ||
	    nwi_frame_reader_next(&lane->reader, &frame, out) != NW_OK ||
	    frame.type != NWI_FRAME_FAILED)
		return false;
	read_failure(&frame, out);
	return true;
}

/* Reaped. A job that was with it gets the reason. */
static void on_exit_of(void *arg, int status)
{
	struct lane *lane = arg;
	struct nw_error err;
	char how[64];

	bool said = hear_last_words(lane, &err);
	lane->child = NULL;
	close_process(lane);
	say_how(status, how, sizeof(how));
	if (lane->leaving) {
		/*
		 * A job that came meanwhile gets another process, unless it
		 * went again before there was one.
		 */
		if (lane->now && lane->now->dropped)
			end_job(lane, NW_GONE, "", nw_str_make(NULL, 0));
	} else if (said) {
		end_job(lane, err.status, err.text, nw_str_make(NULL, 0));
	} else if (lane->now && !lane->now->dropped) {
		lane->desk->counts.died++;
		nw_fail(&err, lane->late ? NW_TIMEOUT : NW_GONE,
			lane->late ? "it took longer than its time; ask for "
				     "less (--since, --limit)"
				   : "newswatch-query died (%s); ask again",
			how);
		log_event(
			NW_LOG_WARNING, "query.died",
			LOG_TEXT("lane", lane_names[lane - lane->desk->lanes]),
			LOG_TEXT("message",
				 lane->garbage ? "it said what is no answer"
					       : how));
		end_job(lane, err.status, err.text, nw_str_make(NULL, 0));
	} else {
		end_job(lane, NW_GONE, "", nw_str_make(NULL, 0));
	}
	lane->late = lane->garbage = lane->dying = lane->leaving = false;
	turn(lane);
}

static void kill_process(struct lane *lane)
{
	if (!lane->child || lane->dying)
		return;
	lane->dying = true;
	loop_watch_want(lane->watch, 0);
	loop_child_kill(lane->child, SIGKILL);
}

static void send_more(struct lane *lane)
{
	while (lane->sent < lane->out.len) {
		ssize_t n = send(lane->fd, lane->out.at + lane->sent,
				 lane->out.len - lane->sent,
				 MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN) {
			loop_watch_want(lane->watch, LOOP_READ | LOOP_WRITE);
			return;
		}
		if (n < 0)
			return; /* its exit is reported */
		lane->sent += (size_t)n;
	}
	nw_buf_clear(&lane->out);
	lane->sent = 0;
	loop_watch_want(lane->watch, LOOP_READ);
}

static void send_frame(struct lane *lane, enum nwi_frame_type type, uint64_t id,
		       struct nw_str json)
{
	const struct nwi_frame frame = { .type = type,
					 .job = id,
					 .json = json };
	struct nw_error err;

	if (nwi_frame_write(&frame, &lane->out, &err) != NW_OK)
		kill_process(lane);
	else
		send_more(lane);
}

/* A process with no job in it. */
static void let_go(struct lane *lane)
{
	if (!lane->child || lane->leaving)
		return;
	lane->leaving = true;
	lane->ready = false;
	kill_process(lane);
}

static void on_timer(void *arg)
{
	struct lane *lane = arg;

	if (lane->now) {
		lane->late = true;
		kill_process(lane);
		return;
	}
	let_go(lane);
}

/* ---- what it says ---- */

static void on_line(struct lane *lane, const struct nwi_frame *frame)
{
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	struct desk_job *job = lane->now;
	struct nw_error err;

	job->bytes += frame->json.len;
	if (job->bytes > LINES_MOST ||
	    nwi_json_parse(frame->json, NWI_FRAME_JSON, DEPTH, &json, &err) !=
		    NW_OK ||
	    !json_is_object(json) ||
	    nw_str_find_char(frame->json, '\n') < frame->json.len) {
		lane->garbage = true;
		kill_process(lane);
		return;
	}
	job->busy = true;
	if (!job->dropped)
		job->line(job->arg, frame->json);
	job->busy = false;
	if (job->dropped)
		kill_process(lane);
}

static void on_result(struct lane *lane, const struct nwi_frame *frame)
{
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	struct nw_error err;
	struct nw_str result = frame->json;

	if (nwi_json_parse(result, NWI_FRAME_JSON, DEPTH, &json, &err) !=
		    NW_OK ||
	    !json_is_object(json)) {
		lane->garbage = true;
		kill_process(lane);
		return;
	}
	enum nw_status status = status_in(json);
	nw_fail(&err, status, "%.*s", NW_FMT(nwi_json_get_str(json, "text")));
	end_job(lane, err.status, err.text, result);
	/* What was damaged may be another file by now: it opens anew. */
	if (status == NW_CORRUPT || status == NW_IO ||
	    loop_elapsed_ms(lane->desk->loop) - lane->born_ms >
		    lane->desk->settings.life_ms)
		let_go(lane);
	turn(lane);
}

static void on_start(struct lane *lane, const struct nwi_frame *frame)
{
	struct nw_error err;

	if (frame->type == NWI_FRAME_READY) {
		lane->ready = true;
		turn(lane);
		return;
	}
	read_failure(frame, &err);
	end_job(lane, err.status, err.text, nw_str_make(NULL, 0));
	let_go(lane);
}

static void on_frame(struct lane *lane, const struct nwi_frame *frame)
{
	bool start = frame->type == NWI_FRAME_READY ||
		     frame->type == NWI_FRAME_FAILED;
	bool of_job =
		lane->now && lane->sent_job && frame->job == lane->now->id;

	if (start && !lane->ready)
		on_start(lane, frame);
	else if (of_job && frame->type == NWI_FRAME_ITEM)
		on_line(lane, frame);
	else if (of_job && frame->type == NWI_FRAME_RESULT)
		on_result(lane, frame);
	else {
		lane->garbage = true;
		kill_process(lane);
	}
}

/* Frames that are there, as long as somebody takes them. */
static void take_frames(struct lane *lane)
{
	enum nw_status status = NW_OK;
	struct nwi_frame frame;
	struct nw_error err;

	while (status == NW_OK && !lane->dying &&
	       !(lane->now && lane->now->held)) {
		status = nwi_frame_reader_next(&lane->reader, &frame, &err);
		if (status == NW_OK)
			on_frame(lane, &frame);
	}
	if (status != NW_OK && status != NW_NOT_FOUND) {
		lane->garbage = true;
		kill_process(lane);
	}
}

static void on_socket(void *arg, int fd, unsigned ready)
{
	static char piece[PIECE];
	struct lane *lane = arg;
	struct nw_error err;

	if (ready & LOOP_WRITE && lane->out.len > 0)
		send_more(lane);
	if (!(ready & LOOP_READ))
		return;
	ssize_t got = recv(fd, piece, sizeof(piece), MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0 || nwi_frame_reader_add(&lane->reader, piece, (size_t)got,
					     &err) != NW_OK) {
		kill_process(lane);
		return;
	}
	take_frames(lane);
	if (lane->now && lane->now->held && lane->watch)
		loop_watch_want(lane->watch, 0);
}

/* ---- the start ---- */

/* newswatch-query stands beside the worker. */
static bool program_path(const struct desk *desk, char out[PATH_BYTES])
{
	const char *slash = strrchr(desk->worker, '/');
	int folder = slash ? (int)(slash - desk->worker) + 1 : 0;

	return snprintf(out, PATH_BYTES, "%.*snewswatch-query", folder,
			desk->worker) < PATH_BYTES;
}

static enum nw_status spawn(struct lane *lane, int theirs, struct nw_error *err)
{
	const struct desk *desk = lane->desk;
	const struct loop_descriptor fds[] = { { theirs, 3 } };
	char path[PATH_BYTES], memory[32];
	const char *argv[8];
	size_t n = 0;

	if (!program_path(desk, path))
		return nw_fail(err, NW_LIMIT, "the worker's path is too long");
	snprintf(memory, sizeof(memory), "%llu",
		 (unsigned long long)desk->settings.memory);
	argv[n++] = path;
	argv[n++] = "--serve";
	if (desk->settings.best_effort)
		argv[n++] = "--best-effort";
	argv[n++] = "--memory";
	argv[n++] = memory;
	argv[n++] = desk->state_dir;
	argv[n] = NULL;
	const struct loop_spawn what = {
		.path = path, .argv = argv, .fds = fds, .fd_count = 1
	};
	return loop_spawn(desk->loop, &what, on_exit_of, lane, &lane->child,
			  err);
}

static enum nw_status start(struct lane *lane, struct nw_error *err)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return nw_fail(err, NW_IO, "a socket for newswatch-query: %s",
			       strerrordesc_np(errno));
	enum nw_status status = spawn(lane, pair[1], err);
	close(pair[1]);
	if (status != NW_OK) {
		close(pair[0]);
		return status;
	}
	lane->fd = pair[0];
	lane->born_ms = loop_elapsed_ms(lane->desk->loop);
	nwi_frame_reader_init(&lane->reader, true);
	nw_buf_init(&lane->out, (size_t)NWI_FRAME_JSON + NWI_FRAME_HEADER);
	lane->sent = 0;
	lane->watch = loop_watch_new(lane->desk->loop, lane->fd, LOOP_FETCHING,
				     LOOP_READ, on_socket, lane);
	loop_timer_arm(lane->desk->loop, &lane->timer, READY_MS);
	return NW_OK;
}

static void send_job(struct lane *lane)
{
	struct desk *desk = lane->desk;
	size_t which = (size_t)(lane - desk->lanes);
	int64_t wall_ms = desk->settings.wall_ms[which];
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };

	nw_buf_init(&json, NWI_FRAME_JSON);
	nwi_json_open(&json, '{');
	nwi_json_put_text(&json, "kind", lane_names[which]);
	nwi_json_put_int(&json, "wall_ms", wall_ms);
	nwi_json_put_int(&json, "now", loop_now(desk->loop));
	/* The members of the caller's object. */
	nw_buf_add_char(&json, ',');
	nw_buf_add_text(&json, lane->now->json + 1);
	lane->sent_job = true;
	if (which == DESK_SEARCH)
		desk->counts.searches++;
	else
		desk->counts.backtests++;
	loop_timer_arm(desk->loop, &lane->timer, wall_ms + GRACE_MS);
	send_frame(lane, NWI_FRAME_JOB, lane->now->id, nw_buf_str(&json));
}

/* Does what can be done now. */
static void turn(struct lane *lane)
{
	struct nw_error err;

	take_next(lane);
	if (!lane->now) {
		if (lane->child && lane->ready)
			loop_timer_arm(lane->desk->loop, &lane->timer,
				       lane->desk->settings.idle_ms);
		return;
	}
	if (lane->child) {
		if (lane->ready && !lane->sent_job)
			send_job(lane);
		return;
	}
	if (start(lane, &err) != NW_OK) {
		end_job(lane, err.status, err.text, nw_str_make(NULL, 0));
		turn(lane);
	}
}

/* ---- the desk ---- */

struct desk *desk_new(struct loop *loop, const struct desk_settings *settings)
{
	struct desk *desk = calloc(1, sizeof(*desk));

	if (!desk)
		abort();
	desk->loop = loop;
	for (size_t i = 0; i < DESK_LANES; i++) {
		struct lane *lane = &desk->lanes[i];
		lane->desk = desk;
		lane->fd = -1;
		lane->last = &lane->first;
		loop_timer_init(&lane->timer, LOOP_CLOCK_REAL, on_timer, lane);
	}
	desk_set(desk, settings);
	return desk;
}

void desk_set(struct desk *desk, const struct desk_settings *settings)
{
	struct desk_settings set = *settings;

	set.worker = set.worker ? set.worker : defaults.worker;
	set.memory = set.memory ? set.memory : defaults.memory;
	set.idle_ms = set.idle_ms ? set.idle_ms : defaults.idle_ms;
	set.life_ms = set.life_ms ? set.life_ms : defaults.life_ms;
	set.waiting = set.waiting ? set.waiting : defaults.waiting;
	for (size_t i = 0; i < DESK_LANES; i++)
		if (set.wall_ms[i] == 0)
			set.wall_ms[i] = defaults.wall_ms[i];
	free(desk->worker);
	desk->worker = nw_str_dup(nw_str_from(set.worker));
	if (set.state_dir) {
		free(desk->state_dir);
		desk->state_dir = nw_str_dup(nw_str_from(set.state_dir));
	}
	desk->settings = set;
}

void desk_free(struct desk **at)
{
	struct desk *desk = NW_STEAL(*at);

	if (!desk)
		return;
	for (size_t i = 0; i < DESK_LANES; i++) {
		struct lane *lane = &desk->lanes[i];
		if (lane->child) {
			loop_child_kill(lane->child, SIGKILL);
			loop_child_forget(&lane->child);
		}
		close_process(lane);
		for (take_next(lane); lane->now; take_next(lane))
			free_job(NW_STEAL(lane->now));
	}
	free(desk->worker);
	free(desk->state_dir);
	free(desk);
}

void desk_ask(struct desk *desk, enum desk_lane which, struct nw_str json,
	      desk_line_fn *line, desk_end_fn *end, void *arg,
	      struct desk_job **out)
{
	struct lane *lane = &desk->lanes[which];
	struct nw_error err;

	*out = NULL;
	if (lane->waiting >= desk->settings.waiting) {
		desk->counts.refused++;
		nw_fail(&err, NW_BUSY,
			"%zu of this kind wait already, which is the limit: "
			"try again later",
			lane->waiting);
		end(arg, err.status, err.text, nw_str_make(NULL, 0));
		return;
	}
	struct desk_job *job = calloc(1, sizeof(*job));
	if (!job)
		abort();
	*job = (struct desk_job){ .lane = lane,
				  .json = nw_str_dup(json),
				  .line = line,
				  .end = end,
				  .arg = arg,
				  .id = ++desk->next_id };
	*out = job;
	*lane->last = job;
	lane->last = &job->next;
	lane->waiting++;
	turn(lane);
}

void desk_hold(struct desk_job *job)
{
	job->held = true;
}

void desk_go_on(struct desk_job *job)
{
	struct lane *lane = job->lane;

	if (!job->held)
		return;
	job->held = false;
	if (job->busy || lane->now != job || !lane->watch)
		return;
	loop_watch_want(lane->watch, LOOP_READ);
	take_frames(lane);
	if (lane->now && lane->now->held && lane->watch)
		loop_watch_want(lane->watch, 0);
}

void desk_drop(struct desk_job *job)
{
	struct lane *lane = job->lane;

	if (lane->now == job) {
		/* One that waits for its process is not worth the process. */
		job->dropped = true;
		job->held = false;
		if (!job->busy)
			kill_process(lane);
		return;
	}
	struct desk_job **at = &lane->first;
	while (*at != job)
		at = &(*at)->next;
	*at = job->next;
	lane->waiting--;
	if (!*at)
		lane->last = at;
	free_job(job);
}

void desk_status(const struct desk *desk, struct desk_status *out)
{
	*out = desk->counts;
	for (size_t i = 0; i < DESK_LANES; i++) {
		out->running += desk->lanes[i].now != NULL;
		out->waiting += (unsigned)desk->lanes[i].waiting;
	}
}
