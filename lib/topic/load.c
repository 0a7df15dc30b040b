/* SPDX-License-Identifier: Apache-2.0 */
/* Definition files -> rows of the set, and every problem on the way. */
#include "config/tree.h"
#include "query/lang.h"
#include "topic/set.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	SET_BYTES = 64 * 1024 * 1024,	/* of each part of a set */
	WORK_BYTES = 512 * 1024 * 1024, /* trees of all files, while loading */
	WITHIN_DEFAULT = 6
};

struct load {
	struct nw_topics *set;
	struct nw_arena *work; /* trees of the files, and parsed terms */
	struct nwi_problems problems;
	struct nw_buf rows, sections, examples; /* the set's, in the making */
	struct nw_buf texts;	 /* struct nw_query_text of each row */
	struct nw_buf origins;	 /* const struct nwi_node * of each row */
	uint32_t topic, section; /* being read */
	struct named *words;	 /* the section's, for @name */
};

/* A list of words that terms name. */
struct named {
	struct nw_str name, query;
	struct named *next;
};

/* A term on its own: problems are placed at the very character. */
struct term_check {
	struct load *l;
	const struct nwi_node *node;
	uint32_t shift; /* bytes before the node's text in the query */
	bool expanded;	/* the query is not the node's text */
};

static void place_problem(void *arg, const struct nw_query_problem *problem)
{
	struct term_check *c = arg;
	uint32_t offset = problem->offset > c->shift && !c->expanded
				  ? problem->offset - c->shift
				  : 0;
	struct nwi_place place = nwi_node_text_place(c->node, offset);
	char path[NWI_PATH_TEXT];

	if (problem->warning)
		nwi_problem_warn(&c->l->problems, place,
				 nwi_node_path(c->node, path), "%s",
				 problem->text);
	else
		nwi_problem(&c->l->problems, place,
			    nwi_node_path(c->node, path), "%s", problem->text);
}

/* Words alone are a phrase; whatever has an operator is a query. */
static bool is_phrase(struct nw_str text)
{
	static const char *const operators[] = { "AND", "OR", "NOT" };
	struct nw_str word;

	for (size_t i = 0; i < text.len; i++) {
		if (strchr("\"():{}", text.at[i]))
			return false;
	}
	while (nw_str_next(&text, ' ', &word)) {
		if (nw_str_starts(word, "NEAR") ||
		    nw_str_starts(word, "ONEAR") ||
		    nw_str_starts(word, "ATLEAST") || nw_str_starts(word, "-"))
			return false;
		for (size_t i = 0; i < 3; i++) {
			if (nw_str_is(word, operators[i]))
				return false;
		}
	}
	return true;
}

static bool in_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* Adds the words of that name; false, and a problem, when there are none. */
static bool add_named(struct load *l, const struct nwi_node *node,
		      struct nw_str name, struct nw_buf *out)
{
	struct nwi_nearest nearest;
	char hint[NWI_NEAREST_TEXT];

	nwi_nearest_init(&nearest, name);
	for (const struct named *w = l->words; w; w = w->next) {
		if (nw_str_equal(w->name, name)) {
			nw_buf_add_str(out, w->query);
			return true;
		}
		nwi_nearest_offer(&nearest, w->name);
	}
	nwi_nearest_text(&nearest, hint);
	nwi_node_problem(&l->problems, node,
			 "there are no 'words:' of the name '%.*s'%s",
			 NW_FMT(name), hint);
	return false;
}

/* A term with "@name" for the words of that name; absent with a problem. */
static struct nw_str expand(struct load *l, const struct nwi_node *node)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nw_str rest = node->text;

	nw_buf_init(&out, NWI_QUERY_BYTES + 1);
	for (;;) {
		size_t at = nw_str_find_char(rest, '@'), end = at + 1;

		nw_buf_add_str(&out, nw_str_slice(rest, 0, at));
		if (at == rest.len)
			break;
		while (end < rest.len && in_name(rest.at[end]))
			end++;
		if (!add_named(l, node, nw_str_slice(rest, at + 1, end), &out))
			return nw_str_make(NULL, 0);
		rest = nw_str_slice(rest, end, rest.len);
	}
	if (!out.failed)
		return nw_arena_buf(l->set->arena, &out);
	nwi_node_problem(&l->problems, node,
			 "with its words this term is longer than a query may "
			 "be (%d bytes)",
			 NWI_QUERY_BYTES);
	return nw_str_make(NULL, 0);
}

