/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/exchange.h"
#include "text/utf8.h"

static bool is_token(struct nw_str name)
{
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.at[i];
		if (c <= 0x20 || c >= 0x7f || c == ':')
			return false;
	}
	return name.len > 0;
}

/* Newlines never get here as text: a JSON escape could bring them. */
static bool is_header_value(struct nw_str value)
{
	for (size_t i = 0; i < value.len; i++)
		if ((unsigned char)value.at[i] < 0x20 && value.at[i] != '\t')
			return false;
	return value.at && value.len <= NWI_HEADER_VALUE_MAX;
}

/* Foreign text as valid UTF-8 on one line; absent stays null. */
static void put_foreign(struct nw_buf *out, struct nw_str s)
{
	if (!s.at) {
		nwi_json_null(out);
		return;
	}
	struct nw_buf line;
	nw_buf_init(&line, NWI_HEADER_VALUE_MAX);
	nwi_text_line(&line, s, NWI_HEADER_VALUE_MAX - 8);
	nwi_json_str(out, nw_buf_str(&line));
	nw_buf_fini(&line);
}

static void put_text(struct nw_buf *out, const char *key, struct nw_str s)
{
	nwi_json_key(out, key);
	put_foreign(out, s);
}

static void put_headers(struct nw_buf *out, const struct nw_header *headers,
			uint32_t count)
{
	nwi_json_key(out, "headers");
	nwi_json_open(out, '[');
	for (uint32_t i = 0; i < count && i < NWI_HEADERS_MAX; i++) {
		if (!is_token(headers[i].name))
			continue;
		nwi_json_open(out, '[');
		put_foreign(out, headers[i].name);
		put_foreign(out, headers[i].value);
		nwi_json_close(out, ']');
	}
	nwi_json_close(out, ']');
}

static enum nw_status check_headers(const struct nw_request *request,
				    struct nw_error *err)
{
	if (request->header_count > NWI_HEADERS_MAX ||
	    (request->header_count > 0 && !request->headers))
		return nw_fail(err, NW_BAD_INPUT,
			       "a request with more than %d headers, or none "
			       "where some are announced",
			       NWI_HEADERS_MAX);
	for (uint32_t i = 0; i < request->header_count; i++)
		if (!is_token(request->headers[i].name) ||
		    !is_header_value(request->headers[i].value))
			return nw_fail(err, NW_BAD_INPUT,
				       "header %u of the request has a "
				       "character that headers may not have",
				       i + 1);
	return NW_OK;
}

static bool is_envelope(struct nw_str address)
{
	for (size_t i = 0; i < address.len; i++)
		if ((unsigned char)address.at[i] <= 0x20 ||
		    address.at[i] == 0x7f)
			return false;
	return true;
}

enum nw_status nwi_request_check(const struct nw_request *request,
				 uint32_t kinds, struct nw_error *err)
{
	if (__builtin_popcount(request->kind) != 1 ||
	    (request->kind & kinds) == 0)
		return nw_fail(err, NW_DENIED,
			       "a request of kind %u, which the plugin does "
			       "not announce",
			       request->kind);
	if (request->method.at && !is_token(request->method))
		return nw_fail(err, NW_BAD_INPUT, "the method is not one");
	if (!is_envelope(request->sender) || !is_envelope(request->recipient))
		return nw_fail(err, NW_BAD_INPUT,
			       "an envelope address holds a space or a control "
			       "character");
	return check_headers(request, err);
}

void nwi_request_to_json(const struct nw_request *request, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_int(out, "kind", request->kind);
	put_text(out, "method", request->method);
	put_text(out, "url", request->url);
	put_headers(out, request->headers, request->header_count);
	nwi_json_put_int(out, "sign", request->sign);
	put_text(out, "secret", request->secret);
	put_text(out, "sender", request->sender);
	put_text(out, "recipient", request->recipient);
	nwi_json_put_bool(out, "body", request->body.at != NULL);
	nwi_json_close(out, '}');
}

