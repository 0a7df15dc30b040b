/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Option rows: everything that an operator can set is one row of a const
 * table.
 *
 * From the rows come the check of the YAML (file, line, column, path, nearest
 * name), the section of the manual, the sample configuration and
 * `newswatch explain KEY`. A plugin describes its own options with the same
 * rows that the daemon uses for its sections.
 */
#ifndef NEWSWATCH_OPTION_H
#define NEWSWATCH_OPTION_H

#include <newswatch/text.h>

#ifdef __cplusplus
extern "C" {
#endif

enum nw_option_type {
	NW_OPTION_TEXT = 1,     /* min..max bounds its bytes */
	NW_OPTION_INTEGER = 2,
	NW_OPTION_NUMBER = 3,   /* a double; min..max in thousandths */
	NW_OPTION_BOOLEAN = 4,
	NW_OPTION_DURATION = 5, /* "10m"; min..max in milliseconds */
	NW_OPTION_SIZE = 6,     /* "16MiB", "64KiB"; min..max in bytes */
	NW_OPTION_CHOICE = 7,   /* one of `choices` */
	NW_OPTION_FILE = 8,     /* path; the daemon reads it, the plugin sees bytes */
	NW_OPTION_PATH = 9,     /* path that the daemon itself uses; never sent to a plugin */
	NW_OPTION_URL = 10,     /* absolute; `choices` lists the schemes, else http|https */
	NW_OPTION_ADDRESS = 11, /* a mail address */
	NW_OPTION_MAP = 12      /* text to text, as headers or labels */
};

enum nw_option_flag {
	NW_OPTION_REQUIRED = 1 << 0,
	NW_OPTION_LIST = 1 << 1,   /* a sequence; a single value counts as one */
	NW_OPTION_SECRET = 1 << 2  /* !file, !env or !credential; never shown, never sent to a plugin */
};

/* A table ends with a row whose name is NULL. */
struct nw_option {
	const char *name;     /* lower case, words joined by '_' */
	uint32_t type;        /* enum nw_option_type */
	uint32_t flags;       /* enum nw_option_flag */
	const char *fallback; /* the default as one would write it in YAML; NULL none */
	int64_t min, max;     /* both 0: not bounded beyond the type's own limit */
	const char *choices;  /* "a|b|c" */
	const char *example;  /* for the sample configuration; NULL: the default */
	const char *help;     /* one to three sentences; the first stands alone */
};

/*
 * What an operator set for one instance, checked against its rows, defaults
 * filled in. Getters abort on a name or type that the plugin's rows do not
 * have: that is the plugin author's mistake, and it shows at the first start.
 * Slices live as long as the instance.
 */
struct nw_settings;

/* The instance's name in the configuration. */
NW_PUBLIC struct nw_str nw_settings_name(const struct nw_settings *settings);

/* Whether the operator wrote it or there is a default. */
NW_PUBLIC bool nw_settings_has(const struct nw_settings *settings,
			       const char *option);

/* TEXT, CHOICE, URL and ADDRESS; absent without value. */
NW_PUBLIC struct nw_str nw_settings_text(const struct nw_settings *settings,
					 const char *option);

/* INTEGER; DURATION in milliseconds; SIZE in bytes. 0 without value. */
NW_PUBLIC int64_t nw_settings_int(const struct nw_settings *settings,
				  const char *option);
NW_PUBLIC double nw_settings_number(const struct nw_settings *settings,
				    const char *option);
NW_PUBLIC bool nw_settings_bool(const struct nw_settings *settings,
				const char *option);

/* Number of values of a LIST or MAP (0 or 1 for the others). */
NW_PUBLIC size_t nw_settings_count(const struct nw_settings *settings,
				   const char *option);
/* The i-th value; for a MAP `key` (NULL allowed) gets its key. */
NW_PUBLIC struct nw_str nw_settings_at(const struct nw_settings *settings,
				       const char *option, size_t i,
				       struct nw_str *key);

/* FILE: the bytes that the daemon read, and the path for messages. */
NW_PUBLIC struct nw_str nw_settings_file(const struct nw_settings *settings,
					 const char *option, size_t i,
					 struct nw_str *path);

#ifdef __cplusplus
}
#endif
#endif
