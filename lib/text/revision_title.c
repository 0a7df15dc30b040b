/* SPDX-License-Identifier: Apache-2.0 */
/* Whether two titles say the same. */
#include "text/revision_internal.h"
#include "text/utf8.h"

#include <stdlib.h>

enum { TITLE_BYTES = 4096, TITLE_WORDS = 256 };

/* Words of a title that count. */
struct words {
	struct nw_str rows[TITLE_WORDS];
	size_t count;
};

/* "(12)", "[video]", "(updated 14:05)": nothing but form and counting. */
static bool is_form(const struct nwi_tokens *tokens, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct nw_token *token = &tokens->rows[i];
		if (!(token->flags & NW_TOKEN_NUMBER) &&
		    !nwi_revision_is_label(token->folded) &&
		    !nwi_revision_is_counter(token->folded))
			return false;
	}
	return true;
}

/* The text between two tokens, or before the first and behind the last. */
static struct nw_str gap(struct nw_str title, const struct nwi_tokens *tokens,
			 size_t i)
{
	return nw_str_slice(title, i == 0 ? 0 : tokens->rows[i - 1].to,
			    i == tokens->count ? title.len
					       : tokens->rows[i].from);
}

static bool has_any(struct nw_str s, const char *const *signs)
{
	for (; *signs; signs++)
		if (nw_str_find(s, nw_str_from(*signs)) < s.len)
			return true;
	return false;
}

static const char *const opening[] = { "(", "[", "\uff08", "\u3010", NULL };
static const char *const closing[] = { ")", "]", "\uff09", "\u3011", NULL };
static const char *const bars[] = { "|", "\u00b7", "\uff5c", NULL };
static const char *const parting[] = { "|",	 " - ",	   "\u2013",
				       "\u2014", "\u00b7", NULL };

/* Where the bracket that opens before `i` ends; `i` where none opens. */
static size_t bracket_end(struct nw_str title, const struct nwi_tokens *tokens,
			  size_t i)
{
	if (!has_any(gap(title, tokens, i), opening))
		return i;
	for (size_t end = i + 1; end <= tokens->count; end++)
		if (has_any(gap(title, tokens, end), closing))
			return end;
	return i;
}

/* "LIVE: ", "Video | ", "UPDATE 2-": how many tokens stand before the title. */
static size_t label_end(struct nw_str title, const struct nwi_tokens *tokens)
{
	static const char *const signs[] = { ":",      "|",	 "-",
					     "\u2013", "\u2014", "\uff1a",
					     "!",      "\u3011", NULL };

	for (size_t i = 1; i <= 4 && i < tokens->count; i++)
		if (has_any(gap(title, tokens, i), signs) &&
		    is_form(tokens, 0, i) &&
		    !(tokens->rows[0].flags & NW_TOKEN_NUMBER))
			return i;
	return 0;
}

/* Whether the tokens from `i` on are the outlet's name. */
static bool is_outlet(const struct nwi_tokens *tokens, size_t i,
		      const struct nwi_tokens *outlet)
{
	if (tokens->count - i != outlet->count)
		return false;
	for (size_t n = 0; n < outlet->count; n++)
		if (!nw_str_equal(tokens->rows[i + n].folded,
				  outlet->rows[n].folded))
			return false;
	return true;
}

/*
 * Where " | The Outlet" begins: at most four words with capitals behind a
 * bar, or the name of the outlet behind any sign.
 */
static size_t brand_begin(struct nw_str title, const struct nwi_tokens *tokens,
			  const struct nwi_tokens *outlet)
{
	bool capitals = true;

	for (size_t i = tokens->count; i-- > 2 && tokens->count - i <= 8;) {
		struct nw_str between = gap(title, tokens, i);
		capitals = capitals && tokens->count - i <= 4 &&
			   nwi_revision_is_capital(&tokens->rows[i]);
		if (capitals && has_any(between, bars))
			return i;
		if (has_any(between, parting) && is_outlet(tokens, i, outlet))
			return i;
	}
	return tokens->count;
}

static struct nw_str title_of(const struct nwi_revision_text *text)
{
	return nw_str_slice(text->title, 0,
			    nwi_utf8_floor(text->title, TITLE_BYTES));
}

static bool cut_title(struct nw_str title, struct nw_str language,
		      struct nw_arena *arena, struct nwi_tokens *tokens)
{
	struct nw_error err;

	return nwi_tokenise(title, language, arena, tokens, &err) == NW_OK;
}

static void take_words(struct nw_str title, const struct nwi_tokens *tokens,
		       size_t end, struct words *out)
{
	out->count = 0;
	for (size_t i = label_end(title, tokens); i < end; i++) {
		size_t close = bracket_end(title, tokens, i);
		struct nw_str word = tokens->rows[i].folded;
		if (close > i && is_form(tokens, i, close))
			i = close - 1;
		else if (out->count < TITLE_WORDS &&
			 !nwi_revision_is_article(word))
			out->rows[out->count++] = word;
	}
}

/* One letter too many, too few, or two in the wrong order: no other name. */
static bool is_typo(struct nw_str a, struct nw_str b)
{
	size_t front = 0;

	if (a.len > b.len)
		return is_typo(b, a);
	while (front < a.len && a.at[front] == b.at[front])
		front++;
	struct nw_str left = nw_str_slice(a, front, a.len);
	struct nw_str right = nw_str_slice(b, front, b.len);
	if (nwi_utf8_count(a) < 5 || (a.at[0] >= '0' && a.at[0] <= '9'))
		return false;
	if (a.len == b.len)
		return left.len >= 2 && left.at[0] == right.at[1] &&
		       left.at[1] == right.at[0] &&
		       nw_str_equal(nw_str_slice(left, 2, left.len),
				    nw_str_slice(right, 2, right.len));
	return nwi_utf8_count(b) == nwi_utf8_count(a) + 1 &&
	       right.len > left.len &&
	       nw_str_equal(left, nw_str_slice(right, right.len - left.len,
					       right.len));
}

static bool same_words(const struct words *a, const struct words *b, bool *typo)
{
	size_t differ = 0;

	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (nw_str_equal(a->rows[i], b->rows[i]))
			continue;
		if (++differ > 1 || !is_typo(a->rows[i], b->rows[i]))
			return false;
	}
	*typo = differ > 0;
	return true;
}

bool nwi_revision_title_changed(const struct nwi_revision_text *before,
				const struct nwi_revision_text *after,
				struct nw_str language, struct nw_arena *arena,
				bool *typo)
{
	struct nw_str was = title_of(before), is = title_of(after);
	struct nwi_tokens old, new, outlet;
	struct words a, b, bare;

	*typo = false;
	if (nw_str_equal(was, is) || was.len == 0 || is.len == 0 ||
	    !cut_title(was, language, arena, &old) ||
	    !cut_title(is, language, arena, &new) ||
	    !cut_title(after->outlet, language, arena, &outlet))
		return false;
	take_words(was, &old, old.count, &a);
	take_words(is, &new, new.count, &b);
	if (same_words(&a, &b, typo))
		return false;
	take_words(was, &old, brand_begin(was, &old, &outlet), &bare);
	if (same_words(&bare, &b, typo))
		return false;
	take_words(is, &new, brand_begin(is, &new, &outlet), &bare);
	return !same_words(&a, &bare, typo);
}
