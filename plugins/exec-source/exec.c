/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A source in any language: a program that the daemon runs when the source is
 * due. It reads {"type":"poll","cursor":"..."} on its standard input and
 * prints one JSON object a line: items ({"type":"item",...} or without type),
 * and
 * {"type":"cursor","value":"..."} for its next run. A line that cannot be read
 * is logged with its number and left out; the others count.
 */
#include <newswatch/json.h>
#include <newswatch/source.h>

enum { MAX_COMPLAINTS = 10 };

static enum nw_status exec_request(void *instance, struct nw_host *host,
				   struct nw_str cursor,
				   struct nw_request *request,
				   struct nw_error *err)
{
	struct nw_arena *arena = nw_host_arena(host);
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	(void)instance;
	nw_buf_init(&line, 512 * 1024);
	nw_buf_add_text(&line, "{\"type\":\"poll\",\"cursor\":");
	nw_json_add_str(&line, cursor);
	nw_buf_add_text(&line, "}\n");
	request->kind = NW_REQUEST_EXEC;
	request->body = nw_arena_buf(arena, &line);
	return nw_buf_check(&line, "the cursor", err);
}

/* Most lines are items: only one that names a cursor is read twice. */
static bool take_cursor(struct nw_host *host, struct nw_str line)
{
	struct nw_arena *arena = nw_host_arena(host);
	struct nw_str word = NW_STR("\"cursor\"");

	if (nw_str_find(line, word) == line.len ||
	    !nw_str_is(nw_json_member(line, "type", arena), "cursor"))
		return false;
	nw_emit_cursor(host, nw_json_member(line, "value", arena));
	return true;
}

static enum nw_status exec_read(void *instance, struct nw_host *host,
				const struct nw_response *response,
				struct nw_error *err)
{
	struct nw_str rest = response->body, line = { 0 };
	unsigned number = 0, complaints = 0, items = 0;

	(void)instance;
	while (nw_str_next(&rest, '\n', &line)) {
		struct nw_item item = { .size = sizeof(item) };
		struct nw_error why;
		number++;
		line = nw_str_trim(line);
		if (line.len == 0 || take_cursor(host, line))
			continue;
		if (nw_item_from_json(line, nw_host_arena(host), &item, &why)) {
			if (complaints++ < MAX_COMPLAINTS)
				nw_host_log(host, NW_LOG_WARNING,
					    "line %u of the output: %s", number,
					    why.text);
			continue;
		}
		if (nw_emit_item(host, &item) != NW_OK)
			return NW_OK;
		items++;
	}
	if (items == 0 && complaints > 0)
		return nw_fail(err, NW_BAD_INPUT,
			       "no line of the output is an item object");
	return NW_OK;
}

static const struct nw_source_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_EXEC,
	.request = exec_request,
	.read = exec_read,
};

NW_PLUGIN(NW_SOURCE, "exec", "0.1", "Apache-2.0",
	  "Runs a program that prints items as JSON Lines", NULL, &ops)
