/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What must be fresh or secret, added at the attempt. Signatures are those
 * of the Standard Webhooks specification 1.0, symmetric: HMAC-SHA256 over
 * "id.timestamp.payload", "v1," and base64; several secrets give several
 * signatures, so that a receiver can change over in its own time.
 */
#include "daemon/transport/job.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdlib.h>

#define SECRET_MAX     1024
#define SIGNATURE_ROOM 2048

enum nw_status sign_open(struct transport *transport, struct nw_error *err)
{
	/* Fetched once: each fetch of OpenSSL 3.0 takes locks and look-ups. */
	transport->hmac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	if (!transport->hmac)
		return nw_fail(err, NW_INTERNAL, "OpenSSL has no HMAC");
	return NW_OK;
}

void sign_close(struct transport *transport)
{
	EVP_MAC_free(transport->hmac);
	transport->hmac = NULL;
}

const struct transport_secret *
sign_secret(const struct transport_binding *binding, struct nw_str option)
{
	for (size_t i = 0; i < binding->secret_count; i++)
		if (nw_str_is(option, binding->secrets[i].option) &&
		    binding->secrets[i].count > 0)
			return &binding->secrets[i];
	return NULL;
}

void sign_wipe_text(char *text)
{
	if (text)
		OPENSSL_cleanse(text, strlen(text));
	free(text);
}

void sign_wipe(struct curl_slist **list)
{
	for (struct curl_slist *row = *list; row; row = row->next)
		OPENSSL_cleanse(row->data, strlen(row->data));
	curl_slist_free_all(*list);
	*list = NULL;
}

/* ---- Standard Webhooks ---- */

/* "whsec_" and base64, or the bytes as they are. */
static enum nw_status read_key(struct nw_str value,
			       unsigned char key[SECRET_MAX], size_t *len,
			       struct nw_error *err)
{
	static const char prefix[] = "whsec_";
	unsigned char out[SECRET_MAX + 3];

	if (value.len == 0 || value.len > SECRET_MAX)
		return nw_fail(err, NW_BAD_CONFIG,
			       "the secret is empty or over %d bytes",
			       SECRET_MAX);
	if (!nw_str_starts(value, prefix)) {
		memcpy(key, value.at, value.len);
		*len = value.len;
		return NW_OK;
	}
	value = nw_str_slice(value, sizeof(prefix) - 1, value.len);
	int bytes = EVP_DecodeBlock(out, (const unsigned char *)value.at,
				    (int)value.len);
	if (bytes <= 0)
		return nw_fail(err, NW_BAD_CONFIG,
			       "the secret after whsec_ is not base64");
	for (size_t n = value.len; n && value.at[n - 1] == '='; n--)
		bytes--;
	memcpy(key, out, (size_t)bytes);
	OPENSSL_cleanse(out, sizeof(out));
	*len = (size_t)bytes;
	return NW_OK;
}

