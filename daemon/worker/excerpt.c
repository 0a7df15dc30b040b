/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/worker/excerpt.h"

/* Tokens [first, last] of the body. */
struct range {
	size_t first, last;
};

/* The span that the excerpt is built around; NULL for none in the body. */
static const struct nw_span *first_in_body(const struct nw_span *spans,
					   uint32_t count)
{
	const struct nw_span *first = NULL;

	for (uint32_t i = 0; i < count; i++)
		if (spans[i].field == NW_FIELD_BODY &&
		    (!first || spans[i].from < first->from))
			first = &spans[i];
	return first;
}

static size_t token_at(const struct nw_token *tokens, size_t count,
		       uint32_t from)
{
	size_t i = 0;

	while (i + 1 < count && tokens[i].to <= from)
		i++;
	return i;
}

static struct range sentence_of(const struct nw_token *tokens, size_t count,
				size_t at)
{
	struct range range = { at, at };

	while (range.first > 0 &&
	       tokens[range.first - 1].sentence == tokens[at].sentence)
		range.first--;
	while (range.last + 1 < count &&
	       tokens[range.last + 1].sentence == tokens[at].sentence)
		range.last++;
	return range;
}

/* Drops words from the farther end until it fits; the match stays. */
static struct range fit(const struct nw_token *tokens, struct range range,
			size_t at)
{
	while (range.first < range.last &&
	       tokens[range.last].to - tokens[range.first].from >
		       EXCERPT_BYTES) {
		size_t before = at - range.first, behind = range.last - at;
		if (before > behind)
			range.first++;
		else
			range.last--;
	}
	return range;
}

/* The end with the punctuation that closes the sentence, if it fits. */
static uint32_t end_of(const struct nw_token *tokens, size_t count,
		       struct range range, struct nw_str text, uint32_t from)
{
	uint32_t to = tokens[range.last].to;
	size_t end =
		range.last + 1 < count ? tokens[range.last + 1].from : text.len;
	bool whole =
		range.last + 1 == count ||
		tokens[range.last + 1].sentence != tokens[range.last].sentence;

	if (!whole || end - to > 8)
		return to;
	struct nw_str tail = nw_str_slice(text, to, end);
	tail.len = nw_str_find_char(tail, '\n');
	tail = nw_str_slice(tail, 0, nw_str_find_char(tail, ' '));
	if (to + tail.len - from > EXCERPT_BYTES)
		return to;
	return to + (uint32_t)tail.len;
}

static void add_marks(struct excerpt *out, const struct nw_span *spans,
		      uint32_t count, uint32_t from, uint32_t to)
{
	for (uint32_t i = 0; i < count && out->mark_count < EXCERPT_MARKS;
	     i++) {
		struct nw_span span = spans[i];
		bool body = span.field == NW_FIELD_BODY;
		if (body && (span.from < from || span.to > to))
			continue;
		if (body) {
			span.from -= from;
			span.to -= from;
		}
		out->marks[out->mark_count++] = span;
	}
}

void excerpt_make(const struct nw_doc *doc, const struct nw_span *spans,
		  uint32_t count, struct excerpt *out)
{
	struct nw_str text = nw_doc_text(doc, NW_FIELD_BODY);
	const struct nw_span *match = first_in_body(spans, count);
	size_t token_count;
	const struct nw_token *tokens =
		nw_doc_tokens(doc, NW_FIELD_BODY, &token_count);

	out->mark_count = 0;
	out->text = nw_str_make("", 0);
	if (token_count == 0) {
		add_marks(out, spans, count, 0, 0);
		return;
	}
	size_t at = match ? token_at(tokens, token_count, match->from) : 0;
	struct range range =
		fit(tokens, sentence_of(tokens, token_count, at), at);
	uint32_t from = tokens[range.first].from;
	uint32_t to = end_of(tokens, token_count, range, text, from);
	/* One word over the limit is cut where a character ends. */
	while (to - from > EXCERPT_BYTES)
		to--;
	while (to > from && to < text.len &&
	       ((unsigned char)text.at[to] & 0xc0) == 0x80)
		to--;
	out->text = nw_str_slice(text, from, to);
	add_marks(out, spans, count, from, to);
}
