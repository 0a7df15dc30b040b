/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Programs: argv from the configuration, an empty environment, a process
 * group and limits of their own; standard input is the request's body,
 * standard output the answer's, and the last line of standard error its text.
 */
#include "daemon/transport/job.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define GRACE_MS   2000 /* from TERM to KILL */
#define DRAIN_MS   1000 /* for what others hold open after its end */
#define STDERR_MAX 512
#define FILES_OPEN 64

struct stream {
	int fd;
	struct loop_watch *watch;
};

struct program {
	struct transport_job *job;
	struct loop_child *child;
	struct stream in, out, errors;
	struct loop_timer timer;
	size_t sent;
	struct nw_buf line; /* of standard error, the last or the current */
	bool line_ended, timed_out, flooded, exited;
	int status;
};

static struct loop *loop_of(const struct program *program)
{
	return program->job->transport->loop;
}

static void stream_close(struct stream *stream)
{
	loop_watch_free(&stream->watch);
	if (stream->fd >= 0)
		close(stream->fd);
	stream->fd = -1;
}

static void program_free(struct program *program)
{
	struct transport *transport = program->job->transport;

	loop_timer_cancel(transport->loop, &program->timer);
	stream_close(&program->in);
	stream_close(&program->out);
	stream_close(&program->errors);
	loop_child_forget(&program->child);
	nw_buf_fini(&program->line);
	program->job->program = NULL;
	free(program);
	transport->programs--;
}

/* ---- the end ---- */

