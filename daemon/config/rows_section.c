/* SPDX-License-Identifier: Apache-2.0 */
/* Rows of fetch, workers, store and delivery. */
#include "daemon/config/config.h"
#include "daemon/config/tables.h"

#define KIB    INT64_C(1024)
#define MIB    (1024 * KIB)
#define GIB    (1024 * MIB)
#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* ---- fetch ---- */

const struct nw_option config_fetch_rows[] = {
	{ "every", NW_OPTION_DURATION, 0, "10m", 30 * SECOND, 30 * DAY, NULL,
	  NULL, "How often a source is polled that does not say so itself." },
	{ "agent", NW_OPTION_TEXT, 0, NULL, 1, 100, NULL, "ExampleNews/1.0",
	  "What stands in the User-Agent behind newswatch's own name and the "
	  "contact." },
	{ "connect_timeout", NW_OPTION_DURATION, 0, "10s", SECOND, 5 * MINUTE,
	  NULL, NULL, "How long a connection may take until TLS stands." },
	{ "timeout", NW_OPTION_DURATION, 0, "60s", SECOND, HOUR, NULL, NULL,
	  "How long a whole fetch may take, redirects included." },
	{ "low_speed", NW_OPTION_SIZE, 0, "100", 0, GIB, NULL, NULL,
	  "Bytes a second below which a fetch is given up. 0 never does." },
	{ "low_speed_time", NW_OPTION_DURATION, 0, "20s", SECOND, HOUR, NULL,
	  NULL, "How long a fetch may stay below low_speed; whole seconds." },
	{ "max_body", NW_OPTION_SIZE, 0, "16MiB", KIB, 256 * MIB, NULL, NULL,
	  "The largest answer that is read, counted after decompression." },
	{ "max_headers", NW_OPTION_SIZE, 0, "64KiB", KIB, 256 * KIB, NULL, NULL,
	  "The largest sum of an answer's headers, redirects included." },
	{ "redirects", NW_OPTION_INTEGER, 0, "5", 0, 20, NULL, NULL,
	  "How many redirects are followed. 0 follows none." },
	{ "host_spacing", NW_OPTION_DURATION, 0, "2s", 0, HOUR, NULL, NULL,
	  "The least time between two requests to one host." },
	{ "host_parallel", NW_OPTION_INTEGER, 0, "2", 1, 32, NULL, NULL,
	  "How many requests one host gets at the same time." },
	{ "parallel", NW_OPTION_INTEGER, 0, "64", 1, 1024, NULL, NULL,
	  "How many requests are on the way at the same time." },
	{ "lookups", NW_OPTION_INTEGER, 0, "32", 1, 256, NULL, NULL,
	  "How many host names are looked up at the same time." },
	{ "handshakes", NW_OPTION_INTEGER, 0, "8", 1, 64, NULL, NULL,
	  "How many TLS handshakes begin in one turn of the loop." },
	{ "retry_after_max", NW_OPTION_DURATION, 0, "24h", MINUTE, DAY, NULL,
	  NULL,
	  "The longest Retry-After of an outlet that is honoured in full." },
	{ "http2", NW_OPTION_BOOLEAN, 0, "true", 0, 0, NULL, NULL,
	  "Whether HTTP/2 is offered." },
	{ "proxy", NW_OPTION_URL, 0, NULL, 0, 0, "http|https|socks5|socks5h",
	  "http://proxy.example.org:3128",
	  "Proxy for all requests by HTTP, webhooks included; it may stand in "
	  "a private network. Environment variables are not looked at." },
	{ "ca_file", NW_OPTION_PATH, 0, NULL, 0, 0, NULL,
	  "/etc/ssl/certs/ca-certificates.crt",
	  "Certificates that are trusted, in PEM; by default the system's." },
	{ "allow_private", NW_OPTION_BOOLEAN, 0, "false", 0, 0, NULL, NULL,
	  "Whether sources may reach private, loopback and link-local "
	  "addresses. Better set at the one source that needs it." },
	{ "max_items", NW_OPTION_INTEGER, 0, "5000", 1, 100000, NULL, NULL,
	  "How many items of one answer are read." },
	{ "suspect_items", NW_OPTION_INTEGER, 0, "100", 1, 100000, NULL, NULL,
	  "When a source that is known brings more new items than this at "
	  "once, they are held as suspect and the operator is told." },
	{ "suspect_percent", NW_OPTION_INTEGER, 0, "50", 1, 100, NULL, NULL,
	  "The same when more than this share of its feed, and at least ten "
	  "items, are new and not published since the poll before. 100 never "
	  "does." },
	{ 0 },
};