void nwi_response_to_json(const struct nw_response *response,
			  struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_int(out, "kind", response->kind);
	nwi_json_put_int(out, "outcome", response->outcome);
	nwi_json_put_int(out, "code", response->code);
	put_text(out, "url", response->url);
	put_headers(out, response->headers, response->header_count);
	nwi_json_put_int(out, "flags", response->flags);
	put_text(out, "text", response->text);
	nwi_json_put_int(out, "at", response->at);
	nwi_json_close(out, '}');
}

void nwi_payload_to_json(const struct nw_payload *payload, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_int(out, "attempt", payload->attempt);
	put_text(out, "alert_id", payload->alert_id);
	put_text(out, "destination", payload->destination);
	put_text(out, "content_type", payload->content_type);
	nwi_json_close(out, '}');
}

void nwi_verdict_to_json(const struct nw_verdict *verdict, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_int(out, "verdict", verdict->kind);
	nwi_json_put_int(out, "retry_after_ms", verdict->retry_after_ms);
	put_text(out, "reason", verdict->reason);
	nwi_json_close(out, '}');
}

/* A text member into the arena: absent, a string, or an error. */
static enum nw_status get_text(const json_t *json, const char *key,
			       struct nw_arena *arena, struct nw_str *out,
			       struct nw_error *err)
{
	const json_t *value = json_object_get(json, key);

	*out = nw_str_make(NULL, 0);
	if (!value || json_is_null(value))
		return NW_OK;
	if (!json_is_string(value))
		return nw_fail(err, NW_BAD_INPUT, "\"%s\" is not a text", key);
	*out = nw_arena_str(arena, nwi_json_get_str(json, key));
	if (!out->at)
		return nw_fail(err, NW_LIMIT, "\"%s\" is too large", key);
	return NW_OK;
}

/* An integer member from `min` to `max`; it must be there. */
static enum nw_status get_int(const json_t *json, const char *key, int64_t min,
			      int64_t max, int64_t *out, struct nw_error *err)
{
	const json_t *value = json_object_get(json, key);

	if (!json_is_integer(value) || json_integer_value(value) < min ||
	    json_integer_value(value) > max)
		return nw_fail(err, NW_BAD_INPUT,
			       "\"%s\" is not an integer from %lld to %lld",
			       key, (long long)min, (long long)max);
	*out = json_integer_value(value);
	return NW_OK;
}

static enum nw_status get_u32(const json_t *json, const char *key, uint32_t max,
			      uint32_t *out, struct nw_error *err)
{
	int64_t value;
	enum nw_status status = get_int(json, key, 0, max, &value, err);

	if (status == NW_OK)
		*out = (uint32_t)value;
	return status;
}

static enum nw_status get_headers(const json_t *json, struct nw_arena *arena,
				  const struct nw_header **out, uint32_t *count,
				  struct nw_error *err)
{
	const json_t *list = json_object_get(json, "headers");
	size_t rows = json_array_size(list);

	if (rows > NWI_HEADERS_MAX)
		return nw_fail(err, NW_LIMIT, "more than %d headers",
			       NWI_HEADERS_MAX);
	struct nw_header *headers =
		nw_arena_array(arena, rows, sizeof(*headers));
	if (!headers)
		return nw_fail(err, NW_LIMIT, "headers are too large");
	for (size_t i = 0; i < rows; i++) {
		const json_t *row = json_array_get(list, i);
		const json_t *name = json_array_get(row, 0);
		const json_t *value = json_array_get(row, 1);
		headers[i].name = nw_arena_str(
			arena, nw_str_make(json_string_value(name),
					   json_string_length(name)));
		headers[i].value = nw_arena_str(
			arena, nw_str_make(json_string_value(value),
					   json_string_length(value)));
		if (!is_token(headers[i].name) ||
		    !is_header_value(headers[i].value))
			return nw_fail(err, NW_BAD_INPUT,
				       "header %zu is not one", i + 1);
	}
	*out = headers;
	*count = (uint32_t)rows;
	return NW_OK;
}

/* A member and where its text goes. */
struct text_row {
	const char *key;
	struct nw_str *out;
};

static enum nw_status get_texts(const json_t *json, struct nw_arena *arena,
				const struct text_row *rows, size_t count,
				struct nw_error *err)
{
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < count && status == NW_OK; i++)
		status = get_text(json, rows[i].key, arena, rows[i].out, err);
	return status;
}

