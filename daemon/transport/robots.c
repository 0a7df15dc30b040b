/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/transport/robots.h"

#include "text/robots.h"
#include "text/url.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#define BUCKETS	      1024
#define ORIGINS_MAX   4096
#define BYTES_MAX     ((size_t)16 << 20)
#define MINUTE_MS     INT64_C(60000)
#define HOUR_MS	      (60 * MINUTE_MS)
#define DAY_MS	      (24 * HOUR_MS)
#define PATIENCE_MS   (30 * DAY_MS)
#define REDIRECTS     5	  /* RFC 9309, 2.3.1.2 */
#define URL_SHOWN     200 /* bytes of a URL or a rule in a line */
#define TEXT_MAX      200
#define VALIDATOR_MAX 1024

struct robots_origin {
	struct robots_origin *next_in_bucket;
	struct robots_origin *newer, *older; /* by the last question */
	struct robots *robots;
	struct robots_question *first, **last; /* who waits */
	struct transport_job *fetch;
	struct transport_binding binding;
	bool telling;
	bool known; /* the rules are the host's */
	char *rules;
	size_t rule_bytes;
	int64_t delay_ms;
	char *etag, *last_modified;
	int64_t fresh_until_ms; /* elapsed, as the next two */
	int64_t failing_since_ms;
	int64_t again_ms;
	uint32_t failures; /* in a row */
	char why[TEXT_MAX];
	char key[]; /* the origin, "+" before it where private is allowed */
};

struct robots {
	struct loop *loop;
	struct transport *transport;
	struct robots_origin *buckets[BUCKETS];
	struct robots_origin *newest, *oldest;
	struct nwi_sip_key hash_key;
	struct robots_counts counts;
};

/* ---- the table ---- */

static struct robots_origin **bucket_of(struct robots *robots,
					struct nw_str key)
{
	uint64_t hash = nwi_siphash(&robots->hash_key, key.at, key.len);

	return &robots->buckets[hash % BUCKETS];
}

static void leave_order(struct robots_origin *origin)
{
	struct robots *robots = origin->robots;

	*(origin->newer ? &origin->newer->older : &robots->newest) =
		origin->older;
	*(origin->older ? &origin->older->newer : &robots->oldest) =
		origin->newer;
	origin->newer = origin->older = NULL;
}

static void enter_order(struct robots_origin *origin)
{
	struct robots *robots = origin->robots;

	origin->older = robots->newest;
	*(robots->newest ? &robots->newest->newer : &robots->oldest) = origin;
	robots->newest = origin;
}

static void origin_free(struct robots_origin *origin)
{
	struct robots *robots = origin->robots;
	struct robots_origin **at = bucket_of(robots, nw_str_from(origin->key));

	while (*at != origin)
		at = &(*at)->next_in_bucket;
	*at = origin->next_in_bucket;
	leave_order(origin);
	while (origin->first)
		robots_forget(origin->first);
	if (origin->fetch)
		transport_cancel(&origin->fetch);
	robots->counts.origins--;
	robots->counts.bytes -= origin->rule_bytes;
	free(origin->rules);
	free(origin->etag);
	free(origin->last_modified);
	free(origin);
}

/* Who is being waited for stays, also above the limits. */
static void prune(struct robots *robots)
{
	struct robots_origin *origin = robots->oldest, *newer;

	for (; origin && (robots->counts.origins > ORIGINS_MAX ||
			  robots->counts.bytes > BYTES_MAX);
	     origin = newer) {
		newer = origin->newer;
		if (!origin->fetch && !origin->first && !origin->telling &&
		    origin != robots->newest)
			origin_free(origin);
	}
}

static struct robots_origin *origin_new(struct robots *robots,
					struct nw_str key)
{
	struct robots_origin *origin = calloc(1, sizeof(*origin) + key.len + 1);
	struct robots_origin **bucket = bucket_of(robots, key);

	if (!origin)
		abort();
	memcpy(origin->key, key.at, key.len);
	origin->robots = robots;
	origin->last = &origin->first;
	origin->next_in_bucket = *bucket;
	*bucket = origin;
	enter_order(origin);
	robots->counts.origins++;
	prune(robots);
	return origin;
}

static struct robots_origin *find_or_make(struct robots *robots,
					  struct nw_str key)
{
	struct robots_origin *origin = *bucket_of(robots, key);

	while (origin && !nw_str_is(key, origin->key))
		origin = origin->next_in_bucket;
	if (!origin)
		return origin_new(robots, key);
	leave_order(origin);
	enter_order(origin);
	return origin;
}

static const char *url_of(const struct robots_origin *origin)
{
	return origin->key + (origin->key[0] == '+');
}

static int64_t now_ms(const struct robots_origin *origin)
{
	return loop_elapsed_ms(origin->robots->loop);
}

/* ---- answering ---- */

static struct nw_str shown(struct nw_str text)
{
	return nw_str_slice(text, 0, URL_SHOWN);
}

/* "/path?query" of the URL. */
static struct nw_str path_of(struct nw_str url)
{
	struct nw_str path = nwi_url_split(url).path;