#define AT(member) offsetof(struct config_fetch, member)
const struct config_field config_fetch_fields[] = {
	{ "every", AT(every_ms) },
	{ "agent", AT(agent) },
	{ "connect_timeout", AT(connect_ms) },
	{ "timeout", AT(timeout_ms) },
	{ "low_speed", AT(low_speed) },
	{ "low_speed_time", AT(low_speed_ms) },
	{ "max_body", AT(max_body) },
	{ "max_headers", AT(max_headers) },
	{ "redirects", AT(redirects) },
	{ "host_spacing", AT(host_spacing_ms) },
	{ "host_parallel", AT(host_parallel) },
	{ "parallel", AT(parallel) },
	{ "lookups", AT(lookups) },
	{ "handshakes", AT(handshakes) },
	{ "retry_after_max", AT(retry_after_max_ms) },
	{ "http2", AT(http2) },
	{ "proxy", AT(proxy) },
	{ "ca_file", AT(ca_file) },
	{ "allow_private", AT(allow_private) },
	{ "max_items", AT(max_items) },
	{ "suspect_items", AT(suspect_items) },
	{ "suspect_percent", AT(suspect_percent) },
	{ 0 },
};
#undef AT

/* ---- workers ---- */

const struct nw_option config_workers_rows[] = {
	{ "readers", NW_OPTION_INTEGER, 0, "2", 1, 64, NULL, NULL,
	  "How many processes read, classify and match." },
	{ "memory", NW_OPTION_SIZE, 0, "256MiB", 32 * MIB, 16 * GIB, NULL, NULL,
	  "What one worker may use; over it, it is replaced." },
	{ "cpu", NW_OPTION_DURATION, 0, "5s", 100, 10 * MINUTE, NULL, NULL,
	  "Processor time for one document." },
	{ "wall", NW_OPTION_DURATION, 0, "10s", 100, HOUR, NULL, NULL,
	  "Time by the clock for one document." },
	{ "max_result", NW_OPTION_SIZE, 0, "32MiB", MIB, 256 * MIB, NULL, NULL,
	  "What may come of one answer when it is read." },
	{ "sandbox", NW_OPTION_CHOICE, 0, "required", 0, 0,
	  "required|best-effort", NULL,
	  "What happens where the kernel offers no seccomp or no Landlock: "
	  "the daemon refuses to start, or goes on with what there is and "
	  "says so." },
	{ "restart_min", NW_OPTION_DURATION, 0, "100ms", 0, HOUR, NULL, NULL,
	  "Pause before a worker that died is started again; doubled at each "
	  "further death." },
	{ "restart_max", NW_OPTION_DURATION, 0, "1m", SECOND, DAY, NULL, NULL,
	  "The longest such pause." },
	{ "crashes", NW_OPTION_INTEGER, 0, "5", 1, 8, NULL, NULL,
	  "So many deaths within crash_window make a plugin failed." },
	{ "crash_window", NW_OPTION_DURATION, 0, "10m", SECOND, DAY, NULL, NULL,
	  "The time in which deaths are counted." },
	{ "failed_retry", NW_OPTION_DURATION, 0, "10m", SECOND, DAY, NULL, NULL,
	  "How often a failed plugin is tried again." },
	{ 0 },
};

#define AT(member) offsetof(struct config_workers, member)
const struct config_field config_workers_fields[] = {
	{ "readers", AT(readers) },
	{ "memory", AT(memory) },
	{ "cpu", AT(cpu_ms) },
	{ "wall", AT(wall_ms) },
	{ "max_result", AT(max_result) },
	{ "sandbox", AT(sandbox) },
	{ "restart_min", AT(restart_min_ms) },
	{ "restart_max", AT(restart_max_ms) },
	{ "crashes", AT(crashes) },
	{ "crash_window", AT(crash_window_ms) },
	{ "failed_retry", AT(failed_retry_ms) },
	{ 0 },
};
#undef AT

