/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/ask/asking.h"

#include "daemon/loop/log.h"

#include <stdio.h>
#include <stdlib.h>

/* The frame, the request, the verdict: 8 MiB is the most of a frame. */
enum { ASKING_ARENA_MAX = 64 * 1024 * 1024, FRAME_MAX = 8 * 1024 * 1024 };

static void unlink_asking(struct asking *asking)
{
	struct asking **at = &asking->asker->askings;

	while (*at != asking)
		at = &(*at)->next;
	*at = asking->next;
	asking->asker->under_way--;
}

static void asking_free(struct asking *asking)
{
	if (!asking->orphan)
		unlink_asking(asking);
	transport_answer_free(&asking->answer);
	nw_arena_free(&asking->arena);
	config_unref(&asking->config);
	free(asking);
}

void asking_abandon(struct asking *asking)
{
	if (asking->stage == ASKING_LEDGER) {
		unlink_asking(asking);
		asking->orphan = true;
		return;
	}
	if (asking->stage == ASKING_POOL)
		pool_cancel(asking->asker->parts.pool, asking->job);
	transport_cancel(&asking->send);
	asking_free(asking);
}

/* ---- the end ---- */

static void fail(struct asking *asking, enum ledger_answer_failure failure,
		 struct nw_str error);

static void stored(void *arg, const struct ledger_reply *reply)
{
	struct asking *asking = arg;
	struct asker *asker = asking->asker;
	bool orphan = asking->orphan;

	if (reply->error.status != NW_OK && !orphan && !asking->told) {
		asking->told = true;
		fail(asking, LEDGER_ANSWER_NEVER,
		     nw_arena_str(asking->arena,
				  nw_str_from(reply->error.text)));
		return;
	}
	asking_free(asking);
	if (orphan)
		return;
	if (reply->error.status == NW_OK)
		asker->parts.committed(asker->parts.arg, reply);
	asker_due(asker, reply->question_due_ms);
}

static void tell(struct asking *asking, const struct ledger_answer *what)
{
	struct ledger_answer answer = *what;

	answer.item = asking->row.item;
	answer.classifier = asking->row.classifier;
	answer.fence = asking->row.fence;
	asking->stage = ASKING_LEDGER;
	ledger_answer(asking->asker->parts.ledger, &answer, stored, asking);
}

/* Each one for who looks for it; the ledger tells once that it fails. */
static void fail(struct asking *asking, enum ledger_answer_failure failure,
		 struct nw_str error)
{
	const struct ledger_answer answer = {
		.error = error,
		.failure = failure,
		.retry_after_ms =
			asking->answer ? asking->answer->retry_after_ms : -1,
	};

	log_event(NW_LOG_DEBUG, "classifier.failed", LOG_STR("message", error),
		  LOG_STR("classifier", asking->row.classifier),
		  LOG_STR("item", asking->row.item),
		  LOG_INT("attempt", asking->row.attempt));
	tell(asking, &answer);
}

/* A document that killed two workers, or that is too large, stays so. */
static void plugin_failed(struct asking *asking,
			  const struct pool_result *result)
{
	enum ledger_answer_failure failure = LEDGER_ANSWER_LATER;

	if (result->status == NW_DENIED)
		failure = LEDGER_ANSWER_REFUSED;
	else if (result->set_aside || result->status == NW_LIMIT)
		failure = LEDGER_ANSWER_NEVER;
	fail(asking, failure, nw_arena_str(asking->arena, result->text));
}

/* ---- the verdict put into the item ---- */

/* Whether a reader got through the item; a line that has no hits was not. */
static bool is_whole(struct nw_str line)
{
	NW_AUTO(nwi_json_free) json_t *frame = NULL;

	return nwi_json_parse(line, FRAME_MAX, 64, &frame, NULL) == NW_OK &&
	       json_object_get(frame, "hits") &&
	       !json_object_get(frame, "error");
}

