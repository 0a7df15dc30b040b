/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/config/loader.h"

#include "text/country.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

void *load_alloc(struct nw_arena *arena, size_t count, size_t bytes)
{
	static max_align_t nothing; /* 100,000 watches have many empty lists */
	void *at = count ? nw_arena_array(arena, count, bytes) : &nothing;

	if (!at)
		abort();
	return at;
}

struct nw_str load_text(struct loader *l, struct nw_str text)
{
	struct nw_str copy = nw_arena_str(l->arena, text);

	if (nw_str_is_absent(copy) && !nw_str_is_absent(text))
		abort();
	return copy;
}

struct nw_str load_fmt(struct loader *l, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	int len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0)
		abort();
	char *text = load_alloc(l->arena, (size_t)len + 1, 1);
	va_start(args, fmt);
	vsnprintf(text, (size_t)len + 1, fmt, args);
	va_end(args);
	return nw_str_make(text, (size_t)len);
}

/* ---- values into structs ---- */

static struct nw_str text_of(struct loader *l, const struct nwi_value *value)
{
	if (value->count == 0)
		return nw_str_make(NULL, 0);
	if (value->row->type == NW_OPTION_PATH)
		return load_path(l, value->at[0].node, value->at[0].text);
	return load_text(l, value->at[0].text);
}

struct config_texts load_texts(struct loader *l, const struct nwi_value *value)
{
	struct nw_str *at = load_alloc(l->arena, value->count, sizeof(*at));

	for (size_t i = 0; i < value->count; i++)
		at[i] = load_text(l, value->at[i].text);
	return (struct config_texts){ at, value->count };
}

struct config_pairs load_pairs(struct loader *l, const struct nwi_value *value)
{
	struct config_pair *at =
		load_alloc(l->arena, value->count, sizeof(*at));

	for (size_t i = 0; i < value->count; i++) {
		at[i].key = load_text(l, value->at[i].key);
		at[i].value = load_text(l, value->at[i].text);
	}
	return (struct config_pairs){ at, value->count };
}

static void fill_one(struct loader *l, const struct nwi_value *value, void *at)
{
	const struct nwi_scalar none = { .number = 0 };
	const struct nwi_scalar *s = value->count ? &value->at[0] : &none;

	switch (value->row->type) {
	case NW_OPTION_INTEGER:
	case NW_OPTION_DURATION:
	case NW_OPTION_SIZE:
		*(int64_t *)at = s->integer;
		break;
	case NW_OPTION_NUMBER:
		*(double *)at = s->number;
		break;
	case NW_OPTION_BOOLEAN:
		*(bool *)at = s->boolean;
		break;
	case NW_OPTION_CHOICE:
		*(uint32_t *)at = (uint32_t)s->integer;
		break;
	default:
		*(struct nw_str *)at = text_of(l, value);
	}
}

void load_fill(struct loader *l, const struct nwi_values *values,
	       const struct config_field *fields, void *base)
{
	for (; fields->name; fields++)
		fill_one(l, nwi_values_get(values, fields->name),
			 (char *)base + fields->offset);
}

/* ---- codes ---- */

static bool all_letters(struct nw_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!isalpha((unsigned char)text.at[i]) ||
		    (unsigned char)text.at[i] >= 0x80)
			return false;
	}
	return true;
}

static struct nw_str with_case(struct loader *l, struct nw_str text, bool upper)
{
	char *copy = load_alloc(l->arena, text.len + 1, 1);

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (c < 0x80)
			c = (unsigned char)(upper ? toupper(c) : tolower(c));
		copy[i] = (char)c;
	}
	return nw_str_make(copy, text.len);
}

#define NO_COUNTRY                                                          \
	"\"%.*s\" is no country; allowed: two letters of ISO 3166-1, such " \
	"as GB"

/* A code may be newer than our list, or mean something to its user alone. */
static void warn_of_country(struct loader *l, const struct nwi_node *node,
			    struct nw_str code)
{
	char path[NWI_PATH_TEXT];

	nwi_problem_warn(l->problems, nwi_node_place(node),
			 nwi_node_path(node, path), NO_COUNTRY, NW_FMT(code));
}

