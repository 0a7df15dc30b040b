/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/server/outcome.h"

enum { WORDS_BYTES = 4096 };

/* What is said of an item that raised no alert, first row that holds. */
static const struct kept {
	const char *kept, *words;
} states[] = {
	{ "set_aside", "no alert: the item killed two workers while it was "
		       "analysed and was set aside" },
	{ "suspect", "no alert: the item is held as suspect, its source gave "
		     "too many new items at once (newswatch release or "
		     "forget)" },
	{ "baseline", "no alert: the item was known at the first poll of its "
		      "source, so it was no news" },
	{ "awaiting_text", "no alert yet: the item awaits the text of its "
			   "article" },
};

/* The worst first. */
static const char *const delivery_states[] = {
	"dead", "suppressed", "held", "retry", "leased", "pending"
};

static void set(json_t *line, const char *kept, const char *words)
{
	json_object_set_new(line, "kept",
			    kept ? json_string(kept) : json_null());
	json_object_set_new(line, "outcome", json_string(words));
}

static void set_words(json_t *line, const char *kept, struct nw_buf *words)
{
	nw_buf_add_char(words, '\0');
	set(line, kept, words->failed ? "" : words->at);
}

bool outcome_was_hit(const json_t *item, struct nw_str watch)
{
	const json_t *names = json_object_get(item, "watches");

	for (size_t i = 0; i < json_array_size(names); i++)
		if (nw_str_is(watch,
			      json_string_value(json_array_get(names, i))))
			return true;
	return false;
}

static bool has_id(const json_t *ids, struct nw_str id)
{
	for (size_t i = 0; i < json_array_size(ids); i++)
		if (nw_str_is(id, json_string_value(json_array_get(ids, i))))
			return true;
	return false;
}

/* Whether the item is one of those that the alert shows. */
static bool shows(const json_t *alert, const json_t *item)
{
	const json_t *ids = json_object_get(alert, "item_ids");

	return !ids || has_id(ids, nwi_json_get_str(item, "item_id"));
}

/* The alert of the watch that shows the item, else the latest. */
static const json_t *find_alert(const struct outcome_input *in)
{
	const json_t *last = NULL;

	for (size_t i = 0; i < json_array_size(in->alerts); i++) {
		const json_t *alert = json_array_get(in->alerts, i);

		if (!nw_str_equal(nwi_json_get_str(alert, "watch"),
				  in->watch->name))
			continue;
		if (shows(alert, in->item))
			return alert;
		if (!last || nwi_json_get_int(alert, "revision", 0) >
				     nwi_json_get_int(last, "revision", 0))
			last = alert;
	}
	return last;
}

/* ---- an alert ---- */

/* The delivery of the alert that is in this state; NULL. */
static const json_t *find_delivery(const struct outcome_input *in,
				   struct nw_str alert, const char *state)
{
	for (size_t i = 0; i < json_array_size(in->deliveries); i++) {
		const json_t *row = json_array_get(in->deliveries, i);

		if (nw_str_equal(nwi_json_get_str(row, "alert"), alert) &&
		    (!state ||
		     nw_str_is(nwi_json_get_str(row, "state"), state)))
			return row;
	}
	return NULL;
}

/* An alert is one for the story, whichever of its items raised it. */
static const char *who_alerted(const struct outcome_input *in)
{
	if (!outcome_was_hit(in->item, in->watch->name))
		return "another item of its story alerted";
	return !in->member || nwi_json_get_bool(in->member, "begins_story",
						true)
		       ? "it alerted"
		       : "its story alerted, of which it is a further report";
}

static void set_delivery(const struct outcome_input *in, json_t *line,
			 const json_t *row, const char *state)
{
	NW_AUTO(nw_buf_fini) struct nw_buf words = { 0 };
	struct nw_str error = nwi_json_get_str(row, "error");

	nw_buf_init(&words, WORDS_BYTES);
	nw_buf_add_fmt(&words, "%s; the delivery to %.*s/%.*s is %s",
		       who_alerted(in),
		       NW_FMT(nwi_json_get_str(row, "notifier")),
		       NW_FMT(nwi_json_get_str(row, "destination")), state);
	if (error.len)
		nw_buf_add_fmt(&words, ": %.*s", NW_FMT(error));
	set_words(line, state, &words);
}

static const json_t *find_thread(const struct outcome_input *in)
{
	for (size_t i = 0; i < json_array_size(in->threads); i++) {
		const json_t *row = json_array_get(in->threads, i);

		if (nw_str_equal(nwi_json_get_str(row, "watch"),
				 in->watch->name))
			return row;
	}
	return NULL;
}

