/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything that is wrong with a configuration, told in one run.
 *
 * A problem is one line for a person:
 *
 *   newswatch.yaml:12:10: sources[3].every: "10x" is no duration; allowed: a
 *   number with ms, s, m, h, d or w, such as 10m
 *
 * (on one line, that is). The collector keeps the first NWI_PROBLEMS_MAX and
 * counts the rest; the same line twice counts once. Sorted, they come in the
 * order of the files and of their lines, whatever the order of the checks.
 */
#ifndef NWI_CONFIG_PROBLEM_H
#define NWI_CONFIG_PROBLEM_H

#include <newswatch/text.h>

enum { NWI_PROBLEMS_MAX = 100 };

/* Bytes of one line, the final NUL included; longer ones are cut. */
enum { NWI_PROBLEM_TEXT = 1024 };

/* One file of the configuration. Lives as long as the nodes that name it. */
struct nwi_file {
	const char *name;   /* as messages show it */
	uint32_t rank;	    /* place in the order of reading, from 0 */
	struct nw_str text; /* all its bytes */
	/* Lines of the file above `text`, when that is a part of it. */
	uint32_t lines_before;
};

struct nwi_place {
	const struct nwi_file *file; /* NULL: no file at all */
	uint32_t line, column; /* from 1; column in characters; 0 unknown */
};

struct nwi_problem {
	char *text;    /* "file:line:column: path: what is wrong" */
	char *quoted;  /* its line in the file and a caret, or NULL */
	uint32_t rank; /* of the file, for sorting */
	uint32_t line, column;
	uint32_t order; /* of the report */
	bool warning;	/* "file:line:column: warning: path: ..." */
};

struct nwi_problems {
	struct nwi_problem rows[NWI_PROBLEMS_MAX];
	size_t count;
	size_t errors;	 /* among the rows and the dropped */
	size_t warnings; /* likewise */
	size_t dropped;
	struct nwi_problem *last; /* the row of the last report, or NULL */
};

/* The struct is large (about 4 KiB): on the heap or in the caller's frame. */
void nwi_problems_init(struct nwi_problems *problems);
void nwi_problems_fini(struct nwi_problems *problems);

/*
 * Adds an error. `path` is the option's path in the file, absent for none.
 * Control characters become '?'. Secrets must not be in the text.
 */
void nwi_problem(struct nwi_problems *problems, struct nwi_place place,
		 struct nw_str path, const char *fmt, ...) NW_PRINTF(4, 5);

/* Adds a warning: worth a line, no reason to refuse. */
void nwi_problem_warn(struct nwi_problems *problems, struct nwi_place place,
		      struct nw_str path, const char *fmt, ...) NW_PRINTF(4, 5);

/*
 * Gives the problem that was reported last the line of the file with a caret
 * under `length` bytes of it, for terminals. Not for lines that may hold
 * secrets.
 */
void nwi_problem_quote(struct nwi_problems *problems, struct nwi_place place,
		       size_t length);

void nwi_problems_sort(struct nwi_problems *problems);

/*
 * NW_OK without errors; else NW_BAD_CONFIG with as many lines in `err` as it
 * holds, parted by semicolons, and how many more there are.
 */
enum nw_status nwi_problems_check(const struct nwi_problems *problems,
				  struct nw_error *err) NW_CHECKED;

/*
 * All lines, each ended by \n, and one that counts what was dropped; `quoted`
 * puts the quoted line and its caret under those that have them.
 */
void nwi_problems_print(const struct nwi_problems *problems, bool quoted,
			struct nw_buf *out);

/*
 * "did you mean": begin with the word that is unknown, offer every name that
 * would have been right, ask for the nearest. A name is near when a third of
 * the word's letters (at least one, at most three) would have to change:
 * Damerau-Levenshtein, adjacent letters swapped count one. Words over 64
 * bytes have no near name.
 */
struct nwi_nearest {
	struct nw_str word;
	struct nw_str best;
	unsigned distance;
};

void nwi_nearest_init(struct nwi_nearest *nearest, struct nw_str word);
void nwi_nearest_offer(struct nwi_nearest *nearest, struct nw_str name);

/* Absent when nothing is near. */
struct nw_str nwi_nearest_name(const struct nwi_nearest *nearest);

/* `; did you mean "name"?`, or "" when nothing is near; bounded. */
#define NWI_NEAREST_TEXT 96
void nwi_nearest_text(const struct nwi_nearest *nearest,
		      char out[NWI_NEAREST_TEXT]);

#endif
