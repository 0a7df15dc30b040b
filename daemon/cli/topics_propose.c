/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `newswatch topics propose`: what people said of items -> edits of the topic
 * file, of which a person accepts one at a time.
 */
#include "daemon/cli/labels.h"
#include "daemon/cli/topics.h"

#include "base/noun.h"
#include "text/utf8.h"
#include "topic/propose.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

enum {
	INPUT_MAX = 512 * 1024 * 1024,
	FILE_MAX = 1 << 20,
	MODEL_MAX = 8 << 20,
	ITEM_ARENA_MAX = 64 * 1024 * 1024,
	OUT_MAX = 4 * 1024 * 1024,
	SECONDS = 60 /* for the search */
};

struct work {
	struct cli *cli;
	struct nw_str topic;
	struct nw_arena *arena;	  /* of the file's name and text */
	struct nw_arena *scratch; /* of one item */
	struct nw_str path, text; /* the topic file; absent: not found */
	struct nw_models *models; /* NULL: none */
	struct nwi_proposing *proposing;
	time_t until;
};

static void work_fini(struct work *work)
{
	nwi_proposing_free(&work->proposing);
	nw_models_free(&work->models);
	nw_arena_free(&work->arena);
	nw_arena_free(&work->scratch);
}

/* ---- the topic file ---- */

static bool defines(const struct nw_topic_file *file, struct nw_str topic)
{
	NW_AUTO(nw_topics_free) struct nw_topics *topics = NULL;
	struct nw_error err;

	return nw_topics_compile(file, 1, NULL, NULL, &topics, &err) == NW_OK &&
	       nw_str_equal(nw_topics_name(topics, 0), topic);
}

static enum nw_status keep_file(struct work *work,
				const struct nw_topic_file *file,
				struct nw_error *err)
{
	work->path = nw_arena_str(work->arena, file->name);
	work->text = nw_arena_str(work->arena, file->text);
	if (nw_arena_failed(work->arena))
		return nw_fail(err, NW_LIMIT, "%.*s: the file is too large",
			       NW_FMT(file->name));
	return NW_OK;
}

static enum nw_status look_into(struct work *work,
				const struct config_classifier *classifier,
				struct nw_error *err)
{
	NW_AUTO(topics_files_fini) struct topics_files files = { 0 };
	enum nw_status status = topics_files_of(classifier, &files, err);

	for (size_t i = 0; status == NW_OK && i < files.definition_count; i++) {
		if (!defines(&files.definitions[i], work->topic))
			continue;
		status = keep_file(work, &files.definitions[i], err);
		if (status == NW_OK && files.model_count)
			status = nw_models_open(files.models, files.model_count,
						&work->models, err);
		break;
	}
	return status;
}

static const char *config_shown(const struct cli *cli)
{
	const char *path = topics_config(cli);

	return path ? path : "the shipped configuration";
}

static enum nw_status search_config(struct work *work,
				    const struct config *config,
				    struct nw_error *err)
{
	const char *wanted = cli_value(work->cli, "classifier");
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < config->classifier_count && status == NW_OK &&
			   nw_str_is_absent(work->path);
	     i++) {
		const struct config_classifier *c = &config->classifiers[i];
		if (wanted ? nw_str_is(c->base.name, wanted) : c->enabled)
			status = look_into(work, c, err);
	}
	if (status == NW_OK && nw_str_is_absent(work->path))
		return nw_fail(err, NW_NOT_FOUND,
			       "no classifier %s%s of %s has a topic file of "
			       "the topic \"%.*s\"; --config names another "
			       "configuration, newswatch topics lists what one "
			       "has",
			       wanted ? "" : "that is enabled",
			       wanted ? wanted : "", config_shown(work->cli),
			       NW_FMT(work->topic));
	return status;
}

static enum nw_status read_models(struct work *work, struct nw_error *err)
{
	struct nw_topic_file files[TOPICS_FILES];
	size_t count = 0;
	const char *path;

	for (; (path = cli_value_at(work->cli, "model", count)); count++) {
		NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
		nw_buf_init(&text, MODEL_MAX);
		enum nw_status status = cli_read(path, MODEL_MAX, &text, err);
		if (status != NW_OK)
			return status;
		files[count] = (struct nw_topic_file){
			nw_str_from(path), nw_arena_buf(work->arena, &text)
		};
	}
	return count ? nw_models_open(files, count, &work->models, err) : NW_OK;
}

