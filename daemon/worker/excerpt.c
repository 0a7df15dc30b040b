/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/worker/excerpt.h"

enum { SPANS = 64 };

#define ELLIPSIS "\xe2\x80\xa6"

/* Tokens [first, last] of the body. */
struct range {
	size_t first, last;
};

/* A matched stretch of the body. */
struct match {
	struct nw_span span;
	struct range at;
	uint64_t words; /* the same words have the same number */
};

/* A sentence that is shown, or a part of one. */
struct piece {
	struct range all, shown;
	size_t from, to; /* bytes of the body */
};

struct work {
	struct nw_str text;
	const struct nw_token *tokens;
	size_t token_count;
	struct match matches[SPANS];
	size_t match_count;
	uint64_t shown[SPANS]; /* words that a chosen sentence shows */
	size_t shown_count;
	struct piece pieces[EXCERPT_SENTENCES]; /* in the order of the text */
	size_t piece_count;
};

/* ---- what is matched ---- */

/* The token that a byte belongs to, or the first one behind it. */
static size_t token_at(const struct work *w, uint32_t byte)
{
	size_t lo = 0, hi = w->token_count - 1;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (w->tokens[mid].to <= byte)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void take_match(struct work *w, struct nw_span span)
{
	struct match *match = &w->matches[w->match_count++];

	*match = (struct match){ .span = span };
	match->at.first = token_at(w, span.from);
	match->at.last = token_at(w, span.to - 1);
	for (size_t i = match->at.first; i <= match->at.last; i++)
		match->words = match->words * UINT64_C(0x100000001b3) +
			       w->tokens[i].hash;
}

static void take_matches(struct work *w, const struct nw_span *spans,
			 uint32_t count)
{
	for (uint32_t i = 0; i < count && w->match_count < SPANS; i++) {
		if (spans[i].field == NW_FIELD_BODY &&
		    spans[i].from < spans[i].to)
			take_match(w, spans[i]);
	}
}

/* ---- which sentences ---- */

static struct range sentence_of(const struct work *w, size_t at)
{
	const struct nw_token *tokens = w->tokens;
	struct range range = { at, at };

	while (range.first > 0 &&
	       tokens[range.first - 1].sentence == tokens[at].sentence)
		range.first--;
	while (range.last + 1 < w->token_count &&
	       tokens[range.last + 1].sentence == tokens[at].sentence)
		range.last++;
	return range;
}

static bool is_shown(const struct work *w, uint64_t words)
{
	for (size_t i = 0; i < w->shown_count; i++)
		if (w->shown[i] == words)
			return true;
	return false;
}

static uint32_t sentence_at(const struct work *w, size_t match)
{
	return w->tokens[w->matches[match].at.first].sentence;
}

/*
 * How many words the sentence of matches [i, *end) adds to those that are
 * shown; a word that stands there twice counts twice, which does no harm.
 */
static size_t gain(const struct work *w, size_t i, size_t *end)
{
	uint32_t sentence = sentence_at(w, i);
	size_t words = 0;

	for (*end = i;
	     *end < w->match_count && sentence_at(w, *end) == sentence;
	     (*end)++)
		words += !is_shown(w, w->matches[*end].words);
	return words;
}

static void insert_piece(struct work *w, struct range all)
{
	size_t i = w->piece_count++;

	while (i > 0 && w->pieces[i - 1].all.first > all.first) {
		w->pieces[i] = w->pieces[i - 1];
		i--;
	}
	w->pieces[i] = (struct piece){ .all = all, .shown = all };
}

/* The sentence with the most words that no other shows; false: none. */
static bool choose_sentence(struct work *w)
{
	size_t best = 0, best_end = 0, most = 0;

	for (size_t i = 0, end; i < w->match_count; i = end) {
		size_t words = gain(w, i, &end);

		if (words > most) {
			most = words;
			best = i;
			best_end = end;
		}
	}
	if (!most)
		return false;
	insert_piece(w, sentence_of(w, w->matches[best].at.first));
	for (size_t i = best; i < best_end; i++)
		w->shown[w->shown_count++] = w->matches[i].words;
	return true;
}

static void choose(struct work *w)
{
	while (w->piece_count < EXCERPT_SENTENCES && choose_sentence(w))
		;
	if (!w->piece_count)
		insert_piece(w, sentence_of(w, 0));
}

/* ---- how much of them ---- */

static size_t bytes_of(const struct work *w, struct range range)
{
	return w->tokens[range.last].to - w->tokens[range.first].from;
}

/* The matches in a piece, or its first word; cut to `most` bytes if need be. */
static struct range core_of(const struct work *w, const struct piece *piece,
			    size_t most)
{
	struct range core = { piece->all.first, piece->all.first };
	bool begun = false;

	for (size_t i = 0; i < w->match_count; i++) {
		struct range at = w->matches[i].at;

		if (at.first < piece->all.first || at.last > piece->all.last)
			continue;
		if (!begun)
			core = at;
		begun = true;
		if (bytes_of(w, (struct range){ core.first, at.last }) <= most)
			core.last = at.last;
	}
	while (core.last > core.first && bytes_of(w, core) > most)
		core.last--;
	return core;
}

/* Adds words on both sides of the core, in turn, as long as they fit. */
static void fit(const struct work *w, struct piece *piece, size_t most)
{
	struct range all = piece->all, now;
	bool left = true, right = true;

	if (bytes_of(w, all) <= most)
		return;
	now = core_of(w, piece, most);
	while (left || right) {
		struct range wider = { now.first - 1, now.last };

		left = left && now.first > all.first &&
		       bytes_of(w, wider) <= most;
		now.first -= left;
		wider = (struct range){ now.first, now.last + 1 };
		right = right && now.last < all.last &&
			bytes_of(w, wider) <= most;
		now.last += right;
	}
	piece->shown = now;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* With the quotation mark or bracket that opens the sentence. */
static size_t beginning(const struct work *w, const struct piece *piece)
{
	size_t from = w->tokens[piece->shown.first].from, at = from;
	size_t before =
		piece->shown.first ? w->tokens[piece->shown.first - 1].to : 0;

	if (piece->shown.first != piece->all.first)
		return from;
	while (at > before && from - at < 8 && !is_space(w->text.at[at - 1]))
		at--;
	return at == 0 || is_space(w->text.at[at - 1]) ? at : from;
}

/* With the punctuation that closes the sentence. */
static size_t end(const struct work *w, const struct piece *piece)
{
	size_t to = w->tokens[piece->shown.last].to, at = to;
	size_t next = piece->shown.last + 1 < w->token_count
			      ? w->tokens[piece->shown.last + 1].from
			      : w->text.len;

	if (piece->shown.last != piece->all.last)
		return to;
	while (at < next && at - to < 8 && !is_space(w->text.at[at]))
		at++;
	return at == w->text.len || is_space(w->text.at[at]) ? at : to;
}

/* One word over the limit is cut where a character ends. */
static void cut_word(const struct work *w, struct piece *piece, size_t most)
{
	if (piece->to - piece->from <= most + 16)
		return;
	piece->to = piece->from + most;
	while (piece->to > piece->from &&
	       ((unsigned char)w->text.at[piece->to] & 0xc0) == 0x80)
		piece->to--;
}

static void cut(struct work *w)
{
	size_t left = EXCERPT_BYTES;

	for (size_t i = 0; i < w->piece_count; i++) {
		struct piece *piece = &w->pieces[i];
		size_t most = left / (w->piece_count - i);

		fit(w, piece, most);
		piece->from = beginning(w, piece);
		piece->to = end(w, piece);
		cut_word(w, piece, most);
		size_t used = piece->to - piece->from;
		left -= used < left ? used : left;
	}
}

/* ---- the line ---- */

static void join(const struct work *w, size_t i, struct nw_buf *out)
{
	const struct piece *piece = &w->pieces[i], *last = piece - 1;
	bool cut_here = piece->shown.first != piece->all.first;

	if (i == 0) {
		nw_buf_add_text(out, cut_here ? ELLIPSIS " " : "");
		return;
	}
	if (cut_here || last->shown.last != last->all.last ||
	    last->all.last + 1 != piece->all.first)
		nw_buf_add_text(out, " " ELLIPSIS " ");
	else
		nw_buf_add_char(out, ' ');
}

/* One line: a line end inside a sentence is a space. */
static void add_text(const struct work *w, const struct piece *piece,
		     struct nw_buf *out)
{
	for (size_t i = piece->from; i < piece->to; i++)
		nw_buf_add_char(out,
				is_space(w->text.at[i]) ? ' ' : w->text.at[i]);
}

static void add_marks(const struct work *w, const struct piece *piece,
		      size_t at, struct excerpt *out)
{
	for (size_t i = 0;
	     i < w->match_count && out->mark_count < EXCERPT_MARKS; i++) {
		struct nw_span span = w->matches[i].span;

		if (span.from < piece->from || span.to > piece->to)
			continue;
		span.from = (uint32_t)(span.from - piece->from + at);
		span.to = (uint32_t)(span.to - piece->from + at);
		out->marks[out->mark_count++] = span;
	}
}

static void write_line(const struct work *w, struct nw_arena *arena,
		       struct excerpt *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };
	const struct piece *last = &w->pieces[w->piece_count - 1];

	nw_buf_init(&line, 8 * EXCERPT_BYTES);
	for (size_t i = 0; i < w->piece_count; i++) {
		join(w, i, &line);
		add_marks(w, &w->pieces[i], line.len, out);
		add_text(w, &w->pieces[i], &line);
	}
	if (last->shown.last != last->all.last)
		nw_buf_add_text(&line, " " ELLIPSIS);
	out->text = nw_arena_buf(arena, &line);
	if (out->text.at)
		return;
	out->text = nw_str_make("", 0);
	out->mark_count = 0;
}

void excerpt_make(const struct nw_doc *doc, const struct nw_span *spans,
		  uint32_t count, struct nw_arena *arena, struct excerpt *out)
{
	struct work w = { .text = nw_doc_text(doc, NW_FIELD_BODY) };

	w.tokens = nw_doc_tokens(doc, NW_FIELD_BODY, &w.token_count);
	out->mark_count = 0;
	out->text = nw_str_make("", 0);
	for (uint32_t i = 0; i < count && out->mark_count < EXCERPT_MARKS;
	     i++) {
		if (spans[i].field == NW_FIELD_TITLE)
			out->marks[out->mark_count++] = spans[i];
	}
	if (w.token_count == 0)
		return;
	take_matches(&w, spans, count);
	choose(&w);
	cut(&w);
	write_line(&w, arena, out);
}
