/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One load at work: what the files of daemon/config share. Nothing here is
 * seen by the rest of the daemon.
 */
#ifndef NEWSWATCHD_CONFIG_LOADER_H
#define NEWSWATCHD_CONFIG_LOADER_H

#include "config/rows.h"
#include "daemon/config/config.h"
#include "daemon/config/rows.h"

enum {
	LOAD_MAX_FILES = 256,
	LOAD_MAX_BYTES = 8 * 1024 * 1024, /* of YAML, together */
	LOAD_MAX_ENTRIES = 20000,	  /* of one list */
	LOAD_MAX_WATCHES = 250000,	  /* of all files together */
	LOAD_MAX_FILE_OPTION = 4 * 1024 * 1024,
	LOAD_MAX_SETTINGS = 64 * 1024 * 1024, /* of one instance */
	LOAD_MAX_SECRET = 64 * 1024
};

struct load_file {
	struct nwi_file file; /* first: a node's file is a load_file */
	const struct nwi_node *root;
	bool broken;	    /* ended early: what is in it may be half a value */
	const char *folder; /* absolute: what paths in it are relative to */
	const char *path;   /* of one of `watches_from`: to read it again */
};

struct load_nodes {
	const struct nwi_node **at;
	size_t count, room;
};

struct loader {
	const struct config_input *in;
	struct nwi_problems *problems;
	struct nw_arena *scratch; /* trees */
	struct nw_arena *work;	  /* values of one instance */
	struct nw_arena *rows;	  /* a document of `watches_from` */
	struct nw_arena *arena;	  /* the generation */
	struct config *config;

	struct load_file *files[LOAD_MAX_FILES];
	size_t file_count;
	size_t bytes;
	bool broken; /* a file ended early: checks would mislead */

	const struct nwi_node *sections[CONFIG_SECTION_COUNT];
	struct load_nodes lists[CONFIG_SECTION_COUNT];
	struct nwi_node top; /* top-level options of all files as one mapping */
	struct nwi_map seen; /* key -> where it was set first */

	const struct config_notifier *const *notify; /* of the last watch */
	size_t notify_count;
	struct nwi_map topics;	      /* names that classifiers can give */
	struct nwi_map shadow_topics; /* and those that only judge */
	bool topics_known;
	struct nwi_map probed; /* settings that a plugin accepted */
	struct nw_buf digest;  /* all that is not secret */
};

/* What lives as long as the generation and is nobody else's business. */
struct config_private {
	_Atomic unsigned references;
	struct nw_arena *arena;
	struct config_secrets *secrets; /* all of them, for wiping */
	struct nwi_map sources, outlets, classifiers, notifiers, watches,
		spikes;
	struct nwi_map domains;
	char sections[CONFIG_SECTION_COUNT][NWI_ID_TEXT];
	char names[NWI_ID_TEXT]; /* of the tables of names */
};

/*
 * Zeroed memory of the generation; of no elements it is not to be written.
 * Aborts without: input is capped before.
 */
void *load_alloc(struct nw_arena *arena, size_t count, size_t bytes);
/* A copy in the generation, ended by NUL; absent stays absent. */
struct nw_str load_text(struct loader *l, struct nw_str text);
struct nw_str load_fmt(struct loader *l, const char *fmt, ...) NW_PRINTF(2, 3);

/* ---- files.c ---- */

/* Reads main file, conf.d and includes. */
void load_files(struct loader *l);
/*
 * Reads a whole regular file (with `any`, whatever can be read) into the
 * arena. The error says why, without the path.
 */
enum nw_status load_read(const char *path, bool any, size_t max,
			 struct nw_arena *arena, struct nw_str *out,
			 struct nw_error *err) NW_CHECKED;
/* An option's path as an absolute one, in the generation. */
struct nw_str load_path(struct loader *l, const struct nwi_node *node,
			struct nw_str path);
bool load_is_utf8(struct nw_str text);
/* A path as messages show it: relative to the file that names it. */
struct nw_str load_shown_path(struct loader *l, const struct nwi_node *node);

/* ---- merge.c ---- */

/* Sorts the members of all files into sections, lists and top. */
void load_merge(struct loader *l);

/* ---- fill.c ---- */

/* Copies the values that `fields` name into the struct at `base`. */
void load_fill(struct loader *l, const struct nwi_values *values,
	       const struct config_field *fields, void *base);
