/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mail: one message to one recipient, by libcurl in a thread of its own.
 *
 * libcurl does not tell which of several recipients was refused, passes bare
 * LF, and takes CR LF in an address for the next command: so there is one
 * recipient, the message must be strict CRLF, and addresses are checked here.
 */
#include "daemon/transport/job.h"

#include <ctype.h>
#include <stdlib.h>
#include <unistd.h>

#define LINE_MAX_BYTES 998 /* RFC 5322, 2.1.1 */
#define REPLY_MAX      4096
#define SMTP_TOTAL_MS                                          \
	300000 /* RFC 5321, 4.5.3.2 would give the dot ten min \
		*/

/* ---- what may be sent ---- */

static bool is_atom(unsigned char c)
{
	return isalnum(c) || strchr("!#$%&'*+-/=?^_`{|}~.", c);
}

/* RFC 5321's dot-atom local parts, and domains or address literals. */
static bool is_address(struct nw_str s)
{
	size_t at = nw_str_find_char(s, '@');

	if (at == 0 || at > 64 || at + 1 >= s.len || s.len > 254)
		return false;
	for (size_t i = 0; i < at; i++)
		if (!s.at[i] || !is_atom((unsigned char)s.at[i]))
			return false;
	for (size_t i = at + 1; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (!isalnum(c) && (!c || !strchr("-.[]:", c)))
			return false;
	}
	return s.at[0] != '.' && s.at[at - 1] != '.' && s.at[s.len - 1] != '.';
}

static const char *bad_message(struct nw_str body)
{
	size_t line = 0;

	if (!nw_str_ends(body, "\r\n"))
		return "the message does not end with CR LF";
	for (size_t i = 0; i < body.len; i++) {
		if (body.at[i] == '\0')
			return "the message has a NUL";
		if (body.at[i] == '\r' && body.at[i + 1] != '\n')
			return "the message has a bare CR";
		if (body.at[i] == '\n' && (i == 0 || body.at[i - 1] != '\r'))
			return "the message has a bare LF";
		line = body.at[i] == '\n' ? 0 : line + 1;
		if (line > LINE_MAX_BYTES + 1)
			return "the message has a line of over 998 bytes";
	}
	return NULL;
}

static const char *bad_request(const struct transport_job *job)
{
	const struct transport_binding *binding = job->binding;

	if (!binding->relay || !*binding->relay ||
	    strpbrk(binding->relay, "\r\n/@?# "))
		return "no relay is configured";
	if (job->request.sender.len && !is_address(job->request.sender))
		return "the sender is not a mail address";
	if (!is_address(job->request.recipient))
		return "the recipient is not a mail address";
	if (binding->user && binding->security == TRANSPORT_PLAIN)
		return "a password is not sent without TLS";
	return bad_message(job->request.body);
}

/* ---- the conversation ---- */

/*
 * Lines of one reply share its code; '-' after it says that more come. 221 is
 * the answer to QUIT, which libcurl says after a refusal too.
 */
static size_t on_reply(char *at, size_t size, size_t count, void *arg)
{
	struct transport_job *job = arg;
	struct nw_str line = nw_str_trim(nw_str_make(at, size * count));
	int64_t code = 0;

	if (nw_str_to_int(nw_str_slice(line, 0, 3), &code) != NW_OK ||
	    code == 221)
		return size * count;
	if (!job->more_lines)
		nw_buf_clear(&job->reply);
	job->more_lines = line.len > 3 && line.at[3] == '-';
	job->answer->pub.response.code = (int32_t)code;
	if (!job->more_lines)
		job->replies++;
	if (job->reply.len + line.len + 1 < job->reply.max) {
		struct nw_str text = nw_str_slice(line, 4, line.len);
		if (job->reply.len)
			nw_buf_add_char(&job->reply, ' ');
		nw_buf_add_str(&job->reply, job->reply.len ? text : line);
	}
	return size * count;
}

static size_t on_read(char *at, size_t size, size_t count, void *arg)
{
	struct transport_job *job = arg;
	struct nw_str part = nw_str_slice(job->request.body, job->sent,
					  job->sent + size * count);

	memcpy(at, part.at, part.len);
	job->sent += part.len;
	return part.len;
}

static int on_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t c,
		       curl_off_t d)
{
	struct transport_job *job = arg;

	(void)a;
	(void)b;
	(void)c;
	(void)d;
	return atomic_load(&job->stop) ? 1 : 0;
}

static curl_socket_t open_socket(void *arg, curlsocktype purpose,
				 struct curl_sockaddr *address)
{
	(void)purpose;
	return curl_open_socket(arg, address);
}

