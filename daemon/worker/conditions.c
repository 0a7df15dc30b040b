/* SPDX-License-Identifier: Apache-2.0 */
/* The conditions of a watch beside its query. */
#include "daemon/worker/work.h"

#include <string.h>

static bool is_listed(const struct nw_str *list, size_t count, struct nw_str s)
{
	for (size_t i = 0; i < count; i++)
		if (nw_str_equal(list[i], s))
			return true;
	return false;
}

/* "pt-BR" is of "pt"; an item whose language nobody knows is of none. */
bool work_speaks(const struct work *work, const struct watch *watch)
{
	struct nw_str language = nw_doc_language(work->doc);

	for (size_t i = 0; i < watch->language_count; i++) {
		struct nw_str wanted = watch->languages[i];
		bool begins =
			language.len >= wanted.len &&
			strncasecmp(language.at, wanted.at, wanted.len) == 0;
		if (begins && (language.len == wanted.len ||
			       language.at[wanted.len] == '-'))
			return true;
	}
	return watch->language_count == 0;
}

bool work_is_from(const struct work *work, const struct watch *watch)
{
	const struct outlet *outlets = work->analysis->setup->outlets;

	for (size_t i = 0; work->outlet && i < watch->outlet_count; i++)
		if (work->outlet == outlets + watch->outlets[i])
			return true;
	return watch->outlet_count == 0;
}

bool work_is_at_home(const struct work *work, const struct watch *watch)
{
	if (watch->country_count == 0)
		return true;
	return work->outlet && is_listed(watch->countries, watch->country_count,
					 work->outlet->country);
}

bool work_concerns(const struct work *work, const struct watch *watch)
{
	return work_is_from(work, watch) && work_is_at_home(work, watch) &&
	       work_speaks(work, watch);
}

const struct nw_topic *work_topic(const struct work *work, struct nw_str name)
{
	for (uint32_t i = 0; i < work->host.topic_count; i++)
		if (nw_str_equal(work->host.topics[i].name, name))
			return &work->host.topics[i];
	return NULL;
}

/* Whether a classifier that gave up might have given the topic. */
static bool is_unsure(const struct work *work, struct nw_str topic)
{
	for (size_t i = 0; i < work->failed_count; i++)
		if (is_listed(work->failed[i]->names,
			      work->failed[i]->name_count, topic))
			return true;
	/* A classifier of another worker: which topics it has is not known
	   here, so any of them may be missing. */
	return json_array_size(work->what->failed) > 0 &&
	       !work_topic(work, topic);
}

enum work_reached work_topics(const struct work *work,
			      const struct watch *watch,
			      const struct nw_topic **why)
{
	enum work_reached reached =
		watch->topic_count == 0 ? WORK_YES : WORK_NO;

	for (size_t i = 0; i < watch->topic_count; i++) {
		const struct minimum *minimum = &watch->topics[i];
		const struct nw_topic *topic = work_topic(work, minimum->topic);
		if (topic && topic->score >= minimum->score) {
			*why = topic;
			return WORK_YES;
		}
		if (is_unsure(work, minimum->topic))
			reached = WORK_UNSURE;
	}
	return reached;
}