struct config_texts load_countries(struct loader *l,
				   const struct nwi_value *value)
{
	struct nw_str *at = load_alloc(l->arena, value->count, sizeof(*at));

	for (size_t i = 0; i < value->count; i++) {
		at[i] = with_case(l, value->at[i].text, true);
		if (!all_letters(at[i]) || at[i].len != 2)
			nwi_node_problem(l->problems, value->at[i].node,
					 NO_COUNTRY, NW_FMT(value->at[i].text));
		else if (!nwi_country_is_known(at[i]))
			warn_of_country(l, value->at[i].node, at[i]);
	}
	return (struct config_texts){ at, value->count };
}

/* The shape of BCP 47: letters first, subtags of 1 to 8 behind '-'. */
static bool is_language(struct nw_str text)
{
	struct nw_str rest = text, part;
	bool first = true;

	while (nw_str_next(&rest, '-', &part)) {
		if (first && (part.len < 2 || part.len > 3))
			return false;
		if (first && !all_letters(part))
			return false;
		if (part.len < 1 || part.len > 8)
			return false;
		for (size_t i = 0; i < part.len; i++) {
			unsigned char c = (unsigned char)part.at[i];
			if (c >= 0x80 || !isalnum(c))
				return false;
		}
		first = false;
	}
	return text.len > 0 && text.at[text.len - 1] != '-';
}

struct config_texts load_languages(struct loader *l,
				   const struct nwi_value *value)
{
	struct nw_str *at = load_alloc(l->arena, value->count, sizeof(*at));

	for (size_t i = 0; i < value->count; i++) {
		at[i] = with_case(l, value->at[i].text, false);
		if (!is_language(at[i]))
			nwi_node_problem(l->problems, value->at[i].node,
					 "\"%.*s\" is no language; allowed: a "
					 "tag of BCP 47, such as en or pt-BR",
					 NW_FMT(value->at[i].text));
	}
	return (struct config_texts){ at, value->count };
}

/* ---- names ---- */

void load_check_name(struct loader *l, const struct nwi_values *values)
{
	const struct nwi_value *value = nwi_values_get(values, "name");
	bool control = false;

	if (value->count == 0)
		return;
	struct nw_str name = value->at[0].text;
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.at[i];
		control |= c < 0x20 || c == 0x7f;
	}
	if (control || nw_str_trim(name).len != name.len)
		nwi_node_problem(
			l->problems, value->at[0].node, "a name cannot have %s",
			control ? "a control character" : "blanks at its ends");
}

void load_index(struct loader *l, enum config_section_index section,
		struct nwi_map *map, struct nw_str name, size_t index,
		void *entry)
{
	const struct nwi_node *node = l->lists[section].at[index];
	const struct nwi_node *at = nwi_node_get(node, "name");

	if (name.len == 0 || !at || nwi_map_put(map, name, entry))
		return;
	if (l->problems->count == NWI_PROBLEMS_MAX) {
		nwi_node_problem(l->problems, at, "is there already");
		return;
	}
	for (size_t i = 0; i < index; i++) {
		const struct nwi_node *first =
			nwi_node_get(l->lists[section].at[i], "name");
		if (!first || !nw_str_equal(first->text, name))
			continue;
		nwi_node_problem(l->problems, at,
				 "\"%.*s\" is there already, at %s:%u:%u; "
				 "allowed: each name once",
				 NW_FMT(name), first->file->name, first->line,
				 first->column);
		return;
	}
}

void *load_reference(struct loader *l, const struct nwi_map *map,
		     const struct nwi_node *node, struct nw_str name,
		     const char *what)
{
	struct nwi_nearest nearest;
	char near[NWI_NEAREST_TEXT];
	void *found = nwi_map_get(map, name);

	if (found || l->in->flags & CONFIG_ONLY_WATCHES)
		return found;
	nwi_nearest_init(&nearest, name);
	/* Over a full collector the nearest name would be computed in vain. */
	if (l->problems->count < NWI_PROBLEMS_MAX) {
		for (size_t i = 0; i < map->count; i++)
			nwi_nearest_offer(&nearest, map->rows[i].key);
	}
	nwi_nearest_text(&nearest, near);
	nwi_node_problem(l->problems, node, "there is no %s \"%.*s\"%s", what,
			 NW_FMT(name), near);
	return NULL;
}

void load_digest(struct loader *l, const char *kind, struct nw_str json,
		 char out[NWI_ID_TEXT])
{
	nwi_derive_id(kind, &json, 1, out);
	nw_buf_add_text(&l->digest, out);
}