static bool hmac_sha256(EVP_MAC *mac, const unsigned char *key, size_t key_len,
			const struct nw_str *parts, size_t count,
			unsigned char out[32])
{
	char digest[] = "SHA256";
	OSSL_PARAM params[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest,
						 0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC_CTX *ctx = EVP_MAC_CTX_new(mac);
	size_t len = 0;
	bool ok = ctx && EVP_MAC_init(ctx, key, key_len, params);

	for (size_t i = 0; ok && i < count; i++)
		ok = parts[i].len == 0 ||
		     EVP_MAC_update(ctx, (const unsigned char *)parts[i].at,
				    parts[i].len);
	ok = ok && EVP_MAC_final(ctx, out, &len, 32) && len == 32;
	EVP_MAC_CTX_free(ctx);
	return ok;
}

static enum nw_status add_signature(EVP_MAC *mac, struct nw_str value,
				    const struct nw_str *parts, size_t count,
				    struct nw_buf *out, struct nw_error *err)
{
	unsigned char key[SECRET_MAX], digest[32], text[64];
	size_t len = 0;
	enum nw_status status = read_key(value, key, &len, err);

	if (status != NW_OK)
		return status;
	bool ok = hmac_sha256(mac, key, len, parts, count, digest);
	OPENSSL_cleanse(key, sizeof(key));
	if (!ok)
		return nw_fail(err, NW_INTERNAL, "OpenSSL cannot sign");
	EVP_EncodeBlock(text, digest, sizeof(digest));
	nw_buf_add_fmt(out, "%sv1,%s", out->len ? " " : "", (char *)text);
	return NW_OK;
}

enum nw_status sign_webhook(struct transport *transport,
			    const struct transport_secret *secret,
			    struct nw_str id, int64_t seconds,
			    struct nw_str body, struct nw_buf *out,
			    struct nw_error *err)
{
	char at[40];

	snprintf(at, sizeof(at), ".%lld.", (long long)seconds);
	const struct nw_str parts[] = { id, nw_str_from(at), body };
	for (size_t i = 0; i < secret->count; i++) {
		enum nw_status status = add_signature(
			transport->hmac, secret->values[i], parts, 3, out, err);
		if (status != NW_OK)
			return status;
	}
	return nw_buf_check(out, "the list of signatures", err);
}

/* ---- on a request ---- */

static struct nw_str own_header(const struct nw_request *request,
				const char *name)
{
	for (uint32_t i = 0; i < request->header_count; i++)
		if (nw_str_is_nocase(request->headers[i].name, name))
			return request->headers[i].value;
	return (struct nw_str){ 0 };
}

static void append(struct transport_job *job, const char *line)
{
	struct curl_slist *longer = curl_slist_append(job->slist, line);

	if (!longer)
		abort();
	job->slist = longer;
}

static enum nw_status add_webhook(struct transport_job *job,
				  const struct transport_secret *secret,
				  struct nw_error *err)
{
	struct nw_str id = own_header(&job->request, "webhook-id");
	int64_t seconds = loop_now(job->transport->loop) / 1000;
	struct nw_buf signatures;
	char line[SIGNATURE_ROOM + 32];

	if (id.len == 0)
		return nw_fail(err, NW_DENIED,
			       "a signed request needs the header webhook-id");
	nw_buf_init(&signatures, SIGNATURE_ROOM);
	enum nw_status status =
		sign_webhook(job->transport, secret, id, seconds,
			     job->request.body, &signatures, err);
	if (status == NW_OK) {
		snprintf(line, sizeof(line), "webhook-timestamp: %lld",
			 (long long)seconds);
		append(job, line);
		snprintf(line, sizeof(line), "webhook-signature: %.*s",
			 NW_FMT(nw_buf_str(&signatures)));
		append(job, line);
	}
	nw_buf_fini(&signatures);
	return status;
}

static bool is_one_line(struct nw_str s)
{
	return s.len && !memchr(s.at, '\0', s.len) &&
	       !memchr(s.at, '\r', s.len) && !memchr(s.at, '\n', s.len);
}

/* By libcurl's own options: a redirect to another host gets neither. */
static enum nw_status add_credentials(struct transport_job *job, bool bearer,
				      struct nw_str value, struct nw_error *err)
{

	if (!is_one_line(value))
		return nw_fail(err, NW_BAD_CONFIG,
			       "a secret is empty or has several lines");
	char *text = nw_str_dup(value);
	curl_easy_setopt(job->easy, CURLOPT_HTTPAUTH,
			 bearer ? CURLAUTH_BEARER : CURLAUTH_BASIC);
	if (bearer) {
		curl_easy_setopt(job->easy, CURLOPT_XOAUTH2_BEARER, text);
	} else {
		curl_easy_setopt(job->easy, CURLOPT_USERNAME,
				 job->binding->user ? job->binding->user : "");
		curl_easy_setopt(job->easy, CURLOPT_PASSWORD, text);
	}
	sign_wipe_text(text);
	return NW_OK;
}

/* The operator's `user` and `password` of a notifier, whatever it signs. */
static enum nw_status add_user(struct transport_job *job, struct nw_error *err)
{
	const struct transport_binding *binding = job->binding;
	const char *option = binding->password_option;
	const struct transport_secret *secret = NULL;

	if (binding->priority == LOOP_DELIVERY && binding->user && option)
		secret = sign_secret(binding, nw_str_from(option));
	if (!secret)
		return NW_OK;
	return add_credentials(job, false, secret->values[0], err);
}

enum nw_status sign_request(struct transport_job *job, struct nw_error *err)
{
	const char *password = job->binding->password_option;
	struct nw_str option = job->request.secret;

	if (job->request.sign == NW_SIGN_NONE)
		return add_user(job, err);
	if (job->request.sign > NW_SIGN_BASIC)
		return nw_fail(err, NW_UNSUPPORTED,
			       "the request asks for a signature of a kind "
			       "that is not known");
	if (nw_str_is_absent(option))
		option = nw_str_from(password ? password : "password");
	const struct transport_secret *secret =
		sign_secret(job->binding, option);
	if (!secret)
		return nw_fail(err, NW_BAD_CONFIG,
			       "the secret '%.*s' is not set", NW_FMT(option));
	if (job->request.sign == NW_SIGN_STANDARD_WEBHOOKS) {
		enum nw_status status = add_user(job, err);
		return status == NW_OK ? add_webhook(job, secret, err) : status;
	}
	return add_credentials(job, job->request.sign == NW_SIGN_BEARER,
			       secret->values[0], err);
}
