/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an operator says of a source by selectors goes before what is found.
 * A selector that matches nothing on a page leaves that page to the search.
 */
#include "html/emit.h"
#include "html/page_impl.h"

#include "text/date.h"
#include "text/utf8.h"

enum { SELECTED_LINE = 4096, SELECTED_AUTHORS = 16 };

static enum nw_status select_by(const struct page *page, struct nw_str css,
				const char *name, struct nwi_selected *out,
				struct nw_error *err)
{
	const struct nwi_select *select;
	struct nwi_selected found;

	if (css.len == 0)
		return NW_OK;
	enum nw_status status =
		nwi_select_compile(css, page->arena, &select, err);
	if (status == NW_OK)
		status = nwi_select_run(select, &page->tree, page->arena,
					&found, err);
	if (status == NW_OK)
		*out = found;
	else
		nw_error_prefix(err, "selector %s: ", name);
	return status;
}

enum nw_status page_select(struct page *page, struct nw_error *err)
{
	const struct nw_page_selectors *by = page->input->selectors;
	struct page_selected *out = &page->selected;

	if (!by)
		return NW_OK;
	const struct {
		struct nw_str css;
		const char *name;
		struct nwi_selected *to;
	} all[] = {
		{ by->text, "text", &out->text },
		{ by->title, "title", &out->title },
		{ by->date, "date", &out->date },
		{ by->author, "author", &out->author },
		{ by->remove, "remove", &out->remove },
	};
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		enum nw_status status = select_by(page, all[i].css, all[i].name,
						  all[i].to, err);
		if (status)
			return status;
	}
	return NW_OK;
}

static struct nw_str line_of(const struct page *page,
			     const struct nwi_node *node)
{
	struct nw_buf text;
	struct nwi_emit emit;

	nw_buf_init(&text, 64 * 1024);
	nwi_emit_init(&emit, &text);
	nwi_emit_node(&emit, node);
	if (text.len == 0) /* <meta> */
		nw_buf_add_str(&text, nwi_node_attr(node, NWI_A_CONTENT));
	struct nw_str line =
		nwi_text_line_in(page->arena, nw_buf_str(&text), SELECTED_LINE);
	nw_buf_fini(&text);
	return line;
}

static void select_date(const struct page *page, const struct nwi_node *node,
			struct nw_page *out)
{
	const struct nwi_date_hints hints = {
		.fetched = page->input->fetched,
		.language = page->language,
	};
	struct nw_str text = nwi_node_attr(node, NWI_A_DATETIME);
	struct nw_instant at;

	if (text.len == 0)
		text = line_of(page, node);
	if (text.len == 0 || nwi_date_read(text, &hints, &at) != NW_OK)
		return;
	out->published = at;
	out->published_from = nw_str_from("selector");
	out->published_confidence = 1;
}

static void select_authors(const struct page *page, struct nw_page *out)
{
	const struct nwi_selected *found = &page->selected.author;
	struct nw_str *names =
		nw_arena_array(page->arena, SELECTED_AUTHORS, sizeof(*names));
	uint32_t count = 0;

	for (uint32_t i = 0; names && i < found->count; i++) {
		struct nw_str name = line_of(page, found->nodes[i]);
		if (name.len > 0 && count < SELECTED_AUTHORS)
			names[count++] = name;
	}
	if (count == 0)
		return;
	out->authors = names;
	out->author_count = count;
	out->byline = names[0];
}

void page_select_meta(struct page *page, struct nw_page *out)
{
	const struct page_selected *found = &page->selected;

	if (found->title.count > 0) {
		struct nw_str title = line_of(page, found->title.nodes[0]);
		if (title.len > 0)
			page->title = out->title = title;
	}
	if (found->date.count > 0)
		select_date(page, found->date.nodes[0], out);
	if (found->author.count > 0)
		select_authors(page, out);
}
