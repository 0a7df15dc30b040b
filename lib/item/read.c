/* SPDX-License-Identifier: Apache-2.0 */
#include "item/read.h"

#include "text/date.h"

static bool is_forbidden(const unsigned char *at, size_t left)
{
	if (*at < 0x20)
		return *at != '\n' && *at != '\t' && *at != '\r';
	if (*at == 0x7f)
		return true;
	return *at == 0xc2 && left > 1 && at[1] >= 0x80 && at[1] < 0xa0;
}

/* The longest beginning of at most `max` bytes that ends with a character. */
static struct nw_str cut_at(struct nw_str s, size_t max)
{
	if (s.len <= max)
		return s;
	while (max > 0 && ((unsigned char)s.at[max] & 0xc0) == 0x80)
		max--;
	return nw_str_make(s.at, max);
}

/*
 * Line breaks are \n; in a one-line text they and tabs are spaces, as control
 * characters are everywhere: no item is lost over a stray byte.
 */
static size_t put_lines(char *to, struct nw_str from, bool one_line)
{
	const unsigned char *at = (const unsigned char *)from.at;
	size_t len = 0;

	for (size_t i = 0; i < from.len; i++) {
		char c = from.at[i];
		if (is_forbidden(at + i, from.len - i)) {
			i += at[i] == 0xc2;
			c = ' ';
		}
		if (c == '\r') {
			if (i + 1 < from.len && from.at[i + 1] == '\n')
				continue;
			c = '\n';
		}
		to[len++] = one_line && (c == '\n' || c == '\t') ? ' ' : c;
	}
	return len;
}

static enum nw_status keep_text(struct nwi_item_reader *reader,
				const json_t *value,
				const struct nwi_item_text_row *row,
				struct nw_str *out, struct nw_error *err)
{
	struct nw_str all = nw_str_make(json_string_value(value),
					json_string_length(value));
	struct nw_str kept = cut_at(all, row->max_bytes);

	char *copy = nw_arena_alloc(reader->arena, kept.len + 1);
	if (!copy)
		return nw_fail(err, NW_LIMIT, "no room for \"%s\"", row->key);
	reader->cut = reader->cut || kept.len < all.len;
	*out = nw_str_make(copy, put_lines(copy, kept, row->one_line));
	return NW_OK;
}

enum nw_status nwi_item_read_text(struct nwi_item_reader *reader,
				  const json_t *object,
				  const struct nwi_item_text_row *row,
				  void *target, struct nw_error *err)
{
	const json_t *value = json_object_get(object, row->key);

	if (!value || json_is_null(value))
		return NW_OK;
	if (!json_is_string(value))
		return nw_fail(err, NW_BAD_INPUT, "\"%s\" is not a string",
			       row->key);
	return keep_text(
		reader, value, row,
		(struct nw_str *)(void *)((char *)target + row->offset), err);
}

enum nw_status nwi_item_read_texts(struct nwi_item_reader *reader,
				   const json_t *object,
				   const struct nwi_item_text_row *rows,
				   void *target, struct nw_error *err)
{
	enum nw_status status = NW_OK;

	for (; rows->key && status == NW_OK; rows++)
		status = nwi_item_read_text(reader, object, rows, target, err);
	return status;
}

enum nw_status nwi_item_read_array(const json_t *object, const char *key,
				   const json_t **out, struct nw_error *err)
{
	const json_t *value = json_object_get(object, key);

	if (!value || json_is_null(value)) {
		*out = NULL;
		return NW_OK;
	}
	if (!json_is_array(value))
		return nw_fail(err, NW_BAD_INPUT, "\"%s\" is not an array",
			       key);
	*out = value;
	return NW_OK;
}

enum nw_status nwi_item_read_rows(struct nwi_item_reader *reader,
				  const json_t *object, const char *key,
				  size_t most, size_t size, const json_t **list,
				  void **out, uint32_t *count,
				  struct nw_error *err)
{
	enum nw_status status = nwi_item_read_array(object, key, list, err);
	size_t found = json_array_size(*list);

	if (status != NW_OK || found == 0)
		return status;
	found = found > most ? most : found;
	for (size_t i = 0; i < found; i++)
		if (!json_is_object(json_array_get(*list, i)))
			return nw_fail(err, NW_BAD_INPUT,
				       "\"%s\" has something not an object",
				       key);
	*out = nw_arena_array(reader->arena, found, size);
	if (!*out)
		return nw_fail(err, NW_LIMIT, "no room for \"%s\"", key);
	*count = (uint32_t)found;
	return NW_OK;
}

void nwi_item_read_instant(const json_t *object, const char *key,
			   struct nw_instant *out)
{
	static const struct nwi_date_hints hints = { .strict = true };
	const json_t *value = json_object_get(object, key);
	struct nw_str text = nw_str_make(json_string_value(value),
					 json_string_length(value));

	if (text.len > 0 && nw_instant_parse(text, out) != NW_OK &&
	    nwi_date_read(text, &hints, out) != NW_OK)
		*out = (struct nw_instant){ 0 };
}
