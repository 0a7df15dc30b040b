/* SPDX-License-Identifier: Apache-2.0 */
/* The XML reader: events are balanced, ordered and within the input. */
#include "markup/xml.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static void check_event(const struct nwi_event *event, unsigned *depth,
			size_t *at, size_t size)
{
	require(event->from >= *at && event->from <= event->to &&
		event->to <= size);
	*at = event->from;
	require(nwi_utf8_is_valid(event->text));
	if (event->kind == NWI_EVENT_START)
		require(event->depth == ++*depth);
	else if (event->kind == NWI_EVENT_END)
		require(event->depth == (*depth)--);
	else
		require(event->depth == *depth);
	require(*depth <= NWI_XML_DEPTH);
}

static void read_events(struct nw_str text, struct nw_arena *arena)
{
	static struct nwi_xml xml;
	struct nwi_event event;
	unsigned depth = 0;
	size_t at = 0;

	nwi_xml_init(&xml, text, arena);
	while (nwi_xml_next(&xml, &event))
		check_event(&event, &depth, &at, text.len);
	require(depth == 0);
}

/* The ways a feed reader takes an element's content. */
static void read_elements(struct nw_str text, struct nw_arena *arena)
{
	static struct nwi_xml xml;
	struct nwi_event event;

	nwi_xml_init(&xml, text, arena);
	while (nwi_xml_next(&xml, &event)) {
		if (event.kind != NWI_EVENT_START || event.depth % 3 == 0)
			continue;
		if (event.depth % 3 == 1) {
			struct nw_str inner = nwi_xml_inner(&xml, &event, NULL);
			(void)nwi_xml_decode(&xml, inner);
		} else {
			(void)nwi_xml_text(&xml, &event, NULL);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(16 << 20);
	struct nw_buf text;

	nw_buf_init(&text, 4 * size + 16);
	nwi_utf8_repair(&text, nw_str_make((const char *)data, size));
	read_events(nw_buf_str(&text), arena);
	read_elements(nw_buf_str(&text), arena);
	nw_buf_fini(&text);
	return 0;
}
