/* SPDX-License-Identifier: Apache-2.0 */
/* What is made from the rows: sample, manual, explain. */
#include "config/rows.h"
#include "daemon/config/config.h"
#include "daemon/config/rows.h"

#include <ctype.h>

struct transport {
	uint32_t request;
	const char *title;
	const struct nw_option *rows;
};

static const struct transport transports[] = {
	{ NW_REQUEST_HTTP, "Notifiers and classifiers that speak HTTP",
	  config_http_rows },
	{ NW_REQUEST_SMTP, "Notifiers that send mail", config_smtp_rows },
	{ NW_REQUEST_FILE, "Notifiers that write files", config_file_rows },
	{ NW_REQUEST_EXEC, "Notifiers that run programs", config_exec_rows },
	{ 0, "Classifiers that are remote", config_remote_rows },
};

enum { TRANSPORTS = sizeof(transports) / sizeof(transports[0]) };

/* Whether its instances have these rows too; those of no request are of all
 * remote classifiers. */
static bool speaks(const struct config_plugin *plugin,
		   const struct transport *transport)
{
	if (transport->request)
		return plugin->requests & transport->request;
	return plugin->kind == NW_CLASSIFIER && plugin->requests;
}

/* ---- sample ---- */

static void sample_section(const struct config_section *section,
			   struct nw_buf *out)
{
	nw_buf_add_char(out, '\n');
	nwi_comment(section->help, 0, out);
	if (section->shape == CONFIG_SHAPE_TOP) {
		nwi_rows_sample(section->rows, 0, false, out);
		return;
	}
	nw_buf_add_fmt(out, "%s:\n", section->name);
	nwi_rows_sample(section->rows, 2, section->shape == CONFIG_SHAPE_LIST,
			out);
}

void config_sample(struct nw_buf *out)
{
	nw_buf_add_text(
		out,
		"# Every option of newswatch with its default, made from the\n"
		"# option rows of the program. What is commented out shows "
		"the\n"
		"# default or an example. Options of plugins: newswatch "
		"explain TYPE.\n");
	for (size_t i = 0; i < CONFIG_SECTION_COUNT; i++)
		sample_section(&config_sections[i], out);
}

/* ---- manual ---- */

static void manual_title(const char *name, struct nw_buf *out)
{
	nw_buf_add_text(out, ".Ss ");
	for (; *name; name++)
		nw_buf_add_char(out, *name);
	nw_buf_add_char(out, '\n');
}

static void manual_rows(const struct nw_option *rows, struct nw_buf *out)
{
	nw_buf_add_text(out, ".Bl -tag -width Ds\n");
	nwi_rows_manual(rows, out);
	nw_buf_add_text(out, ".El\n");
}

void config_manual(struct nw_buf *out)
{
	for (size_t i = 0; i < CONFIG_SECTION_COUNT; i++) {
		const struct config_section *section = &config_sections[i];
		manual_title(*section->name ? section->name : "Top level", out);
		nwi_mdoc(section->help, out);
		manual_rows(section->rows, out);
	}
	for (size_t i = 0; i < TRANSPORTS; i++) {
		manual_title(transports[i].title, out);
		nw_buf_add_text(out, "Beside the options of the plugin:\n");
		manual_rows(transports[i].rows, out);
	}
}

/* ---- explain ---- */

struct explaining {
	struct nw_str scope, key; /* key absent: the whole scope */
	struct nw_buf *out;
	struct nwi_nearest nearest;
	struct nw_buf names; /* backs what nearest may keep */
	bool found;
};

static void offer_path(struct explaining *e, const char *scope,
		       const struct nw_option *row)
{
	size_t start = e->names.len;

	nw_buf_add_fmt(&e->names, "%s%s%s", scope, *scope ? "." : "",
		       row->name);
	if (!e->names.failed)
		nwi_nearest_offer(&e->nearest,
				  nw_str_slice(nw_buf_str(&e->names), start,
					       e->names.len));
}

static void explain_row(struct explaining *e, const char *scope,
			const struct nw_option *row)
{
	NW_AUTO(nw_buf_fini) struct nw_buf path = { 0 };

	nw_buf_init(&path, 256);
	nw_buf_add_fmt(&path, "%s%s%s", scope, *scope ? "." : "", row->name);
	nw_buf_add_text(e->out, e->found ? "\n" : "");
	nwi_row_explain(nw_buf_str(&path), row, e->out);
	e->found = true;
}

