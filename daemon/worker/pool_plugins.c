/* SPDX-License-Identifier: Apache-2.0 */
/* The plugins of our folder and those that a configuration names. */
#include "daemon/worker/pool.h"

#include "plugin/descriptor.h"

#include <string.h>

enum { MAX_NAMED = 64 };

static const struct config_plugin *find(const struct config_plugin *rows,
					size_t count,
					const struct config_plugin *like)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].kind == like->kind &&
		    nw_str_equal(rows[i].type, like->type))
			return &rows[i];
	return NULL;
}

/* Appends a named plugin unless its kind and name are taken. */
static void add(struct config_plugin *all, size_t *count,
		const struct config_plugin *plugin, struct nw_buf *refused)
{
	const struct config_plugin *other = find(all, *count, plugin);

	if (!other) {
		all[(*count)++] = *plugin;
		return;
	}
	if (!nw_str_equal(other->file, plugin->file))
		nw_buf_add_fmt(refused,
			       "%.*s: there is a %s \"%.*s\" already, in "
			       "%.*s\n",
			       NW_FMT(plugin->file),
			       nwi_plugin_kind_name(plugin->kind),
			       NW_FMT(plugin->type), NW_FMT(other->file));
}

enum nw_status pool_describe_all(const struct pool_settings *settings,
				 const struct config_texts *named,
				 int64_t wait_ms, struct nw_arena *arena,
				 struct config_plugin **out, size_t *out_count,
				 struct nw_buf *lines, struct nw_buf *refused,
				 struct nw_error *err)
{
	const char *ours =
		settings->plugin_dir ? settings->plugin_dir : NW_PLUGIN_DIR;
	const char *paths[MAX_NAMED];
	struct config_plugin *own, *more;
	size_t own_count, more_count, count = named->count;

	enum nw_status status =
		pool_describe(settings, &ours, 1, wait_ms, arena, &own,
			      &own_count, lines, err);
	if (status != NW_OK || count == 0) {
		if (status == NW_OK) {
			*out = own;
			*out_count = own_count;
		}
		return status;
	}
	if (count > MAX_NAMED)
		return nw_fail(err, NW_LIMIT, "plugins: %zu paths; allowed: %d",
			       count, MAX_NAMED);
	for (size_t i = 0; i < count; i++)
		paths[i] = nw_arena_str(arena, named->at[i]).at;
	status = pool_describe(settings, paths, count, wait_ms, arena, &more,
			       &more_count, refused, err);
	if (status != NW_OK)
		return status;
	struct config_plugin *all =
		nw_arena_array(arena, own_count + more_count + 1, sizeof(*all));
	if (!all)
		return nw_fail(err, NW_LIMIT, "too many plugins");
	memcpy(all, own, own_count * sizeof(*all));
	for (size_t i = 0; i < more_count; i++)
		add(all, &own_count, &more[i], refused);
	*out = all;
	*out_count = own_count;
	return NW_OK;
}