static void was_merged(void *arg, const struct pool_result *result)
{
	struct asking *asking = arg;
	struct nw_str frame = nw_str_trim(result->items);

	asking->job = 0;
	if (result->status != NW_OK || result->set_aside ||
	    result->item_count != 1) {
		plugin_failed(asking, result);
		return;
	}
	if (!is_whole(frame)) {
		fail(asking, LEDGER_ANSWER_NEVER,
		     nw_str_from("the item could not be analysed anew"));
		return;
	}
	const struct ledger_answer answer = { .topics = asking->topics,
					      .frame = frame,
					      .took_ms = asking->took_ms };
	log_event(NW_LOG_INFO, "classifier.answered",
		  LOG_STR("classifier", asking->row.classifier),
		  LOG_STR("item", asking->row.item),
		  LOG_INT("took_ms", asking->took_ms),
		  LOG_TEXT("cached", asking->answer ? "no" : "yes"));
	tell(asking, &answer);
}

/* The verdicts of the others stay, of this one there is one. */
static json_t *join_verdicts(const struct asking *asking, const json_t *frame)
{
	const json_t *old = json_object_get(frame, "remote");
	json_t *list = json_array(), *own = json_object(), *topics = NULL;
	struct nw_str name = asking->row.classifier;

	for (size_t i = 0; i < json_array_size(old); i++) {
		json_t *one = json_array_get(old, i);
		if (!nw_str_equal(nwi_json_get_str(one, "classifier"), name))
			json_array_append(list, one);
	}
	if (nwi_json_parse(asking->topics, FRAME_MAX, 8, &topics, NULL) !=
	    NW_OK)
		topics = json_array();
	json_object_set_new(own, "classifier", json_stringn(name.at, name.len));
	json_object_set_new(own, "topics", topics);
	json_array_append_new(list, own);
	return list;
}

/* What a reader analyses: the item's head, without what was found before. */
static json_t *line_of(const struct asking *asking, const json_t *frame)
{
	static const char *const kept[] = { "id",     "identity", "hash",
					    "change", "item",	  "outlet",
					    "page" };
	json_t *line = json_object();

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (json_object_get(frame, kept[i]))
			json_object_set(line, kept[i],
					json_object_get(frame, kept[i]));
	json_object_set_new(
		line, "source",
		json_stringn(asking->row.source.at, asking->row.source.len));
	json_object_set_new(line, "remote", join_verdicts(asking, frame));
	return line;
}

static void merge(struct asking *asking)
{
	NW_AUTO(nwi_json_free) json_t *frame = NULL;
	NW_AUTO(nwi_json_free) json_t *line = NULL;
	struct nw_error err;

	if (nwi_json_parse(asking->row.frame, FRAME_MAX, 64, &frame, &err) !=
	    NW_OK) {
		fail(asking, LEDGER_ANSWER_NEVER,
		     nw_arena_str(asking->arena, nw_str_from(err.text)));
		return;
	}
	line = line_of(asking, frame);
	char *text = json_dumps(line, JSON_COMPACT);
	if (!text)
		abort();
	asking->stage = ASKING_POOL;
	asking->job = pool_analyse(asking->asker->parts.pool, nw_str_from(text),
				   POOL_FETCH, was_merged, asking);
	free(text);
}

/* ---- asking ---- */

static struct pool_question question_of(const struct asking *asking)
{
	return (struct pool_question){
		.classifier = asking->row.classifier,
		.frame = asking->row.frame,
		.max_text = asking->classifier->remote.max_text,
	};
}

static void was_read(void *arg, const struct pool_result *result)
{
	struct asking *asking = arg;

	asking->job = 0;
	if (result->status != NW_OK || result->set_aside) {
		plugin_failed(asking, result);
		return;
	}
	char *text = json_dumps(json_object_get(result->json, "topics"),
				JSON_COMPACT | JSON_REAL_PRECISION(6));
	asking->topics =
		nw_arena_str(asking->arena, nw_str_from(text ? text : "[]"));
	free(text);
	merge(asking);
}

