/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole configuration as one immutable value.
 *
 * config_load reads the main file, `conf.d/` beside it and what `include:`
 * names, checks everything against the option rows of the daemon and of the
 * plugins, resolves secrets, and gives a `struct config`: a generation. It
 * never changes; a reload loads another one and moves over. It is counted by
 * references (from any thread) and dies with the last.
 *
 * Durations are milliseconds, sizes are bytes, and every default is in the
 * rows (daemon/config/rows.c); newswatch.yaml(5) is made from them.
 */
#ifndef NEWSWATCHD_CONFIG_H
#define NEWSWATCHD_CONFIG_H

#include "base/hash.h"
#include "base/map.h"
#include "config/problem.h"
#include <newswatch/plugin.h>
#include <newswatch/query.h>

struct config_texts {
	const struct nw_str *at;
	size_t count;
};

struct config_pair {
	struct nw_str key, value;
};

struct config_pairs {
	const struct config_pair *at;
	size_t count;
};

/* ---- the sections ---- */

struct config_fetch {
	struct nw_str agent;  /* behind "newswatch/VERSION (CONTACT)" */
	int64_t connect_ms;   /* per connection, TLS included */
	int64_t timeout_ms;   /* the whole fetch */
	int64_t low_speed;    /* bytes a second ... */
	int64_t low_speed_ms; /* ... over this time end a fetch */
	int64_t max_body;     /* bytes, unpacked */
	int64_t max_headers;
	int64_t redirects;
	int64_t host_spacing_ms; /* between two requests to one host */
	int64_t host_parallel;
	int64_t parallel;
	int64_t lookups;    /* DNS, at the same time */
	int64_t handshakes; /* new TLS ones a turn of the loop */
	int64_t every_ms;   /* a source without `every` */
	int64_t retry_after_max_ms;
	bool http2;
	bool allow_private;
	struct nw_str proxy;   /* absent: none, whatever the environment says */
	struct nw_str ca_file; /* absent: the system's */
	int64_t max_items;     /* of one response */
	int64_t suspect_items; /* so many new at once are held */
	int64_t suspect_percent; /* or this share of a feed */
};

enum config_sandbox {
	CONFIG_SANDBOX_REQUIRED = 0,
	CONFIG_SANDBOX_BEST_EFFORT = 1
};

struct config_workers {
	int64_t readers;
	int64_t memory;	    /* bytes, each */
	int64_t cpu_ms;	    /* a job */
	int64_t wall_ms;    /* a job */
	int64_t max_result; /* bytes of frames that one response may give */
	uint32_t sandbox;   /* enum config_sandbox */
	int64_t restart_min_ms;
	int64_t restart_max_ms;
	int64_t crashes; /* within crash_window_ms: the plugin is failed */
	int64_t crash_window_ms;
	int64_t failed_retry_ms;
};

/* A retention row: rows older than `age_ms` or beyond `count` go. */
struct config_keep {
	int64_t age_ms;
	int64_t count;
};

struct config_store {
	struct config_keep items;      /* texts and analysis, in the archive */
	struct config_keep identities; /* age counts from when the source
					  stopped showing it */
	struct config_keep stories;
	struct config_keep alerts;
	struct config_keep
		deliveries; /* sent, dead and suppressed outbox rows */
	struct config_keep set_aside; /* documents that killed two workers */
	struct config_keep notices;   /* what the operator was told */
	struct config_keep questions; /* to remote classifiers */
	int64_t min_free;	      /* bytes: below it and below the next, */
	int64_t min_free_percent;     /* a share of the disk, fetching pauses */
	int64_t ballast;	      /* bytes */
	int64_t backup_every_ms;
};

struct config_stories {
	bool gather; /* else every item is one */
	int64_t window_ms;
	int64_t memory;	      /* bytes */
	int64_t edit_percent; /* of new sentences, that make it material */
	int64_t gather_one;   /* gather as a number, for the ledger */
};

