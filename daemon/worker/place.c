/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/worker/place.h"

static size_t offset(const json_t *mark, size_t i)
{
	return (size_t)json_integer_value(json_array_get(mark, i));
}

bool place_next(struct place_reader *reader, struct place_part *out)
{
	struct nw_str text = nwi_json_get_str(reader->place, "sentence");
	const json_t *marks = json_object_get(reader->place, "marks");

	while (reader->mark < json_array_size(marks)) {
		const json_t *mark = json_array_get(marks, reader->mark++);
		size_t from = offset(mark, 0), to = offset(mark, 1);

		if (from < reader->at || to < from || to > text.len)
			continue;
		out->before = nw_str_slice(text, reader->at, from);
		out->marked = nw_str_slice(text, from, to);
		reader->at = to;
		return true;
	}
	if (reader->ended)
		return false;
	reader->ended = true;
	out->before = nw_str_slice(text, reader->at, text.len);
	out->marked = nw_str_make(NULL, 0);
	return true;
}
