/* SPDX-License-Identifier: Apache-2.0 */
#include "config/rows.h"

#include "base/map.h"
#include "config/scalar.h"

#include <stdlib.h>

/* What one check needs everywhere. */
struct check {
	struct nw_arena *arena;
	struct nwi_problems *problems;
};

size_t nwi_rows_count(const struct nw_option *rows)
{
	size_t count = 0;

	while (rows && rows[count].name)
		count++;
	return count;
}

const struct nw_option *nwi_rows_find(const struct nw_option *rows,
				      struct nw_str name)
{
	for (; rows && rows->name; rows++) {
		if (nw_str_is(name, rows->name))
			return rows;
	}
	return NULL;
}

/* ---- messages ---- */

#define ALLOWED_MAX 400

/* `; allowed: a duration, 30s to 7d`, NUL-ended. */
static void add_allowed(const struct nw_option *row, struct nw_buf *out)
{
	nw_buf_add_text(out, "; allowed: ");
	nwi_row_allowed(row, out);
}

static void report_kind(const struct check *c, const struct nw_option *row,
			const struct nwi_node *node)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };

	nw_buf_init(&text, ALLOWED_MAX);
	add_allowed(row, &text);
	if (node->kind == NWI_NODE_EMPTY)
		nwi_node_key_problem(c->problems, node, "has no value%s",
				     text.at);
	else
		nwi_node_problem(c->problems, node, "is %s%s",
				 nwi_node_kind_name(node), text.at);
}

/* A value as messages show it: at most 80 bytes of whole characters. */
static struct nw_str shown_of(struct nw_str text)
{
	size_t len = 80;

	while (len < text.len && len > 76 &&
	       ((unsigned char)text.at[len] & 0xc0) == 0x80)
		len--;
	return nw_str_slice(text, 0, len);
}

static void report_fault(const struct check *c, const struct nw_option *row,
			 const struct nwi_node *node,
			 enum nwi_scalar_fault fault, const char *reason)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	struct nw_str shown = shown_of(node->text);
	struct nw_str rest = nw_str_from(row->choices), choice;
	struct nwi_nearest nearest;
	char near[NWI_NEAREST_TEXT];

	nw_buf_init(&text, ALLOWED_MAX);
	if (fault == NWI_SCALAR_REASON) {
		nwi_node_problem(c->problems, node, "%s", reason);
		return;
	}
	add_allowed(row, &text);
	nwi_nearest_init(&nearest, node->text);
	while (row->type == NW_OPTION_CHOICE &&
	       nw_str_next(&rest, '|', &choice))
		nwi_nearest_offer(&nearest, choice);
	nwi_nearest_text(&nearest, near);
	nwi_node_problem(c->problems, node, "\"%.*s\" is %s%s%s", NW_FMT(shown),
			 fault == NWI_SCALAR_RANGE ? "out of range"
						   : "not valid",
			 text.at, near);
}

/* ---- scalars ---- */

static bool check_secret(const struct check *c, const struct nwi_node *node,
			 struct nwi_scalar *out)
{
	if (node->tag == NWI_TAG_NONE) {
		nwi_node_problem(c->problems, node,
				 "is a secret and cannot stand here as text; "
				 "allowed: !file PATH, !env NAME or "
				 "!credential NAME");
		return false;
	}
	out->tag = node->tag;
	if (node->text.len > 0)
		return true;
	nwi_node_problem(c->problems, node,
			 "says no name behind the tag; "
			 "allowed: !file PATH, !env NAME or "
			 "!credential NAME");
	return false;
}

static bool check_scalar(const struct check *c, const struct nw_option *row,
			 const struct nwi_node *node, struct nwi_scalar *out)
{
	const char *reason;

	if (row->flags & NWI_OPTION_MAPS && node->kind == NWI_NODE_MAP) {
		*out = (struct nwi_scalar){ .node = node };
		return true;
	}
	if (node->kind != NWI_NODE_SCALAR) {
		report_kind(c, row, node);
		return false;
	}
	*out = (struct nwi_scalar){ .text = node->text,
				    .key = node->key_line
						   ? node->key
						   : nw_str_make(NULL, 0),
				    .node = node };
	if (row->flags & NW_OPTION_SECRET)
		return check_secret(c, node, out);
	if (node->tag != NWI_TAG_NONE) {
		nwi_node_problem(c->problems, node,
				 "!file, !env and !credential are for secrets "
				 "only; allowed: the value itself");
		return false;
	}
	enum nwi_scalar_fault fault = nwi_scalar_convert(row, out, &reason);
	if (fault == NWI_SCALAR_FINE)
		return true;
	report_fault(c, row, node, fault, reason);
	return false;
}