struct config_delivery {
	int64_t retry_first_ms;
	double retry_factor;
	int64_t retry_permille; /* the same, rounded */
	int64_t retry_max_ms;
	int64_t retry_jitter_percent;
	int64_t retry_after_max_ms;
	int64_t dead_after_ms; /* of accumulated waiting, and ... */
	int64_t dead_attempts; /* ... at least so many attempts */
	int64_t warn_after_ms;
	int64_t breaker; /* failures in a row */
	int64_t held_probe_ms;
	int64_t max_payload; /* bytes */
	int64_t parallel;
	int64_t timeout_ms; /* one attempt; a notifier may say its own */
	int64_t lease_ms;
};

enum config_log_format {
	CONFIG_LOG_AUTO = 0, /* journal under systemd, text otherwise */
	CONFIG_LOG_TEXT = 1,
	CONFIG_LOG_JSON = 2,
	CONFIG_LOG_JOURNAL = 3
};

struct config_log {
	uint32_t level;	 /* enum nw_log_level */
	uint32_t format; /* enum config_log_format */
};

/* ---- the instances ---- */

/*
 * Secrets of one instance. They are kept apart from everything that is
 * printed, serialised or hashed, and wiped when the generation dies.
 */
struct config_secrets;

/* Number of values of a secret option (0: not set; several: key rotation). */
size_t config_secret_count(const struct config_secrets *secrets,
			   const char *option);
/* The i-th; absent beyond the count. Lives as long as the generation. */
struct nw_str config_secret(const struct config_secrets *secrets,
			    const char *option, size_t i);

/* What every instance of a plugin has. */
struct config_instance {
	struct nw_str name;
	struct nw_str type;	/* the plugin's name; ended by NUL */
	struct nw_str settings; /* JSON for the worker (config/rows.h,
				   nwi_values_json) */
	uint32_t requests;	/* bits of enum nw_request_kind of the plugin */
	const struct config_secrets *secrets;
	char digest[NWI_ID_TEXT]; /* of all that is not secret */
};

enum config_first_poll {
	CONFIG_FIRST_BASELINE = 0, /* what is there is known, not news */
	CONFIG_FIRST_RECENT = 1,   /* news if not older than recent_ms */
	CONFIG_FIRST_ALL = 2
};

enum config_full_text {
	CONFIG_TEXT_NEVER = 0,
	CONFIG_TEXT_AUTO = 1, /* where the source gives a teaser */
	CONFIG_TEXT_ALWAYS = 2
};

enum config_identity {
	CONFIG_IDENTITY_AUTO = 0,
	CONFIG_IDENTITY_ID = 1,
	CONFIG_IDENTITY_URL = 2,
	CONFIG_IDENTITY_HASH = 3,
	CONFIG_IDENTITY_URL_TITLE = 4
};

struct config_outlet;

/* For which requests robots.txt is asked. */
enum config_robots {
	CONFIG_ROBOTS_NONE = 0,
	CONFIG_ROBOTS_ARTICLES = 1, /* article pages that items lead to */
	CONFIG_ROBOTS_ALL = 2
};

struct config_source {
	struct config_instance base;
	bool enabled;
	uint32_t kind; /* NW_REQUEST_HTTP, NW_REQUEST_FILE or NW_REQUEST_EXEC */
	struct nw_str url;	  /* http, https */
	struct nw_str path;	  /* file: a file or a folder, absolute */
	struct config_texts argv; /* exec */
	int64_t every_ms;
	const struct config_outlet *outlet; /* NULL: by the item's domain */
	uint32_t first_poll;		    /* enum config_first_poll */
	int64_t recent_ms;
	uint32_t identity; /* enum config_identity */
	bool allow_private;
	uint32_t robots;	     /* enum config_robots */
	int64_t follow_ups;	     /* requests beyond the first, a poll */
	uint32_t full_text;	     /* enum config_full_text */
	struct config_pairs article; /* selectors: text, title, date, ... */
	int64_t max_body; /* fetch's unless it has its own, as the next two */
	int64_t timeout_ms;
	int64_t max_items;
	struct nw_str language; /* absent: as the items say */
	struct config_pairs headers;
	struct nw_str
		user; /* with the secret `password`: Authorization: Basic */
};

