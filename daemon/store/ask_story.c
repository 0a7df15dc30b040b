/* SPDX-License-Identifier: Apache-2.0 */
/* Questions about stories: what belongs to one, in which order, and why. */
#include "daemon/store/ask.h"
#include "daemon/store/ids.h"
#include "daemon/store/near.h"
#include "daemon/story/gather.h"
#include "story/window.h"

#include <stdlib.h>

#define MEMBERS_MOST 5000
#define ROWS_MOST    1000
#define ALERT_BYTES  ((size_t)32 << 20)

/* ---- lines ---- */

int64_t answer_story(struct answer *answer, const void *at)
{
	const struct store_story *row = at;
	struct nw_buf *out = &answer->lines;

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "story");
	nwi_json_put_str(out, "id", row->id);
	nwi_json_put_str(out, "title", row->title);
	answer_time(out, "first_seen", row->first_seen);
	answer_time(out, "last_seen", row->last_seen);
	nwi_json_put_int(out, "items", row->items);
	nwi_json_put_int(out, "outlets", row->outlets);
	nwi_json_put_int(out, "independent", row->independent);
	answer_raw(out, "gist", row->gist);
	answer_end(out);
	return 0; /* paged by offset */
}

static void put_number(struct nw_buf *out, const char *key, int64_t number)
{
	nwi_json_key(out, key);
	if (number)
		nwi_json_int(out, number);
	else
		nwi_json_null(out);
}

static void put_share(struct nw_buf *out, const char *key, int64_t thousandths)
{
	nwi_json_key(out, key);
	nwi_json_double(out, (double)thousandths / 1000);
}

static void put_item_of(struct answer *answer, const struct store_item *item,
			int64_t first_seen)
{
	struct nw_buf *out = &answer->lines;

	nwi_json_put_str(out, "title", item->title);
	nwi_json_put_str(out, "url", item->url);
	nwi_json_put_str(out, "source", item->source);
	nwi_json_put_str(out, "language", item->language);
	nwi_json_put_str(out, "published", item->published);
	answer_time(out, "seen", item->seen);
	nwi_json_put_int(out, "lag_ms",
			 first_seen ? item->seen - first_seen : 0);
	nwi_json_put_bool(out, "baseline", item->flags & STORE_BASELINE);
	answer_raw(out, "watches", item->watches);
}

/* The outlet of a member; absent where retention took it. */
static struct nw_str outlet_of(struct answer *answer, int64_t number)
{
	struct store_member row = { .number = number };
	struct nw_error why;

	if (!number || core_get(answer->core, STORE_MEMBER, &row, &why))
		return nw_str_make(NULL, 0);
	return row.outlet;
}

static void put_member(struct answer *answer, const struct store_member *row,
		       const struct store_item *item, size_t depth,
		       int64_t first_seen)
{
	struct nw_buf *out = &answer->lines;

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "member");
	nwi_json_put_int(out, "number", row->number);
	nwi_json_put_str(out, "item_id", row->item);
	nwi_json_put_str(out, "story", row->story);
	nwi_json_put_str(out, "outlet", row->outlet);
	nwi_json_put_str(out, "wire", row->wire);
	nwi_json_put_int(out, "depth", (int64_t)depth);
	put_number(out, "copy_of", row->copy_of);
	nwi_json_put_str(out, "copied", outlet_of(answer, row->copy_of));
	nwi_json_put_str(out, "relation", core_relation_name(row->relation));
	put_number(out, "like", row->alike);
	put_share(out, "containment", row->containment);
	put_number(out, "near", row->near);
	put_share(out, "score", row->score);
	put_share(out, "needed", row->needed);
	nwi_json_put_str(out, "why", row->why);
	nwi_json_put_bool(out, "begins_story",
			  row->flags & NWI_DECISION_NEW_STORY);
	nwi_json_put_bool(out, "lookalike",
			  row->flags & NWI_DECISION_LOOKALIKE);
	if (item)
		put_item_of(answer, item, first_seen);
	answer_end(out);
}

static void put_report(struct answer *answer, const struct store_report *row)
{
	struct nw_buf *out = &answer->lines;

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "report");
	nwi_json_put_str(out, "outlet", row->outlet);
	nwi_json_put_str(out, "owner", row->owner);
	nwi_json_put_str(out, "country", row->country);
	nwi_json_put_str(out, "affiliation", row->affiliation);
	nwi_json_put_str(out, "wire", row->wire);
	nwi_json_put_str(out, "copy_of", row->copy_of);
	nwi_json_put_str(out, "relation", core_relation_name(row->relation));
	nwi_json_put_str(out, "url", row->url);
	answer_time(out, "first", row->first);
	nwi_json_put_int(out, "items", row->items);
	answer_end(out);
}

/* The watch's rules as far as a waiting thread waits for them. */
static enum nw_status put_rules(struct answer *answer,
				const struct store_thread *row,
				const struct store_story *story,
				struct nw_error *err)
{
	const struct ledger_watch *watch =
		nwi_map_get(&answer->core->watches, row->watch);
	struct nw_buf *out = &answer->lines;
	struct thread_count count;