/* ---- one value ---- */

static struct nwi_scalar *room_for(const struct check *c, size_t count,
				   const struct nwi_node *node)
{
	struct nwi_scalar *at =
		nw_arena_array(c->arena, count, sizeof(struct nwi_scalar));

	if (!at)
		nwi_node_problem(c->problems, node,
				 "the configuration needs more memory than "
				 "allowed");
	return at;
}

static void check_children(const struct check *c, const struct nw_option *row,
			   const struct nwi_node *node, struct nwi_value *value)
{
	struct nw_option text_row = *row;

	text_row.type = row->type == NW_OPTION_MAP ? NW_OPTION_TEXT : row->type;
	text_row.flags &= ~(uint32_t)NW_OPTION_LIST;
	value->at = room_for(c, node->count ? node->count : 1, node);
	if (!value->at)
		return;
	for (const struct nwi_node *n = node->first; n; n = n->next) {
		if (check_scalar(c, &text_row, n, &value->at[value->count]))
			value->count++;
	}
}

/* One name of a list that stands for a mapping. */
static void check_name(const struct check *c, const struct nw_option *row,
		       const struct nwi_node *node, struct nwi_map *seen,
		       struct nwi_value *value)
{
	if (node->kind != NWI_NODE_SCALAR) {
		report_kind(c, row, node);
		return;
	}
	if (!nwi_map_put(seen, node->text, &value->at[value->count])) {
		nwi_node_problem(c->problems, node,
				 "\"%.*s\" is here twice; allowed: each name "
				 "once",
				 NW_FMT(nw_str_slice(node->text, 0, 80)));
		return;
	}
	value->at[value->count++] = (struct nwi_scalar){
		.key = node->text,
		.node = node,
	};
}

/* A MAP that may also be a list: its names as keys, without texts. */
static void check_names(const struct check *c, const struct nw_option *row,
			const struct nwi_node *node, struct nwi_value *value)
{
	NW_AUTO(nwi_map_fini) struct nwi_map seen = { 0 };

	nwi_map_init(&seen, (struct nwi_sip_key){ 0, 0 });
	value->at = room_for(c, node->count ? node->count : 1, node);
	if (!value->at)
		return;
	if (node->kind != NWI_NODE_LIST)
		check_name(c, row, node, &seen, value);
	for (const struct nwi_node *n = node->first; n; n = n->next)
		check_name(c, row, n, &seen, value);
}

static void check_written(const struct check *c, const struct nw_option *row,
			  const struct nwi_node *node, struct nwi_value *value)
{
	bool list = row->flags & NW_OPTION_LIST;

	value->node = node;
	if (row->type == NW_OPTION_MAP && node->kind == NWI_NODE_MAP) {
		check_children(c, row, node, value);
	} else if (row->type == NW_OPTION_MAP) {
		if (list && node->kind != NWI_NODE_EMPTY)
			check_names(c, row, node, value);
		else
			report_kind(c, row, node);
	} else if (list && node->kind == NWI_NODE_LIST) {
		check_children(c, row, node, value);
	} else {
		value->at = room_for(c, 1, node);
		if (value->at && check_scalar(c, row, node, value->at))
			value->count = 1;
	}
}

/* The default of a list may be several, "a b c". */
static void take_default(const struct check *c, const struct nw_option *row,
			 struct nwi_value *value)
{
	struct nw_str rest = nw_str_from(row->fallback), word;
	const char *reason;

	if (!row->fallback || row->flags & NW_OPTION_SECRET)
		return;
	size_t room = row->flags & NW_OPTION_LIST ? 8 : 1;
	value->at = nw_arena_array(c->arena, room, sizeof(*value->at));
	while (value->at && value->count < room &&
	       (room == 1 ? value->count == 0
			  : nw_str_next(&rest, ' ', &word))) {
		struct nwi_scalar *s = &value->at[value->count++];
		s->text = room == 1 ? rest : word;
		if (nwi_scalar_convert(row, s, &reason) != NWI_SCALAR_FINE)
			abort(); /* a row whose default it does not allow */
	}
}

static void report_missing(const struct check *c, const struct nwi_node *map,
			   const struct nw_option *row)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf path = { 0 };
	char map_path[NWI_PATH_TEXT];

	nw_buf_init(&text, ALLOWED_MAX);
	nw_buf_init(&path, 2 * NWI_PATH_TEXT);
	nw_buf_add_str(&path, nwi_node_path(map, map_path));
	nw_buf_add_fmt(&path, "%s%s", path.len ? "." : "", row->name);
	add_allowed(row, &text);
	nwi_problem(c->problems, nwi_node_place(map), nw_buf_str(&path),
		    "is required and missing%s", text.at);
}

