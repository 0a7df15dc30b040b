/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "story/gist_parts.h"
#include "text/utf8.h"

void nwi_gist_make(const struct nw_doc *doc, struct nwi_gist *out)
{
	struct nwi_gist_text text;

	memset(out, 0, sizeof(*out));
	nwi_gist_words(doc, NW_FIELD_TITLE, &text);
	nwi_gist_find_denial(&text, out);
	nwi_gist_figures(&text, out);
	nwi_gist_words(doc, NW_FIELD_BODY, &text);
	if (!out->denial)
		nwi_gist_find_denial(&text, out);
	nwi_gist_figures(&text, out);
	nwi_gist_names(doc, &text, out);
	nwi_gist_places(doc, out);
}

static void write_figure(const struct nwi_figure *figure, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "value", figure->value);
	nwi_json_put_text(out, "of", figure->of);
	if (figure->word[0])
		nwi_json_put_text(out, "word", figure->word);
	if (figure->about)
		nwi_json_put_bool(out, "about", true);
	if (figure->where != NWI_GIST_IN_TITLE)
		nwi_json_put_int(out, "where", (int)figure->where);
	nwi_json_close(out, '}');
}

/* On one line, and cut between words where it is long. */
static void write_denied(struct nw_str denied, struct nw_buf *out)
{
	char line[NWI_GIST_DENIED_BYTES + 4];
	size_t len = nwi_utf8_floor(denied, NWI_GIST_DENIED_BYTES);
	bool cut = len < denied.len;

	for (size_t i = len; cut && i > len / 2; i--)
		if (denied.at[i] == ' ') {
			len = i;
			break;
		}
	for (size_t i = 0; i < len; i++)
		line[i] =
			(unsigned char)denied.at[i] < ' ' ? ' ' : denied.at[i];
	memcpy(line + len, cut ? "\xe2\x80\xa6" : "", cut ? 4 : 1);
	nwi_json_put_text(out, "denied", line);
}

void nwi_gist_write(const struct nwi_gist *gist, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_key(out, "names");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < gist->name_count; i++)
		nwi_json_str(out, gist->names[i]);
	nwi_json_close(out, ']');
	nwi_json_key(out, "places");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < gist->place_count; i++)
		nwi_json_str(out, nw_str_from(gist->places[i]));
	nwi_json_close(out, ']');
	nwi_json_key(out, "figures");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < gist->figure_count; i++)
		write_figure(&gist->figures[i], out);
	nwi_json_close(out, ']');
	nwi_json_put_bool(out, "denial", gist->denial);
	if (gist->denial)
		write_denied(gist->denied, out);
	if (gist->denier[0])
		nwi_json_put_text(out, "denier", gist->denier);
	nwi_json_close(out, '}');
}
