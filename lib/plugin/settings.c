/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/settings.h"
#include "base/arena.h"
#include "base/json.h"

#include <stdio.h>
#include <stdlib.h>

/* One value of a row, in every form that a getter may ask for. */
struct value {
	struct nw_str text; /* FILE: its bytes */
	struct nw_str key;  /* MAP: the key; FILE: the path */
	int64_t integer;
	double number;
};

struct setting {
	const struct nw_option *row;
	struct value *values;
	size_t count;
	bool has;
};

struct nw_settings {
	struct nw_arena *arena;
	struct nw_str name;
	struct setting *settings;
	size_t count;
};

/* Bits of the types that a getter serves. */
#define TYPE(type) (1u << NW_OPTION_##type)
#define TEXTS \
	(TYPE(TEXT) | TYPE(CHOICE) | TYPE(URL) | TYPE(ADDRESS) | TYPE(MAP))
#define INTEGERS (TYPE(INTEGER) | TYPE(DURATION) | TYPE(SIZE))

static size_t count_rows(const struct nw_option *rows)
{
	size_t count = 0;

	while (rows && rows[count].name)
		count++;
	return count;
}

static enum nw_status size_of_text(struct nw_str text, int64_t *out)
{
	static const struct {
		const char *unit;
		int64_t bytes;
	} units[] = { { "KiB", 1 << 10 },
		      { "MiB", 1 << 20 },
		      { "GiB", 1 << 30 },
		      { "B", 1 },
		      { "", 1 } };
	size_t i = 0;

	while (!nw_str_ends(text, units[i].unit))
		i++;
	text.len -= strlen(units[i].unit);
	int64_t number;
	enum nw_status status = nw_str_to_int(nw_str_trim(text), &number);
	if (status != NW_OK)
		return status;
	if (__builtin_mul_overflow(number, units[i].bytes, &number))
		return NW_LIMIT;
	*out = number;
	return NW_OK;
}

/* A row's default, and values that were left as text, by the row's type. */
static enum nw_status convert_text(const struct nw_option *row,
				   struct value *value)
{
	struct nw_str text = value->text;

	switch (row->type) {
	case NW_OPTION_INTEGER:
		return nw_str_to_int(text, &value->integer);
	case NW_OPTION_DURATION:
		return nw_duration_parse(text, &value->integer);
	case NW_OPTION_SIZE:
		return size_of_text(text, &value->integer);
	case NW_OPTION_BOOLEAN:
		value->integer =
			nw_str_is(text, "true") || nw_str_is(text, "yes");
		return NW_OK;
	case NW_OPTION_NUMBER:
		value->number = strtod(text.at, NULL);
		return NW_OK;
	default:
		return NW_OK;
	}
}

static enum nw_status convert(struct nw_settings *settings,
			      const struct nw_option *row, const json_t *json,
			      struct value *value)
{
	if (json_is_string(json)) {
		value->text = nw_arena_str(
			settings->arena, nw_str_make(json_string_value(json),
						     json_string_length(json)));
		return value->text.at ? convert_text(row, value) : NW_LIMIT;
	}
	bool text = (TEXTS >> row->type & 1) != 0;
	if (json_is_boolean(json) && row->type == NW_OPTION_BOOLEAN)
		value->integer = json_is_true(json);
	else if (json_is_number(json) && !text)
		value->integer =
			json_is_integer(json) ? json_integer_value(json) : 0;
	else
		return NW_BAD_INPUT;
	value->number = json_number_value(json);
	value->text = nw_arena_fmt(settings->arena, "%lld",
				   (long long)value->integer);
	return NW_OK;
}

static enum nw_status wrong_value(const struct nw_settings *settings,
				  const struct nw_option *row,
				  struct nw_error *err)
{
	return nw_fail(err, NW_BAD_CONFIG,
		       "%.*s: option \"%s\" has a value that its type does "
		       "not have",
		       NW_FMT(settings->name), row->name);
}

static enum nw_status make_room(struct nw_settings *settings,
				struct setting *setting, size_t count,
				struct nw_error *err)
{
	setting->values = nw_arena_array(settings->arena, count,
					 sizeof(*setting->values));
	if (!setting->values)
		return nw_fail(err, NW_LIMIT, "%.*s: settings are too large",
			       NW_FMT(settings->name));
	setting->count = count;
	setting->has = true;
	return NW_OK;
}