enum config_affiliation {
	CONFIG_AFFILIATION_UNKNOWN = 0,
	CONFIG_AFFILIATION_INDEPENDENT = 1,
	CONFIG_AFFILIATION_PUBLIC = 2,
	CONFIG_AFFILIATION_STATE = 3,
	CONFIG_AFFILIATION_PARTY = 4,
	CONFIG_AFFILIATION_RELIGIOUS = 5
};

/* "independent" and so on; "unknown". */
const char *config_affiliation_name(uint32_t affiliation);

struct config_outlet {
	struct nw_str name;
	struct config_texts domains;   /* lower case, without "www." */
	struct config_texts countries; /* ISO 3166-1 alpha-2, upper case */
	struct config_texts languages; /* BCP 47, lower case */
	struct nw_str owner;
	uint32_t affiliation; /* enum config_affiliation */
};

enum config_ask { CONFIG_ASK_ALL = 0, CONFIG_ASK_NEAR = 1, CONFIG_ASK_HIT = 2 };

/* What a remote classifier may be asked. */
struct config_remote {
	uint32_t ask; /* enum config_ask */
	double near_from, near_to;
	int64_t per_hour, per_day; /* requests */
	int64_t max_text;	   /* characters of an item's text */
	int64_t parallel;
	int64_t patience_ms;
	struct nw_str question; /* hash of what is asked of whom */
};

struct config_classifier {
	struct config_instance base; /* one with requests is remote */
	bool enabled;
	bool shadow; /* it judges, and routes nothing */
	struct config_remote remote;
	struct nw_str url; /* of a remote one; absent otherwise */
	bool allow_private;
	int64_t timeout_ms;
	struct nw_str ca_file, user;
	struct config_pairs headers;
};

enum config_smtp_tls {
	CONFIG_TLS_STARTTLS = 0,
	CONFIG_TLS_TLS = 1,
	CONFIG_TLS_NONE = 2
};

/* By `base.requests`: what its requests may reach. */
struct config_notifier {
	struct config_instance base;
	bool enabled;
	struct nw_str url;	     /* HTTP */
	struct config_pairs headers; /* HTTP */
	struct nw_str relay_host;    /* SMTP; IPv6 without brackets */
	uint16_t relay_port;
	uint32_t tls;		  /* enum config_smtp_tls */
	struct nw_str from;	  /* SMTP envelope and header */
	struct nw_str path;	  /* FILE, absolute */
	struct config_texts argv; /* EXEC */
	struct nw_str user; /* HTTP Basic or SMTP AUTH, secret `password` */
	struct nw_str ca_file;
	bool allow_private;
	int64_t timeout_ms;
};

struct config_topic {
	struct nw_str name;
	double min; /* 0..1 */
};

/* In this order, so that numbers compare. Plugins see the names (alert.h). */
enum config_severity {
	CONFIG_SEVERITY_LOW = 0,
	CONFIG_SEVERITY_NORMAL = 1,
	CONFIG_SEVERITY_HIGH = 2,
	CONFIG_SEVERITY_URGENT = 3
};

const char *config_severity_name(uint32_t severity);

/* An item that a watch must hit, or must not. */
struct config_example {
	bool must;
	bool dated;	       /* it says when it was published */
	struct nw_str members; /* of an item object, JSON behind its "{" */
	struct nw_str source;  /* absent: none */
	/* Where it stands, for messages. */
	struct nw_str file, path;
	uint32_t line, column, rank;
};

/* What a watch asks of a story; 0: nothing, never. */
struct config_rules {
	int64_t min_independent, min_outlets;
	struct config_texts affiliations; /* whose reports count; none: all */
	int64_t within_ms;
	int64_t first_after_ms;
	int64_t update_every_ms;
	uint32_t update_if; /* bits, in the order of the option's words */
	int64_t remind_after_ms;
	int64_t close_after_ms;
	int64_t high_from, urgent_from;
};

