/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who carries a story: a row an outlet, and a row for each who has a text of
 * its own. Independent are owners: the outlets of one owner count once, a text
 * that came by a wire is the wire's wherever it stands, and copies, excerpts
 * and paraphrases are nobody's.
 */
#include "daemon/story/gather.h"
#include "story/origin.h"
#include "story/window.h"

#define REPORTS_LISTED 50
#define REPORTS_READ   2000 /* a story has no more items than these */

/* ---- an item more ---- */

/* The outlet whose text it copies; absent where the other is gone. */
static enum nw_status find_original(struct core *core, int64_t number,
				    struct nw_str *out, struct nw_error *err)
{
	struct store_member row = { .number = number };
	enum nw_status status =
		number ? core_get(core, STORE_MEMBER, &row, err) : NW_NOT_FOUND;

	*out = status == NW_OK ? row.outlet : nw_str_make(NULL, 0);
	return status == NW_NOT_FOUND ? NW_OK : status;
}

/* The item by which the outlet is listed. */
static void set_shown(const struct store_member *member,
		      const struct store_item *row, struct store_report *out)
{
	out->wire = member->wire;
	out->relation = member->relation;
	out->url = row->url;
	out->first = row->seen;
}

static enum nw_status begin_report(struct core *core, const struct frame *frame,
				   const struct store_item *row,
				   struct joined *joined,
				   struct store_report *out,
				   struct nw_error *err)
{
	const struct store_member *member = &joined->member;

	out->owner = frame->owner;
	out->country = frame->item.country;
	out->affiliation = frame->item.affiliation;
	joined->is_news = true;
	joined->story.outlets++;
	set_shown(member, row, out);
	return find_original(core, member->copy_of, &out->copy_of, err);
}

/* Whose the text is: its own before one that came by a wire, a copy last. */
static int rank_of(int64_t relation, struct nw_str wire,
		   const struct store_report *report)
{
	if (relation != 0)
		return 0;
	return wire.len == 0 || nw_str_equal(wire, report->outlet) ||
			       nw_str_equal(wire, report->owner)
		       ? 2
		       : 1;
}

/* A text of its own takes the place of the copy that the outlet had first. */
static void better_report(const struct store_member *member,
			  const struct store_item *row,
			  struct store_report *out)
{
	if (rank_of(member->relation, member->wire, out) <=
	    rank_of(out->relation, out->wire, out))
		return;
	set_shown(member, row, out);
	out->copy_of = nw_str_make(NULL, 0);
}

static enum nw_status enter_report(struct core *core, const struct frame *frame,
				   const struct store_item *row,
				   struct joined *joined, struct nw_error *err)
{
	struct store_report report = { .story = joined->story.id,
				       .outlet = joined->member.outlet };
	enum nw_status status = core_get(core, STORE_REPORT, &report, err);

	if (status == NW_NOT_FOUND)
		status = begin_report(core, frame, row, joined, &report, err);
	else if (status == NW_OK)
		better_report(&joined->member, row, &report);
	if (status != NW_OK)
		return status;
	report.items++;
	report.kept = core_kept(core);
	if (joined->member.relation == 0) {
		joined->is_news = true;
		report.own++;
	}
	return core_put(core, STORE_REPORT, &report, err);
}

static bool is_wire(struct nw_str name)
{
	for (uint8_t i = 1; i < UINT8_MAX && nwi_origin_name(i); i++)
		if (nw_str_is(name, nwi_origin_name(i)))
			return true;
	return false;
}

/* Who speaks by a text of its own: an agency also on its own pages. */
static struct nw_str voice_of(const struct frame *frame,
			      const struct store_member *member)
{
	if (member->wire.len)
		return member->wire;
	if (is_wire(member->outlet))
		return member->outlet;
	return frame->owner.len ? frame->owner : member->outlet;
}

static enum nw_status enter_voice(struct core *core, const struct frame *frame,
				  struct joined *joined, struct nw_error *err)
{
	struct store_voice row = { .story = joined->story.id };
	const int64_t now = core_kept(core);

