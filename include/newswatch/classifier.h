/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Classifier plugins: item -> topics with score and evidence.
 *
 * A local classifier sets `classify`; a remote one sets `request` and `read`,
 * leaves `classify` NULL and states NW_REQUEST_HTTP in `requests`. A verdict of
 * "no opinion" (a language without terms, say) is different from a low score,
 * and is said.
 *
 * A remote classifier is a second opinion. The item is stored, alerted and
 * delivered by what the local ones say; when and whether the remote one is
 * asked, how often, with how much of the text, and what happens when nobody
 * answers is the daemon's affair and the operator's. Its verdict comes later,
 * takes the place of the local score of the topics that it names, and may add
 * an alert.
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
	uint32_t requests; /* 0: local; NW_REQUEST_HTTP: remote */

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

	/*
	 * States what to ask of an item. `request` comes with the kind and the
	 * URL that the configuration says; another URL is not asked. The
	 * document's body is no longer than the operator lets out.
	 */
	enum nw_status (*request)(void *instance, struct nw_host *host,
				  const struct nw_doc *doc,
				  struct nw_request *request,
				  struct nw_error *err);

	/*
	 * Reads a successful response (2xx) about the same document and emits
	 * topics, of those that `topics` names: others are left out. What it
	 * neither emits nor says to have no opinion about stays as the local
	 * classifiers have it. NW_DENIED: it will not be told, do not ask of
	 * this item again. Any other failure may be asked once more.
	 */
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
