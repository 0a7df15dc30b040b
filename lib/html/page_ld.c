/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON-LD (schema.org), as outlets write it: one object, a list, or @graph;
 * sometimes in comments or CDATA, with raw line ends in strings. Of what is
 * found the first node whose type is some kind of article counts.
 */
#include "html/page_impl.h"

#include "base/json.h"
#include "markup/entity.h"

/* Scripts read, bytes of one, its depth, nodes looked at. */
enum { LD_SCRIPTS = 16, LD_BYTES = 1 << 20, LD_DEPTH = 32, LD_NODES = 256 };

struct ld {
	const struct page *page;
	struct page_ld *out;
	unsigned nodes;
};

static struct nw_str text_of(const struct ld *ld, const json_t *value)
{
	if (json_is_array(value))
		value = json_array_get(value, 0);
	if (json_is_object(value)) {
		const json_t *name = json_object_get(value, "name");
		value = name ? name : json_object_get(value, "@value");
	}
	if (!json_is_string(value) || json_string_length(value) == 0)
		return nw_str_make(NULL, 0);
	return nw_arena_str(ld->page->arena,
			    nw_str_make(json_string_value(value),
					json_string_length(value)));
}

static void fill(const struct ld *ld, struct nw_str *field,
		 const json_t *object, const char *key)
{
	if (nw_str_is_absent(*field))
		*field = text_of(ld, json_object_get(object, key));
}

static void add_author(struct ld *ld, const json_t *value)
{
	struct page_ld *out = ld->out;
	size_t room = sizeof(out->authors) / sizeof(out->authors[0]);
	struct nw_str name = text_of(ld, value);

	if (!nw_str_is_absent(name) && out->author_count < room)
		out->authors[out->author_count++] = name;
}

static bool is_type(const json_t *object, const char *suffix)
{
	const json_t *type = json_object_get(object, "@type");
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

static bool is_article(const json_t *object)
{
	static const char *const types[] = { "Article", "Posting",   "Report",
					     "Review",	"NewsStory", "WebPage",
					     "BlogPost" };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (is_type(object, types[i]))
			return true;
	}
	return false;
}

static void read_article(struct ld *ld, const json_t *object)
{
	const json_t *author = json_object_get(object, "author");
	bool page_only = is_type(object, "WebPage");

	fill(ld, &ld->out->published, object, "datePublished");
	fill(ld, &ld->out->updated, object, "dateModified");
	fill(ld, &ld->out->language, object, "inLanguage");
	if (page_only)
		return;
	fill(ld, &ld->out->headline, object, "headline");
	fill(ld, &ld->out->body, object, "articleBody");
	fill(ld, &ld->out->site, object, "publisher");
	if (ld->out->author_count > 0)
		return;
	if (!json_is_array(author)) {
		add_author(ld, author);
		return;
	}
	for (size_t i = 0; i < json_array_size(author); i++)
		add_author(ld, json_array_get(author, i));
}

/* Looks for articles; a page that only wraps one is read last. */
static void read_value(struct ld *ld, const json_t *value, unsigned depth)
{
	if (depth > 4 || ld->nodes++ > LD_NODES)
		return;
	if (json_is_array(value)) {
		for (size_t i = 0; i < json_array_size(value); i++)
			read_value(ld, json_array_get(value, i), depth + 1);
		return;
	}
	if (!json_is_object(value))
		return;
	read_value(ld, json_object_get(value, "@graph"), depth + 1);
	read_value(ld, json_object_get(value, "mainEntity"), depth + 1);
	if (is_article(value))
		read_article(ld, value);
	else if (is_type(value, "WebSite") || is_type(value, "Organization"))
		fill(ld, &ld->out->site, value, "name");
}

/* Raw line ends and tabs in strings are the mistake that is made most. */
static void read_script(struct ld *ld, struct nw_str text)
{
	NW_AUTO(nwi_json_free) json_t *json = NULL;

	text = nw_str_trim(text);
	char *copy = text.len <= LD_BYTES
			     ? nw_arena_alloc(ld->page->arena, text.len + 1)
			     : NULL;
	if (!copy)
		return;
	for (size_t i = 0; i < text.len; i++)
		copy[i] = (unsigned char)text.at[i] < 0x20 ? ' ' : text.at[i];
	while (text.len > 0 && copy[text.len - 1] == ';')
		text.len--;
	if (nwi_json_parse_loose(nw_str_make(copy, text.len), LD_BYTES,
				 LD_DEPTH, &json, NULL) == NW_OK)
		read_value(ld, json, 0);
}

void page_read_ld(const struct page *page, struct page_ld *out)
{
	struct ld ld = { .page = page, .out = out };
	unsigned scripts = 0;

	for (uint32_t i = 1; i < page->tree.count; i++) {
		const struct nwi_node *node = page->nodes[i];

		if (node->atom != NWI_A_SCRIPT || !node->first)
			continue;
		struct nw_str type = nwi_node_attr(node, NWI_A_TYPE);
		if (nw_str_starts_nocase(type, "application/ld+json") &&
		    scripts++ < LD_SCRIPTS)
			read_script(&ld, node->first->text);
	}
}
