/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/config/rows.h"

#include "daemon/config/config.h"
#include "daemon/config/tables.h"

static const struct nw_option top_rows[] = {
	{ "instance", NW_OPTION_TEXT, 0, NULL, 1, 64, NULL, "newsroom",
	  "Name of this installation. It is part of every alert's id, so it "
	  "should not change; by default the host's name." },
	{ "contact", NW_OPTION_TEXT, 0, NULL, 3, 200, NULL,
	  "newsdesk@example.org",
	  "Mail address or URL that outlets can reach you by; it is in the "
	  "User-Agent of every request. Required as soon as a source is "
	  "fetched over the network." },
	{ "operator", NW_OPTION_TEXT, NW_OPTION_LIST, NULL, 0, 0, NULL,
	  "[operator-mail]",
	  "Notifiers that are told about newswatch itself: a destination that "
	  "fails, a source that brings too much at once, a full disk." },
	{ "state_dir", NW_OPTION_PATH, 0, NW_STATE_DIR, 0, 0, NULL,
	  "/var/lib/newswatch",
	  "Folder of the databases and of what was set aside." },
	{ "control", NW_OPTION_PATH, 0, NW_CONTROL_PATH, 0, 0, NULL,
	  "/run/newswatch/control",
	  "Socket by which the command reaches the daemon." },
	{ "include", NW_OPTION_PATH, NW_OPTION_LIST, NULL, 0, 0, NULL,
	  "[outlets.yaml, sources.d/*.yaml]",
	  "Further files, relative to this one; * and ? as in a shell. Files "
	  "in conf.d/ beside the main file are read without being named." },
	{ "watches_from", NW_OPTION_PATH, NW_OPTION_LIST, NULL, 0, 0, NULL,
	  "[clients.jsonl, desks.yaml]",
	  "Files that hold further watches, relative to this one: JSON Lines, "
	  "one object a line, or YAML documents parted by ---, each a watch or "
	  "a list of them. Rows are as in watches; each file may have 64 MiB "
	  "and all watches together 250,000 rows." },
	{ "names_from", NW_OPTION_PATH, NW_OPTION_LIST, NULL, 0, 0, NULL,
	  "[names.yaml]",
	  "Files that add to the table of names for name: in queries, relative "
	  "to this one. Each has the key names with a list of rows; a row "
	  "lists "
	  "the spellings of one name, as in names: [[Zelensky, Selenskyj]]." },
	{ "plugins", NW_OPTION_PATH, NW_OPTION_LIST, NULL, 0, 0, NULL,
	  "[/usr/local/lib/newswatch-example]",
	  "Plugins beyond those that came with newswatch: shared objects, or "
	  "folders of them, relative to this file. Each runs in a worker of "
	  "its own." },
	{ 0 },
};

static const struct config_field top_fields[] = {
	{ "contact", offsetof(struct config, contact) },
	{ "state_dir", offsetof(struct config, state_dir) },
	{ "control", offsetof(struct config, control) },
	{ 0 },
};

static const struct nw_option log_rows[] = {
	{ "level", NW_OPTION_CHOICE, 0, "notice", 0, 0,
	  "error|warning|notice|info|debug", NULL,
	  "The least important line that is logged." },
	{ "format", NW_OPTION_CHOICE, 0, "auto", 0, 0, "auto|text|json|journal",
	  NULL,
	  "How lines look. auto is the journal's own protocol under systemd "
	  "and text otherwise." },
	{ 0 },
};

static const struct config_field log_fields[] = {
	{ "level", offsetof(struct config_log, level) },
	{ "format", offsetof(struct config_log, format) },
	{ 0 },
};

const struct config_section config_sections[CONFIG_SECTION_COUNT] = {
	[CONFIG_TOP] = { "", CONFIG_SHAPE_TOP,
			 "What holds for the whole installation.", top_rows,
			 top_fields, 0 },
	[CONFIG_FETCH] = { "fetch", CONFIG_SHAPE_SECTION,
			   "How outlets are asked, and what an answer may "
			   "cost.",
			   config_fetch_rows, config_fetch_fields,
			   offsetof(struct config, fetch) },
	[CONFIG_WORKERS] = { "workers", CONFIG_SHAPE_SECTION,
			     "The sealed processes that read what came from "
			     "outside.",
			     config_workers_rows, config_workers_fields,
			     offsetof(struct config, workers) },
	[CONFIG_STORE] = { "store", CONFIG_SHAPE_SECTION,
			   "What is kept, for how long, and how the disk is "
			   "guarded. Rows "
			   "go when they are older than the age or beyond the "
			   "count.",
			   config_store_rows, config_store_fields,
			   offsetof(struct config, store) },
	[CONFIG_STORIES] = { "stories", CONFIG_SHAPE_SECTION,
			     "How items are gathered into stories. What a "
			     "watch "
			     "asks of a story stands in the watch.",
			     config_stories_rows, config_stories_fields,
			     offsetof(struct config, stories) },
	[CONFIG_DELIVERY] = { "delivery", CONFIG_SHAPE_SECTION,
			      "How alerts are retried until they are "
			      "delivered.",
			      config_delivery_rows, config_delivery_fields,
			      offsetof(struct config, delivery) },
	[CONFIG_LOG] = { "log", CONFIG_SHAPE_SECTION, "The daemon's log.",
			 log_rows, log_fields, offsetof(struct config, log) },
	[CONFIG_OUTLETS] = { "outlets", CONFIG_SHAPE_LIST,
			     "Publishers: who stands behind a domain.",
			     config_outlet_rows, NULL, 0 },
	[CONFIG_SOURCES] = { "sources", CONFIG_SHAPE_LIST,
			     "Places that are polled. Options of the source's "
			     "plugin stand "
			     "beside these.",
			     config_source_rows, NULL, 0 },
	[CONFIG_CLASSIFIERS] = { "classifiers", CONFIG_SHAPE_LIST,
				 "What gives items their topics. Options of "
				 "the plugin stand "
				 "beside these. Without any, linear with the "
				 "shipped topic files (diplomacy, strikes, "
				 "sanctions) and models is used.",
				 config_classifier_rows, NULL, 0 },
	[CONFIG_NOTIFIERS] = { "notifiers", CONFIG_SHAPE_LIST,
			       "Channels that alerts go to. Options of the "
			       "plugin and of its "
			       "transport stand beside these.",
			       config_notifier_rows, NULL, 0 },
	[CONFIG_WATCHES] = { "watches", CONFIG_SHAPE_LIST,
			     "Standing queries. A watch hits when its query "
			     "matches, one "
			     "of its topics is reached, and outlet, country "
			     "and language are "
			     "among those named; what is not named does not "
			     "restrict.",
			     config_watch_rows, NULL, 0 },
	[CONFIG_SPIKES] = { "spikes", CONFIG_SHAPE_LIST,
			    "Early warning: topics, outlets' countries and "
			    "watches whose reports are counted, each for "
			    "itself, and compared with the same hour of the "
			    "weeks before.",
			    config_spike_rows, NULL, 0 },
};