/* ---- store ---- */

#define KEEP_AGE(name, fallback, help)                              \
	{                                                           \
		name "_age", NW_OPTION_DURATION, 0, fallback, HOUR, \
			36500 * DAY, NULL, NULL, help               \
	}
#define KEEP_COUNT(name, fallback)                                  \
	{                                                           \
		name "_count", NW_OPTION_INTEGER, 0, fallback, 100, \
			INT64_C(1000000000), NULL, NULL,            \
			"The most of them that are kept."           \
	}

const struct nw_option config_store_rows[] = {
	KEEP_AGE("items", "90d", "How long items and their texts are kept."),
	KEEP_COUNT("items", "1000000"),
	KEEP_AGE("identities", "180d",
		 "How long an item's identity is kept after its source stopped "
		 "showing it. Shorter times make old items new again."),
	KEEP_COUNT("identities", "5000000"),
	KEEP_AGE("stories", "180d", "How long stories are kept."),
	KEEP_COUNT("stories", "1000000"),
	KEEP_AGE("alerts", "365d", "How long alerts are kept."),
	KEEP_COUNT("alerts", "500000"),
	KEEP_AGE("deliveries", "90d",
		 "How long deliveries are kept that are sent, dead or "
		 "suppressed. What still waits is never dropped."),
	KEEP_COUNT("deliveries", "1000000"),
	KEEP_AGE("set_aside", "30d",
		 "How long documents are kept that killed two workers."),
	KEEP_COUNT("set_aside", "1000"),
	KEEP_AGE("notices", "90d",
		 "How long it is kept what the operator was told."),
	KEEP_COUNT("notices", "10000"),
	KEEP_AGE("questions", "90d",
		 "How long it is kept what remote classifiers were asked, and "
		 "what they answered: nobody is asked twice about one text."),
	KEEP_COUNT("questions", "200000"),
	{ "min_free", NW_OPTION_SIZE, 0, "64MiB", 0, 1024 * GIB, NULL, NULL,
	  "Fetching pauses, and delivery goes on, when less than this is free "
	  "and also less than min_free_percent: the smaller of both counts. 0 "
	  "never pauses." },
	{ "min_free_percent", NW_OPTION_INTEGER, 0, "5", 0, 90, NULL, NULL,
	  "The same as a share of the file system; the smaller of both "
	  "counts, so that a small disk does not pause without need." },
	{ "ballast", NW_OPTION_SIZE, 0, "16MiB", 0, GIB, NULL, NULL,
	  "Size of a file that is given up on a full disk, so that what was "
	  "sent can still be written down; at most an eighth of the disk." },
	{ "backup_every", NW_OPTION_DURATION, 0, "1h", MINUTE, 30 * DAY, NULL,
	  NULL, "How often the ledger is copied; two copies are kept." },
	{ 0 },
};

