/* SPDX-License-Identifier: Apache-2.0 */
/* Queries as they come from Meltwater, Brandwatch, Talkwalker and others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ask.h"

static const char *const title = "Northsea ferries strike";
static const char *const text =
	"Crews of Northsea walked out. The Northsea crews want talks.";

static void told(void *arg, const struct nw_query_problem *problem)
{
	struct nw_buf *out = arg;

	nw_buf_add_fmt(out, "%s%u+%u: %s\n", problem->warning ? "warning " : "",
		       problem->offset, problem->length, problem->text);
}

static enum nw_status compile(const char *query, struct nw_buf *problems)
{
	struct nw_query_text row = { NW_STR("q"), nw_str_from(query) };
	NW_AUTO(nw_buf_fini) struct nw_buf image = { 0 };
	struct nw_error err;

	nw_buf_init(problems, 65536);
	nw_buf_init(&image, 1 << 20);
	return nw_query_compile(&row, 1, &image, told, problems, &err);
}

static void what_means_the_same_is_read_and_matches(void **s)
{
	static const struct {
		const char *query;
		bool matches;
		const char *warning; /* NULL: none */
	} cases[] = {
		/* Meltwater */
		{ "\"northsea\" AND (\"ferries\" OR \"boats\")", true, NULL },
		{ "northsea NEAR/3 walked", true, NULL },
		{ "walked ONEAR/3 northsea", true, NULL },
		{ "walked ONEAR northsea", true, NULL },
		{ "ATLEAST3 northsea", true, NULL },
		{ "ingress:talks", true,
		  "'ingress:' (Meltwater) is read as "
		  "lead:" },
		{ "ingress:strike", false, "lead:" },
		/* Brandwatch */
		{ "((northsea OR ferr*) NEAR/2 (crews OR strike))", true,
		  NULL },
		{ "crews NEAR/1f northsea", true, NULL },
		{ "northsea NEAR/0f of", false, NULL },
		{ "\"talks crews\"~1", true, NULL },
		{ "{Northsea} AND NOT {NORTHSEA}", true, NULL },
		{ "{northsea}", false, NULL },
		{ "crews <<<who else>>> AND talks", true, NULL },
		/* Talkwalker */
		{ "northsea AND NOT boats", true, NULL },
		{ "northsea -boats -\"small boats\"", true, NULL },
		{ "++\"Northsea\"", true, NULL },
		{ "++\"NORTHSEA\"", false, NULL },
		{ "+\"northsea\" talks", true, "'+' adds nothing" },
		{ "content:talks", true, "read as body:" },
		{ "content:strike", false, "read as body:" },
		{ "intitle:strike", true, "read as title:" },
		{ "northsea and talks", false, "taken as a word" },
		/* what word processors make of a query */
		{ "“northsea crews” AND „talks“", true, NULL },
		{ "（northsea OR boats） talks", true, NULL },
		{ "northsea\xc2\xa0talks", true, NULL },
		{ "#northsea", true, NULL },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		NW_AUTO(nw_buf_fini) struct nw_buf problems = { 0 };
		const char *wanted = cases[i].warning;

		if (compile(cases[i].query, &problems) != NW_OK ||
		    !wanted != !problems.len ||
		    (wanted && !strstr(problems.at, wanted)))
			fail_msg("%s: %s", cases[i].query,
				 problems.at ? problems.at : "no warning");
		if (ask_text(cases[i].query, title, text, "en") !=
		    cases[i].matches)
			fail_msg("%s should%s match", cases[i].query,
				 cases[i].matches ? "" : " not");
	}
}

static void what_does_not_is_refused_with_our_spelling(void **s)
{
	static const struct {
		const char *query, *words;
	} cases[] = {
		{ "a1 near/5 b1", "3+6: write a NEAR/5 b for 'near/5' (Melt" },
		{ "a1 Near/5f b1", "write a ONEAR/5 b for 'Near/5f'" },
		{ "a1 onear/2 b1", "write a ONEAR/2 b" },
		{ "atleast3 a1", "0+8: write ATLEAST/3 a for 'atleast3'" },
		{ "atleast/3 a1", "write ATLEAST/3 a" },
		{ "a1 AND iphone^9", "7+8: the weight behind '^'" },
		{ "(a1 OR b1)^9", "the weight behind '^'" },
		{ "raw:Google+", "'raw:' (Brandwatch) is not offered: write" },
		{ "engagementType:RETWEET a1", "items have no engagement" },
		{ "city:\"deu.berlin\"", "write country: of the outlet" },
		{ "hashtags:gas", "write the word, or tag:" },
		{ "sourcetype:news a1", "(Talkwalker) is not offered" },
		{ "sentiment:negative a1", "write topic:" },
		{ "published:>now-2d", "write age<2d" },
		{ "(a1 AND b1)~5", "11+2: '~' stands behind a phrase only" },
		{ "roam~2", "0+6: words that are alike" },
		{ "roam~", "words that are alike" },
		{ "/joh?n/", "regular expressions" },
		{ "a1 && b1", "write AND for '&&' (Lucene)" },
		{ "a1 || b1", "write OR for '||'" },
		{ "a1 ! b1", "write NOT for '!'" },
		{ "a1 w/5 b1", "write a NEAR/5 b for 'w/5' (LexisNexis)" },
		{ "a1 pre/3 b1", "write a ONEAR/3 b" },
		{ "a1 w/s b1", "write SENTENCE(a b) for 'w/s'" },
		{ "a1 /p b1", "write SENTENCE(a b) or a NEAR/40 b" },
		{ "a1 adj5 b1", "write a ONEAR/5 b" },
		{ "a1 SAME b1", "write SENTENCE(a b) for 'SAME'" },
		{ "a1 ADJ b1", "write a ONEAR/0 b for 'ADJ'" },
		{ "NEAR5(a1 b1)", "write a NEAR/5 b for 'NEAR5'" },
		{ "a1 NOTNEAR/5 b1", "write a NOT (a NEAR/5 b)" },
		{ "a1 XOR b1", "write (a OR b) NOT (a b)" },
		{ "a1 –football", "3+11: this dash is no minus sign" },
		{ "titel:a1", "did you mean \"title\"" },
	};

	(void)s;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		NW_AUTO(nw_buf_fini) struct nw_buf problems = { 0 };

		if (compile(cases[i].query, &problems) != NW_BAD_CONFIG ||
		    !strstr(problems.at, cases[i].words))
			fail_msg("%s: %s", cases[i].query,
				 problems.at ? problems.at : "no problem");
	}
}

static void words_that_look_foreign_stay_words(void **s)
{
	static const char *const cases[] = {
		"same",	     "next",	   "adj",    "phrase", "\"NEAR5 it\"",
		"w/o",	     "tcp/5",	   "c++",    "1/2",    "24/7",
		"\"w/5\"",   "nearby",	   "after",  "a^b",    "https://x.org/",
		"url:/a/b/", "author:w/5", "and/or", "10:30",  "site:x.org",
	};

	(void)s;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		NW_AUTO(nw_buf_fini) struct nw_buf problems = { 0 };

		if (compile(cases[i], &problems) != NW_OK || problems.len)
			fail_msg("%s: %s", cases[i],
				 problems.at ? problems.at : "refused");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_means_the_same_is_read_and_matches),
		cmocka_unit_test(what_does_not_is_refused_with_our_spelling),
		cmocka_unit_test(words_that_look_foreign_stay_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
