/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests, responses, payloads and verdicts as JSON for the wire. Bodies and
 * payload bytes are not in the JSON: they travel as the frame's blob.
 *
 * Writers make foreign text (a header, a server's message) valid UTF-8 and
 * take control characters out. Readers check every member: what comes from a
 * worker is foreign bytes too. Strings that a reader gives lie in the arena,
 * the body is the slice that was handed in.
 */
#ifndef NWI_PLUGIN_EXCHANGE_H
#define NWI_PLUGIN_EXCHANGE_H

#include "base/json.h"
#include <newswatch/notifier.h>

/* Headers of one request or response, and the bytes of one value. */
#define NWI_HEADERS_MAX	     512
#define NWI_HEADER_VALUE_MAX ((size_t)64 << 10)

/*
 * What a plugin made of a request: one kind of `kinds` (its ops' bits), a
 * method that is a token, headers and envelope without CR, LF, NUL.
 */
enum nw_status nwi_request_check(const struct nw_request *request,
				 uint32_t kinds,
				 struct nw_error *err) NW_CHECKED;

/* Appends {"kind","method","url","headers":[[n,v]],"sign",...}. */
void nwi_request_to_json(const struct nw_request *request, struct nw_buf *out);
void nwi_response_to_json(const struct nw_response *response,
			  struct nw_buf *out);
/* {"attempt","alert_id","destination","content_type"} */
void nwi_payload_to_json(const struct nw_payload *payload, struct nw_buf *out);
/* {"verdict","retry_after_ms","reason"} */
void nwi_verdict_to_json(const struct nw_verdict *verdict, struct nw_buf *out);

/* NW_BAD_INPUT names the member; CR, LF and NUL in a header are refused. */
enum nw_status nwi_request_from_json(const json_t *json, struct nw_str body,
				     struct nw_arena *arena,
				     struct nw_request *out,
				     struct nw_error *err) NW_CHECKED;
enum nw_status nwi_response_from_json(const json_t *json, struct nw_str body,
				      struct nw_arena *arena,
				      struct nw_response *out,
				      struct nw_error *err) NW_CHECKED;
enum nw_status nwi_payload_from_json(const json_t *json, struct nw_str bytes,
				     struct nw_arena *arena,
				     struct nw_payload *out,
				     struct nw_error *err) NW_CHECKED;
enum nw_status nwi_verdict_from_json(const json_t *json, struct nw_arena *arena,
				     struct nw_verdict *out,
				     struct nw_error *err) NW_CHECKED;

#endif
