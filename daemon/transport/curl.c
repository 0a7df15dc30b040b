/* SPDX-License-Identifier: Apache-2.0 */
/* What every transfer of libcurl is given, and what its results mean. */
#include "daemon/transport/guard.h"
#include "daemon/transport/job.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static void prepare_tls(struct transport_job *job)
{
	const struct transport_binding *binding = job->binding;

	/* With a CAPATH libcurl reads the bundle anew at every handshake. */
	curl_easy_setopt(job->easy, CURLOPT_CAPATH, NULL);
	curl_easy_setopt(job->easy, CURLOPT_CAINFO,
			 binding->ca_file ? binding->ca_file
					  : job->transport->ca_bundle);
	curl_easy_setopt(job->easy, CURLOPT_SSLVERSION,
			 (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(job->easy, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(job->easy, CURLOPT_SSL_VERIFYHOST, 2L);
}

void curl_prepare(struct transport_job *job)
{
	int64_t connect_ms = job->binding->connect_ms;

	job->easy = curl_easy_init();
	job->reason = calloc(1, CURL_ERROR_SIZE);
	if (!job->easy || !job->reason)
		abort();
	curl_easy_setopt(job->easy, CURLOPT_PRIVATE, job);
	curl_easy_setopt(job->easy, CURLOPT_ERRORBUFFER, job->reason);
	job->proxied =
		job->request.kind == NW_REQUEST_HTTP && *job->transport->proxy;
	curl_easy_setopt(job->easy, CURLOPT_PROXY,
			 job->proxied ? job->transport->proxy : "");
	curl_easy_setopt(job->easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(job->easy, CURLOPT_CONNECTTIMEOUT_MS,
			 (long)(connect_ms ? connect_ms : 10000));
	curl_easy_setopt(job->easy, CURLOPT_TIMEOUT_MS,
			 (long)job_total_ms(job));
	/* A look-up thread that hangs is left behind, not waited for. */
	curl_easy_setopt(job->easy, CURLOPT_QUICK_EXIT, 1L);
	curl_easy_setopt(job->easy, CURLOPT_NOSIGNAL, 1L);
	prepare_tls(job);
}

curl_socket_t curl_open_socket(struct transport_job *job,
			       const struct curl_sockaddr *address)
{
	const char *refused = guard_refuses(&address->addr);

	/* The operator names the proxy; http.c judges what it is asked for. */
	if (refused && !job->allow_private && !job->proxied) {
		job->refused = refused;
		errno = EACCES;
		return CURL_SOCKET_BAD;
	}
	int fd = socket(address->family,
			address->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK,
			address->protocol);
	if (fd >= FDS_MAX) {
		close(fd);
		errno = EMFILE;
		return CURL_SOCKET_BAD;
	}
	return fd < 0 ? CURL_SOCKET_BAD : fd;
}

/* All others are taken for a conversation that broke off. */
static const struct {
	CURLcode result;
	enum nw_outcome outcome;
} outcomes[] = {
	{ CURLE_COULDNT_RESOLVE_PROXY, NW_OUTCOME_DNS },
	{ CURLE_COULDNT_RESOLVE_HOST, NW_OUTCOME_DNS },
	{ CURLE_COULDNT_CONNECT, NW_OUTCOME_CONNECT },
	{ CURLE_OUT_OF_MEMORY, NW_OUTCOME_CONNECT },
	{ CURLE_OPERATION_TIMEDOUT, NW_OUTCOME_TIMEOUT },
	{ CURLE_SSL_CONNECT_ERROR, NW_OUTCOME_TLS },
	{ CURLE_SSL_CERTPROBLEM, NW_OUTCOME_TLS },
	{ CURLE_SSL_CIPHER, NW_OUTCOME_TLS },
	{ CURLE_SSL_CACERT_BADFILE, NW_OUTCOME_TLS },
	{ CURLE_PEER_FAILED_VERIFICATION, NW_OUTCOME_CERTIFICATE },
	{ CURLE_SSL_ISSUER_ERROR, NW_OUTCOME_CERTIFICATE },
	{ CURLE_SSL_INVALIDCERTSTATUS, NW_OUTCOME_CERTIFICATE },
	{ CURLE_USE_SSL_FAILED, NW_OUTCOME_NO_STARTTLS },
	{ CURLE_TOO_MANY_REDIRECTS, NW_OUTCOME_REDIRECTS },
	{ CURLE_FILESIZE_EXCEEDED, NW_OUTCOME_TOO_LARGE },
	{ CURLE_BAD_CONTENT_ENCODING, NW_OUTCOME_BAD_ENCODING },
	{ CURLE_WRITE_ERROR, NW_OUTCOME_BAD_ENCODING },
};

static enum nw_outcome outcome_of(const struct transport_job *job,
				  CURLcode result)
{
	if (job->refused &&
	    (result == CURLE_COULDNT_CONNECT || result == CURLE_WRITE_ERROR ||
	     result == CURLE_OPERATION_TIMEDOUT))
		return NW_OUTCOME_GUARD;
	if (result == CURLE_UNSUPPORTED_PROTOCOL ||
	    result == CURLE_URL_MALFORMAT)
		return job->hops ? NW_OUTCOME_REDIRECTS : NW_OUTCOME_REFUSED;
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(*outcomes); i++)
		if (outcomes[i].result == result)
			return outcomes[i].outcome;
	return NW_OUTCOME_DROPPED;
}

void curl_failure(struct transport_job *job, CURLcode result)
{
	enum nw_outcome outcome = outcome_of(job, result);
	const char *reason =
		*job->reason ? job->reason : curl_easy_strerror(result);

	if (job->header_flood)
		job_result(job, NW_OUTCOME_TOO_LARGE, 0,
			   "the response's headers are larger than %zu bytes, "
			   "or more than 256",
			   http_headers_max(job));
	else if (job->body_flood)
		job_result(job, NW_OUTCOME_TOO_LARGE, 0,
			   "the body is larger than %zu bytes when unpacked",
			   job_body_max(job));
	else if (outcome == NW_OUTCOME_GUARD)
		job_result(job, outcome, 0,
			   "the address guard refused the peer: %s",
			   job->refused);
	else
		job_result(job, outcome, 0, "%s", reason);
}
