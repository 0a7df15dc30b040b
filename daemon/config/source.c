/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/config/loader.h"
#include "daemon/config/selector.h"

#include <newswatch/source.h>
#include <newswatch/time.h>
#include <stdio.h>

/* A file may be looked at each second, an outlet may not. */
enum { NETWORK_EVERY_MS = 30 * 1000 };

/* ---- first_poll ---- */

static void load_first_poll(struct loader *l, const struct nwi_value *value,
			    struct config_source *out)
{
	struct nw_str text, word;
	bool wrong = false;

	out->recent_ms = 24 * INT64_C(3600000);
	if (value->count == 0)
		return;
	text = value->at[0].text;
	if (!nw_str_next(&text, ' ', &word))
		return;
	struct nw_str rest = nw_str_trim(text);
	if (nw_str_is(word, "baseline"))
		out->first_poll = CONFIG_FIRST_BASELINE;
	else if (nw_str_is(word, "all"))
		out->first_poll = CONFIG_FIRST_ALL;
	else if (nw_str_is(word, "recent"))
		out->first_poll = CONFIG_FIRST_RECENT;
	else
		wrong = true;
	if (rest.len > 0)
		wrong |= out->first_poll != CONFIG_FIRST_RECENT ||
			 nw_duration_parse(rest, &out->recent_ms) != NW_OK;
	if (wrong)
		nwi_node_problem(l->problems, value->at[0].node,
				 "\"%.*s\" is not valid; allowed: baseline, "
				 "recent 24h (or another duration) or all",
				 NW_FMT(value->at[0].text));
}

/* ---- where ---- */

static int hex_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The path of a file URL, %XX decoded; absent when it holds a NUL. */
static struct nw_str path_of_url(struct loader *l, struct nw_str url)
{
	struct nw_str raw = nw_str_slice(url, strlen("file://"), url.len);
	char *out = load_alloc(l->arena, raw.len + 1, 1);
	size_t len = 0;

	for (size_t i = 0; i < raw.len; i++) {
		int high = -1, low = -1;
		if (raw.at[i] == '%' && i + 2 < raw.len) {
			high = hex_of(raw.at[i + 1]);
			low = hex_of(raw.at[i + 2]);
		}
		if (high >= 0 && low >= 0) {
			out[len++] = (char)(high * 16 + low);
			i += 2;
		} else {
			out[len++] = raw.at[i];
		}
	}
	if (memchr(out, '\0', len))
		return nw_str_make(NULL, 0);
	return nw_str_make(out, len);
}

static void check_kind(struct loader *l, const struct instance_check *check,
		       const struct config_source *out)
{
	static const struct {
		uint32_t kind;
		const char *words;
	} kinds[] = {
		{ NW_REQUEST_HTTP, "fetch http and https" },
		{ NW_REQUEST_FILE, "read files" },
		{ NW_REQUEST_EXEC, "run programs" },
	};

	if (!check->plugin || !out->kind || check->plugin->requests & out->kind)
		return;
	for (size_t i = 0; i < 3; i++) {
		if (kinds[i].kind == out->kind)
			nwi_node_problem(l->problems, check->node,
					 "the plugin \"%.*s\" does not %s",
					 NW_FMT(check->plugin->type),
					 kinds[i].words);
	}
}

static void load_place(struct loader *l, const struct instance_check *check,
		       struct config_source *out)
{
	const struct nwi_value *url = nwi_values_get(check->core, "url");
	const struct nwi_value *argv = nwi_values_get(check->core, "argv");

	if (!!url->node + !!argv->node != 1) {
		if (check->node->kind == NWI_NODE_MAP)
			nwi_node_problem(l->problems, check->node,
					 "has %s; allowed: one of them",
					 url->node ? "both url and argv"
						   : "neither url nor argv");
		return;
	}
	if (argv->node) {
		out->kind = NW_REQUEST_EXEC;
		out->argv = instance_argv(l, argv);
	} else if (url->count && nw_str_starts(url->at[0].text, "file:")) {
		out->kind = NW_REQUEST_FILE;
		out->path = path_of_url(l, url->at[0].text);
		if (nw_str_is_absent(out->path))
			nwi_node_problem(l->problems, url->at[0].node,
					 "a path cannot hold a NUL character");
	} else if (url->count) {
		out->kind = NW_REQUEST_HTTP;
		out->url = load_text(l, nwi_values_text(check->core, "url"));
	}
	check_kind(l, check, out);
}

/* ---- the rest ---- */

static int64_t own_or(const struct nwi_values *values, const char *name,
		      int64_t fallback)
{
	const struct nwi_value *value = nwi_values_get(values, name);

	return value->count ? value->at[0].integer : fallback;
}

static void load_limits(struct loader *l, const struct nwi_values *core,
			struct config_source *out)
{
	const struct config_fetch *fetch = &l->config->fetch;
	const struct nwi_value *private = nwi_values_get(core, "allow_private");

