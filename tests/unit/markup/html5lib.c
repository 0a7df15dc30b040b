/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs the tokenizer tests of html5lib over our tokeniser:
 *
 *	html5lib FOLDER [-v]
 *
 * FOLDER (or NW_HTML5LIB) holds the *.test files, JSON as the README of
 * html5lib-tests says. Prints how many pass; with -v also what failed. Tests
 * whose input is not valid UTF-8 (lone surrogates) are counted apart: text
 * is made valid before it reaches the tokeniser. Parse errors are not
 * compared. Exit 0 when at least 99 % pass, 77 without a folder.
 */
#include "base/json.h"
#include "markup/token.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct tally {
	unsigned run, passed, skipped;
	bool verbose;
};

static unsigned hex4(const char *at)
{
	char digits[5] = { 0 };

	memcpy(digits, at, 4);
	return (unsigned)strtoul(digits, NULL, 16);
}

/* Undoes the second escaping; false for a lone surrogate. */
static bool unescape(struct nw_str s, struct nw_buf *out)
{
	for (size_t i = 0; i < s.len;) {
		if (s.len - i < 6 || s.at[i] != '\\' || s.at[i + 1] != 'u') {
			nw_buf_add_char(out, s.at[i++]);
			continue;
		}
		unsigned c = hex4(s.at + i + 2);
		i += 6;
		if (c >= 0xd800 && c <= 0xdfff) {
			unsigned low = s.len - i >= 6 ? hex4(s.at + i + 2) : 0;
			if (c > 0xdbff || low < 0xdc00 || low > 0xdfff)
				return false;
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i += 6;
		}
		nw_buf_add_utf8(out, c);
	}
	return true;
}

static json_t *unescape_all(json_t *value, bool *valid);

static json_t *unescape_text(json_t *value, bool *valid)
{
	struct nw_buf buf;

	nw_buf_init(&buf, 1 << 20);
	*valid &= unescape(nw_str_make(json_string_value(value),
				       json_string_length(value)),
			   &buf);
	json_t *out = json_stringn_nocheck(nw_buf_str(&buf).at, buf.len);
	nw_buf_fini(&buf);
	return out;
}

static json_t *unescape_all(json_t *value, bool *valid)
{
	if (json_is_string(value))
		return unescape_text(value, valid);
	if (json_is_array(value)) {
		json_t *out = json_array();
		for (size_t i = 0; i < json_array_size(value); i++)
			json_array_append_new(
				out,
				unescape_all(json_array_get(value, i), valid));
		return out;
	}
	if (json_is_object(value)) {
		json_t *out = json_object();
		const char *key;
		json_t *member;
		json_object_foreach(value, key, member)
		{
			json_t *name = json_string(key);
			json_t *plain = unescape_text(name, valid);
			json_object_set_new_nocheck(
				out, json_string_value(plain),
				unescape_all(member, valid));
			json_decref(name);
			json_decref(plain);
		}
		return out;
	}
	return json_incref(value);
}

static json_t *text_of(struct nw_str s)
{
	return s.at ? json_stringn_nocheck(s.at, s.len) : json_null();
}

/* Neighbouring runs of characters are one token in the expected list. */
static void add_characters(json_t *list, struct nw_str text)
{
	json_t *last = json_array_get(list, json_array_size(list) - 1);
	struct nw_buf buf;

	if (!last || strcmp(json_string_value(json_array_get(last, 0)),
			    "Character") != 0) {
		json_t *row = json_pack("[s]", "Character");
		json_array_append_new(row, text_of(text));
		json_array_append_new(list, row);
		return;
	}
	json_t *old = json_array_get(last, 1);
	nw_buf_init(&buf, 1 << 20);
	nw_buf_add(&buf, json_string_value(old), json_string_length(old));
	nw_buf_add_str(&buf, text);
	json_array_set_new(last, 1, text_of(nw_buf_str(&buf)));
	nw_buf_fini(&buf);
}

static json_t *start_tag(const struct nwi_token *token)
{
	json_t *row = json_pack("[s]", "StartTag");
	json_t *attrs = json_object();

	json_array_append_new(row, text_of(token->name));
	for (size_t i = 0; i < token->attr_count; i++) {
		char *name = nw_str_dup(token->attrs[i].name);
		json_object_set_new_nocheck(attrs, name,
					    text_of(token->attrs[i].value));
		free(name);
	}
	json_array_append_new(row, attrs);
	if (token->self_closing)
		json_array_append_new(row, json_true());
	return row;
}

