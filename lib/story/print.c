/* SPDX-License-Identifier: Apache-2.0 */
#include "story/origin.h"
#include "story/print_parts.h"

/* The primary tag; others than two or three letters are none. */
static void set_language(struct nwi_print *out, struct nw_str tag)
{
	size_t len = nw_str_find_char(tag, '-');

	memset(out->language, 0, sizeof(out->language));
	if (len == 2 || len == 3)
		memcpy(out->language, tag.at, len);
}

void nwi_print_make(const struct nw_doc *doc, struct nwi_print *out)
{
	enum nw_field field = NW_FIELD_BODY;
	const struct nw_token *tokens;
	size_t count;

	memset(out, 0, sizeof(*out));
	set_language(out, nw_doc_language(doc));
	tokens = nw_doc_tokens(doc, field, &count);
	if (count == 0)
		tokens = nw_doc_tokens(doc, NW_FIELD_TITLE, &count);
	out->words = (uint32_t)count;
	out->whole = nwi_print_whole(tokens, count);
	out->origin = nwi_origin_of(doc);
	nwi_print_marks(tokens, count, out);
	nwi_print_names(doc, out);
	nwi_print_places(doc, out);
	nwi_print_call(doc, out);
	nwi_print_terms(doc, out);
}
