/* SPDX-License-Identifier: Apache-2.0 */
/* What the handlers of rows share, and the small ones. */
#include "feed/reader.h"

/* An attribute's value that lives as long as its draft, without margins. */
struct nw_str nwi_take_kept(struct nwi_feed_reader *reader,
			    const struct nwi_event *start, enum nwi_atom atom)
{
	struct nw_str value = nwi_take_attr(start, atom);

	if (nw_str_is_absent(value))
		return value;
	return nw_arena_str(nwi_feed_keep(reader), nwi_trim(value));
}

void nwi_take_put(struct nwi_feed_reader *reader, const struct nwi_event *start,
		  enum nwi_slot slot, uint8_t rank, struct nw_str decoded)
{
	const struct nwi_frame *frame = nwi_feed_frame(reader, start);
	struct nwi_value value = { .raw = decoded,
				   .base = frame->base,
				   .language = frame->language,
				   .rank = rank,
				   .decoded = true };

	nwi_draft_put(nwi_feed_draft(reader), slot, &value);
	reader->feed_is_stale = reader->feed_is_stale || !reader->has_item;
}

void nwi_take_inner(struct nwi_feed_reader *reader,
		    const struct nwi_event *start, struct nwi_value *value)
{
	enum nwi_xml_inside what;

	value->raw = nwi_xml_inner(reader->xml, start, &what);
	value->bare = what == NWI_INSIDE_PLAIN;
	value->section = what == NWI_INSIDE_SECTION;
}

/* Text of an element that is not told apart from its markup. */
struct nw_str nwi_take_plain(struct nwi_feed_reader *reader,
			     const struct nwi_event *start)
{
	struct nwi_value value = { 0 };

	nwi_take_inner(reader, start, &value);
	return nwi_value_plain(reader, &value);
}

int64_t nwi_take_length(struct nw_str text)
{
	int64_t length;

	if (nw_str_to_int(nwi_trim(text), &length) != NW_OK || length < 0)
		return -1;
	return length;
}

void nwi_take_category(struct nwi_feed_reader *reader,
		       const struct nwi_event *start,
		       const struct nwi_feed_row *row)
{
	struct nw_str text = nwi_trim(nwi_take_attr(start, NWI_A_TEXT));

	if (row->family == NWI_FAMILY_ITUNES && text.len > 0) {
		nwi_draft_add_category(reader, text); /* may hold another */
		return;
	}
	struct nw_str term = nwi_take_kept(reader, start, NWI_A_TERM);
	struct nw_str label = nwi_take_kept(reader, start, NWI_A_LABEL);
	text = nwi_take_plain(reader, start);
	if (term.len > 0)
		nwi_draft_add_category(reader, term);
	if (text.len > 0 || term.len == 0)
		nwi_draft_add_category(reader, text.len > 0 ? text : label);
}

void nwi_take_keywords(struct nwi_feed_reader *reader,
		       const struct nwi_event *start,
		       const struct nwi_feed_row *row)
{
	struct nw_str rest = nwi_take_plain(reader, start);
	struct nw_str one;

	(void)row;
	while (nw_str_next(&rest, ',', &one))
		nwi_draft_add_category(reader, nwi_trim(one));
}

void nwi_take_ttl(struct nwi_feed_reader *reader, const struct nwi_event *start,
		  const struct nwi_feed_row *row)
{
	int64_t minutes = nwi_take_length(nwi_take_plain(reader, start));

	(void)row;
	if (minutes > 0 && minutes <= 60 * 24 * 366)
		reader->ttl_ms = minutes * 60000;
	reader->feed_is_stale = true;
}

/* Syndication module of RSS 1.0: so often a period. */
void nwi_take_period(struct nwi_feed_reader *reader,
		     const struct nwi_event *start,
		     const struct nwi_feed_row *row)
{
	static const struct {
		const char *name;
		int64_t hours;
	} periods[] = { { "hourly", 1 },
			{ "daily", 24 },
			{ "weekly", 24 * 7 },
			{ "monthly", 24 * 30 },
			{ "yearly", 24 * 365 } };
	struct nw_str said = nwi_take_plain(reader, start);

	(void)row;
	for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++)
		if (nw_str_is_nocase(said, periods[i].name))
			reader->period_ms = periods[i].hours * 3600000;
	reader->feed_is_stale = true;
}

void nwi_take_frequency(struct nwi_feed_reader *reader,
			const struct nwi_event *start,
			const struct nwi_feed_row *row)
{
	int64_t often = nwi_take_length(nwi_take_plain(reader, start));

	(void)row;
	if (often > 0 && often <= 3600)
		reader->frequency = often;
	reader->feed_is_stale = true;
}