/*
 * A term's query, checked by itself; absent when it has mistakes. `*kind`,
 * where asked for, becomes MEET when the term is a NEAR, whose words count
 * together or not at all.
 */
static struct nw_str read_term(struct load *l, const struct nwi_node *node,
			       enum nwi_row_kind *kind)
{
	struct term_check check = { .l = l, .node = node };
	struct nw_str query = node->text;
	struct nwi_expr *tree;

	if (node->kind != NWI_NODE_SCALAR || node->tag) {
		nwi_node_problem(&l->problems, node, "expected a term, not %s",
				 nwi_node_kind_name(node));
		return nw_str_make(NULL, 0);
	}
	check.expanded = nw_str_find_char(query, '@') < query.len;
	if (check.expanded) {
		query = expand(l, node);
	} else if (is_phrase(query)) {
		query = nw_arena_fmt(l->set->arena, "\"%.*s\"", NW_FMT(query));
		check.shift = 1;
	} else {
		query = nw_arena_str(l->set->arena, query);
	}
	if (!query.at || nwi_query_parse(query, NULL, 0, l->work, place_problem,
					 &check, &tree, NULL) != NW_OK)
		return nw_str_make(NULL, 0);
	if (kind && *kind == NWI_ROW_TERM &&
	    (tree->op == NWI_OP_NEAR || tree->op == NWI_OP_ONEAR))
		*kind = NWI_ROW_MEET;
	return query;
}

static void add_row(struct load *l, const struct nwi_node *origin,
		    enum nwi_row_kind kind, double weight, struct nw_str query)
{
	struct nwi_topic_row row = { .topic = l->topic,
				     .section = l->section,
				     .kind = kind,
				     .line = origin->line,
				     .column = origin->column,
				     .weight = weight,
				     .text = query };
	struct nw_query_text text = { l->set->topics[l->topic].name, query };

	if (!query.at)
		return;
	nw_buf_add(&l->rows, &row, sizeof(row));
	nw_buf_add(&l->texts, &text, sizeof(text));
	nw_buf_add(&l->origins, &origin, sizeof(origin));
}

static void read_one(struct load *l, const struct nwi_node *node,
		     enum nwi_row_kind kind, double weight)
{
	struct nw_str query = read_term(l, node, &kind);

	add_row(l, node, kind, weight, query);
}

static void read_terms(struct load *l, const struct nwi_node *list,
		       enum nwi_row_kind kind, double weight)
{
	if (list->kind == NWI_NODE_SCALAR)
		read_one(l, list, kind, weight);
	else if (list->kind != NWI_NODE_LIST)
		nwi_node_problem(&l->problems, list,
				 "expected a list of terms, not %s",
				 nwi_node_kind_name(list));
	for (const struct nwi_node *n = list->first; n; n = n->next)
		read_one(l, n, kind, weight);
}

/* A weight in (0, 2]; 0, and a problem, for anything else. */
static double read_weight(struct load *l, const struct nwi_node *node,
			  struct nw_str text, bool key)
{
	char *end = NULL;
	double weight = text.len ? strtod(text.at, &end) : 0;

	if (text.len && end == text.at + text.len && weight > 0 && weight <= 2)
		return weight;
	if (key)
		nwi_node_key_problem(&l->problems, node,
				     "expected a weight over 0 and up to 2, "
				     "such as 0.5, not '%.*s'",
				     NW_FMT(text));
	else
		nwi_node_problem(&l->problems, node,
				 "expected a weight over 0 and up to 2, such "
				 "as 0.5");
	return 0;
}

