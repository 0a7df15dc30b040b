/* SPDX-License-Identifier: Apache-2.0 */
#include "config/problem.h"

#include <stdio.h>

enum { WORD_MAX = 64 };

static unsigned smallest(unsigned a, unsigned b, unsigned c)
{
	unsigned least = a < b ? a : b;

	return least < c ? least : c;
}

/*
 * Optimal string alignment, the restricted form of Damerau-Levenshtein
 * (Boytsov 2011, section 2.2): three rows of the table are enough.
 */
static unsigned distance(struct nw_str a, struct nw_str b)
{
	unsigned rows[3][WORD_MAX + 1];
	unsigned *before = rows[0], *last = rows[1], *now = rows[2];

	for (unsigned j = 0; j <= b.len; j++)
		last[j] = j;
	for (unsigned i = 1; i <= a.len; i++) {
		now[0] = i;
		for (unsigned j = 1; j <= b.len; j++) {
			unsigned cost = a.at[i - 1] != b.at[j - 1];
			now[j] = smallest(last[j] + 1, now[j - 1] + 1,
					  last[j - 1] + cost);
			if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] &&
			    a.at[i - 2] == b.at[j - 1] &&
			    before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
		unsigned *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b.len];
}

void nwi_nearest_init(struct nwi_nearest *nearest, struct nw_str word)
{
	size_t reach = word.len / 3;

	*nearest = (struct nwi_nearest){ .word = word };
	nearest->distance = reach < 1 ? 2 : reach > 3 ? 4 : (unsigned)reach + 1;
}

void nwi_nearest_offer(struct nwi_nearest *nearest, struct nw_str name)
{
	if (nearest->word.len == 0 || nearest->word.len > WORD_MAX ||
	    name.len == 0 || name.len > WORD_MAX)
		return;
	size_t apart = nearest->word.len > name.len
			       ? nearest->word.len - name.len
			       : name.len - nearest->word.len;
	if (apart >= nearest->distance)
		return; /* so many would have to come or go */
	unsigned far = distance(nearest->word, name);
	if (far >= nearest->distance || far >= name.len)
		return;
	nearest->best = name;
	nearest->distance = far;
}

struct nw_str nwi_nearest_name(const struct nwi_nearest *nearest)
{
	return nearest->best;
}

void nwi_nearest_text(const struct nwi_nearest *nearest,
		      char out[NWI_NEAREST_TEXT])
{
	out[0] = '\0';
	if (!nw_str_is_absent(nearest->best))
		snprintf(out, NWI_NEAREST_TEXT, "; did you mean \"%.*s\"?",
			 NW_FMT(nearest->best));
}