/* --definition FILE, with --model: no configuration is looked at. */
static enum nw_status read_definition(struct work *work, const char *path,
				      struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };

	nw_buf_init(&text, FILE_MAX);
	enum nw_status status = cli_read(path, FILE_MAX, &text, err);
	if (status != NW_OK)
		return status;
	const struct nw_topic_file file = { nw_str_from(path),
					    nw_buf_str(&text) };
	status = keep_file(work, &file, err);
	return status == NW_OK ? read_models(work, err) : status;
}

/* ---- the labels ---- */

static enum nw_status take_line(void *arg, struct nw_str line,
				struct nw_error *err)
{
	struct work *work = arg;
	NW_AUTO(labels_fini) struct labels labels = { 0 };
	struct nw_item item;
	enum nw_status status;

	nw_arena_clear(work->scratch);
	status = nw_item_from_json(line, work->scratch, &item, err);
	if (status == NW_OK)
		status = labels_read(&labels, line, err);
	if (status != NW_OK)
		return status;
	const struct nwi_propose_item one = {
		.title = item.title,
		.text = nw_item_body(&item),
		.language = item.language,
		.is = labels_have(&labels, work->topic),
	};
	return nwi_proposing_add(work->proposing, &one, err);
}

static enum nw_status take_file(struct work *work, const char *path,
				struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };
	uint64_t number = 0;

	nw_buf_init(&bytes, INPUT_MAX + 128 * 1024);
	enum nw_status status = cli_read(path, INPUT_MAX, &bytes, err);
	struct nw_str rest = nw_buf_str(&bytes), line;
	while (status == NW_OK && nw_str_next(&rest, '\n', &line)) {
		struct nw_error why;
		number++;
		if (nw_str_trim(line).len == 0)
			continue;
		status = take_line(work, line, &why);
		if (status != NW_OK)
			nw_fail(err, status, "%s: line %llu: %s", path,
				(unsigned long long)number, why.text);
	}
	return status;
}

static enum nw_status take_labels(struct work *work, struct nw_error *err)
{
	enum nw_status status = NW_OK;
	const char *path;

	if (!cli_has(work->cli, "from"))
		return labels_ask(work->cli, work->topic, take_line, work, err);
	for (size_t i = 0;
	     status == NW_OK && (path = cli_value_at(work->cli, "from", i));
	     i++)
		status = take_file(work, path, err);
	return status;
}

/* ---- what is printed ---- */

static void put_outcome(const char *key, const struct nwi_outcome *o,
			struct nw_buf *out)
{
	nwi_json_key(out, key);
	nwi_json_open(out, '{');
	nwi_json_put_int(out, "rejected", o->rejected);
	nwi_json_put_int(out, "dropped", o->dropped);
	nwi_json_put_int(out, "kept", o->kept);
	nwi_json_put_int(out, "lost", o->lost);
	nwi_json_put_int(out, "missed", o->missed);
	nwi_json_put_int(out, "found", o->found);
	nwi_json_put_int(out, "silent", o->silent);
	nwi_json_put_int(out, "added", o->added);
	nwi_json_close(out, '}');
}

static const char *part_of(const struct nwi_edit *edit)
{
	return edit->kind == NWI_EDIT_CANCEL	? "cancel"
	       : edit->kind == NWI_EDIT_AGAINST ? "against"
						: "terms";
}

static void put_proposal(const struct nwi_proposal *p, size_t number,
			 struct nw_buf *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf says = { 0 };

	nw_buf_init(&says, 64 << 10);
	nwi_proposal_say(p, &says);
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "proposal");
	nwi_json_put_int(out, "number", (int64_t)number);
	nwi_json_put_text(out, "id", p->id);
	nwi_json_put_str(out, "language", p->edit.language);
	nwi_json_put_text(out, "part", part_of(&p->edit));
	nwi_json_put_str(out, "entry", p->edit.text);
	if (p->edit.kind != NWI_EDIT_CANCEL) {
		nwi_json_key(out, "weight");
		nwi_json_double(out, p->edit.weight);
	}
	if (p->edit.kind == NWI_EDIT_WEIGHT) {
		nwi_json_key(out, "old_weight");
		nwi_json_double(out, p->old_weight);
		nwi_json_put_int(out, "line", p->edit.line);
	}
	nwi_json_put_str(out, "says", nw_buf_str(&says));
	put_outcome("all", &p->all, out);
	if (p->has_held)
		put_outcome("held", &p->held, out);
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}

