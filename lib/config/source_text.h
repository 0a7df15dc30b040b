/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of a YAML file beside its tree: what is looked at before libyaml
 * sees it, what stands behind the document, and libyaml's complaints in
 * plain words. Used by tree.c, node.c, problem.c and what edits a file.
 */
#ifndef NWI_CONFIG_SOURCE_TEXT_H
#define NWI_CONFIG_SOURCE_TEXT_H

#include "config/problem.h"

/* The file's bytes without a byte order mark. */
struct nw_str nwi_text_body(const struct nwi_file *file);

/* Size and directives; false when it reported why not. */
bool nwi_text_may_be_read(const struct nwi_file *file,
			  struct nwi_problems *problems);

/* Reports what stands behind the end of the document (line, column from 0). */
void nwi_text_after_document(const struct nwi_file *file, size_t line,
			     size_t column, struct nwi_problems *problems);

struct nwi_syntax_error {
	const char *problem; /* libyaml's words */
	size_t offset;	     /* of a byte that cannot be read */
	uint32_t line, column;
	uint32_t begun_line; /* where what could not be read began; 0 none */
	bool in_bytes;	     /* the offset counts, line and column do not */
};

void nwi_syntax_report(const struct nwi_file *file,
		       const struct nwi_syntax_error *error,
		       struct nwi_problems *problems);

/* The byte where a character stands, line and column from 0; clipped. */
size_t nwi_text_offset(struct nw_str text, size_t line, size_t column);

/* Line and column (from 1) of a byte. */
struct nwi_place nwi_text_place(const struct nwi_file *file, size_t offset);

#endif
