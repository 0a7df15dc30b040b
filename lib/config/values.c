/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "config/rows.h"

#include <stdlib.h>

const struct nwi_value *nwi_values_get(const struct nwi_values *values,
				       const char *name)
{
	for (size_t i = 0; i < values->count; i++) {
		if (strcmp(values->rows[i].name, name) == 0)
			return &values->at[i];
	}
	abort();
}

static const struct nwi_scalar *first(const struct nwi_values *values,
				      const char *name)
{
	static const struct nwi_scalar none = { .number = 0 };
	const struct nwi_value *value = nwi_values_get(values, name);

	return value->count ? &value->at[0] : &none;
}

struct nw_str nwi_values_text(const struct nwi_values *values, const char *name)
{
	return first(values, name)->text;
}

int64_t nwi_values_int(const struct nwi_values *values, const char *name)
{
	return first(values, name)->integer;
}

bool nwi_values_bool(const struct nwi_values *values, const char *name)
{
	return first(values, name)->boolean;
}

/* ---- JSON ---- */

static void put_scalar(const struct nw_option *row, const struct nwi_scalar *s,
		       struct nw_buf *out)
{
	switch (row->type) {
	case NW_OPTION_INTEGER:
	case NW_OPTION_DURATION:
	case NW_OPTION_SIZE:
		nwi_json_int(out, s->integer);
		break;
	case NW_OPTION_NUMBER:
		nwi_json_double(out, s->number);
		break;
	case NW_OPTION_BOOLEAN:
		nwi_json_bool(out, s->boolean);
		break;
	default:
		nwi_json_str(out, s->text);
	}
}

/* A key that comes from the operator, so it is escaped as text is. */
static void put_key(struct nw_buf *out, struct nw_str key)
{
	nwi_json_str(out, key);
	nw_buf_add_char(out, ':');
}

static void put_map(const struct nwi_value *value, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	for (size_t i = 0; i < value->count; i++) {
		struct nw_str text = value->at[i].text;
		put_key(out, value->at[i].key);
		/* A bare name of a list has no text. */
		nwi_json_str(out, text.at ? text : nw_str_make("", 0));
	}
	nwi_json_close(out, '}');
}

static void put_value(const struct nwi_value *value, struct nw_buf *out)
{
	const struct nw_option *row = value->row;

	nwi_json_key(out, row->name);
	if (row->type == NW_OPTION_MAP) {
		put_map(value, out);
		return;
	}
	if (row->flags & NW_OPTION_LIST)
		nwi_json_open(out, '[');
	for (size_t i = 0; i < value->count; i++)
		put_scalar(row, &value->at[i], out);
	if (row->flags & NW_OPTION_LIST)
		nwi_json_close(out, ']');
}

static void put_files(const struct nwi_value *value, struct nw_buf *out)
{
	nwi_json_key(out, value->row->name);
	nwi_json_open(out, '[');
	for (size_t i = 0; i < value->count; i++) {
		nwi_json_open(out, '{');
		nwi_json_put_str(out, "path", value->at[i].text);
		nwi_json_put_str(out, "text", value->at[i].bytes);
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
}

enum share { SHARE_OPTION, SHARE_FILE, SHARE_SECRET, SHARE_NOTHING };

/* In which of the three members a value goes. */
static enum share share_of(const struct nwi_value *value)
{
	bool written = value->count > 0 ||
		       (value->node && value->row->flags & NW_OPTION_LIST);

	if (!written || value->row->type == NW_OPTION_PATH)
		return SHARE_NOTHING;
	if (value->row->flags & NW_OPTION_SECRET)
		return SHARE_SECRET;
	return value->row->type == NW_OPTION_FILE ? SHARE_FILE : SHARE_OPTION;
}

static void put_member(const struct nwi_values *values, const char *key,
		       enum share share,
		       void (*put)(const struct nwi_value *, struct nw_buf *),
		       struct nw_buf *out)
{
	nwi_json_key(out, key);
	nwi_json_open(out, '{');
	for (size_t i = 0; i < values->count; i++) {
		if (share_of(&values->at[i]) == share)
			put(&values->at[i], out);
	}
	nwi_json_close(out, '}');
}

void nwi_values_json(const struct nwi_values *values, struct nw_str name,
		     struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "name", name);
	put_member(values, "options", SHARE_OPTION, put_value, out);
	put_member(values, "files", SHARE_FILE, put_files, out);
	nwi_json_key(out, "secrets");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < values->count; i++) {
		if (share_of(&values->at[i]) == SHARE_SECRET)
			nwi_json_str(out, nw_str_from(values->at[i].row->name));
	}
	nwi_json_close(out, ']');
	nwi_json_close(out, '}');
}

void nwi_values_all_json(const struct nwi_values *values, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	for (size_t i = 0; i < values->count; i++) {
		const struct nwi_value *value = &values->at[i];
		if (value->count && !(value->row->flags & NW_OPTION_SECRET))
			put_value(value, out);
	}
	nwi_json_close(out, '}');
}
