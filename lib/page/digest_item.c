/* SPDX-License-Identifier: Apache-2.0 */
/* Lines with roles become items; what is none is told to who asks. */
#include "page/digest_impl.h"

#include "base/hash.h"
#include "item/read.h"
#include "page/digest_draft.h"
#include "text/url.h"
#include "text/utf8.h"

#define DAY_MS INT64_C(86400000)

/* ---- dates that stand for several items ---- */

/*
 * "The Balkan Ledger: March 2023", the head of an archive, names the outlet;
 * what a machine put before it ends with a number, or says where to skip to.
 */
static void name_archive(struct digest *d, struct nw_str name,
			 const struct nw_instant *at)
{
	static const char *const skip[] = {
		"Skip to main content ",    "Skip to content ",
		"Skip to main navigation ", "Zum Inhalt springen ",
		"Aller au contenu ",	    "Saltar al contenido ",
		"Перейти к содержимому ",
	};
	struct nw_str rest, word;
	size_t start = 0, words = 0;

	if (at->precision != NW_PRECISION_MONTH || d->outlet.len > 0 ||
	    !nw_str_ends(name, ": "))
		return;
	name = nw_str_slice(name, 0, name.len - 2);
	for (size_t i = 0; i < sizeof(skip) / sizeof(skip[0]); i++) {
		if (nw_str_starts(name, skip[i]))
			name = nw_str_slice(name, strlen(skip[i]), name.len);
	}
	rest = name;
	while (nw_str_next(&rest, ' ', &word)) {
		words++;
		if (word.len > 9 && memchr("0123456789", word.at[1], 10)) {
			start = (size_t)(word.at + word.len - name.at);
			words = 0;
		}
	}
	name = nw_str_trim(nw_str_slice(name, start, name.len));
	if (words > 0 && words <= 5 && !nwi_digest_is_section(name))
		d->outlet = name;
}

/* What the furniture before a draft says of date and sender. */
static void read_context(struct digest *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct digest_line *line = &d->lines[i];
		struct nw_instant at;
		struct nw_str value;
		/* Those of an item are behind `to`. */
		if (line->role != ROLE_OUT && line->role != ROLE_PRE)
			continue;
		char what = line->bits & BIT(F_TAKEN)
				    ? nwi_digest_header(line->text, &value)
				    : 0;
		if (what == 'd' && nwi_digest_date(d, value, &at))
			d->date = at;
		if (what == 'f')
			d->outlet = value;
		if (what || (line->bits & (BIT(F_LISTED) | BIT(F_NOISE))))
			continue;
		if (line->stamp && line->stamp != STAMP_TIME &&
		    !nw_instant_is_absent(&line->date))
			d->date = line->date;
		else if (line->words <= 14 && !(line->bits & BIT(F_PROSE)) &&
			 nwi_digest_last_date(d, line->text, &at, &value)) {
			d->date = at;
			if (i == 0)
				name_archive(d, value, &at);
		}
	}
}

/* "Morning Post <news@example.org>" */
static struct nw_str sender(struct nw_str from)
{
	size_t at = nw_str_find_char(from, '<');
	struct nw_str name = nw_str_trim(nw_str_slice(from, 0, at));

	if (name.len > 1 && name.at[0] == '"' && name.at[name.len - 1] == '"')
		name = nw_str_slice(name, 1, name.len - 1);
	return name.len > 0 ? name : nw_str_make(NULL, 0);
}

static nw_time start_of_day(nw_time at)
{
	return at - (at % DAY_MS + DAY_MS) % DAY_MS;
}

/* A date by itself, with space below: it heads all that follows. */
static bool is_heading(const struct digest *d, const struct digest_draft *draft)
{
	return draft->head == draft->first + 1 &&
	       d->lines[draft->first].stamp == STAMP_DATE &&
	       d->lines[draft->head].gap > 0;
}

