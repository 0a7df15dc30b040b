/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Golden files of alerts: each NAME.json, as newswatch stores it or as an
 * older version did, beside the object that is written again, its text (whole
 * and, behind a line of dashes, brief) and its HTML.
 */
#include <newswatch/alert.h>

#include "golden.h"

typedef void write_fn(const struct nw_alert *alert, struct nw_buf *out);

static void write_with(write_fn *write, struct nw_str bytes, struct nw_buf *out)
{
	NW_AUTO(nw_arena_free)
	struct nw_arena *arena = nw_arena_new(GOLDEN_BYTES);
	struct nw_alert alert;
	struct nw_error err;

	if (nw_alert_from_json(bytes, arena, &alert, &err) == NW_OK)
		write(&alert, out);
	else
		nw_buf_add_fmt(out, "%s: %s\n", nw_status_name(err.status),
			       err.text);
}

static void put_text(const struct nw_alert *alert, struct nw_buf *out)
{
	nw_alert_to_text(alert, 0, out);
	nw_buf_add_text(out, "----\n");
	nw_alert_to_text(alert, NW_TEXT_BRIEF, out);
}

static void put_object(const struct nw_alert *alert, struct nw_buf *out)
{
	nw_alert_to_json(alert, out);
	nw_buf_add_char(out, '\n');
}

static void read_text(struct nw_str bytes, struct nw_buf *out)
{
	write_with(put_text, bytes, out);
}

static void read_html(struct nw_str bytes, struct nw_buf *out)
{
	write_with(nw_alert_to_html, bytes, out);
}

static void read_object(struct nw_str bytes, struct nw_buf *out)
{
	write_with(put_object, bytes, out);
}

int main(void)
{
	static const struct golden rows[] = {
		{ .folder = "alert",
		  .input = ".json",
		  .expected = ".object",
		  .read = read_object },
		{ .folder = "alert",
		  .input = ".json",
		  .expected = ".txt",
		  .read = read_text },
		{ .folder = "alert",
		  .input = ".json",
		  .expected = ".html",
		  .read = read_html },
	};

	return golden_run(rows, sizeof(rows) / sizeof(rows[0]));
}