	if (!path.len)
		return nw_str_from("/");
	return nw_str_slice(url, (size_t)(path.at - url.at),
			    nw_str_find_char(url, '#'));
}

static void judge(const struct robots_origin *origin,
		  struct robots_question *question)
{
	struct nw_str rules = nw_str_make(origin->rules, origin->rule_bytes);
	struct nw_str rule;

	question->spacing_ms = origin->delay_ms;
	question->allowed = nwi_robots_allow(rules, question->url, &rule);
	if (question->allowed)
		return;
	nw_fail(&question->why, NW_DENIED,
		"robots.txt of %s refuses %.*s (rule: Disallow: %.*s)",
		url_of(origin), NW_FMT(shown(path_of(question->url))),
		NW_FMT(shown(nw_str_slice(rule, 1, rule.len))));
}

static void answer(const struct robots_origin *origin,
		   struct robots_question *question)
{
	bool lost = origin->failures &&
		    now_ms(origin) - origin->failing_since_ms >= PATIENCE_MS;

	question->spacing_ms = 0;
	question->allowed = lost;
	question->for_now = !origin->known && !lost;
	if (origin->known)
		judge(origin, question);
	else if (!lost)
		nw_fail(&question->why, NW_DENIED,
			"robots.txt of %s cannot be had, so nothing is asked "
			"for: %s",
			url_of(origin), origin->why);
	origin->robots->counts.refused += !question->allowed;
}

/* Who is told may ask anew, or take another's question back. */
static void answer_all(struct robots_origin *origin)
{
	origin->telling = true;
	while (origin->first && !origin->fetch) {
		struct robots_question *question = origin->first;
		robots_forget(question);
		answer(origin, question);
		question->done(question->arg);
	}
	origin->telling = false;
}

/* ---- what came ---- */

static void keep_text(char **kept, struct nw_str text)
{
	free(*kept);
	*kept = text.len > 0 && text.len <= VALIDATOR_MAX ? nw_str_dup(text)
							  : NULL;
}

/* max-age within an hour and a day; a day without. */
static int64_t lifetime_ms(const struct nw_response *response)
{
	struct nw_str rest = nw_response_header(response, "cache-control");
	struct nw_str word;
	int64_t seconds = DAY_MS / 1000;

	while (nw_str_next(&rest, ',', &word)) {
		word = nw_str_trim(word);
		if (nw_str_is_nocase(word, "no-cache") ||
		    nw_str_is_nocase(word, "no-store"))
			return HOUR_MS;
		if (nw_str_starts_nocase(word, "max-age=") &&
		    nw_str_to_int(nw_str_slice(word, 8, word.len), &seconds) !=
			    NW_OK)
			seconds = DAY_MS / 1000;
	}
	if (seconds < HOUR_MS / 1000)
		return HOUR_MS;
	return seconds > DAY_MS / 1000 ? DAY_MS : seconds * 1000;
}

static void set_rules(struct robots_origin *origin, struct nw_str rules)
{
	struct robots_counts *counts = &origin->robots->counts;

	free(origin->rules);
	origin->rules = rules.len ? nw_str_dup(rules) : NULL;
	counts->bytes += rules.len - origin->rule_bytes;
	origin->rule_bytes = rules.len;
	origin->known = true;
}

static void take_file(struct robots_origin *origin,
		      const struct transport_answer *got)
{
	const struct nw_response *response = &got->response;
	NW_AUTO(nw_buf_fini) struct nw_buf rules = { 0 };
	struct nw_error err;

	nw_buf_init(&rules, 4 * NWI_ROBOTS_BYTES);
	if (nwi_robots_read(
		    response->body, response->flags & NW_RESPONSE_TRUNCATED,
		    ROBOTS_AGENT, &rules, &origin->delay_ms, &err) != NW_OK)
		nw_buf_clear(&rules);
	set_rules(origin, nw_buf_str(&rules));
	keep_text(&origin->etag, got->etag);
	keep_text(&origin->last_modified, got->last_modified);
}

/* There is none: everything is allowed. */
static void take_nothing(struct robots_origin *origin)
{
	set_rules(origin, nw_str_make(NULL, 0));
	origin->delay_ms = 0;
	keep_text(&origin->etag, nw_str_make(NULL, 0));
	keep_text(&origin->last_modified, nw_str_make(NULL, 0));
}

static void take_failure(struct robots_origin *origin,
			 const struct transport_answer *got)
{
	struct nw_str text = got->response.text;
	int64_t wait_ms = MINUTE_MS;

	if (!origin->failures)
		origin->failing_since_ms = now_ms(origin);
	for (uint32_t i = 0; i < origin->failures && wait_ms < HOUR_MS; i++)
		wait_ms *= 2;
	if (wait_ms > HOUR_MS)
		wait_ms = HOUR_MS;
	if (got->retry_after_ms > wait_ms)
		wait_ms = got->retry_after_ms;
	origin->failures++;
	origin->again_ms = now_ms(origin) + wait_ms;
	origin->robots->counts.unreachable++;
	if (!text.len)
		text = nw_str_from(nw_outcome_name(got->response.outcome));
	snprintf(origin->why, sizeof(origin->why), "%.*s", NW_FMT(text));
}

