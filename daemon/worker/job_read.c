/* SPDX-License-Identifier: Apache-2.0 */
/* Jobs of a reader: a response, or a batch of items. */
#include "daemon/worker/analyse.h"
#include "daemon/worker/article.h"
#include "daemon/worker/serve.h"
#include "daemon/worker/survey.h"
#include "plugin/exchange.h"
#include "text/url.h"

#include <stdlib.h>

/* Reading one response. */
struct reading {
	struct job *job;
	struct nw_host host;
	struct nwi_map known; /* id -> hash as the source showed it before */
	struct nwi_map seen;  /* ids of this response */
	struct nw_buf shown;  /* rows of the result */
	struct nw_buf texts;  /* the same, whose articles are wanted */
	bool analyse;	      /* false: other workers will */
	const struct finding *current;
	const struct instance *classifier; /* which is at work; for its log */
	enum nwi_identity_policy identity;
	uint32_t fits;	  /* bits of policies, by a survey; 0 without */
	int64_t collided; /* articles that had the identity of another */
	int64_t items, fresh, changed, same;
	uint64_t sent; /* bytes of item frames */
};

/* ---- what is entered, and what is left out ---- */

static void announce(struct reading *reading, const char *at,
		     const struct instance *classifier)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };

	nw_buf_init(&json, 64 << 10);
	if (!reading->job->careful)
		return;
	nwi_json_open(&json, '{');
	nwi_json_put_text(&json, "at", at);
	nwi_json_put_str(&json, "id",
			 reading->current ? reading->current->id
					  : nw_str_make(NULL, 0));
	nwi_json_put_str(&json, "classifier",
			 classifier ? classifier->name : nw_str_make(NULL, 0));
	nwi_json_close(&json, '}');
	job_send(reading->job, NWI_FRAME_AT, nw_buf_str(&json));
}

/* The skip row of an item and a classifier (absent: the item itself). */
static const json_t *skip_row(const struct job *job, struct nw_str id,
			      struct nw_str classifier)
{
	for (size_t i = 0; i < json_array_size(job->skip); i++) {
		const json_t *row = json_array_get(job->skip, i);
		const json_t *named = json_array_get(row, 1);
		const char *who = json_string_value(named);
		if (!nw_str_is(id, json_string_value(json_array_get(row, 0))))
			continue;
		if (who ? nw_str_is(classifier, who)
			: nw_str_is_absent(classifier))
			return row;
	}
	return NULL;
}

/* Whether a classifier is failed for now, by the daemon's count. */
static bool is_off(const struct job *job, struct nw_str classifier)
{
	const json_t *off = json_object_get(job->json, "off");

	for (size_t i = 0; i < json_array_size(off); i++)
		if (nw_str_is(classifier,
			      json_string_value(json_array_get(off, i))))
			return true;
	return false;
}

static bool enter(void *arg, const struct instance *classifier)
{
	struct reading *reading = arg;

	if (classifier &&
	    (is_off(reading->job, classifier->name) ||
	     skip_row(reading->job, reading->current->id, classifier->name)))
		return false;
	reading->classifier = classifier;
	announce(reading, classifier ? "classify" : "item", classifier);
	return true;
}

static void log_line(void *arg, enum nw_log_level level, struct nw_str line)
{
	struct reading *reading = arg;
	const struct instance *who = reading->classifier
					     ? reading->classifier
					     : reading->job->instance;

	job_log(reading->job, who ? who->name : nw_str_from(""), level, line);
}

static int64_t left_ms(void *arg)
{
	return job_left_ms(((struct reading *)arg)->job);
}

static enum nw_status read_item(void *arg, const struct nw_item *item);

static const struct nwi_host_calls calls = { read_item, log_line, left_ms };

/* ---- one item ---- */

static void send_line(struct reading *reading, const struct nw_buf *line)
{
	reading->sent += line->len;
	if (!line->failed)
		job_send(reading->job, NWI_FRAME_ITEM, nw_buf_str(line));
}

