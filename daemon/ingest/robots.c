/* SPDX-License-Identifier: Apache-2.0 */
/* Which of a source's requests need the leave of robots.txt. */
#include "daemon/ingest/poll.h"

static bool is_article(const struct poll *poll)
{
	for (size_t i = 0; i < poll->follow_up_count; i++) {
		if (poll->follow_ups[i].id == poll->follow_up)
			return poll->follow_ups[i].kind == LEDGER_FOLLOW_TEXT;
	}
	return false;
}

static bool is_needed(const struct poll *poll)
{
	if (poll->request.kind != NW_REQUEST_HTTP)
		return false;
	switch (poll->source->robots) {
	case CONFIG_ROBOTS_ALL:
		return true;
	case CONFIG_ROBOTS_ARTICLES:
		return poll->follow_up != 0 && is_article(poll);
	default:
		return false;
	}
}

bool poll_ask_robots(struct poll *poll, robots_done_fn *done)
{
	poll->robots = (struct robots_question){ .allowed = true };
	if (!is_needed(poll))
		return true;
	poll->stage = POLL_ROBOTS;
	return robots_ask(poll->ingest->robots, &poll->robots,
			  poll->request.url, &poll->binding, done, poll);
}

bool poll_is_forbidden(const struct poll *poll)
{
	return poll->robots.why.status != NW_OK && !poll->robots.for_now;
}