static void inherit(struct digest *d, struct digest_draft *draft, bool few)
{
	bool own = !nw_instant_is_absent(&draft->date);

	if (own && (few || is_heading(d, draft)))
		d->date = draft->date;
	if (!own && !draft->vague)
		draft->date = d->date;
	if (nw_str_is_absent(draft->outlet) && d->outlet.len > 0)
		draft->outlet = sender(d->outlet);
	if (draft->clock_ms < 0)
		return;
	struct nw_instant at = draft->date;
	if (nw_instant_is_absent(&at) && d->input->fetched) {
		at.at = start_of_day(d->input->fetched);
		if (at.at + draft->clock_ms > d->input->fetched)
			at.at -= DAY_MS;
		at.precision = NW_PRECISION_DAY;
		at.offset_min = NW_OFFSET_UNKNOWN;
	}
	if (at.precision < NW_PRECISION_DAY)
		return;
	/* The page's own "As of 14:40" stands before its first entry. */
	if (at.precision > NW_PRECISION_DAY && own && !few)
		return;
	at.at = start_of_day(at.at) + draft->clock_ms;
	at.precision = NW_PRECISION_MINUTE;
	draft->date = at;
}

/*
 * Where fewer than half of the items have a date of their own, a date stands
 * for those behind it as well: a heading of a day.
 */
static void date_drafts(struct digest *d, struct digest_drafts *drafts)
{
	size_t dated = 0, at = 0;

	for (size_t i = 0; i < drafts->count; i++)
		dated += !nw_instant_is_absent(&drafts->rows[i].date);
	for (size_t i = 0; i < drafts->count; i++) {
		read_context(d, at, drafts->rows[i].first);
		at = drafts->rows[i].dropped ? drafts->rows[i].first
					     : drafts->rows[i].end;
		if (!drafts->rows[i].dropped)
			inherit(d, &drafts->rows[i],
				dated * 3 < drafts->count * 2);
	}
}

/* Entries with clocks, most of the page, several a day. */
static bool is_live(const struct digest_drafts *drafts)
{
	size_t days = 0;
	nw_time last = NW_TIME_MIN;

	nw_time least = NW_TIME_MAX, most = NW_TIME_MIN;
	size_t clocked = 0, count = 0;

	for (size_t i = 0; i < drafts->count; i++) {
		const struct digest_draft *draft = &drafts->rows[i];
		if (draft->dropped)
			continue;
		count++;
		if (draft->clock_ms < 0 &&
		    !(draft->glued &&
		      draft->date.precision >= NW_PRECISION_MINUTE))
			continue;
		clocked++;
		days += start_of_day(draft->date.at) != last;
		last = start_of_day(draft->date.at);
		least = draft->date.at < least ? draft->date.at : least;
		most = draft->date.at > most ? draft->date.at : most;
	}
	return clocked > 1 && clocked * 3 >= count * 2 &&
	       most - least < 4 * DAY_MS && (clocked < 3 || days < clocked);
}

/* Below the titles of a live page stand those who write it. */
static void name_writers(struct digest *d, struct digest_drafts *drafts)
{
	size_t count = 0, named = 0;

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < drafts->count; i++) {
			struct digest_draft *draft = &drafts->rows[i];
			if (draft->dropped)
				continue;
			bool names = draft->outlet.len > 0 &&
				     draft->byline.len == 0 &&
				     nwi_digest_is_person(draft->outlet);
			count += round == 0;
			named += round == 0 && names;
			if (round == 0 || !names)
				continue;
			draft->byline = draft->outlet;
			draft->outlet = (struct nw_str){ 0 };
		}
		if (named < 2 || named * 2 < count || d->outlet.len > 0)
			return;
	}
}

/* ---- the item ---- */

/* A paragraph without the noise that stands in it. */
static void add_paragraph(struct digest *d, struct nw_str text,
			  const struct digest_line *line, struct nw_buf *out)
{
	size_t at = 0, start, end, before = out->len;

	while (nwi_digest_inline(text, at, &start, &end)) {
		struct nw_explained cut = {
			.size = sizeof(cut),
			.what = NW_STR("cut"),
			.text = nw_str_slice(text, start, end),
			.why = NW_STR("stands between sentences"),
			.from = line->from,
			.to = line->to,
		};
		nw_explain(d->input->explain, &cut);
		nw_buf_add_str(out, nw_str_slice(text, at, start));
		while (end < text.len && text.at[end] == ' ')
			end++;
		at = end;
	}
	nw_buf_add_str(out, nw_str_slice(text, at, text.len));
	while (out->len > before && out->at[out->len - 1] == ' ')
		nw_buf_cut(out, out->len - 1);
}