static void check_row(const struct check *c, const struct nwi_node *map,
		      const struct nw_option *row, struct nwi_value *value)
{
	const struct nwi_node *node = nwi_node_get(map, row->name);

	value->row = row;
	if (node)
		check_written(c, row, node, value);
	else if (map && row->flags & NW_OPTION_REQUIRED)
		report_missing(c, map, row);
	if (value->count == 0 && !(node && row->flags & NW_OPTION_LIST))
		take_default(c, row, value);
}

/* ---- a mapping ---- */

static bool check_table(const struct check *c, const struct nwi_node *map,
			const struct nw_option *rows, struct nwi_values *out)
{
	size_t count = nwi_rows_count(rows);

	*out = (struct nwi_values){ .rows = rows };
	out->at = nw_arena_array(c->arena, count ? count : 1, sizeof(*out->at));
	if (!out->at)
		return false;
	out->count = count;
	for (size_t i = 0; i < count; i++)
		check_row(c, map, &rows[i], &out->at[i]);
	return true;
}

static bool in_tables(const struct nw_option *const *tables, size_t count,
		      struct nw_str name)
{
	for (size_t i = 0; i < count; i++) {
		if (nwi_rows_find(tables[i], name))
			return true;
	}
	return false;
}

/* Without a near name all names are told, as far as a line holds them. */
static void report_unknown(const struct check *c, const struct nwi_node *node,
			   const struct nw_option *const *tables, size_t count)
{
	NW_AUTO(nw_buf_fini) struct nw_buf names = { 0 };
	struct nwi_nearest nearest;
	char near[NWI_NEAREST_TEXT];

	nw_buf_init(&names, ALLOWED_MAX);
	if (c->problems->count == NWI_PROBLEMS_MAX) {
		/* Only counted: no time for the names of a thousand typos. */
		nwi_node_key_problem(c->problems, node, "is no option here");
		return;
	}
	nw_buf_add_text(&names, "; allowed: ");
	nwi_nearest_init(&nearest, node->key);
	for (size_t i = 0; i < count; i++) {
		for (const struct nw_option *row = tables[i]; row && row->name;
		     row++) {
			nwi_nearest_offer(&nearest, nw_str_from(row->name));
			nw_buf_add_fmt(&names, "%s%s",
				       names.len > 11 ? ", " : "", row->name);
		}
	}
	nwi_nearest_text(&nearest, near);
	nwi_node_key_problem(c->problems, node, "is no option here%s",
			     *near ? near : names.at);
}

static bool check_map(const struct check *c, const struct nwi_node *map,
		      const struct nw_option *const *tables, size_t count,
		      struct nwi_values *out, bool unknown_pass)
{
	size_t errors = c->problems->errors;

	if (map && map->kind == NWI_NODE_EMPTY && !map->file)
		map = NULL;
	if (map && map->kind != NWI_NODE_MAP && map->kind != NWI_NODE_EMPTY) {
		nwi_node_problem(c->problems, map,
				 "is %s; allowed: a mapping of options",
				 nwi_node_kind_name(map));
		map = NULL;
	}
	for (size_t i = 0; i < count; i++) {
		if (!check_table(c, map, tables[i], &out[i]))
			nwi_problem(c->problems, (struct nwi_place){ 0 },
				    nw_str_make(NULL, 0),
				    "the configuration needs more memory than "
				    "allowed");
	}
	for (const struct nwi_node *n = map ? map->first : NULL;
	     n && !unknown_pass; n = n->next) {
		if (!in_tables(tables, count, n->key))
			report_unknown(c, n, tables, count);
	}
	return c->problems->errors == errors;
}

bool nwi_rows_check(const struct nwi_node *map,
		    const struct nw_option *const *tables, size_t table_count,
		    struct nw_arena *arena, struct nwi_values *out,
		    struct nwi_problems *problems)
{
	struct check c = { arena, problems };

	return check_map(&c, map, tables, table_count, out, false);
}

bool nwi_rows_check_known(const struct nwi_node *map,
			  const struct nw_option *rows, struct nw_arena *arena,
			  struct nwi_values *out, struct nwi_problems *problems)
{
	struct check c = { arena, problems };

	return check_map(&c, map, &rows, 1, out, true);
}
