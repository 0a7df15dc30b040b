/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "markup/xml.h"
#include <newswatch/page.h>
#include <stdlib.h>

static struct nw_arena *arena;
static struct nw_buf out;

static int set_up(void **state)
{
	(void)state;
	arena = nw_arena_new(64 << 20);
	nw_buf_init(&out, 1 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	nw_buf_fini(&out);
	nw_arena_free(&arena);
	return 0;
}

static const char *sanitised(const char *html)
{
	nw_buf_clear(&out);
	nw_buf_add_text(&out, "");
	nw_html_sanitise(nw_str_from(html),
			 nw_str_from("https://news.example/a/b.html"), arena,
			 &out);
	return nw_buf_str(&out).at;
}

struct example {
	const char *input, *output;
};

static const struct example kept[] = {
	{ "<p>a <b>b</b> &amp; c", "<p>a <b>b</b> &amp; c</p>" },
	{ "<a href=\"../c?x=1&y=2\" onclick=\"x()\" class=k>d</a>",
	  "<a href=\"https://news.example/c?x=1&amp;y=2\">d</a>" },
	{ "<a href='mailto:desk@news.example'>m</a>",
	  "<a href=\"mailto:desk@news.example\">m</a>" },
	{ "<img src=/i.png alt='a \"b\"' width=10 height=x>",
	  "<img src=\"https://news.example/i.png\" alt=\"a &#34;b&#34;\" "
	  "width=\"10\"/>" },
	{ "<img src='data:image/gif;base64,AA' data-src='/real.jpg'>",
	  "<img src=\"https://news.example/real.jpg\"/>" },
	{ "<form action=/x><input name=q>text<button>b</button></form>",
	  "textb" },
	{ "<font color=red>a</font><blink>b</blink><x-y>c</x-y>", "abc" },
	{ "<table><tr><td colspan=2 style='x'>a<td>b</table>",
	  "<table><tr><td colspan=\"2\">a</td><td>b</td></tr></table>" },
	{ "a<br>b<hr>c", "a<br/>b<hr/>c" },
	{ "1 < 2 & 3 > 2 \"q\"", "1 &lt; 2 &amp; 3 &gt; 2 &#34;q&#34;" },
	{ "<time datetime=2024-03-01>x</time>",
	  "<time datetime=\"2024-03-01\">x</time>" },
};

static void what_readers_need_is_kept(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		assert_string_equal(sanitised(kept[i].input), kept[i].output);
}

static const struct example hostile[] = {
	{ "<script>alert(1)</script>a", "a" },
	{ "<scr<script>ipt>alert(1)</script>", NULL },
	{ "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "" },
	{ "<img src=x onerror=alert(1)>",
	  "<img src=\"https://news.example/a/x\"/>" },
	{ "<a href='javascript:alert(1)'>a</a>", "a" },
	{ "<a href='JaVaScRiPt:alert(1)'>a</a>", "a" },
	{ "<a href='java&#9;script:alert(1)'>a</a>", "a" },
	{ "<a href='java\nscript:alert(1)'>a</a>", "a" },
	{ "<a href='&#106;&#97;vascript&colon;alert(1)'>a</a>", "a" },
	{ "<a href='&#1;javascript:alert(1)'>a</a>", "a" },
	{ "<a href=' \x0bjavascript:alert(1)'>a</a>", NULL },
	{ "<a href='vbscript:x'>a</a>", "a" },
	{ "<a href='data:text/html,<script>x</script>'>a</a>", "a" },
	{ "<a href='feed:javascript:x'>a</a>", "a" },
	{ "<iframe src=javascript:x></iframe>a", "a" },
	{ "<object data=x><embed src=y>a</object>", "a" },
	{ "<svg onload=alert(1)><script>x</script></svg>a", "a" },
	{ "<svg><style><img src=x onerror=alert(1)></style></svg>", NULL },
	{ "<math><mtext><table><mglyph><style><!--</style>"
	  "<img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
	  NULL },
	{ "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>", NULL },
	{ "<form><math><mtext></form><form><mglyph><svg><mtext><style>"
	  "<path id=\"</style><img onerror=alert(1) src>\">",
	  NULL },
	{ "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
	  NULL },
	{ "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
	  NULL },
	{ "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">",
	  NULL },
	{ "<title><a title=\"</title><img src=x onerror=alert(1)>\">", NULL },
	{ "<!-- <img src=x onerror=alert(1)> ", "" },
	{ "<!--><img src=x onerror=alert(1)>-->",
	  "<img src=\"https://news.example/a/x\"/>--&gt;" },
	{ "<p title='<script>x'>a", "<p title=\"&lt;script&gt;x\">a</p>" },
	{ "<p title=\"a' onclick=x\">a",
	  "<p title=\"a&#39; onclick=x\">a</p>" },
	{ "<b onclick=x style='background:url(javascript:x)'>a", "<b>a</b>" },
	{ "<base href='https://evil.example/'><a href=x>a</a>",
	  "<a href=\"https://news.example/a/x\">a</a>" },
	{ "<meta http-equiv=refresh content='0;url=javascript:x'>a", "a" },
	{ "<link rel=stylesheet href=x>a", "a" },
	{ "<template><script>x</script></template>a", "a" },
	{ "<img src='http://t.example/p.gif' width=1 height=1>a", "a" },
	{ "a\xe2\x80\xae"
	  "b\x01\x1b[31mc",
	  "ab[31mc" },
	{ "<a href=https://x.example/\"onclick=x>a</a>", NULL },
	{ "<a href=`javascript:x`>a</a>", NULL },
	{ "<plaintext><script>x", NULL },
	{ "<xmp><script>alert(1)</script></xmp>",
	  "&lt;script&gt;alert(1)&lt;/script&gt;" },
	{ "<td><script>x</script>a<td>b", NULL },
	{ "</div></p></a>a<b><i></b>", NULL },
	{ "<video src=javascript:x poster=javascript:y controls>a</video>",
	  "<video controls=\"controls\">a</video>" },
	{ "<a\0href=javascript:x>a", NULL },
	{ "<details ontoggle=x open>a", "<details>a</details>" },
};

static bool is_allowed(struct nw_str name)
{
	static const char *const bad[] = { "script",   "style",	  "svg",
					   "math",     "iframe",  "object",
					   "form",     "base",	  "meta",
					   "link",     "embed",	  "title",
					   "noscript", "textarea" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		if (nw_str_is(name, bad[i]))
			return false;
	}
	return true;
}

static void check_attrs(const struct nwi_event *event)
{
	for (size_t i = 0; i < event->attr_count; i++) {
		const struct nwi_attr *attr = &event->attrs[i];

		assert_false(nw_str_starts_nocase(attr->name, "on"));
		if (attr->atom == NWI_A_HREF || attr->atom == NWI_A_SRC ||
		    attr->atom == NWI_A_POSTER || attr->atom == NWI_A_CITE)
			assert_true(nw_str_starts(attr->value, "http") ||
				    nw_str_starts(attr->value, "mailto:"));
	}
}

/* Reads the output as XML: balanced, and nothing in it but what is allowed. */
static void check_output(const char *text)
{
	static struct nwi_xml xml;
	struct nwi_event event;
	struct nw_buf whole;

	nw_buf_init(&whole, 1 << 20);
	nw_buf_add_fmt(&whole, "<r>%s</r>", text);
	nwi_xml_init(&xml, nw_buf_str(&whole), arena);
	while (nwi_xml_next(&xml, &event)) {
		assert_true(event.kind != NWI_EVENT_PI);
		assert_false(event.implied);
		if (event.kind == NWI_EVENT_START)
			assert_true(is_allowed(event.name));
		check_attrs(&event);
	}
	nw_buf_fini(&whole);
}

static void hostile_markup_is_harmless_and_well_formed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++) {
		const char *got = sanitised(hostile[i].input);

		if (hostile[i].output && strcmp(got, hostile[i].output) != 0)
			fail_msg("%s: %s", hostile[i].input, got);
		check_output(got);
	}
}