static void add_text(struct digest *d, size_t from, size_t to,
		     struct nw_buf *out)
{
	for (size_t i = from; i < to; i++) {
		const struct digest_line *line = &d->lines[i];
		if (!nwi_digest_is_text(line))
			continue;
		if (out->len)
			nw_buf_add_char(out, '\n');
		add_paragraph(d, line->text, line, out);
		if (out->len && out->at[out->len - 1] == '\n')
			nw_buf_cut(out, out->len - 1);
	}
}

static void live_id(struct digest *d, const struct digest_draft *draft,
		    struct nw_item *item)
{
	char when[NW_TIME_TEXT], id[NWI_ID_TEXT];

	nw_instant_format(&draft->date, when);
	const struct nw_str parts[] = {
		nw_str_from(when), item->byline,
		item->title.len ? item->title
				: nw_str_slice(item->content, 0, 80)
	};
	nwi_derive_id("live-entry", parts, 3, id);
	item->id = nw_arena_str(d->arena, nw_str_from(id));
}

static void tell(struct digest *d, const char *what, struct nw_str text,
		 const char *why, size_t from, size_t to)
{
	struct nw_explained note = {
		.size = sizeof(note),
		.what = nw_str_from(what),
		.text = text,
		.why = nw_str_from(why),
		.from = d->lines[from].from,
		.to = d->lines[to].to,
	};

	nw_explain(d->input->explain, &note);
}

static void tell_item(struct digest *d, const struct digest_draft *draft,
		      const struct nw_item *item)
{
	if (!d->input->explain)
		return;
	tell(d, "record", item->title.len ? item->title : item->content,
	     draft->titled ? "a title with what belongs to it"
			   : "text that begins an entry without a title",
	     draft->first, draft->end - 1);
	for (size_t i = draft->first; i < draft->end; i++) {
		const struct digest_line *line = &d->lines[i];
		if (line->role == ROLE_TITLE)
			tell(d, "title", line->text,
			     "a title's shape, and text behind it", i, i);
		else if (line->stamp && !nwi_digest_is_text(line))
			tell(d, "date", line->text,
			     "stands beside the title or behind the text", i,
			     i);
		else if (line->role == ROLE_PRE || line->role == ROLE_POST)
			tell(d, "label", line->text, "stands beside the title",
			     i, i);
	}
}

/* "Night train ends: The railway ..." has its title before the colon. */
static size_t announced(struct nw_str text)
{
	size_t colon =
		nw_str_find(nw_str_slice(text, 0, 120), nw_str_from(": "));
	struct nw_str label = nw_str_slice(text, 0, colon);
	struct digest_line shape = { .text = label };

	if (colon + 2 >= text.len || colon >= 120 || label.len < 8)
		return 0;
	nwi_digest_shape(&shape);
	return shape.words >= 2 && shape.words <= 12 &&
			       !(shape.bits & (BIT(F_SENTENCES) | BIT(F_LOWER)))
		       ? colon
		       : 0;
}

static void take_announced(struct nw_item *item)
{
	size_t colon = announced(item->content);

	if (colon == 0)
		return;
	item->title = nw_str_slice(item->content, 0, colon);
	item->content = nw_str_trim(
		nw_str_slice(item->content, colon + 1, item->content.len));
	if (nw_str_is(item->kind, "brief"))
		item->kind = nw_str_from("article");
}

/* Nearly all texts without a title announce themselves so. */
static bool are_announced(const struct digest *d,
			  const struct digest_drafts *drafts)
{
	size_t count = 0, some = 0;

	for (size_t i = 0; i < drafts->count; i++) {
		const struct digest_draft *draft = &drafts->rows[i];
		if (draft->dropped || draft->titled)
			continue;
		count++;
		some += announced(d->lines[draft->head].text) > 0;
	}
	return some > 2 && some * 4 >= count * 3;
}

