/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which groups of records are the page's.
 *
 * A group is worth what its records are worth on average (a title that reads
 * like one and stands once, a link, a date, prose), more the more there are
 * and the more of the page's prose they hold, little when there is neither
 * date nor prose (menus), little in furniture.
 */
#include "page/listing_impl.h"

#include "markup/scan.h"
#include <math.h>
#include <stdlib.h>

/* Anchors of a group that are looked at; groups besides the best. */
enum { GROUP_MAX = 20000, MORE_GROUPS = 12, UNTITLED_TRIES = 24, PROSE = 80 };

/* Scores below which a page is none of many articles. */
#define LEAST		   0.3
#define LEAST_IN_FURNITURE 1.0

struct wording {
	uint32_t words, chars, hash;
	bool wide;
};

static void count_words(struct nw_str text, struct wording *out)
{
	bool in = false;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		bool space = nwi_is_space((char)c);

		out->words += !space && !in;
		in = !space;
		out->chars += !space && (c & 0xc0) != 0x80;
		out->wide |= c >= 0xe3;
		if (!space)
			out->hash = (out->hash ^ c) * UINT32_C(16777619);
	}
}

static struct wording wording_of(const struct listing *listing,
				 const struct nwi_node *node)
{
	struct wording out = { .hash = UINT32_C(2166136261) };
	uint32_t end = list_stat_of(listing, node)->end;

	for (uint32_t i = node->number; i < end && out.chars < 400; i++) {
		if (listing->nodes[i]->kind == NWI_NODE_TEXT)
			count_words(listing->nodes[i]->text, &out);
	}
	return out;
}

static double title_worth(const struct wording *words)
{
	if (words->chars > 250)
		return 0.4;
	if (words->words >= 4 || words->chars >= 25 ||
	    (words->wide && words->chars >= 8))
		return 1;
	if (words->words == 3 || words->chars >= 18)
		return 0.7;
	return words->words == 2 ? 0.35 : 0.15;
}

static bool has_link(const struct listing *listing, const struct nwi_node *node)
{
	uint32_t end = list_stat_of(listing, node)->end;

	if (list_marks(listing, node) & LIST_LINK)
		return true;
	for (uint32_t i = node->number; i < end; i++) {
		if (listing->nodes[i]->atom == NWI_A_A &&
		    !nw_str_is_absent(
			    nwi_node_attr(listing->nodes[i], NWI_A_HREF)))
			return true;
	}
	return false;
}

static int compare_hash(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Share of the titles that stand once. */
static double uniqueness(uint32_t *hashes, uint32_t count)
{
	uint32_t distinct = 0;

	qsort(hashes, count, sizeof(*hashes), compare_hash);
	for (uint32_t i = 0; i < count; i++)
		distinct += i == 0 || hashes[i] != hashes[i - 1];
	return (double)distinct / count;
}

static void weigh(const struct listing *listing, struct list_group *group,
		  uint32_t *hashes)
{
	static const double kinds[LIST_KINDS] = {
		[LIST_BY_HEADING] = 1.3, [LIST_BY_TITLE] = 1.2,
		[LIST_BY_LINK] = 1.0,	 [LIST_BY_TERM] = 0.9,
		[LIST_BY_BOLD] = 0.8,	 [LIST_BY_ITEM] = 0.8,
		[LIST_BY_TIME] = 0.6,
	};
	bool named = group->kind != LIST_BY_ITEM && group->kind != LIST_BY_TIME;
	uint32_t n = group->count, prose = 0, chars = 0, furniture = 0;
	uint32_t talk = 0;
	double mean = 0;

	for (uint32_t i = 0; i < n; i++) {
		const struct list_record *r = &group->records[i];
		struct wording words = wording_of(listing, r->anchor);
		uint32_t here = listing->stats[r->to].prose -
				listing->stats[r->from].prose;

		hashes[i] = words.hash;
		group->titles += named ? title_worth(&words) : 0.5;
		group->links += has_link(listing, r->anchor);
		group->dates += listing->stats[r->to].dates >
				listing->stats[r->from].dates;
		group->prose += here > PROSE ? 1 : (double)here / PROSE;
		prose += here;
		chars += listing->stats[r->to].chars -
			 listing->stats[r->from].chars;
		furniture +=
			(list_marks(listing, r->anchor) & LIST_FURNITURE) != 0;
		talk += (list_marks(listing, r->anchor) & LIST_TALK) != 0;
	}
	group->titles *= (named ? uniqueness(hashes, n) : 1.0) / n;
	group->links /= n;
	group->dates /= n;
	group->prose /= n;
	group->furniture = furniture * 2 > n;
	mean = group->titles + 0.5 * group->links + 0.7 * group->dates +
	       0.8 * group->prose;
	double evidence =
		group->dates > group->prose ? group->dates : group->prose;
	const struct list_stat *all = &listing->stats[listing->tree.count];
	double share = all->prose > 0 ? (double)prose / all->prose : 0;
	share = (share + (all->chars > 0 ? (double)chars / all->chars : 0)) / 2;
	group->share = all->chars > 0 ? (double)chars / all->chars : 0;
	group->score = mean * log2(1.0 + (n > 60 ? 60 : n)) * (0.25 + share) *
		       (0.1 + 0.9 * evidence) * (0.2 + 0.8 * group->titles) *
		       kinds[group->kind] *
		       (talk * 2 > n	   ? 0.01
			: group->furniture ? 0.15
					   : 1);
}

/* A link of a word or two among titles leads elsewhere ("Subscribe here"). */
static void drop_weak(const struct listing *listing, struct list_group *group)
{
	uint32_t kept = 0;

	if (group->kind != LIST_BY_LINK || group->titles < 0.8)
		return;
	for (uint32_t i = 0; i < group->count; i++) {
		struct wording words =
			wording_of(listing, group->records[i].anchor);
		if (title_worth(&words) >= 0.4)
			group->records[kept++] = group->records[i];
	}
	group->count = kept;
}

/* All records of `part` are among those of `whole`. */
static bool holds_all(const struct list_group *whole,
		      const struct list_group *part)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < part->count; i++, at++) {
		while (at < whole->count &&
		       whole->records[at].anchor != part->records[i].anchor)
			at++;
		if (at == whole->count)
			return false;
	}
	return true;
}

