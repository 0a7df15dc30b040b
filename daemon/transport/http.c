/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/transport/guard.h"
#include "daemon/transport/job.h"
#include "text/url.h"

#include <ctype.h>
#include <netdb.h>
#include <stdlib.h>

#define HEADERS_BYTES 65536
#define REDIRECTS     5

/* ---- what may be asked ---- */

static bool is_token(struct nw_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (!isalnum(c) && !strchr("!#$%&'*+-.^_`|~", c))
			return false;
	}
	return s.len > 0 && s.len <= 128;
}

/* HTTP's framing and what redirects would carry off are not a plugin's. */
static bool is_ours(struct nw_str name)
{
	static const char *const names[] = {
		"connection",
		"content-length",
		"expect",
		"host",
		"proxy-authorization",
		"te",
		"trailer",
		"upgrade",
		"transfer-encoding",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (nw_str_is_nocase(name, names[i]))
			return true;
	return false;
}

static bool has_control(struct nw_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.at[i] < 0x20 || s.at[i] == 0x7f)
			return true;
	return false;
}

static const char *bad_header(const struct nw_header *header)
{
	if (!is_token(header->name))
		return "a header has a bad name";
	if (is_ours(header->name))
		return "a header is not the plugin's to set";
	for (size_t i = 0; i < header->value.len; i++) {
		char c = header->value.at[i];
		if (c == '\r' || c == '\n' || c == '\0')
			return "a header's value has CR, LF or NUL";
	}
	return NULL;
}

static const char *bad_request(const struct nw_request *request)
{
	if (!nw_str_is_absent(request->method) && !is_token(request->method))
		return "the method is none";
	if (!nw_str_starts_nocase(request->url, "http://") &&
	    !nw_str_starts_nocase(request->url, "https://"))
		return "the URL is neither http nor https";
	if (request->url.len > 8192 || has_control(request->url))
		return "the URL is too long or has control characters";
	for (uint32_t i = 0; i < request->header_count; i++) {
		const char *bad = bad_header(&request->headers[i]);
		if (bad)
			return bad;
	}
	return NULL;
}

char *http_host(struct nw_str url)
{
	CURLU *parts = curl_url();
	char *text = nw_str_dup(url), *host = NULL, *copy = NULL;

	if (parts && curl_url_set(parts, CURLUPART_URL, text, 0) == CURLUE_OK &&
	    curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK) {
		copy = nw_str_dup(nw_str_from(host));
		for (char *at = copy; *at; at++)
			*at = (char)tolower((unsigned char)*at);
	}
	curl_free(host);
	curl_url_cleanup(parts);
	free(text);
	return copy;
}

static const char *host_refuses(char *host)
{
	const struct addrinfo hints = { .ai_flags = AI_NUMERICHOST };
	struct addrinfo *list = NULL;
	size_t len = strlen(host);
	const char *refused = NULL;

	if (nw_str_is(nw_str_from(host), "localhost") ||
	    nw_str_ends(nw_str_from(host), ".localhost"))
		return "loopback (RFC 6761)";
	if (len > 2 && host[0] == '[' && host[len - 1] == ']') {
		host[len - 1] = '\0';
		host++;
	}
	if (getaddrinfo(host, NULL, &hints, &list) == 0)
		refused = guard_refuses(list->ai_addr);
	if (list)
		freeaddrinfo(list);
	return refused;
}

/*
 * Behind a proxy the address that a name leads to is not seen here. What is
 * written as an address, or as this machine, is judged all the same, at every
 * redirect too.
 */
static bool proxy_may_go(struct transport_job *job, struct nw_str url)
{
	char *host = NULL;
	NW_AUTO(nw_buf_fini) struct nw_buf full = { 0 };

	/* "//host/path" of a redirect: the scheme does not matter here. */
	nw_buf_init(&full, 65536 + 8);
	if (nw_str_starts(url, "//"))
		nw_buf_add_text(&full, "http:");
	nw_buf_add_str(&full, url);
	if (job->proxied && !job->allow_private)
		host = http_host(nw_buf_str(&full));
	if (host)
		job->refused = host_refuses(host);
	free(host);
	return !job->refused;
}

/*
 * Where private addresses are allowed at one origin alone, its redirects lead
 * nowhere else: connections of this kind are pooled, so that the guard would
 * not see where a later one ends.
 */
