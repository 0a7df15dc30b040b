/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"
#include "story/gist_parts.h"

void nwi_gist_make(const struct nw_doc *doc, struct nwi_gist *out)
{
	struct nwi_gist_text text;

	memset(out, 0, sizeof(*out));
	nwi_gist_words(doc, NW_FIELD_TITLE, &text);
	out->denial = nwi_gist_denies_title(&text);
	nwi_gist_figures(&text, out);
	nwi_gist_words(doc, NW_FIELD_BODY, &text);
	out->denial = out->denial || nwi_gist_denies_lead(&text);
	nwi_gist_figures(&text, out);
	nwi_gist_names(doc, &text, out);
	nwi_gist_places(doc, out);
}

static void write_figure(const struct nwi_figure *figure, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "value", figure->value);
	nwi_json_put_text(out, "of", figure->of);
	if (figure->about)
		nwi_json_put_bool(out, "about", true);
	if (figure->where != NWI_GIST_IN_TITLE)
		nwi_json_put_int(out, "where", (int)figure->where);
	nwi_json_close(out, '}');
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
	nwi_json_close(out, '}');
}