	if (!watch)
		return NW_OK;
	enum nw_status status = core_count_reports(answer->core, story,
						   &watch->rules, &count, err);
	nwi_json_put_int(out, "min_independent", watch->rules.min_independent);
	nwi_json_put_int(out, "independent", count.independent);
	nwi_json_put_int(out, "min_outlets", watch->rules.min_outlets);
	nwi_json_put_int(out, "outlets", count.outlets);
	nwi_json_put_int(out, "first_after_ms", watch->rules.first_after_ms);
	return status;
}

static enum nw_status put_thread(struct answer *answer,
				 const struct store_thread *row,
				 const struct store_story *story,
				 struct nw_error *err)
{
	static const char *const states[] = { "waiting", "open", "closed" };
	struct nw_buf *out = &answer->lines;
	int64_t now = core_kept(answer->core);

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "thread");
	nwi_json_put_str(out, "watch", row->watch);
	nwi_json_put_str(out, "story", row->story);
	nwi_json_put_text(out, "state",
			  row->state >= 0 && row->state <= THREAD_CLOSED
				  ? states[row->state]
				  : "unknown");
	nwi_json_put_int(out, "revision", row->revision);
	nwi_json_put_int(out, "not_told", row->fresh);
	answer_raw(out, "changes", row->changes);
	answer_raw(out, "not_told_items", row->items);
	bool removed = !nwi_map_has(&answer->core->watches, row->watch);
	nwi_json_put_bool(out, "removed", removed);
	nwi_json_key(out, "due_in_ms");
	if (row->due > 0 && !removed)
		nwi_json_int(out, row->due > now ? row->due - now : 0);
	else
		nwi_json_null(out);
	enum nw_status status = put_rules(answer, row, story, err);
	answer_end(out);
	return status;
}

/* ---- parts of a story ---- */

/* A member with its copies below it: indices, 0 the root of all. */
struct branch {
	const struct store_member *row;
	size_t parent, first, last, next;
};

static enum nw_status read_members(struct answer *answer, struct nw_str story,
				   struct store_rows *out, struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(story),
					  STORE_ARG_INT(0),
					  STORE_ARG_INT(MEMBERS_MOST) };

	return core_find(answer->core, STORE_FIND_MEMBERS, args, 3, out, err);
}

/* The branch of a number among those before `count`; 0 when it is none. */
static size_t find_branch(const struct branch *tree, size_t count,
			  int64_t number)
{
	size_t low = 1, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (tree[middle].row->number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && tree[low].row->number == number ? low : 0;
}

/* Copies follow their originals, all else is in the order of its coming. */
static struct branch *grow_tree(struct answer *answer,
				const struct store_rows *rows)
{
	const struct store_member *at = rows->at;
	struct branch *tree = nw_arena_array(answer->core->scratch,
					     rows->count + 1, sizeof(*tree));

	for (size_t i = 1; tree && i <= rows->count; i++) {
		struct branch *branch = &tree[i];
		branch->row = &at[i - 1];
		branch->parent = find_branch(tree, i, branch->row->copy_of);
		struct branch *parent = &tree[branch->parent];
		if (parent->last)
			tree[parent->last].next = i;
		else
			parent->first = i;
		parent->last = i;
	}
	return tree;
}

static enum nw_status put_branch(struct answer *answer,
				 const struct store_member *row, size_t depth,
				 int64_t first_seen, struct nw_error *err)
{
	struct store_item item = { .id = row->item };
	enum nw_status status = core_get(answer->core, STORE_ITEM, &item, err);

	if (status == NW_OK || status == NW_NOT_FOUND)
		put_member(answer, row, status == NW_OK ? &item : NULL, depth,
			   first_seen);
	return status == NW_NOT_FOUND ? NW_OK : status;
}

static enum nw_status put_members(struct answer *answer,
				  const struct store_story *story,
				  struct nw_error *err)
{
	struct store_rows rows = { NULL, 0 };
	enum nw_status status = read_members(answer, story->id, &rows, err);
	struct branch *tree = status == NW_OK ? grow_tree(answer, &rows) : NULL;
	size_t at = tree ? tree[0].first : 0, depth = 0;

	if (status == NW_OK && !tree)
		return nw_fail(err, NW_NO_MEMORY, "no memory for a story");
	while (at && status == NW_OK) {
		status = put_branch(answer, tree[at].row, depth,
				    story->first_seen, err);
		if (tree[at].first) {
			at = tree[at].first;
			depth++;
			continue;
		}
		while (at && !tree[at].next) {
			at = tree[at].parent;
			depth -= at != 0;
		}
		at = at ? tree[at].next : 0;
	}
	return status;
}

static enum nw_status put_reports(struct answer *answer, struct nw_str story,
				  struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(story),
					  STORE_ARG_INT(ROWS_MOST) };
	struct store_rows rows = { NULL, 0 };
	enum nw_status status = core_find(answer->core, STORE_FIND_REPORTS,
					  args, 2, &rows, err);
	const struct store_report *at = rows.at;

	for (size_t i = 0; status == NW_OK && i < rows.count; i++)
		put_report(answer, &at[i]);
	return status;
}

