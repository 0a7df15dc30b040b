/* SPDX-License-Identifier: Apache-2.0 */
/* Workers that answer one question while their asker waits. */
#include "daemon/worker/pool.h"
#include "plugin/descriptor.h"
#include "wire/channel.h"
#include "wire/queries.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_FILES = 256, MAX_OUTPUT = 4 << 20 };

/* A worker whose answer is awaited. */
struct once {
	pid_t pid;
	int fd; /* its output, or our end of its socket */
};

static const char *worker_of(const struct pool_settings *settings)
{
	return settings->worker ? settings->worker : NW_WORKER_PATH;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

/* posix_spawn takes what it does not write to as if it did. */
static char **unconst(const char *const *argv)
{
	union {
		const char *const *from;
		char **to;
	} both = { .from = argv };

	return both.to;
}

static enum nw_status spawn(struct once *once, const char *const *argv,
			    int theirs, int as, struct nw_error *err)
{
	static char *const no_environment[] = { NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK |
						POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", 0, 0);
	posix_spawn_file_actions_adddup2(&actions, theirs, as);
	posix_spawn_file_actions_addclosefrom_np(&actions,
						 as + 1 > 3 ? as + 1 : 3);
	int failed = posix_spawn(&once->pid, argv[0], &actions, &attr,
				 unconst(argv), no_environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attr);
	if (failed)
		return nw_fail(err, NW_IO, "%s: %s", argv[0],
			       strerrordesc_np(failed));
	return NW_OK;
}

/* Ends it; its wait status. */
static int end(struct once *once)
{
	int status = 0;

	close(once->fd);
	kill(once->pid, SIGKILL);
	while (waitpid(once->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

/* ---- describe ---- */

struct description {
	struct nw_arena *arena;
	const char *files[MAX_FILES];
	size_t file_count;
	struct config_plugin *plugins;
	size_t plugin_count;
	struct nw_buf *lines;
};

static void add_file(struct description *all, const char *path)
{
	if (all->file_count < MAX_FILES)
		all->files[all->file_count++] =
			nw_arena_str(all->arena, nw_str_from(path)).at;
	else
		nw_buf_add_fmt(all->lines, "%s: more than %d plugins\n", path,
			       MAX_FILES);
}

/* In a build tree the libraries stand beside the plugins. */
static int is_object_file(const struct dirent *entry)
{
	struct nw_str name = nw_str_from(entry->d_name);

	return nw_str_ends(name, ".so") && !nw_str_starts(name, "lib");
}

static void add_path(struct description *all, const char *path)
{
	struct dirent **entries;
	struct stat stat_of;
	char file[4096];
	size_t len = strlen(path);

	/* The pool compares folders: "plugins/" is "plugins". */
	while (len > 1 && path[len - 1] == '/')
		len--;

	if (stat(path, &stat_of) != 0) {
		nw_buf_add_fmt(all->lines, "%s: %s\n", path,
			       strerrordesc_np(errno));
		return;
	}
	if (!S_ISDIR(stat_of.st_mode)) {
		add_file(all, path);
		return;
	}
	int count = scandir(path, &entries, is_object_file, alphasort);
	for (int i = 0; i < count; i++) {
		snprintf(file, sizeof(file), "%.*s/%s", (int)len, path,
			 entries[i]->d_name);
		add_file(all, file);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
}

/* All output until the worker ends or `until` passes. */
static void read_output(int fd, int64_t until, struct nw_buf *out)
{
	struct pollfd row = { .fd = fd, .events = POLLIN };
	char piece[16384];

	for (;;) {
		int64_t left = until - now_ms();
		int ready = left > 0 ? poll(&row, 1, (int)left) : 0;
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return;
		ssize_t got = read(fd, piece, sizeof(piece));
		if (got <= 0 || out->failed)
			return;
		nw_buf_add(out, piece, (size_t)got);
	}
}

static struct nw_str keep(struct description *all, const json_t *json,
			  const char *key)
{
	return nw_arena_str(all->arena, nwi_json_get_str(json, key));
}

/* A line of output; false when it is none of a plugin's. */
static bool take_line(struct description *all, struct nw_str line)
{
	NW_AUTO(nwi_json_free) json_t *json = NULL;
	struct nw_error err;

	if (nwi_json_parse(line, 1 << 20, 8, &json, &err) != NW_OK)
		return false;
	struct nw_str error = nwi_json_get_str(json, "error");
	if (error.at) {
		nw_buf_add_fmt(all->lines, "%.*s\n", NW_FMT(error));
		return true;
	}
	struct config_plugin *plugin = &all->plugins[all->plugin_count];
	plugin->kind = nwi_plugin_kind(nwi_json_get_str(json, "kind"));
	plugin->type = keep(all, json, "name");
	plugin->version = keep(all, json, "version");
	plugin->licence = keep(all, json, "licence");
	plugin->summary = keep(all, json, "summary");
	plugin->file = keep(all, json, "file");
	plugin->requests = (uint32_t)nwi_json_get_int(json, "requests", 0);
	plugin->flags = (uint32_t)nwi_json_get_int(json, "flags", 0);
	if (plugin->kind == 0 || !plugin->type.at || !plugin->file.at ||
	    nwi_plugin_rows_from_json(line, all->arena, &plugin->options,
				      &err) != NW_OK)
		return false;
	all->plugin_count++;
	return true;
}

static size_t take_output(struct description *all, struct nw_str output)
{
	struct nw_str line;
	size_t count = 0;

	while (nw_str_find_char(output, '\n') < output.len &&
	       nw_str_next(&output, '\n', &line) && take_line(all, line))
		count++;
	return count;
}

/* Runs a worker over the files from `first`; how many it did. */
static enum nw_status describe_some(struct description *all,
				    const struct pool_settings *settings,
				    size_t first, int64_t until, size_t *count,
				    int *exit_status, struct nw_error *err)
{
	const char *argv[MAX_FILES + 4] = { worker_of(settings), "--describe" };
	struct once once;
	struct nw_buf out;
	int pair[2];
	size_t n = 2;

	if (settings->best_effort)
		argv[n++] = "--best-effort";
	for (size_t i = first; i < all->file_count; i++)
		argv[n++] = all->files[i];
	if (pipe2(pair, O_CLOEXEC) != 0)
		return nw_fail(err, NW_IO, "pipe: %s", strerrordesc_np(errno));
	once.fd = pair[0];
	enum nw_status status = spawn(&once, argv, pair[1], 1, err);
	close(pair[1]);
	if (status != NW_OK) {
		close(pair[0]);
		return status;
	}
	nw_buf_init(&out, MAX_OUTPUT);
	read_output(once.fd, until, &out);
	*count = take_output(all, nw_buf_str(&out));
	nw_buf_fini(&out);
	*exit_status = end(&once);
	return NW_OK;
}

static void say_how(struct description *all, size_t file, int64_t until,
		    int status)
{
	const char *path = all->files[file];

	if (now_ms() >= until)
		nw_buf_add_fmt(all->lines, "%s: loading it took too long\n",
			       path);
	else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS)
		nw_buf_add_fmt(all->lines,
			       "%s: it used a forbidden system call while it "
			       "was loaded\n",
			       path);
	else
		nw_buf_add_fmt(all->lines,
			       "%s: it crashed while it was loaded\n", path);
}

enum nw_status pool_describe(const struct pool_settings *settings,
			     const char *const *paths, size_t count,
			     int64_t wait_ms, struct nw_arena *arena,
			     struct config_plugin **out, size_t *out_count,
			     struct nw_buf *lines, struct nw_error *err)
{
	struct description all = { .arena = arena, .lines = lines };
	int64_t until = now_ms() + wait_ms;
	int status = 0;

	for (size_t i = 0; i < count; i++)
		add_path(&all, paths[i]);
	all.plugins =
		nw_arena_array(arena, all.file_count + 1, sizeof(*all.plugins));
	if (!all.plugins)
		return nw_fail(err, NW_LIMIT, "too many plugins");
	for (size_t first = 0; first < all.file_count;) {
		size_t did = 0;
		enum nw_status ran = describe_some(&all, settings, first, until,
						   &did, &status, err);
		if (ran != NW_OK)
			return ran;
		if (did == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 77)
			return nw_fail(err, NW_UNSUPPORTED,
				       "this system has no seccomp or no "
				       "Landlock: workers cannot be sealed "
				       "(workers.sandbox: best-effort goes on "
				       "without)");
		if (did == 0 && WIFEXITED(status) && WEXITSTATUS(status) != 0)
			return nw_fail(
				err, NW_IO, "%s ended with exit status %d",
				worker_of(settings), WEXITSTATUS(status));
		first += did;
		if (first < all.file_count)
			say_how(&all, first++, until, status);
	}
	*out = all.plugins;
	*out_count = all.plugin_count;
	return NW_OK;
}

/* ---- probe and compile ---- */

static enum nw_status start(struct once *once,
			    const struct pool_settings *settings,
			    const char *file, struct nw_error *err)
{
	const char *argv[5] = { worker_of(settings), "--serve" };
	int pair[2];
	size_t n = 2;

	if (settings->best_effort)
		argv[n++] = "--best-effort";
	argv[n] = file;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return nw_fail(err, NW_IO, "a worker's socket: %s",
			       strerrordesc_np(errno));
	once->fd = pair[0];
	enum nw_status status = spawn(once, argv, pair[1], 3, err);
	close(pair[1]);
	if (status != NW_OK)
		close(pair[0]);
	return status;
}

/* The first line of several, as an error. */
static enum nw_status fail_lines(struct nw_str lines, struct nw_error *err)
{
	lines.len = nw_str_find_char(lines, '\n');
	return nw_fail(err, NW_BAD_CONFIG, "%.*s", NW_FMT(lines));
}

/* Sends the configuration; the object of the ready frame, to be freed. */
static enum nw_status configure(struct nwi_channel *channel, struct nw_str json,
				int64_t wait_ms, json_t **out,
				struct nw_error *err)
{
	const struct nwi_frame frame = { .type = NWI_FRAME_CONFIGURE,
					 .json = json };
	NW_AUTO(nwi_json_free) json_t *answer = NULL;
	struct nwi_frame got;

	enum nw_status status = nwi_channel_write(channel->fd, &frame, -1, err);
	if (status == NW_OK)
		status = nwi_channel_read(channel, wait_ms, &got, err);
	if (status == NW_GONE)
		return nw_fail(err, NW_GONE, "it crashed while it was opened");
	if (status == NW_OK)
		status = nwi_json_parse(got.json, NWI_FRAME_JSON, 64, &answer,
					err);
	if (status != NW_OK)
		return status;
	if (got.type != NWI_FRAME_READY)
		return fail_lines(nwi_json_get_str(answer, "lines"), err);
	*out = NW_STEAL(answer);
	return NW_OK;
}

/* The instance's name while it is tried. */
#define PROBE "probe"

static int64_t ready_ms(const struct pool_settings *settings)
{
	return settings->ready_ms ? settings->ready_ms : 30000;
}

/* The configuration knows better whose settings these are. */
static void forget_name(struct nw_error *err)
{
	const size_t len = strlen(PROBE ": ");

	if (strncmp(err->text, PROBE ": ", len) == 0)
		memmove(err->text, err->text + len,
			strlen(err->text + len) + 1);
}

static void put_probe(struct nw_buf *json, const struct config_plugin *plugin,
		      struct nw_str settings)
{
	nwi_json_open(json, '{');
	nwi_json_key(json, "instances");
	nwi_json_open(json, '[');
	nwi_json_open(json, '{');
	nwi_json_put_int(json, "kind", plugin->kind);
	nwi_json_put_text(json, "name", PROBE);
	nwi_json_put_str(json, "file", plugin->file);
	nwi_json_key(json, "settings");
	nwi_json_raw(json, settings);
	nwi_json_close(json, '}');
	nwi_json_close(json, ']');
	nwi_json_close(json, '}');
}

static void each_topic(const json_t *answer, config_topic_fn *each, void *arg)
{
	const json_t *row =
		json_array_get(json_object_get(answer, "instances"), 0);
	const json_t *names = json_object_get(row, "names");

	for (size_t i = 0; i < json_array_size(names); i++) {
		const char *name = json_string_value(json_array_get(names, i));
		if (name)
			each(arg, nw_str_from(name));
	}
}

enum nw_status pool_probe(void *arg, const struct config_plugin *plugin,
			  struct nw_str settings, config_topic_fn *each,
			  void *each_arg, struct nw_error *err)
{
	const struct pool_settings *pool = arg;
	NW_AUTO(nwi_json_free) json_t *answer = NULL;
	NW_AUTO(nw_arena_free) struct nw_arena *arena = nw_arena_new(16384);
	struct nwi_channel channel;
	struct nw_buf json;
	struct once once;

	enum nw_status status =
		start(&once, pool, nw_arena_str(arena, plugin->file).at, err);
	if (status != NW_OK)
		return status;
	nw_buf_init(&json, NWI_FRAME_JSON);
	put_probe(&json, plugin, settings);
	nwi_channel_init(&channel, once.fd, true);
	status = configure(&channel, nw_buf_str(&json), ready_ms(pool), &answer,
			   err);
	if (status != NW_OK)
		forget_name(err);
	if (status == NW_OK && plugin->kind == NW_CLASSIFIER && each)
		each_topic(answer, each, each_arg);
	nwi_channel_fini(&channel);
	nw_buf_fini(&json);
	end(&once);
	return status;
}

static void each_problem(const json_t *list, size_t rows,
			 nw_query_problem_fn *problem, void *arg)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *row = json_array_get(list, i);
		int64_t query = nwi_json_get_int(row, "query", -1);
		const json_t *text = json_object_get(row, "text");
		if (query < 0 || (size_t)query >= rows || !json_is_string(text))
			continue;
		const struct nw_query_problem one = {
			.query = (uint32_t)query,
			.offset = (uint32_t)nwi_json_get_int(row, "offset", 0),
			.length = (uint32_t)nwi_json_get_int(row, "length", 1),
			.warning = nwi_json_get_bool(row, "warning", false),
			.text = json_string_value(text),
		};
		problem(arg, &one);
	}
}

/* Whether name: may stand in a query: its letters do. */
static bool asks_names(struct nw_str query)
{
	for (size_t at = 0; at + 5 <= query.len; at++) {
		if (nw_str_starts_nocase(nw_str_slice(query, at, query.len),
					 "name:"))
			return true;
	}
	return false;
}

/* The table of names, where a query may ask for one. */
static void put_names(const struct nw_query_set *set, struct nw_buf *out)
{
	bool asked = false;

	for (size_t i = 0; !asked && i < set->count; i++)
		asked = asks_names(set->rows[i].text);
	nwi_json_key(out, "names");
	nwi_json_open(out, '[');
	for (size_t i = 0; asked && i < set->name_count; i++) {
		nwi_json_open(out, '[');
		for (uint32_t k = 0; k < set->names[i].spelling_count; k++)
			nwi_json_str(out, set->names[i].spellings[k]);
		nwi_json_close(out, ']');
	}
	nwi_json_close(out, ']');
}

/* Nothing where the names are not known. */
static void put_known(const char *key, const struct nw_str *names, size_t count,
		      struct nw_buf *out)
{
	if (!names)
		return;
	nwi_json_key(out, key);
	nwi_json_open(out, '[');
	for (size_t i = 0; i < count; i++)
		nwi_json_str(out, names[i]);
	nwi_json_close(out, ']');
}

static void put_compile(const struct nw_query_set *set, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "kind", "compile");
	put_names(set, out);
	put_known("topics", set->topics, set->topic_count, out);
	put_known("sources", set->sources, set->source_count, out);
	put_known("outlets", set->outlets, set->outlet_count, out);
	nwi_json_close(out, '}');
}

/* The job with its queries as a memfd, which is all that is left of them. */
static enum nw_status send_set(struct nwi_channel *channel,
			       const struct nw_query_set *set,
			       struct nw_error *err)
{
	NW_AUTO(nw_buf_fini) struct nw_buf blob = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf json = { 0 };
	struct nwi_frame frame = { .type = NWI_FRAME_JOB,
				   .job = 1,
				   .flags = NWI_FRAME_MEMFD };
	int memfd = -1;

	nw_buf_init(&blob, NWI_FRAME_BLOB);
	nwi_queries_write(set->rows, set->count, &blob);
	nw_buf_init(&json, NWI_FRAME_JSON);
	put_compile(set, &json);
	if (blob.failed || json.failed)
		return nw_fail(err, NW_LIMIT, "the queries are over %u MiB",
			       NWI_FRAME_BLOB >> 20);
	frame.json = nw_buf_str(&json);
	frame.blob = nw_buf_str(&blob);
	enum nw_status status = nwi_memfd_make(frame.blob, &memfd, err);
	if (status != NW_OK)
		return status;
	status = nwi_channel_write(channel->fd, &frame, memfd, err);
	close(memfd);
	return status;
}

/* Sends the job; the frame of its result and the object in it, to be freed. */
static enum nw_status ask(struct nwi_channel *channel,
			  const struct nw_query_set *set, int64_t wait_ms,
			  struct nwi_frame *got, json_t **out,
			  struct nw_error *err)
{
	enum nw_status status = send_set(channel, set, err);

	/* That it has begun needs no answer. */
	do {
		if (status == NW_OK)
			status = nwi_channel_read(channel, wait_ms, got, err);
	} while (status == NW_OK && got->type == NWI_FRAME_AT);
	if (status == NW_OK && got->type != NWI_FRAME_RESULT)
		return nw_fail(err, NW_CORRUPT, "a worker gave no result");
	if (status == NW_OK)
		status =
			nwi_json_parse(got->json, NWI_FRAME_JSON, 16, out, err);
	return status;
}

/* What a result says beside its problems; NW_OK with the image. */
static enum nw_status take_image(const json_t *result,
				 const struct nwi_frame *got,
				 struct pool_image *out, struct nw_error *err)
{
	int64_t code = nwi_json_get_int(result, "status", NW_INTERNAL);

	if (code != NW_OK)
		return nw_fail(err, code == NW_LIMIT ? NW_LIMIT : NW_BAD_CONFIG,
			       "%.*s",
			       NW_FMT(nwi_json_get_str(result, "text")));
	if (got->blob.len == 0)
		return nw_fail(err, NW_CORRUPT, "a compiler gave no image");
	out->len = got->blob.len;
	return nwi_memfd_make(got->blob, &out->fd, err);
}

static enum nw_status
compile_by(struct nwi_channel *channel, const struct pool_settings *pool,
	   const struct nw_query_set *set, nw_query_problem_fn *problem,
	   void *problem_arg, struct pool_image *out, struct nw_error *err)
{
	NW_AUTO(nwi_json_free) json_t *ready = NULL;
	NW_AUTO(nwi_json_free) json_t *result = NULL;
	struct nwi_frame got;

	enum nw_status status = configure(channel, nw_str_from("{}"),
					  ready_ms(pool), &ready, err);
	if (status == NW_OK)
		status = ask(channel, set, ready_ms(pool), &got, &result, err);
	if (status != NW_OK)
		return status;
	each_problem(json_object_get(result, "problems"), set->count, problem,
		     problem_arg);
	return take_image(result, &got, out, err);
}

enum nw_status pool_compile(const struct pool_settings *pool,
			    const struct nw_query_set *set,
			    nw_query_problem_fn *problem, void *problem_arg,
			    struct pool_image *out, struct nw_error *err)
{
	struct pool_image image = { .fd = -1 };
	struct nwi_channel channel;
	struct once once;

	if (set->count == 0) {
		*out = image;
		return NW_OK;
	}
	enum nw_status status = start(&once, pool, NULL, err);
	if (status != NW_OK)
		return status;
	nwi_channel_init(&channel, once.fd, true);
	status = compile_by(&channel, pool, set, problem, problem_arg, &image,
			    err);
	nwi_channel_fini(&channel);
	end(&once);
	if (status == NW_OK)
		*out = image;
	return status;
}

void pool_image_fini(struct pool_image *image)
{
	if (image->fd >= 0)
		close(image->fd);
	*image = (struct pool_image){ .fd = -1 };
}
