/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/alert/gist_parts.h"

#include "daemon/alert/gist.h"
#include "text/utf8.h"

#include <ctype.h>

#define GIST_DEPTH 6

static enum nw_status bad(struct nw_error *err, const char *what)
{
	return nw_fail(err, NW_BAD_INPUT, "a gist: %s", what);
}

static enum nw_status parse(struct nw_str text, size_t most,
			    struct gist_sum *out, struct nw_error *err)
{
	enum nw_status status =
		nwi_json_parse(text, most, GIST_DEPTH, &out->json, err);

	if (status == NW_LIMIT)
		return bad(err, "too long or too deep");
	if (status == NW_OK && !json_is_object(out->json))
		return bad(err, "not an object");
	return status;
}

static struct nw_str str_of(const json_t *value)
{
	return nw_str_make(json_string_value(value), json_string_length(value));
}

/* ["text", ...] or [["text", count], ...]. */
static void read_counts(const json_t *list, struct gist_count *rows,
			size_t most, size_t *count)
{
	for (size_t i = 0; i < json_array_size(list) && *count < most; i++) {
		const json_t *row = json_array_get(list, i);
		bool counted = json_is_array(row);
		struct nw_str text =
			str_of(counted ? json_array_get(row, 0) : row);
		json_int_t times =
			counted ? json_integer_value(json_array_get(row, 1))
				: 1;

		if (text.len > 0 && text.len <= GIST_TEXT_BYTES && times > 0)
			rows[(*count)++] = (struct gist_count){ text, times };
	}
}

static bool is_value(struct nw_str value)
{
	size_t points = 0;

	if (value.len == 0 || value.len > GIST_VALUE_BYTES ||
	    !isdigit((unsigned char)value.at[0]))
		return false;
	for (size_t i = 0; i < value.len; i++) {
		points += value.at[i] == '.';
		if (value.at[i] != '.' && !isdigit((unsigned char)value.at[i]))
			return false;
	}
	return points <= 1;
}

static void add_value(struct gist_figure *figure, struct nw_str value)
{
	if (is_value(value) && figure->value_count < GIST_VALUES)
		figure->values[figure->value_count++] = value;
}

static bool read_figure(const json_t *row, struct gist_figure *out)
{
	const json_t *before = json_object_get(row, "before");
	struct nw_str waits = nwi_json_get_str(row, "waits");

	*out = (struct gist_figure){
		.of = nwi_json_get_str(row, "of"),
		.times = nwi_json_get_int(row, "times", 1),
		.about = nwi_json_get_bool(row, "about", false),
		.where = nwi_json_get_int(row, "where", GIST_IN_TITLE),
	};
	struct nw_str word = nwi_json_get_str(row, "word");

	if (word.len > 0 && word.len <= GIST_TEXT_BYTES)
		out->word = word;
	add_value(out, nwi_json_get_str(row, "value"));
	if (out->of.len == 0 || out->of.len > GIST_TEXT_BYTES ||
	    out->value_count == 0)
		return false;
	for (size_t i = 0; i < json_array_size(before); i++)
		add_value(out, str_of(json_array_get(before, i)));
	if (is_value(waits))
		out->waits = waits;
	return true;
}

static void add_denier(struct gist_sum *out, struct nw_str denier)
{
	if (denier.len > 0 && denier.len <= GIST_DENIER_BYTES &&
	    out->denier_count < GIST_DENIERS)
		out->deniers[out->denier_count++] = denier;
}

static void read_lists(struct gist_sum *out)
{
	const json_t *figures = json_object_get(out->json, "figures");

	read_counts(json_object_get(out->json, "names"), out->names,
		    GIST_SUM_NAMES, &out->name_count);
	read_counts(json_object_get(out->json, "places"), out->places,
		    GIST_SUM_PLACES, &out->place_count);
	for (size_t i = 0; i < json_array_size(figures) &&
			   out->figure_count < GIST_SUM_FIGURES;
	     i++)
		out->figure_count +=
			read_figure(json_array_get(figures, i),
				    &out->figures[out->figure_count]);
}

