/* SPDX-License-Identifier: Apache-2.0 */
/* Everything that match.c relies on is checked here, once. */
#include "base/hash.h"
#include "query/facts.h"
#include <newswatch/query.h>

#include <stdlib.h>

static bool check_header(struct nw_str image, struct nwi_image_header *head)
{
	uint64_t at[NWI_SECTIONS + 1];

	if (image.len < sizeof(*head) || (uintptr_t)image.at % 8)
		return false;
	memcpy(head, image.at, sizeof(*head));
	if (memcmp(head->magic, NWI_IMAGE_MAGIC, sizeof(head->magic)) != 0 ||
	    head->version != NWI_IMAGE_VERSION)
		return false;
	nwi_section_offsets(head->count, at);
	return head->bytes == image.len && at[NWI_SECTIONS] == image.len;
}

static bool check_crc(struct nw_str image, const struct nwi_image_header *head)
{
	struct nwi_image_header zeroed = *head;
	uint32_t crc;

	zeroed.crc = 0;
	crc = nwi_crc32c(0, &zeroed, sizeof(zeroed));
	crc = nwi_crc32c(crc, image.at + sizeof(zeroed),
			 image.len - sizeof(zeroed));
	return crc == head->crc;
}

static void place_sections(struct nw_queries *q,
			   const struct nwi_image_header *head)
{
	const char *base = q->bytes.at;
	uint64_t at[NWI_SECTIONS + 1];

	nwi_section_offsets(head->count, at);
	q->header = (const void *)base;
	q->words = (const void *)(base + at[NWI_WORDS]);
	q->leads = (const void *)(base + at[NWI_LEADS]);
	q->word_slots = (const void *)(base + at[NWI_WORD_SLOTS]);
	q->lead_slots = (const void *)(base + at[NWI_LEAD_SLOTS]);
	q->atoms = (const void *)(base + at[NWI_ATOMS]);
	q->nodes = (const void *)(base + at[NWI_NODES]);
	q->clauses = (const void *)(base + at[NWI_CLAUSES]);
	q->list = (const void *)(base + at[NWI_LIST]);
	q->queries = (const void *)(base + at[NWI_QUERIES]);
	q->postings = (const void *)(base + at[NWI_POSTINGS]);
	q->guards = (const void *)(base + at[NWI_GUARDS]);
	q->text = base + at[NWI_TEXT];
}

static void gather_leads(struct nw_queries *q)
{
	for (uint32_t i = 0; i < q->header->count[NWI_LEADS]; i++) {
		uint32_t bit = nwi_lead_bit(q->leads[i].hash);

		q->lead_bits[bit / 64] |= UINT64_C(1) << (bit % 64);
	}
}

static bool within(uint32_t at, uint32_t len, uint32_t count)
{
	return at <= count && len <= count - at;
}

static bool check_keys(const struct nwi_image_header *head,
		       const struct nwi_image_key *keys, uint32_t count,
		       uint32_t longest)
{
	for (uint32_t i = 0; i < count; i++) {
		if (!within(keys[i].text_at, keys[i].text_len,
			    head->count[NWI_TEXT]) ||
		    keys[i].text_len > longest ||
		    keys[i].atom >= head->count[NWI_ATOMS])
			return false;
	}
	return true;
}

/* A power of two, numbers in range, and a free slot to stop at. */
static bool check_slots(const uint32_t *slots, uint32_t room, uint32_t keys)
{
	bool free_slot = false;

	if (room < 2 || (room & (room - 1)))
		return false;
	for (uint32_t i = 0; i < room; i++) {
		if (slots[i] > keys)
			return false;
		free_slot = free_slot || slots[i] == 0;
	}
	return free_slot;
}

/* A bound is read only of the fact that has one. */
static bool check_bound(const struct nw_queries *q,
			const struct nwi_image_atom *a)
{
	const struct nwi_image_key *key = &q->words[a->key];
	enum nwi_where where =
		nwi_fact_where(nwi_image_text(q, key->text_at, key->text_len));

	if (a->kind < NWI_ATOM_SCORE || a->kind > NWI_ATOM_AGE)
		return true;
	return a->text_len == sizeof(struct nwi_bound) &&
	       where == (a->kind == NWI_ATOM_SCORE ? NWI_WHERE_TOPIC
						   : NWI_WHERE_AGE);
}

