/* SPDX-License-Identifier: Apache-2.0 */
#include "query/facts.h"
#include "text/fold.h"
#include "text/language.h"
#include "text/url.h"
#include "text/utf8.h"

/* What a note quotes at most; a fact has less than NWI_TOKEN_BYTES a word. */
enum { NOTE_FACTS = 24, NOTE_BYTES = 16 << 10 };

struct gather {
	const struct nwi_scan *scan;
	struct nw_arena *arena;
	struct nw_token *rows;
	uint32_t count, room;
	bool failed; /* the arena is full */
};

struct nw_str nwi_fact_key(struct nw_arena *arena, enum nwi_where where,
			   struct nw_str text)
{
	return nw_arena_fmt(arena, "%c%c%.*s", NWI_FACT_MARK, '@' + where,
			    NW_FMT(text));
}

struct nw_str nwi_fact_name(struct nw_arena *arena, struct nw_str name)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	struct nwi_tokens words;

	nw_buf_init(&out, 64 << 10);
	if (nwi_tokenise(name, nw_str_make(NULL, 0), arena, &words, NULL) !=
	    NW_OK)
		return nw_str_make(NULL, 0);
	for (size_t i = 0; i < words.count; i++) {
		if (i)
			nw_buf_add_char(&out, ' ');
		nw_buf_add_str(&out, words.rows[i].folded);
	}
	return out.len && !out.failed ? nw_arena_buf(arena, &out)
				      : nw_str_make(NULL, 0);
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct nw_str nwi_fact_url(struct nw_arena *arena, struct nw_str url)
{
	size_t scheme = nw_str_find(url, nw_str_from("://")), len = 0;
	struct nw_str rest =
		nw_str_slice(url, scheme == url.len ? 0 : scheme + 3, url.len);
	char *out = nw_arena_alloc(arena, rest.len + 1);

	for (size_t i = 0; out && i < rest.len; i++) {
		int high = i + 2 < rest.len ? hex_digit(rest.at[i + 1]) : -1;
		int low = high < 0 ? -1 : hex_digit(rest.at[i + 2]);

		out[len] = rest.at[i];
		if (rest.at[i] == '%' && low >= 0) {
			out[len] = (char)(high * 16 + low);
			i += 2;
		}
		len++;
	}
	return !out || nwi_utf8_is_valid(nw_str_make(out, len))
		       ? nw_str_make(out, len)
		       : rest;
}

/* ---- an item's facts ---- */

static struct nw_token *add_row(struct gather *g)
{
	if (g->count == g->room) {
		uint32_t room = g->room ? g->room * 2 : 64;
		struct nw_token *more =
			nw_arena_array(g->arena, room, sizeof(*more));

		if (!more) {
			g->failed = true;
			return NULL;
		}
		if (g->count)
			memcpy(more, g->rows, g->count * sizeof(*more));
		g->rows = more;
		g->room = room;
	}
	return &g->rows[g->count++];
}

static bool is_asked(const struct gather *g, enum nwi_where where)
{
	return g->scan->q->header->uses >> where & 1;
}

static void add(struct gather *g, enum nwi_where where, struct nw_str text,
		uint32_t from)
{
	struct nw_token *row;
	struct nw_str key;

	if (g->failed || g->count >= NWI_FACT_WORDS)
		return;
	key = nwi_fact_key(g->arena, where, text);
	row = key.at ? add_row(g) : NULL;
	if (!row) {
		g->failed = true;
		return;
	}
	*row = (struct nw_token){ .folded = key,
				  .hash = nw_token_hash(key),
				  .from = from };
}

/* A row that is no word, so that no phrase runs from one text into another. */
static void part(struct gather *g)
{
	struct nw_token *row = g->failed ? NULL : add_row(g);

	if (row)
		*row = (struct nw_token){ .folded = nw_str_from(""),
					  .hash = nw_token_hash(
						  nw_str_from("")) };
}

static void add_words(struct gather *g, enum nwi_where where, struct nw_str s)
{
	struct nwi_tokens words;

	if (s.len == 0)
		return;
	if (nwi_tokenise(s, nw_str_make(NULL, 0), g->arena, &words, NULL) !=
	    NW_OK) {
		g->failed = true;
		return;
	}
	for (size_t i = 0; i < words.count; i++)
		add(g, where, words.rows[i].folded, 0);
	part(g);
}

static void add_name(struct gather *g, enum nwi_where where, struct nw_str name)
{
	struct nw_str folded = { NULL, 0 };

	if (is_asked(g, where) && name.len > 0)
		folded = nwi_fact_name(g->arena, name);
	if (folded.len > 0)
		add(g, where, folded, 0);
}

/* "news.example.org", "example.org", "org". */
static void add_site(struct gather *g, struct nw_str url)
{
	struct nw_str host = nwi_url_host(g->arena, url);

	while (host.len > 0) {
		size_t dot = nw_str_find_char(host, '.');

		add(g, NWI_WHERE_SITE, host, 0);
		host = nw_str_slice(host, dot + 1, host.len);
	}
}

