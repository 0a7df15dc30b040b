/* SPDX-License-Identifier: Apache-2.0 */
/* Features that a line has by the lines around it. */
#include "page/digest_impl.h"

static bool is_small(const struct digest_line *line)
{
	const uint64_t ends =
		BIT(F_DOT) | BIT(F_QUOTED_DOT) | BIT(F_MARK) | BIT(F_SENTENCES);

	return line->words <= 4 && !(line->bits & ends) && line->text.len < 90;
}

/* "Martin Bell and Amy Sedgwick": every word but the small ones is a name. */
static bool is_names(const struct digest_line *line)
{
	struct nw_str rest = line->text, word;
	size_t capitals = 0, smalls = 0;

	if (line->words < 3 || line->words > 8 || !(line->bits & BIT(F_OPEN)))
		return false;
	while (nw_str_next(&rest, ' ', &word)) {
		bool capital = word.len > 0 &&
			       ((word.at[0] >= 'A' && word.at[0] <= 'Z') ||
				(unsigned char)word.at[0] >= 0xc3);
		capitals += capital;
		smalls += !capital && word.len <= 3;
		if (!capital && word.len > 3)
			return false;
	}
	return smalls == 1 && capitals >= 3;
}

/* "La Voz del Lago - Sucesos" */
static bool is_pair(const struct digest_line *line)
{
	struct nw_str rest = line->text, field;
	size_t fields = 0;

	if (line->words > 8 || !(line->bits & BIT(F_OPEN)) ||
	    (line->bits & BIT(F_PROSE)))
		return false;
	while (nwi_digest_field(&rest, &field)) {
		fields++;
		if (field.len == 0 || field.len > 40)
			return false;
	}
	return fields == 2;
}

/* What may stand between a title and its text. */
static bool is_skipped(const struct digest_line *line)
{
	const uint64_t meta = BIT(F_DATE) | BIT(F_STAMP) | BIT(F_DATED) |
			      BIT(F_BYLINE) | BIT(F_LABEL) | BIT(F_LINK) |
			      BIT(F_NOISE) | BIT(F_CAPTION) | BIT(F_REPEATED) |
			      BIT(F_DECK);

	return (line->bits & meta) && !(line->bits & BIT(F_LISTHEAD));
}

static void look_ahead(struct digest *d)
{
	size_t skipped = 0;
	bool prose = false;

	for (size_t i = d->count; i-- > 0;) {
		struct digest_line *line = &d->lines[i];
		line->bits |= prose ? BIT(F_PROSE_NEXT) : BIT(F_NO_PROSE_NEXT);
		if (i + 1 < d->count && (d->lines[i + 1].bits & BIT(F_LINK)))
			line->bits |= BIT(F_LINK_NEXT);
		if ((line->bits & BIT(F_PROSE)) && !is_skipped(line)) {
			prose = !(line->bits & BIT(F_TAKEN));
			skipped = 0;
		} else if (!(line->bits & BIT(F_COLON) && line->words > 4) &&
			   (!is_skipped(line) || ++skipped > 6)) {
			prose = false;
		}
	}
}

/* How often hashes came; open addressing, never more than half full. */
struct tally {
	struct tally_row {
		uint32_t hash, count;
	} * rows;
	size_t mask;
};

static uint32_t *counter(const struct tally *tally, uint32_t hash)
{
	size_t i = (hash * UINT64_C(0x9e3779b97f4a7c15) >> 32) & tally->mask;

	while (tally->rows[i].count && tally->rows[i].hash != hash)
		i = (i + 1) & tally->mask;
	tally->rows[i].hash = hash;
	return &tally->rows[i].count;
}

static void clear(struct tally *tally)
{
	memset(tally->rows, 0, (tally->mask + 1) * sizeof(*tally->rows));
}

/* A line with the one before it, whatever the numbers of that. */
static uint32_t pair_of(const struct digest *d, size_t i)
{
	const struct digest_line *line = &d->lines[i];
	uint32_t before = i == 0 ? 1 : line[-1].pattern;

	if (i > 0 && before == 0)
		before = line[-1].hash;
	return (line->hash * 31u + 7u) ^ (before * 0x85ebca6bu);
}

static bool is_large(const struct digest_line *line)
{
	return line->words > 6 || (line->bits & BIT(F_PROSE));
}

/*
 * Short lines that come again: outlets, sections, buttons. Long ones that do
 * so with something else before them each time are furniture; with the same
 * before them, or a title, they are a text that stands there again.
 */
