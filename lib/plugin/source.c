/* SPDX-License-Identifier: Apache-2.0 */
/* From responses to readers and from readers to the host. */
#include "plugin/host.h"

#include <newswatch/source.h>

enum { LINK_BYTES = 64 << 10 };

/* All Link headers as one, as RFC 9110 (5.2) joins them. */
static struct nw_str join_links(struct nw_host *host,
				const struct nw_response *response)
{
	NW_AUTO(nw_buf_fini) struct nw_buf links = { 0 };

	nw_buf_init(&links, LINK_BYTES);
	for (uint32_t i = 0; i < response->header_count; i++)
		if (nw_str_is(response->headers[i].name, "link"))
			nw_buf_add_fmt(&links, "%s%.*s", links.len ? ", " : "",
				       NW_FMT(response->headers[i].value));
	return nw_arena_buf(host->arena, &links);
}

void nw_source_input(struct nw_host *host, const struct nw_response *response,
		     struct nw_feed_input *input)
{
	struct nw_feed_input filled = { 0 };
	uint32_t size = input->size;
	size_t known = size < sizeof(filled) ? size : sizeof(filled);
	size_t fragment = nw_str_find_char(response->url, '#');

	memcpy(&filled, input, known);
	filled.bytes = response->body;
	filled.base_url = nw_str_slice(response->url, 0, fragment);
	filled.content_type = nw_response_header(response, "content-type");
	filled.content_language =
		nw_response_header(response, "content-language");
	filled.content_location =
		nw_response_header(response, "content-location");
	filled.link = join_links(host, response);
	filled.fetched = response->at;
	if (filled.country.len == 0)
		filled.country = host->country;
	memcpy(input, &filled, known);
}

enum nw_status nw_source_emit(void *host, const struct nw_feed *feed,
			      const struct nw_item *item)
{
	(void)feed;
	return nw_emit_item(host, item);
}

enum nw_status nw_source_done(struct nw_host *host, enum nw_status status,
			      const struct nw_feed *feed)
{
	if (status == NW_OK)
		nw_emit_feed(host, feed);
	return status == NW_LIMIT && host->full ? NW_OK : status;
}

enum nw_status nw_source_read(struct nw_host *host,
			      const struct nw_feed_input *input,
			      nw_feed_read_fn *reader, struct nw_error *err)
{
	struct nw_feed feed;
	enum nw_status status =
		reader(input, host->arena, nw_source_emit, host, &feed, err);

	return nw_source_done(host, status, &feed);
}