static void stay_home(struct transport_job *job, struct nw_str location)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(1 << 18);

	if (!job->binding->stay_home || !job->allow_private)
		return;
	struct nw_str to =
		nwi_url_resolve_in(arena, job->request.url, location);
	if (!nw_str_equal(nwi_url_origin(arena, to),
			  nwi_url_origin(arena, job->request.url)))
		job->refused = "a redirect away from the only origin where "
			       "private addresses are allowed";
}

void http_start(struct transport_job *job)
{
	const char *bad = bad_request(&job->request);
	char *host = bad ? NULL : http_host(job->request.url);

	if (bad)
		job_fail(job, NW_OUTCOME_REFUSED, 0, "%s", bad);
	else if (!host || strlen(host) > 255)
		job_fail(job, NW_OUTCOME_REFUSED, 0, "the URL has no host");
	else
		host_queue(job, host);
	free(host);
}

/* ---- what comes ---- */

static void on_status_line(struct transport_job *job, struct nw_str line)
{
	size_t space = nw_str_find_char(line, ' ');
	struct nw_str code = nw_str_slice(line, space + 1, space + 4);
	int64_t value = 0;

	if (nw_str_to_int(code, &value) != NW_OK)
		value = 0;
	job->answer->pub.response.code = (int32_t)value;
	job->answered = false;
	answer_forget_headers(job->answer);
}

/* The empty line ends a response: a redirect, an interim one or the last. */
static void on_headers_end(struct transport_job *job)
{
	const struct nw_response *response = &job->answer->pub.response;
	int32_t code = response->code;

	job->answered = code >= 200;
	if (code < 300 || code > 399 || code == 304 ||
	    nw_str_is_absent(nw_response_header(response, "location")))
		return;
	proxy_may_go(job, nw_response_header(response, "location"));
	stay_home(job, nw_response_header(response, "location"));
	job->hops++;
	if (code == 301 || code == 308)
		job->permanent_hops++;
}

size_t http_headers_max(const struct transport_job *job)
{
	size_t most = job->binding->headers_max;

	return most ? most : HEADERS_BYTES;
}

static size_t on_header(char *at, size_t size, size_t count, void *arg)
{
	struct transport_job *job = arg;
	struct nw_str line = nw_str_trim(nw_str_make(at, size * count));

	multi_looked_up(job);
	job->header_bytes += size * count;
	if (job->header_bytes > http_headers_max(job))
		job->header_flood = true;
	else if (nw_str_starts(line, "HTTP/"))
		on_status_line(job, line);
	else if (line.len == 0)
		on_headers_end(job);
	else if (!answer_header(job->answer, line))
		job->header_flood = true;
	return job->header_flood || job->refused ? 0 : size * count;
}

/* The first bytes of what is too much, where these are wanted. */
static size_t end_body(struct transport_job *job, const char *at)
{
	struct nw_buf *body = &job->answer->body;

	if (job->binding->cut)
		nw_buf_add(body, at, job_body_max(job) - body->len);
	job->body_flood = true;
	return 0;
}

static size_t on_body(char *at, size_t size, size_t count, void *arg)
{
	struct transport_job *job = arg;
	struct nw_buf *body = &job->answer->body;

	if (!flow_enter(job, size * count))
		return CURL_WRITEFUNC_PAUSE;
	if (size * count > job_body_max(job) - body->len)
		return end_body(job, at);
	nw_buf_add(body, at, size * count);
	job->body_flood = body->failed;
	return job->body_flood ? 0 : size * count;
}

/* ---- the handle ---- */

static bool is_read(const struct nw_request *request)
{
	return nw_str_is_absent(request->method)
		       ? nw_str_is_absent(request->body)
		       : nw_str_is(request->method, "GET") ||
				 nw_str_is(request->method, "HEAD");
}

static void add_line(struct transport_job *job, const struct nw_buf *line)
{
	struct curl_slist *longer = curl_slist_append(job->slist, line->at);

	if (!longer)
		abort();
	job->slist = longer;
}

/* libcurl takes "Name;" for a header without a value. */
static void add_header(struct transport_job *job, struct nw_str name,
		       struct nw_str value)
{
	struct nw_buf line;