/* A watch hits when its query matches and one of its topics is reached. */
struct config_watch {
	struct nw_str name;
	struct nw_str query;		   /* absent: topics alone decide */
	const struct config_topic *topics; /* one must be reached */
	size_t topic_count;		   /* 0: any */
	const struct config_outlet *const *outlets;
	size_t outlet_count;	       /* 0: any */
	struct config_texts countries; /* of the outlet; none: any */
	struct config_texts languages; /* of the item; none: any */
	uint32_t severity;	       /* enum config_severity */
	struct config_rules rules;     /* what it asks of a story */
	const struct config_notifier *const *notify;
	size_t notify_count;
	const struct config_example *examples; /* `must`, then `must_not` */
	size_t example_count;
	bool enabled;
	char digest[NWI_ID_TEXT];
};

/* Series whose rates are watched: "topic:NAME", "country:CC", "watch:NAME". */
struct config_spike {
	struct nw_str name;
	struct config_texts series;
	int64_t within_ms, least;
	double factor;
	uint32_t severity; /* enum config_severity */
	const struct config_notifier *const *notify;
	size_t notify_count;
	char digest[NWI_ID_TEXT];
};

/* ---- the generation ---- */

struct config {
	uint64_t generation;	   /* as the caller numbered it */
	char digest[NWI_ID_TEXT];  /* of everything that is not secret */
	struct nw_str path;	   /* main file */
	struct config_texts files; /* all that were read, in order */

	struct nw_str instance;
	struct nw_str contact;
	const struct config_notifier *const *operators;
	size_t operator_count;
	struct nw_str state_dir; /* ended by NUL, as all paths */
	struct nw_str control;

	struct config_fetch fetch;
	struct config_workers workers;
	struct config_store store;
	struct config_stories stories;
	struct config_delivery delivery;
	struct config_log log;

	const struct config_source *sources;
	size_t source_count;
	const struct config_outlet *outlets;
	size_t outlet_count;
	const struct config_classifier *classifiers;
	size_t classifier_count;
	const struct config_notifier *notifiers;
	size_t notifier_count;
	const struct config_watch *watches;
	size_t watch_count;
	const struct config_spike *spikes;
	size_t spike_count;
	struct config_texts topics; /* names that the classifiers can give */
	struct config_texts shadow_topics; /* and those that only judge */
	const struct nw_query_name *names; /* the table for name: */
	size_t name_count;

	/* Private to daemon/config. */
	struct config_private *self;
};

struct config *config_ref(const struct config *config);
/* Gives a reference back and nulls the caller's pointer; accepts NULL. */
void config_unref(struct config **config);

/* By name; NULL when there is none. Constant time. */
const struct config_source *config_find_source(const struct config *config,
					       struct nw_str name);
const struct config_notifier *config_find_notifier(const struct config *config,
						   struct nw_str name);
const struct config_watch *config_find_watch(const struct config *config,
					     struct nw_str name);

/* ---- loading ---- */

/* A plugin as its worker described it (newswatch-worker --describe). */
struct config_plugin {
	uint32_t kind; /* enum nw_plugin_kind */
	struct nw_str type;
	struct nw_str version, summary, licence;
	struct nw_str file;		 /* the shared object, for messages */
	uint32_t requests;		 /* bits of enum nw_request_kind */
	uint32_t flags;			 /* enum nw_source_flag */
	const struct nw_option *options; /* NULL for none */
};

typedef void config_topic_fn(void *arg, struct nw_str topic);

/*
 * What the loader knows of plugins and queries. All of it is borrowed until
 * config_load returns; the generation keeps none of it.
 */
struct config_plugins {
	const struct config_plugin *at;
	size_t count;

	/*
	 * Opens the instance in a worker with its settings, and calls `each`
	 * with the topics of a classifier. A failure's text is reported at the
	 * instance's place. NULL: nothing is opened, no topics are known.
	 */
	enum nw_status (*probe)(void *arg, const struct config_plugin *plugin,
				struct nw_str settings, config_topic_fn *each,
				void *each_arg, struct nw_error *err);

