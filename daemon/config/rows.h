/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The daemon's option rows: one table a section, one row an option. What the
 * manual, the sample, `explain` and the checks say comes from here.
 */
#ifndef NEWSWATCHD_CONFIG_ROWS_H
#define NEWSWATCHD_CONFIG_ROWS_H

#include <newswatch/option.h>

/* Where a row's value goes in its struct, by name. */
struct config_field {
	const char *name; /* NULL ends a table */
	size_t offset;
};

enum config_shape {
	CONFIG_SHAPE_TOP = 0,	  /* keys at the top of the file */
	CONFIG_SHAPE_SECTION = 1, /* a mapping, set in one file */
	CONFIG_SHAPE_LIST = 2	  /* a list of mappings, appended over files */
};

struct config_section {
	const char *name; /* "" the top */
	enum config_shape shape;
	const char *help;
	const struct nw_option *rows;
	const struct config_field *fields; /* NULL: filled by hand */
	size_t offset;			   /* of the struct in struct config */
};

enum config_section_index {
	CONFIG_TOP,
	CONFIG_FETCH,
	CONFIG_WORKERS,
	CONFIG_STORE,
	CONFIG_STORIES,
	CONFIG_DELIVERY,
	CONFIG_LOG,
	CONFIG_OUTLETS,
	CONFIG_SOURCES,
	CONFIG_CLASSIFIERS,
	CONFIG_NOTIFIERS,
	CONFIG_WATCHES,
	CONFIG_SPIKES,
	CONFIG_SECTION_COUNT
};

extern const struct config_section config_sections[CONFIG_SECTION_COUNT];

/* Rows of a notifier, or a remote classifier, by the kind of its requests. */
extern const struct nw_option config_http_rows[];
extern const struct nw_option config_remote_rows[]; /* of such a classifier */
extern const struct nw_option config_smtp_rows[];
extern const struct nw_option config_file_rows[];
extern const struct nw_option config_exec_rows[];

#endif