/* "0.5: [term, ...]" */
static void read_weights(struct load *l, const struct nwi_node *map,
			 enum nwi_row_kind kind)
{
	if (map->kind != NWI_NODE_MAP) {
		nwi_node_problem(&l->problems, map,
				 "expected weights with lists of terms, as in "
				 "'0.5: [term, term]', not %s",
				 nwi_node_kind_name(map));
		return;
	}
	for (const struct nwi_node *n = map->first; n; n = n->next) {
		double weight = read_weight(l, n, n->key, true);

		if (weight > 0)
			read_terms(l, n, kind, weight);
	}
}

/* "(a OR b)" of a list of terms, each checked; false when one is wrong. */
static bool read_side(struct load *l, const struct nwi_node *list,
		      struct nw_buf *out)
{
	bool ok = list->kind == NWI_NODE_LIST && list->first;

	if (!ok)
		nwi_node_problem(&l->problems, list,
				 "expected a list of terms, not %s",
				 nwi_node_kind_name(list));
	nw_buf_add_text(out, "(");
	for (const struct nwi_node *n = list->first; ok && n; n = n->next) {
		struct nw_str term = read_term(l, n, NULL);

		ok = term.at != NULL;
		nw_buf_add_fmt(out, "%s(%.*s)", n->index ? " OR " : "",
			       NW_FMT(term));
	}
	nw_buf_add_text(out, ")");
	return ok;
}

static void check_keys(struct load *l, const struct nwi_node *map,
		       const char *const *allowed, size_t count)
{
	for (const struct nwi_node *n = map->first; n; n = n->next) {
		struct nwi_nearest nearest;
		char hint[NWI_NEAREST_TEXT];
		bool known = false;

		nwi_nearest_init(&nearest, n->key);
		for (size_t i = 0; i < count; i++) {
			known = known || nw_str_is(n->key, allowed[i]);
			nwi_nearest_offer(&nearest, nw_str_from(allowed[i]));
		}
		nwi_nearest_text(&nearest, hint);
		if (!known)
			nwi_node_key_problem(&l->problems, n, "unknown key%s",
					     hint);
	}
}

static bool is_map(struct load *l, const struct nwi_node *node,
		   const char *what)
{
	if (node->kind == NWI_NODE_MAP)
		return true;
	nwi_node_problem(&l->problems, node, "expected %s, not %s", what,
			 nwi_node_kind_name(node));
	return false;
}

/* Two lists of terms that must stand within some words of each other. */
static void read_meeting(struct load *l, const struct nwi_node *node)
{
	static const char *const keys[] = { "weight", "within", "any", "with",
					    "ordered" };
	const struct nwi_node *weight = nwi_node_get(node, "weight");
	const struct nwi_node *within = nwi_node_get(node, "within");
	const struct nwi_node *ordered = nwi_node_get(node, "ordered");
	const struct nwi_node *any = nwi_node_get(node, "any");
	const struct nwi_node *with = nwi_node_get(node, "with");
	NW_AUTO(nw_buf_fini) struct nw_buf query = { 0 };
	int64_t n = WITHIN_DEFAULT;
	double w;

	nw_buf_init(&query, NWI_QUERY_BYTES);
	if (!is_map(l, node, "a mapping with weight, any and with"))
		return;
	check_keys(l, node, keys, sizeof(keys) / sizeof(keys[0]));
	if (!weight || !any || !with) {
		nwi_node_problem(&l->problems, node,
				 "expected weight, any and with");
		return;
	}
	if (within && (nw_str_to_int(within->text, &n) != NW_OK || n < 0 ||
		       n > NWI_NEAR_MAX)) {
		nwi_node_problem(&l->problems, within,
				 "expected a number of words, 0 to %d",
				 NWI_NEAR_MAX);
		return;
	}
	w = read_weight(l, weight, weight->text, false);
	if (!read_side(l, any, &query))
		return;
	nw_buf_add_fmt(&query, " %s/%d ",
		       ordered && nw_str_is(ordered->text, "yes") ? "ONEAR"
								  : "NEAR",
		       (int)n);
	if (!read_side(l, with, &query) || w <= 0)
		return;
	if (query.failed)
		nwi_node_problem(&l->problems, node,
				 "the two lists are longer than a query may "
				 "be (%d bytes)",
				 NWI_QUERY_BYTES);
	else
		add_row(l, node, NWI_ROW_MEET, w,
			nw_arena_buf(l->set->arena, &query));
}