/* How many reports of the story came after its last alert. */
static int64_t not_told(const struct outcome_input *in)
{
	return nwi_json_get_int(find_thread(in), "not_told", 0);
}

static void set_whole(const struct outcome_input *in, struct nw_str id,
		      json_t *line)
{
	NW_AUTO(nw_buf_fini) struct nw_buf words = { 0 };
	bool any = find_delivery(in, id, NULL) != NULL;

	nw_buf_init(&words, WORDS_BYTES);
	nw_buf_add_fmt(&words, "%s; %s", who_alerted(in),
		       any ? "everybody was told"
			   : "no delivery of the alert is stored");
	if (not_told(in) > 0)
		nw_buf_add_fmt(&words,
			       "; reports since its last alert that update_if "
			       "or update_every keeps back: %lld",
			       (long long)not_told(in));
	set_words(line, any ? NULL : "nobody", &words);
}

static void set_alerted(const struct outcome_input *in, const json_t *alert,
			json_t *line)
{
	struct nw_str id = nwi_json_get_str(alert, "id");
	size_t count = sizeof(delivery_states) / sizeof(delivery_states[0]);

	for (size_t i = 0; i < count; i++) {
		const json_t *row = find_delivery(in, id, delivery_states[i]);

		if (row) {
			set_delivery(in, line, row, delivery_states[i]);
			return;
		}
	}
	set_whole(in, id, line);
}

/* ---- a further report that no alert shows ---- */

static void set_copy(const struct outcome_input *in, json_t *line)
{
	NW_AUTO(nw_buf_fini) struct nw_buf words = { 0 };
	struct nw_str of = nwi_json_get_str(in->member, "copied");
	const char *relation =
		json_string_value(json_object_get(in->member, "relation"));

	nw_buf_init(&words, WORDS_BYTES);
	nw_buf_add_fmt(&words,
		       "its story alerted, this report was not told: it is "
		       "%s %s of ",
		       relation[0] == 'e' ? "an" : "a", relation);
	nw_buf_add_str(&words, of.len ? of : nw_str_from("another"));
	nw_buf_add_text(&words, "; such are counted, and listed with who "
				"carries the story");
	set_words(line, relation, &words);
}

/* Raised later than the item was seen: both are RFC 3339 in UTC. */
static bool is_behind(const struct outcome_input *in, const json_t *alert)
{
	const json_t *ids = json_object_get(find_thread(in), "not_told_items");
	const char *at = json_string_value(json_object_get(alert, "at"));
	const char *seen = json_string_value(json_object_get(in->item, "seen"));

	return has_id(ids, nwi_json_get_str(in->item, "item_id")) ||
	       (at && seen && strcmp(seen, at) > 0);
}

static void set_further(const struct outcome_input *in, const json_t *alert,
			json_t *line)
{
	const json_t *thread = find_thread(in);
	bool news = json_array_size(json_object_get(thread, "changes")) > 0;

	if (!is_behind(in, alert))
		set(line, NULL,
		    "its story alerted, of which it is a further report: an "
		    "alert after it counts and lists its outlet, and shows "
		    "other items");
	else if (news)
		set(line, "update_every",
		    "its story alerted, this further report is not told yet: "
		    "update_every, the least time between two alerts, is not "
		    "over");
	else
		set(line, "update_if",
		    "its story alerted, this further report was not told: "
		    "there is nothing new in it of what update_if names");
}

/* ---- no alert ---- */

/* The first condition of the row that fails. */
static const json_t *find_failed(const json_t *row)
{
	const json_t *conditions = json_object_get(row, "conditions");

	for (size_t i = 0; i < json_array_size(conditions); i++) {
		const json_t *one = json_array_get(conditions, i);

		if (!json_is_true(json_object_get(one, "holds")))
			return one;
	}
	return NULL;
}

static void set_missed(const struct outcome_input *in, bool was_hit,
		       json_t *line)
{
	NW_AUTO(nw_buf_fini) struct nw_buf words = { 0 };
	const json_t *failed = find_failed(in->row);
	const char *kind = json_string_value(json_object_get(failed, "kind"));

	nw_buf_init(&words, WORDS_BYTES);
	if (json_is_false(json_object_get(in->row, "matched")) || !kind) {
		kind = "query";
		nw_buf_add_text(&words, "no alert: its query does not match");
	} else {
		nw_buf_add_fmt(&words, "no alert: %s: %.*s", kind,
			       NW_FMT(nwi_json_get_str(failed, "note")));
	}
	if (was_hit)
		nw_buf_add_text(&words, "; when the item came it did, the "
					"configuration was changed since");
	set_words(line, kind, &words);
}

