/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tree builder. Every search goes up the stack of open elements, which is
 * at most NWI_TREE_DEPTH deep, and is spared when the count of open elements
 * of that name is zero; so the work for a token is bounded.
 */
#include "base/arena.h"
#include "markup/scan.h"
#include "markup/token.h"
#include "markup/tree.h"
#include "markup/tree_kinds.h"

/* Bytes taken from the arena at a time; less for small fragments. */
enum { CHUNK = 32 * 1024, SMALL_CHUNK = 2 * 1024 };

struct builder {
	struct nwi_tree *tree;
	struct nw_arena *arena;
	char *chunk;
	size_t chunk_left, chunk_room;
	struct nwi_node *stack[NWI_TREE_DEPTH + 2]; /* [0] is the root */
	bool closing[NWI_TREE_DEPTH + 2]; /* to be popped when it is on top */
	unsigned depth;
	unsigned skipped; /* open elements that were too deep to keep */
	bool full;
	bool seen_html, seen_head, seen_body;
	uint16_t open[NWI_ATOM_COUNT];
	struct nwi_tokenizer reader;
};

static struct nwi_node *top(const struct builder *b)
{
	return b->stack[b->depth];
}

static unsigned kinds_of(const struct nwi_node *node)
{
	return node->ns == NWI_NS_XHTML ? tree_kinds[node->atom] : 0;
}

/* Not zeroed. */
static void *take(struct builder *b, size_t bytes)
{
	bytes = (bytes + 7) & ~(size_t)7;
	if (bytes > b->chunk_left) {
		size_t room = bytes > b->chunk_room ? bytes : b->chunk_room;
		b->chunk = nwi_arena_room(b->arena, room);
		b->chunk_left = b->chunk ? room : 0;
		b->full |= !b->chunk;
		if (!b->chunk)
			return NULL;
	}
	void *at = b->chunk;
	b->chunk += bytes;
	b->chunk_left -= bytes;
	return at;
}

static struct nwi_node *append(struct builder *b, enum nwi_node_kind kind,
			       const struct nwi_token *token)
{
	struct nwi_node *node = take(b, sizeof(*node));
	struct nwi_node *parent = top(b);

	if (!node)
		return NULL;
	*node = (struct nwi_node){
		.kind = (uint8_t)kind,
		.ns = NWI_NS_XHTML,
		.parent = parent,
		.from = (uint32_t)token->from,
		.to = (uint32_t)token->to,
		.number = b->tree->count++,
	};
	if (parent->last)
		parent->last->next = node;
	else
		parent->first = node;
	parent->last = node;
	return node;
}

/* In SVG or MathML, and not where these hold HTML again. */
static bool is_foreign(const struct nwi_node *node)
{
	if (node->ns == NWI_NS_XHTML)
		return false;
	switch (node->atom) {
	case NWI_A_FOREIGNOBJECT:
	case NWI_A_DESC:
	case NWI_A_TITLE:
		return node->ns != NWI_NS_SVG;
	case NWI_A_MI:
	case NWI_A_MO:
	case NWI_A_MN:
	case NWI_A_MS:
	case NWI_A_MTEXT:
	case NWI_A_ANNOTATION_XML:
		return node->ns != NWI_NS_MATHML;
	default:
		return true;
	}
}

static void pop_one(struct builder *b, size_t end)
{
	struct nwi_node *node = top(b);

	node->to = (uint32_t)end;
	b->open[node->atom]--;
	b->closing[b->depth] = false;
	b->depth--;
}

/* Pops the element at `depth` and all above it. */
static void pop_to(struct builder *b, unsigned depth, size_t end)
{
	while (b->depth >= depth)
		pop_one(b, end);
	while (b->depth > 0 && b->closing[b->depth])
		pop_one(b, end);
	b->reader.foreign = is_foreign(top(b));
}

static void push(struct builder *b, struct nwi_node *node)
{
	b->depth++;
	b->stack[b->depth] = node;
	b->closing[b->depth] = false;
	b->open[node->atom]++;
	b->reader.foreign = is_foreign(node);
}

/*
 * The depth of the nearest open element of that atom with no element of
 * `barrier` kinds above it; 0 without.
 */
