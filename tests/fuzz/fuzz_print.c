/* SPDX-License-Identifier: Apache-2.0 */
/* Stored prints: what is read is written back as it was, and the window takes
   it. The check sum is made here, so that what stands before it is reached. */
#include "base/hash.h"
#include "story/window.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static void take(const struct nwi_print *print)
{
	const struct nwi_window_limits limits = {
		.bytes = NWI_WINDOW_BYTES_MIN
	};
	struct nwi_window *window = nwi_window_new(&limits);
	struct nwi_decision decision;
	struct nw_error err;

	for (uint64_t number = 1; number <= 3; number++) {
		const struct nwi_item_facts facts = {
			.number = number,
			.page = number < 3,
			.published = NWI_TIME_UNKNOWN,
			.seen = NWI_TIME_UNKNOWN,
		};
		require(nwi_window_add(window, print, &facts, &decision,
				       &err) == NW_OK);
		require(decision.story <= number && decision.copies <= number);
	}
	nwi_window_free(&window);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned char bytes[NWI_PRINT_BYTES], again[NWI_PRINT_BYTES];
	struct nwi_print print;
	struct nw_error err;

	if (size + 4 > sizeof(bytes))
		return 0;
	memcpy(bytes, data, size);
	uint32_t crc = nwi_crc32c(0, bytes, size);
	for (unsigned i = 0; i < 4; i++)
		bytes[size + i] = (unsigned char)(crc >> (8 * i));
	if (nwi_print_read(nw_str_make((char *)bytes, size + 4), &print,
			   &err) != NW_OK)
		return 0;
	require(nwi_print_write(&print, again) == size + 4);
	require(memcmp(bytes, again, size + 4) == 0);
	take(&print);
	return 0;
}