	nw_buf_init(&line, name.len + value.len + 8);
	nw_buf_add_str(&line, name);
	nw_buf_add_text(&line, value.len ? ": " : ";");
	nw_buf_add_str(&line, value);
	nw_buf_add_char(&line, '\0');
	add_line(job, &line);
	nw_buf_fini(&line);
}

static bool operator_sets(const struct transport_binding *binding,
			  struct nw_str name)
{
	for (size_t i = 0; i < binding->header_count; i++)
		if (name.len == binding->headers[i].name.len &&
		    strncasecmp(name.at, binding->headers[i].name.at,
				name.len) == 0)
			return true;
	return false;
}

static bool has_header(const struct transport_job *job, const char *name)
{
	const struct nw_request *request = &job->request;

	for (uint32_t i = 0; i < request->header_count; i++)
		if (nw_str_is_nocase(request->headers[i].name, name))
			return true;
	return operator_sets(job->binding, nw_str_from(name));
}

static void add_headers(struct transport_job *job)
{
	const struct transport_binding *binding = job->binding;
	const struct nw_request *request = &job->request;

	for (uint32_t i = 0; i < request->header_count; i++)
		if (!operator_sets(binding, request->headers[i].name))
			add_header(job, request->headers[i].name,
				   request->headers[i].value);
	for (size_t i = 0; i < binding->header_count; i++)
		if (!bad_header(&binding->headers[i]))
			add_header(job, binding->headers[i].name,
				   binding->headers[i].value);
	if (job->known.etag.len && !has_control(job->known.etag))
		add_header(job, nw_str_from("If-None-Match"), job->known.etag);
	if (job->known.last_modified.len &&
	    !has_control(job->known.last_modified))
		add_header(job, nw_str_from("If-Modified-Since"),
			   job->known.last_modified);
	/* What libcurl would add by itself. */
	struct nw_buf none;
	nw_buf_init(&none, 64);
	nw_buf_add(&none, "Expect:", 8);
	add_line(job, &none);
	if (!is_read(request) && !has_header(job, "content-type")) {
		nw_buf_clear(&none);
		nw_buf_add(&none, "Content-Type:", 14);
		add_line(job, &none);
	}
	nw_buf_fini(&none);
}

static void set_method(struct transport_job *job)
{
	const struct nw_request *request = &job->request;

	if (!is_read(request)) {
		curl_easy_setopt(job->easy, CURLOPT_POSTFIELDSIZE_LARGE,
				 (curl_off_t)request->body.len);
		curl_easy_setopt(job->easy, CURLOPT_POSTFIELDS,
				 request->body.at ? request->body.at : "");
	}
	if (nw_str_is_absent(request->method))
		return;
	if (nw_str_is(request->method, "HEAD")) {
		curl_easy_setopt(job->easy, CURLOPT_NOBODY, 1L);
	} else if (!nw_str_is(request->method, "GET")) {
		char *method = nw_str_dup(request->method);
		curl_easy_setopt(job->easy, CURLOPT_CUSTOMREQUEST, method);
		free(method);
	}
}

