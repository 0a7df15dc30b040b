/* SPDX-License-Identifier: Apache-2.0 */
/* What the configuration of a notifier lets its requests reach and use. */
#include "daemon/deliver/attempt.h"

static const enum transport_security security[] = {
	[CONFIG_TLS_STARTTLS] = TRANSPORT_STARTTLS,
	[CONFIG_TLS_TLS] = TRANSPORT_TLS,
	[CONFIG_TLS_NONE] = TRANSPORT_PLAIN,
};

static void bind_headers(struct attempt *attempt)
{
	const struct config_pairs *pairs = &attempt->notifier->headers;
	struct nw_header *headers = nw_arena_array(
		attempt->arena, pairs->count + 1, sizeof(*headers));

	for (size_t i = 0; headers && i < pairs->count; i++)
		headers[i] = (struct nw_header){ pairs->at[i].key,
						 pairs->at[i].value };
	attempt->binding.headers = headers;
	attempt->binding.header_count = headers ? pairs->count : 0;
}

static void bind_argv(struct attempt *attempt)
{
	const struct config_texts *texts = &attempt->notifier->argv;
	const char **argv =
		nw_arena_array(attempt->arena, texts->count + 1, sizeof(*argv));

	for (size_t i = 0; argv && i < texts->count; i++)
		argv[i] = nw_arena_str(attempt->arena, texts->at[i]).at;
	attempt->binding.argv = argv;
}

void attempt_bind_secret(struct attempt *attempt, struct nw_str option)
{
	const struct config_secrets *from = attempt->notifier->base.secrets;
	struct nw_str name = nw_arena_str(attempt->arena, option);
	size_t place = attempt->binding.secret_count;
	size_t count = 0;

	if (place == ATTEMPT_SECRETS || nw_str_is_absent(name))
		return;
	for (size_t i = 0; i < place; i++) {
		if (strcmp(attempt->secrets[i].option, name.at) == 0)
			return;
	}
	while (count < ATTEMPT_SECRET_VALUES &&
	       count < config_secret_count(from, name.at)) {
		attempt->values[place][count] =
			config_secret(from, name.at, count);
		count++;
	}
	attempt->secrets[place] = (struct transport_secret){
		.option = name.at,
		.values = attempt->values[place],
		.count = count,
	};
	attempt->binding.secret_count = place + 1;
}

void attempt_bind(struct attempt *attempt)
{
	const struct config_notifier *notifier = attempt->notifier;

	attempt->binding = (struct transport_binding){
		.name = notifier->base.name.at,
		.kinds = notifier->base.requests,
		.priority = LOOP_DELIVERY,
		.allow_private = notifier->allow_private,
		.append = true,
		.connect_ms = attempt->config->fetch.connect_ms,
		.total_ms = notifier->timeout_ms,
		.secrets = attempt->secrets,
		.relay = notifier->relay_host.at,
		.port = notifier->relay_port,
		.security = security[notifier->tls],
		.ca_file = notifier->ca_file.at,
		.path = notifier->path.at,
	};
	bind_headers(attempt);
	if (notifier->base.requests & NW_REQUEST_EXEC)
		bind_argv(attempt);
	if (notifier->user.len) {
		attempt->binding.user = notifier->user.at;
		attempt->binding.password_option = "password";
		attempt_bind_secret(attempt, nw_str_from("password"));
	}
}
