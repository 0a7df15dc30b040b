/* SPDX-License-Identifier: Apache-2.0 */
/*
 * YAML text -> a tree of nodes that know where they stand.
 *
 * One document, mappings, sequences and scalars; keys are plain text. No
 * anchors, aliases, merge keys, duplicate keys, second documents, directives
 * or tags, but for !file, !env and !credential, which say where a secret is
 * (and are kept as a property of the node, never acted upon here). Scalars
 * stay text: whether "no" is a word or a boolean is decided by the option's
 * row, so a country code NO needs no quotes.
 *
 * Limits: 1 MiB, depth 32, 200,000 nodes and closings. libyaml 0.2.5 is
 * quadratic in the depth (200 KB of '[' took 37 s), so depth is counted
 * event by event and a document is left at the first that is too deep.
 * %TAG directives are quadratic too and refused before libyaml sees them.
 *
 * Pure: bytes in, nodes out. Topic files and watch files are read by this
 * too.
 */
#ifndef NWI_CONFIG_TREE_H
#define NWI_CONFIG_TREE_H

#include "config/problem.h"
#include <newswatch/arena.h>

enum {
	NWI_TREE_MAX_BYTES = 1024 * 1024,
	NWI_TREE_MAX_DEPTH = 32,
	NWI_TREE_MAX_EVENTS = 200000
};

/* An arena of this size never runs out for one tree within the limits. */
enum { NWI_TREE_ARENA = 64 * 1024 * 1024 };

enum nwi_node_kind {
	NWI_NODE_EMPTY = 1, /* nothing, ~ or null, written plain */
	NWI_NODE_SCALAR = 2,
	NWI_NODE_LIST = 3,
	NWI_NODE_MAP = 4
};

enum nwi_node_tag {
	NWI_TAG_NONE = 0,
	NWI_TAG_FILE = 1,      /* !file path */
	NWI_TAG_ENV = 2,       /* !env NAME */
	NWI_TAG_CREDENTIAL = 3 /* !credential name */
};

enum nwi_node_style {
	NWI_STYLE_PLAIN = 0,
	NWI_STYLE_SINGLE = 1,  /* '...' */
	NWI_STYLE_DOUBLE = 2,  /* "..." */
	NWI_STYLE_LITERAL = 3, /* | */
	NWI_STYLE_FOLDED = 4   /* > */
};

struct nwi_node {
	uint8_t kind;		       /* enum nwi_node_kind */
	uint8_t tag;		       /* enum nwi_node_tag; on scalars only */
	uint8_t style;		       /* enum nwi_node_style */
	uint32_t line, column;	       /* of the value, from 1, in characters */
	uint32_t key_line, key_column; /* of its key; 0 outside a mapping */
	uint32_t index;		       /* place in its parent, from 0 */
	uint32_t count;		       /* children */
	struct nw_str key;  /* absent outside a mapping; ended by NUL */
	struct nw_str text; /* of a scalar, "" of an empty one; ended by NUL */
	const struct nwi_file *file;
	const struct nwi_node *parent; /* NULL at the root */
	const struct nwi_node *first;  /* child */
	const struct nwi_node *next;   /* of the same parent */
};

/*
 * Reads `file->text`. Whatever is wrong goes to `problems`, and `*root` is
 * then still the tree as far as it could be read. It is never NULL: without
 * a node it is an empty one. `file` must live as long as the nodes.
 *
 * NW_OK when this call added no error. NW_BAD_CONFIG when there are duplicate
 * keys, tags or anchors in a tree that is complete otherwise. NW_BAD_INPUT
 * when a syntax error or a limit ended the reading: what is missing from the
 * tree may stand in the file, so it is not worth checking. NW_LIMIT when the
 * arena is full, reported as well.
 */
enum nw_status nwi_tree_read(const struct nwi_file *file,
			     struct nw_arena *arena,
			     struct nwi_problems *problems,
			     const struct nwi_node **root) NW_CHECKED;

/* The member of a mapping, NULL when absent or when it is no mapping. */
const struct nwi_node *nwi_node_get(const struct nwi_node *map,
				    const char *key);

/* Where to point: at the value. */
struct nwi_place nwi_node_place(const struct nwi_node *node);
/* Where to point: at the key, at the value when there is none. */
struct nwi_place nwi_node_key_place(const struct nwi_node *node);

/*
 * The place of the byte `offset` of a scalar's text in the file: exact for
 * plain, quoted and literal scalars as people write them; within a folded
 * scalar or behind escapes at least the line is right.
 */
struct nwi_place nwi_node_text_place(const struct nwi_node *node,
				     size_t offset);

/* "sources[3].every"; "" at the root. Cut at the buffer's end. */
#define NWI_PATH_TEXT 256
struct nw_str nwi_node_path(const struct nwi_node *node,
			    char out[NWI_PATH_TEXT]);

/* An error about a node: place and path are taken from it. */
void nwi_node_problem(struct nwi_problems *problems,
		      const struct nwi_node *node, const char *fmt, ...)
	NW_PRINTF(3, 4);
/* The same, pointing at the key. */
void nwi_node_key_problem(struct nwi_problems *problems,
			  const struct nwi_node *node, const char *fmt, ...)
	NW_PRINTF(3, 4);

/* "a list", "a mapping", "text", "nothing": what the node is, for messages. */
const char *nwi_node_kind_name(const struct nwi_node *node);

#endif
