/* SPDX-License-Identifier: Apache-2.0 */
/* Links, made absolute. */
#include "feed/reader.h"
#include "text/url.h"
#include "text/utf8.h"

struct nw_str nwi_base_of(struct nwi_feed_reader *reader, struct nw_str base)
{
	const struct nwi_value *site = &reader->feed_draft.slots[NWI_SLOT_URL];

	if (!nw_str_is_absent(base) || site->rank == 0)
		return base;
	base = nwi_value_plain(reader, site);
	return nwi_url_is_web(base) ? base : nw_str_make(NULL, 0);
}

/* A link that runs a program or is its own content leads nowhere. */
static bool leads_nowhere(struct nw_str url)
{
	enum nwi_scheme scheme = nwi_url_scheme(url);

	return scheme == NWI_SCHEME_SCRIPT || scheme == NWI_SCHEME_DATA;
}

struct nw_str nwi_value_url(struct nwi_feed_reader *reader,
			    struct nw_arena *arena, struct nw_str base,
			    struct nw_str written)
{
	written = nwi_trim(written);
	if (written.len == 0)
		return nw_str_make(NULL, 0);
	if (nwi_url_is_finished(written))
		return arena == reader->item_arena
			       ? written
			       : nw_arena_str(arena, written);
	struct nw_str url =
		nwi_url_resolve_in(arena, nwi_base_of(reader, base), written);
	if (url.len == 0 || leads_nowhere(url))
		return nw_str_make(NULL, 0);
	return nwi_text_is_clean(url, true)
		       ? url
		       : nwi_text_line_in(arena, url, NWI_URL_BYTES);
}
