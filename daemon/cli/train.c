/* SPDX-License-Identifier: Apache-2.0 */
/* `newswatch train`: labelled items -> a model for the classifier `linear`. */
#include "daemon/cli/commands.h"

#include "daemon/cli/labels.h"

#include "base/json.h"
#include "base/noun.h"
#include "config/problem.h"
#include "topic/train.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

enum {
	INPUT_MAX = 512 * 1024 * 1024,
	LEXICON_MAX = 1 << 20,
	ITEM_ARENA_MAX = 64 * 1024 * 1024,
	ROUNDS = 6
};

static const struct cli_option options[] = {
	{ "topic", "NAME", "the topic to learn" },
	{ "out", "FILE", "where the model goes" },
	{ "language", "CODE", "of the items to learn from [en]" },
	{ "lexicon", "FILE", "the topic file that it corrects [shipped]" },
	{ "from-feedback", NULL, "also from what newswatch label was told" },
	{ "control", "PATH", "the daemon's socket [" NW_CONTROL_PATH "]" },
	{ "data-dir", "DIR", "where the shipped topics are [" NW_DATA_DIR "]" },
	{ NULL, NULL, NULL },
};

struct work {
	const struct cli *cli;
	struct nw_str topic, language;
	const char *out;
	struct nw_topics *lexicon;
	struct nwi_training *training;
	struct nw_arena *arena; /* of one item */
	size_t lines, other;	/* items; of them in another language */
	bool terminal;
};

static void work_fini(struct work *work)
{
	nw_topics_free(&work->lexicon);
	nwi_training_free(&work->training);
	nw_arena_free(&work->arena);
}

/* ---- the lexicon ---- */

/* No such file is shipped: which there are, and which was meant. */
static enum nw_status fail_topic(const struct work *work, const char *folder,
				 struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf known = { 0 };
	struct nwi_nearest nearest;
	struct dirent **rows = NULL;
	char near[NWI_NEAREST_TEXT];
	int count = scandir(folder, &rows, NULL, alphasort);

	nw_buf_init(&known, 4096);
	nwi_nearest_init(&nearest, work->topic);
	for (int i = 0; i < count; i++) {
		struct nw_str name = nw_str_from(rows[i]->d_name);
		if (nw_str_ends(name, ".yaml")) {
			name.len -= strlen(".yaml");
			nwi_nearest_offer(&nearest, name);
			nw_buf_add_fmt(&known, "%s%.*s", known.len ? ", " : "",
				       NW_FMT(name));
		}
	}
	nwi_nearest_text(&nearest, near);
	nw_fail(err, NW_NOT_FOUND,
		"%s has no topic \"%.*s\"%s%s%.*s%s; --lexicon FILE names one "
		"of yours",
		folder, NW_FMT(work->topic), near, known.len ? " (" : "",
		NW_FMT(nw_buf_str(&known)), known.len ? ")" : "");
	for (int i = 0; i < count; i++)
		free(rows[i]);
	free(rows);
	return NW_NOT_FOUND;
}

static enum nw_status open_lexicon(struct work *work, struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	const char *data = cli_value(work->cli, "data-dir");
	const char *given = cli_value(work->cli, "lexicon");
	char folder[4096], path[4096];

	snprintf(folder, sizeof(folder), "%s/topics",
		 data ? data : NW_DATA_DIR);
	if (snprintf(path, sizeof(path), "%s/%.*s.yaml", folder,
		     NW_FMT(work->topic)) >= (int)sizeof(path))
		return nw_fail(err, NW_LIMIT, "the name of the topic is long");
	const char *from = given ? given : path;
	nw_buf_init(&text, LEXICON_MAX);
	enum nw_status status = cli_read(from, LEXICON_MAX, &text, err);
	if (status == NW_NOT_FOUND && !given)
		return fail_topic(work, folder, err);
	if (status != NW_OK)
		return status;
	const struct nw_topic_file file = { nw_str_from(from),
					    nw_buf_str(&text) };
	status = nw_topics_compile(&file, 1, NULL, NULL, &work->lexicon, err);
	if (status == NW_OK &&
	    !nw_str_equal(nw_topics_name(work->lexicon, 0), work->topic))
		return nw_fail(err, NW_BAD_CONFIG,
			       "%s: its topic is %.*s, not %.*s", from,
			       NW_FMT(nw_topics_name(work->lexicon, 0)),
			       NW_FMT(work->topic));
	return status;
}

