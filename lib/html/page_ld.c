/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON-LD (schema.org), as outlets write it: one object, a list, or @graph;
 * authors by reference; several articles on one page, of which the one at the
 * page's own address counts. Scripts that are no JSON are mended
 * (page_ld_mend.c).
 */
#include "html/page_impl.h"
#include "html/page_ld_mend.h"

#include "base/json.h"
#include "markup/entity.h"

/* Scripts read, bytes of one, its depth, nodes looked at. */
enum { LD_SCRIPTS = 24, LD_BYTES = 1 << 20, LD_DEPTH = 64, LD_NODES = 256 };

/* Ranks of types. */
enum { RANK_NONE = 0, RANK_PAGE = 10, RANK_WORK = 25, RANK_ARTICLE = 40 };

struct ld_node {
	const json_t *object;
	int rank;
};

struct ld {
	const struct page *page;
	struct page_ld *out;
	struct nw_str url;
	json_t *roots[LD_SCRIPTS];
	unsigned root_count;
	struct ld_node nodes[LD_NODES];
	unsigned count;
};

static struct nw_str string_of(const struct ld *ld, const json_t *value)
{
	struct nw_str none = { NULL, 0 };
	struct nw_str text = nw_str_make(json_string_value(value),
					 json_string_length(value));
	struct nw_buf plain;

	text = nw_str_trim(text);
	if (text.len == 0)
		return none;
	if (nw_str_find_char(text, '&') == text.len)
		return nw_arena_str(ld->page->arena, text);
	nw_buf_init(&plain, LD_BYTES);
	nwi_entity_decode(text, &plain);
	text = nw_arena_buf(ld->page->arena, &plain);
	nw_buf_fini(&plain);
	return text;
}

/* Names of members are told apart by case, which some forget. */
static const json_t *member(const json_t *object, const char *key)
{
	const char *name;
	json_t *value, *found = json_object_get(object, key);
	void *at;

	if (found || json_object_size(object) > 64)
		return found;
	for (at = json_object_iter((json_t *)(uintptr_t)object); at;
	     at = json_object_iter_next((json_t *)(uintptr_t)object, at)) {
		name = json_object_iter_key(at);
		value = json_object_iter_value(at);
		if (strcasecmp(name, key) == 0)
			return value;
	}
	return NULL;
}

static struct nw_str text_of(const struct ld *ld, const json_t *value)
{
	for (unsigned depth = 0; depth < 4; depth++) {
		if (json_is_array(value)) {
			value = json_array_get(value, 0);
		} else if (json_is_object(value)) {
			const json_t *name = member(value, "name");
			value = name ? name : json_object_get(value, "@value");
		} else {
			break;
		}
	}
	if (json_is_integer(value))
		return nw_arena_fmt(ld->page->arena, "%lld",
				    (long long)json_integer_value(value));
	if (!json_is_string(value))
		return nw_str_make(NULL, 0);
	return string_of(ld, value);
}

static void fill(const struct ld *ld, struct nw_str *field,
		 const json_t *object, const char *key)
{
	if (nw_str_is_absent(*field))
		*field = text_of(ld, member(object, key));
}

static bool is_type(const json_t *object, const char *suffix)
{
	const json_t *type = member(object, "@type");
	size_t count = json_is_array(type) ? json_array_size(type) : 1;

	for (size_t i = 0; i < count; i++) {
		const json_t *one =
			json_is_array(type) ? json_array_get(type, i) : type;
		if (json_is_string(one) &&
		    nw_str_ends(nw_str_from(json_string_value(one)), suffix))
			return true;
	}
	return false;
}

