/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paraphrase within a post: machines that re-post articles put a re-worded
 * copy below the text. Nearly all of its words of content are words of the
 * text above it, which the next paragraph of an article seldom comes near to.
 */
#include "page/digest_draft.h"

#include "text/fold.h"
#include "text/utf8.h"

enum {
	TEXT_BYTES = 32 * 1024, /* longer ones are not looked at */
	SLOTS = 8192,
	STEM = 5, /* letters that inflected forms share */
};

/* Words of content that a paraphrase has, and how many of them are known. */
static const struct {
	size_t words, percent;
} least[] = { { 20, 60 }, { 6, 36 } };

struct seen {
	uint32_t slots[SLOTS];
	size_t count;
};

static bool has(const struct seen *seen, uint32_t hash)
{
	size_t i = hash % SLOTS;

	while (seen->slots[i] && seen->slots[i] != hash)
		i = (i + 1) % SLOTS;
	return seen->slots[i] != 0;
}

static void put(struct seen *seen, uint32_t hash)
{
	size_t i = hash % SLOTS;

	while (seen->slots[i] && seen->slots[i] != hash)
		i = (i + 1) % SLOTS;
	seen->count += seen->slots[i] == 0;
	seen->slots[i] = hash;
}

static bool is_part(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

/* The next word of content in folded text: its stem's hash, 0 at the end. */
static uint32_t next_stem(struct nw_str text, size_t *pos)
{
	while (*pos < text.len) {
		size_t start = *pos, letters = 0;
		uint32_t hash = 2166136261u;
		if (!is_part((unsigned char)text.at[start])) {
			++*pos;
			continue;
		}
		while (*pos < text.len &&
		       is_part((unsigned char)text.at[*pos])) {
			uint32_t c = nwi_utf8_next(text, pos);
			if (letters++ < STEM)
				hash = (hash ^ c) * 16777619u;
		}
		if (letters >= 4)
			return hash | 1;
	}
	return 0;
}

static bool is_text(const struct digest_line *line)
{
	return line->role == ROLE_BODY || line->role == ROLE_LEAD;
}

struct overlap {
	size_t words, shared;
};

static bool measure(const struct digest_line *line, struct seen *seen,
		    struct overlap *out, bool keep)
{
	NW_AUTO(nw_buf_fini) struct nw_buf folded = { 0 };
	size_t pos = 0;
	uint32_t stem;

	*out = (struct overlap){ 0 };
	nw_buf_init(&folded, 4 * (size_t)TEXT_BYTES);
	nwi_fold_word(&folded, line->text);
	while ((stem = next_stem(nw_buf_str(&folded), &pos)) != 0) {
		if (seen->count > SLOTS / 2)
			return false;
		out->words++;
		out->shared += has(seen, stem);
		if (keep)
			put(seen, stem);
	}
	return true;
}

/* It is no shorter than a third of what it retells, and not twice as long. */
size_t nwi_digest_retold(const struct digest *d,
			 const struct digest_draft *draft, bool loose)
{
	struct seen seen = { .count = 0 };
	struct overlap own, tail = { 0 };
	size_t from = draft->end, bytes = 0, above = 0, texts = 0;

	for (size_t i = draft->head; i < draft->end; i++)
		bytes += d->lines[i].text.len;
	if (bytes > TEXT_BYTES)
		return draft->end;
	for (size_t i = draft->head; i < draft->end; i++) {
		const struct digest_line *line = &d->lines[i];
		if (!is_text(line))
			continue;
		if (!measure(line, &seen, &own, true))
			return draft->end;
		bool again =
			texts > 0 &&
			own.shared * 100 >= own.words * least[loose].percent;
		if (again && own.words >= 4) {
			from = from == draft->end ? i : from;
			tail.words += own.words;
		} else {
			from = draft->end;
			above += tail.words + own.words;
			tail.words = 0;
		}
		texts++;
	}
	return tail.words >= least[loose].words && tail.words * 3 >= above &&
			       tail.words <= above * 2
		       ? from
		       : draft->end;
}

/* Most of several items with more than a paragraph do so, if loosely. */
bool nwi_digest_retells(const struct digest *d,
			const struct digest_drafts *drafts)
{
	size_t some = 0, retold = 0;

	for (size_t i = 0; i < drafts->count; i++) {
		const struct digest_draft *draft = &drafts->rows[i];
		size_t texts = 0;
		for (size_t k = draft->head; k < draft->end; k++)
			texts += is_text(&d->lines[k]);
		if (draft->dropped || texts < 2)
			continue;
		some++;
		retold += nwi_digest_retold(d, draft, true) < draft->end;
	}
	return retold > 1 && retold * 3 >= some * 2;
}
