/* SPDX-License-Identifier: Apache-2.0 */
/* Notifiers and classifiers: instances with a transport. */
#include "daemon/config/loader.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- the parts that transports share ---- */

static int64_t timeout_of(const struct nwi_values *values, int64_t fallback)
{
	const struct nwi_value *value = nwi_values_get(values, "timeout");

	return value->count ? value->at[0].integer : fallback;
}

static struct nw_str
path_value(struct loader *l, const struct nwi_values *values, const char *name)
{
	const struct nwi_value *value = nwi_values_get(values, name);

	if (value->count == 0)
		return nw_str_make(NULL, 0);
	return load_path(l, value->at[0].node, value->at[0].text);
}

static void check_user(struct loader *l, const struct instance_check *check,
		       const struct nwi_values *values)
{
	bool user = nwi_values_get(values, "user")->node;
	bool word = nwi_values_get(values, "password")->node;

	if (user != word)
		nwi_node_problem(l->problems, check->node,
				 "has %s; allowed: both or neither",
				 user ? "a user without a password"
				      : "a password without a user");
}

/* ---- SMTP ---- */

/* smtp://host[:port]; the row's check has seen that the parts are there. */
static void split_relay(struct loader *l, const struct nwi_scalar *s,
			struct config_notifier *out)
{
	bool smtps = nw_str_starts(s->text, "smtps://");
	struct nw_str rest = nw_str_slice(s->text, smtps ? 8 : 7, s->text.len);
	size_t colon;
	int64_t port = smtps ? 465 : 587;

	if (rest.len > 0 && rest.at[rest.len - 1] == '/')
		rest.len--;
	if (nw_str_find_char(rest, '/') < rest.len)
		nwi_node_problem(l->problems, s->node,
				 "a relay has no path; allowed: "
				 "smtp://host:port or smtps://host:port");
	if (rest.at[0] == '[') {
		size_t close = nw_str_find_char(rest, ']');
		out->relay_host = load_text(l, nw_str_slice(rest, 1, close));
		colon = close + 1;
	} else {
		colon = nw_str_find_char(rest, ':');
		out->relay_host = load_text(l, nw_str_slice(rest, 0, colon));
	}
	if (colon < rest.len &&
	    nw_str_to_int(nw_str_slice(rest, colon + 1, rest.len), &port) !=
		    NW_OK)
		return;
	out->relay_port = (uint16_t)port;
}

static bool is_loopback(struct nw_str host)
{
	return nw_str_is(host, "localhost") || nw_str_is(host, "::1") ||
	       nw_str_starts(host, "127.");
}

static void load_tls(struct loader *l, const struct nwi_values *smtp,
		     const struct nwi_scalar *relay,
		     struct config_notifier *out)
{
	const struct nwi_value *tls = nwi_values_get(smtp, "tls");
	const struct nwi_value *word = nwi_values_get(smtp, "password");
	bool smtps = nw_str_starts(relay->text, "smtps://");

	out->tls = smtps ? CONFIG_TLS_TLS : CONFIG_TLS_STARTTLS;
	if (tls->count == 0)
		return;
	out->tls = (uint32_t)tls->at[0].integer;
	if (smtps && out->tls != CONFIG_TLS_TLS)
		nwi_node_problem(l->problems, tls->at[0].node,
				 "smtps is TLS from the first byte; allowed: "
				 "tls, or a relay with smtp");
	if (out->tls == CONFIG_TLS_NONE && word->node &&
	    !is_loopback(out->relay_host))
		nwi_node_problem(l->problems, tls->at[0].node,
				 "a password cannot be sent in the clear; "
				 "allowed: starttls or tls");
}

static void load_smtp(struct loader *l, const struct instance_check *check,
		      struct config_notifier *out)
{
	const struct nwi_values *smtp = check->smtp;
	const struct nwi_value *relay = nwi_values_get(smtp, "relay");

	out->from = load_text(l, nwi_values_text(smtp, "from"));
	out->user = load_text(l, nwi_values_text(smtp, "user"));
	out->ca_file = path_value(l, smtp, "ca_file");
	out->allow_private = nwi_values_bool(smtp, "allow_private");
	out->timeout_ms = timeout_of(smtp, out->timeout_ms);
	check_user(l, check, smtp);
	if (relay->count == 0)
		return;
	split_relay(l, &relay->at[0], out);
	load_tls(l, smtp, &relay->at[0], out);
}

/* ---- HTTP, file, exec ---- */

static void load_http(struct loader *l, const struct instance_check *check,
		      struct config_notifier *out)
{
	const struct nwi_values *http = check->http;

	out->url = load_text(l, nwi_values_text(http, "url"));
	out->headers = load_pairs(l, nwi_values_get(http, "headers"));
	out->user = load_text(l, nwi_values_text(http, "user"));
	out->ca_file = path_value(l, http, "ca_file");
	out->allow_private = nwi_values_bool(http, "allow_private");
	out->timeout_ms = timeout_of(http, out->timeout_ms);
	check_user(l, check, http);
}

