/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notifier plugins: alert -> payload, payload -> request for each attempt,
 * response -> verdict.
 *
 * `render` runs once per alert and destination and its payload is stored;
 * `request` runs at each attempt and may not change what the payload says.
 * Delivery is at least once: the request carries the alert's id so that the
 * receiver can tell a repeat.
 */
#ifndef NEWSWATCH_NOTIFIER_H
#define NEWSWATCH_NOTIFIER_H

#include <newswatch/alert.h>
#include <newswatch/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

enum nw_verdict_kind {
	NW_VERDICT_DELIVERED = 1,
	NW_VERDICT_LATER = 2,    /* try again, by the daemon's schedule */
	NW_VERDICT_HELD = 3,     /* the destination is broken: an operator must act */
	NW_VERDICT_SMALLER = 4,  /* render once more, smaller; then dead */
	NW_VERDICT_DEAD = 5      /* this alert will never be taken */
};

struct nw_verdict {
	uint32_t size;
	uint32_t kind;          /* enum nw_verdict_kind */
	int64_t retry_after_ms; /* -1 without; at most 24 h counts */
	struct nw_str reason;   /* one line */
};

/* What stands in the outbox for one destination. */
struct nw_payload {
	uint32_t size;
	uint32_t attempt;         /* 1 at the first */
	struct nw_str alert_id;   /* derived from watch, story, destination, revision */
	struct nw_str destination; /* one of the instance's destinations */
	struct nw_str content_type;
	struct nw_str bytes;      /* what render made */
};

enum nw_render_flag {
	NW_RENDER_SMALLER = 1 << 0 /* the receiver refused the size or the shape */
};

struct nw_notifier_ops {
	uint32_t size;
	uint32_t requests; /* bits of enum nw_request_kind that it may use */

	/*
	 * Checks the settings and keeps what the calls need in `*instance`.
	 * Both NULL for a plugin that keeps nothing. A worker that ends does
	 * not call `close`, for its process goes; a plugin's own tests do.
	 */
	enum nw_status (*open)(const struct nw_settings *settings,
			       void **instance, struct nw_error *err);
	void (*close)(void *instance);

	/*
	 * Calls `each` for every destination of this instance (each mail
	 * recipient, say); each gets outbox rows of its own. NULL: one
	 * destination with the instance's name.
	 */
	void (*destinations)(void *instance,
			     void (*each)(void *arg, struct nw_str destination),
			     void *arg);

	/* Renders for one destination; gives the bytes to nw_emit_payload. */
	enum nw_status (*render)(void *instance, struct nw_host *host,
				 const struct nw_alert *alert,
				 struct nw_str destination, uint32_t flags,
				 struct nw_error *err);

	/* `request` comes filled with what the configuration says. */
	enum nw_status (*request)(void *instance, struct nw_host *host,
				  const struct nw_payload *payload,
				  struct nw_request *request,
				  struct nw_error *err);

	/* NULL: nw_judge, the contract's table. */
	enum nw_status (*judge)(void *instance, struct nw_host *host,
				const struct nw_response *response,
				struct nw_verdict *verdict,
				struct nw_error *err);
};

/* The rendered bytes, at most 256 KiB by default; the last call counts. */
NW_PUBLIC void nw_emit_payload(struct nw_host *host, struct nw_str content_type,
			       struct nw_str bytes);

/*
 * The default judge: HTTP 2xx and SMTP 250 delivered; 408 425 429 5xx, SMTP
 * 4xx and failures of the way later; 401 403 404 405 410, any 3xx, SMTP 530
 * 535, a bad certificate and a missing STARTTLS held; 400 413 422 and SMTP
 * 552 554 smaller; all else dead. Files and the console: written is
 * delivered, all else later. Exec: exit 0 delivered, 75 (EX_TEMPFAIL) and a
 * signal later, 78 held, all else dead. Retry-After as seconds or as a date.
 */
NW_PUBLIC void nw_judge(const struct nw_response *response,
			struct nw_verdict *verdict);

#ifdef __cplusplus
}
#endif
#endif