static void read_example(struct load *l, const struct nwi_node *node, bool must)
{
	static const char *const keys[] = { "title", "text" };
	const struct nwi_node *title = nwi_node_get(node, "title");
	const struct nwi_node *text = nwi_node_get(node, "text");
	struct nwi_topic_example e = { .section = l->section, .must = must };

	if (node->kind == NWI_NODE_MAP)
		check_keys(l, node, keys, 2);
	else if (node->kind == NWI_NODE_SCALAR)
		text = node;
	if (!title && !text) {
		nwi_node_problem(&l->problems, node,
				 "expected a text, or title and text");
		return;
	}
	e.line = node->line;
	e.column = node->column;
	e.title = title ? nw_arena_str(l->set->arena, title->text)
			: nw_str_make(NULL, 0);
	e.text = text ? nw_arena_str(l->set->arena, text->text)
		      : nw_str_make("", 0);
	nw_buf_add(&l->examples, &e, sizeof(e));
}

static void read_examples(struct load *l, const struct nwi_node *map)
{
	static const char *const keys[] = { "must", "must_not" };

	if (!is_map(l, map, "must and must_not"))
		return;
	check_keys(l, map, keys, 2);
	for (size_t k = 0; k < 2; k++) {
		const struct nwi_node *list = nwi_node_get(map, keys[k]);

		if (list && list->kind != NWI_NODE_LIST)
			nwi_node_problem(&l->problems, list,
					 "expected a list of examples, not %s",
					 nwi_node_kind_name(list));
		for (const struct nwi_node *n = list ? list->first : NULL; n;
		     n = n->next)
			read_example(l, n, k == 0);
	}
}

/* "states: [france*, italy]", to be written "@states" in terms below. */
static void read_words(struct load *l, const struct nwi_node *map)
{
	if (!is_map(l, map, "names with lists of words"))
		return;
	for (const struct nwi_node *n = map->first; n; n = n->next) {
		NW_AUTO(nw_buf_fini) struct nw_buf query = { 0 };
		struct named *words = nw_arena_new_of(l->work, struct named);
		bool good = n->key.len > 0;

		nw_buf_init(&query, NWI_QUERY_BYTES);
		for (size_t i = 0; i < n->key.len; i++)
			good = good && in_name(n->key.at[i]);
		if (!good)
			nwi_node_key_problem(&l->problems, n,
					     "expected a name of lower-case "
					     "letters, digits and '_'");
		if (!words || !read_side(l, n, &query) || !good)
			continue;
		*words = (struct named){ .name = n->key,
					 .query = nw_arena_buf(l->work, &query),
					 .next = l->words };
		l->words = words;
	}
}

static void read_section(struct load *l, const struct nwi_node *node)
{
	static const char *const keys[] = { "words",   "terms",	 "meet",
					    "against", "cancel", "examples" };
	struct nwi_topic_section section = { .topic = l->topic };
	const struct nwi_node *part;

	if (!is_map(l, node, "a mapping with terms"))
		return;
	check_keys(l, node, keys, sizeof(keys) / sizeof(keys[0]));
	l->section = (uint32_t)(l->sections.len / sizeof(section));
	section.language = nw_arena_str(l->set->arena, node->key);
	nw_buf_add(&l->sections, &section, sizeof(section));
	l->words = NULL;
	if ((part = nwi_node_get(node, "words")))
		read_words(l, part);
	if ((part = nwi_node_get(node, "terms")))
		read_weights(l, part, NWI_ROW_TERM);
	if ((part = nwi_node_get(node, "against")))
		read_weights(l, part, NWI_ROW_AGAINST);
	if ((part = nwi_node_get(node, "cancel")))
		read_terms(l, part, NWI_ROW_CANCEL, 0);
	if ((part = nwi_node_get(node, "meet"))) {
		if (part->kind != NWI_NODE_LIST)
			nwi_node_problem(&l->problems, part,
					 "expected a list, not %s",
					 nwi_node_kind_name(part));
		for (part = part->first; part; part = part->next)
			read_meeting(l, part);
	}
	if ((part = nwi_node_get(node, "examples")))
		read_examples(l, part);
}

