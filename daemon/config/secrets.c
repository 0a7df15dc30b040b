/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/config/loader.h"

#include <stdlib.h>

/* One option's values; on the heap, so that they can be wiped. */
struct secret_row {
	struct secret_row *next;
	char *option;
	struct nw_str *values;
	size_t count;
};

struct config_secrets {
	struct config_secrets *next; /* of the generation */
	struct secret_row *rows;
};

/* ---- where a secret is ---- */

static struct nw_str no_text(void)
{
	return nw_str_make(NULL, 0);
}

/* An editor ends a file with a newline that is not part of the secret. */
static struct nw_str cut_newline(struct nw_str text)
{
	if (text.len > 0 && text.at[text.len - 1] == '\n')
		text.len--;
	if (text.len > 0 && text.at[text.len - 1] == '\r')
		text.len--;
	return text;
}

static struct nw_str from_file(struct loader *l, const struct nwi_scalar *s,
			       const char *path)
{
	struct nw_str text;
	struct nw_error err;

	if (load_read(path, false, LOAD_MAX_SECRET, l->work, &text, &err) ==
	    NW_OK)
		return text;
	nwi_node_problem(l->problems, s->node, "file \"%s\" %s", path,
			 err.text);
	return no_text();
}

static struct nw_str from_env(struct loader *l, const struct nwi_scalar *s)
{
	struct nw_str text = nw_str_from(getenv(s->text.at));

	if (nw_str_is_absent(text))
		nwi_node_problem(l->problems, s->node,
				 "the environment has no variable \"%.*s\"",
				 NW_FMT(s->text));
	return text;
}

static struct nw_str from_credential(struct loader *l,
				     const struct nwi_scalar *s)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");

	if (nw_str_find_char(s->text, '/') < s->text.len ||
	    s->text.at[0] == '.') {
		nwi_node_problem(l->problems, s->node,
				 "a credential's name cannot have a slash or "
				 "begin with a dot");
		return no_text();
	}
	if (!folder || !*folder) {
		nwi_node_problem(l->problems, s->node,
				 "there is no folder of credentials; allowed: "
				 "LoadCredential=%.*s:PATH in the unit, or "
				 "$CREDENTIALS_DIRECTORY",
				 NW_FMT(s->text));
		return no_text();
	}
	struct nw_str path =
		nw_arena_fmt(l->work, "%s/%.*s", folder, NW_FMT(s->text));
	return from_file(l, s, path.at ? path.at : "");
}

static struct nw_str resolve(struct loader *l, const struct nwi_scalar *s)
{
	struct nw_str text;

	if (s->tag == NWI_TAG_ENV)
		text = from_env(l, s);
	else if (s->tag == NWI_TAG_CREDENTIAL)
		text = from_credential(l, s);
	else
		text = from_file(l, s, load_path(l, s->node, s->text).at);
	if (nw_str_is_absent(text))
		return text;
	text = cut_newline(text);
	if (text.len > 0 && nw_str_find_char(text, '\0') == text.len)
		return text;
	nwi_node_problem(l->problems, s->node,
			 text.len ? "the secret holds a NUL character"
				  : "the secret is empty");
	return no_text();
}

/* ---- keeping ---- */

static struct config_secrets *new_secrets(struct loader *l)
{
	struct config_private *self = l->config->self;
	struct config_secrets *secrets = calloc(1, sizeof(*secrets));

	if (!secrets)
		abort();
	secrets->next = self->secrets;
	self->secrets = secrets;
	return secrets;
}

/* For bytes that are ours, though a slice is always const. */
static void wipe(struct nw_str text)
{
	char *at = NULL;

	memcpy(&at, &text.at, sizeof(at));
	explicit_bzero(at, text.len);
}

static struct secret_row *find(const struct config_secrets *secrets,
			       const char *option)
{
	struct secret_row *row = secrets ? secrets->rows : NULL;

	while (row && strcmp(row->option, option) != 0)
		row = row->next;
	return row;
}

static struct secret_row *new_row(struct config_secrets *secrets,
				  const struct nwi_value *value)
{
	struct secret_row *row = calloc(1, sizeof(*row));

	if (!row)
		abort();
	row->option = nw_str_dup(nw_str_from(value->row->name));
	row->values = calloc(value->count, sizeof(*row->values));
	if (!row->values)
		abort();
	row->next = secrets->rows;
	secrets->rows = row;
	return row;
}

static void add_value(struct loader *l, struct config_secrets *secrets,
		      const struct nwi_value *value)
{
	struct secret_row *row = new_row(secrets, value);

	for (size_t i = 0; i < value->count; i++) {
		struct nw_str text = resolve(l, &value->at[i]);
		if (nw_str_is_absent(text))
			continue;
		row->values[row->count++] =
			nw_str_make(nw_str_dup(text), text.len);
		if (value->at[i].tag != NWI_TAG_ENV)
			wipe(text);
	}
}

void secrets_add(struct loader *l, const struct nwi_values *values,
		 const struct config_secrets **secrets)
{
	struct config_secrets *made = NULL;

	if (l->in->flags & CONFIG_NO_SECRETS)
		return;
	for (size_t i = 0; i < values->count; i++) {
		const struct nwi_value *value = &values->at[i];
		if (!(value->row->flags & NW_OPTION_SECRET) ||
		    value->count == 0 || find(*secrets, value->row->name))
			continue;
		if (!*secrets)
			*secrets = made = new_secrets(l);
		else if (!made)
			made = l->config->self->secrets; /* this instance's */
		add_value(l, made, value);
	}
}

static void wipe_row(struct secret_row *row)
{
	for (size_t i = 0; i < row->count; i++) {
		char *at = NULL;
		wipe(row->values[i]);
		memcpy(&at, &row->values[i].at, sizeof(at));
		free(at);
	}
	free(row->values);
	free(row->option);
	free(row);
}

void secrets_wipe(struct config_secrets **secrets)
{
	while (*secrets) {
		struct config_secrets *next = (*secrets)->next;
		while ((*secrets)->rows) {
			struct secret_row *row = (*secrets)->rows;
			(*secrets)->rows = row->next;
			wipe_row(row);
		}
		free(*secrets);
		*secrets = next;
	}
}

/* ---- asking ---- */

size_t config_secret_count(const struct config_secrets *secrets,
			   const char *option)
{
	const struct secret_row *row = find(secrets, option);

	return row ? row->count : 0;
}

struct nw_str config_secret(const struct config_secrets *secrets,
			    const char *option, size_t i)
{
	const struct secret_row *row = find(secrets, option);

	return row && i < row->count ? row->values[i] : no_text();
}

static size_t count_rows(const struct config_secrets *secrets)
{
	size_t count = 0;

	for (const struct secret_row *row = secrets ? secrets->rows : NULL; row;
	     row = row->next)
		count++;
	return count;
}

bool secrets_equal(const struct config_secrets *a,
		   const struct config_secrets *b)
{
	if (count_rows(a) != count_rows(b))
		return false;
	for (const struct secret_row *row = a ? a->rows : NULL; row;
	     row = row->next) {
		const struct secret_row *other = find(b, row->option);
		if (!other || other->count != row->count)
			return false;
		for (size_t i = 0; i < row->count; i++) {
			if (!nw_str_equal(row->values[i], other->values[i]))
				return false;
		}
	}
	return true;
}