enum nw_status nwi_request_from_json(const json_t *json, struct nw_str body,
				     struct nw_arena *arena,
				     struct nw_request *out,
				     struct nw_error *err)
{
	struct nw_request request = { .size = sizeof(request) };
	const struct text_row texts[] = {
		{ "method", &request.method },
		{ "url", &request.url },
		{ "secret", &request.secret },
		{ "sender", &request.sender },
		{ "recipient", &request.recipient },
	};

	enum nw_status status =
		get_u32(json, "kind", NW_REQUEST_CONSOLE, &request.kind, err);
	if (status == NW_OK)
		status = get_u32(json, "sign", NW_SIGN_BASIC, &request.sign,
				 err);
	if (status == NW_OK)
		status = get_texts(json, arena, texts, 5, err);
	if (status == NW_OK)
		status = get_headers(json, arena, &request.headers,
				     &request.header_count, err);
	if (status != NW_OK)
		return status;
	if (__builtin_popcount(request.kind) != 1)
		return nw_fail(err, NW_BAD_INPUT, "\"kind\" is not one kind");
	if (request.method.at && !is_token(request.method))
		return nw_fail(err, NW_BAD_INPUT, "\"method\" is not one");
	if (nwi_json_get_bool(json, "body", false))
		request.body = body;
	*out = request;
	return NW_OK;
}

enum nw_status nwi_response_from_json(const json_t *json, struct nw_str body,
				      struct nw_arena *arena,
				      struct nw_response *out,
				      struct nw_error *err)
{
	struct nw_response response = { .size = sizeof(response),
					.body = body };
	const struct text_row texts[] = { { "url", &response.url },
					  { "text", &response.text } };
	int64_t code = 0;

	enum nw_status status =
		get_u32(json, "kind", NW_REQUEST_CONSOLE, &response.kind, err);
	if (status == NW_OK)
		status = get_u32(json, "outcome", NW_OUTCOME_BAD_ENCODING,
				 &response.outcome, err);
	if (status == NW_OK)
		status =
			get_int(json, "code", INT32_MIN, INT32_MAX, &code, err);
	if (status == NW_OK)
		status = get_u32(json, "flags", UINT32_MAX, &response.flags,
				 err);
	if (status == NW_OK)
		status = get_int(json, "at", NW_TIME_MIN, NW_TIME_MAX,
				 &response.at, err);
	if (status == NW_OK)
		status = get_texts(json, arena, texts, 2, err);
	if (status == NW_OK)
		status = get_headers(json, arena, &response.headers,
				     &response.header_count, err);
	response.code = (int32_t)code;
	if (status == NW_OK)
		*out = response;
	return status;
}

enum nw_status nwi_payload_from_json(const json_t *json, struct nw_str bytes,
				     struct nw_arena *arena,
				     struct nw_payload *out,
				     struct nw_error *err)
{
	struct nw_payload payload = { .size = sizeof(payload), .bytes = bytes };
	const struct text_row texts[] = {
		{ "alert_id", &payload.alert_id },
		{ "destination", &payload.destination },
		{ "content_type", &payload.content_type },
	};

	enum nw_status status =
		get_u32(json, "attempt", UINT32_MAX, &payload.attempt, err);
	if (status == NW_OK)
		status = get_texts(json, arena, texts, 3, err);
	if (status == NW_OK)
		*out = payload;
	return status;
}

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

enum nw_status nwi_verdict_from_json(const json_t *json, struct nw_arena *arena,
				     struct nw_verdict *out,
				     struct nw_error *err)
{
	struct nw_verdict verdict = { .size = sizeof(verdict) };
	int64_t kind = 0;

	enum nw_status status = get_int(json, "verdict", NW_VERDICT_DELIVERED,
					NW_VERDICT_DEAD, &kind, err);
	if (status == NW_OK)
		status = get_int(json, "retry_after_ms", -1, DAY_MS,
				 &verdict.retry_after_ms, err);
	if (status == NW_OK)
		status = get_text(json, "reason", arena, &verdict.reason, err);
	verdict.kind = (uint32_t)kind;
	if (status == NW_OK)
		*out = verdict;
	return status;
}
