/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "markup/xml.h"
#include <stdlib.h>

static struct nw_arena *arena;
static struct nwi_xml xml;

static int make_arena(void **state)
{
	(void)state;
	arena = nw_arena_new(64 << 20);
	return 0;
}

static int free_arena(void **state)
{
	(void)state;
	nw_arena_free(&arena);
	return 0;
}

/*
 * The events as one line: "<a b='c'>", "text", "</a>", "<?pi text>", and
 * "</a!>" for an end that the input lacks.
 */
static const char *events_of(const char *text)
{
	static char line[4096];
	struct nw_buf buf;
	struct nwi_event event;

	nw_buf_init(&buf, sizeof(line) - 1);
	nwi_xml_init(&xml, nw_str_from(text), arena);
	while (nwi_xml_next(&xml, &event)) {
		if (event.kind == NWI_EVENT_TEXT)
			nw_buf_add_str(&buf, event.text);
		else if (event.kind == NWI_EVENT_PI)
			nw_buf_add_fmt(&buf, "<?%.*s %.*s>", NW_FMT(event.name),
				       NW_FMT(event.text));
		else if (event.kind == NWI_EVENT_END)
			nw_buf_add_fmt(&buf, "</%.*s%s>", NW_FMT(event.name),
				       event.implied ? "!" : "");
		else
			nw_buf_add_fmt(&buf, "<%.*s", NW_FMT(event.name));
		for (size_t i = 0; i < event.attr_count; i++)
			nw_buf_add_fmt(&buf, " %.*s='%.*s'",
				       NW_FMT(event.attrs[i].name),
				       NW_FMT(event.attrs[i].value));
		if (event.kind == NWI_EVENT_START)
			nw_buf_add_text(&buf, event.empty ? "/>" : ">");
	}
	memcpy(line, nw_buf_str(&buf).at, buf.len);
	line[buf.len] = '\0';
	nw_buf_fini(&buf);
	return line;
}