static unsigned find_open(const struct builder *b, enum nwi_atom atom,
			  unsigned barrier)
{
	if (b->open[atom] == 0)
		return 0;
	for (unsigned depth = b->depth; depth > 0; depth--) {
		const struct nwi_node *node = b->stack[depth];
		if (node->atom == atom)
			return depth;
		if (kinds_of(node) & barrier)
			return 0;
	}
	return 0;
}

static void end_if_open(struct builder *b, enum nwi_atom atom, unsigned barrier,
			size_t end)
{
	unsigned depth = find_open(b, atom, barrier);

	if (depth > 0)
		pop_to(b, depth, end);
}

/* li, dd and dt end one of their own, but not across a list. */
static void end_list_item(struct builder *b, enum nwi_atom one,
			  enum nwi_atom other, size_t end)
{
	if (b->open[one] == 0 && b->open[other] == 0)
		return;
	for (unsigned depth = b->depth; depth > 0; depth--) {
		const struct nwi_node *node = b->stack[depth];
		if (node->atom == one || node->atom == other) {
			pop_to(b, depth, end);
			return;
		}
		if ((kinds_of(node) & (T_BLOCK | T_SCOPE)) &&
		    node->atom != NWI_A_DIV && node->atom != NWI_A_P &&
		    node->atom != NWI_A_ADDRESS)
			return;
	}
}

/* Ends what `atoms` name within the innermost table. */
static void end_in_table(struct builder *b, const enum nwi_atom *atoms,
			 size_t end)
{
	unsigned lowest = 0;

	for (unsigned depth = b->depth; depth > 0; depth--) {
		enum nwi_atom atom = (enum nwi_atom)b->stack[depth]->atom;
		if (atom == NWI_A_TABLE || atom == NWI_A_TEMPLATE)
			break;
		for (const enum nwi_atom *a = atoms; *a; a++)
			lowest = *a == atom ? depth : lowest;
	}
	if (lowest > 0)
		pop_to(b, lowest, end);
}

static const enum nwi_atom cells[] = { NWI_A_TD, NWI_A_TH, NWI_A_CAPTION,
				       NWI_A_COLGROUP, NWI_A_NONE };
static const enum nwi_atom rows[] = {
	NWI_A_TD, NWI_A_TH, NWI_A_TR, NWI_A_CAPTION, NWI_A_COLGROUP, NWI_A_NONE
};
static const enum nwi_atom parts[] = {
	NWI_A_TD,    NWI_A_TH,	    NWI_A_TR,	    NWI_A_TBODY, NWI_A_THEAD,
	NWI_A_TFOOT, NWI_A_CAPTION, NWI_A_COLGROUP, NWI_A_NONE
};

/* A link in a link ends the outer one, unless a block parts them. */
static void end_link(struct builder *b, size_t end)
{
	unsigned depth = find_open(b, NWI_A_A, T_BLOCK | T_SCOPE);

	if (depth > 0)
		pop_to(b, depth, end);
}

/* The end tags that a start tag of that atom implies. */
static void end_implied(struct builder *b, enum nwi_atom atom, size_t end)
{
	unsigned kinds = tree_kinds[atom];

	if (b->open[NWI_A_HEAD] && !(kinds & T_HEAD))
		end_if_open(b, NWI_A_HEAD, T_SCOPE, end);
	switch (atom) {
	case NWI_A_LI:
		end_list_item(b, NWI_A_LI, NWI_A_LI, end);
		break;
	case NWI_A_DD:
	case NWI_A_DT:
		end_list_item(b, NWI_A_DD, NWI_A_DT, end);
		break;
	case NWI_A_TD:
	case NWI_A_TH:
		end_in_table(b, cells, end);
		break;
	case NWI_A_TR:
		end_in_table(b, rows, end);
		break;
	case NWI_A_TBODY:
	case NWI_A_THEAD:
	case NWI_A_TFOOT:
	case NWI_A_CAPTION:
	case NWI_A_COLGROUP:
		end_in_table(b, parts, end);
		break;
	case NWI_A_OPTGROUP:
		end_if_open(b, NWI_A_OPTGROUP, T_BLOCK, end);
		end_if_open(b, NWI_A_OPTION, T_BLOCK, end);
		break;
	case NWI_A_OPTION:
		end_if_open(b, NWI_A_OPTION, T_BLOCK, end);
		break;
	case NWI_A_A:
		end_link(b, end);
		break;
	case NWI_A_BUTTON:
		end_if_open(b, NWI_A_BUTTON, T_SCOPE, end);
		break;
	case NWI_A_RT:
	case NWI_A_RP:
		if (top(b)->atom == NWI_A_RT || top(b)->atom == NWI_A_RP)
			pop_to(b, b->depth, end);
		break;
	default:
		break;
	}
	if (kinds & T_ENDS_P)
		end_if_open(b, NWI_A_P, T_SCOPE, end);
	if ((kinds & T_HEADING) && (kinds_of(top(b)) & T_HEADING))
		pop_to(b, b->depth, end);
}

