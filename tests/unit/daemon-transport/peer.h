/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A loop, a transport, and peers in Python for the tests of daemon/transport.
 * Include after cmocka.h.
 */
#ifndef PEER_H
#define PEER_H

#include "daemon/transport/transport.h"
#include "tests/unit/patience.h"
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct peer {
	pid_t pid;
	FILE *out; /* what it prints */
	int in;	   /* closed: it ends */
};

static struct loop *loop;
static struct transport *transport;

static inline void peer_start(struct peer *peer, const char *script,
			      const char *arg)
{
	char path[4096];
	char python[] = "/usr/bin/python3";
	char *argv[] = { python, path, NULL, NULL };
	char path_of[] = "PATH=/usr/bin:/bin";
	char *env[] = { path_of, NULL };
	posix_spawn_file_actions_t actions;
	int in[2], out[2];

	snprintf(path, sizeof(path), "%s/tests/flow/%s", getenv("NW_SRC"),
		 script);
	argv[2] = arg ? strdup(arg) : NULL;
	assert_int_equal(pipe2(in, O_CLOEXEC), 0);
	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, in[0], 0);
	posix_spawn_file_actions_adddup2(&actions, out[1], 1);
	assert_int_equal(
		posix_spawn(&peer->pid, python, &actions, NULL, argv, env), 0);
	posix_spawn_file_actions_destroy(&actions);
	free(argv[2]);
	close(in[0]);
	close(out[1]);
	peer->in = in[1];
	peer->out = fdopen(out[0], "r");
}

static inline void peer_stop(struct peer *peer)
{
	close(peer->in);
	fclose(peer->out);
	waitpid(peer->pid, NULL, 0);
}

/* Many requests to one host: without spacing, or a test takes minutes. */
static inline void open_transport(void)
{
	const struct transport_settings set = { .contact = "desk@example.org",
						.host_spacing_ms = 1 };
	struct nw_error err;

	assert_int_equal(loop_open(&loop, &err), NW_OK);
	assert_int_equal(transport_open(loop, &set, &transport, &err), NW_OK);
}

static inline void close_transport(void)
{
	transport_close(&transport);
	loop_close(&loop);
}

static inline void on_answer(void *arg, struct transport_answer *answer)
{
	struct transport_answer **out = arg;

	assert_null(*out);
	*out = answer;
}

static inline void turn_until(struct transport_answer **answer)
{
	time_t end = patience_end();

	while (!*answer && patience_lasts(end))
		loop_turn(loop, 1000);
	assert_non_null(*answer);
}

static inline void on_arrival(void *arg)
{
	*(bool *)arg = true;
}

/* Moves the clock and turns until it has arrived. */
static inline void advance(int64_t ms)
{
	bool arrived = false;

	loop_advance(loop, ms, on_arrival, &arrived);
	while (!arrived)
		loop_turn(loop, 1000);
}

/* The answer, for transport_answer_free. */
static inline struct transport_answer *
ask(const struct transport_binding *binding, const struct nw_request *request,
    const struct transport_known *known)
{
	struct transport_answer *answer = NULL;

	transport_start(transport, binding, request, known, on_answer, &answer);
	turn_until(&answer);
	return answer;
}

static inline void assert_str(struct nw_str s, const char *text)
{
	char copy[4096];

	snprintf(copy, sizeof(copy), "%.*s", NW_FMT(s));
	assert_string_equal(copy, text);
}

static inline void assert_has(struct nw_str s, const char *text)
{
	if (nw_str_find(s, nw_str_from(text)) == s.len)
		fail_msg("no '%s' in '%.*s'", text, NW_FMT(s));
}

#endif