static void set_url(struct transport_job *job)
{
	static const uint16_t ports[] = { 587, 465, 25 };
	const struct transport_binding *binding = job->binding;
	bool v6 = strchr(binding->relay, ':') && *binding->relay != '[';
	char host[256] = "localhost", url[1024];

	gethostname(host, sizeof(host) - 1);
	const char *helo =
		binding->helo && *binding->helo ? binding->helo : host;
	snprintf(url, sizeof(url), "%s://%s%s%s:%u/%s",
		 binding->security == TRANSPORT_TLS ? "smtps" : "smtp",
		 v6 ? "[" : "", binding->relay, v6 ? "]" : "",
		 binding->port ? binding->port : ports[binding->security],
		 strpbrk(helo, "\r\n ") ? "localhost" : helo);
	curl_easy_setopt(job->easy, CURLOPT_URL, url);
	job->answer->pub.response.url =
		nw_arena_str(job->answer->arena, nw_str_from(url));
}

static void set_login(struct transport_job *job)
{
	const struct transport_binding *binding = job->binding;
	const char *option = binding->password_option;
	const struct transport_secret *secret =
		sign_secret(binding, nw_str_from(option ? option : "password"));

	if (!binding->user)
		return;
	char *password =
		nw_str_dup(secret ? secret->values[0] : nw_str_from(""));
	curl_easy_setopt(job->easy, CURLOPT_USERNAME, binding->user);
	curl_easy_setopt(job->easy, CURLOPT_PASSWORD, password);
	sign_wipe_text(password);
}

static void set_message(struct transport_job *job)
{
	char *sender = nw_str_dup(job->request.sender);
	char *recipient = nw_str_dup(job->request.recipient);

	curl_easy_setopt(job->easy, CURLOPT_MAIL_FROM, sender);
	job->slist = curl_slist_append(NULL, recipient);
	curl_easy_setopt(job->easy, CURLOPT_MAIL_RCPT, job->slist);
	curl_easy_setopt(job->easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(job->easy, CURLOPT_INFILESIZE_LARGE,
			 (curl_off_t)job->request.body.len);
	curl_easy_setopt(job->easy, CURLOPT_READFUNCTION, on_read);
	curl_easy_setopt(job->easy, CURLOPT_READDATA, job);
	free(sender);
	free(recipient);
}

/* All that the binding says is in the handle before the thread has the job. */
static void prepare(struct transport_job *job)
{
	nw_buf_init(&job->reply, REPLY_MAX);
	curl_prepare(job);
	set_url(job);
	set_login(job);
	set_message(job);
	curl_easy_setopt(job->easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(job->easy, CURLOPT_USE_SSL,
			 (long)(job->binding->security == TRANSPORT_PLAIN
					? CURLUSESSL_NONE
					: CURLUSESSL_ALL));
	if (!job->binding->total_ms)
		curl_easy_setopt(job->easy, CURLOPT_TIMEOUT_MS,
				 (long)SMTP_TOTAL_MS);
	curl_easy_setopt(job->easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(job->easy, CURLOPT_OPENSOCKETDATA, job);
	curl_easy_setopt(job->easy, CURLOPT_HEADERFUNCTION, on_reply);
	curl_easy_setopt(job->easy, CURLOPT_HEADERDATA, job);
	curl_easy_setopt(job->easy, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(job->easy, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(job->easy, CURLOPT_XFERINFODATA, job);
}

/* ---- the end ---- */

static bool is_about_tls(CURLcode result)
{
	return result == CURLE_USE_SSL_FAILED ||
	       result == CURLE_SSL_CONNECT_ERROR ||
	       result == CURLE_PEER_FAILED_VERIFICATION;
}

/*
 * A refusal is an answer with its code. A refusal instead of a greeting is
 * none: nothing was asked yet, so nothing of ours was refused.
 */
static void end(struct transport_job *job, CURLcode result)
{
	struct nw_response *response = &job->answer->pub.response;
	int32_t code = response->code;

	if (result == CURLE_OK ||
	    (code >= 400 && !is_about_tls(result) && job->replies > 1))
		job_text(job, nw_buf_str(&job->reply));
	else if (code >= 400 && job->replies == 1)
		job_result(job, NW_OUTCOME_CONNECT, code,
			   "the relay refused to speak: %.*s",
			   NW_FMT(nw_buf_str(&job->reply)));
	else if (result == CURLE_LOGIN_DENIED)
		job_result(job, NW_OUTCOME_DONE, 530,
			   "the relay offers no way to log in");
	else if (result == CURLE_USE_SSL_FAILED)
		job_result(job, NW_OUTCOME_NO_STARTTLS, code,
			   "the relay offers no STARTTLS");
	else
		curl_failure(job, result);
}

static void work(struct transport_job *job)
{
	if (atomic_load(&job->stop))
		return;
	end(job, curl_easy_perform(job->easy));
	/* Here, because QUIT waits for its reply. */
	curl_easy_cleanup(job->easy);
	job->easy = NULL;
}

void smtp_start(struct transport_job *job)
{
	const char *bad = bad_request(job);

	if (bad) {
		job_fail(job, NW_OUTCOME_REFUSED, 0, "%s", bad);
		return;
	}
	prepare(job);
	lane_run(job->transport->mails, job, work);
}