struct choice {
	struct listing *listing;
	struct list_group *groups;
	uint32_t count;
	uint8_t *taken; /* by node number: part of a chosen record */
};

static bool is_free(const struct choice *choice, const struct list_group *group)
{
	for (uint32_t i = 0; i < group->count; i++) {
		const struct list_record *r = &group->records[i];
		if (choice->taken[r->from] || choice->taken[r->to - 1] ||
		    choice->taken[r->anchor->number])
			return false;
	}
	return true;
}

/* A record around chosen ones would give their words twice. */
static bool holds_chosen(const struct choice *choice,
			 const struct list_group *group)
{
	const struct listing *listing = choice->listing;

	for (uint32_t i = 0; i < listing->count; i++) {
		uint32_t number = listing->records[i].from;
		uint32_t low = 0, high = group->count;
		while (low < high) { /* the last that begins before it */
			uint32_t middle = low + (high - low) / 2;
			if (group->records[middle].from <= number)
				low = middle + 1;
			else
				high = middle;
		}
		if (low > 0 && group->records[low - 1].to > number)
			return true;
	}
	return false;
}

static bool take(struct choice *choice, const struct list_group *group)
{
	struct listing *listing = choice->listing;
	uint32_t total = listing->count + group->count;
	struct list_record *records =
		nw_arena_array(listing->arena, total, sizeof(*records));
	enum list_kind *kinds =
		nw_arena_array(listing->arena, total, sizeof(*kinds));
	uint32_t a = 0, b = 0, n = 0;

	if (!records || !kinds)
		return false;
	while (n < total) {
		bool mine = b == group->count ||
			    (a < listing->count &&
			     listing->records[a].from < group->records[b].from);
		kinds[n] = mine ? listing->kinds[a] : group->kind;
		records[n++] =
			mine ? listing->records[a++] : group->records[b++];
	}
	for (uint32_t i = 0; i < group->count; i++)
		memset(choice->taken + group->records[i].from, 1,
		       group->records[i].to - group->records[i].from);
	listing->records = records;
	listing->kinds = kinds;
	listing->count = total;
	return true;
}

static void tell(const struct listing *listing, const struct list_group *group,
		 const char *what, const char *verdict)
{
	static const char *const names[LIST_KINDS] = {
		[LIST_BY_HEADING] = "headings",
		[LIST_BY_TITLE] = "elements named as titles",
		[LIST_BY_LINK] = "links",
		[LIST_BY_TERM] = "terms",
		[LIST_BY_BOLD] = "bold beginnings",
		[LIST_BY_ITEM] = "elements named as articles",
		[LIST_BY_TIME] = "times",
	};

	if (!listing->input->explain)
		return;
	list_explain(listing, what,
		     list_text(listing, group->records[0].anchor, 120),
		     group->records[0].anchor,
		     "%u %s of one path%s: score %.2f (titles %.2f, links "
		     "%.2f, dates %.2f, text %.2f)%s: %s",
		     group->count, names[group->kind],
		     group->flat ? ", flat siblings" : "", group->score,
		     group->titles, group->links, group->dates, group->prose,
		     group->furniture ? ", in furniture" : "", verdict);
}

