/* SPDX-License-Identifier: Apache-2.0 */
/* How near a clause came, and the words for it. */
#include "query/explain.h"
#include "query/facts.h"

/* ---- what stands elsewhere or otherwise ---- */

/* Tokens of title and body, counted through both. */
static const struct nw_token *token_of(const struct nwi_scan *s, uint32_t i)
{
	return i < s->title_count ? &s->title[i] : &s->body[i - s->title_count];
}

static struct nw_span span_of(const struct nwi_scan *s, uint32_t i)
{
	const struct nw_token *token = token_of(s, i);

	return (struct nw_span){ i < s->title_count ? NW_FIELD_TITLE
						    : NW_FIELD_BODY,
				 token->from, token->to };
}

static struct nw_str spelling(const struct nwi_scan *s, uint32_t i)
{
	struct nw_span span = span_of(s, i);

	return nw_str_slice(nw_doc_text(s->doc, (enum nw_field)span.field),
			    span.from, span.to);
}

static struct nw_str key_of(const struct nwi_why *w, uint32_t atom)
{
	const struct nw_queries *q = w->eval.scan->q;
	const struct nwi_image_atom *a = &q->atoms[atom];
	const struct nwi_image_key *key = a->kind == NWI_ATOM_GLOB
						  ? &q->leads[a->key]
						  : &q->words[a->key];

	return nwi_image_text(q, key->text_at, key->text_len);
}

/*
 * Whether a word is another form of a key: it begins with the same letters,
 * four at least and all but three of each ("strike": "strikes", "striking").
 */
static bool is_akin(struct nw_str key, struct nw_str word)
{
	size_t shorter = key.len < word.len ? key.len : word.len, same = 0;

	while (same < shorter && key.at[same] == word.at[same])
		same++;
	return same >= 4 && same + 3 >= key.len && same + 3 >= word.len;
}

static void keep_span(struct nwi_why *w, struct nw_query_clause *out,
		      struct nw_span span)
{
	struct nw_span *kept = nw_arena_new_of(w->arena, struct nw_span);

	if (!kept) {
		w->eval.failed = true;
		return;
	}
	*kept = span;
	out->spans = kept;
	out->span_count = 1;
}

/* The first token that is the key, or else one akin to it; NWI_NONE. */
static uint32_t find_like(struct nwi_why *w, struct nw_str key)
{
	const struct nwi_scan *s = w->eval.scan;
	uint32_t total = s->title_count + s->body_count, akin = NWI_NONE;

	for (uint32_t i = 0; i < total; i++) {
		struct nw_str word = token_of(s, i)->folded;

		if (nw_str_equal(word, key))
			return i;
		if (akin == NWI_NONE && is_akin(key, word))
			akin = i;
	}
	return akin;
}

/* "u.s." as it is read without points. */
static struct nw_str without_points(struct nwi_why *w, struct nw_str key)
{
	char *bare = nw_arena_array(w->arena, key.len + 1, 1);
	size_t len = 0;

	for (size_t i = 0; bare && i < key.len; i++) {
		if (key.at[i] != '.')
			bare[len++] = key.at[i];
	}
	return nw_str_make(bare, len);
}

static const char *absent_note(enum nwi_atom_kind kind)
{
	switch (kind) {
	case NWI_ATOM_GLOB:
		return "no word here is like this";
	case NWI_ATOM_STEM:
		return "no form of it stands in the item";
	case NWI_ATOM_NAME:
		return "none of its spellings stands in the item";
	default:
		return "stands nowhere in the item";
	}
}

static void absent_word(struct nwi_why *w, const struct nwi_image_node *node,
			struct nw_query_clause *out)
{
	const struct nwi_scan *s = w->eval.scan;
	enum nwi_atom_kind kind =
		(enum nwi_atom_kind)s->q->atoms[node->arg].kind;
	struct nw_str key = key_of(w, node->arg);

	if (kind == NWI_ATOM_ACRONYM)
		key = without_points(w, key);
	uint32_t like = find_like(w, key);

