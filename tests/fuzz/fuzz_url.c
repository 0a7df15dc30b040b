/* SPDX-License-Identifier: Apache-2.0 */
/* URLs: the first line is the base, the second the reference. What resolves
   is printable ASCII when it is of the web and resolves to itself; the
   canonical form is its own canonical form. */
#include "text/url.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

/* Plain links are joined; nobody may see that. */
static void check_long_way(struct nw_str base, struct nw_str reference,
			   struct nw_str url)
{
	struct nw_buf out;

	nw_buf_init(&out, NWI_URL_MAX);
	if (nw_str_is_absent(reference) ||
	    nwi_url_resolve(base, reference, &out) != NW_OK)
		require(url.len == 0);
	else
		require(nw_str_equal(nw_buf_str(&out), url));
	nw_buf_fini(&out);
}

static void check_web(struct nw_arena *arena, struct nw_str url)
{
	struct nw_str again =
		nwi_url_resolve_in(arena, nw_str_make(NULL, 0), url);

	for (size_t i = 0; i < url.len; i++)
		require(url.at[i] > ' ' && url.at[i] < 0x7f);
	require(nw_str_equal(again, url));
	require(nwi_url_host(arena, url).len > 0);
	struct nw_str once = nwi_url_canonical(arena, url);
	if (nw_str_is_absent(once))
		return;
	struct nw_str twice = nwi_url_canonical(arena, once);
	require(!nw_str_is_absent(twice));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	struct nw_str rest, base;
	struct nw_buf text;

	nw_buf_init(&text, 1 << 20);
	nwi_utf8_repair(&text, nw_str_make((const char *)data, size));
	rest = nw_buf_str(&text);
	if (!nw_str_next(&rest, '\n', &base))
		base = nw_str_make(NULL, 0);
	struct nw_str url = nwi_url_resolve_in(arena, base, rest);
	require(url.len <= NWI_URL_MAX);
	check_long_way(base, rest, url);
	if (nwi_url_is_web(url))
		check_web(arena, url);
	nw_buf_fini(&text);
	return 0;
}