/* Of the best one's kind: no worse titles, as much to tell. */
static bool is_alike(const struct list_group *best,
		     const struct list_group *group)
{
	double told = group->dates > group->prose ? group->dates : group->prose;

	return !group->furniture && group->titles >= 0.6 &&
	       group->titles >= best->titles * 0.6 && told >= 0.6 &&
	       (best->links < 0.5) == (group->links < 0.5) &&
	       (best->dates < 0.6 || group->dates >= 0.6 ||
		group->prose >= 0.8);
}

/*
 * Lines below leads: linked titles by headings of the same level that stand
 * among the records.
 */
static bool is_among(const struct listing *listing,
		     const struct list_group *best,
		     const struct list_group *group)
{
	const struct list_record *last = &listing->records[listing->count - 1];

	return best->kind == LIST_BY_HEADING && group->kind == best->kind &&
	       !group->furniture && !group->flat && group->titles >= 0.9 &&
	       group->links >= 0.9 &&
	       group->records[0].anchor->atom ==
		       best->records[0].anchor->atom &&
	       group->records[0].from > listing->records[0].from &&
	       group->records[0].from < last->to;
}

static int by_score(const void *a, const void *b)
{
	const struct list_group *x = a, *y = b;

	if (x->score > y->score || x->score < y->score)
		return x->score > y->score ? -1 : 1;
	return x->records[0].from < y->records[0].from ? -1 : 1;
}

static bool take_more(struct choice *choice)
{
	const struct list_group *best = &choice->groups[0];
	unsigned more = 0;

	for (uint32_t i = 1; i < choice->count && more < MORE_GROUPS; i++) {
		const struct list_group *group = &choice->groups[i];

		if (!is_free(choice, group) || holds_chosen(choice, group))
			continue;
		if (!is_alike(best, group) &&
		    !is_among(choice->listing, best, group)) {
			if (i < 8)
				tell(choice->listing, group, "rejected",
				     "unlike the records");
			continue;
		}
		tell(choice->listing, group, "records", "a further list");
		more++;
		if (!take(choice, group))
			return false;
	}
	return true;
}

/* Groups of one are left for the featured records. */
static enum nw_status weigh_all(struct choice *choice,
				const struct list_anchor *anchors,
				uint32_t count, uint32_t *hashes)
{
	struct listing *listing = choice->listing;

	for (uint32_t from = 0, to = 0; from < count; from = to) {
		while (to < count && anchors[to].key == anchors[from].key)
			to++;
		uint32_t n = to - from;
		if (n < 2)
			continue;
		struct list_group *group = &choice->groups[choice->count];
		n = n > GROUP_MAX ? GROUP_MAX : n;
		if (!list_records(listing, anchors + from, n, group))
			return NW_LIMIT;
		if (group->count < 2)
			continue;
		weigh(listing, group, hashes);
		choice->count++;
	}
	qsort(choice->groups, choice->count, sizeof(*choice->groups), by_score);
	return NW_OK;
}

/*
 * A featured record of its own shape: one heading with a link, outside of all
 * records, in an element that holds a little more than a title.
 */
static bool take_single(struct choice *choice, struct nwi_node *heading)
{
	const struct listing *listing = choice->listing;
	struct list_record record = { .anchor = heading };
	struct list_group group = { .records = &record, .count = 1 };
	uint32_t hash;
	struct nwi_node *top = heading;

	while (top->parent && top->parent->parent &&
	       top->parent->atom != NWI_A_BODY &&
	       top->parent->atom != NWI_A_MAIN) {
		const struct list_stat *above =
			list_stat_of(listing, top->parent);
		uint32_t low = 0;
		while (low < listing->count &&
		       listing->records[low].from < top->parent->number)
			low++;
		if ((low < listing->count &&
		     listing->records[low].from < above->end) ||
		    list_chars(listing, top->parent) > 1500)
			break;
		top = top->parent;
	}
	record.first = top;
	record.stop = top->next;
	record.from = top->number;
	record.to = list_stat_of(listing, top)->end;
	weigh(listing, &group, &hash);
	if (group.furniture || group.links < 1 || group.titles < 0.9 ||
	    (group.prose < 0.4 && group.dates < 1) || !is_free(choice, &group))
		return true;
	tell(listing, &group, "records", "featured");
	return take(choice, &group);
}

