/* SPDX-License-Identifier: Apache-2.0 */
/* What stands around a text: outlet, by-line, link, date. */
#include "page/digest_draft.h"

#include "text/utf8.h"

enum { LABELS = 6, KEY_BYTES = 40 };

struct labels {
	struct nw_str rows[LABELS];
	size_t count;
};

/* "Source: The Courier", whatever the language: one word and a colon. */
static struct nw_str without_key(struct nw_str text)
{
	size_t wide = nw_str_find(text, nw_str_from("："));
	size_t at = nw_str_find_char(text, ':');
	size_t end = wide < at ? wide + 3 : at + 1;

	if (wide < at)
		at = wide;
	if (end >= text.len || nw_str_find_char(text, ' ') < at)
		return text;
	return nw_str_trim(nw_str_slice(text, end, text.len));
}

/* "El Correo - Sociedad" */
static struct nw_str without_section(struct nw_str text)
{
	struct nw_str rest = text, outlet, section;

	if (nwi_digest_field(&rest, &outlet) && rest.at &&
	    nwi_digest_field(&rest, &section) && !rest.at && outlet.len > 2)
		return outlet;
	return text;
}

static void add_label(struct digest_draft *draft, struct labels *labels,
		      struct nw_str text)
{
	text = without_section(without_key(text));
	for (size_t i = 0; i < labels->count; i++) {
		/* An outlet is named twice where a section is between. */
		if (nw_str_equal(labels->rows[i], text)) {
			draft->outlet = text;
			return;
		}
	}
	if (labels->count < LABELS && !nwi_digest_is_section(text))
		labels->rows[labels->count++] = text;
}

static void take_who(struct digest_draft *draft, struct labels *labels,
		     const struct digest_line *line)
{
	if (line->who.len == 0)
		return;
	if (line->stamp == STAMP_GLUED || nwi_digest_by(line->who) ||
	    (line->bits & BIT(F_BYLINE))) {
		if (nw_str_is_absent(draft->byline))
			draft->byline = line->who;
	} else {
		add_label(draft, labels, line->who);
	}
}

static struct nw_str link_of(const struct digest_line *line)
{
	struct nw_str s = line->text;
	size_t at = nw_str_find(s, nw_str_from("](http"));

	if (at < s.len)
		return nw_str_slice(s, at + 2, s.len - 1);
	s = nw_str_slice(s, nw_str_find(s, nw_str_from("http")) % s.len, s.len);
	if (nw_str_ends(s, ">"))
		s.len--;
	return s;
}

/* "Source: Northern Ledger", "— Northern Ledger". */
static struct nw_str credited(const struct digest_line *line)
{
	size_t at = nw_str_find_char(line->text, ':');
	size_t wide = nw_str_find(line->text, nw_str_from("："));
	struct nw_str value = line->mark ? line->text : nw_str_make(NULL, 0);

	if (at < line->text.len)
		value = nw_str_slice(line->text, at + 1, line->text.len);
	else if (wide < line->text.len)
		value = nw_str_slice(line->text, wide + 3, line->text.len);
	else if (nw_str_starts(line->text, "(") && nw_str_ends(line->text, ")"))
		value = nw_str_slice(line->text, 1, line->text.len - 1);
	value = nw_str_trim(value);
	return value.len > 0 && value.len < 80 ? value : nw_str_make(NULL, 0);
}

static void read_meta_line(struct digest_draft *draft, struct labels *labels,
			   const struct digest_line *line, bool bare)
{
	if (line->stamp == STAMP_TIME) {
		if (draft->clock_ms < 0)
			draft->clock_ms = line->clock_ms;
	} else if (line->stamp) {
		draft->vague =
			draft->vague || nw_instant_is_absent(&line->date);
		if (line->date.precision > draft->date.precision &&
		    draft->date.precision < NW_PRECISION_DAY) {
			draft->date = line->date;
			draft->glued = line->stamp == STAMP_GLUED;
		}
		take_who(draft, labels, line);
	} else if (line->bits & BIT(F_LINK)) {
		if (nw_str_is_absent(draft->link))
			draft->link = link_of(line);
	} else if (line->bits & BIT(F_BYLINE)) {
		if (nw_str_is_absent(draft->byline))
			draft->byline = line->text;
	} else if (line->word == WORD_MORE) {
		/* "Read more: https://..." */
		size_t at = nw_str_find(line->text, nw_str_from("http"));
		if (at < line->text.len && nw_str_is_absent(draft->link))
			draft->link = nw_str_slice(
				line->text, at,
				at + nw_str_find_char(
					     nw_str_slice(line->text, at,
							  line->text.len),
					     ' '));
	} else if (line->word == WORD_CREDIT) {
		if (nw_str_is_absent(draft->outlet))
			draft->outlet = credited(line);
	} else if (line->word == WORD_NONE && line->role != ROLE_AFTER &&
		   !(line->bits & BIT(F_TAGS)) && line->text.len < 100 &&
		   (line->role == ROLE_POST || bare ||
		    (line->bits & (BIT(F_LABEL) | BIT(F_REPEATED))))) {
		add_label(draft, labels, line->text);
	}
}

