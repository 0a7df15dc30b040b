/* SPDX-License-Identifier: Apache-2.0 */
/* The vocabulary of dates beyond the names of months and weekdays. */
#include "text/date_internal.h"
#include "text/tables/tables.h"
#include "text/utf8.h"

static bool language_fits(const char *languages, struct nw_str language)
{
	struct nw_str rest = nw_str_from(languages), one;
	struct nw_str primary = nw_str_slice(language, 0, 2);

	while (nw_str_next(&rest, ' ', &one)) {
		if (nw_str_equal(one, primary))
			return true;
	}
	return false;
}

/* The first of `count` sorted rows of `size` bytes that is not before it. */
static size_t first_of(const void *rows, size_t size, size_t count,
		       struct nw_str word)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const char *const *name =
			(const char *const *)(const void *)((const char *)rows +
							    middle * size);
		if (nw_str_compare(nw_str_from(*name), word) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t first_row(struct nw_str word)
{
	return first_of(nwi_date_names, sizeof(nwi_date_names[0]),
			nwi_date_name_count, word);
}

static size_t first_vocable(struct nw_str word)
{
	return first_of(nwi_date_vocables, sizeof(nwi_date_vocables[0]),
			nwi_date_vocable_count, word);
}

static const struct nwi_date_name *find_name(struct nw_str word,
					     struct nw_str language)
{
	const struct nwi_date_name *found = NULL;

	for (size_t i = first_row(word);
	     i < nwi_date_name_count && nw_str_is(word, nwi_date_names[i].word);
	     i++) {
		const struct nwi_date_name *row = &nwi_date_names[i];
		if (!found || language_fits(row->languages, language))
			found = row;
	}
	return found;
}

/* "Novemb.": the one month that so much of its name begins. */
static int month_by_beginning(struct nw_str word)
{
	int month = 0;

	if (nwi_utf8_count(word) < 5)
		return 0;
	for (size_t i = first_row(word); i < nwi_date_name_count; i++) {
		const struct nwi_date_name *row = &nwi_date_names[i];
		if (strncmp(row->word, word.at, word.len) != 0)
			break;
		if (row->month == 0 || (month && row->month != month))
			return 0;
		month = row->month;
	}
	return month;
}

static struct nwi_mark as_name(const struct nwi_date_name *row)
{
	return (struct nwi_mark){ .kind = MARK_NAME,
				  .month = row->month,
				  .weekday = row->weekday };
}

/* A word of the vocabulary; `*mark` is left alone without. */
static bool find_word(struct nw_str folded, struct nw_str language,
		      struct nwi_mark *mark)
{
	const struct nwi_date_vocable *found = NULL;

	for (size_t i = first_vocable(folded);
	     i < nwi_date_vocable_count &&
	     nw_str_is(folded, nwi_date_vocables[i].word);
	     i++) {
		const struct nwi_date_vocable *row = &nwi_date_vocables[i];
		if (!found || language_fits(row->languages, language))
			found = row;
	}
	if (!found)
		return false;
	mark->kind = (enum nwi_mark_kind)found->kind;
	mark->value = found->value;
	mark->count = found->count;
	mark->more = found->more != 0;
	return true;
}

bool nwi_date_begins(struct nw_str folded)
{
	size_t name = first_row(folded), word = first_vocable(folded);

	return (name < nwi_date_name_count &&
		strncmp(nwi_date_names[name].word, folded.at, folded.len) ==
			0) ||
	       (word < nwi_date_vocable_count &&
		strncmp(nwi_date_vocables[word].word, folded.at, folded.len) ==
			0);
}

bool nwi_date_phrase(struct nw_str folded, struct nw_str language,
		     struct nwi_mark *out)
{
	const struct nwi_date_name *row = find_name(folded, language);

	if (row)
		*out = as_name(row);
	return row || find_word(folded, language, out);
}

/*
 * Months first ("mar" is also a Tuesday), "ago" apart, which is August and
 * the past; then the vocabulary ("min" is also a Sunday), then weekdays.
 */
struct nwi_mark nwi_date_word(struct nw_str folded, struct nw_str language)
{
	const struct nwi_date_name *row = find_name(folded, language);
	struct nwi_mark mark = { .kind = MARK_WORD };

	/* Hebrew writes "in" onto the month. */
	if (!row && nw_str_starts(folded, "ב"))
		row = find_name(nw_str_slice(folded, 2, folded.len), language);
	if (row)
		mark = as_name(row);
	if (row && row->month && !nw_str_is(folded, "ago"))
		return mark;
	if (find_word(folded, language, &mark) || row)
		return mark;
	mark.month = (uint8_t)month_by_beginning(folded);
	mark.kind = mark.month ? MARK_NAME : MARK_WORD;
	return mark;
}

struct nwi_mark nwi_date_prefix(struct nw_str rest, size_t *len)
{
	struct nwi_mark mark = { .kind = MARK_WORD };
	struct nw_str first = nw_str_slice(rest, 0, 3);

	*len = 0;
	for (size_t i = first_of(nwi_date_joined, sizeof(nwi_date_joined[0]),
				 nwi_date_joined_count, first);
	     i < nwi_date_joined_count; i++) {
		const struct nwi_date_joined *row = &nwi_date_joined[i];
		if (strncmp(row->word, first.at, first.len) != 0)
			break;
		size_t bytes = strlen(row->word);
		if (bytes <= *len || !nw_str_starts(rest, row->word))
			continue;
		*len = bytes;
		mark.kind = (enum nwi_mark_kind)row->kind;
		mark.value = row->value;
		mark.month = row->month;
		mark.weekday = row->weekday;
		mark.more = true;
	}
	return mark;
}
