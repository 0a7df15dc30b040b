/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "query/build.h"
#include "query/use.h"

/* Memory of one query's tree: 4,096 terms and their tokens need under 2 MiB. */
enum { ROW_ARENA = 32 * 1024 * 1024 };

size_t nwi_section_width(enum nwi_section section)
{
	static const size_t widths[NWI_SECTIONS] = {
		[NWI_WORDS] = sizeof(struct nwi_image_key),
		[NWI_LEADS] = sizeof(struct nwi_image_key),
		[NWI_WORD_SLOTS] = sizeof(uint32_t),
		[NWI_LEAD_SLOTS] = sizeof(uint32_t),
		[NWI_ATOMS] = sizeof(struct nwi_image_atom),
		[NWI_NODES] = sizeof(struct nwi_image_node),
		[NWI_CLAUSES] = sizeof(struct nwi_image_clause),
		[NWI_LIST] = sizeof(uint32_t),
		[NWI_QUERIES] = sizeof(struct nwi_image_query),
		[NWI_POSTINGS] = sizeof(struct nwi_image_posting),
		[NWI_GUARDS] = sizeof(uint32_t),
		[NWI_TEXT] = 1,
	};

	return widths[section];
}

void nwi_section_offsets(const uint32_t count[NWI_SECTIONS],
			 uint64_t at[NWI_SECTIONS + 1])
{
	uint64_t offset = sizeof(struct nwi_image_header);

	for (size_t i = 0; i < NWI_SECTIONS; i++) {
		at[i] = offset;
		offset += (uint64_t)count[i] *
			  nwi_section_width((enum nwi_section)i);
		offset = (offset + 7) & ~(uint64_t)7;
	}
	at[NWI_SECTIONS] = offset;
}

/* Writes a tree in pre-order; sizes are filled in on the way back. */
static void emit(struct nwi_build *b, const struct nwi_expr *e)
{
	struct nw_buf *nodes = &b->section[NWI_NODES];
	uint32_t at = nwi_build_count(b, NWI_NODES);
	struct nwi_image_node node = { .op = (uint8_t)e->op,
				       .where = (uint8_t)e->where,
				       .n = e->n,
				       .size = 1 };
	struct nwi_image_clause clause = { e->at, e->len };

	b->uses |= UINT64_C(1) << e->where;
	node.arg =
		e->words ? nwi_build_count(b, NWI_LIST) : (uint32_t)e->weight;
	node.count = e->word_count;
	for (const struct nwi_word *w = e->words; w; w = w->next) {
		uint32_t atom = nwi_build_atom(b, w);

		if (e->op == NWI_OP_TERM)
			node.arg = atom;
		else
			nw_buf_add(&b->section[NWI_LIST], &atom, sizeof(atom));
	}
	nw_buf_add(nodes, &node, sizeof(node));
	nw_buf_add(&b->section[NWI_CLAUSES], &clause, sizeof(clause));
	for (const struct nwi_expr *k = e->first; k; k = k->next)
		emit(b, k);
	if (!nodes->failed)
		((struct nwi_image_node *)(void *)nodes->at)[at].size =
			nwi_build_count(b, NWI_NODES) - at;
}

static bool failed(const struct nwi_build *b)
{
	bool bad = b->no_memory || b->anchors.failed || b->tails.failed ||
		   b->lead_tails.failed || b->costs.failed;

	for (size_t i = 0; i < NWI_SECTIONS; i++)
		bad = bad || b->section[i].failed;
	return bad;
}

static enum nw_status no_room(struct nw_error *err)
{
	return nw_fail(err, NW_LIMIT,
		       "the compiled queries are larger than %zu MiB",
		       NWI_IMAGE_BYTES >> 20);
}

struct compile {
	struct nwi_build build;
	struct nw_arena *arena;
	struct nwi_query_set set;
	nw_query_problem_fn *problem;
	void *arg;
	uint32_t bad; /* rows with errors */
	struct nw_error first;
};

/* Counts errors on their way to the caller. */
struct tally {
	struct compile *c;
	const struct nw_query_text *row;
	bool error;
};

