/* SPDX-License-Identifier: Apache-2.0 */
/* Decoding: the first line is the Content-Type, the rest the body. What comes
   out is valid UTF-8 of bounded size, with a name that is a label. */
#include "text/charset.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nw_str rest = nw_str_make((const char *)data, size), header;
	struct nwi_charset used = { 0 };
	struct nw_error err;
	struct nw_buf out;

	if (!nw_str_next(&rest, '\n', &header))
		header = nw_str_make(NULL, 0);
	nw_buf_init(&out, 1 << 20);
	if (nwi_charset_decode(rest, header, NWI_MARKUP_ANY,
			       nw_str_make(NULL, 0), &out, &used,
			       &err) == NW_OK) {
		require(nwi_utf8_is_valid(nw_buf_str(&out)));
		require(nwi_charset_label(nw_str_from(used.name)) != NULL);
		require(used.source >= NWI_CHARSET_BOM &&
			used.source <= NWI_CHARSET_GUESSED);
	}
	nw_buf_fini(&out);
	return 0;
}