/* A delivery that is sent elsewhere is a destination to be looked at. */
static void set_redirects(struct transport_job *job)
{
	int32_t most = job->binding->redirects;

	if (job->binding->priority != LOOP_FETCHING || most < 0 ||
	    !is_read(&job->request))
		return;
	curl_easy_setopt(job->easy, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(job->easy, CURLOPT_MAXREDIRS,
			 (long)(most ? most : REDIRECTS));
	curl_easy_setopt(job->easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
}

/* A trickle that keeps a place for the whole time-out is given up before. */
static void set_low_speed(struct transport_job *job)
{
	const struct transport_binding *binding = job->binding;

	if (binding->low_speed <= 0 || binding->low_speed_ms <= 0)
		return;
	curl_easy_setopt(job->easy, CURLOPT_LOW_SPEED_LIMIT,
			 (long)binding->low_speed);
	curl_easy_setopt(job->easy, CURLOPT_LOW_SPEED_TIME,
			 (long)((binding->low_speed_ms + 999) / 1000));
}

bool http_begin(struct transport_job *job)
{
	struct nw_error err;
	char *url = nw_str_dup(job->request.url);

	multi_prepare(job);
	curl_easy_setopt(job->easy, CURLOPT_URL, url);
	free(url);
	curl_easy_setopt(job->easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(job->easy, CURLOPT_HTTP_VERSION,
			 job->transport->set.http1
				 ? (long)CURL_HTTP_VERSION_1_1
				 : (long)CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt(job->easy, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(job->easy, CURLOPT_USERAGENT, job->transport->agent);
	if (!job->binding->cut)
		curl_easy_setopt(job->easy, CURLOPT_MAXFILESIZE_LARGE,
				 (curl_off_t)job_body_max(job));
	curl_easy_setopt(job->easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(job->easy, CURLOPT_HEADERDATA, job);
	curl_easy_setopt(job->easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(job->easy, CURLOPT_WRITEDATA, job);
	set_method(job);
	set_redirects(job);
	set_low_speed(job);
	add_headers(job);
	if (sign_request(job, &err) != NW_OK) {
		job_fail(job, NW_OUTCOME_REFUSED, 0, "%s", err.text);
		return false;
	}
	curl_easy_setopt(job->easy, CURLOPT_HTTPHEADER, job->slist);
	if (!proxy_may_go(job, job->request.url)) {
		job_fail(job, NW_OUTCOME_GUARD, 0,
			 "the address guard refused the peer: %s",
			 job->refused);
		return false;
	}
	return true;
}

/* ---- the end ---- */

static void note_url(struct transport_job *job)
{
	struct transport_answer *answer = &job->answer->pub;
	char *url = NULL;

	curl_easy_getinfo(job->easy, CURLINFO_EFFECTIVE_URL, &url);
	if (!url || !job->hops)
		return;
	answer->response.url =
		nw_arena_str(job->answer->arena, nw_str_from(url));
	if (job->hops != job->permanent_hops)
		return;
	answer->response.flags |= NW_RESPONSE_MOVED;
	answer->moved_to = answer->response.url;
}

static bool is_early_end(const struct transport_job *job, CURLcode result)
{
	if (job->body_flood && job->binding->cut)
		return true;
	return job->answered && !job->body_flood &&
	       (result == CURLE_PARTIAL_FILE || result == CURLE_RECV_ERROR ||
		result == CURLE_HTTP2_STREAM || result == CURLE_HTTP2) &&
	       job->answer->body.len > 0;
}

/* A validator of half a body would hide the other half for ever. */
static void note_validators(struct transport_job *job)
{
	struct transport_answer *answer = &job->answer->pub;

	answer->not_modified = answer->response.code == 304;
	if (answer->response.flags & NW_RESPONSE_TRUNCATED)
		return;
	answer->etag = nw_response_header(&answer->response, "etag");
	answer->last_modified =
		nw_response_header(&answer->response, "last-modified");
}

/* A refusal says what it was: its code is all that an operator will see. */
static void note_refusal(struct transport_job *job)
{
	char text[64];

	snprintf(text, sizeof(text), "the server answered %d",
		 job->answer->pub.response.code);
	job_text(job, nw_str_from(text));
}

static bool is_refusal(const struct nw_response *response)
{
	return response->outcome == NW_OUTCOME_DONE && response->code >= 300 &&
	       response->code != 304;
}

static void http_outcome(struct transport_job *job, CURLcode result)
{
	struct transport_answer *answer = &job->answer->pub;

	if (is_early_end(job, result)) {
		answer->response.flags |= NW_RESPONSE_TRUNCATED;
		job_text(job, nw_str_from(job->body_flood
						  ? "the body was cut"
						  : "the peer ended the body "
						    "early"));
	} else if (result != CURLE_OK) {
		curl_failure(job, result);
	} else if (is_refusal(&answer->response)) {
		note_refusal(job);
	}
	if (job->answer->pub.response.outcome == NW_OUTCOME_DONE)
		note_validators(job);
	job_finish(job);
}

void http_end(struct transport_job *job, CURLcode result)
{
	curl_off_t bytes = 0;

	note_url(job);
	curl_easy_getinfo(job->easy, CURLINFO_SIZE_DOWNLOAD_T, &bytes);
	job->answer->pub.wire_bytes = (uint64_t)bytes;
	http_outcome(job, result);
	job_note_retry(job);
	char *host = http_host(job->answer->pub.response.url);
	host_leave(job, host);
	free(host);
}