static void pass_on(void *arg, const struct nw_query_problem *problem)
{
	struct tally *t = arg;
	uint32_t line, column;

	if (!problem->warning && !t->error && !t->c->bad) {
		nwi_query_place(t->row->text, problem->offset, &line, &column);
		nw_fail(&t->c->first, NW_BAD_CONFIG, "%.*s: %u:%u: %s",
			NW_FMT(t->row->name), line, column, problem->text);
	}
	t->error = t->error || !problem->warning;
	if (t->c->problem)
		t->c->problem(t->c->arg, problem);
}

static void report_no_anchor(struct tally *t, uint32_t query)
{
	struct nw_query_problem problem = {
		.query = query,
		.length = t->row->text.len ? (uint32_t)t->row->text.len : 1,
		.text = "nothing here must be present, so nearly every item "
			"would match: expected a word or a field beside NOT "
			"and age in every branch",
	};

	pass_on(t, &problem);
}

/* False to stop: memory is out. */
static bool compile_row(struct compile *c, const struct nw_query_text *row,
			uint32_t query)
{
	struct nwi_build *b = &c->build;
	struct tally tally = { c, row, false };
	struct nwi_image_query q = { .node = nwi_build_count(b, NWI_NODES),
				     .list = nwi_build_count(b, NWI_LIST) };
	struct nwi_expr *tree = NULL;
	enum nw_status status;

	nw_arena_clear(c->arena);
	status = nwi_query_parse(row->text, &c->set, query, c->arena, pass_on,
				 &tally, &tree, NULL);
	if (status == NW_LIMIT)
		b->no_memory = true;
	if (status == NW_OK) {
		emit(b, tree);
		q.name_at = (uint32_t)b->section[NWI_TEXT].len;
		q.name_len = (uint32_t)row->name.len;
		nw_buf_add_str(&b->section[NWI_TEXT], row->name);
		nw_buf_add(&b->section[NWI_QUERIES], &q, sizeof(q));
		if (!failed(b) && !nwi_build_anchors(b, query, q.node))
			report_no_anchor(&tally, query);
	}
	c->bad += tally.error;
	return !failed(b);
}

/* Hash table over the keys of a section, at most half full. */
static void write_slots(struct nwi_build *b, enum nwi_section keys,
			enum nwi_section slots)
{
	uint32_t count = nwi_build_count(b, keys), room = 2;
	const struct nwi_image_key *key = (const void *)b->section[keys].at;
	uint32_t *slot;

	while (room < count * 2)
		room *= 2;
	if (!nw_buf_reserve(&b->section[slots], room * sizeof(*slot)))
		return;
	slot = (uint32_t *)(void *)b->section[slots].at;
	memset(slot, 0, room * sizeof(*slot));
	b->section[slots].len = room * sizeof(*slot);
	for (uint32_t i = 0; i < count; i++) {
		uint32_t s = key[i].hash & (room - 1);

		while (slot[s])
			s = (s + 1) & (room - 1);
		slot[s] = i + 1;
	}
}

/* Counting sort of the anchors by their atoms. */
static void write_postings(struct nwi_build *b)
{
	struct nwi_image_atom *atoms = (void *)b->section[NWI_ATOMS].at;
	const struct nwi_anchor *anchors = (const void *)b->anchors.at;
	size_t count = b->anchors.len / sizeof(*anchors);
	size_t bytes = count * sizeof(struct nwi_image_posting);
	struct nwi_image_posting *out;
	uint32_t at = 0;

	if (!count || !nw_buf_reserve(&b->section[NWI_POSTINGS], bytes))
		return;
	out = (void *)b->section[NWI_POSTINGS].at;
	b->section[NWI_POSTINGS].len = bytes;
	for (size_t i = 0; i < count; i++)
		atoms[anchors[i].atom].post_count++;
	for (uint32_t a = 0; a < nwi_build_count(b, NWI_ATOMS); a++) {
		atoms[a].post_at = at;
		at += atoms[a].post_count;
		atoms[a].post_count = 0;
	}
	for (size_t i = 0; i < count; i++) {
		struct nwi_image_atom *atom = &atoms[anchors[i].atom];

		out[atom->post_at + atom->post_count++] = anchors[i].posting;
	}
}