static void load_transports(struct loader *l,
			    const struct instance_check *check,
			    struct config_notifier *out)
{
	if (check->http)
		load_http(l, check, out);
	if (check->smtp)
		load_smtp(l, check, out);
	if (check->file)
		out->path = path_value(l, check->file, "path");
	if (check->exec) {
		out->argv =
			instance_argv(l, nwi_values_get(check->exec, "argv"));
		out->timeout_ms = timeout_of(check->exec, out->timeout_ms);
	}
}

/* Deliveries are named NOTIFIER/DESTINATION. */
static void check_slash(struct loader *l, const struct nwi_values *core)
{
	const struct nwi_value *name = nwi_values_get(core, "name");

	if (name->count &&
	    nw_str_find_char(name->at[0].text, '/') < name->at[0].text.len)
		nwi_node_problem(l->problems, name->at[0].node,
				 "a notifier's name cannot have a slash");
}

static void load_notifier(struct loader *l, size_t i,
			  struct config_notifier *out)
{
	struct instance_check check;
	char effective[32];

	instance_begin(l, &check, CONFIG_NOTIFIERS,
		       l->lists[CONFIG_NOTIFIERS].at[i]);
	out->enabled = nwi_values_bool(check.core, "enabled");
	out->timeout_ms = l->config->delivery.timeout_ms;
	check_slash(l, check.core);
	load_transports(l, &check, out);
	snprintf(effective, sizeof(effective), "%lld",
		 (long long)out->timeout_ms);
	instance_end(l, &check, nw_str_from(effective), &out->base);
	load_index(l, CONFIG_NOTIFIERS, &l->config->self->notifiers,
		   out->base.name, i, out);
}

void load_notifiers(struct loader *l)
{
	size_t count = l->lists[CONFIG_NOTIFIERS].count;
	struct config_notifier *notifiers =
		load_alloc(l->arena, count, sizeof(*notifiers));

	l->config->notifiers = notifiers;
	l->config->notifier_count = count;
	for (size_t i = 0; i < count; i++)
		load_notifier(l, i, &notifiers[i]);
}

/* ---- classifiers ---- */

/* Its own rows name what is secret; the transport's, a password. */
static bool has_secret(const struct instance_check *check)
{
	for (size_t i = 0; i < check->own->count; i++)
		if (check->own->at[i].row->flags & NW_OPTION_SECRET &&
		    check->own->at[i].node)
			return true;
	return nwi_values_get(check->http, "password")->node != NULL;
}

static void check_remote(struct loader *l, const struct instance_check *check,
			 const struct config_classifier *out)
{
	const struct nwi_value *from =
		nwi_values_get(check->remote, "near_from");
	const struct nwi_value *url = nwi_values_get(check->http, "url");

	if (out->remote.near_from > out->remote.near_to)
		nwi_node_problem(l->problems,
				 from->node ? from->node : check->node,
				 "near_from is above near_to; allowed: at most "
				 "%g",
				 out->remote.near_to);
	if (has_secret(check) && url->node && !out->allow_private &&
	    nw_str_starts_nocase(out->url, "http://"))
		nwi_node_problem(l->problems, url->node,
				 "a secret cannot be sent in the clear; "
				 "allowed: https, or allow_private for an "
				 "endpoint of your own network");
}

static double number_of(const struct nwi_values *values, const char *name)
{
	const struct nwi_value *value = nwi_values_get(values, name);

	return value->count ? value->at[0].number : 0;
}

static void load_remote(struct loader *l, const struct instance_check *check,
			struct config_classifier *out)
{
	const struct nwi_values *values = check->remote;
	const struct nwi_value *ask = nwi_values_get(values, "ask");

	out->remote = (struct config_remote){
		.ask = ask->count ? (uint32_t)ask->at[0].integer : 0,
		.near_from = number_of(values, "near_from"),
		.near_to = number_of(values, "near_to"),
		.per_hour = nwi_values_int(values, "per_hour"),
		.per_day = nwi_values_int(values, "per_day"),
		.max_text = nwi_values_int(values, "max_text"),
		.parallel = nwi_values_int(values, "parallel"),
		.patience_ms = nwi_values_int(values, "patience"),
	};
	check_remote(l, check, out);
}

/* Who is asked what: answers to the same question are not asked for again. */
static void set_question(struct loader *l, const struct instance_check *check,
			 struct config_classifier *out)
{
	char id[NWI_ID_TEXT];
	const struct nw_str parts[] = {
		out->url, out->base.settings, check->plugin->version,
		load_fmt(l, "%lld", (long long)out->remote.max_text)
	};