enum nw_status answer_threads(struct answer *answer, struct nw_str story,
			      struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(story),
					  STORE_ARG_INT(ROWS_MOST) };
	struct store_story whole = { .id = story };
	struct store_rows rows = { NULL, 0 };
	enum nw_status status =
		core_get(answer->core, STORE_STORY, &whole, err);

	if (status == NW_NOT_FOUND) /* retention took it, or it is none yet */
		return NW_OK;
	if (status == NW_OK)
		status = core_find(answer->core, STORE_FIND_THREADS, args, 2,
				   &rows, err);
	const struct store_thread *at = rows.at;
	for (size_t i = 0; status == NW_OK && i < rows.count; i++)
		status = put_thread(answer, &at[i], &whole, err);
	return status;
}

/* ---- what was told ---- */

static void put_changes(struct nw_buf *out, const json_t *alert)
{
	char *text = json_dumps(json_object_get(alert, "changes"),
				JSON_COMPACT | JSON_ENCODE_ANY);

	answer_raw(out, "changes", nw_str_from(text));
	free(text);
}

static void put_item_ids(struct nw_buf *out, const json_t *alert)
{
	const json_t *items = json_object_get(alert, "items");

	nwi_json_key(out, "item_ids");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < json_array_size(items); i++)
		nwi_json_str(out, nwi_json_get_str(json_array_get(items, i),
						   "item_id"));
	nwi_json_close(out, ']');
}

void answer_told(struct answer *answer, const struct store_alert *row)
{
	NW_AUTO(nwi_json_free) json_t *alert = NULL;

	if (nwi_json_parse(row->json, ALERT_BYTES, 64, &alert, NULL) != NW_OK)
		alert = NULL;
	answer_alert_fields(answer, row);
	if (alert) {
		put_changes(&answer->lines, alert);
		put_item_ids(&answer->lines, alert);
	}
	answer_end(&answer->lines);
}

static enum nw_status put_alerts(struct answer *answer, struct nw_str story,
				 struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(story),
					  STORE_ARG_INT(ROWS_MOST) };
	struct store_rows rows = { NULL, 0 };
	enum nw_status status = core_find(
		answer->core, STORE_FIND_ALERTS_OF_STORY, args, 2, &rows, err);
	const struct store_alert *at = rows.at;

	for (size_t i = 0; status == NW_OK && i < rows.count; i++)
		answer_told(answer, &at[i]);
	return status;
}

enum nw_status answer_member(struct answer *answer, struct nw_str item,
			     struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(item) };
	struct store_rows rows = { NULL, 0 };
	enum nw_status status = core_find(answer->core, STORE_FIND_MEMBER_OF,
					  args, 1, &rows, err);

	if (status == NW_OK && rows.count > 0)
		put_member(answer, rows.at, NULL, 0, 0);
	return status;
}

/* ---- the story that is meant ---- */

static enum nw_status story_by_beginning(struct answer *answer,
					 struct store_story *out,
					 struct nw_error *err)
{
	enum nw_status status = core_whole_id(
		answer->core, IDS_STORY, answer->query->text, &out->id, err);

	return status == NW_OK ? core_get(answer->core, STORE_STORY, out, err)
			       : status;
}

/* By an item's id or URL. */
static enum nw_status story_of_item(struct answer *answer,
				    struct store_story *out,
				    struct nw_error *err)
{
	struct store_item item = { .seq = 0 };
	enum nw_status status =
		core_item_of(answer->core, answer->query->text, &item, err);

	if (status != NW_OK)
		return status;
	out->id = item.story;
	return out->id.len ? core_get(answer->core, STORE_STORY, out, err)
			   : NW_NOT_FOUND;
}

enum nw_status answer_whole_story(struct answer *answer, struct nw_error *err)
{
	struct store_story story = { .id = answer->query->text };
	enum nw_status status = story_by_beginning(answer, &story, err);

	if (status == NW_NOT_FOUND)
		status = story_of_item(answer, &story, err);
	if (status == NW_NOT_FOUND)
		return nw_fail(err, NW_NOT_FOUND,
			       "no story has the id, and no item of one the "
			       "id or URL %.*s",
			       NW_FMT(answer->query->text));
	if (status != NW_OK)
		return status;
	answer_story(answer, &story);
	status = put_members(answer, &story, err);
	if (status == NW_OK)
		status = put_reports(answer, story.id, err);
	if (status == NW_OK)
		status = answer_threads(answer, story.id, err);
	return status == NW_OK ? put_alerts(answer, story.id, err) : status;
}
