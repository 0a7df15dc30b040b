/* SPDX-License-Identifier: Apache-2.0 */
#include "query/names.h"
#include "query/build.h"
#include "query/forms.h"
#include "query/parse.h"
#include "text/fold.h"
#include "text/name.h"

#include <stdlib.h>

/* 16 MiB hold some 100,000 spellings. */
enum { TABLE_BYTES = 16 << 20, JOINED_BYTES = 1024 };

struct spelling {
	uint32_t row;
	uint32_t word_count;
	struct nw_str *words; /* folded */
	struct nw_str key;    /* of the words, joined */
};

struct nwi_names {
	struct nw_arena *arena;
	struct nw_buf spellings; /* struct spelling */
	struct nwi_dict keys;	 /* of joined keys -> spelling */
	uint32_t *first;	 /* of a row: its first spelling; one more */
};

/* The keys of some words, joined by spaces. */
struct joined {
	size_t len;
	char at[JOINED_BYTES];
};

static void join_key(struct joined *joined, struct nw_str folded)
{
	char key[NWI_NAME_KEY_BYTES];
	size_t len = nwi_name_key(folded, key);

	if (joined->len + len + 1 > JOINED_BYTES)
		return;
	if (joined->len)
		joined->at[joined->len++] = ' ';
	memcpy(joined->at + joined->len, key, len);
	joined->len += len;
}

/* ---- the table ---- */

static const struct spelling *spelling_at(const struct nwi_names *names,
					  uint32_t i)
{
	return (const struct spelling *)(const void *)names->spellings.at + i;
}

static bool add_spelling(struct nwi_names *names, uint32_t row,
			 struct nw_str text)
{
	struct spelling s = { .row = row };
	struct joined joined = { 0 };
	struct nwi_tokens tokens;
	uint32_t id = (uint32_t)(names->spellings.len / sizeof(s));

	if (nwi_tokenise(text, nw_str_make(NULL, 0), names->arena, &tokens,
			 NULL) != NW_OK)
		return false;
	if (tokens.count == 0)
		return true;
	s.word_count = (uint32_t)tokens.count;
	s.words = nw_arena_array(names->arena, tokens.count, sizeof(*s.words));
	for (size_t i = 0; s.words && i < tokens.count; i++) {
		s.words[i] = tokens.rows[i].folded;
		join_key(&joined, s.words[i]);
	}
	s.key = nw_arena_str(names->arena, nw_str_make(joined.at, joined.len));
	nw_buf_add(&names->spellings, &s, sizeof(s));
	return s.words && s.key.at && !names->spellings.failed &&
	       nwi_dict_put(&names->keys, nw_token_hash(s.key), id);
}

static bool read_rows(struct nwi_names *names, const struct nw_query_name *rows,
		      size_t count)
{
	bool good;

	names->first =
		nw_arena_array(names->arena, count + 1, sizeof(*names->first));
	good = names->first != NULL;
	for (size_t i = 0; good && i < count; i++) {
		for (uint32_t k = 0; good && k < rows[i].spelling_count; k++)
			good = add_spelling(names, (uint32_t)i,
					    rows[i].spellings[k]);
		if (good)
			names->first[i + 1] =
				(uint32_t)(names->spellings.len /
					   sizeof(struct spelling));
	}
	return good;
}

struct nwi_names *nwi_names_new(const struct nw_query_name *rows, size_t count)
{
	struct nwi_names *names = calloc(1, sizeof(*names));

	if (!names)
		abort();
	names->arena = nw_arena_new(TABLE_BYTES);
	nw_buf_init(&names->spellings, TABLE_BYTES);
	if (!read_rows(names, rows, count))
		nwi_names_free(&names);
	return names;
}

void nwi_names_free(struct nwi_names **names)
{
	if (*names) {
		nw_buf_fini(&(*names)->spellings);
		nwi_dict_fini(&(*names)->keys);
		nw_arena_free(&(*names)->arena);
	}
	free(*names);
	*names = NULL;
}

/* ---- a term ---- */

struct forms {
	struct nwi_reading *r;
	struct nwi_word *word;
};

static void add_form(void *arg, struct nw_str key, uint32_t scripts)
{
	struct forms *forms = arg;
	struct nw_arena *arena = forms->r->arena;
	struct nw_str full = nwi_form_key(arena, NWI_FORM_NAME, key);
	struct nwi_word *form;

	for (form = forms->word->forms; form; form = form->next) {
		if (nw_str_equal(form->key, full)) {
			form->kinds |= scripts;
			return;
		}
	}
	form = nw_arena_new_of(arena, struct nwi_word);
	if (!form || !full.at) {
		forms->r->failed = true;
		return;
	}
	form->kind = NWI_ATOM_ALIAS;
	form->key = full;
	form->kinds = scripts;
	form->next = forms->word->forms;
	forms->word->forms = form;
}