/* "zh-hant-tw", "zh-hant", "zh". */
static void add_language(struct gather *g, struct nw_str language)
{
	NW_AUTO(nw_buf_fini) struct nw_buf tag = { 0 };
	struct nw_str rest;

	nw_buf_init(&tag, 256);
	nwi_fold_word(&tag, language);
	rest = nw_buf_str(&tag);
	while (rest.len > 0) {
		add(g, NWI_WHERE_LANG, rest, 0);
		while (rest.len > 0 && rest.at[--rest.len] != '-')
			;
	}
}

static void add_item(struct gather *g, const struct nw_item *item)
{
	static const struct nw_str article = NW_STR("article");

	if (is_asked(g, NWI_WHERE_URL))
		add_words(g, NWI_WHERE_URL, nwi_fact_url(g->arena, item->url));
	if (is_asked(g, NWI_WHERE_SITE))
		add_site(g, item->url);
	if (is_asked(g, NWI_WHERE_AUTHOR)) {
		for (uint32_t i = 0; i < item->author_count; i++)
			add_words(g, NWI_WHERE_AUTHOR, item->authors[i]);
		if (item->author_count == 0)
			add_words(g, NWI_WHERE_AUTHOR, item->byline);
	}
	if (is_asked(g, NWI_WHERE_TAG)) {
		for (uint32_t i = 0; i < item->category_count; i++)
			add_words(g, NWI_WHERE_TAG, item->categories[i]);
	}
	if (is_asked(g, NWI_WHERE_LANG))
		add_language(g, nw_doc_language(g->scan->doc));
	add_name(g, NWI_WHERE_TYPE, item->kind.len ? item->kind : article);
}

static void add_known(struct gather *g, const struct nw_query_facts *facts,
		      const struct nw_item *item)
{
	add_name(g, NWI_WHERE_SOURCE, facts->source);
	add_name(g, NWI_WHERE_OUTLET, facts->outlet);
	add_name(g, NWI_WHERE_COUNTRY, facts->country);
	add_name(g, NWI_WHERE_AFFILIATION, facts->affiliation);
	add_name(g, NWI_WHERE_OWNER, facts->owner);
	for (uint32_t i = 0;
	     is_asked(g, NWI_WHERE_TOPIC) && i < facts->topic_count; i++) {
		struct nw_str name =
			nwi_fact_name(g->arena, facts->topics[i].name);

		if (name.len > 0)
			add(g, NWI_WHERE_TOPIC, name, i);
	}
	if (is_asked(g, NWI_WHERE_AGE) && facts->now &&
	    item->published.precision >= NW_PRECISION_DAY)
		add(g, NWI_WHERE_AGE, nw_str_from(""), 0);
}

bool nwi_facts_gather(struct nwi_scan *s)
{
	struct gather g = { .scan = s, .arena = s->arena };
	const struct nw_item *item = nw_doc_item(s->doc);

	if (!(s->q->header->uses >> NWI_WHERE_URL))
		return true;
	add_item(&g, item);
	if (s->facts)
		add_known(&g, s->facts, item);
	s->fact = g.rows;
	s->fact_count = g.count;
	return !g.failed;
}

/* One fact, as a person reads it. */
static void put_fact(const struct nwi_scan *s, const struct nw_token *fact,
		     enum nwi_where where, struct nw_buf *out)
{
	struct nw_str text =
		nw_str_slice(fact->folded, NWI_FACT_PREFIX, fact->folded.len);

	if (where == NWI_WHERE_AGE)
		nw_buf_add_fmt(out, "%.1f hours",
			       (double)(s->facts->now -
					nw_doc_item(s->doc)->published.at) /
				       36e5);
	else if (where == NWI_WHERE_TOPIC)
		nw_buf_add_fmt(out, "%.*s %.2f", NW_FMT(text),
			       s->facts->topics[fact->from].score);
	else
		nw_buf_add_str(out, text);
}

struct nw_str nwi_fact_note(const struct nwi_scan *s, enum nwi_where where)
{
	static const struct nw_str none = NW_STR("of this item it is unknown");
	bool words = where == NWI_WHERE_URL || where == NWI_WHERE_AUTHOR ||
		     where == NWI_WHERE_TAG;
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	uint32_t count = 0;

	nw_buf_init(&out, NOTE_BYTES);
	for (uint32_t i = 0; i < s->fact_count && count < NOTE_FACTS; i++) {
		if (nwi_fact_where(s->fact[i].folded) != where)
			continue;
		nw_buf_add_text(&out, count == 0 ? "of this item it is "
				      : words	 ? " "
						 : ", ");
		put_fact(s, &s->fact[i], where, &out);
		count++;
	}
	return count ? nw_arena_buf(s->arena, &out) : none;
}

bool nwi_fact_holds(const struct nwi_scan *s, const struct nwi_image_atom *atom,
		    const struct nw_token *fact)
{
	struct nwi_bound bound;
	double value;

	memcpy(&bound, s->q->text + atom->text_at, sizeof(bound));
	if (atom->kind == NWI_ATOM_SCORE)
		value = s->facts->topics[fact->from].score;
	else
		value = (double)(s->facts->now -
				 nw_doc_item(s->doc)->published.at);
	if (bound.equal && value == bound.limit)
		return true;
	return bound.above ? value > bound.limit : value < bound.limit;
}