/* ---- the items ---- */

static void take_score(void *arg, const struct nw_topic_verdict *verdict)
{
	*(double *)arg = verdict->topic.score;
}

static enum nw_status add_item(struct work *work, const struct nw_item *item,
			       const struct labels *labels,
			       struct nw_error *err)
{
	struct nw_doc *doc = NULL;
	double score = 0;
	enum nw_status status = nw_doc_make(item, work->arena, &doc, err);

	if (status != NW_OK)
		return status;
	struct nw_str language = nw_doc_language(doc);
	size_t dash = nw_str_find_char(language, '-');
	if (language.at &&
	    !nw_str_equal(nw_str_slice(language, 0, dash), work->language)) {
		work->other++;
		return NW_OK;
	}
	status = nw_topics_classify(work->lexicon, doc, work->arena, take_score,
				    &score, err);
	if (status != NW_OK)
		return status;
	return nwi_training_add(work->training, doc, score,
				labels_have(labels, work->topic),
				labels->weight, err);
}

static enum nw_status take_line(struct work *work, struct nw_str line,
				struct nw_error *err)
{
	NW_AUTO(labels_fini) struct labels labels = { 0 };
	struct nw_item item;
	enum nw_status status;

	nw_arena_clear(work->arena);
	status = nw_item_from_json(line, work->arena, &item, err);
	if (status == NW_OK)
		status = labels_read(&labels, line, err);
	work->lines++;
	return status == NW_OK ? add_item(work, &item, &labels, err) : status;
}

static enum nw_status take_file(struct work *work, const char *operand,
				struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };
	uint64_t number = 0;

	nw_buf_init(&bytes, INPUT_MAX + 128 * 1024);
	enum nw_status status = cli_read(operand, INPUT_MAX, &bytes, err);
	struct nw_str rest = nw_buf_str(&bytes), line;
	while (status == NW_OK && nw_str_next(&rest, '\n', &line)) {
		struct nw_error why;
		number++;
		if (nw_str_trim(line).len == 0)
			continue;
		status = take_line(work, line, &why);
		if (status != NW_OK)
			nw_fail(err, status, "%s: line %llu: %s",
				operand ? operand : "standard input",
				(unsigned long long)number, why.text);
	}
	return status;
}

static enum nw_status take_feedback_line(void *arg, struct nw_str line,
					 struct nw_error *err)
{
	return take_line(arg, line, err);
}

static enum nw_status take_all(struct work *work, struct nw_error *err)
{
	const struct cli *cli = work->cli;
	bool feedback = cli_has(cli, "from-feedback");
	enum nw_status status =
		feedback ? labels_ask(cli, work->topic, take_feedback_line,
				      work, err)
			 : NW_OK;

	/* Feedback alone does not wait for standard input. */
	if (feedback && !cli->operand_count)
		return status;
	for (size_t i = 0;
	     status == NW_OK && (i == 0 || i < cli->operand_count); i++)
		status = take_file(work,
				   cli->operand_count ? cli->operands[i] : NULL,
				   err);
	return status;
}

/* ---- the model ---- */

static void show_round(void *arg, int round)
{
	const struct work *work = arg;

	if (work->terminal)
		fprintf(stderr, "\r\033[Klearning, round %d of %d", round + 1,
			ROUNDS);
}