/* Rows of one scope: those that are meant, else names for "did you mean". */
static void explain_rows(struct explaining *e, const char *scope, bool here,
			 const struct nw_option *rows,
			 const struct nw_option *told)
{
	for (; rows && rows->name; rows++) {
		if (nwi_rows_find(told, nw_str_from(rows->name)))
			continue; /* the plugin's words are the better ones */
		offer_path(e, scope, rows);
		if (here &&
		    (nw_str_is_absent(e->key) || nw_str_is(e->key, rows->name)))
			explain_row(e, scope, rows);
	}
}

static const char *section_of(const struct config_plugin *plugin)
{
	switch (plugin->kind) {
	case NW_SOURCE:
		return config_sections[CONFIG_SOURCES].name;
	case NW_CLASSIFIER:
		return config_sections[CONFIG_CLASSIFIERS].name;
	default:
		return config_sections[CONFIG_NOTIFIERS].name;
	}
}

/*
 * "email", "email.to", and "notifiers.to" as an error's path has it, unless
 * the daemon itself has such an option there.
 */
static void explain_plugin(struct explaining *e, bool known,
			   const struct config_plugin *plugin)
{
	bool own = nw_str_equal(e->scope, plugin->type);
	bool whole = own && nw_str_is_absent(e->key);
	bool here = own || (!known && !nw_str_is_absent(e->key) &&
			    nw_str_is(e->scope, section_of(plugin)));
	NW_AUTO(nw_buf_fini) struct nw_buf scope = { 0 };

	nw_buf_init(&scope, 256);
	nw_buf_add_str(&scope, plugin->type);
	nwi_nearest_offer(&e->nearest, plugin->type);
	if (whole) {
		nw_buf_add_fmt(e->out, "%s%.*s: %.*s (under %s:)\n\n",
			       e->found ? "\n" : "", NW_FMT(plugin->type),
			       NW_FMT(plugin->summary), section_of(plugin));
		e->found = false; /* no blank line before the first row */
	}
	explain_rows(e, scope.at, here, plugin->options, NULL);
	for (size_t i = 0; i < TRANSPORTS && plugin->kind != NW_SOURCE; i++) {
		if (speaks(plugin, &transports[i]))
			explain_rows(e, scope.at, here, transports[i].rows,
				     plugin->options);
	}
	e->found |= whole;
}

/* "fetch.every" -> fetch, every; "fetch" -> fetch; "contact" -> "", contact. */
static void split_key(struct explaining *e, struct nw_str key)
{
	size_t dot = nw_str_find_char(key, '.');

	if (dot < key.len) {
		/* "sources[3].every", as errors say it */
		e->scope = nw_str_slice(key, 0, dot);
		e->scope.len = nw_str_find_char(e->scope, '[');
		e->key = nw_str_slice(key, dot + 1, key.len);
	} else if (nwi_rows_find(config_sections[CONFIG_TOP].rows, key)) {
		e->scope = nw_str_make("", 0);
		e->key = key;
	} else {
		e->scope = key;
		e->key = nw_str_make(NULL, 0);
	}
}

static void explain_everything(struct explaining *e,
			       const struct config_plugins *plugins)
{
	for (size_t i = 0; i < CONFIG_SECTION_COUNT; i++) {
		const struct config_section *section = &config_sections[i];
		if (nw_str_is_absent(e->key) && *section->name &&
		    nw_str_is(e->scope, section->name))
			nw_buf_add_fmt(e->out, "%s: %s\n\n", section->name,
				       section->help);
		if (*section->name)
			nwi_nearest_offer(&e->nearest,
					  nw_str_from(section->name));
		explain_rows(e, section->name,
			     nw_str_is(e->scope, section->name), section->rows,
			     NULL);
	}
	bool known = e->found;
	for (size_t i = 0; plugins && i < plugins->count; i++)
		explain_plugin(e, known, &plugins->at[i]);
}

static void explaining_fini(struct explaining *e)
{
	nw_buf_fini(&e->names);
}

enum nw_status config_explain(struct nw_str key,
			      const struct config_plugins *plugins,
			      struct nw_buf *out, struct nw_error *err)
{
	NW_AUTO(explaining_fini) struct explaining e = { .out = out };
	char near[NWI_NEAREST_TEXT];

	/* Never moved while names are borrowed from it. */
	nw_buf_init(&e.names, 256 * 1024);
	if (!nw_buf_reserve(&e.names, 256 * 1024 - 1))
		return nw_fail(err, NW_NO_MEMORY, "no memory");
	nwi_nearest_init(&e.nearest, key);
	split_key(&e, key);
	explain_everything(&e, plugins);
	if (e.found)
		return nw_buf_check(out, "the explanation", err);
	nwi_nearest_text(&e.nearest, near);
	return nw_fail(err, NW_NOT_FOUND, "there is no option \"%.*s\"%s",
		       NW_FMT(key), near);
}