static void word_result(struct program *program)
{
	struct transport_job *job = program->job;
	struct nw_str line = nw_buf_str(&program->line);
	int status = program->status;

	if (program->timed_out)
		job_result(job, NW_OUTCOME_TIMEOUT, 0,
			   "the program ran for more than %lld ms and was "
			   "ended",
			   (long long)job_total_ms(job));
	else if (program->flooded)
		job_result(job, NW_OUTCOME_TOO_LARGE, 0,
			   "the program wrote more than %zu bytes",
			   job->answer->body.max);
	else if (WIFSIGNALED(status))
		job_result(job, NW_OUTCOME_DROPPED, 0,
			   "the program was ended by signal %d (%s)",
			   WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		job_result(job, NW_OUTCOME_DONE, WEXITSTATUS(status), "%.*s",
			   NW_FMT(line));
}

static void finish(struct program *program)
{
	struct transport_job *job = program->job;
	struct transport *transport = job->transport;

	word_result(program);
	program_free(program);
	job_finish(job);
	exec_admit(transport);
}

static void maybe_finish(struct program *program)
{
	if (program->exited && program->out.fd < 0 && program->errors.fd < 0)
		finish(program);
}

static void on_exit_status(void *arg, int status)
{
	struct program *program = arg;

	program->child = NULL;
	program->exited = true;
	program->status = status;
	stream_close(&program->in);
	loop_timer_arm(loop_of(program), &program->timer, DRAIN_MS);
	maybe_finish(program);
}

static void on_timer(void *arg)
{
	struct program *program = arg;

	if (program->exited) {
		finish(program);
		return;
	}
	loop_child_kill(program->child, program->timed_out ? SIGKILL : SIGTERM);
	program->timed_out = true;
	loop_timer_arm(loop_of(program), &program->timer, GRACE_MS);
}

/* ---- the streams ---- */

static void on_in(void *arg, int fd, unsigned ready)
{
	struct program *program = arg;
	struct nw_str body = program->job->request.body;
	struct nw_str rest = nw_str_slice(body, program->sent, body.len);
	ssize_t len = rest.len ? write(fd, rest.at, rest.len) : 0;

	(void)ready;
	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (len > 0)
		program->sent += (size_t)len;
	/* A program need not read all: EPIPE is no failure. */
	if (len < 0 || program->sent == body.len)
		stream_close(&program->in);
}

static void on_out(void *arg, int fd, unsigned ready)
{
	struct program *program = arg;
	struct nw_buf *body = &program->job->answer->body;
	char part[65536];
	ssize_t len = read(fd, part, sizeof(part));

	(void)ready;
	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (len > 0)
		nw_buf_add(body, part, (size_t)len);
	if (body->failed && !program->flooded) {
		program->flooded = true;
		if (program->child)
			loop_child_kill(program->child, SIGKILL);
	}
	if (len <= 0 || body->failed) {
		stream_close(&program->out);
		maybe_finish(program);
	}
}

/* Keeps the last line that is not empty. */
static void on_errors(void *arg, int fd, unsigned ready)
{
	struct program *program = arg;
	char part[4096];
	ssize_t len = read(fd, part, sizeof(part));

	(void)ready;
	if (len < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	for (ssize_t i = 0; i < len; i++) {
		if (part[i] == '\n') {
			program->line_ended = true;
			continue;
		}
		if (program->line_ended)
			nw_buf_clear(&program->line);
		program->line_ended = false;
		if (program->line.len < STDERR_MAX)
			nw_buf_add_char(&program->line, part[i]);
	}
	if (len <= 0) {
		stream_close(&program->errors);
		maybe_finish(program);
	}
}

/* ---- the start ---- */

/* `ours` is the end that we keep, non-blocking. */
static bool make_pipe(int ends[2], int ours)
{
	if (pipe2(ends, O_CLOEXEC) < 0)
		return false;
	fcntl(ends[ours], F_SETFL, O_NONBLOCK);
	return true;
}

static void close_pipes(int pipes[3][2])
{
	for (size_t i = 0; i < 3; i++)
		for (size_t end = 0; end < 2; end++)
			if (pipes[i][end] >= 0)
				close(pipes[i][end]);
}

static enum nw_status spawn(struct program *program, int pipes[3][2],
			    struct nw_error *err)
{
	const struct transport_binding *binding = program->job->binding;
	const struct loop_descriptor fds[] = { { pipes[0][0], 0 },
					       { pipes[1][1], 1 },
					       { pipes[2][1], 2 } };
	const struct loop_spawn what = {
		.path = binding->argv[0],
		.argv = binding->argv,
		.fds = fds,
		.fd_count = 3,
		.own_group = true,
		.cpu_seconds = binding->cpu_seconds ? binding->cpu_seconds : 60,
		.data_bytes = binding->data_bytes ? binding->data_bytes
						  : (uint64_t)512 << 20,
		.open_files = FILES_OPEN,
	};

	return loop_spawn(loop_of(program), &what, on_exit_status, program,
			  &program->child, err);
}

static void watch_streams(struct program *program, int pipes[3][2])
{
	struct loop *loop = loop_of(program);
	enum loop_priority priority = program->job->binding->priority;

	program->in.fd = pipes[0][1];
	program->out.fd = pipes[1][0];
	program->errors.fd = pipes[2][0];
	pipes[0][1] = pipes[1][0] = pipes[2][0] = -1;
	program->in.watch = loop_watch_new(loop, program->in.fd, priority,
					   LOOP_WRITE, on_in, program);
	program->out.watch = loop_watch_new(loop, program->out.fd, priority,
					    LOOP_READ, on_out, program);
	program->errors.watch =
		loop_watch_new(loop, program->errors.fd, priority, LOOP_READ,
			       on_errors, program);
	loop_timer_arm(loop, &program->timer, job_total_ms(program->job));
}

static struct program *program_new(struct transport_job *job)
{
	struct program *program = calloc(1, sizeof(*program));

	if (!program)
		abort();
	program->job = job;
	program->in.fd = program->out.fd = program->errors.fd = -1;
	nw_buf_init(&program->line, STDERR_MAX + 1);
	loop_timer_init(&program->timer, LOOP_CLOCK_REAL, on_timer, program);
	job->program = program;
	job->transport->programs++;
	return program;
}

static void begin(struct transport_job *job)
{
	struct program *program = program_new(job);
	int pipes[3][2] = { { -1, -1 }, { -1, -1 }, { -1, -1 } };
	struct nw_error err;

	job_list_remove(job);
	job->state = JOB_RUNNING;
	job->began_ms = job_clock_ms();
	job_list_add(&job->transport->running, job);
	bool ok = make_pipe(pipes[0], 1) && make_pipe(pipes[1], 0) &&
		  make_pipe(pipes[2], 0);
	if (!ok)
		nw_fail(&err, NW_IO, "no pipe: %s", strerror(errno));
	else
		ok = spawn(program, pipes, &err) == NW_OK;
	if (ok)
		watch_streams(program, pipes);
	close_pipes(pipes);
	if (ok)
		return;
	program_free(program);
	job_fail(job, NW_OUTCOME_LOCAL, 0, "%s", err.text);
}

void exec_admit(struct transport *transport)
{
	struct job_list *list = &transport->waiting_programs;

	while (!transport->closing && list->first &&
	       transport->programs < transport->set.programs)
		begin(list->first);
}

void exec_start(struct transport_job *job)
{
	const char *const *argv = job->binding->argv;

	if (!argv || !argv[0] || argv[0][0] != '/') {
		job_fail(job, NW_OUTCOME_REFUSED, 0,
			 "no program with an absolute path is configured");
		return;
	}
	job_list_add(&job->transport->waiting_programs, job);
	exec_admit(job->transport);
}

void exec_cancel(struct transport_job *job)
{
	struct transport *transport = job->transport;

	if (job->program->child)
		loop_child_kill(job->program->child, SIGKILL);
	program_free(job->program);
	exec_admit(transport);
}