static void mark_repeated(struct digest *d, struct tally *tally)
{
	clear(tally);
	for (size_t i = 0; i < d->count; i++) {
		++*counter(tally, d->lines[i].hash);
		if (is_large(&d->lines[i]))
			++*counter(tally, pair_of(d, i));
	}
	for (size_t i = 0; i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		uint32_t count = *counter(tally, line->hash);
		if (is_large(line)) {
			uint64_t before = i > 0 ? line[-1].bits : 0;
			if (count > 2 &&
			    ((before & BIT(F_NOISE)) ||
			     ((before & (BIT(F_PROSE) | BIT(F_DOT))) &&
			      *counter(tally, pair_of(d, i)) == 1)))
				line->bits |= BIT(F_NOISE);
		} else if (count > (line->words > 4 ? 2 : 1)) {
			line->bits |= BIT(F_REPEATED);
			/* A sentence that ends one text after another. */
			if (count > 2 && i > 0 && (line->bits & BIT(F_DOT)) &&
			    (line[-1].bits & (BIT(F_PROSE) | BIT(F_DOT))))
				line->bits |= BIT(F_NOISE);
		}
	}
}

/* Lines alike but for their numbers, with a date in each. */
static void mark_patterns(struct digest *d, struct tally *tally)
{
	clear(tally);
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < d->count; i++) {
			struct digest_line *line = &d->lines[i];
			if (line->pattern == 0 || line->words > 14 ||
			    (line->bits & BIT(F_PROSE)))
				continue;
			uint32_t *count = counter(tally, line->pattern);
			if (round == 0)
				++*count;
			else if (*count > 2)
				nwi_digest_patterned(d, line);
		}
	}
}

/* Some titles end as sentences do: short, and further apart than text is. */
static bool ends_as_sentence(const struct digest_line *line)
{
	const uint64_t ends = BIT(F_QUOTED_DOT) | BIT(F_DOT) | BIT(F_MARK);

	return (line->bits & BIT(F_APART)) && (line->bits & ends) &&
	       !(line->bits & BIT(F_SENTENCES)) &&
	       line->words <= (line->bits & BIT(F_DOT) ? 12 : 20);
}

/*
 * Open titles no further apart than paragraphs: on such a page a wider gap
 * parts a lead from its text, and says nothing of titles.
 */
static bool are_titles_near(const struct digest *d)
{
	size_t near = 0, apart = 0;

	for (size_t i = 1; i + 1 < d->count; i++) {
		const struct digest_line *line = &d->lines[i];
		if (line->words < 3 || line->words > 20 || line->gap == 0 ||
		    (line->bits & (BIT(F_PROSE) | BIT(F_COLON))) ||
		    !(line->bits & (BIT(F_OPEN) | BIT(F_MARK))) ||
		    line[1].gap == 0 || !(line[1].bits & BIT(F_PROSE)))
			continue;
		if (line->gap > d->paragraph_gap + 1)
			apart++;
		else
			near++;
	}
	return near >= 3 && apart * 4 < near;
}

static void mark_gaps(struct digest *d)
{
	bool near = are_titles_near(d);

	for (size_t i = 0; i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		if (i == 0)
			line->bits |= BIT(F_FIRST);
		else if (line->gap > d->paragraph_gap)
			line->bits |= BIT(F_FAR);
		else if (line->gap < d->paragraph_gap)
			line->bits |= BIT(F_NEAR);
		if (i > 0 && line->gap > d->paragraph_gap + 1)
			line->bits |= BIT(F_APART);
		if (!near && d->paragraphs && ends_as_sentence(line))
			line->bits &= ~BIT(F_PROSE);
		if (i > 0 && line->gap > d->paragraph_gap)
			line[-1].bits |= BIT(F_FAR_NEXT);
	}
}

/* Four words right above the text are more likely its title. */
static bool is_above_prose(const struct digest *d, size_t i)
{
	return d->lines[i].words == 4 && i + 1 < d->count &&
	       d->lines[i + 1].gap == 0 &&
	       (d->lines[i + 1].bits & BIT(F_PROSE));
}

/* Short lines right beside a date, or beside such a line. */
static void mark_labels(struct digest *d)
{
	const uint64_t dates = BIT(F_DATE) | BIT(F_DATED) | BIT(F_STAMP);

	for (int step = -1; step <= 1; step += 2) {
		uint64_t run = 0;
		size_t reach = 0;
		for (size_t n = 0; n < d->count; n++) {
			size_t i = step > 0 ? n : d->count - 1 - n;
			struct digest_line *line = &d->lines[i];
			uint16_t gap = step > 0		  ? line->gap
				       : i + 1 < d->count ? line[1].gap
							  : 1;
			if (gap > 0)
				run = 0;
			if ((line->bits & dates) ||
			    (step > 0 && (line->bits & BIT(F_BYLINE)))) {
				run = 1;
				reach = 0;
			} else if (run &&
				   (is_small(line) || is_names(line) ||
				    (step < 0 && is_pair(line))) &&
				   !(step > 0 && is_above_prose(d, i)) &&
				   reach < 4) {
				reach++;
				line->bits |= BIT(F_LABEL);
			} else {
				run = 0;
			}
		}
	}
}

