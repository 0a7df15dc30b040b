/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/labels.h"

#include "daemon/control/client.h"

enum {
	LINE_MAX_BYTES = 8 * 1024 * 1024,
	DEPTH = 64,
	FEEDBACK_MAX = 1000000,
	FEEDBACK_SILENCE_MS = 30000
};

enum nw_status labels_read(struct labels *labels, struct nw_str line,
			   struct nw_error *err)
{
	enum nw_status status =
		nwi_json_parse(line, LINE_MAX_BYTES, DEPTH, &labels->line, err);

	if (status != NW_OK)
		return status;
	labels->are = json_object_get(labels->line, "labels");
	labels->weight = nwi_json_get_double(labels->line, "weight", 1);
	if (!json_is_array(labels->are))
		return nw_fail(err, NW_BAD_INPUT,
			       "no `labels`; expected a list of topics, [] "
			       "for none");
	for (size_t i = 0; i < json_array_size(labels->are); i++) {
		if (!json_is_string(json_array_get(labels->are, i)))
			return nw_fail(err, NW_BAD_INPUT,
				       "labels[%zu] is no text", i);
	}
	if (!(labels->weight > 0 && labels->weight <= 100))
		return nw_fail(err, NW_BAD_INPUT,
			       "`weight` must be over 0 and at most 100");
	return NW_OK;
}

void labels_fini(struct labels *labels)
{
	nwi_json_free(&labels->line);
}

bool labels_have(const struct labels *labels, struct nw_str topic)
{
	for (size_t i = 0; i < json_array_size(labels->are); i++) {
		const char *label =
			json_string_value(json_array_get(labels->are, i));
		if (nw_str_is(topic, label))
			return true;
	}
	return false;
}

struct feedback {
	labels_line_fn *line;
	void *arg;
	struct nw_error *err; /* about the first line that is none */
};

static enum nw_status take_lines(void *arg, struct nw_str lines)
{
	struct feedback *feedback = arg;
	struct nw_str line = { 0 };
	enum nw_status status = NW_OK;

	while (status == NW_OK && nw_str_next(&lines, '\n', &line)) {
		if (line.len)
			status = feedback->line(feedback->arg, line,
						feedback->err);
	}
	return status;
}

enum nw_status labels_ask(const struct cli *cli, struct nw_str topic,
			  labels_line_fn *line, void *arg, struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf args = { 0 };
	struct feedback feedback = { line, arg, err };

	nw_buf_init(&args, 4096);
	nwi_json_open(&args, '{');
	nwi_json_put_str(&args, "text", topic);
	nwi_json_put_int(&args, "limit", FEEDBACK_MAX);
	nwi_json_close(&args, '}');
	return control_ask(cli_control_path(cli), "labels", nw_buf_str(&args),
			   FEEDBACK_SILENCE_MS, take_lines, &feedback, err);
}
