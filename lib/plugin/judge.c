/* SPDX-License-Identifier: Apache-2.0 */
/* Responses: their headers, their names, and the contract's verdict. */
#include "plugin/http_date.h"
#include <newswatch/notifier.h>

static const char *const outcomes[] = {
	[NW_OUTCOME_DONE] = "done",
	[NW_OUTCOME_DNS] = "dns",
	[NW_OUTCOME_CONNECT] = "connect",
	[NW_OUTCOME_TLS] = "tls",
	[NW_OUTCOME_CERTIFICATE] = "certificate",
	[NW_OUTCOME_NO_STARTTLS] = "no_starttls",
	[NW_OUTCOME_TIMEOUT] = "timeout",
	[NW_OUTCOME_DROPPED] = "dropped",
	[NW_OUTCOME_TOO_LARGE] = "too_large",
	[NW_OUTCOME_REDIRECTS] = "redirects",
	[NW_OUTCOME_GUARD] = "guard",
	[NW_OUTCOME_REFUSED] = "refused",
	[NW_OUTCOME_LOCAL] = "local",
	[NW_OUTCOME_BAD_ENCODING] = "bad_encoding",
};

const char *nw_outcome_name(uint32_t outcome)
{
	if (outcome >= sizeof(outcomes) / sizeof(outcomes[0]))
		return "unknown";
	return outcomes[outcome];
}

struct nw_str nw_response_header(const struct nw_response *response,
				 const char *name)
{
	for (uint32_t i = 0; i < response->header_count; i++)
		if (nw_str_is(response->headers[i].name, name))
			return response->headers[i].value;
	return nw_str_make(NULL, 0);
}

/* Codes of one meaning; `last` 0 stands for `first` alone. */
struct code_row {
	int32_t first, last;
	enum nw_verdict_kind verdict;
};

/* The first row that holds a code counts; without one the alert is dead. */
static const struct code_row http_codes[] = {
	{ 200, 299, NW_VERDICT_DELIVERED }, { 300, 399, NW_VERDICT_HELD },
	{ 401, 0, NW_VERDICT_HELD },	    { 403, 405, NW_VERDICT_HELD },
	{ 410, 0, NW_VERDICT_HELD },	    { 408, 0, NW_VERDICT_LATER },
	{ 425, 0, NW_VERDICT_LATER },	    { 429, 0, NW_VERDICT_LATER },
	{ 500, 599, NW_VERDICT_LATER },	    { 400, 0, NW_VERDICT_SMALLER },
	{ 413, 0, NW_VERDICT_SMALLER },	    { 422, 0, NW_VERDICT_SMALLER },
	{ 0, 0, NW_VERDICT_DEAD },
};

static const struct code_row smtp_codes[] = {
	{ 250, 0, NW_VERDICT_DELIVERED }, { 400, 499, NW_VERDICT_LATER },
	{ 530, 0, NW_VERDICT_HELD },	  { 535, 0, NW_VERDICT_HELD },
	{ 552, 0, NW_VERDICT_SMALLER },	  { 554, 0, NW_VERDICT_SMALLER },
	{ 0, 0, NW_VERDICT_DEAD },
};

/* sysexits.h: 75 EX_TEMPFAIL, 78 EX_CONFIG. A signal is negative or 128+. */
static const struct code_row exec_codes[] = {
	{ 75, 0, NW_VERDICT_LATER },
	{ 78, 0, NW_VERDICT_HELD },
	{ 128, 255, NW_VERDICT_LATER },
	{ 0, 0, NW_VERDICT_DEAD },
};

static enum nw_verdict_kind look_up(const struct code_row *row, int32_t code)
{
	for (; row->first != 0; row++)
		if (code == row->first ||
		    (code > row->first && code <= row->last))
			return row->verdict;
	return row->verdict;
}

static enum nw_verdict_kind judge_exec(int32_t code)
{
	if (code == 0)
		return NW_VERDICT_DELIVERED;
	return code < 0 ? NW_VERDICT_LATER : look_up(exec_codes, code);
}

/*
 * What failed on the way. A guard that refuses, and a request that is not
 * allowed, are mistakes of the configuration: an operator must act.
 */
static enum nw_verdict_kind judge_way(uint32_t outcome)
{
	switch (outcome) {
	case NW_OUTCOME_CERTIFICATE:
	case NW_OUTCOME_NO_STARTTLS:
	case NW_OUTCOME_REDIRECTS:
	case NW_OUTCOME_GUARD:
	case NW_OUTCOME_REFUSED:
		return NW_VERDICT_HELD;
	default:
		return NW_VERDICT_LATER;
	}
}

static enum nw_verdict_kind judge_kind(const struct nw_response *response)
{
	/* A program that could not start says so by its errno. */
	if (response->outcome != NW_OUTCOME_DONE)
		return judge_way(response->outcome);
	switch (response->kind) {
	case NW_REQUEST_HTTP:
		return look_up(http_codes, response->code);
	case NW_REQUEST_SMTP:
		return look_up(smtp_codes, response->code);
	case NW_REQUEST_EXEC:
		return judge_exec(response->code);
	case NW_REQUEST_FILE:
	case NW_REQUEST_CONSOLE:
		return response->code == 0 ? NW_VERDICT_DELIVERED
					   : NW_VERDICT_LATER;
	default:
		return NW_VERDICT_LATER;
	}
}

#define MAX_RETRY_MS (INT64_C(24) * 60 * 60 * 1000)

/* RFC 9110, 10.2.3: delta-seconds or an HTTP-date; -1 for neither. */
static int64_t retry_after_ms(const struct nw_response *response)
{
	struct nw_str value =
		nw_str_trim(nw_response_header(response, "retry-after"));
	int64_t ms;
	nw_time at;

	if (value.len == 0)
		return -1;
	bool digits = value.at[0] >= '0' && value.at[0] <= '9';
	enum nw_status status =
		digits ? nw_str_to_int(value, &ms) : NW_BAD_INPUT;
	if (status == NW_LIMIT)
		return MAX_RETRY_MS;
	if (status == NW_OK)
		ms = ms > MAX_RETRY_MS / 1000 ? MAX_RETRY_MS : ms * 1000;
	else if (nwi_http_date_read(value, &at) == NW_OK)
		ms = at - response->at;
	else
		return -1;
	if (ms < 0)
		return 0;
	return ms > MAX_RETRY_MS ? MAX_RETRY_MS : ms;
}

/* The reason borrows from the response or is a literal: nothing is made. */
static struct nw_str reason_of(const struct nw_response *response)
{
	if (response->text.len > 0)
		return response->text;
	return nw_str_from(nw_outcome_name(response->outcome));
}

void nw_judge(const struct nw_response *response, struct nw_verdict *verdict)
{
	*verdict = (struct nw_verdict){
		.size = sizeof(*verdict),
		.kind = judge_kind(response),
		.retry_after_ms = -1,
		.reason = reason_of(response),
	};
	if (verdict->kind == NW_VERDICT_LATER &&
	    response->kind == NW_REQUEST_HTTP)
		verdict->retry_after_ms = retry_after_ms(response);
}
