/* SPDX-License-Identifier: Apache-2.0 */
/* What the configuration of a source lets its requests do. */
#include "daemon/ingest/poll.h"

#include "text/url.h"

static void bind_headers(struct poll *poll)
{
	const struct config_pairs *pairs = &poll->source->headers;
	struct nw_header *headers =
		nw_arena_array(poll->arena, pairs->count + 1, sizeof(*headers));

	for (size_t i = 0; headers && i < pairs->count; i++)
		headers[i] = (struct nw_header){ pairs->at[i].key,
						 pairs->at[i].value };
	poll->binding.headers = headers;
	poll->binding.header_count = headers ? pairs->count : 0;
}

static void bind_argv(struct poll *poll)
{
	const struct config_texts *texts = &poll->source->argv;
	const char **argv =
		nw_arena_array(poll->arena, texts->count + 1, sizeof(*argv));

	for (size_t i = 0; argv && i < texts->count; i++)
		argv[i] = nw_arena_str(poll->arena, texts->at[i]).at;
	poll->binding.argv = argv;
}

static void bind_password(struct poll *poll)
{
	const struct config_source *source = poll->source;

	if (!source->user.len)
		return;
	poll->password = config_secret(source->base.secrets, "password", 0);
	poll->secret = (struct transport_secret){
		.option = "password",
		.values = &poll->password,
		.count = poll->password.at ? 1 : 0,
	};
	poll->binding.secrets = &poll->secret;
	poll->binding.secret_count = 1;
	poll->binding.user = source->user.at;
	poll->binding.password_option = "password";
}

void poll_bind(struct poll *poll)
{
	const struct config_source *source = poll->source;
	const struct config_fetch *fetch = &poll->config->fetch;

	poll->binding = (struct transport_binding){
		.name = source->base.name.at,
		.kinds = source->kind,
		.priority = LOOP_FETCHING,
		.allow_private = source->allow_private,
		.connect_ms = fetch->connect_ms,
		.total_ms = source->timeout_ms,
		.body_max = (size_t)source->max_body,
		.redirects = fetch->redirects ? (int32_t)fetch->redirects : -1,
		.headers_max = (size_t)fetch->max_headers,
		.low_speed = fetch->low_speed,
		.low_speed_ms = fetch->low_speed_ms,
		.path = source->path.at,
	};
	bind_headers(poll);
	bind_password(poll);
	if (source->kind == NW_REQUEST_EXEC)
		bind_argv(poll);
}

static bool is_at_home(struct poll *poll, struct nw_str url)
{
	struct nw_str home = nwi_url_origin(poll->arena, poll->source->url);

	return home.len > 0 &&
	       nw_str_equal(home, nwi_url_origin(poll->arena, url));
}

void poll_bind_page(struct poll *poll, struct nw_str url)
{
	poll_bind(poll);
	poll->binding.kinds = NW_REQUEST_HTTP;
	poll->binding.stay_home = true;
	if (is_at_home(poll, url))
		return;
	poll->binding.allow_private = false;
	poll->binding.headers = NULL;
	poll->binding.header_count = 0;
	poll->binding.secrets = NULL;
	poll->binding.secret_count = 0;
	poll->binding.user = NULL;
	poll->binding.password_option = NULL;
}

struct nw_request poll_base_request(const struct poll *poll)
{
	struct nw_request request = {
		.size = sizeof(request),
		.kind = poll->source->kind,
		.url = poll->source->url,
	};

	if (poll->binding.user) {
		request.sign = NW_SIGN_BASIC;
		request.secret = nw_str_from("password");
	}
	return request;
}