	out->every_ms = own_or(core, "every", fetch->every_ms);
	if (out->kind == NW_REQUEST_HTTP && out->every_ms < NETWORK_EVERY_MS)
		nwi_node_problem(l->problems,
				 nwi_values_get(core, "every")->at[0].node,
				 "is too often for a network; allowed: a "
				 "duration of at least 30s");
	out->max_body = own_or(core, "max_body", fetch->max_body);
	out->max_items = own_or(core, "max_items", fetch->max_items);
	out->timeout_ms = own_or(core, "timeout", fetch->timeout_ms);
	out->follow_ups = nwi_values_int(core, "follow_ups");
	out->allow_private =
		private->count ? private->at[0].boolean : fetch->allow_private;
}

/* The plugin knows what it reads, the operator what was agreed. */
static void load_robots(const struct instance_check *check,
			struct config_source *out)
{
	const struct nwi_value *own = nwi_values_get(check->core, "robots");
	bool pages = check->plugin && check->plugin->flags & NW_SOURCE_PAGES;

	if (own->count)
		out->robots = own->at[0].boolean ? CONFIG_ROBOTS_ALL
						 : CONFIG_ROBOTS_NONE;
	else
		out->robots =
			pages ? CONFIG_ROBOTS_ALL : CONFIG_ROBOTS_ARTICLES;
}

/* ---- full texts ---- */

static void check_selector(struct loader *l, const struct nwi_scalar *s)
{
	static const char *const names[] = { "text", "title", "date", "author",
					     "remove" };
	struct nw_error err;
	bool known = false;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		known |= nw_str_is(s->key, names[i]);
	if (!known)
		nwi_node_problem(l->problems, s->node,
				 "\"%.*s\" is no part of an article; allowed: "
				 "text, title, date, author, remove",
				 NW_FMT(s->key));
	else if (load_check_selector(s->text, &err) != NW_OK)
		nwi_node_problem(l->problems, s->node, "%s", err.text);
}

static void load_full_text(struct loader *l, const struct nwi_values *core,
			   struct config_source *out)
{
	const struct nwi_value *given = nwi_values_get(core, "full_text");
	const struct nwi_value *article = nwi_values_get(core, "article");
	struct nw_str type = nwi_values_text(core, "type");
	bool lists = nw_str_is(type, "page") || nw_str_is(type, "sitemap");

	out->full_text = lists ? CONFIG_TEXT_AUTO : CONFIG_TEXT_NEVER;
	if (given->count)
		out->full_text = (uint32_t)given->at[0].integer;
	if (out->follow_ups == 0)
		out->full_text = CONFIG_TEXT_NEVER;
	for (size_t i = 0; i < article->count; i++)
		check_selector(l, &article->at[i]);
	out->article = load_pairs(l, article);
}

static void load_user(struct loader *l, const struct instance_check *check,
		      struct config_source *out)
{
	const struct nwi_value *user = nwi_values_get(check->core, "user");
	const struct nwi_value *word = nwi_values_get(check->core, "password");

	out->user = load_text(l, nwi_values_text(check->core, "user"));
	if (!user->node != !word->node)
		nwi_node_problem(l->problems, check->node,
				 "has %s; allowed: both or neither",
				 user->node ? "a user without a password"
					    : "a password without a user");
}

static void load_outlet_of(struct loader *l, const struct nwi_value *value,
			   struct config_source *out)
{
	if (value->count)
		out->outlet = load_reference(l, &l->config->self->outlets,
					     value->at[0].node,
					     value->at[0].text, "outlet");
}

static void load_source(struct loader *l, size_t i, struct config_source *out)
{
	struct instance_check check;
	char effective[160];

	instance_begin(l, &check, CONFIG_SOURCES,
		       l->lists[CONFIG_SOURCES].at[i]);
	const struct nwi_values *core = check.core;
	out->enabled = nwi_values_bool(core, "enabled");
	out->identity = (uint32_t)nwi_values_int(core, "identity");
	load_place(l, &check, out);
	load_limits(l, core, out);
	load_robots(&check, out);
	load_full_text(l, core, out);
	load_user(l, &check, out);
	load_first_poll(l, nwi_values_get(core, "first_poll"), out);
	load_outlet_of(l, nwi_values_get(core, "outlet"), out);
	out->headers = load_pairs(l, nwi_values_get(core, "headers"));
	struct config_texts languages =
		load_languages(l, nwi_values_get(core, "language"));
	if (languages.count)
		out->language = languages.at[0];
	snprintf(effective, sizeof(effective), "%lld %lld %lld %lld %d %u",
		 (long long)out->every_ms, (long long)out->max_body,
		 (long long)out->max_items, (long long)out->timeout_ms,
		 out->allow_private, out->robots);
	instance_end(l, &check, nw_str_from(effective), &out->base);
	load_index(l, CONFIG_SOURCES, &l->config->self->sources, out->base.name,
		   i, out);
}

void load_sources(struct loader *l)
{
	size_t count = l->lists[CONFIG_SOURCES].count;
	struct config_source *sources =
		load_alloc(l->arena, count, sizeof(*sources));

	l->config->sources = sources;
	l->config->source_count = count;
	for (size_t i = 0; i < count; i++)
		load_source(l, i, &sources[i]);
}