static json_t *other_token(const struct nwi_token *token)
{
	json_t *row = json_array();

	switch (token->kind) {
	case NWI_TOKEN_END:
		json_array_append_new(row, json_string("EndTag"));
		json_array_append_new(row, text_of(token->name));
		break;
	case NWI_TOKEN_COMMENT:
		json_array_append_new(row, json_string("Comment"));
		json_array_append_new(row, text_of(token->text));
		break;
	default:
		json_array_append_new(row, json_string("DOCTYPE"));
		json_array_append_new(row, text_of(token->name));
		json_array_append_new(row, text_of(token->public_id));
		json_array_append_new(row, text_of(token->system_id));
		json_array_append_new(row, json_boolean(!token->quirks));
		break;
	}
	return row;
}

static enum nwi_text_mode mode_of(const char *state)
{
	static const char *const names[] = { "Data",   "RCDATA",    "RAWTEXT",
					     "Script", "PLAINTEXT", "CDATA" };

	for (unsigned i = 0; i < 6; i++) {
		if (strncmp(state, names[i], strlen(names[i])) == 0)
			return (enum nwi_text_mode)i;
	}
	abort();
}

static json_t *tokens_of(const json_t *input, const char *state,
			 const char *last_start)
{
	static struct nwi_tokenizer reader;
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(16 << 20);
	struct nwi_token token;
	json_t *list = json_array();

	nwi_tokenizer_init(&reader,
			   nw_str_make(json_string_value(input),
				       json_string_length(input)),
			   arena);
	reader.at = 0; /* the tests take U+FEFF for a character */
	reader.raw_by_name = false;
	reader.mode = mode_of(state);
	reader.last_start = nw_str_from(last_start);
	while (nwi_tokenizer_next(&reader, &token)) {
		if (token.kind == NWI_TOKEN_TEXT)
			add_characters(list, token.text);
		else if (token.kind == NWI_TOKEN_START)
			json_array_append_new(list, start_tag(&token));
		else
			json_array_append_new(list, other_token(&token));
	}
	return list;
}

static void check(struct tally *tally, const json_t *test, const char *state,
		  const json_t *input, const json_t *wanted)
{
	json_t *got = tokens_of(
		input, state,
		json_string_value(json_object_get(test, "lastStartTag")));
	bool same = json_equal(got, wanted);

	tally->run++;
	tally->passed += same;
	if (!same && tally->verbose) {
		char *a = json_dumps(got, JSON_COMPACT);
		char *b = json_dumps(wanted, JSON_COMPACT);
		printf("%s: %s\n  got    %s\n  wanted %s\n", state,
		       json_string_value(json_object_get(test, "description")),
		       a, b);
		free(a);
		free(b);
	}
	json_decref(got);
}

static void run_test(struct tally *tally, json_t *test)
{
	json_t *states = json_object_get(test, "initialStates");
	bool twice = json_is_true(json_object_get(test, "doubleEscaped"));
	bool valid = true;
	json_t *input = json_object_get(test, "input");
	json_t *wanted = json_object_get(test, "output");

	input = twice ? unescape_all(input, &valid) : json_incref(input);
	wanted = twice ? unescape_all(wanted, &valid) : json_incref(wanted);
	if (!valid)
		tally->skipped++;
	else if (!states)
		check(tally, test, "Data state", input, wanted);
	for (size_t i = 0; valid && i < json_array_size(states); i++)
		check(tally, test, json_string_value(json_array_get(states, i)),
		      input, wanted);
	json_decref(input);
	json_decref(wanted);
}

static void run_file(struct tally *tally, const char *path)
{
	json_error_t error;
	json_t *file = json_load_file(path, JSON_ALLOW_NUL, &error);

	if (!file) {
		fprintf(stderr, "%s: %s\n", path, error.text);
		exit(1);
	}
	json_t *tests = json_object_get(file, "tests");
	for (size_t i = 0; i < json_array_size(tests); i++)
		run_test(tally, json_array_get(tests, i));
	json_decref(file);
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : getenv("NW_HTML5LIB");
	struct tally tally = { .verbose = argc > 2 };
	DIR *dir = folder ? opendir(folder) : NULL;
	struct dirent *entry;

	if (!dir)
		return 77;
	while ((entry = readdir(dir))) {
		char path[4096];
		if (!nw_str_ends(nw_str_from(entry->d_name), ".test"))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		run_file(&tally, path);
	}
	closedir(dir);
	printf("%u of %u tests pass, %u are not valid UTF-8\n", tally.passed,
	       tally.run, tally.skipped);
	return tally.passed * 100 >= tally.run * 99 ? 0 : 1;
}