static const struct kept *state_of(const json_t *item)
{
	struct nw_str state = nwi_json_get_str(item, "state");
	bool baseline = nwi_json_get_bool(item, "baseline", false);

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (nw_str_is(state, states[i].kept) ||
		    (baseline && strcmp(states[i].kept, "baseline") == 0))
			return &states[i];
	return NULL;
}

/* The thread of the watch that never told anything; NULL. */
static const json_t *find_waiting(const struct outcome_input *in)
{
	for (size_t i = 0; i < json_array_size(in->threads); i++) {
		const json_t *row = json_array_get(in->threads, i);

		if (nw_str_equal(nwi_json_get_str(row, "watch"),
				 in->watch->name) &&
		    nwi_json_get_int(row, "revision", 0) == 0)
			return row;
	}
	return NULL;
}

static void add_wanted(struct nw_buf *words, const json_t *thread,
		       const char *wanted, const char *there, const char *what)
{
	int64_t least = nwi_json_get_int(thread, wanted, 0);

	if (least > 0)
		nw_buf_add_fmt(words, ", %s: %lld of %lld", what,
			       (long long)nwi_json_get_int(thread, there, 0),
			       (long long)least);
}

static void set_waiting(const json_t *thread, json_t *line)
{
	NW_AUTO(nw_buf_fini) struct nw_buf words = { 0 };
	int64_t after = nwi_json_get_int(thread, "first_after_ms", 0);
	bool closed = nw_str_is(nwi_json_get_str(thread, "state"), "closed");

	nw_buf_init(&words, WORDS_BYTES);
	nw_buf_add_text(&words,
			closed ? "no alert: its story was closed before it was "
				 "corroborated"
			       : "no alert yet: its story waits for "
				 "corroboration");
	add_wanted(&words, thread, "min_independent", "independent",
		   "independent reports");
	add_wanted(&words, thread, "min_outlets", "outlets", "outlets");
	if (after > 0 && !closed)
		nw_buf_add_fmt(&words, ", at most %lld s",
			       (long long)after / 1000);
	set_words(line, closed ? "closed" : "waiting", &words);
}

/* The story alerted, and no alert shows the item. */
static void set_untold(const struct outcome_input *in, bool hit, bool was_hit,
		       const json_t *alert, json_t *line)
{
	const struct kept *state = state_of(in->item);

	if (in->row && !hit)
		set_missed(in, was_hit, line);
	else if (state)
		set(line, state->kept, state->words);
	else if (json_is_string(json_object_get(in->member, "relation")))
		set_copy(in, line);
	else
		set_further(in, alert, line);
}

static void set_silent(const struct outcome_input *in, bool hit, bool was_hit,
		       json_t *line)
{
	const struct kept *state = state_of(in->item);
	const json_t *waiting = find_waiting(in);

	if (!in->watch->enabled)
		set(line, "disabled", "no alert: the watch is disabled");
	else if (!in->row && !was_hit)
		set(line, "no_text",
		    "not known: the text of the item is not stored any more");
	else if (in->row && !hit)
		set_missed(in, was_hit, line);
	else if (state)
		set(line, state->kept, state->words);
	else if (waiting)
		set_waiting(waiting, line);
	else if (!was_hit)
		set(line, "changed",
		    "no alert: the watch did not hit when the item came; the "
		    "configuration was changed since");
	else
		set(line, "no_alert",
		    "it hit; its alert is not stored any more");
}

void outcome_of(const struct outcome_input *in, json_t *line)
{
	const json_t *alert = find_alert(in);
	bool was_hit = outcome_was_hit(in->item, in->watch->name);
	bool hit = json_is_true(json_object_get(in->row, "hit"));

	json_object_set_new(
		line, "watch",
		json_stringn(in->watch->name.at, in->watch->name.len));
	if (!in->row)
		json_object_set_new(line, "hit", json_null());
	json_object_set_new(line, "was_hit", json_boolean(was_hit));
	if (alert)
		json_object_set(line, "alert", json_object_get(alert, "id"));
	else
		json_object_set_new(line, "alert", json_null());
	if (alert && shows(alert, in->item))
		set_alerted(in, alert, line);
	else if (alert)
		set_untold(in, hit, was_hit, alert, line);
	else
		set_silent(in, hit, was_hit, line);
}