static enum nw_status emit(struct digest *d, const struct digest_draft *draft,
			   size_t from, size_t to, const char *kind,
			   nw_feed_item_fn *each, void *arg,
			   const struct nw_feed *feed)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	struct nw_item item = {
		.size = sizeof(item),
		.kind = nw_str_from(kind),
		.outlet = nwi_text_line_in(d->arena, draft->outlet,
					   NWI_NAME_BYTES),
		.byline = nwi_text_line_in(d->arena, draft->byline,
					   NWI_NAME_BYTES),
		.published = draft->date,
	};
	bool whole = from == draft->head;

	nw_buf_init(&text, d->text.len + 16);
	add_text(d, from, to, &text);
	struct nw_str body = nw_buf_str(&text);
	if (draft->titled && whole)
		item.title = nwi_text_line_in(
			d->arena,
			nwi_digest_without_note(d->lines[draft->head].text),
			NWI_TITLE_BYTES);
	if (body.len > NWI_TEXT_BYTES) {
		body = nw_str_slice(body, 0,
				    nwi_utf8_floor(body, NWI_TEXT_BYTES));
		item.flags |= NW_ITEM_CUT;
	}
	item.content = nw_arena_str(d->arena, body);
	if (whole && draft->link.len > 0 && draft->link.len < NWI_URL_BYTES)
		item.url = nwi_url_resolve_in(d->arena, d->input->base_url,
					      draft->link);
	if (d->announced && !draft->titled && whole)
		take_announced(&item);
	if (nw_str_is(item.kind, "live-entry"))
		live_id(d, draft, &item);
	if (item.title.len == 0 && item.content.len == 0)
		return NW_OK;
	tell_item(d, draft, &item);
	return each(arg, feed, &item);
}

static enum nw_status emit_draft(struct digest *d,
				 const struct digest_draft *draft, bool live,
				 bool retells, nw_feed_item_fn *each, void *arg,
				 const struct nw_feed *feed)
{
	size_t split = live ? draft->end : nwi_digest_retold(d, draft, retells);
	enum nw_status status = emit(d, draft, draft->head, split,
				     live	     ? "live-entry"
				     : draft->titled ? "article"
						     : "brief",
				     each, arg, feed);

	if (status != NW_OK || split == draft->end)
		return status;
	return emit(d, draft, split, draft->end, "paraphrase", each, arg, feed);
}

static const char *why_cut(const struct digest_line *line)
{
	if (line->word != WORD_NONE)
		return nwi_digest_word_name((enum digest_word)line->word);
	if (line->bits & BIT(F_TAKEN))
		return "the header of a mail";
	if (line->bits & BIT(F_LISTED))
		return "below a heading of links or comments";
	if (line->bits & BIT(F_REPEATED))
		return "comes again on the page";
	if (line->bits & BIT(F_PROSE))
		return "text outside of any article";
	return "stands outside of any article";
}

static void tell_cuts(struct digest *d)
{
	for (size_t i = 0; d->input->explain && i < d->count; i++) {
		const struct digest_line *line = &d->lines[i];
		bool tags = line->role == ROLE_AFTER && line->word;
		if (line->role == ROLE_OUT || line->role == ROLE_CUT || tags)
			tell(d, "cut", line->text, why_cut(line), i, i);
	}
}

enum nw_status nwi_digest_items(struct digest *d, nw_feed_item_fn *each,
				void *arg, const struct nw_feed *feed,
				uint32_t *made, struct nw_error *err)
{
	uint32_t limit = d->input->item_limit ? d->input->item_limit : 5000;
	struct digest_drafts drafts = { .count = 0 };

	*made = 0;
	drafts.rows =
		nw_arena_array(d->arena, d->count + 1, sizeof(*drafts.rows));
	if (!drafts.rows)
		return nw_fail(err, NW_LIMIT, "text: too many items");
	nwi_digest_find_drafts(d, &drafts);
	for (size_t i = 0; i < drafts.count; i++) {
		if (!drafts.rows[i].dropped)
			nwi_digest_read_meta(d, &drafts.rows[i]);
		if (!drafts.rows[i].dropped)
			nwi_digest_drop_author(d, &drafts.rows[i]);
	}
	nwi_digest_drop_keys(d, &drafts);
	nwi_digest_name_outlet(&drafts);
	date_drafts(d, &drafts);
	bool live = is_live(&drafts);
	if (live)
		name_writers(d, &drafts);
	d->announced = are_announced(d, &drafts);
	bool retells = !live && nwi_digest_retells(d, &drafts);
	tell_cuts(d);
	for (size_t i = 0; i < drafts.count && *made < limit; i++) {
		if (drafts.rows[i].dropped)
			continue;
		enum nw_status status = emit_draft(d, &drafts.rows[i], live,
						   retells, each, arg, feed);
		if (status != NW_OK)
			return nw_fail(err, status, "text: reading stopped");
		++*made;
	}
	return NW_OK;
}
