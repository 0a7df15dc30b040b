/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/descriptor.h"
#include "base/json.h"

static const char *const kinds[] = { NULL, "source", "classifier", "notifier" };
enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

const char *nwi_plugin_kind_name(uint32_t kind)
{
	return kind < KINDS ? kinds[kind] : NULL;
}

uint32_t nwi_plugin_kind(struct nw_str name)
{
	for (uint32_t i = 1; i < KINDS; i++)
		if (nw_str_is(name, kinds[i]))
			return i;
	return 0;
}

/* `type:` in the YAML: lower case, digits, '-', at most 64. */
static bool is_name(const char *name, char joint)
{
	size_t len = name ? strlen(name) : 0;

	if (len == 0 || len > 64 || name[0] < 'a' || name[0] > 'z')
		return false;
	for (size_t i = 0; i < len; i++) {
		bool fits = (name[i] >= 'a' && name[i] <= 'z') ||
			    (name[i] >= '0' && name[i] <= '9') ||
			    name[i] == joint;
		if (!fits)
			return false;
	}
	return true;
}

static bool is_line(const char *text)
{
	if (!text || strlen(text) > 512)
		return false;
	for (; *text; text++)
		if ((unsigned char)*text < 0x20)
			return false;
	return true;
}

static bool abi_fits(const struct nw_plugin *plugin)
{
	if (plugin->abi_major != NW_ABI_MAJOR)
		return false;
	if (NW_ABI_MAJOR == 0)
		return plugin->abi_minor == NW_ABI_MINOR;
	return plugin->abi_minor <= NW_ABI_MINOR;
}

static enum nw_status check_rows(const struct nw_plugin *plugin,
				 const char *file, struct nw_error *err)
{
	const struct nw_option *rows = plugin->options;

	if (!rows)
		return NW_OK;
	if (plugin->option_size != sizeof(struct nw_option))
		return nw_fail(err, NW_BAD_CONFIG,
			       "%s: its option rows are %u bytes long, ours "
			       "are %zu: build it against this newswatch",
			       file, plugin->option_size,
			       sizeof(struct nw_option));
	for (size_t i = 0; rows[i].name; i++) {
		if (i >= NWI_OPTION_ROWS)
			return nw_fail(err, NW_BAD_CONFIG,
				       "%s: more than %d option rows", file,
				       NWI_OPTION_ROWS);
		if (!is_name(rows[i].name, '_') ||
		    rows[i].type < NW_OPTION_TEXT ||
		    rows[i].type > NW_OPTION_MAP)
			return nw_fail(err, NW_BAD_CONFIG,
				       "%s: option row %zu has no valid name "
				       "or type",
				       file, i + 1);
	}
	return NW_OK;
}

/* What each kind cannot be without. */
static bool has_calls(const struct nw_plugin *plugin)
{
	const struct nw_source_ops *source = plugin->ops;
	const struct nw_classifier_ops *classifier = plugin->ops;
	const struct nw_notifier_ops *notifier = plugin->ops;

	if (!plugin->ops)
		return false;
	switch (plugin->kind) {
	case NW_SOURCE:
		return source->size >= sizeof(*source) && source->read;
	case NW_CLASSIFIER:
		return classifier->size >= sizeof(*classifier) &&
		       classifier->topics &&
		       (classifier->classify ||
			(classifier->request && classifier->read));
	default:
		return notifier->size >= sizeof(*notifier) &&
		       notifier->render && notifier->request;
	}
}

/* What keeps a classifier from being asked; its table is known to be whole. */
static const char *unaskable(const struct nw_plugin *plugin)
{
	const struct nw_classifier_ops *ops = plugin->ops;

	if (plugin->kind != NW_CLASSIFIER)
		return NULL;
	if (ops->classify && ops->requests)
		return "it has classify and states requests: a classifier "
		       "is local or remote";
	if (!ops->classify && ops->requests != NW_REQUEST_HTTP)
		return "it has no classify, and a remote classifier asks over "
		       "HTTP alone";
	return NULL;
}

enum nw_status nwi_plugin_check(const struct nw_plugin *plugin,
				const char *file, struct nw_error *err)
{
	if (!plugin)
		return nw_fail(err, NW_BAD_CONFIG,
			       "%s: nw_plugin gave no descriptor", file);
	if (plugin->size < offsetof(struct nw_plugin, kind))
		return nw_fail(err, NW_BAD_CONFIG,
			       "%s: its descriptor is %u bytes long, too short "
			       "for one",
			       file, plugin->size);
	if (!abi_fits(plugin))
		return nw_fail(err, NW_BAD_CONFIG,
			       "%s: it was built for plugin ABI %u.%u, this "
			       "newswatch has %u.%u",
			       file, plugin->abi_major, plugin->abi_minor,
			       NW_ABI_MAJOR, NW_ABI_MINOR);
	if (plugin->size < sizeof(*plugin))
		return nw_fail(err, NW_BAD_CONFIG,
			       "%s: its descriptor is %u bytes long, ABI %u.%u "
			       "has %zu",
			       file, plugin->size, plugin->abi_major,
			       plugin->abi_minor, sizeof(*plugin));
	if (!nwi_plugin_kind_name(plugin->kind))
		return nw_fail(err, NW_BAD_CONFIG,
			       "%s: kind %u is no kind of plugin", file,
			       plugin->kind);
	if (!is_name(plugin->name, '-'))
		return nw_fail(err, NW_BAD_CONFIG,
			       "%s: its name is not of lower-case letters, "
			       "digits and '-'",
			       file);
	if (!is_line(plugin->version) || !is_line(plugin->licence) ||
	    !is_line(plugin->summary))
		return nw_fail(err, NW_BAD_CONFIG,
			       "%s: version, licence or summary is not one "
			       "line",
			       file);
	enum nw_status status = check_rows(plugin, file, err);
	if (status == NW_OK && !has_calls(plugin))
		status = nw_fail(err, NW_BAD_CONFIG,
				 "%s: its table of calls is too small or lacks "
				 "one that a %s must have",
				 file, nwi_plugin_kind_name(plugin->kind));
	/* Better refused by name than loaded and never asked. */
	if (status == NW_OK && unaskable(plugin))
		status = nw_fail(err, NW_BAD_CONFIG, "%s: %s", file,
				 unaskable(plugin));
	return status;
}