	out->note = nw_str_from(absent_note(kind));
	if (like == NWI_NONE)
		return;
	struct nw_str found = spelling(s, like);
	bool same = nw_str_equal(token_of(s, like)->folded, key);
	if (same && kind == NWI_ATOM_CASE)
		out->note = nw_arena_fmt(w->arena,
					 "stands here as \"%.*s\"; exactly "
					 "these letters are asked for",
					 NW_FMT(found));
	else if (same && kind == NWI_ATOM_ACRONYM)
		out->note = nw_arena_fmt(w->arena,
					 "stands here as \"%.*s\", neither "
					 "with points nor in capitals",
					 NW_FMT(found));
	else
		out->note = nw_arena_fmt(w->arena,
					 "stands nowhere in the item; "
					 "\"%.*s\" does",
					 NW_FMT(found));
	keep_span(w, out, span_of(s, like));
}

static const char *wanted_place(enum nwi_where where)
{
	static const char *const names[NWI_WHERE_COUNT] = {
		[NWI_WHERE_ANY] = "title or text",
		[NWI_WHERE_TITLE] = "the title",
		[NWI_WHERE_BODY] = "the text",
		[NWI_WHERE_LEAD] = "the first two sentences of the text",
	};

	return where < NWI_WHERE_COUNT ? names[where] : "its place";
}

static void wrong_place(struct nwi_why *w, const struct nwi_image_node *node,
			struct nwi_stretch at, struct nw_query_clause *out)
{
	bool title = at.first < NWI_PLACE_BODY;

	out->note = nw_arena_fmt(w->arena, "stands in the %s only, not in %s",
				 title ? "title" : "text",
				 wanted_place((enum nwi_where)node->where));
	keep_span(w, out, nwi_eval_span(&w->eval, at));
}

static void term_fails(struct nwi_why *w, const struct nwi_image_node *node,
		       struct nw_query_clause *out)
{
	struct nwi_places places = nwi_scan_places(w->eval.scan, node->arg);

	if (places.count)
		wrong_place(w, node,
			    (struct nwi_stretch){ places.at[0], places.at[0] },
			    out);
	else
		absent_word(w, node, out);
}

/* ---- phrases ---- */

/* The longest run of a phrase's words that follow each other. */
struct run {
	struct nwi_stretch at;
	uint32_t length; /* words; 0: none of them is there */
};

/* `lengths` are of the runs that end at the places of the word before. */
struct runs {
	struct nwi_places before;
	uint32_t *lengths;
};

static void measure_word(struct runs *old, struct nwi_places now,
			 uint32_t *lengths, struct run *best)
{
	uint32_t k = 0;

	for (uint32_t i = 0; i < now.count; i++) {
		while (k < old->before.count &&
		       old->before.at[k] + 1 < now.at[i])
			k++;
		bool follows = k < old->before.count &&
			       old->before.at[k] + 1 == now.at[i];
		lengths[i] = follows ? old->lengths[k] + 1 : 1;
		if (lengths[i] > best->length) {
			best->length = lengths[i];
			best->at = (struct nwi_stretch){
				now.at[i] + 1 - lengths[i], now.at[i]
			};
		}
	}
}

static struct run longest_run(struct nwi_why *w,
			      const struct nwi_image_node *node)
{
	const uint32_t *atoms = &w->eval.scan->q->list[node->arg];
	struct runs old = { 0 };
	struct run best = { 0 };

	for (uint32_t i = 0; i < node->count; i++) {
		struct nwi_places now = nwi_scan_places(w->eval.scan, atoms[i]);
		uint32_t *lengths;

		w->steps -= (int64_t)now.count + old.before.count + 1;
		if (w->steps < 0)
			return best;
		lengths = nw_arena_array(w->arena, now.count + (size_t)1,
					 sizeof(*lengths));
		if (!lengths) {
			w->eval.failed = true;
			return best;
		}
		measure_word(&old, now, lengths, &best);
		old = (struct runs){ now, lengths };
	}
	return best;
}