static const struct {
	const char *name, *input, *events;
} cases[] = {
	{ "plain_document", "<a><b c=\"d\">e</b></a>",
	  "<a><b c='d'>e</b></a>" },
	{ "empty_element_has_an_end", "<a><b/></a>", "<a><b/></b></a>" },
	{ "missing_end_tags_are_supplied", "<a><b>x</a>", "<a><b>x</b!></a>" },
	{ "end_of_input_closes_all", "<a><b>x", "<a><b>x</b!></a!>" },
	{ "stray_end_tag_is_ignored", "<a>x</b>y</a>", "<a>xy</a>" },
	{ "end_tag_in_the_wrong_case_closes", "<pubDate>x</pubdate>",
	  "<pubDate>x</pubDate>" },
	{ "bare_ampersand_is_text", "<a>Marks & Sons AT&T</a>",
	  "<a>Marks & Sons AT&T</a>" },
	{ "bare_less_than_is_text", "<a>1 < 2 <3</a>", "<a>1 < 2 <3</a>" },
	{ "named_entities_of_html_are_known", "<a>caf&eacute;&nbsp;x</a>",
	  "<a>caf\xc3\xa9\xc2\xa0x</a>" },
	{ "unknown_entity_stays", "<a>&zzz; &amp;</a>", "<a>&zzz; &</a>" },
	{ "a_query_string_is_no_entity", "<a>?a=1&copy=2&lt=3</a>",
	  "<a>?a=1&copy=2&lt=3</a>" },
	{ "numeric_references", "<a>&#65;&#x42;&#128;&#0;</a>",
	  "<a>AB\xe2\x82\xac\xef\xbf\xbd</a>" },
	{ "references_to_controls_give_nothing", "<a>x&#1;&#27;y</a>",
	  "<a>xy</a>" },
	{ "control_characters_go", "<a>x\x01\x0cy\r\nz\rq</a>",
	  "<a>xy\nz\nq</a>" },
	{ "attributes_without_quotes", "<a b=c d='e' f>x</a>",
	  "<a b='c' d='e' f=''>x</a>" },
	{ "closing_quote_lacks",
	  "<a><b href=\"http://x/y>t</b><c d=\"e\"/></a>",
	  "<a><b href='http://x/y'>t</b><c d='e'/></c></a>" },
	{ "markup_in_a_quoted_value_stays", "<a b=\"x <i>y</i> z\">t</a>",
	  "<a b='x <i>y</i> z'>t</a>" },
	{ "no_space_between_attributes", "<a b=\"1\"c=\"2\"/>",
	  "<a b='1' c='2'/></a>" },
	{ "first_of_two_equal_attributes_counts", "<a b='1' b='2'/>",
	  "<a b='1'/></a>" },
	{ "cdata_is_not_decoded", "<a><![CDATA[<b>&amp;</b>]]></a>",
	  "<a><b>&amp;</b></a>" },
	{ "unfinished_cdata_is_text", "<a><![CDATA[x y", "<a>x y</a!>" },
	{ "comments_vanish", "<a>x<!-- <b> -- -->y</a>", "<a>xy</a>" },
	{ "unfinished_comment_costs_one_tag", "<a><!-- x><b>y</b></a>",
	  "<a><b>y</b></a>" },
	{ "processing_instructions_are_told",
	  "<?xml version=\"1.0\"?><?x-y z?><a/>",
	  "<?xml version=\"1.0\"><?x-y z><a/></a>" },
	{ "byte_order_mark_is_skipped", "\xef\xbb\xbf<a/>", "<a/></a>" },
	{ "own_entities_of_plain_text",
	  "<!DOCTYPE a [<!ENTITY nw \"News &#38; more\"> "
	  "<!ELEMENT a (#PCDATA)>]><a>&nw;!</a>",
	  "<a>News & more!</a>" },
	{ "own_entities_do_not_nest",
	  "<!DOCTYPE a [<!ENTITY x \"lol\"><!ENTITY y \"&x;&x;\">]>"
	  "<a>&y;</a>",
	  "<a>&x;&x;</a>" },
	{ "external_and_marked_up_entities_are_not_kept",
	  "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">"
	  "<!ENTITY y \"<b/>\"><!ENTITY % z \"q\">]><a>&x;&y;</a>",
	  "<a>&x;&y;</a>" },
	{ "doctype_without_an_end_costs_one_tag", "<!DOCTYPE a [ x><a>x</a>",
	  "<a>x</a>" },
	{ "text_outside_the_root_is_not_told", "junk<a>x</a>junk", "<a>x</a>" },
	{ "two_roots_are_read", "<a/><b/>", "<a/></a><b/></b>" },
	{ "non_ascii_names", "<\xc3\xa9l\xc3\xa9ment>x</\xc3\xa9l\xc3\xa9ment>",
	  "<\xc3\xa9l\xc3\xa9ment>x</\xc3\xa9l\xc3\xa9ment>" },
	{ "a_tag_begins_inside_a_tag", "<a><b <c>x</c></a>",
	  "<a><b><c>x</c></b!></a>" },
	{ "input_ends_in_a_tag", "<a><b c=\"d", "<a><b c='d'></b!></a!>" },
};

static void reads_as_its_writer_meant_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *events = events_of(cases[i].input);

		if (strcmp(events, cases[i].events) != 0)
			fail_msg("%s: %s", cases[i].name, events);
	}
}

static void namespaces_are_resolved_by_prefix(void **state)
{
	struct nwi_event event;

	(void)state;
	nwi_xml_init(&xml,
		     nw_str_from("<f xmlns='http://www.w3.org/2005/Atom' "
				 "xmlns:q='http://purl.org/dc/elements/1.1/'>"
				 "<q:date xml:lang='en'/>"
				 "<div xmlns='http://www.w3.org/1999/xhtml'/>"
				 "<media:group/><z:y/><id/></f>"),
		     arena);
	static const enum nwi_ns wanted[] = { NWI_NS_ATOM10, NWI_NS_DC,
					      NWI_NS_XHTML,  NWI_NS_MEDIA,
					      NWI_NS_OTHER,  NWI_NS_ATOM10 };
	size_t i = 0;
	while (nwi_xml_next(&xml, &event)) {
		if (event.kind != NWI_EVENT_START)
			continue;
		assert_int_equal(event.ns, wanted[i]);
		if (i++ == 1) {
			assert_int_equal(event.atom, NWI_A_DATE);
			assert_int_equal(event.attr_count, 1);
			struct nw_str lang =
				nwi_attr_get_ns(event.attrs, event.attr_count,
						NWI_NS_XML, NWI_A_LANG);
			assert_true(nw_str_is(lang, "en"));
		}
	}
	assert_int_equal(i, 6);
}