static int rank_of(const json_t *object)
{
	static const struct {
		const char *suffix;
		int rank;
	} types[] = {
		{ "Article", RANK_ARTICLE },
		{ "Posting", RANK_ARTICLE },
		{ "NewsStory", RANK_ARTICLE },
		{ "BlogPost", RANK_ARTICLE },
		{ "Report", RANK_ARTICLE },
		{ "Review", RANK_WORK - 5 },
		{ "Recipe", RANK_WORK },
		{ "HowTo", RANK_WORK },
		{ "VideoObject", RANK_WORK - 5 },
		{ "Episode", RANK_WORK },
		{ "CreativeWork", RANK_WORK },
		{ "WebPage", RANK_PAGE },
		{ "ItemPage", RANK_PAGE },
		{ "AboutPage", RANK_PAGE },
		{ "FAQPage", RANK_PAGE },
		{ "MedicalWebPage", RANK_PAGE },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (is_type(object, types[i].suffix))
			return types[i].rank;
	}
	return RANK_NONE;
}

/* What of an address tells pages apart: without scheme, query, end. */
static struct nw_str path_of(struct nw_str url)
{
	size_t scheme = nw_str_find(url, nw_str_make("//", 2));

	if (scheme < url.len)
		url = nw_str_slice(url, scheme + 2, url.len);
	url = nw_str_slice(url, 0, nw_str_find_char(url, '#'));
	url = nw_str_slice(url, 0, nw_str_find_char(url, '?'));
	if (nw_str_starts_nocase(url, "www."))
		url = nw_str_slice(url, 4, url.len);
	while (url.len > 0 && url.at[url.len - 1] == '/')
		url.len--;
	return url;
}

static bool is_at(const struct ld *ld, const json_t *value)
{
	if (json_is_object(value))
		value = member(value, "@id");
	if (!json_is_string(value) || ld->url.len == 0)
		return false;
	struct nw_str url = path_of(nw_str_make(json_string_value(value),
						json_string_length(value)));
	return nw_str_equal(url, path_of(ld->url));
}

static int points_of(const struct ld *ld, const json_t *object)
{
	int points = rank_of(object);

	if (points == RANK_NONE)
		return 0;
	if (is_at(ld, member(object, "url")) ||
	    is_at(ld, member(object, "@id")) ||
	    is_at(ld, member(object, "mainEntityOfPage")))
		points += 12;
	points += member(object, "datePublished") ? 4 : 0;
	points += member(object, "headline") ? 3 : 0;
	points += member(object, "author") ? 2 : 0;
	return points;
}

static void collect(struct ld *ld, const json_t *value, unsigned depth)
{
	if (depth > 6 || ld->count == LD_NODES)
		return;
	if (json_is_array(value)) {
		for (size_t i = 0; i < json_array_size(value); i++)
			collect(ld, json_array_get(value, i), depth + 1);
		return;
	}
	if (!json_is_object(value))
		return;
	ld->nodes[ld->count++] =
		(struct ld_node){ value, points_of(ld, value) };
	collect(ld, json_object_get(value, "@graph"), depth + 1);
	collect(ld, json_object_get(value, "mainEntity"), depth + 1);
	const json_t *of = json_object_get(value, "mainEntityOfPage");
	if (json_is_object(of) && json_object_get(of, "@type"))
		collect(ld, of, depth + 1);
}

/* The node that a reference {"@id": ...} means. */
static const json_t *resolve(const struct ld *ld, const json_t *value)
{
	const json_t *id = json_object_get(value, "@id");

	if (!json_is_string(id) || member(value, "name"))
		return value;
	for (unsigned i = 0; i < ld->count; i++) {
		const json_t *object = ld->nodes[i].object;
		const json_t *other = json_object_get(object, "@id");
		if (object != value && json_is_string(other) &&
		    member(object, "name") && json_equal(id, other))
			return object;
	}
	return value;
}

static void add_author(struct ld *ld, const json_t *value, unsigned depth)
{
	struct page_ld *out = ld->out;
	size_t room = sizeof(out->authors) / sizeof(out->authors[0]);

	if (json_is_array(value)) {
		for (size_t i = 0; depth < 3 && i < json_array_size(value); i++)
			add_author(ld, json_array_get(value, i), depth + 1);
		return;
	}
	if (json_is_object(value)) {
		value = resolve(ld, value);
		const json_t *name = member(value, "name");
		if (json_is_array(name)) {
			add_author(ld, name, depth + 1);
			return;
		}
	}
	struct nw_str name = text_of(ld, value);
	if (nw_str_is_absent(name) || out->author_count == room)
		return;
	out->is_body[out->author_count] = json_is_object(value) &&
					  (is_type(value, "Organization") ||
					   is_type(value, "Corporation")) &&
					  !is_type(value, "Person");
	out->authors[out->author_count++] = name;
}

