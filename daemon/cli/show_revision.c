/* SPDX-License-Identifier: Apache-2.0 */
/* An edit of an item, for a person at a terminal. */
#include "daemon/cli/show.h"
#include "daemon/cli/table.h"

#include "text/utf8.h"

static void put_line(struct nw_buf *out, const json_t *line, bool colour)
{
	struct nw_str sign = nwi_json_get_str(line, "sign");
	struct nw_str text = nwi_json_get_str(line, "text");
	bool came = nw_str_is(sign, "+");

	nw_buf_add_fmt(out, "  %s%s ",
		       !colour ? ""
		       : came  ? "\x1b[32m"
			       : "\x1b[31m",
		       came ? "+" : "-");
	if (nw_str_is(nwi_json_get_str(line, "field"), "title"))
		nw_buf_add_text(out, "title: ");
	nwi_text_terminal(out, text, text.len);
	nw_buf_add_text(out, colour ? "\x1b[0m\n" : "\n");
}

void show_revision(const json_t *row, bool colour, struct nw_buf *out)
{
	const json_t *why = json_object_get(row, "why");
	const json_t *diff = json_object_get(row, "diff");

	nw_buf_add_text(out, colour ? "\x1b[1m" : "");
	nw_buf_add_fmt(out, "revision %lld  ",
		       (long long)nwi_json_get_int(row, "revision", 0));
	table_value(out, json_object_get(row, "at"), TABLE_TIME);
	nw_buf_add_fmt(out, "  %s%s\n",
		       nwi_json_get_bool(row, "material", false)
			       ? "material"
			       : "not material",
		       colour ? "\x1b[0m" : "");
	for (size_t i = 0; i < json_array_size(why); i++) {
		struct nw_str text =
			nw_str_from(json_string_value(json_array_get(why, i)));
		nw_buf_add_text(out, "  ");
		nwi_text_terminal(out, text, text.len);
		nw_buf_add_char(out, '\n');
	}
	for (size_t i = 0; i < json_array_size(diff); i++)
		put_line(out, json_array_get(diff, i), colour);
	if (nwi_json_get_bool(row, "cut", false))
		nw_buf_add_text(out, "  (there was more)\n");
	nw_buf_add_char(out, '\n');
}
