/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/config/loader.h"

static const char *const kind_names[] = {
	[NW_SOURCE] = "source",
	[NW_CLASSIFIER] = "classifier",
	[NW_NOTIFIER] = "notifier",
};

static uint32_t kind_of(enum config_section_index section)
{
	switch (section) {
	case CONFIG_SOURCES:
		return NW_SOURCE;
	case CONFIG_CLASSIFIERS:
		return NW_CLASSIFIER;
	default:
		return NW_NOTIFIER;
	}
}

/* ---- which plugin ---- */

static const struct config_plugin *
find_plugin(const struct loader *l, uint32_t kind, struct nw_str type)
{
	const struct config_plugins *plugins = l->in->plugins;

	for (size_t i = 0; plugins && i < plugins->count; i++) {
		if (plugins->at[i].kind == kind &&
		    nw_str_equal(plugins->at[i].type, type))
			return &plugins->at[i];
	}
	return NULL;
}

static void report_no_plugin(struct loader *l, uint32_t kind,
			     const struct nwi_node *node, struct nw_str type)
{
	const struct config_plugins *plugins = l->in->plugins;
	NW_AUTO(nw_buf_fini) struct nw_buf names = { 0 };
	struct nwi_nearest nearest;
	char near[NWI_NEAREST_TEXT];

	nw_buf_init(&names, 1024);
	nwi_nearest_init(&nearest, type);
	for (size_t i = 0; i < plugins->count; i++) {
		if (plugins->at[i].kind != kind)
			continue;
		nwi_nearest_offer(&nearest, plugins->at[i].type);
		nw_buf_add_text(&names, names.len ? ", " : "");
		nw_buf_add_str(&names, plugins->at[i].type);
	}
	nwi_nearest_text(&nearest, near);
	nwi_node_problem(l->problems, node,
			 "there is no %s plugin \"%.*s\"; allowed: %s%s",
			 kind_names[kind], NW_FMT(type),
			 names.len ? names.at : "none is installed", near);
}

static struct nw_str type_of(const struct nwi_node *node,
			     const struct nw_option *rows)
{
	const struct nwi_node *type = nwi_node_get(node, "type");
	const char *fallback =
		nwi_rows_find(rows, nw_str_from("type"))->fallback;

	if (type && type->kind == NWI_NODE_SCALAR)
		return type->text;
	return nw_str_from(type ? NULL : fallback);
}

/* ---- checking ---- */

static void add_table(struct instance_check *check,
		      const struct nw_option *rows,
		      const struct nwi_values **out)
{
	check->tables[check->count] = rows;
	*out = &check->values[check->count++];
}

static void add_transports(struct instance_check *check)
{
	uint32_t requests = check->plugin->requests;

	if (check->kind == NW_SOURCE)
		return; /* its url and argv are among the daemon's rows */
	if (requests & NW_REQUEST_HTTP)
		add_table(check, config_http_rows, &check->http);
	if (check->kind == NW_CLASSIFIER && requests)
		add_table(check, config_remote_rows, &check->remote);
	if (check->kind != NW_NOTIFIER)
		return;
	if (requests & NW_REQUEST_SMTP)
		add_table(check, config_smtp_rows, &check->smtp);
	if (requests & NW_REQUEST_FILE)
		add_table(check, config_file_rows, &check->file);
	if (requests & NW_REQUEST_EXEC)
		add_table(check, config_exec_rows, &check->exec);
}

void instance_begin(struct loader *l, struct instance_check *check,
		    enum config_section_index section,
		    const struct nwi_node *node)
{
	const struct nw_option *rows = config_sections[section].rows;
	struct nw_str type = type_of(node, rows);

	nw_arena_clear(l->work);
	*check = (struct instance_check){ .node = node,
					  .kind = kind_of(section),
					  .errors = l->problems->errors };
	check->plugin = find_plugin(l, check->kind, type);
	add_table(check, rows, &check->core);
	if (!check->plugin) {
		if (l->in->plugins && type.len) {
			const struct nwi_node *at = nwi_node_get(node, "type");
			report_no_plugin(l, check->kind, at ? at : node, type);
		}
		nwi_rows_check_known(node, rows, l->work, &check->values[0],
				     l->problems);
	} else {
		add_table(check, check->plugin->options, &check->own);
		add_transports(check);
		nwi_rows_check(node, check->tables, check->count, l->work,
			       check->values, l->problems);
	}
	load_check_name(l, check->core);
}

/* ---- what the plugin gets ---- */

static void read_file(struct loader *l, struct nwi_scalar *s,
		      const struct nwi_node *where, size_t *total)
{
	struct nw_str path = load_path(l, s->node, s->text);
	struct nw_error err;

	where = s->node ? s->node : where;
	enum nw_status status = load_read(path.at, false, LOAD_MAX_FILE_OPTION,
					  l->work, &s->bytes, &err);
	if (status != NW_OK) {
		nwi_node_problem(l->problems, where, "file \"%.*s\" %s",
				 NW_FMT(path), err.text);
		return;
	}
	if (!load_is_utf8(s->bytes) ||
	    nw_str_find_char(s->bytes, '\0') < s->bytes.len)
		nwi_node_problem(l->problems, where,
				 "file \"%.*s\" is not UTF-8 text",
				 NW_FMT(path));
	*total += s->bytes.len;
	if (*total > LOAD_MAX_SETTINGS / 8)
		nwi_node_problem(l->problems, where,
				 "the files of one instance are too large; "
				 "allowed: 8 MiB together");
	s->text = path;
}

