/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin contract.
 *
 * A plugin is a shared object that exports one function, nw_plugin, which
 * returns a const descriptor. It runs inside newswatch-worker, a sealed
 * process without network, files or exec, and it is pure: bytes and structs
 * in, structs out. The daemon does all I/O (see request.h).
 *
 *   #include <newswatch/plugin.h>
 *   #include <newswatch/notifier.h>
 *
 *   static const struct nw_notifier_ops ops = { sizeof(ops), ... };
 *   NW_PLUGIN(NW_NOTIFIER, "chat", "1.0", "Apache-2.0",
 *             "Posts alerts to a chat room", options, &ops)
 *
 * Rules for the calls:
 *  - one thread per instance; no state is kept from one job to the next but
 *    what `open` made;
 *  - every slice that comes in lives until the call returns; what goes out
 *    through setters and emit functions is copied before they return;
 *  - memory for the job comes from nw_host_arena, which dies with the job;
 *  - a call that runs over its deadline is killed with its worker;
 *  - a status other than NW_OK ends the job; its text reaches the log.
 *
 * History of the ABI (a plugin is refused unless the major number is ours and
 * its minor number is not above ours; while the major number is 0, the minor
 * number must be ours too):
 *   0.1  first version; before its release it grew nw_host_country,
 *        nw_host_language, the nw_source_ services of source.h,
 *        NW_ALERT_SPIKE, nw_report_is_own and, behind `delivery`, what
 *        struct nw_alert says of its story, `thread` and `thread_begun`
 *        of struct nw_mail, and `request` and `read` of
 *        classifiers came into use
 */
#ifndef NEWSWATCH_PLUGIN_H
#define NEWSWATCH_PLUGIN_H

#include <newswatch/arena.h>
#include <newswatch/option.h>
#include <newswatch/request.h>
#include <newswatch/status.h>
#include <newswatch/time.h>

#ifdef __cplusplus
extern "C" {
#endif

#define NW_ABI_MAJOR 0
#define NW_ABI_MINOR 1

enum nw_plugin_kind { NW_SOURCE = 1, NW_CLASSIFIER = 2, NW_NOTIFIER = 3 };

struct nw_plugin {
	uint32_t size; /* sizeof(struct nw_plugin) of its maker */
	uint16_t abi_major;
	uint16_t abi_minor;
	uint32_t kind;	      /* enum nw_plugin_kind */
	uint32_t option_size; /* sizeof(struct nw_option) */
	const char *name;     /* lower case, digits, '-': `type:` in the YAML */
	const char *version;
	const char *licence;		 /* SPDX expression */
	const char *summary;		 /* one line */
	const struct nw_option *options; /* NULL for none */
	const void *ops; /* by kind: source.h, classifier.h, notifier.h */
};

/* The one exported function. */
NW_PUBLIC const struct nw_plugin *nw_plugin(void);
typedef const struct nw_plugin *nw_plugin_fn(void);

#define NW_PLUGIN(kind_, name_, version_, licence_, summary_, options_, ops_) \
	const struct nw_plugin *nw_plugin(void)                               \
	{                                                                     \
		static const struct nw_plugin plugin = {                      \
			sizeof(struct nw_plugin),                             \
			NW_ABI_MAJOR,                                         \
			NW_ABI_MINOR,                                         \
			(kind_),                                              \
			sizeof(struct nw_option),                             \
			(name_),                                              \
			(version_),                                           \
			(licence_),                                           \
			(summary_),                                           \
			(options_),                                           \
			(ops_),                                               \
		};                                                            \
		return &plugin;                                               \
	}

/* The job's surroundings; opaque. */
struct nw_host;

/* Memory of this job. */
NW_PUBLIC struct nw_arena *nw_host_arena(struct nw_host *host);

enum nw_log_level {
	NW_LOG_ERROR = 3,
	NW_LOG_WARNING = 4,
	NW_LOG_NOTICE = 5,
	NW_LOG_INFO = 6,
	NW_LOG_DEBUG = 7
};

/* One line into the daemon's log, with the instance's name; at most 64 a job.
 */
NW_PUBLIC void nw_host_log(struct nw_host *host, enum nw_log_level level,
			   const char *fmt, ...) NW_PRINTF(3, 4);

/* The daemon's wall clock when the job was sent: a plugin has no other. */
NW_PUBLIC nw_time nw_host_now(const struct nw_host *host);

/* Milliseconds of wall time that are left; 0 when none. */
NW_PUBLIC int64_t nw_host_left_ms(const struct nw_host *host);

/* The name and version that outgoing requests carry, "newswatch/0.1". */
NW_PUBLIC struct nw_str nw_host_agent(const struct nw_host *host);

/*
 * What the configuration says of a source's outlet, for what a document leaves
 * open (whether 03/04 is in March or in April, in which words it writes
 * dates). Borrowed until the call returns; absent where nothing is said, and
 * for a plugin that is no source.
 */
/* The (first) country of its `outlet:`, ISO 3166-1 in lower case: "gb". */
NW_PUBLIC struct nw_str nw_host_country(const struct nw_host *host);
/* Its `language:`, else the only one of its outlet, BCP 47: "en". */
NW_PUBLIC struct nw_str nw_host_language(const struct nw_host *host);

#ifdef __cplusplus
}
#endif
#endif
