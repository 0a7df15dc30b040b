/* SPDX-License-Identifier: Apache-2.0 */
/* Why a watch hit an item or not, for a person at a terminal. */
#include "daemon/cli/show.h"
#include "daemon/cli/table.h"
#include "daemon/worker/place.h"

#include "text/utf8.h"

struct ink {
	const char *bold, *good, *bad, *mark, *plain;
};

static const struct ink colours = { "\x1b[1m", "\x1b[32m", "\x1b[31m",
				    "\x1b[1;33m", "\x1b[0m" };
static const struct ink none = { "", "", "", "*", "" };

static void put_text(struct nw_buf *out, struct nw_str text)
{
	nwi_text_terminal(out, text, text.len);
}

/* Cleaning trims, and spaces beside a mark must stay. */
static void put_part(struct nw_buf *out, struct nw_str text)
{
	if (text.len && text.at[0] == ' ')
		nw_buf_add_char(out, ' ');
	put_text(out, text);
	if (text.len > 1 && text.at[text.len - 1] == ' ')
		nw_buf_add_char(out, ' ');
}

static void put_sentence(struct nw_buf *out, const json_t *place,
			 const struct ink *ink)
{
	struct place_reader reader = { .place = place };
	const char *end = *ink->plain ? ink->plain : ink->mark;
	struct place_part part;

	nw_buf_add_text(out,
			nw_str_is(nwi_json_get_str(place, "field"), "title")
				? "        title: "
				: "        ");
	while (place_next(&reader, &part)) {
		put_part(out, part.before);
		if (nw_str_is_absent(part.marked))
			continue;
		nw_buf_add_text(out, ink->mark);
		put_text(out, part.marked);
		nw_buf_add_text(out, end);
	}
	nw_buf_add_char(out, '\n');
}

/* A row of "clauses" or "conditions". */
static void put_reason(struct nw_buf *out, const json_t *row, const char *name,
		       const struct ink *ink)
{
	bool holds = json_is_true(json_object_get(row, "holds"));
	struct nw_str note = nwi_json_get_str(row, "note");
	const json_t *places = json_object_get(row, "places");

	nw_buf_add_fmt(out, "    %s%c%s ", holds ? ink->good : ink->bad,
		       holds ? '+' : '-', ink->plain);
	put_text(out, nwi_json_get_str(row, name));
	if (note.len) {
		nw_buf_add_text(out, ": ");
		put_text(out, note);
	}
	nw_buf_add_char(out, '\n');
	for (size_t i = 0; i < json_array_size(places); i++)
		put_sentence(out, json_array_get(places, i), ink);
}

static void put_words(struct nw_buf *out, struct nw_str words)
{
	if (!words.len)
		return;
	nw_buf_add_text(out, "    ");
	put_text(out, words);
	nw_buf_add_char(out, '\n');
}

void show_watch(const json_t *row, bool colour, struct nw_buf *out)
{
	const struct ink *ink = colour ? &colours : &none;
	bool hit = json_is_true(json_object_get(row, "hit"));
	const json_t *clauses = json_object_get(row, "clauses");
	const json_t *conditions = json_object_get(row, "conditions");

	nw_buf_add_fmt(out, "  %s", ink->bold);
	put_text(out, nwi_json_get_str(row, "watch"));
	nw_buf_add_fmt(out, "%s %s\n", ink->plain,
		       json_is_null(json_object_get(row, "hit"))
			       ? "was not tried"
		       : hit ? "hits it"
			     : "does not hit it");
	for (size_t i = 0; i < json_array_size(clauses); i++)
		put_reason(out, json_array_get(clauses, i), "clause", ink);
	for (size_t i = 0; i < json_array_size(conditions); i++)
		put_reason(out, json_array_get(conditions, i), "kind", ink);
	put_words(out, nwi_json_get_str(row, "error"));
	put_words(out, nwi_json_get_str(row, "outcome"));
}

/* ---- remote classifiers ---- */

static void put_scores(struct nw_buf *out, const json_t *topics)
{
	for (size_t i = 0; i < json_array_size(topics); i++) {
		const json_t *topic = json_array_get(topics, i);
		const json_t *local = json_object_get(topic, "local");

		nw_buf_add_text(out, i ? ", " : ": ");
		put_text(out, nwi_json_get_str(topic, "name"));
		nw_buf_add_fmt(out, " %.2f",
			       nwi_json_get_double(topic, "score", 0));
		if (json_is_number(local))
			nw_buf_add_fmt(out, " (%.2f here)",
				       json_number_value(local));
		else
			nw_buf_add_text(out, " (nothing here)");
	}
}

void show_question(const json_t *row, bool colour, struct nw_buf *out)
{
	static const struct {
		const char *state, *words;
	} rows[] = {
		{ "waiting", "will be asked" },
		{ "asked", "is being asked" },
		{ "answered", "answered" },
		{ "given_up", "was given up" },
		{ "over_budget", "was not asked" },
		{ "not_asked", "was not asked" },
	};
	struct nw_str state = nwi_json_get_str(row, "state");
	struct nw_str reason = nwi_json_get_str(row, "reason");
	const json_t *asked = json_object_get(row, "asked");
	int64_t took = nwi_json_get_int(row, "took_ms", 0);

	(void)colour;
	nw_buf_add_text(out, "  classifier ");
	put_text(out, nwi_json_get_str(row, "classifier"));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (nw_str_is(state, rows[i].state))
			nw_buf_add_fmt(out, " %s", rows[i].words);
	if (nw_str_is(state, "answered") && json_is_string(asked)) {
		nw_buf_add_fmt(out, " in %.1f s, asked ", (double)took / 1000);
		table_value(out, asked, TABLE_TIME);
	} else if (nw_str_is(state, "answered")) {
		nw_buf_add_text(out, " about another item of the same text");
	}
	put_scores(out, json_object_get(row, "topics"));
	if (reason.len) {
		nw_buf_add_text(out, ": ");
		put_text(out, reason);
	}
	nw_buf_add_char(out, '\n');
}

void show_explanation(const json_t *answer, bool colour, struct nw_buf *out)
{
	const struct ink *ink = colour ? &colours : &none;
	const json_t *rows = json_object_get(answer, "explain");
	const json_t *item = json_object_get(answer, "item");

	nw_buf_add_text(out, ink->bold);
	put_text(out, nwi_json_get_str(item, "title"));
	nw_buf_add_fmt(out, "%s\n", ink->plain);
	for (size_t i = 0; i < json_array_size(rows); i++)
		show_watch(json_array_get(rows, i), colour, out);
	nw_buf_add_char(out, '\n');
}
