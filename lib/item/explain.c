/* SPDX-License-Identifier: Apache-2.0 */
/* What a reader took for what, as a JSON object. */
#include "item/read.h"
#include "text/utf8.h"
#include <newswatch/explain.h>

enum { TEXT_MAX = 300 };

void nw_explained_to_json(const struct nw_explained *made, struct nw_buf *out)
{
	struct nw_explained told = { 0 };

	memcpy(&told, made,
	       made->size < sizeof(told) ? made->size : sizeof(told));
	if (told.text.len > TEXT_MAX)
		told.text.len = nwi_utf8_floor(told.text, TEXT_MAX);
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "explain");
	nwi_json_put_str(out, "what", told.what);
	nwi_json_put_str(out, "text", told.text);
	nwi_json_put_str(out, "why", told.why);
	nwi_json_key(out, "from");
	nwi_json_int(out, (int64_t)told.from);
	nwi_json_key(out, "to");
	nwi_json_int(out, (int64_t)told.to);
	nwi_json_close(out, '}');
}
