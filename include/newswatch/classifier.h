/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Classifier plugins: item -> topics with score and evidence.
 *
 * A local classifier sets `classify`; a remote one sets `request` and `read`
 * and leaves `classify` NULL. A verdict of "no opinion" (a language without
 * terms, say) is different from a low score, and is said.
 */
#ifndef NEWSWATCH_CLASSIFIER_H
#define NEWSWATCH_CLASSIFIER_H

#include <newswatch/doc.h>
#include <newswatch/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

struct nw_classifier_ops {
	uint32_t size;
	uint32_t requests; /* 0 for a local classifier, else NW_REQUEST_HTTP */

	/*
	 * Checks the settings and keeps what the calls need in `*instance`.
	 * Both NULL for a plugin that keeps nothing. A worker that ends does
	 * not call `close`, for its process goes; a plugin's own tests do.
	 */
	enum nw_status (*open)(const struct nw_settings *settings,
			       void **instance, struct nw_error *err);
	void (*close)(void *instance);

	/*
	 * Calls `each` for every topic that this instance can give, so that
	 * the configuration's watches can be checked. Names live as long as
	 * the instance.
	 */
	void (*topics)(void *instance,
		       void (*each)(void *arg, struct nw_str name), void *arg);

	enum nw_status (*classify)(void *instance, struct nw_host *host,
				   const struct nw_doc *doc,
				   struct nw_error *err);

	enum nw_status (*request)(void *instance, struct nw_host *host,
				  const struct nw_doc *doc,
				  struct nw_request *request,
				  struct nw_error *err);
	enum nw_status (*read)(void *instance, struct nw_host *host,
			       const struct nw_doc *doc,
			       const struct nw_response *response,
			       struct nw_error *err);
};

/* Gives the item a topic; the last call for a name counts. Copied. */
NW_PUBLIC void nw_emit_topic(struct nw_host *host,
			     const struct nw_topic *topic);

/* Says that this classifier has no opinion about the topic. */
NW_PUBLIC void nw_emit_no_opinion(struct nw_host *host, struct nw_str topic);

#ifdef __cplusplus
}
#endif
#endif