static bool take_singles(struct choice *choice)
{
	struct listing *listing = choice->listing;
	unsigned tried = 0;

	if (choice->groups[0].links < 0.5)
		return true;
	for (uint32_t i = 1; i < listing->tree.count && tried < 20; i++) {
		struct nwi_node *node = listing->nodes[i];
		unsigned marks = listing->stats[i].marks;

		if (!(marks & LIST_HEADING) || choice->taken[i] ||
		    marks & (LIST_FURNITURE | LIST_SILENT) ||
		    !has_link(listing, node))
			continue;
		tried++;
		if (!take_single(choice, node))
			return false;
	}
	return true;
}

/* Records of `group` that begin where none of `best` does; false where one
 * of `best` has none in `group`. */
static bool without(const struct listing *listing,
		    const struct list_group *group,
		    const struct list_group *best, struct list_group *rest)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < group->count; i++) {
		const struct list_record *r = &group->records[i];
		if (at < best->count && best->records[at].from == r->from) {
			at++;
			continue;
		}
		if (listing->stats[r->to].prose ==
		    listing->stats[r->from].prose)
			return false;
		rest->records[rest->count++] = *r;
	}
	return at == best->count;
}

/*
 * Entries of a live page with a heading, and some without one: each has its
 * time, in an element like the others.
 */
static bool take_untitled(struct choice *choice)
{
	struct listing *listing = choice->listing;
	const struct list_group *best = &choice->groups[0];

	if (best->flat || best->links >= 0.5 || best->dates < 0.9)
		return true;
	for (uint32_t i = 1; i < choice->count && i < UNTITLED_TRIES; i++) {
		const struct list_group *group = &choice->groups[i];
		struct list_group rest = *group;
		if (group->kind != LIST_BY_TIME || group->flat ||
		    group->count <= best->count ||
		    group->count > 3 * best->count)
			continue;
		rest.count = 0;
		rest.records = nw_arena_array(listing->arena, group->count,
					      sizeof(*rest.records));
		if (!rest.records)
			return false;
		if (!without(listing, group, best, &rest) ||
		    !is_free(choice, &rest))
			continue;
		tell(listing, &rest, "records", "entries without a title");
		return take(choice, &rest);
	}
	return true;
}

/*
 * Where classes part what stands in elements of one path (leads with text,
 * lines without), all of it is the list, if the titles are as good.
 */
static void prefer_whole(struct choice *choice)
{
	struct list_group *best = &choice->groups[0], *whole = NULL;

	for (uint32_t i = 1; i < choice->count; i++) {
		struct list_group *group = &choice->groups[i];
		if (group->kind == best->kind && group->count > best->count &&
		    group->titles >= 0.95 && group->links >= best->links &&
		    group->flat <= best->flat && !group->furniture &&
		    (!whole || group->count > whole->count) &&
		    holds_all(group, best))
			whole = group;
	}
	if (!whole)
		return;
	struct list_group swap = *best;
	*best = *whole;
	*whole = swap;
}

enum nw_status list_choose(struct listing *listing, struct nw_error *err)
{
	struct choice choice = { .listing = listing };
	uint32_t count = 0;
	struct list_anchor *anchors = list_anchors(listing, &count);
	uint32_t *hashes =
		nw_arena_array(listing->arena, GROUP_MAX, sizeof(*hashes));

	choice.groups = nw_arena_array(listing->arena, count / 2 + 1,
				       sizeof(*choice.groups));
	choice.taken = nw_arena_alloc(listing->arena, listing->tree.count + 1);
	if (!list_find_heads(listing) || !anchors || !hashes ||
	    !choice.groups || !choice.taken)
		return nw_fail(err, NW_LIMIT, "a page larger than its memory");
	if (weigh_all(&choice, anchors, count, hashes))
		return nw_fail(err, NW_LIMIT, "a page larger than its memory");
	if (choice.count == 0)
		return NW_OK;
	prefer_whole(&choice);
	struct list_group *best = &choice.groups[0];
	bool plain = best->titles >= 0.9 && best->links >= 0.9 &&
		     best->share >= 0.2 && !best->furniture && best->count > 2;
	if (!plain &&
	    best->score < (best->furniture ? LEAST_IN_FURNITURE : LEAST)) {
		tell(listing, best, "rejected", "too little for records");
		return NW_OK;
	}
	drop_weak(listing, best);
	tell(listing, best, "records", "the best group");
	if (!take(&choice, &choice.groups[0]) || !take_untitled(&choice) ||
	    !take_more(&choice) || !take_singles(&choice))
		return nw_fail(err, NW_LIMIT, "a page larger than its memory");
	return NW_OK;
}