/* Of a phrase of which no two words follow each other. */
static struct nw_str lone_words_note(struct nwi_why *w,
				     const struct nwi_image_node *node)
{
	uint32_t present = nwi_why_present(w, node);

	if (present == 0)
		return nw_str_from("none of its words stands in the item");
	if (present == node->count)
		return nw_str_from("its words do not follow each other here");
	return nw_arena_fmt(w->arena, "%u of its %u words stand in the item",
			    present, node->count);
}

static void phrase_fails(struct nwi_why *w, const struct nwi_image_node *node,
			 struct nw_query_clause *out)
{
	struct run run = longest_run(w, node);

	if (run.length == node->count) {
		wrong_place(w, node, run.at, out);
		return;
	}
	out->found = run.length;
	out->wanted = node->count;
	if (run.length)
		keep_span(w, out, nwi_eval_span(&w->eval, run.at));
	if (run.length > 1)
		out->note = nw_arena_fmt(w->arena,
					 "%u of %u words follow each other",
					 run.length, node->count);
	else
		out->note = lone_words_note(w, node);
}

/* ---- NEAR ---- */

/* The two sides where they are nearest. */
struct nearest {
	uint32_t left, right; /* nodes */
	size_t left_count, right_count;
	struct nwi_stretch a, b; /* of left and right */
	uint32_t gap;		 /* words between; NWI_NONE: no such pair */
	bool ordered;		 /* the left side comes first */
};

