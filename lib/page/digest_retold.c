/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paraphrase within a post: machines that re-post articles put a re-worded
 * copy below the text. Nearly all of its words of content are words of the
 * text above it, which the next paragraph of an article seldom comes near to.
 */
#include "page/digest_draft.h"

#include "text/fold.h"
#include "text/tables/tables.h"
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

struct overlap {
	size_t words, shared;
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

/* ---- names and numbers, which machines that re-word leave alone ---- */

static bool is_kept_word(struct nw_str word, bool first)
{
	size_t pos = 0;
	uint32_t c = word.len ? nwi_utf8_next(word, &pos) : 0;
	unsigned class = nwi_char_class(c);

	if ((class & NWI_CHAR_KIND) == NWI_CHAR_DIGIT)
		return word.len > 1;
	return !first && word.len > 2 && (class & NWI_CHAR_UPPER);
}

static bool ends_sentence(struct nw_str word)
{
	return word.len > 0 && strchr(".!?:", word.at[word.len - 1]);
}

/* The next name or number: its hash, 0 at the end. */
static uint32_t next_kept(struct nw_str *rest, bool *first)
{
	struct nw_str word;

	while (nw_str_next(rest, ' ', &word)) {
		bool was_first = *first;
		uint32_t hash = 2166136261u;
		size_t from = 0;
		*first = ends_sentence(word);
		while (from < word.len && strchr("\"'(", word.at[from]))
			from++;
		word = nw_str_slice(word, from, word.len);
		while (word.len > 0 &&
		       strchr(".,!?:;\"')", word.at[word.len - 1]))
			word.len--;
		if (!is_kept_word(word, was_first))
			continue;
		for (size_t i = 0; i < word.len; i++)
			hash = (hash ^ (unsigned char)word.at[i]) * 16777619u;
		return hash | 1;
	}
	return 0;
}

static struct overlap measure_kept(struct nw_str text, struct seen *seen,
				   bool keep)
{
	struct overlap out = { 0 };
	bool first = true;
	uint32_t hash;

	while (seen->count < SLOTS / 2 &&
	       (hash = next_kept(&text, &first)) != 0) {
		out.words++;
		out.shared += has(seen, hash);
		if (keep)
			put(seen, hash);
	}
	return out;
}

static bool is_text(const struct digest_line *line)
{
	return line->role == ROLE_BODY || line->role == ROLE_LEAD;
}

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

/*
 * The last paragraph has the names and numbers of all those above it and no
 * others, whatever its words: a machine that knows many synonyms.
 */
static size_t reworded(const struct digest *d, const struct digest_draft *draft)
{
	struct seen above = { .count = 0 }, below = { .count = 0 };
	size_t last = draft->end, words = 0;

	for (size_t i = draft->head; i < draft->end; i++)
		last = is_text(&d->lines[i]) ? i : last;
	if (last == draft->end || d->lines[last].text.len > TEXT_BYTES)
		return draft->end;
	for (size_t i = draft->head; i < last; i++) {
		struct nw_str text = d->lines[i].text;
		if (!is_text(&d->lines[i]))
			continue;
		words += d->lines[i].words;
		(void)measure_kept(text, &above, true);
	}
	struct overlap own = measure_kept(d->lines[last].text, &above, false);
	(void)measure_kept(d->lines[last].text, &below, true);
	size_t covered = 0;
	for (size_t i = 0; i < SLOTS; i++)
		covered += above.slots[i] && has(&below, above.slots[i]);
	size_t length = d->lines[last].words;
	return own.words >= 2 && own.shared * 5 >= own.words * 4 &&
			       covered * 3 >= above.count * 2 &&
			       length * 5 >= words * 3 && length <= words * 2
		       ? last
		       : draft->end;
}

/* It is no shorter than a third of what it retells, and not twice as long. */
static size_t retold(const struct digest *d, const struct digest_draft *draft,
		     bool loose)
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

size_t nwi_digest_retold(const struct digest *d,
			 const struct digest_draft *draft, bool loose)
{
	size_t from = retold(d, draft, loose);

	return from == draft->end && loose ? reworded(d, draft) : from;
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