static void a_name_read_before_means_what_its_prefix_means_here(void **state)
{
	static const char text[] =
		"<r xmlns:p='http://www.w3.org/2005/Atom'><p:a></p:a>"
		"<b xmlns:p='http://purl.org/dc/elements/1.1/'><p:a></p:a></b>"
		"<p:a></p:a>                        </r>";
	static const enum nwi_ns expected[] = { NWI_NS_ATOM10, NWI_NS_DC,
						NWI_NS_ATOM10 };
	struct nwi_event event;
	size_t count = 0;

	(void)state;
	nwi_xml_init(&xml, nw_str_from(text), arena);
	while (nwi_xml_next(&xml, &event)) {
		if (event.kind != NWI_EVENT_START || event.name.len != 3)
			continue;
		assert_true(nw_str_is(event.local, "a"));
		assert_in_range(count, 0, 2);
		assert_int_equal(event.ns, expected[count++]);
	}
	assert_int_equal(count, 3);
}

static void namespace_uris_are_forgiven_their_spelling(void **state)
{
	(void)state;
	assert_int_equal(nwi_ns_of_uri(nw_str_from("HTTPS://purl.org/RSS/1.0/"
						   "modules/content")),
			 NWI_NS_CONTENT);
	assert_int_equal(nwi_ns_of_uri(nw_str_from("http://purl.org/atom/ns#")),
			 NWI_NS_ATOM03);
	assert_int_equal(nwi_ns_of_uri(nw_str_from("")), NWI_NS_NONE);
	assert_int_equal(nwi_ns_of_uri(nw_str_from("urn:x")), NWI_NS_OTHER);
}

static struct nwi_event first_start(const char *text, const char *name)
{
	struct nwi_event event;

	nwi_xml_init(&xml, nw_str_from(text), arena);
	while (nwi_xml_next(&xml, &event)) {
		if (event.kind == NWI_EVENT_START &&
		    nw_str_is(event.local, name))
			return event;
	}
	fail();
	return event;
}

static void inner_source_is_given_as_it_stands(void **state)
{
	struct nwi_event event = first_start(
		"<e><content><div>a &amp; <b>b</b></div></content><id/></e>",
		"content");

	(void)state;
	struct nw_str inner = nwi_xml_inner(&xml, &event, NULL);
	assert_true(nw_str_is(inner, "<div>a &amp; <b>b</b></div>"));
	assert_true(nwi_xml_next(&xml, &event));
	assert_true(nw_str_is(event.name, "id"));
}

static void inner_source_of_the_unclosed_ends_with_its_parent(void **state)
{
	struct nwi_event event =
		first_start("<e><content>a<p>b</e><f/>", "content");

	(void)state;
	assert_true(nw_str_is(nwi_xml_inner(&xml, &event, NULL), "a<p>b"));
	event = first_start("<e><content/>x</e>", "content");
	assert_true(nw_str_is(nwi_xml_inner(&xml, &event, NULL), ""));
}

static void text_of_an_element_is_joined_and_decoded(void **state)
{
	bool markup = false;
	struct nwi_event event = first_start(
		"<e><t>a &lt; <b>b</b><![CDATA[ & c]]></t></e>", "t");

	(void)state;
	struct nw_str text = nwi_xml_text(&xml, &event, &markup);
	assert_true(nw_str_is(text, "a < b & c"));
	assert_true(markup);
	event = first_start("<e><t>\n <![CDATA[x]]>\n</t></e>", "t");
	assert_true(nw_str_is(nwi_xml_text(&xml, &event, &markup), "x"));
	assert_false(markup);
}