static enum nw_status read_map(struct nw_settings *settings,
			       struct setting *setting, json_t *object,
			       struct nw_error *err)
{
	const char *key;
	json_t *member;
	size_t i = 0;

	enum nw_status status =
		make_room(settings, setting, json_object_size(object), err);
	if (status != NW_OK)
		return status;
	json_object_foreach(object, key, member)
	{
		struct value *value = &setting->values[i++];
		value->key = nw_arena_str(settings->arena, nw_str_from(key));
		if (convert(settings, setting->row, member, value) != NW_OK)
			return wrong_value(settings, setting->row, err);
	}
	return NW_OK;
}

static enum nw_status read_values(struct nw_settings *settings,
				  struct setting *setting, json_t *json,
				  struct nw_error *err)
{
	bool list = json_is_array(json);
	size_t count = list ? json_array_size(json) : 1;

	if (json_is_object(json) && setting->row->type == NW_OPTION_MAP)
		return read_map(settings, setting, json, err);
	enum nw_status status = make_room(settings, setting, count, err);
	if (status != NW_OK)
		return status;
	for (size_t i = 0; i < count; i++) {
		const json_t *one = list ? json_array_get(json, i) : json;
		if (convert(settings, setting->row, one, &setting->values[i]) !=
		    NW_OK)
			return wrong_value(settings, setting->row, err);
	}
	return NW_OK;
}

static enum nw_status read_files(struct nw_settings *settings,
				 struct setting *setting, const json_t *files,
				 struct nw_error *err)
{
	size_t count = json_array_size(files);

	if (count == 0)
		return NW_OK;
	enum nw_status status = make_room(settings, setting, count, err);
	for (size_t i = 0; status == NW_OK && i < count; i++) {
		const json_t *file = json_array_get(files, i);
		struct value *value = &setting->values[i];
		value->key = nw_arena_str(settings->arena,
					  nwi_json_get_str(file, "path"));
		value->text = nw_arena_str(settings->arena,
					   nwi_json_get_str(file, "text"));
		if (!value->text.at || !value->key.at)
			return wrong_value(settings, setting->row, err);
	}
	return status;
}

static enum nw_status use_default(struct nw_settings *settings,
				  struct setting *setting, struct nw_error *err)
{
	if (!setting->row->fallback || setting->row->type == NW_OPTION_FILE)
		return NW_OK;
	enum nw_status status = make_room(settings, setting, 1, err);
	if (status != NW_OK)
		return status;
	setting->values->text = nw_str_from(setting->row->fallback);
	if (convert_text(setting->row, setting->values) != NW_OK)
		return wrong_value(settings, setting->row, err);
	return NW_OK;
}

static bool is_listed(const json_t *names, const char *name)
{
	for (size_t i = 0; i < json_array_size(names); i++) {
		const char *one = json_string_value(json_array_get(names, i));
		if (one && strcmp(one, name) == 0)
			return true;
	}
	return false;
}

static enum nw_status read_setting(struct nw_settings *settings,
				   struct setting *setting, const json_t *root,
				   struct nw_error *err)
{
	const char *name = setting->row->name;
	json_t *value = json_object_get(json_object_get(root, "options"), name);
	const json_t *files =
		json_object_get(json_object_get(root, "files"), name);

	if (setting->row->flags & NW_OPTION_SECRET) {
		setting->has =
			is_listed(json_object_get(root, "secrets"), name);
		return NW_OK;
	}
	if (setting->row->type == NW_OPTION_FILE)
		return read_files(settings, setting, files, err);
	if (setting->row->type == NW_OPTION_PATH)
		return NW_OK;
	if (value && !json_is_null(value))
		return read_values(settings, setting, value, err);
	return use_default(settings, setting, err);
}

static enum nw_status refuse_unknown(const struct nw_settings *settings,
				     const json_t *root, struct nw_error *err)
{
	const char *key;
	json_t *value;

	json_object_foreach(json_object_get(root, "options"), key, value)
	{
		size_t i = 0;
		while (i < settings->count &&
		       strcmp(settings->settings[i].row->name, key) != 0)
			i++;
		if (i == settings->count)
			return nw_fail(err, NW_BAD_CONFIG,
				       "%.*s: there is no option \"%s\"",
				       NW_FMT(settings->name), key);
	}
	return NW_OK;
}

