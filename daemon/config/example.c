/* SPDX-License-Identifier: Apache-2.0 */
/* `must` and `must_not` of a watch: items to try it on. */
#include "daemon/config/loader.h"

#include "base/json.h"
#include "daemon/config/tables.h"

/* Members of an item object, by the name of the row. */
static const struct member {
	const char *row, *key;
	bool list;
} members[] = {
	{ "title", "title", false },
	{ "text", "content", false },
	{ "url", "url", false },
	{ "authors", "authors", true },
	{ "tags", "categories", true },
	{ "type", "kind", false },
	{ "published", "published", false },
};

static void put_member(const struct nwi_values *values,
		       const struct member *member, struct nw_buf *out)
{
	const struct nwi_value *value = nwi_values_get(values, member->row);

	if (value->count == 0)
		return;
	nwi_json_key(out, member->key);
	if (!member->list) {
		nwi_json_str(out, value->at[0].text);
		return;
	}
	nwi_json_open(out, '[');
	for (size_t i = 0; i < value->count; i++)
		nwi_json_str(out, value->at[i].text);
	nwi_json_close(out, ']');
}

/* What an example does not say of its outlet is as the watch wants it. */
static struct nw_str outlet_for(const struct loader *l,
				const struct config_watch *watch)
{
	if (watch->outlet_count > 0)
		return watch->outlets[0]->name;
	for (size_t i = 0;
	     watch->countries.count && i < l->config->outlet_count; i++) {
		const struct config_outlet *outlet = &l->config->outlets[i];

		if (outlet->countries.count &&
		    nw_str_equal(outlet->countries.at[0],
				 watch->countries.at[0]))
			return outlet->name;
	}
	return nw_str_make(NULL, 0);
}

static void put_rest(struct nw_str outlet, struct nw_str language,
		     struct nw_buf *out)
{
	if (outlet.len > 0)
		nwi_json_put_str(out, "outlet", outlet);
	if (language.len > 0)
		nwi_json_put_str(out, "language", language);
}

static void put_item(struct loader *l, const struct nwi_node *node,
		     const struct config_watch *watch, struct nw_buf *out,
		     struct config_example *example)
{
	const struct nw_option *rows = config_example_rows;
	struct nw_str outlet = outlet_for(l, watch);
	struct nw_str language = watch->languages.count ? watch->languages.at[0]
							: nw_str_make(NULL, 0);
	struct nwi_values values;

	if (node->kind != NWI_NODE_MAP) {
		nwi_json_put_str(out, "content", node->text);
		put_rest(outlet, language, out);
		return;
	}
	if (!nwi_rows_check(node, &rows, 1, l->work, &values, l->problems))
		return;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		put_member(&values, &members[i], out);
	if (nwi_node_get(node, "outlet"))
		outlet = nwi_values_text(&values, "outlet");
	if (nwi_node_get(node, "language"))
		language = nwi_values_text(&values, "language");
	put_rest(outlet, language, out);
	example->dated = nwi_node_get(node, "published");
	example->source = load_text(l, nwi_values_text(&values, "source"));
	if (!nwi_node_get(node, "title") && !nwi_node_get(node, "text"))
		nwi_node_problem(l->problems, node,
				 "has neither title nor text; allowed: one of "
				 "them or both");
}

static void load_example(struct loader *l, const struct nwi_node *node,
			 const struct config_watch *watch, bool must,
			 struct config_example *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf item = { 0 };
	struct nwi_place place = nwi_node_place(node);
	char path[NWI_PATH_TEXT];

	*out = (struct config_example){
		.must = must,
		.line = place.line + place.file->lines_before,
		.column = place.column,
		.rank = place.file->rank,
		.file = load_text(l, nw_str_from(place.file->name)),
		.path = load_text(l, nwi_node_path(node, path)),
	};
	nw_buf_init(&item, NWI_TREE_MAX_BYTES * 8);
	nwi_json_open(&item, '{');
	put_item(l, node, watch, &item, out);
	out->members = load_text(l, nw_buf_str(&item));
}

void load_examples(struct loader *l, const struct nwi_values *values,
		   struct config_watch *out)
{
	static const char *const rows[] = { "must", "must_not" };
	size_t count = nwi_values_get(values, "must")->count +
		       nwi_values_get(values, "must_not")->count;
	struct config_example *at = load_alloc(l->arena, count, sizeof(*at));

	out->examples = at;
	for (size_t r = 0; r < 2; r++) {
		const struct nwi_value *value = nwi_values_get(values, rows[r]);

		for (size_t i = 0; i < value->count; i++)
			load_example(l, value->at[i].node, out, r == 0,
				     &at[out->example_count++]);
	}
}