	if (joined->member.relation != 0)
		return NW_OK;
	joined->voice = row.name = voice_of(frame, &joined->member);
	enum nw_status status = core_get(core, STORE_VOICE, &row, err);
	if (status == NW_NOT_FOUND) {
		joined->new_voice = true;
		joined->story.independent++;
		row.affiliation = frame->item.affiliation;
		row.first = now;
		status = NW_OK;
	}
	row.last = now;
	row.kept = now;
	return status == NW_OK ? core_put(core, STORE_VOICE, &row, err)
			       : status;
}

enum nw_status core_report(struct core *core, const struct frame *frame,
			   const struct store_item *row, struct joined *joined,
			   struct nw_error *err)
{
	enum nw_status status = enter_report(core, frame, row, joined, err);

	return status == NW_OK ? enter_voice(core, frame, joined, err) : status;
}

/* ---- counting ---- */

static bool counts(const struct thread_rules *rules, struct nw_str affiliation,
		   int64_t last, int64_t now)
{
	if (rules->within_ms > 0 && last < now - rules->within_ms)
		return false;
	if (affiliation.len == 0)
		affiliation = nw_str_from("unknown");
	for (size_t i = 0; i < rules->affiliation_count; i++)
		if (nw_str_equal(affiliation, rules->affiliations[i]))
			return true;
	return rules->affiliation_count == 0;
}

static enum nw_status count_rows(struct core *core, struct nw_str story,
				 const struct thread_rules *rules,
				 struct thread_count *out, struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(story),
					  STORE_ARG_INT(REPORTS_READ) };
	struct store_rows voices = { NULL, 0 }, reports = { NULL, 0 };
	const int64_t now = core_kept(core);
	enum nw_status status =
		core_find(core, STORE_FIND_VOICES, args, 2, &voices, err);

	if (status == NW_OK)
		status = core_find(core, STORE_FIND_REPORTS, args, 2, &reports,
				   err);
	const struct store_voice *voice = voices.at;
	for (size_t i = 0; status == NW_OK && i < voices.count; i++)
		out->independent +=
			counts(rules, voice[i].affiliation, voice[i].last, now);
	const struct store_report *report = reports.at;
	for (size_t i = 0; status == NW_OK && i < reports.count; i++)
		out->outlets += counts(rules, report[i].affiliation,
				       report[i].kept, now);
	return status;
}

enum nw_status core_count_reports(struct core *core,
				  const struct store_story *story,
				  const struct thread_rules *rules,
				  struct thread_count *out,
				  struct nw_error *err)
{
	*out = (struct thread_count){ 0, 0 };
	if (rules->within_ms > 0 || rules->affiliation_count > 0)
		return count_rows(core, story->id, rules, out, err);
	out->independent = story->independent;
	out->outlets = story->outlets;
	return NW_OK;
}

/* ---- listing ---- */

struct nw_str core_relation_name(int64_t relation)
{
	return relation > 0 && relation <= NWI_RELATION_PARAPHRASE
		       ? nw_str_from(
				 nwi_relation_name((enum nwi_relation)relation))
		       : nw_str_make(NULL, 0);
}

static struct nw_report report_of(const struct store_report *row)
{
	return (struct nw_report){
		.outlet = row->outlet,
		.owner = row->owner,
		.country = row->country,
		.affiliation = row->affiliation,
		.wire = row->wire,
		.copy_of = row->copy_of,
		.relation = core_relation_name(row->relation),
		.url = row->url,
		.first = row->first,
		.items = (uint32_t)row->items,
	};
}

enum nw_status core_list_reports(struct core *core, struct nw_str story,
				 const struct nw_report **out,
				 uint32_t *out_count, struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_TEXT(story),
					  STORE_ARG_INT(REPORTS_READ) };
	struct nw_report *list =
		nw_arena_array(core->scratch, REPORTS_LISTED, sizeof(*list));
	struct store_rows rows = { NULL, 0 };
	uint32_t count = 0;
	enum nw_status status =
		core_find(core, STORE_FIND_REPORTS, args, 2, &rows, err);

	if (!list)
		return nw_fail(err, NW_NO_MEMORY, "no memory for reports");
	const struct store_report *at = status == NW_OK ? rows.at : NULL;
	for (int own = 1; own >= 0; own--)
		for (size_t i = 0; i < rows.count && count < REPORTS_LISTED;
		     i++)
			if ((at[i].own > 0) == own)
				list[count++] = report_of(&at[i]);
	*out = list;
	*out_count = count;
	return status;
}