/* An answer that is no use; of a status, what it means and no word of it. */
static void bad_answer(struct asking *asking)
{
	const struct nw_response *response = &asking->answer->response;
	int32_t code = response->code;
	bool final = code == 400 || code == 413 || code == 422;
	struct nw_str error;

	if (response->outcome == NW_OUTCOME_DONE)
		error = nw_arena_fmt(
			asking->arena, "the endpoint answered with HTTP %d%s",
			code, code == 429 ? ", too many requests" : "");
	else
		error = nw_arena_fmt(asking->arena, "%s: %.*s",
				     nw_outcome_name(response->outcome),
				     NW_FMT(response->text));
	fail(asking, final ? LEDGER_ANSWER_NEVER : LEDGER_ANSWER_LATER, error);
}

static void got_answer(void *arg, struct transport_answer *answer)
{
	struct asking *asking = arg;
	const struct nw_response *response = &answer->response;
	const struct pool_question question = question_of(asking);

	asking->send = NULL;
	asking->answer = answer;
	asking->took_ms = answer->took_ms;
	if (response->outcome != NW_OUTCOME_DONE || response->code < 200 ||
	    response->code > 299) {
		bad_answer(asking);
		return;
	}
	asking->stage = ASKING_POOL;
	asking->job = pool_answer(asking->asker->parts.pool, &question,
				  response, was_read, asking);
}

static void got_request(void *arg, const struct pool_result *result)
{
	struct asking *asking = arg;
	struct nw_request request;
	struct nw_error err;

	asking->job = 0;
	if (result->status != NW_OK || result->set_aside) {
		plugin_failed(asking, result);
		return;
	}
	if (pool_result_request(result, asking->arena, &request, &err)) {
		fail(asking, LEDGER_ANSWER_LATER,
		     nw_arena_str(asking->arena, nw_str_from(err.text)));
		return;
	}
	/* Whatever the plugin says: the operator named whom texts go to. */
	request.url = asking->classifier->url;
	if (request.sign != NW_SIGN_NONE)
		asking_bind_secret(asking, request.secret);
	asking->stage = ASKING_TRANSPORT;
	asking->send = transport_start(asking->asker->parts.transport,
				       &asking->binding, &request, NULL,
				       got_answer, asking);
}

static void ask(struct asking *asking)
{
	const struct pool_question question = question_of(asking);
	const struct nw_request base = { .size = sizeof(base),
					 .kind = NW_REQUEST_HTTP,
					 .url = asking->classifier->url };

	asking_bind(asking);
	asking->stage = ASKING_POOL;
	asking->job = pool_ask(asking->asker->parts.pool, &question, &base,
			       got_request, asking);
}

static const struct config_classifier *find(const struct config *config,
					    struct nw_str name)
{
	for (size_t i = 0; i < config->classifier_count; i++)
		if (config->classifiers[i].enabled &&
		    config->classifiers[i].base.requests &&
		    nw_str_equal(config->classifiers[i].base.name, name))
			return &config->classifiers[i];
	return NULL;
}

static void copy_row(struct asking *asking, const struct ledger_question *row)
{
	struct nw_str *texts[] = { &asking->row.item, &asking->row.classifier,
				   &asking->row.source, &asking->row.frame,
				   &asking->row.verdict };

	asking->row = *row;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		*texts[i] = nw_arena_str(asking->arena, *texts[i]);
}

void asking_start(struct asker *asker, const struct ledger_question *row)
{
	struct asking *asking = calloc(1, sizeof(*asking));

	if (!asking)
		abort();
	asking->asker = asker;
	asking->config = config_ref(asker->config);
	asking->arena = nw_arena_new(ASKING_ARENA_MAX);
	asking->next = asker->askings;
	asker->askings = asking;
	asker->under_way++;
	copy_row(asking, row);
	asking->classifier = find(asker->config, row->classifier);
	asking->topics = asking->row.verdict;
	if (!asking->classifier)
		fail(asking, LEDGER_ANSWER_LATER,
		     nw_str_from("the configuration has no such classifier "
				 "now"));
	else if (asking->topics.len > 0)
		merge(asking);
	else
		ask(asking);
}