/* The line of an item that goes to other workers as it is. */
static void write_plain(const struct finding *what, const struct nw_item *item,
			struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "id", what->id);
	nwi_json_put_str(out, "identity", what->identity);
	nwi_json_put_str(out, "hash", what->hash);
	nwi_json_put_str(out, "change", what->change);
	nwi_json_put_str(out, "source", what->source);
	nwi_json_put_int(out, "outlet_index", (int64_t)what->outlet);
	nwi_json_key(out, "item");
	nw_item_to_json(item, out);
	nwi_json_close(out, '}');
}

static void handle(struct reading *reading, const struct finding *what,
		   const struct nw_item *item)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };
	struct job *job = reading->job;
	const struct analysis analysis = {
		.setup = &job->server->setup,
		.arena = job->server->item_arena,
		.calls = &calls,
		.arg = reading,
		.now = job->now,
		.explain = json_object_get(job->json, "explain"),
		.last = nwi_json_get_bool(job->json, "last", true),
		.enter = enter
	};
	const json_t *skip = skip_row(job, what->id, nw_str_make(NULL, 0));

	nw_buf_init(&line, NWI_FRAME_JSON);
	reading->current = what;
	if (skip) {
		const char *why = json_string_value(json_array_get(skip, 2));
		analyse_set_aside(what, item, nw_str_from(why ? why : "crash"),
				  &line);
	} else if (reading->analyse) {
		announce(reading, "item", NULL);
		analyse_item(&analysis, what, item, &line);
	} else {
		write_plain(what, item, &line);
	}
	if (line.failed) {
		nw_buf_clear(&line);
		analyse_set_aside(what, item, nw_str_from("size"), &line);
	}
	send_line(reading, &line);
	reading->current = NULL;
	reading->classifier = NULL;
	announce(reading, "read", NULL);
}

static void put_shown(struct reading *reading, const struct nwi_identity *item)
{
	char keys[NWI_KEYS_TEXT];

	nwi_identity_keys_text(&item->keys, keys);
	nwi_json_open(&reading->shown, '[');
	nwi_json_str(&reading->shown, nw_str_from(item->id));
	nwi_json_str(&reading->shown, nw_str_from(item->hash));
	nwi_json_str(&reading->shown, nw_str_from(keys));
	nwi_json_close(&reading->shown, ']');
}

/*
 * Whether the response had this identity already. That two articles have one
 * is told to the daemon: the policy does not fit.
 */
static bool note_seen(struct reading *reading, struct nw_str id,
		      const struct nwi_identity_keys *keys)
{
	struct nwi_identity_keys *own = nw_arena_new_of(
		reading->job->server->arena, struct nwi_identity_keys);

	if (!id.at || !own)
		return true;
	*own = *keys;
	if (nwi_map_put(&reading->seen, id, own))
		return false;
	const struct nwi_identity_keys *first = nwi_map_get(&reading->seen, id);
	reading->collided +=
		first->url != keys->url && first->title != keys->title;
	return true;
}

/* Whether this very content was shown before, or earlier in this response. */
static bool is_same(struct reading *reading, const struct nwi_identity *item,
		    struct finding *what)
{
	struct nw_arena *arena = reading->job->server->arena;
	const char *before = nwi_map_get(&reading->known, what->id);
	struct nw_str key = nw_arena_str(arena, what->id);

	if (note_seen(reading, key, &item->keys))
		return true;
	put_shown(reading, item);
	if (before && strcmp(before, item->hash) == 0)
		return true;
	what->change = nw_str_from(before ? "changed" : "new");
	if (before)
		reading->changed++;
	else
		reading->fresh++;
	return false;
}

/* What is a teaser says so, whatever becomes of its article. */
static void want_article(struct reading *reading, const struct finding *what,
			 struct nw_item *item)
{
	const struct instance *source = reading->job->instance;
	struct nw_buf *texts = &reading->texts;

