/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Frames, both ways, in pieces whose size the first byte says; and what a
 * frame's JSON becomes: a request, a verdict, settings.
 */
#include "plugin/exchange.h"
#include "wire/wire.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_json(const struct nwi_frame *frame)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 20);
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	struct nw_request request;
	struct nw_response response;
	struct nw_verdict verdict;
	struct nw_error err;

	if (nwi_json_parse(frame->json, NWI_FRAME_JSON, 64, &json, &err) !=
	    NW_OK)
		return;
	if (nwi_request_from_json(json, frame->blob, arena, &request, &err) ==
		    NW_OK &&
	    nwi_request_check(&request, UINT32_MAX, &err) != NW_OK &&
	    request.sender.len + request.recipient.len == 0)
		abort();
	if (nwi_response_from_json(json, frame->blob, arena, &response, &err) ==
	    NW_OK)
		nw_judge(&response, &verdict);
	if (nwi_verdict_from_json(json, arena, &verdict, &err) == NW_OK &&
	    verdict.retry_after_ms > INT64_C(86400000))
		abort();
}

static void read_stream(const uint8_t *data, size_t size, size_t piece,
			bool answers)
{
	struct nwi_frame_reader reader;
	struct nwi_frame frame;
	struct nw_error err;
	enum nw_status status = NW_NOT_FOUND;

	nwi_frame_reader_init(&reader, answers);
	while (size > 0 && status != NW_CORRUPT) {
		size_t len = size < piece ? size : piece;
		if (nwi_frame_reader_add(&reader, data, len, &err) != NW_OK)
			break;
		data += len;
		size -= len;
		while ((status = nwi_frame_reader_next(&reader, &frame,
						       &err)) == NW_OK)
			read_json(&frame);
	}
	nwi_frame_reader_fini(&reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	read_stream(data + 1, size - 1, (size_t)data[0] + 1, true);
	read_stream(data + 1, size - 1, (size_t)data[0] + 1, false);
	return 0;
}