struct config_texts load_texts(struct loader *l, const struct nwi_value *value);
struct config_pairs load_pairs(struct loader *l, const struct nwi_value *value);
/* Country codes to upper case, language tags to lower; reports others. */
struct config_texts load_countries(struct loader *l,
				   const struct nwi_value *value);
struct config_texts load_languages(struct loader *l,
				   const struct nwi_value *value);
/* Reports a name that would not survive a log line or a command line. */
void load_check_name(struct loader *l, const struct nwi_values *values);
/* Name -> entry; a second one is reported. */
void load_index(struct loader *l, enum config_section_index section,
		struct nwi_map *map, struct nw_str name, size_t index,
		void *entry);
/* What `notify: [desk]` means; reports the unknown with the nearest. */
void *load_reference(struct loader *l, const struct nwi_map *map,
		     const struct nwi_node *node, struct nw_str name,
		     const char *what);
/* Adds to the digest of the whole and makes `out` that of the part. */
void load_digest(struct loader *l, const char *kind, struct nw_str json,
		 char out[NWI_ID_TEXT]);

/* ---- secrets.c ---- */

/* Adds what the SECRET rows of a table say to an instance's secrets. */
void secrets_add(struct loader *l, const struct nwi_values *values,
		 const struct config_secrets **secrets);
void secrets_wipe(struct config_secrets **secrets);
bool secrets_equal(const struct config_secrets *a,
		   const struct config_secrets *b);

/* ---- instance.c ---- */

enum { INSTANCE_TABLES = 6 };

/* One instance's mapping against all tables that hold for it. */
struct instance_check {
	const struct nwi_node *node;
	uint32_t kind;			    /* enum nw_plugin_kind */
	const struct config_plugin *plugin; /* NULL: not known */
	size_t errors;			    /* before this instance */
	const struct nw_option *tables[INSTANCE_TABLES];
	struct nwi_values values[INSTANCE_TABLES];
	size_t count;
	const struct nwi_values *core; /* the daemon's rows */
	const struct nwi_values *own;  /* the plugin's; NULL: not known */
	/* The transport's; NULL: not of this plugin. */
	const struct nwi_values *http, *smtp, *file, *exec, *remote;
};

void instance_begin(struct loader *l, struct instance_check *check,
		    enum config_section_index section,
		    const struct nwi_node *node);
/* Files, settings, secrets, digest; then the probe. */
void instance_end(struct loader *l, const struct instance_check *check,
		  struct nw_str effective, struct config_instance *out);
/* An argv: the program by its absolute path. */
struct config_texts instance_argv(struct loader *l,
				  const struct nwi_value *value);

/* ---- watches_from.c ---- */

/* Where a watch stands. */
struct load_row {
	const struct nwi_node *node; /* in the configuration; else NULL and: */
	const struct load_file *file;
	size_t at, len;	  /* its document, bytes of the file */
	bool json;	  /* it is a line of JSON */
	uint32_t lines;	  /* of the file before it */
	uint32_t element; /* the place in its list */
};

typedef void load_row_fn(void *arg, const struct load_row *row,
			 const struct nwi_node *node);

/*
 * Calls `each` with every row of the files that `watches_from` names; row and
 * node live until it returns.
 */
void load_watches_from(struct loader *l, load_row_fn *each, void *arg);
/*
 * A row's node, read again; lives until the next call. NULL when the file has
 * changed meanwhile.
 */
const struct nwi_node *load_row_node(struct loader *l,
				     const struct load_row *row);
/* Reports a mistake in a row that cannot be read again. */
void load_row_changed(struct loader *l, const struct load_row *row);

/* ---- one file each ---- */

void load_outlets(struct loader *l);
void load_sources(struct loader *l);
void load_classifiers(struct loader *l);
void load_notifiers(struct loader *l);
void load_watches(struct loader *l);
void load_names(struct loader *l);

/* spike.c */
void load_spikes(struct loader *l);

/* watch_rules.c: what the watch asks of a story. */
void load_rules(struct loader *l, const struct nwi_values *values,
		struct config_rules *out);

/*
 * example.c: the examples of a watch whose outlets, countries and languages
 * were read. Clears nothing; uses the work arena.
 */
void load_examples(struct loader *l, const struct nwi_values *values,
		   struct config_watch *out);
/* The sections, instance, contact, operator; after the lists. */
void load_sections(struct loader *l);
void load_top(struct loader *l);

#endif