static bool check_alias(const struct nw_queries *q,
			const struct nwi_image_atom *a)
{
	struct nwi_alias alias;
	uint32_t kind;

	if (a->kind != NWI_ATOM_ALIAS)
		return true;
	if (a->text_len != sizeof(alias))
		return false;
	memcpy(&alias, q->text + a->text_at, sizeof(alias));
	if (alias.atom >= q->header->count[NWI_ATOMS])
		return false;
	kind = q->atoms[alias.atom].kind;
	return kind == NWI_ATOM_NAME || kind == NWI_ATOM_STEM;
}

static bool check_atoms(const struct nw_queries *q)
{
	const uint32_t *count = q->header->count;

	for (uint32_t i = 0; i < count[NWI_ATOMS]; i++) {
		const struct nwi_image_atom *a = &q->atoms[i];
		bool glob = a->kind == NWI_ATOM_GLOB;

		if (a->kind < NWI_ATOM_WORD || a->kind > NWI_ATOM_ALIAS ||
		    a->key >= count[glob ? NWI_LEADS : NWI_WORDS] ||
		    !within(a->text_at, a->text_len, count[NWI_TEXT]) ||
		    !within(a->post_at, a->post_count, count[NWI_POSTINGS]) ||
		    !check_bound(q, a) || !check_alias(q, a))
			return false;
		if (a->next != NWI_NONE &&
		    (a->next <= i || a->next >= count[NWI_ATOMS]))
			return false;
	}
	return true;
}

static bool check_witness(const struct nw_queries *q, uint32_t witness)
{
	return witness & NWI_WITNESS_PAIR ||
	       witness < q->header->count[NWI_ATOMS];
}

static bool check_guard(const struct nw_queries *q, uint32_t guard)
{
	uint32_t count = q->header->count[NWI_GUARDS];
	uint32_t at = guard & ~NWI_GUARD_LIST;

	if (guard == NWI_NONE)
		return true;
	if (!(guard & NWI_GUARD_LIST))
		return guard < q->header->count[NWI_ATOMS];
	if (at >= count || q->guards[at] > NWI_GUARD_MOST ||
	    q->guards[at] >= count - at)
		return false;
	for (uint32_t i = 1; i <= q->guards[at]; i++) {
		if (!check_witness(q, q->guards[at + i]))
			return false;
	}
	return true;
}

static bool check_postings(const struct nw_queries *q)
{
	const uint32_t *count = q->header->count;

	for (uint32_t i = 0; i < count[NWI_POSTINGS]; i++) {
		const struct nwi_image_posting *p = &q->postings[i];

		if (p->query >= count[NWI_QUERIES] || !check_guard(q, p->guard))
			return false;
	}
	for (uint32_t i = 0; i < count[NWI_LIST]; i++) {
		if (q->list[i] >= count[NWI_ATOMS])
			return false;
	}
	return true;
}

/* Children that are weights alone, each with a child of its own. */
static bool check_weights(const struct nw_queries *q, uint32_t i)
{
	uint32_t end = i + q->nodes[i].size;

	for (uint32_t k = i + 1; k < end; k += q->nodes[k].size)
		if (q->nodes[k].op != NWI_OP_WEIGHT || q->nodes[k].size < 2 ||
		    q->nodes[k].size > end - k)
			return false;
	return true;
}

/* One node by itself: its operands are there. */
static bool check_node(const struct nw_queries *q, uint32_t i)
{
	const uint32_t *count = q->header->count;
	const struct nwi_image_node *n = &q->nodes[i];

	if (n->where >= NWI_WHERE_COUNT || n->size == 0 ||
	    n->size > count[NWI_NODES] - i)
		return false;
	switch (n->op) {
	case NWI_OP_TERM:
		return n->size == 1 && n->arg < count[NWI_ATOMS];
	case NWI_OP_PHRASE:
		return n->size == 1 && n->count > 0 &&
		       within(n->arg, n->count, count[NWI_LIST]);
	case NWI_OP_SLOP:
		return n->size == 1 && n->count > 1 && n->n <= NWI_NEAR_MAX &&
		       n->count <= NWI_SLOP_WORDS &&
		       within(n->arg, n->count, count[NWI_LIST]);
	case NWI_OP_AND:
	case NWI_OP_OR:
		return n->size > 1;
	case NWI_OP_SCORE:
		return n->size > 1 && check_weights(q, i);
	case NWI_OP_NOT:
	case NWI_OP_SENTENCE:
	case NWI_OP_WEIGHT:
	case NWI_OP_ATLEAST: /* exactly one child */
		return n->size > 1 && q->nodes[i + 1].size == n->size - 1;
	case NWI_OP_NEAR:
	case NWI_OP_ONEAR: /* exactly two children */
		return n->size > 2 && n->n <= NWI_NEAR_MAX &&
		       q->nodes[i + 1].size < n->size - 1 &&
		       q->nodes[i + 1 + q->nodes[i + 1].size].size ==
			       n->size - 1 - q->nodes[i + 1].size;
	default:
		return false;
	}
}