static void sanitising_again_changes_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++) {
		char *once =
			nw_str_dup(nw_str_from(sanitised(hostile[i].input)));
		assert_string_equal(sanitised(once), once);
		free(once);
	}
}

static void relative_links_without_a_base_are_dropped(void **state)
{
	(void)state;
	nw_buf_clear(&out);
	nw_html_sanitise(nw_str_from("<a href=/x>a</a><img src=y>"),
			 nw_str_make(NULL, 0), arena, &out);
	assert_string_equal(out.at, "a");
}

static void output_over_its_maximum_is_taken_back(void **state)
{
	struct nw_buf small;

	(void)state;
	nw_buf_init(&small, 20);
	nw_buf_add_text(&small, "before");
	nw_html_sanitise(nw_str_from("<p>longer than twenty bytes</p>"),
			 nw_str_make(NULL, 0), arena, &small);
	assert_true(small.failed);
	assert_string_equal(small.at, "before");
	nw_buf_fini(&small);
}

static const struct example texts[] = {
	{ "<p>a  b\n c</p><p>d</p>", "a b c\nd" },
	{ "a<br>b<br><br>c", "a\nb\nc" },
	{ "<ul><li>a<li>b</ul>c", "a\nb\nc" },
	{ "<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td" },
	{ "a<script>x</script><style>y</style>b", "ab" },
	{ "caf&eacute;&nbsp;&amp; bar", "caf\xc3\xa9 & bar" },
	{ "<b>bo</b>ld <i>it</i>", "bold it" },
	{ "<pre>a\n  b\nc</pre>", "a\nb\nc" },
	{ "<div><div>\n</div></div>a<div></div>", "a" },
	{ "plain text", "plain text" },
	{ "", "" },
	{ "<!-- x -->", "" },
	{ "a &lt;b&gt; c", "a <b> c" },
	{ "<head><title>t</title></head><body>x", "x" },
	{ "a <title>of &lt;b&gt;</title> c", "a\nof <b>\nc" },
	{ "safe <iframe src=x /> text", "safe text" },
	{ "a <title> b <iframe> c <textarea> d", "a\nb c\nd" },
	{ "a <iframe>b</iframe> c", "a c" },
	{ "<svg><title>t</title><desc>a <b>b</b></desc><text>c</text></svg>",
	  "a bc" },
	{ "a\xe2\x80\xaf"
	  "b\xe2\x80\x8b"
	  "c\x07",
	  "a\xe2\x80\xaf"
	  "bc" },
};