#define AT(member) offsetof(struct config_store, member)
#define KEEP_AT(name)                          \
	{ #name "_age", AT(name.age_ms) },     \
	{                                      \
#name "_count", AT(name.count) \
	}
const struct config_field config_store_fields[] = {
	KEEP_AT(items),
	KEEP_AT(identities),
	KEEP_AT(stories),
	KEEP_AT(alerts),
	KEEP_AT(deliveries),
	KEEP_AT(set_aside),
	KEEP_AT(notices),
	KEEP_AT(questions),
	{ "min_free", AT(min_free) },
	{ "min_free_percent", AT(min_free_percent) },
	{ "ballast", AT(ballast) },
	{ "backup_every", AT(backup_every_ms) },
	{ 0 },
};
#undef AT

/* ---- stories ---- */

const struct nw_option config_stories_rows[] = {
	{ "gather", NW_OPTION_BOOLEAN, 0, "true", 0, 0, NULL, NULL,
	  "Whether items on one event are gathered into a story and copies are "
	  "found. Otherwise each item is a story, and raises its own alerts." },
	{ "window", NW_OPTION_DURATION, 0, "8d", DAY, 30 * DAY, NULL, NULL,
	  "How long an item is compared with those that come." },
	{ "memory", NW_OPTION_SIZE, 0, "128MiB", MIB, 8 * GIB, NULL, NULL,
	  "What that may take, about 1.3 KiB an item; over it the oldest "
	  "leave." },
	{ "edit_percent", NW_OPTION_INTEGER, 0, "25", 1, 101, NULL, NULL,
	  "An edit is material when so much of the text, in per cent of its "
	  "words, stands in new sentences, whatever else it changes; at 101 "
	  "that alone never makes it so." },
	{ 0 },
};

#define AT(member) offsetof(struct config_stories, member)
const struct config_field config_stories_fields[] = {
	{ "gather", AT(gather) },
	{ "window", AT(window_ms) },
	{ "memory", AT(memory) },
	{ "edit_percent", AT(edit_percent) },
	{ 0 },
};
#undef AT

/* ---- delivery ---- */

const struct nw_option config_delivery_rows[] = {
	{ "retry_first", NW_OPTION_DURATION, 0, "10s", SECOND, DAY, NULL, NULL,
	  "Pause after the first failed attempt." },
	{ "retry_factor", NW_OPTION_NUMBER, 0, "3", 1000, 100000, NULL, NULL,
	  "By what each further pause is longer." },
	{ "retry_max", NW_OPTION_DURATION, 0, "1h", SECOND, 7 * DAY, NULL, NULL,
	  "The longest pause." },
	{ "retry_jitter", NW_OPTION_INTEGER, 0, "25", 0, 100, NULL, NULL,
	  "Per cent by which a pause is made longer or shorter at random." },
	{ "retry_after_max", NW_OPTION_DURATION, 0, "24h", MINUTE, DAY, NULL,
	  NULL,
	  "The longest Retry-After of a receiver that is honoured in full." },
	{ "dead_after", NW_OPTION_DURATION, 0, "5d", MINUTE, 365 * DAY, NULL,
	  NULL,
	  "An alert is given up after so much waiting, when it also had "
	  "dead_attempts attempts. The operator is told." },
	{ "dead_attempts", NW_OPTION_INTEGER, 0, "20", 1, 10000, NULL, NULL,
	  "The attempts that an alert has at least before it is given up." },
	{ "warn_after", NW_OPTION_DURATION, 0, "4h", MINUTE, 365 * DAY, NULL,
	  NULL, "The operator is told of an alert that waits so long." },
	{ "breaker", NW_OPTION_INTEGER, 0, "3", 1, 1000, NULL, NULL,
	  "After so many failures in a row one alert probes a destination and "
	  "the others wait." },
	{ "held_probe", NW_OPTION_DURATION, 0, "1h", MINUTE, 7 * DAY, NULL,
	  NULL,
	  "How often a destination is probed that an operator must repair." },
	{ "max_payload", NW_OPTION_SIZE, 0, "256KiB", 4 * KIB, 32 * MIB, NULL,
	  NULL,
	  "The largest payload; a larger one is rendered once more, shorter." },
	{ "parallel", NW_OPTION_INTEGER, 0, "8", 1, 256, NULL, NULL,
	  "How many attempts are on the way at the same time." },
	{ "timeout", NW_OPTION_DURATION, 0, "60s", SECOND, HOUR, NULL, NULL,
	  "How long one attempt may take." },
	{ "lease", NW_OPTION_DURATION, 0, "5m", 10 * SECOND, DAY, NULL, NULL,
	  "How long an attempt belongs to the process that began it; it must "
	  "be longer than any timeout." },
	{ 0 },
};

#define AT(member) offsetof(struct config_delivery, member)
const struct config_field config_delivery_fields[] = {
	{ "retry_first", AT(retry_first_ms) },
	{ "retry_factor", AT(retry_factor) },
	{ "retry_max", AT(retry_max_ms) },
	{ "retry_jitter", AT(retry_jitter_percent) },
	{ "retry_after_max", AT(retry_after_max_ms) },
	{ "dead_after", AT(dead_after_ms) },
	{ "dead_attempts", AT(dead_attempts) },
	{ "warn_after", AT(warn_after_ms) },
	{ "breaker", AT(breaker) },
	{ "held_probe", AT(held_probe_ms) },
	{ "max_payload", AT(max_payload) },
	{ "parallel", AT(parallel) },
	{ "timeout", AT(timeout_ms) },
	{ "lease", AT(lease_ms) },
	{ 0 },
};