void nwi_digest_read_meta(const struct digest *d, struct digest_draft *draft)
{
	struct labels labels = { .count = 0 };

	draft->clock_ms = d->lines[draft->head].clock_ms;
	for (size_t i = draft->first; i < draft->end; i++) {
		const struct digest_line *line = &d->lines[i];
		if (line->role == ROLE_PRE || line->role == ROLE_POST ||
		    line->role == ROLE_AFTER ||
		    (line->role == ROLE_CUT &&
		     (line->word == WORD_CREDIT || line->word == WORD_MORE)) ||
		    (nwi_digest_is_text(line) && line->stamp))
			read_meta_line(draft, &labels, line, d->bare);
	}
	if (nw_str_is_absent(draft->outlet) && labels.count > 0)
		draft->outlet = labels.rows[0];
	/* "Assessment of the northern front, 18 March 2025" */
	const struct digest_line *head = &d->lines[draft->head];
	if ((head->bits & (BIT(F_BLOCK) | BIT(F_CLOCKED))) &&
	    nw_instant_is_absent(&draft->date) &&
	    !nw_instant_is_absent(&head->date))
		draft->date = head->date;
}

/* The one name behind all texts is the outlet's. */
void nwi_digest_name_outlet(struct digest_drafts *drafts)
{
	struct nw_str name = { NULL, 0 };
	size_t count = 0;

	for (size_t i = 0; i < drafts->count; i++) {
		const struct digest_draft *draft = &drafts->rows[i];
		if (draft->dropped)
			continue;
		if (count++ == 0)
			name = draft->byline;
		if (name.len == 0 || nwi_digest_by(name) ||
		    !nw_str_equal(name, draft->byline))
			return;
	}
	for (size_t i = 0; count > 2 && i < drafts->count; i++) {
		drafts->rows[i].outlet = name;
		drafts->rows[i].byline = (struct nw_str){ 0 };
	}
}

/* Bytes of "Key: " that a line begins with, 0 without. */
static size_t key_of(struct nw_str text)
{
	size_t colon = nw_str_find(nw_str_slice(text, 0, KEY_BYTES),
				   nw_str_from(": "));
	struct nw_str key = nw_str_slice(text, 0, colon);

	return colon > 0 && colon + 2 < text.len && key.len < KEY_BYTES &&
			       nw_str_find_char(key, ' ') == key.len
		       ? colon + 2
		       : 0;
}

static struct digest_line *first_text(struct digest *d,
				      const struct digest_draft *draft)
{
	for (size_t i = draft->head + draft->titled; i < draft->end; i++) {
		if (nwi_digest_is_text(&d->lines[i]))
			return &d->lines[i];
	}
	return NULL;
}

/* "Description: " before each text, where each title had a key. */
static void drop_text_key(struct digest *d, const struct digest_drafts *drafts)
{
	struct nw_str key = { NULL, 0 };

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < drafts->count; i++) {
			const struct digest_draft *draft = &drafts->rows[i];
			struct digest_line *line = first_text(d, draft);
			if (draft->dropped || !line)
				continue;
			struct nw_str own =
				nw_str_slice(line->text, 0, key_of(line->text));
			if (key.len == 0)
				key = own;
			if (own.len == 0 || !nw_str_equal(own, key))
				return;
			if (round == 1)
				line->text = nw_str_slice(line->text, own.len,
							  line->text.len);
		}
	}
}

/*
 * Scripts write "Title: ..." and "Link: ..." for every item. Where all titles
 * begin with one key, and each has a further key below it, it is no title's.
 */
void nwi_digest_drop_keys(struct digest *d, const struct digest_drafts *drafts)
{
	struct nw_str key = { NULL, 0 };
	size_t count = 0;

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < drafts->count; i++) {
			const struct digest_draft *draft = &drafts->rows[i];
			if (draft->dropped)
				continue;
			struct digest_line *head = &d->lines[draft->head];
			size_t len = key_of(head->text);
			struct nw_str own = nw_str_slice(head->text, 0, len);
			if (round == 1) {
				head->text = nw_str_slice(head->text, len,
							  head->text.len);
				continue;
			}
			if (count++ == 0)
				key = own;
			if (len == 0 || !draft->titled ||
			    !nw_str_equal(key, own) ||
			    draft->head + 1 >= draft->end ||
			    nwi_digest_is_text(&head[1]) ||
			    key_of(head[1].text) == 0)
				return;
		}
		if (count < 3)
			return;
	}
	drop_text_key(d, drafts);
}