static void offsets_lead_back_to_the_source(void **state)
{
	const char *text = "<a>\n<b c='d'>e</b></a>";
	struct nwi_event event = first_start(text, "b");

	(void)state;
	assert_memory_equal(text + event.from, "<b c='d'>", 9);
	assert_int_equal(event.to - event.from, 9);
	assert_true(nwi_xml_next(&xml, &event));
	assert_memory_equal(text + event.from, "e", 1);
	assert_true(nwi_xml_next(&xml, &event));
	assert_memory_equal(text + event.from, "</b>", 4);
}

static void repeat(struct nw_buf *buf, const char *text, unsigned times)
{
	for (unsigned i = 0; i < times; i++)
		nw_buf_add_text(buf, text);
}

static void nesting_is_bounded_and_stays_balanced(void **state)
{
	struct nw_buf buf;
	struct nwi_event event;
	unsigned starts = 0, ends = 0, deepest = 0;
	size_t text = 0;

	(void)state;
	nw_buf_init(&buf, 8 << 20);
	repeat(&buf, "<x>", 200000);
	nw_buf_add_text(&buf, "deep");
	repeat(&buf, "</x>", 200000);
	nw_buf_add_text(&buf, "<y/>");
	nwi_xml_init(&xml, nw_buf_str(&buf), arena);
	while (nwi_xml_next(&xml, &event)) {
		starts += event.kind == NWI_EVENT_START;
		ends += event.kind == NWI_EVENT_END;
		text += event.text.len;
		deepest = event.depth > deepest ? event.depth : deepest;
	}
	assert_int_equal(starts, NWI_XML_DEPTH + 1);
	assert_int_equal(ends, starts);
	assert_int_equal(deepest, NWI_XML_DEPTH);
	assert_int_equal(text, 4);
	assert_true(xml.cut);
	nw_buf_fini(&buf);
}

static void entities_cannot_blow_a_document_up(void **state)
{
	struct nw_buf buf;
	struct nwi_event event;
	size_t text = 0;

	(void)state;
	nw_buf_init(&buf, 8 << 20);
	nw_buf_add_text(&buf, "<!DOCTYPE a [<!ENTITY a \"");
	repeat(&buf, "x", 1000);
	nw_buf_add_text(&buf, "\">]><a>");
	repeat(&buf, "&a;", 100000);
	nwi_xml_init(&xml, nw_buf_str(&buf), arena);
	while (nwi_xml_next(&xml, &event))
		text += event.text.len;
	assert_in_range(text, 1, 3 * buf.len + (128 << 10));
	nw_buf_fini(&buf);
}

static void attributes_are_bounded(void **state)
{
	struct nw_buf buf;
	struct nwi_event event;

	(void)state;
	nw_buf_init(&buf, 8 << 20);
	nw_buf_add_text(&buf, "<a");
	for (unsigned i = 0; i < 30000; i++)
		nw_buf_add_fmt(&buf, " a%u='%u'", i, i);
	nw_buf_add_text(&buf, ">x");
	nwi_xml_init(&xml, nw_buf_str(&buf), arena);
	assert_true(nwi_xml_next(&xml, &event));
	assert_int_equal(event.attr_count, NWI_MAX_ATTRS);
	assert_true(nw_str_is(event.attrs[255].value, "255"));
	assert_true(xml.cut);
	nw_buf_fini(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_as_its_writer_meant_it),
		cmocka_unit_test(namespaces_are_resolved_by_prefix),
		cmocka_unit_test(
			a_name_read_before_means_what_its_prefix_means_here),
		cmocka_unit_test(namespace_uris_are_forgiven_their_spelling),
		cmocka_unit_test(inner_source_is_given_as_it_stands),
		cmocka_unit_test(
			inner_source_of_the_unclosed_ends_with_its_parent),
		cmocka_unit_test(text_of_an_element_is_joined_and_decoded),
		cmocka_unit_test(offsets_lead_back_to_the_source),
		cmocka_unit_test(nesting_is_bounded_and_stays_balanced),
		cmocka_unit_test(entities_cannot_blow_a_document_up),
		cmocka_unit_test(attributes_are_bounded),
	};

	return cmocka_run_group_tests(tests, make_arena, free_arena);
}