/* A second html, head or body and a form in a form are not elements. */
static bool is_superfluous(struct builder *b, enum nwi_atom atom)
{
	bool *seen = atom == NWI_A_HTML	  ? &b->seen_html
		     : atom == NWI_A_HEAD ? &b->seen_head
		     : atom == NWI_A_BODY ? &b->seen_body
					  : NULL;

	if (!seen)
		return atom == NWI_A_FORM && b->open[NWI_A_FORM] > 0;
	bool before = *seen;
	*seen = true;
	return before;
}

static enum nwi_ns ns_for(struct builder *b, enum nwi_atom atom, size_t end)
{
	if (is_foreign(top(b)) && (tree_kinds[atom] & T_BREAKOUT)) {
		unsigned depth = b->depth;
		while (depth > 1 && is_foreign(b->stack[depth - 1]))
			depth--;
		pop_to(b, depth, end);
	}
	if (atom == NWI_A_SVG)
		return NWI_NS_SVG;
	if (atom == NWI_A_MATH)
		return NWI_NS_MATHML;
	return is_foreign(top(b)) ? (enum nwi_ns)top(b)->ns : NWI_NS_XHTML;
}

static void copy_attrs(struct builder *b, struct nwi_node *node,
		       const struct nwi_token *token)
{
	size_t bytes = token->attr_count * sizeof(struct nwi_attr);

	if (bytes == 0)
		return;
	struct nwi_attr *attrs = take(b, bytes);
	if (!attrs)
		return;
	memcpy(attrs, token->attrs, bytes);
	node->attrs = attrs;
	node->attr_count = (uint32_t)token->attr_count;
}

static void start_tag(struct builder *b, const struct nwi_token *token)
{
	enum nwi_atom atom = (enum nwi_atom)token->atom;
	enum nwi_ns ns = ns_for(b, atom, token->from);
	unsigned kinds = ns == NWI_NS_XHTML ? tree_kinds[atom] : 0;

	if (ns == NWI_NS_XHTML) {
		if (is_superfluous(b, atom))
			return;
		end_implied(b, atom, token->from);
	}
	bool leaf = (kinds & T_VOID) || token->unclosed ||
		    (ns != NWI_NS_XHTML && token->self_closing);
	if (b->depth >= NWI_TREE_DEPTH && !leaf && !(kinds & T_RAW)) {
		b->skipped++;
		return;
	}
	struct nwi_node *node = append(b, NWI_NODE_ELEMENT, token);
	if (!node)
		return;
	node->text = token->name;
	node->atom = token->atom;
	node->ns = (uint8_t)ns;
	copy_attrs(b, node, token);
	if (!leaf)
		push(b, node);
}

static unsigned find_named(const struct builder *b, struct nw_str name)
{
	if (b->open[NWI_A_NONE] == 0)
		return 0;
	for (unsigned depth = b->depth; depth > 0; depth--) {
		const struct nwi_node *node = b->stack[depth];
		if (node->atom == NWI_A_NONE && nw_str_equal(node->text, name))
			return depth;
		if (kinds_of(node) & T_BLOCK)
			return 0;
	}
	return 0;
}

static unsigned find_heading(const struct builder *b)
{
	for (unsigned depth = b->depth; depth > 0; depth--) {
		unsigned kinds = kinds_of(b->stack[depth]);
		if (kinds & T_HEADING)
			return depth;
		if (kinds & T_SCOPE)
			return 0;
	}
	return 0;
}