static void read_files(struct loader *l, const struct instance_check *check)
{
	size_t total = 0;

	for (size_t i = 0; i < check->own->count; i++) {
		const struct nwi_value *value = &check->own->at[i];
		if (value->row->type != NW_OPTION_FILE ||
		    value->row->flags & NW_OPTION_SECRET)
			continue;
		for (size_t j = 0; j < value->count; j++)
			read_file(l, &value->at[j], check->node, &total);
	}
}

static void write_settings(const struct instance_check *check,
			   struct nw_str name, struct nw_buf *out)
{
	struct nwi_values none = { 0 };

	nwi_values_json(check->own ? check->own : &none, name, out);
}

static struct nw_str settings_of(struct loader *l,
				 const struct instance_check *check,
				 struct nw_str name)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };

	nw_buf_init(&json, LOAD_MAX_SETTINGS);
	write_settings(check, name, &json);
	return load_text(l, nw_buf_str(&json));
}

/* Everything that is not secret, and what comes from elsewhere. */
static void digest_of(struct loader *l, const struct instance_check *check,
		      struct nw_str effective, struct config_instance *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };

	nw_buf_init(&json, 2 * (size_t)LOAD_MAX_SETTINGS);
	for (size_t i = 0; i < check->count; i++)
		nwi_values_all_json(&check->values[i], &json);
	nw_buf_add_str(&json, out->settings);
	nw_buf_add_str(&json, effective);
	if (check->plugin)
		nw_buf_add_str(&json, check->plugin->version);
	load_digest(l, kind_names[check->kind], nw_buf_str(&json), out->digest);
}

static void add_topic(struct loader *l, struct nwi_map *topics,
		      struct nw_str topic)
{
	static char there;

	if (topics->count < LOAD_MAX_ENTRIES && !nwi_map_has(topics, topic))
		nwi_map_put(topics, load_text(l, topic), &there);
}

static void take_topic(void *arg, struct nw_str topic)
{
	struct loader *l = arg;

	add_topic(l, &l->topics, topic);
}

/* What only judges gives no watch a topic. */
static void take_shadow_topic(void *arg, struct nw_str topic)
{
	struct loader *l = arg;

	add_topic(l, &l->shadow_topics, topic);
}

static bool is_shadow(const struct instance_check *check)
{
	return check->kind == NW_CLASSIFIER &&
	       nwi_values_bool(check->core, "shadow");
}

/*
 * A hundred feeds with the same options are one question to the plugin: each
 * costs a worker's start.
 */
static struct nw_str probe_key(struct loader *l,
			       const struct instance_check *check)
{
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
	char id[NWI_ID_TEXT];

	nw_buf_init(&json, LOAD_MAX_SETTINGS);
	write_settings(check, nw_str_make("", 0), &json);
	const struct nw_str parts[] = { check->plugin->file,
					nw_buf_str(&json) };
	nwi_derive_id("probe", parts, 2, id);
	return load_text(l, nw_str_from(id));
}

/* A plugin that says "option: what is wrong" points at what was written. */
static void take_refusal(struct loader *l, const struct instance_check *check,
			 const struct nw_error *err)
{
	struct nw_str text = nw_str_from(err->text);
	size_t colon = nw_str_find_char(text, ':');
	const struct nwi_values *own = check->own;

	for (size_t i = 0; own && i < own->count; i++) {
		if (!own->at[i].node ||
		    !nw_str_is(nw_str_slice(text, 0, colon), own->rows[i].name))
			continue;
		text = nw_str_trim(nw_str_slice(text, colon + 1, text.len));
		nwi_node_problem(l->problems, own->at[i].node, "%.*s",
				 NW_FMT(text));
		return;
	}
	nwi_node_problem(l->problems, check->node, "%s", err->text);
}

static void probe(struct loader *l, const struct instance_check *check,
		  const struct config_instance *instance)
{
	const struct config_plugins *plugins = l->in->plugins;
	static char there;
	struct nw_error err;

	if (!check->plugin || !plugins->probe ||
	    l->problems->errors > check->errors) {
		if (check->kind == NW_CLASSIFIER)
			l->topics_known = false;
		return;
	}
	bool shadow = is_shadow(check);
	struct nw_str key = probe_key(l, check);
	if (nwi_map_has(&l->probed, key) && !shadow)
		return;
	enum nw_status status = plugins->probe(
		plugins->arg, check->plugin, instance->settings,
		shadow ? take_shadow_topic : take_topic, l, &err);
	if (status == NW_OK) {
		if (!shadow)
			nwi_map_put(&l->probed, key, &there);
		return;
	}
	take_refusal(l, check, &err);
	if (check->kind == NW_CLASSIFIER)
		l->topics_known = false;
}

void instance_end(struct loader *l, const struct instance_check *check,
		  struct nw_str effective, struct config_instance *out)
{
	out->name = load_text(l, nwi_values_text(check->core, "name"));
	out->type = load_text(l, nwi_values_text(check->core, "type"));
	out->requests = check->plugin ? check->plugin->requests : 0;
	if (check->own)
		read_files(l, check);
	out->settings = settings_of(l, check, out->name);
	digest_of(l, check, effective, out);
	for (size_t i = 0; i < check->count; i++)
		secrets_add(l, &check->values[i], &out->secrets);
	if (nwi_values_bool(check->core, "enabled"))
		probe(l, check, out);
}

struct config_texts instance_argv(struct loader *l,
				  const struct nwi_value *value)
{
	struct config_texts argv = load_texts(l, value);

	if (argv.count == 0)
		return argv;
	const struct nwi_scalar *program = &value->at[0];
	if (program->text.len == 0 || program->text.at[0] != '/')
		nwi_node_problem(l->problems, program->node,
				 "\"%.*s\" is no absolute path; allowed: a "
				 "program such as /usr/local/bin/reader",
				 NW_FMT(program->text));
	return argv;
}