	if (!article_is_wanted(item, (enum article_policy)source->full_text))
		return;
	if (article_is_teaser(item))
		item->flags |= NW_ITEM_TEASER;
	nwi_json_open(texts, '[');
	nwi_json_str(texts, what->id);
	nwi_json_str(texts, item->url);
	nwi_json_close(texts, ']');
}

static enum nw_status read_item(void *arg, const struct nw_item *given)
{
	struct reading *reading = arg;
	const struct instance *source = reading->job->instance;
	struct nw_item item = *given;
	struct nwi_identity identity;

	if (reading->job->gone || reading->sent > NWI_HOST_BYTES ||
	    (source->max_items && reading->items >= source->max_items))
		return NW_LIMIT;
	reading->items++;
	nw_arena_clear(reading->job->server->item_arena);
	if (!item.language.at)
		item.language = source->language;
	if (nwi_identity_of(&item, reading->identity, source->name,
			    reading->job->server->item_arena,
			    &identity) != NW_OK)
		return NW_LIMIT;
	struct finding what = { .id = nw_str_from(identity.id),
				.identity = identity.text,
				.hash = nw_str_from(identity.hash),
				.source = source->name,
				.outlet = source->outlet };
	if (is_same(reading, &identity, &what)) {
		reading->same++;
		return NW_OK;
	}
	want_article(reading, &what, &item);
	handle(reading, &what, &item);
	return NW_OK;
}

/* ---- the response ---- */

static void put_feed(const struct reading *reading, struct nw_buf *out)
{
	nwi_json_key(out, "feed");
	if (reading->host.feed.size == 0)
		nwi_json_null(out);
	else
		nw_feed_to_json(&reading->host.feed, out);
}

static void put_result(struct reading *reading)
{
	struct nw_buf *out = &reading->job->result;
	struct nw_host *host = &reading->host;

	put_feed(reading, out);
	nwi_json_put_str(out, "cursor", host->cursor);
	nwi_json_key(out, "shown");
	nw_buf_add_char(out, '[');
	nw_buf_add_str(out, nw_buf_str(&reading->shown));
	nwi_json_close(out, ']');
	nwi_json_key(out, "texts");
	nw_buf_add_char(out, '[');
	nw_buf_add_str(out, nw_buf_str(&reading->texts));
	nwi_json_close(out, ']');
	nwi_json_key(out, "identity");
	nwi_json_open(out, '{');
	nwi_json_put_int(out, "policy", reading->identity);
	nwi_json_put_int(out, "fits", reading->fits);
	nwi_json_put_int(out, "collided", reading->collided);
	nwi_json_close(out, '}');
	nwi_json_key(out, "follow_ups");
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < host->follow_up_count; i++)
		nwi_json_str(out, host->follow_ups[i]);
	nwi_json_close(out, ']');
	nwi_json_key(out, "counts");
	nwi_json_open(out, '{');
	nwi_json_put_int(out, "items", reading->items);
	nwi_json_put_int(out, "new", reading->fresh);
	nwi_json_put_int(out, "changed", reading->changed);
	nwi_json_put_int(out, "same", reading->same);
	nwi_json_put_int(out, "dropped", host->dropped);
	nwi_json_close(out, '}');
}

static void fill_known(struct reading *reading)
{
	const json_t *list = json_object_get(reading->job->json, "shown");

	nwi_map_init(&reading->known, (struct nwi_sip_key){ 0, 0 });
	nwi_map_init(&reading->seen, (struct nwi_sip_key){ 0, 0 });
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *row = json_array_get(list, i);
		const char *id = json_string_value(json_array_get(row, 0));
		json_t *hash = json_array_get(row, 1);
		union {
			const char *from;
			void *to;
		} value = { .from = json_string_value(hash) };
		if (id && value.from)
			nwi_map_put(&reading->known, nw_str_from(id), value.to);
	}
}

