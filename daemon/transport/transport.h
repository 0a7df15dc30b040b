/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes the requests that plugins ask for: HTTP, SMTP, files, programs and
 * the console, by one interface, within what the configuration binds.
 *
 * transport_start copies the request and returns at once; `done` is called
 * exactly once, later, in the loop thread, unless the job is cancelled. HTTP
 * requests wait for their turn: per-host spacing and parallelism, Retry-After
 * of the host, look-ups and handshakes under way. Every connection passes the
 * address guard (guard.h) unless the binding allows private networks.
 */
#ifndef NEWSWATCHD_TRANSPORT_H
#define NEWSWATCHD_TRANSPORT_H

#include "base/hash.h"
#include "daemon/loop/loop.h"
#include <newswatch/request.h>
#include <newswatch/text.h>

struct transport;
struct transport_job;

/* Zero means the default that stands behind. Texts are copied. */
struct transport_settings {
	const char *contact;	 /* a mail address or URL for the User-Agent */
	const char *agent;	 /* what stands behind it there; none */
	const char *ca_bundle;	 /* /etc/ssl/certs/ca-certificates.crt */
	const char *proxy;	 /* none; the environment's is never used */
	uint32_t fetches;	 /* fetches under way at once: 64 */
	uint32_t deliveries;	 /* HTTP and SMTP deliveries at once: 32 */
	uint32_t programs;	 /* programs at once: 8 */
	uint32_t lookups;	 /* names being looked up at once: 32 */
	uint32_t handshakes;	 /* new connections served a turn: 8 */
	uint32_t host_parallel;	 /* requests to one host at once: 2 */
	int64_t host_spacing_ms; /* between fetches from one host: 1,000;
				  * negative: none */
	int64_t retry_after_most_ms; /* longest rest of a host: 24 h */
	bool http1;		     /* HTTP/2 is not offered */
};

enum transport_security {
	TRANSPORT_STARTTLS = 0, /* required: no mail without it */
	TRANSPORT_TLS = 1,	/* from the first byte */
	TRANSPORT_PLAIN = 2
};

/* An option's secret values; the first is the current one. */
struct transport_secret {
	const char *option;
	const struct nw_str *values;
	size_t count;
};

/*
 * What the configuration of one source or notifier allows and adds. Lives
 * until `done` ran or the job was cancelled. Zero means the default.
 */
struct transport_binding {
	const char *name; /* of the source or notifier */
	uint32_t kinds;	  /* bits of enum nw_request_kind that it may use */
	enum loop_priority priority; /* LOOP_DELIVERY, or LOOP_FETCHING */
	bool allow_private; /* the address guard lets private networks pass */
	bool stay_home; /* only at the URL's own origin: a redirect elsewhere
			 * is refused */
	bool append;	/* FILE: a notifier appends, a source reads */

	/* HTTP */
	const struct nw_header
		*headers; /* of the operator, win over the plugin's */
	size_t header_count;
	int64_t connect_ms; /* 10,000; also SMTP */
	int64_t total_ms;   /* 60,000; also EXEC; SMTP 300,000 */
	size_t body_max;    /* 16 MiB; also files and a program's output */
	bool cut; /* HTTP: a body over it is cut there and counts as truncated
		   */
	int64_t spacing_ms; /* between requests to its host; 0: host_spacing_ms
			     * for fetches, none for deliveries */
	int32_t redirects;  /* 5 for fetches; negative none; a delivery
			     * follows none */
	size_t headers_max; /* 64 KiB, of all responses on the way */
	int64_t low_speed;  /* bytes a second, 0 any: slower over */
	int64_t low_speed_ms; /* this time is given up */

	/* Secrets: for enum nw_sign, and the relay's password */
	const struct transport_secret *secrets;
	size_t secret_count;
	const char *user; /* NW_SIGN_BASIC and SMTP AUTH; NULL: no AUTH */
	const char *password_option; /* whose first value is the password */