static bool good_name(struct nw_str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		      c == '-' || c == '_'))
			return false;
	}
	return name.len > 0 && name.len <= 64;
}

static void read_name(struct load *l, const struct nwi_node *root)
{
	const struct nwi_node *name = nwi_node_get(root, "topic");
	const struct nwi_node *about = nwi_node_get(root, "description");
	struct nwi_topic *topic = &l->set->topics[l->topic];

	if (!name || !good_name(name->text)) {
		nwi_node_problem(&l->problems, name ? name : root,
				 "expected 'topic:' with a name of lower-case "
				 "letters, digits, '-' and '_'");
		return;
	}
	for (uint32_t i = 0; i < l->topic; i++) {
		if (nw_str_equal(l->set->topics[i].name, name->text))
			nwi_node_problem(&l->problems, name,
					 "another file defines the topic "
					 "'%.*s' already",
					 NW_FMT(name->text));
	}
	topic->name = nw_arena_str(l->set->arena, name->text);
	if (about)
		topic->description = nw_arena_str(l->set->arena, about->text);
}

static void read_root(struct load *l, const struct nwi_node *root)
{
	static const char *const keys[] = { "topic", "description",
					    "languages" };
	const struct nwi_node *languages = nwi_node_get(root, "languages");

	if (!is_map(l, root,
		    "a topic definition (topic, description, "
		    "languages)"))
		return;
	check_keys(l, root, keys, 3);
	read_name(l, root);
	if (!languages || languages->kind != NWI_NODE_MAP) {
		nwi_node_problem(&l->problems, languages ? languages : root,
				 "expected 'languages:' with a section for "
				 "each, as in 'en:'");
		return;
	}
	for (const struct nwi_node *n = languages->first; n; n = n->next)
		read_section(l, n);
}

/* What only the compiler finds, such as a term of NOT alone. */
static void place_row(void *arg, const struct nw_query_problem *problem)
{
	struct load *l = arg;
	const struct nwi_node **origins = (void *)l->origins.at;

	if (!problem->warning)
		nwi_node_problem(&l->problems, origins[problem->query], "%s",
				 problem->text);
}

/* Moves a finished array into the set; its number of elements. */
static size_t settle(struct load *l, const struct nw_buf *buf, size_t width,
		     void *out)
{
	void *at = nw_arena_alloc(l->set->arena, buf->len + 1);

	if (at && buf->len)
		memcpy(at, buf->at, buf->len);
	memcpy(out, &at, sizeof(at));
	return buf->len / width;
}

static enum nw_status finish(struct load *l, struct nw_error *err)
{
	struct nw_topics *set = l->set;
	enum nw_status status;

	set->row_count = settle(l, &l->rows, sizeof(*set->rows), &set->rows);
	set->section_count =
		settle(l, &l->sections, sizeof(*set->sections), &set->sections);
	set->example_count =
		settle(l, &l->examples, sizeof(*set->examples), &set->examples);
	if (nw_arena_failed(set->arena) || l->rows.failed ||
	    l->sections.failed || l->examples.failed || l->texts.failed ||
	    l->origins.failed)
		return nw_fail(err, NW_LIMIT,
			       "the topic files are larger than %d MiB",
			       SET_BYTES >> 20);
	if (l->problems.errors)
		return NW_OK; /* told already */
	status = nwi_topic_images_make(set, (const void *)l->texts.at,
				       place_row, l, err);
	return status == NW_BAD_CONFIG ? NW_OK : status;
}