static void put_figures(const struct work *work,
			const struct nwi_training_report *r, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "topic", work->topic);
	nwi_json_put_text(out, "model", work->out);
	nwi_json_put_int(out, "items", (int64_t)r->items);
	nwi_json_put_int(out, "positive", (int64_t)r->positive);
	nwi_json_put_int(out, "other_language", (int64_t)work->other);
	nwi_json_put_int(out, "features", (int64_t)r->features);
	nwi_json_key(out, "precision");
	nwi_json_double(out, r->precision);
	nwi_json_key(out, "recall");
	nwi_json_double(out, r->recall);
	nwi_json_key(out, "f1");
	nwi_json_double(out, r->f1);
	nwi_json_key(out, "average_precision");
	nwi_json_double(out, r->average_precision);
	nwi_json_key(out, "lexicon_f1");
	nwi_json_double(out, r->lexicon_f1);
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}

static void show_figures(const struct work *work,
			 const struct nwi_training_report *r,
			 struct nw_buf *out)
{
	nw_buf_add_fmt(out,
		       "%s: %zu %s, %zu of them %.*s, %zu words and pairs "
		       "that weigh\n",
		       work->out, r->items, nwi_noun(r->items, "item", "items"),
		       r->positive, NW_FMT(work->topic), r->features);
	if (work->other)
		nw_buf_add_fmt(out,
			       "left out because their language is not %.*s: "
			       "%zu %s\n",
			       NW_FMT(work->language), work->other,
			       nwi_noun(work->other, "item", "items"));
	nw_buf_add_fmt(out,
		       "                 precision  recall  F1\n"
		       "  with the model     %.3f   %.3f   %.3f   on fifths "
		       "that it did not see\n"
		       "  lexicon alone      %.3f   %.3f   %.3f\n",
		       r->precision, r->recall, r->f1, r->lexicon_precision,
		       r->lexicon_recall, r->lexicon_f1);
}

static enum nw_status learn(struct work *work, struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf model = { 0 }, out = { 0 };
	struct nwi_training_report report;
	enum nw_status status;

	nw_buf_init(&model, 2 * NWI_MODEL_BYTES);
	nw_buf_init(&out, 64 << 10);
	status = nwi_training_run(work->training, work->topic, work->language,
				  show_round, work, &report, &model, err);
	if (work->terminal)
		fprintf(stderr, "\r\033[K");
	if (status == NW_OK)
		status = cli_save(work->out, nw_buf_str(&model), err);
	if (status != NW_OK)
		return status;
	if (work->cli->json)
		put_figures(work, &report, &out);
	else
		show_figures(work, &report, &out);
	return cli_write(nw_buf_str(&out), err);
}

static int run(struct cli *cli)
{
	const char *language = cli_value(cli, "language");
	NW_AUTO(work_fini)
	struct work work = {
		.cli = cli,
		.topic = nw_str_from(cli_value(cli, "topic")),
		.language = nw_str_from(language ? language : "en"),
		.out = cli_value(cli, "out"),
		.terminal = isatty(STDERR_FILENO) == 1,
	};
	struct nw_error err = { 0 };
	enum nw_status status;

	if (!work.topic.len || !work.out)
		return cli_usage(cli, "--topic NAME and --out FILE are needed");
	work.training = nwi_training_new();
	work.arena = nw_arena_new(ITEM_ARENA_MAX);
	status = cli_may_save(work.out, &err);
	if (status == NW_OK)
		status = open_lexicon(&work, &err);
	if (status == NW_OK)
		status = take_all(&work, &err);
	if (status == NW_OK)
		status = learn(&work, &err);
	return status == NW_OK || status == NW_GONE ? EX_OK
						    : cli_fail(cli, &err);
}

const struct cli_command cli_train = {
	.name = "train",
	.operands = "--topic NAME --out FILE [FILE...]",
	.summary = "Learn a topic from labelled items",
	.help = "Reads items as JSON Lines (title, text or content) with "
		"`labels`, a list of\n"
		"their topics, and writes a model for the classifier linear. "
		"Prints how good it\n"
		"is on items that it did not learn from.",
	.options = options,
	.max_operands = 1000,
	.run = run,
};