	nwi_derive_id("question", parts, 4, id);
	out->remote.question = load_text(l, nw_str_from(id));
}

static void load_classifier(struct loader *l, size_t i,
			    struct config_classifier *out)
{
	struct config_notifier remote = {
		.timeout_ms = l->config->delivery.timeout_ms
	};
	struct instance_check check;
	char effective[32];

	instance_begin(l, &check, CONFIG_CLASSIFIERS,
		       l->lists[CONFIG_CLASSIFIERS].at[i]);
	out->enabled = nwi_values_bool(check.core, "enabled");
	out->shadow = nwi_values_bool(check.core, "shadow");
	if (check.http)
		load_http(l, &check, &remote);
	out->url = remote.url;
	out->headers = remote.headers;
	out->user = remote.user;
	out->ca_file = remote.ca_file;
	out->allow_private = remote.allow_private;
	out->timeout_ms = remote.timeout_ms;
	if (check.remote)
		load_remote(l, &check, out);
	snprintf(effective, sizeof(effective), "%lld",
		 (long long)out->timeout_ms);
	instance_end(l, &check, nw_str_from(effective), &out->base);
	if (out->shadow && out->base.requests)
		nwi_node_problem(l->problems,
				 nwi_node_get(check.node, "shadow"),
				 "a remote classifier cannot be a shadow");
	if (check.remote)
		set_question(l, &check, out);
	load_index(l, CONFIG_CLASSIFIERS, &l->config->self->classifiers,
		   out->base.name, i, out);
}

static bool has_classifier(const struct loader *l, const char *type)
{
	const struct config_plugins *plugins = l->in->plugins;

	for (size_t i = 0; plugins && i < plugins->count; i++) {
		if (plugins->at[i].kind == NW_CLASSIFIER &&
		    nw_str_is(plugins->at[i].type, type))
			return true;
	}
	return false;
}

/* Who configures no classifier gets the topics that come with newswatch. */
static void add_default(struct loader *l)
{
	static const char text[] =
		"classifiers:\n- name: topics\n  type: linear\n"
		"  topics: [topics/diplomacy.yaml, topics/strikes.yaml, "
		"topics/sanctions.yaml]\n"
		"  models: [topics/tables/diplomacy.en.model, "
		"topics/tables/strikes.en.model]\n";
	struct load_file *file = load_alloc(l->scratch, 1, sizeof(*file));

	if (!has_classifier(l, "linear"))
		return;
	file->file.name = "(default classifier)";
	file->file.rank = LOAD_MAX_FILES;
	file->file.text = nw_str_from(text);
	file->folder = l->in->data_dir ? l->in->data_dir : NW_DATA_DIR;
	if (nwi_tree_read(&file->file, l->scratch, l->problems, &file->root) !=
	    NW_OK)
		abort(); /* our own text */
	const struct nwi_node *list = nwi_node_get(file->root, "classifiers");
	l->lists[CONFIG_CLASSIFIERS].at =
		reallocarray(l->lists[CONFIG_CLASSIFIERS].at, 1,
			     sizeof(const struct nwi_node *));
	if (!l->lists[CONFIG_CLASSIFIERS].at)
		abort();
	l->lists[CONFIG_CLASSIFIERS].at[0] = list->first;
	l->lists[CONFIG_CLASSIFIERS].count = 1;
	l->lists[CONFIG_CLASSIFIERS].room = 1;
}

/* Who tries a new one, or asks for a second opinion, keeps a local one, too. */
static void check_shadows(struct loader *l, size_t count)
{
	const struct config_classifier *all = l->config->classifiers;
	bool remote = false;

	for (size_t i = 0; i < count; i++) {
		if (!all[i].shadow && !all[i].base.requests)
			return;
		remote = remote || all[i].base.requests;
	}
	if (count)
		nwi_problem_warn(
			l->problems,
			nwi_node_place(l->lists[CONFIG_CLASSIFIERS].at[0]),
			nw_str_from("classifiers"),
			remote ? "no classifier is local: no item gets a topic "
				 "before a remote one was asked"
			       : "every classifier is a shadow: no item gets a "
				 "topic");
}

void load_classifiers(struct loader *l)
{
	if (l->lists[CONFIG_CLASSIFIERS].count == 0)
		add_default(l);
	size_t count = l->lists[CONFIG_CLASSIFIERS].count;
	struct config_classifier *classifiers =
		load_alloc(l->arena, count, sizeof(*classifiers));

	/* a file of watches alone may name topics of another configuration */
	l->topics_known = l->in->plugins && l->in->plugins->probe &&
			  !(l->in->flags & CONFIG_ONLY_WATCHES);
	l->config->classifiers = classifiers;
	l->config->classifier_count = count;
	for (size_t i = 0; i < count; i++)
		load_classifier(l, i, &classifiers[i]);
	check_shadows(l, count);
}