enum nw_status gist_sum_read(struct nw_str text, struct gist_sum *out,
			     struct nw_error *err)
{
	enum nw_status status;

	if (text.len == 0)
		return NW_OK;
	status = parse(text, GIST_SUM_BYTES, out, err);
	if (status != NW_OK)
		return status;
	read_lists(out);
	const json_t *deniers = json_object_get(out->json, "deniers");
	for (size_t i = 0; i < json_array_size(deniers); i++)
		add_denier(out, str_of(json_array_get(deniers, i)));
	out->denials = nwi_json_get_int(out->json, "denials", 0);
	out->reports = nwi_json_get_int(out->json, "reports", 0);
	return NW_OK;
}

enum nw_status gist_item_read(struct nw_str text, struct gist_sum *out,
			      struct nw_error *err)
{
	enum nw_status status;

	if (text.len == 0)
		return NW_OK;
	status = parse(text, GIST_BYTES, out, err);
	if (status != NW_OK)
		return status;
	read_lists(out);
	out->denials = nwi_json_get_bool(out->json, "denial", false);
	if (out->denials > 0)
		add_denier(out, nwi_json_get_str(out->json, "denier"));
	out->denied = nwi_json_get_str(out->json, "denied");
	out->denied.len = nwi_utf8_floor(out->denied, GIST_DENIED_BYTES);
	out->reports = 1;
	return NW_OK;
}

void gist_sum_fini(struct gist_sum *sum)
{
	nwi_json_free(&sum->json);
}

static void write_counts(struct nw_buf *out, const char *key,
			 const struct gist_count *rows, size_t count)
{
	nwi_json_key(out, key);
	nwi_json_open(out, '[');
	for (size_t i = 0; i < count; i++) {
		nwi_json_open(out, '[');
		nwi_json_str(out, rows[i].text);
		nwi_json_int(out, rows[i].count);
		nwi_json_close(out, ']');
	}
	nwi_json_close(out, ']');
}

static void write_figure(struct nw_buf *out, const struct gist_figure *figure)
{
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "value", figure->values[0]);
	nwi_json_put_str(out, "of", figure->of);
	nwi_json_put_int(out, "times", figure->times);
	if (figure->about)
		nwi_json_put_bool(out, "about", true);
	if (figure->where != GIST_IN_TITLE)
		nwi_json_put_int(out, "where", figure->where);
	if (figure->value_count > 1) {
		nwi_json_key(out, "before");
		nwi_json_open(out, '[');
		for (size_t i = 1; i < figure->value_count; i++)
			nwi_json_str(out, figure->values[i]);
		nwi_json_close(out, ']');
	}
	if (!nw_str_is_absent(figure->waits))
		nwi_json_put_str(out, "waits", figure->waits);
	nwi_json_close(out, '}');
}

static void write_sum(const struct gist_sum *sum, size_t names, size_t figures,
		      struct nw_buf *out)
{
	nwi_json_open(out, '{');
	write_counts(out, "names", sum->names, names);
	write_counts(out, "places", sum->places, sum->place_count);
	nwi_json_key(out, "figures");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < figures; i++)
		write_figure(out, &sum->figures[i]);
	nwi_json_close(out, ']');
	nwi_json_put_int(out, "denials", sum->denials);
	if (sum->denier_count > 0) {
		nwi_json_key(out, "deniers");
		nwi_json_open(out, '[');
		for (size_t i = 0; i < sum->denier_count; i++)
			nwi_json_str(out, sum->deniers[i]);
		nwi_json_close(out, ']');
	}
	nwi_json_put_int(out, "reports", sum->reports);
	nwi_json_close(out, '}');
}

void gist_sum_write(const struct gist_sum *sum, struct nw_buf *out)
{
	size_t names = sum->name_count, figures = sum->figure_count;

	for (;;) {
		size_t before = out->len;
		write_sum(sum, names, figures, out);
		if (out->failed || out->len - before <= GIST_SUM_BYTES)
			return;
		nw_buf_cut(out, before);
		names /= 2;
		figures -= figures / 4 + (figures > 0);
	}
}