/* Calls back with the spellings of every row that has this key. */
static void each_spelling(const struct nwi_names *names, struct nw_str key,
			  void (*each)(void *arg, const struct spelling *),
			  void *arg)
{
	uint32_t id, hash = nw_token_hash(key), left = NWI_NAME_SPELLINGS;
	size_t cursor = SIZE_MAX;

	while (names &&
	       (id = nwi_dict_next(&names->keys, hash, &cursor)) != NWI_NONE) {
		const struct spelling *found = spelling_at(names, id);

		if (!nw_str_equal(found->key, key))
			continue;
		for (uint32_t i = names->first[found->row];
		     i < names->first[found->row + 1] && left; i++, left--)
			each(arg, spelling_at(names, i));
	}
}

static void add_word_spelling(void *arg, const struct spelling *spelling)
{
	if (spelling->word_count == 1)
		nwi_name_forms(spelling->words[0], add_form, arg);
}

/* A word of a name, found under all its keys. */
static bool make_name(struct nwi_reading *r, const struct nwi_names *names,
		      struct nwi_word *word)
{
	struct forms forms = { r, word };
	struct joined joined = { 0 };
	struct nw_str folded = word->key;

	word->kind = NWI_ATOM_NAME;
	word->key = nwi_form_key(r->arena, NWI_FORM_NAME_TERM, folded);
	nwi_name_keys(folded, add_form, &forms);
	join_key(&joined, folded);
	each_spelling(names, nw_str_make(joined.at, joined.len),
		      add_word_spelling, &forms);
	return word->key.at && !r->failed;
}

/* ---- the spellings of a whole name ---- */

struct expansion {
	struct nwi_reading *r;
	const struct nwi_names *names;
	const struct nwi_expr *term;
	struct nw_str key; /* the name's own */
	struct nwi_expr *all;
};

/* The words of a spelling, as those of a name that was asked for. */
static void spell_out(struct expansion *x, const struct spelling *spelling,
		      struct nwi_expr *e)
{
	struct nwi_word **tail = &e->words;

	for (uint32_t i = 0; i < spelling->word_count && !x->r->failed; i++) {
		struct nwi_word *word =
			nw_arena_new_of(x->r->arena, struct nwi_word);

		if (!word) {
			x->r->failed = true;
			return;
		}
		word->key = spelling->words[i];
		make_name(x->r, x->names, word);
		*tail = word;
		tail = &word->next;
		e->word_count++;
		x->r->terms++;
	}
}

static void add_phrase(void *arg, const struct spelling *spelling)
{
	struct expansion *x = arg;
	struct nwi_reading *r = x->r;
	struct nwi_expr *e;

	if (nw_str_equal(spelling->key, x->key) || !x->all ||
	    (spelling->word_count == 1 && x->term->word_count == 1))
		return;
	e = nwi_expr_new(r,
			 spelling->word_count > 1 ? NWI_OP_PHRASE : NWI_OP_TERM,
			 x->term->at);
	if (!e)
		return;
	e->len = x->term->len;
	e->where = x->term->where;
	spell_out(x, spelling, e);
	nwi_expr_append(x->all, e);
}

struct nwi_expr *nwi_names_expand(struct nwi_reading *r,
				  const struct nwi_names *names,
				  struct nwi_expr *term)
{
	struct joined joined = { 0 };
	struct expansion x = { .r = r, .names = names, .term = term };

	for (struct nwi_word *word = term->words; word; word = word->next) {
		if (word->kind != NWI_ATOM_WORD &&
		    word->kind != NWI_ATOM_ACRONYM) {
			nwi_query_error(
				r, term->at, term->len,
				"name: finds a name in its spellings: "
				"write it without %s",
				word->kind == NWI_ATOM_GLOB   ? "wildcards"
				: word->kind == NWI_ATOM_STEM ? "~"
							      : "exact case");
			return NULL;
		}
		join_key(&joined, word->key);
		if (!make_name(r, names, word))
			return NULL;
	}
	x.key = nw_str_make(joined.at, joined.len);
	if (term->op == NWI_OP_SLOP || !names)
		return term;
	x.all = nwi_expr_new(r, NWI_OP_OR, term->at);
	nwi_expr_append(x.all, term);
	each_spelling(names, x.key, add_phrase, &x);
	return x.all && x.all->first != x.all->last ? x.all : term;
}