static void text_has_the_structure_of_blocks(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		nw_buf_clear(&out);
		nw_html_to_text(nw_str_from(texts[i].input), arena, &out);
		struct nw_str got = nw_buf_str(&out);
		if (!nw_str_is(got, texts[i].output))
			fail_msg("%s: %.*s", texts[i].input, NW_FMT(got));
	}
}

/* Text is looked at 16 or 32 bytes at a time: each place in such steps. */
static void words_and_escapes_are_found_at_every_place(void **state)
{
	(void)state;
	for (size_t i = 1; i < 140; i++) {
		char in[144] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ";
		char want[sizeof(in)];

		for (size_t k = strlen(in); k < sizeof(in) - 1; k++)
			in[k] = in[k - 26];
		memcpy(want, in, sizeof(in));
		in[i] = ' ';
		in[i + 1] = '\n';
		want[i] = ' ';
		memmove(want + i + 1, in + i + 2, sizeof(in) - i - 2);
		nw_buf_clear(&out);
		nw_html_to_text(nw_str_from(in), arena, &out);
		assert_string_equal(out.at, want);
		for (const char *c = "<>&\"'"; *c; c++) {
			in[i] = *c;
			nw_buf_clear(&out);
			nw_html_escape(nw_str_from(in), &out);
			assert_memory_equal(out.at, in, i);
			assert_int_equal(out.at[i], '&');
			assert_string_equal(strchr(out.at, ';') + 1,
					    in + i + 1);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_readers_need_is_kept),
		cmocka_unit_test(hostile_markup_is_harmless_and_well_formed),
		cmocka_unit_test(sanitising_again_changes_nothing),
		cmocka_unit_test(relative_links_without_a_base_are_dropped),
		cmocka_unit_test(output_over_its_maximum_is_taken_back),
		cmocka_unit_test(text_has_the_structure_of_blocks),
		cmocka_unit_test(words_and_escapes_are_found_at_every_place),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