enum nw_status nwi_settings_read(struct nw_str json,
				 const struct nw_option *rows,
				 struct nw_settings **out, struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *root = NULL;
	NW_AUTO(nwi_settings_free) struct nw_settings *settings = NULL;

	enum nw_status status =
		nwi_json_parse(json, NWI_SETTINGS_MAX, 16, &root, err);
	if (status != NW_OK)
		return status;
	struct nw_arena *arena = nwi_arena_new_small(2 * NWI_SETTINGS_MAX);
	settings = nw_arena_new_of(arena, struct nw_settings);
	if (!settings)
		abort();
	settings->arena = arena;
	settings->name = nw_arena_str(arena, nwi_json_get_str(root, "name"));
	settings->count = count_rows(rows);
	settings->settings = nw_arena_array(arena, settings->count,
					    sizeof(*settings->settings));
	if (!settings->settings)
		return nw_fail(err, NW_LIMIT, "too many options");
	for (size_t i = 0; i < settings->count && status == NW_OK; i++) {
		settings->settings[i].row = &rows[i];
		status = read_setting(settings, &settings->settings[i], root,
				      err);
	}
	if (status == NW_OK)
		status = refuse_unknown(settings, root, err);
	if (status == NW_OK)
		*out = NW_STEAL(settings);
	return status;
}

void nwi_settings_free(struct nw_settings **settings)
{
	if (!*settings)
		return;
	struct nw_arena *arena = (*settings)->arena;
	*settings = NULL;
	nw_arena_free(&arena);
}

/* Aborts for what the rows do not have: the plugin's author is told. */
static const struct setting *find(const struct nw_settings *settings,
				  const char *option, uint32_t types)
{
	for (size_t i = 0; i < settings->count; i++) {
		const struct setting *setting = &settings->settings[i];
		if (strcmp(setting->row->name, option) == 0 &&
		    (types >> setting->row->type & 1) != 0)
			return setting;
	}
	fprintf(stderr, "%.*s: no option row \"%s\" of the type asked for\n",
		NW_FMT(settings->name), option);
	abort();
}

struct nw_str nw_settings_name(const struct nw_settings *settings)
{
	return settings->name;
}

bool nw_settings_has(const struct nw_settings *settings, const char *option)
{
	return find(settings, option, UINT32_MAX)->has;
}

struct nw_str nw_settings_text(const struct nw_settings *settings,
			       const char *option)
{
	const struct setting *setting = find(settings, option, TEXTS);

	return setting->count > 0 ? setting->values->text
				  : nw_str_make(NULL, 0);
}

int64_t nw_settings_int(const struct nw_settings *settings, const char *option)
{
	const struct setting *setting = find(settings, option, INTEGERS);

	return setting->count > 0 ? setting->values->integer : 0;
}

double nw_settings_number(const struct nw_settings *settings,
			  const char *option)
{
	const struct setting *setting = find(settings, option, TYPE(NUMBER));

	return setting->count > 0 ? setting->values->number : 0;
}

bool nw_settings_bool(const struct nw_settings *settings, const char *option)
{
	const struct setting *setting = find(settings, option, TYPE(BOOLEAN));

	return setting->count > 0 && setting->values->integer != 0;
}

size_t nw_settings_count(const struct nw_settings *settings, const char *option)
{
	return find(settings, option, UINT32_MAX)->count;
}

struct nw_str nw_settings_at(const struct nw_settings *settings,
			     const char *option, size_t i, struct nw_str *key)
{
	const struct setting *setting =
		find(settings, option, TEXTS | INTEGERS | TYPE(NUMBER));
	bool there = i < setting->count;

	if (key)
		*key = there ? setting->values[i].key : nw_str_make(NULL, 0);
	return there ? setting->values[i].text : nw_str_make(NULL, 0);
}

struct nw_str nw_settings_file(const struct nw_settings *settings,
			       const char *option, size_t i,
			       struct nw_str *path)
{
	const struct setting *setting = find(settings, option, TYPE(FILE));
	bool there = i < setting->count;

	if (path)
		*path = there ? setting->values[i].key : nw_str_make(NULL, 0);
	return there ? setting->values[i].text : nw_str_make(NULL, 0);
}
