/* SPDX-License-Identifier: Apache-2.0 */
/* The anchors and guards of a query as words (image.h). */
#include "query/needs.h"

#include "query/image.h"

/* Keys of what no text has begin with a control character. */
static bool is_word(struct nw_str text)
{
	return text.len > 0 && (unsigned char)text.at[0] > ' ';
}

static bool need_of(const struct nw_queries *q, uint32_t number,
		    struct nwi_need *out)
{
	const struct nwi_image_atom *atom = &q->atoms[number];
	bool glob = atom->kind == NWI_ATOM_GLOB;
	const struct nwi_image_key *key =
		glob ? &q->leads[atom->key] : &q->words[atom->key];

	if (!glob && atom->kind != NWI_ATOM_WORD &&
	    atom->kind != NWI_ATOM_CASE && atom->kind != NWI_ATOM_ACRONYM)
		return false;
	out->text = nwi_image_text(q, key->text_at, key->text_len);
	out->prefix = glob;
	return is_word(out->text);
}

/* False when neither the anchor nor its guard is a word. */
static bool tell(const struct nw_queries *q, uint32_t atom,
		 const struct nwi_image_posting *posting, nwi_need_fn *each,
		 void *arg)
{
	struct nwi_need needs[2];
	size_t count = 0;

	count += need_of(q, atom, &needs[count]);
	/* Several witnesses of one guard would be an OR within the way. */
	if (posting->guard != NWI_NONE && !(posting->guard & NWI_GUARD_LIST))
		count += need_of(q, posting->guard, &needs[count]);
	if (count > 0)
		each(arg, needs, count);
	return count > 0;
}

bool nwi_query_needs(const struct nw_queries *queries, uint32_t query,
		     nwi_need_fn *each, void *arg)
{
	uint32_t atoms = queries->header->count[NWI_ATOMS];
	bool said = false;

	for (uint32_t a = 0; a < atoms; a++) {
		const struct nwi_image_atom *atom = &queries->atoms[a];
		for (uint32_t k = 0; k < atom->post_count; k++) {
			const struct nwi_image_posting *posting =
				&queries->postings[atom->post_at + k];
			if (posting->query != query)
				continue;
			if (!tell(queries, a, posting, each, arg))
				return false;
			said = true;
		}
	}
	return said;
}

/* ---- branches ---- */

static bool has_wildcard(const struct nw_queries *q, uint32_t from,
			 uint32_t end)
{
	for (uint32_t i = from; i < end; i++) {
		const struct nwi_image_node *node = &q->nodes[i];
		if (node->op == NWI_OP_TERM &&
		    q->atoms[node->arg].kind == NWI_ATOM_GLOB)
			return true;
	}
	return false;
}

/* Nodes stand in pre-order: what is under no NOT is met one by one. */
void nwi_query_branches(const struct nw_queries *queries, uint32_t query,
			nwi_branch_fn *each, void *arg)
{
	uint32_t at = queries->queries[query].node;
	uint32_t end = at + queries->nodes[at].size;

	while (at < end) {
		const struct nwi_image_node *node = &queries->nodes[at];
		if (node->op == NWI_OP_AND || node->op == NWI_OP_OR) {
			at++;
			continue;
		}
		const struct nwi_branch branch = {
			queries->clauses[at].at, queries->clauses[at].len,
			has_wildcard(queries, at, at + node->size)
		};
		if (node->op != NWI_OP_NOT)
			each(arg, &branch);
		at += node->size;
	}
}