static bool is_unreachable(const struct nw_response *response)
{
	switch (response->outcome) {
	case NW_OUTCOME_DONE:
		return response->code == 429 || response->code >= 500 ||
		       response->code < 200;
	case NW_OUTCOME_REDIRECTS:
	case NW_OUTCOME_GUARD:
	case NW_OUTCOME_REFUSED:
		return false;
	default:
		return true;
	}
}

static void take_answer(struct robots_origin *origin,
			const struct transport_answer *got)
{
	const struct nw_response *response = &got->response;
	bool done = response->outcome == NW_OUTCOME_DONE;
	bool judged = done || response->outcome == NW_OUTCOME_REDIRECTS;

	if (is_unreachable(response)) {
		take_failure(origin, got);
		return;
	}
	origin->failures = 0;
	origin->fresh_until_ms =
		now_ms(origin) + (judged ? lifetime_ms(response) : MINUTE_MS);
	if (got->not_modified && origin->known)
		return;
	if (done && response->code <= 299)
		take_file(origin, got);
	else
		take_nothing(origin);
}

static void got_file(void *arg, struct transport_answer *got)
{
	struct robots_origin *origin = arg;
	struct robots *robots = origin->robots;

	origin->fetch = NULL;
	take_answer(origin, got);
	transport_answer_free(&got);
	answer_all(origin);
	prune(robots);
}

/* ---- asking ---- */

static void fetch(struct robots_origin *origin,
		  const struct transport_binding *like)
{
	struct robots *robots = origin->robots;
	NW_AUTO(nw_buf_fini) struct nw_buf url = { 0 };
	const struct transport_known known = {
		.etag = nw_str_from(origin->etag),
		.last_modified = nw_str_from(origin->last_modified),
	};

	origin->binding = (struct transport_binding){
		.name = "robots.txt",
		.kinds = NW_REQUEST_HTTP,
		.priority = LOOP_FETCHING,
		.allow_private = like->allow_private,
		.connect_ms = like->connect_ms,
		.total_ms = like->total_ms,
		.headers_max = like->headers_max,
		.low_speed = like->low_speed,
		.low_speed_ms = like->low_speed_ms,
		.spacing_ms = like->spacing_ms,
		.redirects = REDIRECTS,
		.body_max = NWI_ROBOTS_BYTES,
		.cut = true,
	};
	nw_buf_init(&url, NWI_URL_MAX);
	nw_buf_add_fmt(&url, "%s/robots.txt", url_of(origin));
	const struct nw_request request = {
		.size = sizeof(request),
		.kind = NW_REQUEST_HTTP,
		.url = nw_buf_str(&url),
	};
	robots->counts.fetched++;
	origin->fetch = transport_start(robots->transport, &origin->binding,
					&request, origin->known ? &known : NULL,
					got_file, origin);
}

static bool is_answered(const struct robots_origin *origin)
{
	int64_t now = now_ms(origin);

	if (origin->fetch)
		return false;
	return origin->failures ? now < origin->again_ms
				: origin->known && now < origin->fresh_until_ms;
}

bool robots_ask(struct robots *robots, struct robots_question *question,
		struct nw_str url, const struct transport_binding *binding,
		robots_done_fn *done, void *arg)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new(4 * NWI_URL_MAX);
	struct nw_str key = nwi_url_origin(arena, url);

	*question = (struct robots_question){
		.url = url,
		.done = done,
		.arg = arg,
	};
	/* Not of the web, or too long: the transport will say so. */
	question->allowed = key.len == 0;
	if (binding->allow_private && key.len)
		key = nw_arena_fmt(arena, "+%.*s", NW_FMT(key));
	if (key.len == 0)
		return true;
	struct robots_origin *origin = find_or_make(robots, key);
	if (is_answered(origin)) {
		answer(origin, question);
		return true;
	}
	question->origin = origin;
	*origin->last = question;
	origin->last = &question->next;
	if (!origin->fetch)
		fetch(origin, binding);
	return false;
}

void robots_forget(struct robots_question *question)
{
	struct robots_origin *origin = question->origin;
	struct robots_question **at = origin ? &origin->first : NULL;

	if (!origin)
		return;
	while (*at && *at != question)
		at = &(*at)->next;
	if (*at)
		*at = question->next;
	if (origin->last == &question->next)
		origin->last = at;
	question->origin = NULL;
	question->next = NULL;
}

/* ---- the whole ---- */

struct robots *robots_new(struct loop *loop, struct transport *transport)
{
	struct robots *robots = calloc(1, sizeof(*robots));

	if (!robots)
		abort();
	robots->loop = loop;
	robots->transport = transport;
	(void)!getrandom(&robots->hash_key, sizeof(robots->hash_key), 0);
	return robots;
}

void robots_free(struct robots **out)
{
	struct robots *robots = *out;

	if (!robots)
		return;
	while (robots->newest)
		origin_free(robots->newest);
	free(robots);
	*out = NULL;
}

void robots_count(const struct robots *robots, struct robots_counts *out)
{
	*out = robots->counts;
}