static uint64_t lead_lengths(const struct nwi_build *b)
{
	const struct nwi_image_key *key =
		(const void *)b->section[NWI_LEADS].at;
	uint64_t lengths = 0;

	for (uint32_t i = 0; i < nwi_build_count(b, NWI_LEADS); i++)
		lengths |= UINT64_C(1) << key[i].text_len;
	return lengths;
}

static void pad(struct nw_buf *image, size_t start)
{
	static const char zeros[8];

	nw_buf_add(image, zeros, (8 - (image->len - start) % 8) % 8);
}

static enum nw_status write_image(struct nwi_build *b, struct nw_buf *image,
				  struct nw_error *err)
{
	struct nwi_image_header head = { .magic = NWI_IMAGE_MAGIC,
					 .version = NWI_IMAGE_VERSION };
	uint64_t at[NWI_SECTIONS + 1];
	size_t start = image->len;

	write_slots(b, NWI_WORDS, NWI_WORD_SLOTS);
	write_slots(b, NWI_LEADS, NWI_LEAD_SLOTS);
	write_postings(b);
	if (failed(b))
		return no_room(err);
	for (size_t i = 0; i < NWI_SECTIONS; i++)
		head.count[i] = nwi_build_count(b, (enum nwi_section)i);
	nwi_section_offsets(head.count, at);
	head.bytes = at[NWI_SECTIONS];
	head.lead_lengths = lead_lengths(b);
	head.uses = b->uses;
	nw_buf_add(image, &head, sizeof(head));
	for (size_t i = 0; i < NWI_SECTIONS; i++) {
		nw_buf_add(image, b->section[i].at, b->section[i].len);
		pad(image, start);
	}
	if (image->failed) {
		nw_buf_cut(image, start);
		return nw_buf_check(image, "the image of the queries", err);
	}
	head.crc = nwi_crc32c(0, image->at + start, image->len - start);
	memcpy(image->at + start, &head, sizeof(head));
	return NW_OK;
}

enum nw_status nw_query_compile(const struct nw_query_text *rows, size_t count,
				struct nw_buf *image,
				nw_query_problem_fn *problem, void *arg,
				struct nw_error *err)
{
	const struct nw_query_set set = { .size = sizeof(set),
					  .rows = rows,
					  .count = count };

	return nw_query_set_compile(&set, image, problem, arg, err);
}

enum nw_status nw_query_set_compile(const struct nw_query_set *set,
				    struct nw_buf *image,
				    nw_query_problem_fn *problem, void *arg,
				    struct nw_error *err)
{
	struct nw_arena *arena NW_AUTO(nw_arena_free) = nw_arena_new(ROW_ARENA);
	struct compile c = { .arena = arena,
			     .set = { .rows = set->rows,
				      .count = set->count,
				      .name_rows = set->names,
				      .name_count = set->name_count,
				      .known = { .set = set } },
			     .problem = problem,
			     .arg = arg };
	enum nw_status status;

	if (set->count > NWI_QUERY_ROWS)
		return nw_fail(err, NW_LIMIT,
			       "%zu queries are more than one set may hold "
			       "(%d)",
			       set->count, NWI_QUERY_ROWS);
	nwi_build_init(&c.build);
	for (size_t i = 0; i < set->count; i++) {
		if (!compile_row(&c, &set->rows[i], (uint32_t)i))
			break;
	}
	if (failed(&c.build))
		status = no_room(err);
	else if (c.bad)
		status = nw_fail(err, NW_BAD_CONFIG, "%s", c.first.text);
	else
		status = write_image(&c.build, image, err);
	nwi_build_fini(&c.build);
	nwi_dict_fini(&c.set.names);
	nwi_names_free(&c.set.table);
	nwi_known_fini(&c.set.known);
	return status;
}
