/* SPDX-License-Identifier: Apache-2.0 */
/* What the configuration of a remote classifier lets its requests reach. */
#include "daemon/ask/asking.h"

/* An answer holds a score for each topic; this is a thousand times that. */
enum { ANSWER_MAX = 256 * 1024 };

static void bind_headers(struct asking *asking)
{
	const struct config_pairs *pairs = &asking->classifier->headers;
	struct nw_header *headers = nw_arena_array(
		asking->arena, pairs->count + 1, sizeof(*headers));

	for (size_t i = 0; headers && i < pairs->count; i++)
		headers[i] = (struct nw_header){ pairs->at[i].key,
						 pairs->at[i].value };
	asking->binding.headers = headers;
	asking->binding.header_count = headers ? pairs->count : 0;
}

void asking_bind_secret(struct asking *asking, struct nw_str option)
{
	const struct config_secrets *from = asking->classifier->base.secrets;
	struct nw_str name = nw_arena_str(asking->arena, option);
	size_t place = asking->binding.secret_count;

	if (place == ASKING_SECRETS || nw_str_is_absent(name))
		return;
	for (size_t i = 0; i < place; i++)
		if (strcmp(asking->secrets[i].option, name.at) == 0)
			return;
	asking->values[place] = config_secret(from, name.at, 0);
	asking->secrets[place] = (struct transport_secret){
		.option = name.at,
		.values = &asking->values[place],
		.count = config_secret_count(from, name.at) > 0,
	};
	asking->binding.secret_count = place + 1;
}

void asking_bind(struct asking *asking)
{
	const struct config_classifier *classifier = asking->classifier;

	/* As a delivery: no spacing of fetches, and no redirect. */
	asking->binding = (struct transport_binding){
		.name = classifier->base.name.at,
		.kinds = NW_REQUEST_HTTP,
		.priority = LOOP_DELIVERY,
		.allow_private = classifier->allow_private,
		.connect_ms = asking->config->fetch.connect_ms,
		.total_ms = classifier->timeout_ms,
		.body_max = ANSWER_MAX,
		.secrets = asking->secrets,
		.ca_file = classifier->ca_file.at,
	};
	bind_headers(asking);
	if (classifier->user.len) {
		asking->binding.user = classifier->user.at;
		asking->binding.password_option = "password";
		asking_bind_secret(asking, nw_str_from("password"));
	}
}
