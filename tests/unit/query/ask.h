/* SPDX-License-Identifier: Apache-2.0 */
/* One query put to one item; failures end the test. */
#ifndef TEST_QUERY_ASK_H
#define TEST_QUERY_ASK_H

#include <newswatch/query.h>

bool ask_item(const char *query, const struct nw_item *item,
	      const struct nw_query_facts *facts);

/* The same with the number of spans, written when it matches. */
bool ask_spans(const char *query, const struct nw_item *item,
	       const struct nw_query_facts *facts, uint32_t *spans);

/* Title, text and language, as ask_item; no facts. */
bool ask_text(const char *query, const char *title, const char *text,
	      const char *language);

/* A text with a table of names. */
bool ask_named(const char *query, const struct nw_query_name *names,
	       size_t name_count, const char *text, const char *language);

#endif