	/* SMTP */
	const char *relay; /* host name or address */
	uint16_t port;	   /* 587, with TLS 465, plain 25 */
	enum transport_security security;
	const char *helo;    /* NULL: the host's name */
	const char *ca_file; /* also HTTP; NULL: the settings' bundle */

	/* FILE */
	const char *path; /* a file, or for a source a folder of files */

	/* EXEC */
	const char *const *argv; /* ended by NULL; argv[0] absolute */
	uint64_t cpu_seconds;	 /* 60 */
	uint64_t data_bytes;	 /* 512 MiB */
};

/* What the source's last success left, given back at the next request. */
struct transport_known {
	struct nw_str etag;
	struct nw_str last_modified;
	struct nw_str state; /* files: transport_answer.state */
};

/*
 * What came. `response` and all slices live in it. The receiver owns it and
 * may keep it as long as it wants.
 */
struct transport_answer {
	struct nw_response response;
	bool not_modified;  /* HTTP 304, or no new file */
	bool more;	    /* spool folder: another file is waiting */
	bool from_folder;   /* of a spool folder: `state` takes it off */
	struct nw_str etag; /* absent when the body is truncated */
	struct nw_str last_modified;
	struct nw_str state; /* files: for transport_known */
	struct nw_str
		moved_to; /* the URL that only permanent redirects led to */
	int64_t retry_after_ms; /* what the peer asked for, at most 24 h; -1 */
	int64_t waited_ms;	/* in our queue */
	int64_t took_ms;	/* from the start of the attempt, real time */
	uint64_t wire_bytes;	/* body bytes before decoding */
};

void transport_answer_free(struct transport_answer **answer);

/*
 * A body's hash, for telling whether a source shows what it showed before: the
 * first 128 bits of SHA-256 in hexadecimal, by OpenSSL, so that 16 MiB take
 * some ten milliseconds of the loop; "" if OpenSSL fails.
 */
void transport_body_hash(struct nw_str body, char out[NWI_ID_TEXT]);

/* Takes ownership of the answer. */
typedef void transport_done_fn(void *arg, struct transport_answer *answer);

/*
 * NW_IO or NW_INTERNAL when a library cannot be set up. Loop thread, as all
 * that follows.
 */
enum nw_status transport_open(struct loop *loop,
			      const struct transport_settings *settings,
			      struct transport **out,
			      struct nw_error *err) NW_CHECKED;

/* New limits after a reload; jobs under way keep the old ones. */
void transport_configure(struct transport *transport,
			 const struct transport_settings *settings);

/* Jobs under way are cancelled; programs are killed. Waits for the file
 * threads. */
void transport_close(struct transport **transport);

/*
 * Starts a request. `known` may be NULL. A request that is not allowed (a
 * kind that the binding lacks, a header with CR LF, a bad address) is answered
 * through `done` too, with NW_OUTCOME_REFUSED and one line of reason. A host
 * that asked to be left alone (Retry-After) for more than a minute is not
 * asked: the answer is made here, code 429 and retry_after_ms.
 */
struct transport_job *transport_start(struct transport *transport,
				      const struct transport_binding *binding,
				      const struct nw_request *request,
				      const struct transport_known *known,
				      transport_done_fn *done, void *arg);

/*
 * Bytes of answers that the receiver keeps, before and after: while all bodies
 * together are over 16 MiB, fetches under way wait, all but one.
 */
void transport_hold(struct transport *transport, size_t bytes);
void transport_release(struct transport *transport, size_t bytes);

/*
 * Ends a job without calling `done`, and nulls the handle. What is being
 * appended to a file is still written.
 */
void transport_cancel(struct transport_job **job);

struct transport_counts {
	uint64_t started, finished, failed, refused_by_guard, bytes;
	uint32_t under_way, queued;
};
void transport_count(const struct transport *transport,
		     struct transport_counts *out);

#endif
