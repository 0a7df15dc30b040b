/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A request that a plugin asks the daemon to make, and the response that it
 * gets back.
 *
 * A plugin never opens a socket. What a request may reach is bound by the
 * configuration of the source or notifier that the plugin serves: argv, file
 * paths, mail relays and secrets come from there; the plugin fills the URL
 * (http and https), headers, body and standard input. Secrets are named by
 * option and added by the daemon at the attempt, so they never pass through
 * a plugin.
 */
#ifndef NEWSWATCH_REQUEST_H
#define NEWSWATCH_REQUEST_H

#include <newswatch/text.h>
#include <newswatch/time.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bits, so that a plugin's ops can say which kinds it uses. */
enum nw_request_kind {
	NW_REQUEST_HTTP = 1 << 0,
	NW_REQUEST_SMTP = 1 << 1,   /* one message to one recipient */
	NW_REQUEST_FILE = 1 << 2,   /* source: read; notifier: append durably */
	NW_REQUEST_EXEC = 1 << 3,   /* body is standard input */
	NW_REQUEST_CONSOLE = 1 << 4 /* notifier: the daemon's standard output */
};

struct nw_header {
	struct nw_str name;
	struct nw_str value; /* CR, LF and NUL are refused */
};

/* What the daemon adds at each attempt from the notifier's secrets. */
enum nw_sign {
	NW_SIGN_NONE = 0,
	NW_SIGN_STANDARD_WEBHOOKS = 1, /* webhook-timestamp, webhook-signature v1 */
	NW_SIGN_BEARER = 2,            /* Authorization: Bearer SECRET */
	NW_SIGN_BASIC = 3              /* Authorization: Basic, options user and password */
};

struct nw_request {
	uint32_t size;
	uint32_t kind;       /* one enum nw_request_kind */
	struct nw_str method; /* absent: GET, or POST with a body */
	struct nw_str url;
	const struct nw_header *headers;
	uint32_t header_count;
	uint32_t sign;          /* enum nw_sign */
	struct nw_str secret;   /* name of the option that holds it (one or a list) */
	struct nw_str body;     /* HTTP body, SMTP message, bytes to append, stdin */
	struct nw_str sender;   /* SMTP envelope, an address */
	struct nw_str recipient; /* SMTP envelope, one address */
};

/* How the transport fared, before anybody looks at a status. */
enum nw_outcome {
	NW_OUTCOME_DONE = 0,      /* an answer came: look at `code` */
	NW_OUTCOME_DNS = 1,
	NW_OUTCOME_CONNECT = 2,
	NW_OUTCOME_TLS = 3,       /* handshake failed */
	NW_OUTCOME_CERTIFICATE = 4, /* the peer's certificate is not valid */
	NW_OUTCOME_NO_STARTTLS = 5, /* the relay offers no STARTTLS */
	NW_OUTCOME_TIMEOUT = 6,
	NW_OUTCOME_DROPPED = 7,   /* the connection ended early */
	NW_OUTCOME_TOO_LARGE = 8, /* headers or body over the limit */
	NW_OUTCOME_REDIRECTS = 9, /* too many, or to a forbidden scheme */
	NW_OUTCOME_GUARD = 10,    /* the address guard refused the peer */
	NW_OUTCOME_REFUSED = 11,  /* the request itself is not allowed */
	NW_OUTCOME_LOCAL = 12,    /* file or program: errno in `code` */
	NW_OUTCOME_BAD_ENCODING = 13 /* the body cannot be unpacked */
};

struct nw_response {
	uint32_t size;
	uint32_t kind;     /* of the request */
	uint32_t outcome;  /* enum nw_outcome */
	int32_t code;      /* HTTP status, SMTP reply, exit status, errno; 0 none */
	struct nw_str url; /* after redirects */
	const struct nw_header *headers; /* of the last response, names in lower case */
	uint32_t header_count;
	uint32_t flags;    /* enum nw_response_flag */
	struct nw_str body; /* decoded; for files the bytes, for exec its output */
	struct nw_str text; /* one line about a failure, or the SMTP reply */
	nw_time at;         /* when the answer was complete */
};

enum nw_response_flag {
	NW_RESPONSE_TRUNCATED = 1 << 0, /* the peer ended early; body is what came */
	NW_RESPONSE_MOVED = 1 << 1,     /* all redirects on the way were permanent */
	NW_RESPONSE_FOLLOW_UP = 1 << 2  /* of a page that nw_emit_follow_up asked for */
};

/* The first header of that name (lower case), absent without. */
NW_PUBLIC struct nw_str nw_response_header(const struct nw_response *response,
					   const char *name);

NW_PUBLIC const char *nw_outcome_name(uint32_t outcome);

#ifdef __cplusplus
}
#endif
#endif