/* </b> across a block: the b ends when the block does. */
static void end_late(struct builder *b, enum nwi_atom atom)
{
	unsigned depth = find_open(b, atom, T_SCOPE);

	if (depth > 0)
		b->closing[depth] = true;
}

static unsigned find_for_end(const struct builder *b, enum nwi_atom atom,
			     struct nw_str name)
{
	unsigned kinds = tree_kinds[atom];

	if (atom == NWI_A_NONE)
		return find_named(b, name);
	if (kinds & T_HEADING)
		return find_heading(b);
	if (atom == NWI_A_TABLE)
		return find_open(b, atom, 0);
	if (kinds & T_TABLE) {
		unsigned depth = find_open(b, atom, 0);
		return depth > find_open(b, NWI_A_TABLE, 0) ? depth : 0;
	}
	return find_open(b, atom, kinds & T_BLOCK ? T_SCOPE : T_BLOCK);
}

static void end_tag(struct builder *b, const struct nwi_token *token)
{
	enum nwi_atom atom = (enum nwi_atom)token->atom;

	if (atom == NWI_A_HTML || atom == NWI_A_BODY)
		return;
	if (atom == NWI_A_BR) {
		start_tag(b, token);
		return;
	}
	if (b->skipped > 0 && !(kinds_of(top(b)) & T_RAW)) {
		b->skipped--;
		return;
	}
	unsigned depth = find_for_end(b, atom, token->name);
	if (depth > 0)
		pop_to(b, depth, token->to);
	else if (tree_kinds[atom] & T_FORMAT)
		end_late(b, atom);
}

static void text(struct builder *b, const struct nwi_token *token)
{
	const struct nwi_node *parent = top(b);
	bool blank = nwi_is_space(token->text.at[0]) &&
		     nw_str_trim(token->text).len == 0;

	if (blank && (kinds_of(parent) & T_LOOSE))
		return;
	if (!blank && parent->atom == NWI_A_HEAD)
		pop_to(b, b->depth, token->from);
	struct nwi_node *node = append(b, NWI_NODE_TEXT, token);
	if (node)
		node->text = token->text;
}

static void build(struct builder *b)
{
	struct nwi_token token;

	while (!b->full && nwi_tokenizer_next(&b->reader, &token)) {
		if (token.kind == NWI_TOKEN_TEXT && token.text.len > 0)
			text(b, &token);
		else if (token.kind == NWI_TOKEN_START)
			start_tag(b, &token);
		else if (token.kind == NWI_TOKEN_END)
			end_tag(b, &token);
	}
	if (b->depth > 0)
		pop_to(b, 1, b->reader.at);
	b->tree->cut = b->full;
}

enum nw_status nwi_tree_build(struct nw_str html, struct nw_arena *arena,
			      struct nwi_tree *out, struct nw_error *err)
{
	struct nwi_tree tree = { .count = 1 };
	struct builder b;

	if (html.len >= UINT32_MAX)
		return nw_fail(err, NW_LIMIT, "a page is larger than 4 GiB");
	tree.root = nw_arena_new_of(arena, struct nwi_node);
	if (!tree.root)
		return nw_fail(err, NW_LIMIT, "no room for a page's tree");
	tree.root->ns = NWI_NS_XHTML;
	tree.root->to = (uint32_t)html.len;
	/* The stacks are filled as they grow; only the rest needs zeros. */
	b.tree = &tree;
	b.arena = arena;
	b.chunk = NULL;
	b.chunk_left = 0;
	b.chunk_room = SMALL_CHUNK + html.len * 2;
	if (b.chunk_room > CHUNK)
		b.chunk_room = CHUNK;
	b.stack[0] = tree.root;
	b.depth = b.skipped = 0;
	b.full = b.seen_html = b.seen_head = b.seen_body = false;
	memset(b.open, 0, sizeof(b.open));
	nwi_tokenizer_init(&b.reader, html.at ? html : nw_str_make("", 0),
			   arena);
	build(&b);
	*out = tree;
	return NW_OK;
}
