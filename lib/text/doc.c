/* SPDX-License-Identifier: Apache-2.0 */
#include "text/fold.h"
#include "text/language.h"

struct nw_doc {
	const struct nw_item *item;
	struct nw_str title, body, language;
	struct nwi_tokens title_tokens, body_tokens;
};

enum nw_status nw_doc_make(const struct nw_item *item, struct nw_arena *arena,
			   struct nw_doc **out, struct nw_error *err)
{
	struct nw_doc *doc = nw_arena_new_of(arena, struct nw_doc);
	enum nw_status status;

	if (!doc)
		return nw_fail(err, NW_LIMIT, "a document's arena is full");
	doc->item = item;
	doc->title = nw_str_make(item->title.at ? item->title.at : "",
				 item->title.len);
	doc->body = nw_item_body(item);
	doc->language = nwi_language_settle_item(item);
	status = nwi_tokenise(doc->title, doc->language, arena,
			      &doc->title_tokens, err);
	if (status == NW_OK)
		status = nwi_tokenise(doc->body, doc->language, arena,
				      &doc->body_tokens, err);
	if (status != NW_OK)
		return status;
	*out = doc;
	return NW_OK;
}

const struct nw_item *nw_doc_item(const struct nw_doc *doc)
{
	return doc->item;
}

const struct nw_token *nw_doc_tokens(const struct nw_doc *doc,
				     enum nw_field field, size_t *count)
{
	const struct nwi_tokens *tokens = field == NW_FIELD_TITLE
						  ? &doc->title_tokens
						  : &doc->body_tokens;

	*count = tokens->count;
	return tokens->rows;
}

struct nw_str nw_doc_text(const struct nw_doc *doc, enum nw_field field)
{
	return field == NW_FIELD_TITLE ? doc->title : doc->body;
}

struct nw_str nw_doc_language(const struct nw_doc *doc)
{
	return doc->language;
}