	/*
	 * nw_query_set_compile, or the compiler worker's: rows are the enabled
	 * and disabled watches that have a query. Problems are reported at the
	 * place of the text that they are about. When it fails without having
	 * reported a problem, `err` is reported. NULL: queries are not checked.
	 */
	enum nw_status (*compile)(void *arg, const struct nw_query_set *set,
				  nw_query_problem_fn *problem,
				  void *problem_arg, struct nw_error *err);
	void *arg;
};

enum config_input_flag {
	/*
	 * Only `watches:` of this one file: for `newswatch match`. Other keys
	 * are ignored, references are not checked, notify is not required.
	 * The classifiers are the shipped ones where a watch asks for topics,
	 * else none.
	 */
	CONFIG_ONLY_WATCHES = 1 << 0,
	/*
	 * Secrets are not resolved (a `check` by somebody who may not read
	 * them); config_secret_count is 0 then.
	 */
	CONFIG_NO_SECRETS = 1 << 1
};

struct config_input {
	const char *path;      /* main file */
	const char *host_name; /* `instance` without one */
	const char *data_dir;  /* topics/ *.yaml of the default classifier; NULL
				  NW_DATA_DIR */
	const char *state_dir; /* overrides `state_dir:`; NULL not */
	const char *control;   /* overrides `control:`; NULL not */
	uint64_t generation;
	uint32_t flags; /* enum config_input_flag */
	const struct config_plugins
		*plugins; /* NULL: no plugin is known, none is missed */
};

/*
 * Loads and checks. Everything that is wrong is added to `problems` in one
 * run, also warnings when it succeeds. NW_OK and a generation with one
 * reference in `*out`; NW_BAD_CONFIG with the first problem's line in `err`;
 * NW_LIMIT or NW_NO_MEMORY likewise. Reads files, the environment and
 * $CREDENTIALS_DIRECTORY; starts nothing but what the callbacks do.
 */
enum nw_status config_load(const struct config_input *input,
			   struct config **out, struct nwi_problems *problems,
			   struct nw_error *err) NW_CHECKED;

/*
 * What `plugins:` names, absolute, in the arena: asked before config_load,
 * which has to know the plugins. Reads the files but reports nothing, since
 * config_load will; a broken file names no plugins.
 */
void config_plugin_paths(const struct config_input *input,
			 struct nw_arena *arena, struct config_texts *out);

/* ---- comparing two generations ---- */

enum config_part {
	CONFIG_PART_SECTION =
		1, /* "fetch", "workers", ..., and "" for the top */
	CONFIG_PART_SOURCE = 2,
	CONFIG_PART_OUTLET = 3,
	CONFIG_PART_CLASSIFIER = 4,
	CONFIG_PART_NOTIFIER = 5,
	CONFIG_PART_WATCH = 6,
	CONFIG_PART_SPIKE = 7
};

enum config_change_kind {
	CONFIG_ADDED = 1,
	CONFIG_REMOVED = 2,
	CONFIG_CHANGED = 3
};

struct config_change {
	uint32_t part;	    /* enum config_part */
	uint32_t kind;	    /* enum config_change_kind */
	struct nw_str name; /* of the instance or section */
};

typedef void config_change_fn(void *arg, const struct config_change *change);

/*
 * Calls `each` for whatever differs, parts in the order of the enum. Names
 * are the identity: a renamed source is one removed and one added. A changed
 * secret or the bytes of a changed file change their instance.
 */
void config_compare(const struct config *old, const struct config *new,
		    config_change_fn *each, void *arg);

/* ---- what is made from the rows ---- */

/* etc/newswatch.sample.yaml: every option of the daemon with its default. */
void config_sample(struct nw_buf *out);

/*
 * The page of `newswatch explain KEY`: "fetch.every", "sources.every",
 * "email.relay" (an option of a plugin or of its transport), or "fetch" and
 * "email" for all of one. NW_NOT_FOUND with the nearest names in `err`.
 * `plugins` may be NULL.
 */
enum nw_status config_explain(struct nw_str key,
			      const struct config_plugins *plugins,
			      struct nw_buf *out,
			      struct nw_error *err) NW_CHECKED;

/* The option sections of newswatch.yaml(5), in mdoc. */
void config_manual(struct nw_buf *out);

#endif