static void read_work(struct ld *ld, const json_t *object)
{
	struct page_ld *out = ld->out;

	fill(ld, &out->published, object, "datePublished");
	fill(ld, &out->updated, object, "dateModified");
	fill(ld, &out->created, object, "dateCreated");
	fill(ld, &out->created, object, "uploadDate");
	fill(ld, &out->language, object, "inLanguage");
	fill(ld, &out->headline, object, "headline");
	fill(ld, &out->headline, object, "name");
	fill(ld, &out->body, object, "articleBody");
	if (nw_str_is_absent(out->site)) {
		const json_t *publisher = member(object, "publisher");
		if (json_is_object(publisher))
			publisher = resolve(ld, publisher);
		out->site = text_of(ld, publisher);
	}
	if (out->author_count == 0)
		add_author(ld, member(object, "author"), 0);
	if (out->author_count == 0)
		add_author(ld, member(object, "creator"), 0);
}

static void read_best(struct ld *ld)
{
	const struct ld_node *best = NULL;

	for (unsigned i = 0; i < ld->count; i++) {
		const struct ld_node *node = &ld->nodes[i];
		if (node->rank >= RANK_WORK - 5 &&
		    (!best || node->rank > best->rank))
			best = node;
	}
	if (best)
		read_work(ld, best->object);
	for (unsigned i = 0; i < ld->count; i++) {
		const json_t *object = ld->nodes[i].object;
		int rank = rank_of(object);

		if (rank == RANK_PAGE) {
			fill(ld, &ld->out->page_published, object,
			     "datePublished");
			fill(ld, &ld->out->page_updated, object,
			     "dateModified");
			fill(ld, &ld->out->language, object, "inLanguage");
			fill(ld, &ld->out->page_name, object, "name");
			if (!best)
				add_author(ld, member(object, "author"), 0);
		} else if (is_type(object, "WebSite") ||
			   is_type(object, "Organization")) {
			fill(ld, &ld->out->site, object, "name");
		}
	}
}

static bool parse(struct nw_str text, json_t **json)
{
	NW_AUTO(nw_buf_fini) struct nw_buf mended = { 0 };

	if (nwi_json_parse_loose(text, LD_BYTES, LD_DEPTH, json, NULL) == NW_OK)
		return true;
	nw_buf_init(&mended, 2 * LD_BYTES);
	return nwi_ld_mend(text, &mended) &&
	       nwi_json_parse_loose(nw_buf_str(&mended), 2 * LD_BYTES, LD_DEPTH,
				    json, NULL) == NW_OK;
}

static void read_script(struct ld *ld, struct nw_str text)
{
	json_t *json = NULL;

	text = nw_str_trim(text);
	if (text.len > 0 && text.len <= LD_BYTES && parse(text, &json)) {
		ld->roots[ld->root_count++] = json;
		collect(ld, json, 0);
	}
}

void page_read_ld(const struct page *page, struct nw_str url,
		  struct page_ld *out)
{
	struct ld *ld = nw_arena_new_of(page->arena, struct ld);

	if (!ld)
		return;
	ld->page = page;
	ld->out = out;
	ld->url = url;
	ld->root_count = ld->count = 0;
	for (uint32_t i = 1; i < page->tree.count; i++) {
		const struct nwi_node *node = page->nodes[i];

		if (node->atom != NWI_A_SCRIPT || !node->first)
			continue;
		struct nw_str type =
			nw_str_trim(nwi_node_attr(node, NWI_A_TYPE));
		if (nw_str_starts_nocase(type, "application/ld+json") &&
		    ld->root_count < LD_SCRIPTS)
			read_script(ld, node->first->text);
	}
	read_best(ld);
	for (unsigned i = 0; i < ld->root_count; i++)
		nwi_json_free(&ld->roots[i]);
}
