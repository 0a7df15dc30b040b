/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The article's body as its JSON-LD has it (articleBody, schema.org): no
 * markup and often cut, but it says which blocks of the page are the text.
 *
 * Three words in a row that stand in both are a match. Where nearly all of
 * the told body is found in the article's blocks and they are little else,
 * blocks that it lacks are left out.
 */
#include "html/page_body.h"

#include "markup/select.h"

/* Slots for the told body's threes of words; more are not looked at. */
enum { SLOTS = 1 << 15, THREES = SLOTS / 2, FEW_WORDS = 60 };

/* Per cent: of the told body on the page, of the page in the body. */
enum { FOUND = 80, SHARE = 70, INSIDE = 60, OUTSIDE = 20 };

struct page_told {
	uint64_t *threes; /* SLOTS hashes, 0 is free */
	uint32_t count;
	uint32_t first, last; /* numbers of blocks that are surely in it */
};

struct words {
	struct nw_str rest;
	uint64_t last[2];
	unsigned have;
};

static bool is_word(char c)
{
	return (c & 0x80) || (c >= '0' && c <= '9') ||
	       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Some bodies have markup: a tag parts words and is none. */
static size_t tag_len(struct nw_str text)
{
	if (text.len < 2 || text.at[0] != '<' ||
	    (text.at[1] != '/' && !is_word(text.at[1])))
		return 0;
	size_t end = nw_str_find_char(nw_str_slice(text, 0, 512), '>');
	return end < text.len && end < 512 ? end + 1 : 0;
}

static uint64_t next_word(struct nw_str *rest)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
	size_t i = 0, skip;

	while (i < rest->len && !is_word(rest->at[i])) {
		skip = tag_len(nw_str_slice(*rest, i, rest->len));
		i += skip ? skip : 1;
	}
	if (i >= rest->len)
		return 0;
	for (; i < rest->len && is_word(rest->at[i]); i++) {
		hash ^= (unsigned char)(rest->at[i] | 0x20);
		hash *= UINT64_C(0x100000001b3);
	}
	*rest = nw_str_slice(*rest, i, rest->len);
	return hash ? hash : 1;
}

/* The hash of the next three words; 0 at the end. */
static uint64_t next_three(struct words *words)
{
	for (;;) {
		uint64_t word = next_word(&words->rest);
		if (word == 0)
			return 0;
		uint64_t three =
			(words->last[0] * 31 + words->last[1]) * 31 + word;
		words->last[0] = words->last[1];
		words->last[1] = word;
		if (++words->have >= 3)
			return three ? three : 1;
	}
}

/* The slot of a three, or the free one for it; NULL when all are taken. */
static uint64_t *slot_of(const struct page_told *told, uint64_t three)
{
	for (uint64_t i = 0; i < 64; i++) {
		uint64_t *slot = &told->threes[(three + i) & (SLOTS - 1)];
		if (*slot == three || *slot == 0)
			return slot;
	}
	return NULL;
}

static void learn(struct page_told *told, struct nw_str text)
{
	struct words words = { .rest = text };
	uint64_t three;

	while (told->count < THREES && (three = next_three(&words))) {
		uint64_t *slot = slot_of(told, three);
		if (slot && *slot == 0) {
			*slot = three;
			told->count++;
		}
	}
}

/* Threes of a text, and those of them that the told body has. */
static uint32_t match(const struct page_told *told, struct nw_str text,
		      uint32_t *all)
{
	struct words words = { .rest = text };
	uint32_t found = 0;
	uint64_t three;

	*all = 0;
	while ((three = next_three(&words))) {
		uint64_t *slot = slot_of(told, three);
		(*all)++;
		found += slot && *slot == three;
	}
	return found;
}

static bool is_leaf(const struct page *page, const struct nwi_node *node)
{
	const struct page_stat *stat = page_stat_of(page, node);

	return node->kind == NWI_NODE_ELEMENT && stat->text > 0 &&
	       (stat->marks & PAGE_BLOCK) && stat->own == stat->text;
}

/* Finds the first and the last block; false when the body is another text. */
static bool align(struct body *body, struct page_told *told)
{
	const struct page *page = body->page;
	const struct nwi_node *at = body->article;
	uint64_t found = 0, shown = 0;

	while (at) {
		if (page_stat_of(page, at)->marks &
		    (PAGE_FURNITURE | PAGE_SILENT)) {
			at = nwi_node_skip(at, body->article);
			continue;
		}
		if (!is_leaf(page, at)) {
			at = nwi_node_next(at, body->article);
			continue;
		}
		uint32_t all;
		uint32_t hits = match(told, page_words_of(body, at), &all);
		found += hits;
		shown += all;
		if (all >= 6 && hits * 100 >= all * INSIDE) {
			told->first = told->first ? told->first : at->number;
			told->last = at->number;
		}
		at = nwi_node_skip(at, body->article);
	}
	return found * 100 >= (uint64_t)told->count * FOUND &&
	       found * 100 >= shown * SHARE;
}

void page_learn_told(struct body *body)
{
	const struct page *page = body->page;
	struct page_told *told;

	body->told_body = NULL;
	if (page->told.len == 0 || !page->strict ||
	    !page_ends_as_sentence(page->told))
		return;
	told = nw_arena_array(page->arena, 1, sizeof(*told));
	if (told)
		told->threes = nw_arena_array(page->arena, SLOTS,
					      sizeof(*told->threes));
	if (!told || !told->threes)
		return;
	learn(told, page->told);
	if (told->count >= FEW_WORDS && told->count < THREES &&
	    align(body, told))
		body->told_body = told;
}

/* Lists, tables and quotations are often missing from it. */
static bool is_plain(const struct nwi_node *node, const struct nwi_node *top)
{
	for (; node && node != top; node = node->parent) {
		switch (node->atom) {
		case NWI_A_UL:
		case NWI_A_OL:
		case NWI_A_DL:
		case NWI_A_TABLE:
		case NWI_A_BLOCKQUOTE:
		case NWI_A_PRE:
			return false;
		default:
			break;
		}
	}
	return true;
}

bool page_is_untold(const struct body *body, const struct nwi_node *node,
		    struct nw_str words)
{
	const struct page_told *told = body->told_body;
	uint32_t all;

	if (!told)
		return false;
	uint32_t hits = match(told, words, &all);
	if (all == 0 || hits * 100 > all * OUTSIDE)
		return false;
	if (node->number < told->first || node->number > told->last)
		return true;
	return all >= 3 && is_plain(node, body->article);
}