/* ---- the article of an item that is stored ---- */

/* The index + 1 of an outlet, as it stands or by the name that a stored frame
 * has; 0: by the item. */
static size_t outlet_of_frame(const struct setup *setup, const json_t *frame)
{
	struct nw_str name =
		nwi_json_get_str(json_object_get(frame, "outlet"), "name");
	int64_t index = nwi_json_get_int(frame, "outlet_index", 0);

	if (index > 0)
		return (size_t)index;
	for (size_t i = 0; name.len > 0 && i < setup->outlet_count; i++)
		if (nw_str_equal(setup->outlets[i].name, name))
			return i + 1;
	return 0;
}

/* The item of a line, alone or in a frame, whose head it then has. */
static enum nw_status take_line(const struct setup *setup, struct nw_str text,
				json_t *json, struct nw_arena *arena,
				struct finding *what, struct nw_item *item,
				struct nw_error *err)
{
	json_t *inner = json_object_get(json, "item");
	const json_t *head = json_is_object(inner) ? json : NULL;
	char *dump = head ? json_dumps(inner, JSON_COMPACT) : NULL;
	enum nw_status status = nw_item_from_json(
		dump ? nw_str_from(dump) : text, arena, item, err);

	free(dump);
	if (status != NW_OK)
		return status;
	*what = (struct finding){
		.id = head ? nwi_json_get_str(head, "id") : item->id,
		.identity = nwi_json_get_str(head, "identity"),
		.hash = nwi_json_get_str(head, "hash"),
		.change = nwi_json_get_str(head, "change"),
		.source = nwi_json_get_str(json, "source"),
		.outlet = outlet_of_frame(setup, head),
		.topics = json_object_get(head, "topics"),
		.no_opinions = json_object_get(head, "no_opinion"),
		.failed = json_object_get(head, "failed"),
		.shadow = json_object_get(head, "shadow"),
		.remote = json_object_get(json, "remote"),
		.page = nwi_json_get_str(json, "page"),
	};
	return NW_OK;
}

static enum nw_status read_page(struct reading *reading,
				const struct nw_response *response,
				struct nw_page *page, struct nw_error *err)
{
	const struct instance *source = reading->job->instance;
	const struct nw_page_input input = {
		.size = sizeof(input),
		.bytes = response->body,
		.base_url = response->url,
		.content_type = nw_response_header(response, "content-type"),
		.fetched = response->at,
		.country = source->country,
		.selectors = &source->article,
	};

	announce(reading, "read", NULL);
	return nw_page_read(&input, reading->job->server->arena, page, err);
}

/*
 * Other addresses of the article: where its page was in the end, and what the
 * page calls itself on the same host. A start page names nothing.
 */
static void put_addresses(struct job *job, struct nw_str item,
			  struct nw_str final, struct nw_str named)
{
	struct nw_arena *arena = job->server->arena;
	struct nw_str known = nwi_url_canonical(arena, item);
	struct nw_str urls[2] = { nwi_url_canonical(arena, final),
				  nwi_url_canonical(arena, named) };
	struct nw_str host = nwi_url_host(arena, urls[0]);

	nwi_json_key(&job->result, "addresses");
	nwi_json_open(&job->result, '[');
	for (size_t i = 0; i < 2; i++)
		if (urls[i].len > 0 && !nw_str_ends(urls[i], "/") &&
		    !nw_str_equal(urls[i], known) &&
		    !(i && nw_str_equal(urls[1], urls[0])) &&
		    nw_str_equal(nwi_url_host(arena, urls[i]), host))
			nwi_json_str(&job->result, urls[i]);
	nwi_json_close(&job->result, ']');
}

