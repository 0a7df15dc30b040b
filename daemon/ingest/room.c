/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Room for bodies, so that a hundred large feeds that come due together do
 * not stand in memory together. A fetch begins when there is room for what it
 * will probably bring, guessed from what the last ones brought; what really
 * comes is bounded by the transport, which is told what is held here. Reading
 * begins when there is room for the body, what the reader makes of it and the
 * batch of it: four times the body (measured: 3.1 to 4.2).
 */
#include "daemon/ingest/poll.h"

enum {
	MIB = 1024 * 1024,
	FETCHING = 48 * MIB,
	READING = 64 * MIB,
	LEAST_GUESS = MIB / 4,
	FIRST_GUESS = 4 * MIB, /* nothing is known: large */
	TIMES_READ = 4
};

void room_init(struct ingest *ingest)
{
	ingest->fetching.most = FETCHING;
	ingest->reading.most = READING;
	ingest->usual_body = FIRST_GUESS;
}

static size_t guess(const struct ingest *ingest)
{
	return ingest->usual_body > LEAST_GUESS ? ingest->usual_body
						: LEAST_GUESS;
}

void room_learn(struct ingest *ingest, size_t body_bytes)
{
	ingest->usual_body = ingest->usual_body / 8 * 7 + body_bytes / 8;
}

/* One is always let in: a body larger than the room must be read too. */
static bool fits(const struct room *room, size_t bytes)
{
	return room->taken == 0 || room->taken + bytes <= room->most;
}

static void take(struct poll *poll, struct room *room, size_t bytes)
{
	if (poll->room)
		poll->room->taken -= poll->room_bytes;
	poll->room = room;
	poll->room_bytes = bytes;
	if (room)
		room->taken += bytes;
}

static void hold(struct poll *poll, size_t bytes)
{
	struct transport *transport = poll->ingest->parts.transport;

	transport_release(transport, poll->held_bytes);
	transport_hold(transport, bytes);
	poll->held_bytes = bytes;
}

static size_t wanted(const struct poll *poll, const struct room *room)
{
	const struct ingest *ingest = poll->ingest;

	return room == &ingest->fetching
		       ? guess(ingest)
		       : TIMES_READ * poll->answer->response.body.len;
}

static void leave_line(struct poll *poll)
{
	struct poll **at = poll->line ? &poll->line->waiting : NULL;

	while (at && *at != poll)
		at = &(*at)->next_waiting;
	if (at)
		*at = poll->next_waiting;
	poll->line = NULL;
}

static bool enter(struct poll *poll, struct room *room)
{
	struct poll **at = &room->waiting;
	size_t bytes = wanted(poll, room);

	if (!*at && fits(room, bytes)) {
		take(poll, room, bytes);
		return true;
	}
	while (*at)
		at = &(*at)->next_waiting;
	*at = poll;
	poll->next_waiting = NULL;
	poll->line = room;
	poll->stage = POLL_WAITING;
	return false;
}

bool room_fetch(struct poll *poll)
{
	return enter(poll, &poll->ingest->fetching);
}

bool room_read(struct poll *poll)
{
	size_t bytes = poll->answer->response.body.len;

	take(poll, &poll->ingest->fetching, bytes);
	if (enter(poll, &poll->ingest->reading))
		return true;
	hold(poll, bytes);
	return false;
}

void room_set(struct poll *poll, size_t bytes)
{
	take(poll, poll->room, bytes);
}

void room_leave(struct poll *poll)
{
	leave_line(poll);
	take(poll, NULL, 0);
	hold(poll, 0);
}

static struct poll *next_of(struct room *room)
{
	struct poll *poll = room->waiting;

	if (!poll || !fits(room, wanted(poll, room)))
		return NULL;
	leave_line(poll);
	take(poll, room, wanted(poll, room));
	hold(poll, 0);
	return poll;
}

struct poll *room_next(struct ingest *ingest)
{
	struct poll *poll = next_of(&ingest->reading);

	return poll ? poll : next_of(&ingest->fetching);
}