/*
 * Where there are several mails, the subject of each is a title, without the
 * list's name; what stands behind it in the header stands within its mail.
 */
static void take_header(struct digest *d, size_t from, size_t to, size_t mails)
{
	uint64_t bits = BIT(F_TAKEN);
	struct nw_str value;

	for (size_t i = from; i < to; i++) {
		struct digest_line *line = &d->lines[i];
		char what = nwi_digest_header(line->text, &value);
		line->bits = bits;
		line->stamp = STAMP_NONE;
		if (what != 's' || mails < 2)
			continue;
		size_t end = nw_str_starts(value, "[")
				     ? nw_str_find_char(value, ']') + 1
				     : 0;
		line->text = nw_str_trim(nw_str_slice(value, end, value.len));
		line->bits = 0;
		nwi_digest_shape(line);
		line->bits |= BIT(F_BLOCK) | BIT(F_HEADED);
		bits = BIT(F_NOISE);
	}
}

static size_t count_subjects(const struct digest *d)
{
	struct nw_str value;
	size_t count = 0;

	for (size_t i = 0; i + 1 < d->count; i++) {
		const struct digest_line *line = &d->lines[i];
		bool inside = i > 0 && line->gap == 0 &&
			      nwi_digest_header(line[-1].text, &value) != 0;
		count += inside && nwi_digest_header(line->text, &value) == 's';
	}
	return count;
}

/* Header lines of a mail, two or more together. */
static void mark_headers(struct digest *d)
{
	size_t mails = count_subjects(d);

	for (size_t i = 0; i + 1 < d->count; i++) {
		struct nw_str value;
		size_t end = i, known = 0;
		while (end < d->count && (end == i || d->lines[end].gap == 0)) {
			char what =
				nwi_digest_header(d->lines[end].text, &value);
			if (!what)
				break;
			known += what != 'o';
			end++;
		}
		if (end == i)
			continue;
		if (known >= 2)
			take_header(d, i, end, mails);
		i = end - 1; /* no part of a run knows more than the whole */
	}
}

/* "No comments:" behind each of several items, or before all text, heads
 * nothing. */
static void mark_counts(struct digest *d)
{
	size_t count = 0;

	bool text = false;

	for (size_t i = 0; i < d->count; i++)
		count += d->lines[i].word == WORD_COMMENTS &&
			 (d->lines[i].pattern ||
			  (d->lines[i].bits & BIT(F_REPEATED)) ||
			  nw_str_starts(d->lines[i].text, "No "));
	for (size_t i = 0; i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		text = text || (line->bits & BIT(F_PROSE));
		if (line->word != WORD_COMMENTS || (text && count <= 2))
			continue;
		line->bits &= ~BIT(F_LISTHEAD);
		line->bits |= BIT(F_NOISE);
	}
}

/* "Image caption," has its caption on the next line. */
static void mark_captions(struct digest *d)
{
	for (size_t i = 0; i + 1 < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		if (line->word != WORD_CAPTION || line->words > 3 ||
		    !strchr(",:", line->text.at[line->text.len - 1]))
			continue;
		line[1].word = WORD_CAPTION;
		line[1].bits |= BIT(F_CAPTION);
		i++;
	}
}

/*
 * Below "Related articles" links go on until a rule, a gap wider than those
 * within the list, or text of some length.
 */