static void put_state(const struct work *work, const struct nwi_proposals *all,
		      struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "labels");
	nwi_json_put_str(out, "topic", work->topic);
	nwi_json_put_str(out, "definition", work->path);
	put_outcome("before", &all->before, out);
	nwi_json_put_int(out, "other_languages", all->other_languages);
	nwi_json_put_int(out, "tried", all->tried);
	nwi_json_put_bool(out, "ended_early", all->ended_early);
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}

static void show_state(const struct work *work, const struct nwi_proposals *all,
		       struct nw_buf *out)
{
	const struct nwi_outcome *o = &all->before;

	nwi_text_terminal(out, work->path, 4096);
	nw_buf_add_fmt(
		out,
		": by the labels %u %s rejected and %u kept; %u %s "
		"missed, %u rightly silent\n",
		o->rejected, nwi_noun(o->rejected, "alert was", "alerts were"),
		o->kept, o->missed,
		nwi_noun(o->missed, "item was", "items were"), o->silent);
	if (all->other_languages)
		nw_buf_add_fmt(
			out, "%u %s in a language that it has no terms for\n",
			all->other_languages,
			nwi_noun(all->other_languages, "item is", "items are"));
	if (all->ended_early)
		nw_buf_add_fmt(out,
			       "not all edits were tried: the time was over "
			       "(%d s)\n",
			       SECONDS);
}

static void show_proposal(const struct nwi_proposal *p, size_t number,
			  struct nw_buf *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf says = { 0 };

	nw_buf_init(&says, 64 << 10);
	nwi_proposal_say(p, &says);
	nw_buf_add_fmt(out, "\n%2zu  %s  ", number, p->id);
	nwi_text_terminal(out, nw_buf_str(&says), 64 << 10);
	nw_buf_add_fmt(out, "\n    %.*s, %s: ", NW_FMT(p->edit.language),
		       part_of(&p->edit));
	if (p->edit.kind != NWI_EDIT_CANCEL) {
		nwi_edit_weight(p->edit.weight, out);
		nw_buf_add_text(out, ": ");
	}
	nwi_text_terminal(out, p->edit.text, 4096);
	nw_buf_add_char(out, '\n');
}

static enum nw_status print_all(const struct work *work,
				const struct nwi_proposals *all,
				struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	bool json = work->cli->json;

	nw_buf_init(&out, OUT_MAX);
	(json ? put_state : show_state)(work, all, &out);
	for (size_t i = 0; i < all->count; i++)
		(json ? put_proposal : show_proposal)(&all->at[i], i + 1, &out);
	if (!json && all->count)
		nw_buf_add_fmt(&out,
			       "\nNothing is changed. To take one: newswatch "
			       "topics propose %.*s ... --accept ID\n",
			       NW_FMT(work->topic));
	else if (!json)
		nw_buf_add_text(&out, "no edit was found that helps more than "
				      "it harms\n");
	return cli_write(nw_buf_str(&out), err);
}

/* ---- one is accepted ---- */

static const struct nwi_proposal *chosen(const struct nwi_proposals *all,
					 const char *accept)
{
	char *end = NULL;
	long number = strtol(accept, &end, 10);

	for (size_t i = 0; i < all->count; i++) {
		if (strcmp(all->at[i].id, accept) == 0)
			return &all->at[i];
	}
	/* Eight digits are an id that is none of these any more. */
	if (*accept && *end == '\0' && strlen(accept) < 4 && number > 0 &&
	    (size_t)number <= all->count)
		return &all->at[number - 1];
	return NULL;
}

/* What an upgrade would overwrite is not edited in place. */
static enum nw_status check_place(const struct work *work, const char *to,
				  struct nw_error *err)
{
	const char *data = cli_value(work->cli, "data-dir");
	NW_AUTO(nw_buf_fini) struct nw_buf shipped = { 0 };

	nw_buf_init(&shipped, 8192);
	nw_buf_add_fmt(&shipped, "%s/", data ? data : NW_DATA_DIR);
	if (to || cli_has(work->cli, "definition") || shipped.failed ||
	    !nw_str_starts(work->path, shipped.at))
		return NW_OK;
	return nw_fail(err, NW_EXISTS,
		       "%.*s came with newswatch and would be overwritten by "
		       "the next: write another with --to FILE, and name that "
		       "one in classifiers",
		       NW_FMT(work->path));
}

