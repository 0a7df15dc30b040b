/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Room for bodies: a fetch begins when there is memory for what it will
 * probably bring, so that a hundred large feeds that come due together do not
 * stand in memory together. What it brings is guessed from what the last ones
 * brought, and counted as it is once it came.
 */
#include "daemon/ingest/poll.h"

enum { ROOM_BYTES = 48 * 1024 * 1024, LEAST_GUESS = 256 * 1024 };

void room_set(struct poll *poll, size_t bytes)
{
	struct ingest *ingest = poll->ingest;

	ingest->room_taken -= poll->room;
	ingest->room_taken += bytes;
	poll->room = bytes;
}

static size_t guess(const struct ingest *ingest)
{
	size_t usual = ingest->usual_body * 2;

	return usual > LEAST_GUESS ? usual : LEAST_GUESS;
}

void room_learn(struct ingest *ingest, size_t body_bytes)
{
	ingest->usual_body = ingest->usual_body / 8 * 7 + body_bytes / 8;
}

/* One is always let in: a body larger than the room must be read too. */
static bool has_room(const struct ingest *ingest)
{
	return ingest->room_taken == 0 ||
	       ingest->room_taken + guess(ingest) <= ROOM_BYTES;
}

bool room_enter(struct poll *poll)
{
	struct ingest *ingest = poll->ingest;

	if (ingest->waiting || !has_room(ingest)) {
		struct poll **at = &ingest->waiting;
		while (*at)
			at = &(*at)->next_waiting;
		*at = poll;
		poll->next_waiting = NULL;
		poll->stage = POLL_WAITING;
		return false;
	}
	room_set(poll, guess(ingest));
	return true;
}

void room_leave(struct poll *poll)
{
	struct poll **at = &poll->ingest->waiting;

	room_set(poll, 0);
	while (*at && *at != poll)
		at = &(*at)->next_waiting;
	if (*at)
		*at = poll->next_waiting;
}

struct poll *room_next(struct ingest *ingest)
{
	struct poll *poll = ingest->waiting;

	if (!poll || !has_room(ingest))
		return NULL;
	ingest->waiting = poll->next_waiting;
	room_set(poll, guess(ingest));
	return poll;
}