static void mark_listed(struct digest *d)
{
	const uint64_t ends = BIT(F_DOT) | BIT(F_QUOTED_DOT);
	bool on = false, text = false, teasers = false;
	uint16_t widest = 0, first = 0;
	size_t lines = 0;
	enum digest_word word = WORD_NONE;

	for (size_t i = 0; i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		if ((line->bits & BIT(F_LISTHEAD)) &&
		    (text || line->word != WORD_COMMENTS)) {
			on = true;
			teasers = false;
			word = (enum digest_word)line->word;
			widest = 0;
			lines = 0;
			first = i + 1 < d->count ? line[1].gap : 0;
			continue;
		}
		text = text || (line->bits & BIT(F_PROSE));
		if (!on)
			continue;
		bool far = lines > 0 &&
			   line->gap > (widest > first ? widest : first);
		bool prose = (line->bits & BIT(F_PROSE)) &&
			     !(line->bits & BIT(F_TRAILING));
		/* A name and a date: somebody comments. */
		bool name = line->words <= 3 && i + 1 < d->count &&
			    (line[1].bits & (BIT(F_DATE) | BIT(F_DATED)));
		bool full = (line->bits & BIT(F_PROSE_NEXT)) && !name &&
			    !(line[1].bits & BIT(F_TRAILING));
		if ((line->bits & BIT(F_RULED)) || (far && full && !prose) ||
		    (prose && word == WORD_RELATED &&
		     line->words >
			     (teasers || !(line->bits & ends) ? 30 : 17)) ||
		    (word == WORD_COMMENTS && lines == 0 && !prose &&
		     line->gap > 0 && full) ||
		    (far && (line->bits & (BIT(F_DATE) | BIT(F_DATED)))) ||
		    ++lines > 200) {
			on = false;
			continue;
		}
		teasers = teasers || prose;
		if (lines > 1 && line->gap > widest)
			widest = line->gap;
		line->bits |= BIT(F_LISTED);
	}
}

/* Paragraphs one behind another that each have a link to more. */
static void mark_linked(struct digest *d)
{
	size_t count = 0;

	for (size_t i = 1; i < d->count; i++)
		count += (d->lines[i].bits & d->lines[i - 1].bits &
			  BIT(F_MORE)) != 0;
	if (count < 2)
		return;
	d->untitled = true;
	for (size_t i = 0; i < d->count; i++) {
		if (d->lines[i].bits & BIT(F_MORE))
			d->lines[i].bits |= BIT(F_LEADING);
	}
}

/* Most text of the page is in bullets or numbers: each begins an item. */
static void mark_leading(struct digest *d)
{
	const uint64_t marks = BIT(F_BULLET) | BIT(F_NUMBERED) | BIT(F_CLOCKED);
	size_t marked = 0, prose = 0;

	for (size_t i = 0; i < d->count; i++) {
		const struct digest_line *line = &d->lines[i];
		bool text = (line->bits & BIT(F_PROSE)) &&
			    !(line->bits & (BIT(F_NOISE) | BIT(F_LISTED)));
		prose += text;
		marked += text && (line->bits & marks);
	}
	if (marked < 2 || marked * 3 < prose)
		return;
	d->untitled = true;
	for (size_t i = 0; i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		if ((line->bits & marks) && (line->bits & BIT(F_PROSE)))
			line->bits |= BIT(F_LEADING);
	}
}

struct sides {
	size_t first, last, count;
};

static void note_line(struct sides *side, size_t i)
{
	side->first = side->count++ ? side->first : i;
	side->last = i;
}

/*
 * Dates of a kind stand behind their text where the first text comes before
 * any of them and the last of them comes behind all text.
 */
static void find_side(struct digest *d)
{
	struct sides prose = { 0 }, dates[STAMP_COUNT] = { 0 };

	for (size_t i = 0; i < d->count; i++) {
		const struct digest_line *line = &d->lines[i];
		if (line->bits & (BIT(F_LISTED) | BIT(F_NOISE)))
			continue;
		if (line->bits & BIT(F_PROSE))
			note_line(&prose, i);
		else if (line->stamp)
			note_line(&dates[line->stamp], i);
	}
	d->clocked = dates[STAMP_TIME].count + dates[STAMP_GLUED].count >= 3;
	d->bare = prose.count == 0;
	for (int kind = 1; kind < STAMP_COUNT && !d->bare; kind++) {
		const struct sides *side = &dates[kind];
		size_t least = kind == STAMP_GLUED ? 1 : 2;
		if (side->count >= least && prose.first < side->first &&
		    (prose.last < side->last ||
		     (kind == STAMP_GLUED && side->count > 2)))
			d->trailing = (uint8_t)kind;
	}
}

bool nwi_digest_mark(struct digest *d)
{
	const struct digest_index *index = nwi_digest_index(d->arena);
	struct tally tally = { .mask = 15 };

	while (tally.mask < d->count * 4)
		tally.mask = tally.mask * 2 + 1;
	tally.rows =
		nw_arena_array(d->arena, tally.mask + 1, sizeof(*tally.rows));
	if (!index || !tally.rows)
		return false;
	nwi_digest_read(d, index);
	mark_repeated(d, &tally);
	mark_patterns(d, &tally);
	mark_gaps(d);
	mark_labels(d);
	mark_captions(d);
	mark_headers(d);
	mark_counts(d);
	nwi_digest_blocks(d);
	if (!nwi_digest_records(d))
		return false;
	look_ahead(d);
	mark_listed(d);
	mark_leading(d);
	mark_linked(d);
	find_side(d);
	return true;
}
