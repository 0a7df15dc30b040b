/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates that a page states, as claims: where each stands, what it says to be,
 * how much it is trusted. page_date.c collects them, page_date_vote.c chooses.
 */
#ifndef NWI_HTML_PAGE_DATE_H
#define NWI_HTML_PAGE_DATE_H

#include "html/page_facts.h"

enum page_from {
	FROM_NONE,
	FROM_JSON_LD,
	FROM_META,
	FROM_MARKUP, /* microdata, RDFa */
	FROM_TIME,   /* <time> and other elements with a machine's date */
	FROM_URL,
	FROM_TEXT,
	FROM_COPYRIGHT
};

enum page_says { SAYS_ANY, SAYS_PUBLISHED, SAYS_UPDATED };

struct page_claim {
	struct nw_instant at;
	uint16_t score; /* 0 to 100 */
	uint8_t from, says, place;
	bool shown;   /* readers see it, not only machines */
	bool guessed; /* by the time of the fetch: "yesterday", "5 May" */
};

enum { CLAIMS = 128 };
struct page_claims {
	struct page_claim rows[CLAIMS];
	uint32_t count;
};

/* Fills `claims` with all that the page says. */
void page_claims_collect(const struct page_facts *facts,
			 struct page_claims *claims);

#endif
