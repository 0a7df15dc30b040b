/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A classifier that dies on one title, works half a second on another, and
 * finds "strikes" in all others.
 */
#include <newswatch/classifier.h>

#include <stdlib.h>
#include <time.h>

static enum nw_status start(const struct nw_settings *settings, void **instance,
			    struct nw_error *err)
{
	(void)settings;
	(void)instance;
	(void)err;
	return NW_OK;
}

static void topics(void *instance, void (*each)(void *arg, struct nw_str name),
		   void *arg)
{
	(void)instance;
	each(arg, nw_str_from("strikes"));
}

static void work(void)
{
	struct timespec begun, now;

	clock_gettime(CLOCK_MONOTONIC, &begun);
	do
		clock_gettime(CLOCK_MONOTONIC, &now);
	while ((now.tv_sec - begun.tv_sec) * 1000 +
		       (now.tv_nsec - begun.tv_nsec) / 1000000 <
	       500);
}

static enum nw_status classify(void *instance, struct nw_host *host,
			       const struct nw_doc *doc, struct nw_error *err)
{
	const struct nw_span span = { NW_FIELD_TITLE, 0, 5 };
	const struct nw_topic topic = { .size = sizeof(topic),
					.span_count = 1,
					.name = NW_STR("strikes"),
					.score = 0.9,
					.spans = &span };

	(void)instance;
	(void)err;
	if (nw_str_is(nw_doc_item(doc)->title, "kills the classifier"))
		abort();
	if (nw_str_is(nw_doc_item(doc)->title, "takes its time"))
		work();
	if (nw_str_starts(nw_doc_item(doc)->title, "quiet"))
		nw_emit_no_opinion(host, topic.name);
	else
		nw_emit_topic(host, &topic);
	return NW_OK;
}

static const struct nw_classifier_ops ops = {
	.size = sizeof(ops),
	.open = start,
	.topics = topics,
	.classify = classify,
};

NW_PLUGIN(NW_CLASSIFIER, "bad-classifier", "1.0", "Apache-2.0",
	  "Dies on one title", NULL, &ops)