static void tell(struct load *l, nw_topic_problem_fn *problem, void *arg)
{
	nwi_problems_sort(&l->problems);
	for (size_t i = 0; problem && i < l->problems.count; i++) {
		const struct nwi_problem *row = &l->problems.rows[i];
		struct nw_topic_problem told = {
			.size = sizeof(told),
			.warning = row->warning,
			.file = row->rank,
			.line = row->line,
			.column = row->column,
			.text = row->text,
		};

		problem(arg, &told);
	}
}

static void load_init(struct load *l, size_t count)
{
	struct nw_topics *set = calloc(1, sizeof(*set));

	if (!set)
		abort();
	set->arena = nw_arena_new(SET_BYTES);
	*l = (struct load){ .set = set, .work = nw_arena_new(WORK_BYTES) };
	nwi_problems_init(&l->problems);
	nw_buf_init(&l->rows, SET_BYTES);
	nw_buf_init(&l->sections, SET_BYTES);
	nw_buf_init(&l->examples, SET_BYTES);
	nw_buf_init(&l->texts, SET_BYTES);
	nw_buf_init(&l->origins, SET_BYTES);
	set->topics =
		nw_arena_array(set->arena, count + 1, sizeof(*set->topics));
}

static void load_fini(struct load *l)
{
	nwi_problems_fini(&l->problems);
	nw_buf_fini(&l->rows);
	nw_buf_fini(&l->sections);
	nw_buf_fini(&l->examples);
	nw_buf_fini(&l->texts);
	nw_buf_fini(&l->origins);
	nw_arena_free(&l->work);
	nw_topics_free(&l->set);
}

static enum nw_status read_files(struct load *l,
				 const struct nw_topic_file *files,
				 size_t count, struct nw_error *err)
{
	for (size_t i = 0; i < count; i++) {
		struct nwi_file *file =
			nw_arena_new_of(l->work, struct nwi_file);
		struct nw_str name = nw_arena_str(l->work, files[i].name);
		const struct nwi_node *root = NULL;

		if (!file || !name.at)
			return nw_fail(err, NW_LIMIT,
				       "the topic files need too much memory");
		*file = (struct nwi_file){ .name = name.at,
					   .rank = (uint32_t)i,
					   .text = files[i].text };
		l->topic = (uint32_t)i;
		l->set->topics[i].file = (uint32_t)i;
		if (nwi_tree_read(file, l->work, &l->problems, &root) == NW_OK)
			read_root(l, root);
	}
	l->set->topic_count = count;
	return NW_OK;
}

enum nw_status nw_topics_compile(const struct nw_topic_file *files,
				 size_t count, nw_topic_problem_fn *problem,
				 void *arg, struct nw_topics **out,
				 struct nw_error *err)
{
	struct load l NW_AUTO(load_fini) = { 0 };
	enum nw_status status;

	load_init(&l, count);
	if (count > NWI_TOPIC_FILES)
		return nw_fail(err, NW_LIMIT,
			       "%zu topic files are more than %d", count,
			       NWI_TOPIC_FILES);
	status = read_files(&l, files, count, err);
	if (status == NW_OK)
		status = finish(&l, err);
	tell(&l, problem, arg);
	if (status == NW_OK)
		status = nwi_problems_check(&l.problems, err);
	if (status == NW_OK)
		*out = NW_STEAL(l.set);
	return status;
}

void nw_topics_free(struct nw_topics **topics)
{
	struct nw_topics *set = *topics;

	if (!set)
		return;
	nwi_topic_images_free(set);
	nw_arena_free(&set->arena);
	free(set);
	*topics = NULL;
}

size_t nw_topics_count(const struct nw_topics *topics)
{
	return topics->topic_count;
}

struct nw_str nw_topics_name(const struct nw_topics *topics, size_t i)
{
	return topics->topics[i].name;
}

struct nw_str nw_topics_description(const struct nw_topics *topics, size_t i)
{
	return topics->topics[i].description;
}
