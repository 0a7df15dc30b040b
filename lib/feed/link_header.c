/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The HTTP header Link: <https://hub.test/>; rel="hub", <...>; rel=self.
 * WebSub (W3C, 4) prefers it to the links in the feed; here the feed's own
 * count first, since caches and aggregators forget headers.
 */
#include "feed/reader.h"

/* Whether a list of relations, parted by spaces, has this one. */
static bool has_relation(struct nw_str list, const char *relation)
{
	struct nw_str one;

	while (nw_str_next(&list, ' ', &one))
		if (nw_str_is_nocase(nw_str_trim(one), relation))
			return true;
	return false;
}

/* Takes `name=value` behind a ';', the quotes off; false at the end. */
static bool next_parameter(struct nw_str *rest, struct nw_str *name,
			   struct nw_str *value)
{
	*rest = nw_str_trim(*rest);
	if (!nw_str_starts(*rest, ";"))
		return false;
	struct nw_str s = nw_str_slice(*rest, 1, rest->len);
	size_t end = 0;
	while (end < s.len && !strchr("=;,", s.at[end]))
		end++;
	*name = nw_str_trim(nw_str_slice(s, 0, end));
	*value = nw_str_make("", 0);
	s = nw_str_slice(s, end, s.len);
	if (!nw_str_starts(s, "=")) {
		*rest = s;
		return true;
	}
	s = nw_str_trim(nw_str_slice(s, 1, s.len));
	if (nw_str_starts(s, "\"")) {
		s = nw_str_slice(s, 1, s.len);
		end = nw_str_find_char(s, '"');
		*value = nw_str_slice(s, 0, end);
		*rest = nw_str_slice(s, end + 1, s.len);
		return true;
	}
	for (end = 0; end < s.len && !strchr(";,", s.at[end]);)
		end++;
	*value = nw_str_trim(nw_str_slice(s, 0, end));
	*rest = nw_str_slice(s, end, s.len);
	return true;
}

/* The target of the next link and its relations; false at the end. */
static bool next_link(struct nw_str *rest, struct nw_str *url,
		      struct nw_str *relations)
{
	struct nw_str name, value;
	size_t from = nw_str_find_char(*rest, '<');

	*relations = nw_str_make("", 0);
	if (from == rest->len)
		return false;
	struct nw_str s = nw_str_slice(*rest, from + 1, rest->len);
	size_t end = nw_str_find_char(s, '>');
	*url = nw_str_slice(s, 0, end);
	*rest = nw_str_slice(s, end + 1, s.len);
	while (next_parameter(rest, &name, &value))
		if (relations->len == 0 && nw_str_is_nocase(name, "rel"))
			*relations = value;
	return true;
}

struct nw_str nwi_link_of_header(struct nwi_feed_reader *reader,
				 const char *relation)
{
	struct nw_str rest = reader->input->link, url, relations;

	while (next_link(&rest, &url, &relations))
		if (has_relation(relations, relation))
			return nwi_value_url(reader, reader->arena,
					     reader->input->base_url, url);
	return nw_str_make(NULL, 0);
}
