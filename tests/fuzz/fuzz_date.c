/* SPDX-License-Identifier: Apache-2.0 */
/* Dates: what is read can be printed, and what was printed reads the same. */
#include "text/date.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static void check(struct nw_str text, const struct nwi_date_hints *hints)
{
	struct nw_instant got, again;
	char printed[NW_TIME_TEXT];

	if (nwi_date_read(text, hints, &got) != NW_OK)
		return;
	require(got.precision >= NW_PRECISION_YEAR &&
		got.precision <= NW_PRECISION_SECOND);
	require(got.at >= NW_TIME_MIN && got.at <= NW_TIME_MAX);
	require(got.offset_min == NW_OFFSET_UNKNOWN ||
		abs(got.offset_min) < 30 * 60);
	nw_instant_format(&got, printed);
	/* A year just below 10000 may lie behind it in another zone. */
	require(nw_instant_parse(nw_str_from(printed), &again) != NW_OK ||
		again.at == got.at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct nwi_date_hints hints = {
		.fetched = INT64_C(1709640000000),
		.fetched_offset = -300,
		.country = NW_STR("US"),
	};
	struct nw_buf text;

	nw_buf_init(&text, 1 << 20);
	nwi_utf8_repair(&text, nw_str_make((const char *)data, size));
	check(nw_buf_str(&text), &hints);
	check(nw_buf_str(&text), NULL);
	nw_buf_fini(&text);
	return 0;
}