static enum nw_status read_article(struct reading *reading,
				   const struct nw_response *response,
				   struct nw_error *err)
{
	struct job *job = reading->job;
	json_t *frame = json_object_get(job->json, "article");
	struct finding what;
	struct nw_item item, stored, merged;
	struct nw_page page;
	enum nw_status status =
		take_line(&job->server->setup, nw_str_make("", 0), frame,
			  job->server->arena, &what, &stored, err);

	if (status == NW_OK)
		status = read_page(reading, response, &page, err);
	if (status != NW_OK)
		return status;
	nwi_json_put_str(&job->result, "kind", page.kind);
	nwi_json_put_int(&job->result, "length", (int64_t)page.text.len);
	if (!article_merge(&stored, &page, &merged))
		return NW_OK;
	put_addresses(job, stored.url, response->url, page.canonical_url);
	status = nwi_host_clean_item(job->server->arena, &merged, &item);
	if (status != NW_OK)
		return nw_fail(err, status, "no memory for an article");
	/* Classifiers have spoken on the teaser. */
	what.topics = what.no_opinions = what.failed = what.remote = NULL;
	what.shadow = NULL;
	what.change = nw_str_from("changed");
	what.source = job->instance->name;
	what.outlet = job->instance->outlet;
	nw_arena_clear(job->server->item_arena);
	handle(reading, &what, &item);
	return NW_OK;
}

enum nw_status job_read(struct job *job, struct nw_error *err)
{
	const struct nw_source_ops *ops = job->instance->plugin->ops;
	struct reading reading = { .job = job };
	struct nw_response response;

	enum nw_status status = nwi_response_from_json(
		json_object_get(job->json, "response"), job->blob,
		job->server->arena, &response, err);
	if (status != NW_OK)
		return status;
	reading.analyse = nwi_json_get_bool(job->json, "analyse", true);
	if (json_object_get(job->json, "article"))
		return read_article(&reading, &response, err);
	fill_known(&reading);
	nw_buf_init(&reading.shown, NWI_FRAME_JSON / 2);
	nw_buf_init(&reading.texts, NWI_FRAME_JSON / 4);
	reading.identity = survey_identity(job, &response, &reading.fits);
	job_host(job, job->server->arena, &reading.host);
	reading.host.calls = &calls;
	reading.host.arg = &reading;
	announce(&reading, "read", NULL);
	status = ops->read(job->instance->self, &reading.host, &response, err);
	put_result(&reading);
	nw_buf_fini(&reading.shown);
	nw_buf_fini(&reading.texts);
	nwi_map_fini(&reading.known);
	nwi_map_fini(&reading.seen);
	return status;
}

/* ---- a batch of items ---- */

/* A line that is no item is answered, so that lines stay in step. */
static void send_no_item(struct reading *reading, const struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	nw_buf_init(&line, 64 << 10);
	nwi_json_open(&line, '{');
	nwi_json_put_text(&line, "error", err->text);
	nwi_json_close(&line, '}');
	send_line(reading, &line);
}

static void analyse_line(struct reading *reading, struct nw_str text)
{
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	struct nw_arena *arena = reading->job->server->item_arena;
	struct finding what;
	struct nw_item item;
	struct nw_error err = { 0 };

	nw_arena_clear(arena);
	if (nwi_json_parse(text, NWI_FRAME_JSON, 32, &json, &err) != NW_OK ||
	    take_line(&reading->job->server->setup, text, json, arena, &what,
		      &item, &err) != NW_OK) {
		send_no_item(reading, &err);
		return;
	}
	handle(reading, &what, &item);
}

enum nw_status job_analyse(struct job *job, struct nw_error *err)
{
	struct reading reading = { .job = job, .analyse = true };
	struct nw_str rest = job->blob, line;

	while (!job->gone && nw_str_next(&rest, '\n', &line)) {
		if (reading.sent > NWI_HOST_BYTES)
			return nw_fail(err, NW_LIMIT,
				       "the batch's results are over 32 MiB");
		if (nw_str_trim(line).len > 0)
			analyse_line(&reading, line);
	}
	return NW_OK;
}
