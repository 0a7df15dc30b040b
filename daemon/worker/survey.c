/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/worker/survey.h"

#include "plugin/host.h"

/* Of the extra reading; items beyond the count are as those before. */
enum { SURVEY_ITEMS = 2000, SURVEY_BYTES = 64 << 20 };

struct survey {
	struct job *job;
	struct nw_arena *arena;
	struct nwi_identity_seen *rows;
	size_t count;
};

static enum nw_status take_item(void *arg, const struct nw_item *item)
{
	struct survey *survey = arg;
	struct nw_arena *arena = survey->job->server->item_arena;
	struct nwi_identity whole, by_id;
	const struct nw_str source = NW_STR("survey");

	if (survey->job->gone || survey->count == SURVEY_ITEMS)
		return NW_LIMIT;
	nw_arena_clear(arena);
	if (nwi_identity_of(item, NWI_IDENTITY_URL, source, arena, &whole) !=
	    NW_OK)
		return NW_LIMIT;
	struct nwi_identity_seen *row = &survey->rows[survey->count++];
	*row = (struct nwi_identity_seen){ .keys = whole.keys };
	struct nw_item alone = { .size = sizeof(alone), .title = item->id };
	if (item->id.len > 0 && nwi_identity_of(&alone, NWI_IDENTITY_HASH,
						source, arena, &by_id) == NW_OK)
		row->id = by_id.keys.title;
	return NW_OK;
}

/* What the plugin has to say it says when it reads in earnest. */
static void say_nothing(void *arg, enum nw_log_level level, struct nw_str line)
{
	(void)arg;
	(void)level;
	(void)line;
}

static int64_t left_ms(void *arg)
{
	return job_left_ms(((struct survey *)arg)->job);
}

static uint32_t look(struct job *job, const struct nw_response *response)
{
	static const struct nwi_host_calls calls = { take_item, say_nothing,
						     left_ms };
	const struct nw_source_ops *ops = job->instance->plugin->ops;
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new(SURVEY_BYTES);
	struct survey survey = { .job = job, .arena = arena };
	struct nw_host host;
	struct nw_error err;

	survey.rows = nw_arena_array(arena, SURVEY_ITEMS, sizeof(*survey.rows));
	if (!survey.rows)
		return 0;
	job_host(job, arena, &host);
	host.calls = &calls;
	host.arg = &survey;
	/* What fails here fails again when it is read in earnest. */
	enum nw_status status =
		ops->read(job->instance->self, &host, response, &err);
	(void)status;
	return survey.count > 0 ? nwi_identity_survey(survey.rows, survey.count)
				: 0;
}

enum nwi_identity_policy survey_identity(struct job *job,
					 const struct nw_response *response,
					 uint32_t *out_fits)
{
	int64_t told = nwi_json_get_int(job->json, "identity", 0);

	*out_fits = 0;
	if (job->instance->identity != NWI_IDENTITY_AUTO)
		return (enum nwi_identity_policy)job->instance->identity;
	if (told > 0 && told < NWI_IDENTITY_POLICIES)
		return (enum nwi_identity_policy)told;
	*out_fits = look(job, response);
	return *out_fits ? nwi_identity_choose(*out_fits) : NWI_IDENTITY_AUTO;
}
