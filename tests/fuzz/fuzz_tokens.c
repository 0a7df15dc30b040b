/* SPDX-License-Identifier: Apache-2.0 */
/* Tokens: in order, inside the text, at characters' borders, folded to valid
   UTF-8 of bounded length; sentences never count back. */
#include "text/fold.h"
#include "text/language.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static bool is_border(struct nw_str text, size_t at)
{
	return nwi_utf8_floor(text, at) == at;
}

static void check_row(struct nw_str text, const struct nw_token *row,
		      const struct nw_token *before)
{
	require(row->from < row->to && row->to <= text.len);
	require(is_border(text, row->from) && is_border(text, row->to));
	require(row->folded.len > 0 && row->folded.len <= NWI_TOKEN_BYTES);
	require(nwi_utf8_is_valid(row->folded));
	require(row->hash == nw_token_hash(row->folded));
	require(!before ||
		(before->to <= row->from && before->sentence <= row->sentence));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 24);
	struct nwi_tokens tokens = { 0 };
	struct nw_error err;
	struct nw_buf text;

	nw_buf_init(&text, 1 << 20);
	nwi_utf8_repair(&text, nw_str_make((const char *)data, size));
	struct nw_str all = nw_buf_str(&text);
	const char *language = nwi_language_of(all, nw_str_make(NULL, 0));
	if (nwi_tokenise(all, nw_str_from(language), arena, &tokens, &err) ==
	    NW_OK) {
		for (size_t i = 0; i < tokens.count; i++)
			check_row(all, &tokens.rows[i],
				  i ? &tokens.rows[i - 1] : NULL);
	}
	nw_buf_fini(&text);
	return 0;
}
