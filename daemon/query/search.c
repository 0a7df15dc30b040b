/* SPDX-License-Identifier: Apache-2.0 */
/* The job `search`: the newest items that match, with the words marked. */
#include "daemon/query/job.h"

/* A line over this goes without its HTML, and then without its text. */
enum { LINE_BYTES = 1 << 20, LINE_MOST = 8 << 20 };

struct finding {
	struct job *job;
	int64_t left;
	struct nw_buf line;
};

static void make_line(struct finding *finding, const struct reader_item *item,
		      const struct judged *judged, const struct nw_item *shown)
{
	struct nw_buf *line = &finding->line;

	nw_buf_clear(line);
	nwi_json_open(line, '{');
	nwi_json_put_text(line, "type", "hit");
	job_put_hit(finding->job, item, judged, line);
	nwi_json_key(line, "item");
	nw_item_to_json(shown, line);
	nwi_json_close(line, '}');
}

static bool is_too_long(const struct nw_buf *line)
{
	return line->failed || line->len > LINE_BYTES;
}

static bool find(void *arg, const struct reader_item *item,
		 const struct judged *judged)
{
	struct finding *finding = arg;
	struct nw_item shown = judged->frame.item.item;

	if (!judged->hits[0])
		return true;
	make_line(finding, item, judged, &shown);
	if (is_too_long(&finding->line)) {
		shown.content_html = nw_str_make(NULL, 0);
		make_line(finding, item, judged, &shown);
	}
	if (is_too_long(&finding->line)) {
		shown.content = nw_str_make(NULL, 0);
		make_line(finding, item, judged, &shown);
	}
	job_line(finding->job, &finding->line);
	return --finding->left > 0;
}

enum nw_status job_search(struct job *job, struct nw_error *err)
{
	struct finding finding = {
		.job = job,
		.left = nwi_json_get_int(job->json, "limit", 20),
	};

	nw_buf_init(&finding.line, LINE_MOST);
	enum nw_status status = job_walk(job, find, &finding, err);
	nw_buf_fini(&finding.line);
	nwi_json_put_bool(&job->result, "cut", finding.left <= 0);
	return status;
}
