/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The control socket: what `newswatch` asks the running daemon.
 *
 * Connections come from this machine only and are let in by their peer
 * credentials: root, the daemon's own user, or a member of its group. Each
 * carries one request (frame.h). All functions belong to the loop thread.
 */
#ifndef NEWSWATCHD_CONTROL_H
#define NEWSWATCHD_CONTROL_H

#include "base/json.h"
#include "daemon/loop/loop.h"

struct control;

/*
 * One request under way. It stays valid until control_end, also when the
 * client has gone meanwhile (what is written then goes nowhere), so a command
 * can keep it while the ledger works.
 */
struct control_reply;

/* `args` is an object (maybe empty), borrowed until the function returns. */
typedef void control_fn(void *arg, struct control_reply *reply,
			const json_t *args);

/* A table of commands ends with a row whose name is NULL. */
struct control_command {
	const char *name;
	control_fn *fn;
};

struct control_settings {
	const char *path; /* of the socket; its folder exists */
	const struct control_command *commands;
	void *arg; /* of the commands */
};

/*
 * Listens. A socket that no daemon answers is replaced; NW_BUSY when one
 * does. NW_IO names the path and the reason.
 */
enum nw_status control_open(struct loop *loop,
			    const struct control_settings *settings,
			    struct control **out,
			    struct nw_error *err) NW_CHECKED;

/* Ends all connections and removes the socket. */
void control_close(struct control **control);

/*
 * Sends JSON Lines, each ended by \n, at most CONTROL_ANSWER_MAX in all calls
 * that the client has not yet read. False when the client has gone or is too
 * slow: end the reply then; an end by NW_OK becomes NW_LIMIT.
 */
bool control_lines(struct control_reply *reply, struct nw_str lines);

/* Ends the request with a status and a line of text (NULL for none). */
void control_end(struct control_reply *reply, enum nw_status status,
		 const char *text);

/*
 * Calls fn(arg) when the client goes before control_end: for requests without
 * an end of their own (`tail`). Call control_end from there.
 */
void control_on_gone(struct control_reply *reply, loop_fn *fn, void *arg);

/*
 * Calls fn(arg) once, when the client has read nearly all that was sent or has
 * gone: an answer of many pages goes on from there at the client's pace. May
 * call it before it returns. Not together with control_on_gone.
 */
void control_on_drained(struct control_reply *reply, loop_fn *fn, void *arg);

/* The client has gone: nobody waits for the rest of the answer. */
bool control_is_gone(const struct control_reply *reply);

#endif