static size_t first_behind(const struct nwi_eval *e, size_t lo, size_t hi,
			   uint32_t place)
{
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (e->stack[mid].first <= place)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Tries each of [a, b) with the next one behind it of [c, d). */
static void try_pairs(const struct nwi_eval *e, size_t a, size_t b, size_t c,
		      size_t d, bool ordered, struct nearest *out)
{
	for (size_t i = a; i < b; i++) {
		struct nwi_stretch x = e->stack[i];
		size_t k = first_behind(e, c, d, x.last);
		uint32_t gap;

		if (k == d || (x.last < NWI_PLACE_BODY &&
			       e->stack[k].first >= NWI_PLACE_BODY))
			continue;
		gap = nwi_scan_gap(e->scan, x.last, e->stack[k].first);
		if (gap >= out->gap)
			continue;
		out->gap = gap;
		out->ordered = ordered;
		out->a = ordered ? x : e->stack[k];
		out->b = ordered ? e->stack[k] : x;
	}
}

/* With `any_order` false the nearest pair in the right order is looked for. */
static struct nearest find_nearest(struct nwi_why *w, uint32_t at,
				   bool any_order)
{
	struct nwi_eval *e = &w->eval;
	struct nearest out = { .left = at + 1, .gap = NWI_NONE };
	size_t a, b;

	out.right = out.left + nwi_why_node(w, out.left)->size;
	a = nwi_eval_stretches(e, out.left);
	b = nwi_eval_stretches(e, out.right);
	out.left_count = b - a;
	out.right_count = e->used - b;
	try_pairs(e, a, b, b, e->used, true, &out);
	if (any_order)
		try_pairs(e, b, e->used, a, b, false, &out);
	e->used = a;
	return out;
}

static const char *words(uint32_t n)
{
	return n == 1 ? "word" : "words";
}

static void side_missing(struct nwi_why *w, uint32_t side,
			 struct nw_query_clause *out)
{
	struct nw_query_clause inner = { .found = -1, .wanted = -1 };

	nwi_why_fails(w, side, &inner);
	out->note = nw_arena_fmt(w->arena, "%.*s: %.*s",
				 NW_FMT(nwi_why_quote(w, side)),
				 NW_FMT(inner.note));
	out->spans = inner.spans;
	out->span_count = inner.span_count;
}

static void keep_pair(struct nwi_why *w, const struct nearest *pair,
		      struct nw_query_clause *out)
{
	struct nw_span *kept = nw_arena_array(w->arena, 2, sizeof(*kept));

	if (!kept) {
		w->eval.failed = true;
		return;
	}
	kept[!pair->ordered] = nwi_eval_span(&w->eval, pair->a);
	kept[pair->ordered] = nwi_eval_span(&w->eval, pair->b);
	out->spans = kept;
	out->span_count = 2;
}

static void pair_too_far(struct nwi_why *w, const struct nwi_image_node *node,
			 const struct nearest *pair,
			 struct nw_query_clause *out)
{
	bool wrong_way = !pair->ordered && pair->gap <= node->n;

	keep_pair(w, pair, out);
	out->found = pair->gap;
	out->wanted = node->n;
	if (wrong_way)
		out->note = nw_arena_fmt(
			w->arena, "stand %u %s apart, but in the other order",
			pair->gap, words(pair->gap));
	else
		out->note = nw_arena_fmt(
			w->arena,
			"the nearest pair is %u %s apart; at most %u may "
			"stand between",
			pair->gap, words(pair->gap), node->n);
}

static void near_fails(struct nwi_why *w, uint32_t at,
		       struct nw_query_clause *out)
{
	const struct nwi_image_node *node = nwi_why_node(w, at);
	struct nearest pair = find_nearest(w, at, true);

	if (!pair.left_count)
		side_missing(w, pair.left, out);
	else if (!pair.right_count)
		side_missing(w, pair.right, out);
	else if (pair.gap == NWI_NONE)
		out->note = nw_str_from("one side stands in the title only, "
					"the other in the text only, or both "
					"are one word");
	else
		pair_too_far(w, node, &pair, out);
}

void nwi_why_holds(struct nwi_why *w, uint32_t at, struct nw_query_clause *out)
{
	const struct nwi_image_node *node = nwi_why_node(w, at);
	bool near = node->op == NWI_OP_NEAR;

	if (nwi_where_is_fact(node->where))
		out->note = nwi_fact_note(w->eval.scan,
					  (enum nwi_where)node->where);
	if (nwi_why_counts(w, at, true, out))
		return;
	if (!near && node->op != NWI_OP_ONEAR)
		return;
	struct nearest pair = find_nearest(w, at, near);
	if (pair.gap == NWI_NONE)
		return;
	out->found = pair.gap;
	out->wanted = node->n;
	out->note = nw_arena_fmt(w->arena, "%u %s apart", pair.gap,
				 words(pair.gap));
}

/* ---- alternatives ---- */

/*
 * The spellings of a name all stand where the query names it once; so does
 * what @name stands for.
 */
static bool are_spellings(const struct nwi_why *w, uint32_t at)
{
	uint32_t end = at + nwi_why_node(w, at)->size;
	uint32_t place = nwi_why_clause(w, at + 1)->at;

	if (nw_str_starts(nwi_why_quote(w, at + 1), "@"))
		return false;
	for (uint32_t k = at + 1; k < end; k += nwi_why_node(w, k)->size)
		if (nwi_why_clause(w, k)->at != place)
			return false;
	return true;
}

static void or_fails(struct nwi_why *w, uint32_t at,
		     struct nw_query_clause *out)
{
	uint32_t end = at + nwi_why_node(w, at)->size;
	uint32_t count = 0, best = at + 1, most = 0;

	for (uint32_t k = at + 1; k < end; k += nwi_why_node(w, k)->size) {
		uint32_t near = nwi_why_nearness(w, k);

		count++;
		if (near > most) {
			most = near;
			best = k;
		}
	}
	out->note = nw_arena_fmt(w->arena,
				 are_spellings(w, at)
					 ? "none of its %u spellings stands in "
					   "the item"
					 : "none of the %u alternatives holds",
				 count);
	if (!most || are_spellings(w, at))
		return;
	struct nw_query_clause inner = { .found = -1, .wanted = -1 };
	nwi_why_fails(w, best, &inner);
	out->found = inner.found;
	out->wanted = inner.wanted;
	out->spans = inner.spans;
	out->span_count = inner.span_count;
	out->note = nw_arena_fmt(
		w->arena,
		"none of the %u alternatives holds; the nearest is %.*s: %.*s",
		count, NW_FMT(nwi_why_quote(w, best)), NW_FMT(inner.note));
}

/* An AND inside an OR: its first part that fails. */
static void and_fails(struct nwi_why *w, uint32_t at,
		      struct nw_query_clause *out)
{
	uint32_t end = at + nwi_why_node(w, at)->size, k = at + 1;

	while (k < end && nwi_eval_holds(&w->eval, k))
		k += nwi_why_node(w, k)->size;
	if (k < end)
		side_missing(w, k, out);
}

void nwi_why_fails(struct nwi_why *w, uint32_t at, struct nw_query_clause *out)
{
	const struct nwi_image_node *node = nwi_why_node(w, at);

	if (nwi_where_is_fact(node->where)) {
		out->note = nwi_fact_note(w->eval.scan,
					  (enum nwi_where)node->where);
		return;
	}
	switch (node->op) {
	case NWI_OP_TERM:
		term_fails(w, node, out);
		break;
	case NWI_OP_PHRASE:
		phrase_fails(w, node, out);
		break;
	case NWI_OP_NEAR:
	case NWI_OP_ONEAR:
		near_fails(w, at, out);
		break;
	case NWI_OP_OR:
		or_fails(w, at, out);
		break;
	case NWI_OP_AND:
		and_fails(w, at, out);
		break;
	case NWI_OP_NOT:
		out->note = nw_str_from("must not stand here, and does");
		break;
	default:
		if (!nwi_why_counts(w, at, false, out))
			out->note = nw_str_from("does not hold");
		break;
	}
}

/* ---- which alternative is nearest ---- */

static uint32_t phrase_nearness(struct nwi_why *w,
				const struct nwi_image_node *node)
{
	uint32_t length = longest_run(w, node).length;

	return 800 * length / node->count;
}

static uint32_t near_nearness(struct nwi_why *w, uint32_t at)
{
	const struct nwi_image_node *node = nwi_why_node(w, at);
	struct nearest pair = find_nearest(w, at, true);
	uint32_t over = pair.gap > node->n ? pair.gap - node->n : 0;

	if (!pair.left_count || !pair.right_count)
		return pair.left_count || pair.right_count ? 300 : 0;
	return pair.gap == NWI_NONE ? 400 : 900 - (over < 400 ? over : 400);
}

/* Of AND the mean of its parts; of OR the nearest. */
static uint32_t parts_nearness(struct nwi_why *w, uint32_t at)
{
	const struct nwi_image_node *node = nwi_why_node(w, at);
	uint32_t end = at + node->size, count = 0, most = 0;
	uint64_t sum = 0;

	for (uint32_t k = at + 1; k < end; k += nwi_why_node(w, k)->size) {
		uint32_t near = nwi_why_nearness(w, k);

		sum += near;
		count++;
		most = near > most ? near : most;
	}
	return node->op == NWI_OP_AND ? (uint32_t)(sum / count) : most;
}

uint32_t nwi_why_nearness(struct nwi_why *w, uint32_t at)
{
	const struct nwi_image_node *node = nwi_why_node(w, at);

	if (--w->steps < 0)
		return 0;
	if (nwi_eval_holds(&w->eval, at))
		return NWI_WHY_HOLDS;
	if (nwi_where_is_fact(node->where))
		return 0;
	switch (node->op) {
	case NWI_OP_TERM:
		return nwi_scan_has(w->eval.scan, node->arg) ? 500 : 0;
	case NWI_OP_PHRASE:
		return phrase_nearness(w, node);
	case NWI_OP_NEAR:
	case NWI_OP_ONEAR:
		return near_nearness(w, at);
	case NWI_OP_AND:
	case NWI_OP_OR:
		return parts_nearness(w, at);
	default:
		return nwi_why_counted(w, at);
	}
}