static void row_to_json(const struct nw_option *row, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "name", row->name);
	nwi_json_put_int(out, "type", row->type);
	nwi_json_put_int(out, "flags", row->flags);
	nwi_json_put_text(out, "fallback", row->fallback);
	nwi_json_put_int(out, "min", row->min);
	nwi_json_put_int(out, "max", row->max);
	nwi_json_put_text(out, "choices", row->choices);
	nwi_json_put_text(out, "example", row->example);
	nwi_json_put_text(out, "help", row->help);
	nwi_json_close(out, '}');
}

/* The bits of request kinds stand at one place in all three tables. */
static uint32_t requests_of(const struct nw_plugin *plugin)
{
	const struct nw_source_ops *ops = plugin->ops;

	return ops->requests;
}

static uint32_t flags_of(const struct nw_plugin *plugin)
{
	const struct nw_source_ops *ops = plugin->ops;

	return plugin->kind == NW_SOURCE ? ops->flags : 0;
}

void nwi_plugin_to_json(const struct nw_plugin *plugin, struct nw_str file,
			struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "file", file);
	nwi_json_put_text(out, "kind", nwi_plugin_kind_name(plugin->kind));
	nwi_json_put_text(out, "name", plugin->name);
	nwi_json_put_text(out, "version", plugin->version);
	nwi_json_put_text(out, "licence", plugin->licence);
	nwi_json_put_text(out, "summary", plugin->summary);
	nwi_json_key(out, "abi");
	nwi_json_open(out, '[');
	nwi_json_int(out, plugin->abi_major);
	nwi_json_int(out, plugin->abi_minor);
	nwi_json_close(out, ']');
	nwi_json_put_int(out, "requests", requests_of(plugin));
	nwi_json_put_int(out, "flags", flags_of(plugin));
	nwi_json_key(out, "options");
	nwi_json_open(out, '[');
	for (const struct nw_option *row = plugin->options; row && row->name;
	     row++)
		row_to_json(row, out);
	nwi_json_close(out, ']');
	nwi_json_close(out, '}');
}

static const char *keep(struct nw_arena *arena, const json_t *object,
			const char *key)
{
	return nw_arena_str(arena, nwi_json_get_str(object, key)).at;
}

static bool row_from_json(const json_t *json, struct nw_arena *arena,
			  struct nw_option *row)
{
	row->name = keep(arena, json, "name");
	row->type = (uint32_t)nwi_json_get_int(json, "type", 0);
	row->flags = (uint32_t)nwi_json_get_int(json, "flags", 0) &
		     (NW_OPTION_REQUIRED | NW_OPTION_LIST | NW_OPTION_SECRET);
	row->fallback = keep(arena, json, "fallback");
	row->min = nwi_json_get_int(json, "min", 0);
	row->max = nwi_json_get_int(json, "max", 0);
	row->choices = keep(arena, json, "choices");
	row->example = keep(arena, json, "example");
	row->help = keep(arena, json, "help");
	return is_name(row->name, '_') && row->type >= NW_OPTION_TEXT &&
	       row->type <= NW_OPTION_MAP && row->help;
}

enum nw_status nwi_plugin_rows_from_json(struct nw_str line,
					 struct nw_arena *arena,
					 const struct nw_option **out,
					 struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *root = NULL;

	enum nw_status status =
		nwi_json_parse(line, (size_t)1 << 20, 8, &root, err);
	if (status != NW_OK)
		return status;
	const json_t *list = json_object_get(root, "options");
	size_t count = json_array_size(list);
	if (count > NWI_OPTION_ROWS)
		return nw_fail(err, NW_LIMIT, "more than %d option rows",
			       NWI_OPTION_ROWS);
	struct nw_option *rows =
		nw_arena_array(arena, count + 1, sizeof(*rows));
	if (!rows)
		return nw_fail(err, NW_LIMIT, "option rows are too large");
	for (size_t i = 0; i < count; i++)
		if (!row_from_json(json_array_get(list, i), arena, &rows[i]))
			return nw_fail(err, NW_BAD_INPUT,
				       "option row %zu is damaged", i + 1);
	*out = rows;
	return NW_OK;
}
