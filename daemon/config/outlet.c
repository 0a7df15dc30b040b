/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/config/loader.h"

#include <ctype.h>

/* Lower case, without "www." and the root's dot; false when it is no name. */
static bool clean_domain(struct nw_str text, char *out)
{
	size_t len = 0;
	char last = '.';

	if (nw_str_starts_nocase(text, "www."))
		text = nw_str_slice(text, 4, text.len);
	if (text.len > 0 && text.at[text.len - 1] == '.')
		text.len--;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (c >= 0x80 ||
		    (!isalnum(c) && c != '-' && c != '.' && c != '_') ||
		    (c == '.' && last == '.'))
			return false;
		last = (char)tolower(c);
		out[len++] = last;
	}
	out[len] = '\0';
	return len > 0 && last != '.' && nw_str_find_char(text, '.') < text.len;
}

static void index_domain(struct loader *l, const struct nwi_node *node,
			 struct nw_str domain, struct config_outlet *outlet)
{
	struct nwi_map *map = &l->config->self->domains;
	const struct config_outlet *other = nwi_map_get(map, domain);

	if (!other)
		nwi_map_put(map, domain, outlet);
	else if (other != outlet)
		nwi_node_problem(l->problems, node,
				 "\"%.*s\" belongs to the outlet \"%.*s\" "
				 "already; allowed: each domain once",
				 NW_FMT(domain), NW_FMT(other->name));
}

static struct config_texts load_domains(struct loader *l,
					const struct nwi_value *value,
					struct config_outlet *outlet)
{
	struct nw_str *at = load_alloc(l->arena, value->count, sizeof(*at));
	size_t count = 0;

	for (size_t i = 0; i < value->count; i++) {
		const struct nwi_scalar *s = &value->at[i];
		char *domain = load_alloc(l->arena, s->text.len + 1, 1);
		if (!clean_domain(s->text, domain)) {
			nwi_node_problem(l->problems, s->node,
					 "\"%.*s\" is no domain; allowed: a "
					 "host name such as times.example, "
					 "without scheme and path",
					 NW_FMT(s->text));
			continue;
		}
		at[count] = nw_str_from(domain);
		index_domain(l, s->node, at[count], outlet);
		count++;
	}
	return (struct config_texts){ at, count };
}

static void load_outlet(struct loader *l, size_t i, struct config_outlet *out)
{
	const struct nw_option *rows = config_sections[CONFIG_OUTLETS].rows;
	const struct nwi_node *node = l->lists[CONFIG_OUTLETS].at[i];
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
	char digest[NWI_ID_TEXT];
	struct nwi_values values;

	nw_arena_clear(l->work);
	nwi_rows_check(node, &rows, 1, l->work, &values, l->problems);
	load_check_name(l, &values);
	out->name = load_text(l, nwi_values_text(&values, "name"));
	out->owner = load_text(l, nwi_values_text(&values, "owner"));
	out->countries = load_countries(l, nwi_values_get(&values, "country"));
	out->languages = load_languages(l, nwi_values_get(&values, "language"));
	if (nwi_values_get(&values, "affiliation")->count)
		out->affiliation =
			(uint32_t)(nwi_values_int(&values, "affiliation") + 1);
	out->domains = load_domains(l, nwi_values_get(&values, "domains"), out);
	load_index(l, CONFIG_OUTLETS, &l->config->self->outlets, out->name, i,
		   out);
	nw_buf_init(&json, NWI_TREE_MAX_BYTES * 8);
	nwi_values_all_json(&values, &json);
	load_digest(l, "outlet", nw_buf_str(&json), digest);
}

void load_outlets(struct loader *l)
{
	size_t count = l->lists[CONFIG_OUTLETS].count;
	struct config_outlet *outlets =
		load_alloc(l->arena, count, sizeof(*outlets));

	l->config->outlets = outlets;
	l->config->outlet_count = count;
	for (size_t i = 0; i < count; i++)
		load_outlet(l, i, &outlets[i]);
}