static void tell_accepted(const struct work *work, const char *to,
			  const struct nwi_proposal *p, size_t number,
			  struct nw_buf *out)
{
	if (work->cli->json) {
		put_proposal(p, number, out);
		nw_buf_cut(out, out->len - 2); /* "}" and the end of line */
		nwi_json_put_text(out, "written", to);
		nwi_json_put_bool(out, "reload_needed", true);
		nwi_json_close(out, '}');
		nw_buf_add_char(out, '\n');
		return;
	}
	nwi_text_terminal(out, nw_str_from(to), 4096);
	nw_buf_add_text(out, ": ");
	nwi_proposal_say(p, out);
	nw_buf_add_text(out, "\nIt counts after newswatch reload; newswatch "
			     "check says whether all is in order.\n");
}

static enum nw_status accept(const struct work *work,
			     const struct nwi_proposals *all,
			     struct nw_error *err)
{
	const char *wanted = cli_value(work->cli, "accept");
	const char *to = cli_value(work->cli, "to");
	const struct nwi_proposal *p = chosen(all, wanted);
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 }, out = { 0 };

	nw_buf_init(&text, NWI_EDIT_BYTES);
	nw_buf_init(&out, OUT_MAX);
	if (!p)
		return nw_fail(err, NW_NOT_FOUND,
			       "there is no proposal \"%s\" (of %zu); with "
			       "other labels there are others",
			       wanted, all->count);
	enum nw_status status = check_place(work, to, err);
	if (status == NW_OK)
		status = nwi_proposal_apply(work->proposing, p, &text, err);
	if (!to)
		to = work->path.at;
	if (status == NW_OK)
		status = cli_save(to, nw_buf_str(&text), err);
	if (status != NW_OK)
		return status;
	tell_accepted(work, to, p, (size_t)(p - all->at) + 1, &out);
	return cli_write(nw_buf_str(&out), err);
}

/* ---- the command ---- */

static time_t seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static bool in_time(void *arg)
{
	const struct work *work = arg;

	return seconds() < work->until;
}

static enum nw_status propose(struct work *work, struct nw_error *err)
{
	struct nwi_proposals *all =
		nw_arena_new_of(work->arena, struct nwi_proposals);
	enum nw_status status = nwi_proposing_new(
		work->path, work->text, work->models, &work->proposing, err);

	if (status != NW_OK || !all)
		return status;
	if (!nw_str_equal(nwi_proposing_topic(work->proposing), work->topic))
		return nw_fail(err, NW_BAD_CONFIG,
			       "%.*s: its topic is %.*s, not %.*s",
			       NW_FMT(work->path),
			       NW_FMT(nwi_proposing_topic(work->proposing)),
			       NW_FMT(work->topic));
	status = take_labels(work, err);
	work->until = seconds() + SECONDS;
	if (status == NW_OK)
		status = nwi_proposing_run(work->proposing, in_time, work, all,
					   err);
	if (status != NW_OK)
		return status;
	return cli_has(work->cli, "accept") ? accept(work, all, err)
					    : print_all(work, all, err);
}

/* Which file it is about; an exit code, or -1: go on. */
static int find_file(struct work *work)
{
	const char *definition = cli_value(work->cli, "definition");
	struct setup setup;
	struct nw_error err;
	int code = -1;

	if (definition)
		return read_definition(work, definition, &err) == NW_OK
			       ? -1
			       : cli_fail(work->cli, &err);
	setup_init(&setup, work->cli);
	if (setup_config(&setup, topics_config(work->cli), CONFIG_NO_SECRETS,
			 &err) != NW_OK) {
		setup_print_problems(&setup);
		code = setup_failed(&setup) ? EX_CONFIG
					    : cli_fail(work->cli, &err);
	} else if (search_config(work, setup.config, &err) != NW_OK) {
		code = cli_fail(work->cli, &err);
	}
	setup_fini(&setup);
	return code;
}

int topics_propose(struct cli *cli)
{
	NW_AUTO(work_fini) struct work work = { .cli = cli };
	struct nw_error err;
	int code;

	if (cli->operand_count != 2)
		return cli_usage(cli, "`propose` takes one TOPIC");
	if (cli_has(cli, "to") && !cli_has(cli, "accept"))
		return cli_usage(cli, "--to FILE goes with --accept");
	work.topic = nw_str_from(cli->operands[1]);
	work.arena = nw_arena_new(TOPICS_SETTINGS_MAX);
	work.scratch = nw_arena_new(ITEM_ARENA_MAX);
	code = find_file(&work);
	if (code >= 0)
		return code;
	enum nw_status status = propose(&work, &err);
	return status == NW_OK || status == NW_GONE ? EX_OK
						    : cli_fail(cli, &err);
}