/* The nodes of one query: subtrees within each other, not too deep. */
static bool check_tree(const struct nw_queries *q, uint32_t root)
{
	uint32_t ends[NWI_IMAGE_DEPTH];
	uint32_t depth = 0, end;

	if (root >= q->header->count[NWI_NODES] ||
	    q->nodes[root].size > q->header->count[NWI_NODES] - root)
		return false;
	end = root + q->nodes[root].size;
	for (uint32_t i = root; i < end; i++) {
		while (depth && ends[depth - 1] <= i)
			depth--;
		if (!check_node(q, i) || depth == NWI_IMAGE_DEPTH ||
		    (depth && q->nodes[i].size > ends[depth - 1] - i))
			return false;
		ends[depth++] = i + q->nodes[i].size;
	}
	return true;
}

/* Queries follow each other, so that all trees together are walked once. */
static bool check_queries(const struct nw_queries *q)
{
	uint32_t next = 0;

	for (uint32_t i = 0; i < q->header->count[NWI_QUERIES]; i++) {
		const struct nwi_image_query *query = &q->queries[i];

		if (query->node != next || !check_tree(q, query->node) ||
		    query->list > q->header->count[NWI_LIST] ||
		    !within(query->name_at, query->name_len,
			    q->header->count[NWI_TEXT]))
			return false;
		next += q->nodes[query->node].size;
	}
	return next == q->header->count[NWI_NODES] &&
	       next == q->header->count[NWI_CLAUSES];
}

static bool check_all(const struct nw_queries *q)
{
	const uint32_t *count = q->header->count;

	return check_keys(q->header, q->words, count[NWI_WORDS], UINT32_MAX) &&
	       check_keys(q->header, q->leads, count[NWI_LEADS],
			  NWI_LEAD_BYTES) &&
	       check_slots(q->word_slots, count[NWI_WORD_SLOTS],
			   count[NWI_WORDS]) &&
	       check_slots(q->lead_slots, count[NWI_LEAD_SLOTS],
			   count[NWI_LEADS]) &&
	       check_atoms(q) && check_postings(q) && check_queries(q);
}

enum nw_status nw_queries_open(struct nw_str image, struct nw_queries **out,
			       struct nw_error *err)
{
	struct nw_queries *q NW_AUTO(nw_queries_close) = NULL;
	struct nwi_image_header head;

	if (!check_header(image, &head))
		return nw_fail(err, NW_CORRUPT,
			       "this is no image of queries of version %d",
			       NWI_IMAGE_VERSION);
	if (!check_crc(image, &head))
		return nw_fail(err, NW_CORRUPT,
			       "the image of the queries is damaged");
	q = calloc(1, sizeof(*q));
	if (!q)
		abort();
	q->bytes = image;
	place_sections(q, &head);
	if (!check_all(q))
		return nw_fail(err, NW_CORRUPT,
			       "the image of the queries contradicts itself");
	gather_leads(q);
	*out = NW_STEAL(q);
	return NW_OK;
}

void nw_queries_close(struct nw_queries **queries)
{
	free(*queries);
	*queries = NULL;
}

size_t nw_queries_count(const struct nw_queries *queries)
{
	return queries->header->count[NWI_QUERIES];
}

struct nw_str nw_queries_name(const struct nw_queries *queries, size_t row)
{
	const struct nwi_image_query *query;

	if (row >= nw_queries_count(queries))
		abort();
	query = &queries->queries[row];
	return nwi_image_text(queries, query->name_at, query->name_len);
}
