/* SPDX-License-Identifier: Apache-2.0 */
/* The letters of a word or phrase -> folded words and patterns. */
#include "query/cost.h"
#include "text/fold.h"

struct words {
	struct nwi_reading *r;
	const struct nwi_lexeme *lexeme;
	struct nwi_word *first, **tail, *last;
	uint32_t count;
	bool too_long;	/* a pattern over PATTERN_BYTES */
	bool stem_glob; /* ~word* */
};

/* No token is longer than NWI_TOKEN_BYTES, so no longer pattern can match. */
enum { PATTERN_BYTES = 2 * NWI_TOKEN_BYTES };

static struct nwi_word *add_word(struct words *w)
{
	struct nwi_word *word = nw_arena_new_of(w->r->arena, struct nwi_word);

	if (!word) {
		w->r->failed = true;
		return NULL;
	}
	*w->tail = word;
	w->tail = &word->next;
	w->last = word;
	w->count++;
	return word;
}

static struct nw_str joined(struct nw_arena *arena, struct nw_str a,
			    struct nw_str b)
{
	return nw_arena_fmt(arena, "%.*s%.*s", NW_FMT(a), NW_FMT(b));
}

/* A wildcard, or letters behind one, continue the last word. */
static void extend(struct words *w, struct nw_str by)
{
	struct nwi_word *word = w->last;

	if (word->kind == NWI_ATOM_STEM) {
		w->stem_glob = true;
		return;
	}
	if (word->kind != NWI_ATOM_GLOB) {
		word->kind = NWI_ATOM_GLOB;
		word->text = word->key;
		w->r->wildcards++;
	}
	if (word->text.len + by.len > PATTERN_BYTES) {
		w->too_long = true;
		return;
	}
	word->text = joined(w->r->arena, word->text, by);
	if (!word->text.at)
		w->r->failed = true;
}

static void add_token(struct words *w, const struct nw_token *token,
		      struct nw_str piece)
{
	struct nwi_word *word = add_word(w);

	if (!word)
		return;
	word->kind = NWI_ATOM_WORD;
	word->key = nw_arena_str(w->r->arena, token->folded);
	if (w->lexeme->exact_case) {
		word->kind = NWI_ATOM_CASE;
		word->text = nw_str_slice(piece, token->from, token->to);
	} else if (token->from > 0 && piece.at[token->from - 1] == '~') {
		nwi_query_stem(w->r, word,
			       nw_str_slice(piece, token->from, token->to));
	} else if (token->flags & NW_TOKEN_ACRONYM) {
		word->kind = NWI_ATOM_ACRONYM;
	}
}

/*
 * Adds the words of a piece without wildcards; `glued` when a wildcard stands
 * directly before it. Returns whether the piece ends inside a word.
 */
static bool add_piece(struct words *w, struct nw_str piece, bool glued)
{
	struct nwi_tokens tokens = { 0 };

	if (!piece.len)
		return glued;
	if (nwi_tokenise(piece, nw_str_make(NULL, 0), w->r->arena, &tokens,
			 NULL) != NW_OK) {
		w->r->failed = true;
		return false;
	}
	for (size_t i = 0; i < tokens.count && !w->r->failed; i++) {
		if (i == 0 && glued && w->last && tokens.rows[0].from == 0)
			extend(w, tokens.rows[0].folded);
		else
			add_token(w, &tokens.rows[i], piece);
	}
	return tokens.count && tokens.rows[tokens.count - 1].to == piece.len;
}

static size_t letters(struct nw_str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.len; i++)
		n += ((unsigned char)s.at[i] & 0xc0) != 0x80;
	return n;
}

/* A pattern must be worth its price: each word of an item may meet it. */
static void check_words(struct words *w)
{
	for (struct nwi_word *word = w->first; word; word = word->next) {
		size_t stars = 0;

		if (word->kind != NWI_ATOM_GLOB)
			continue;
		for (size_t i = 0; i < word->text.len; i++)
			stars += word->text.at[i] == '*';
		if (letters(word->key) < NWI_GLOB_LETTERS && word->key.len < 3)
			nwi_query_over(w->r, w->lexeme->at, w->lexeme->len,
				       NWI_LIMIT_LETTERS, letters(word->key));
		else if (stars > NWI_GLOB_STARS)
			nwi_query_over(w->r, w->lexeme->at, w->lexeme->len,
				       NWI_LIMIT_STARS, stars);
		else if (w->lexeme->exact_case)
			nwi_query_error(w->r, w->lexeme->at, w->lexeme->len,
					"exact case (\"...\"c) and wildcards "
					"exclude each other");
	}
}

struct nwi_word *nwi_query_words(struct nwi_reading *r,
				 const struct nwi_lexeme *lexeme,
				 uint32_t *count)
{
	struct words w = { .r = r, .lexeme = lexeme };
	struct nw_str rest = lexeme->text;
	bool inside = false, lone = false;

	w.tail = &w.first;
	while (rest.len && !r->failed) {
		size_t star = nw_str_find_char(rest, '*');
		size_t mark = nw_str_find_char(rest, '?');
		size_t cut = star < mark ? star : mark;

		inside = add_piece(&w, nw_str_slice(rest, 0, cut), inside);
		if (cut == rest.len)
			break;
		if (inside && w.last)
			extend(&w, nw_str_slice(rest, cut, cut + 1));
		else
			lone = true;
		rest = nw_str_slice(rest, cut + 1, rest.len);
	}
	if (lone)
		nwi_query_over(r, lexeme->at, lexeme->len, NWI_LIMIT_LETTERS,
			       0);
	else if (w.stem_glob)
		nwi_query_error(r, lexeme->at, lexeme->len,
				"~ finds a word's forms already: write it "
				"without a wildcard");
	else if (w.too_long)
		nwi_query_error(r, lexeme->at, lexeme->len,
				"this pattern is longer than %d bytes",
				PATTERN_BYTES);
	else if (!w.count && !r->failed)
		nwi_query_error(r, lexeme->at, lexeme->len,
				"expected a word: there is no letter or digit "
				"here");
	check_words(&w);
	r->terms += w.count;
	*count = w.count;
	return w.first;
}
