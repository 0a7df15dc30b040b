/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One change of a definition file, made in its text: lines or list entries
 * come in where an editor would write them, and all else (comments, order,
 * layout) stays as it is.
 */
#ifndef NWI_TOPIC_EDIT_H
#define NWI_TOPIC_EDIT_H

#include <newswatch/text.h>

enum { NWI_EDIT_BYTES = 2 << 20 };

enum nwi_edit_kind {
	NWI_EDIT_CANCEL = 1, /* a new entry of `cancel` */
	NWI_EDIT_AGAINST,    /* of `against`, under `weight` */
	NWI_EDIT_TERM,	     /* of `terms`, under `weight` */
	NWI_EDIT_WEIGHT	     /* a term goes to another weight */
};

struct nwi_edit {
	enum nwi_edit_kind kind;
	struct nw_str language; /* of the section */
	struct nw_str text;	/* the entry, a term as in a file */
	double weight;
	uint32_t line, column; /* WEIGHT: where the term stands */
};

/*
 * Appends the edited text of a file. NW_NOT_FOUND: the file has no section of
 * this language, or no such term; NW_UNSUPPORTED: it is laid out in a way that
 * this does not write into (a term over several lines, one where a list would
 * be). The result is not compiled here.
 */
enum nw_status nwi_edit_apply(struct nw_str file, const struct nwi_edit *edit,
			      struct nw_buf *out,
			      struct nw_error *err) NW_CHECKED;

/*
 * Appends a file that has this language's section alone, so that many edits
 * are tried quickly; `*shift` lines more stand above it in the whole file.
 * The whole file, and 0, where its layout gives no such lines.
 */
enum nw_status nwi_edit_section(struct nw_str file, struct nw_str language,
				struct nw_buf *out, uint32_t *shift,
				struct nw_error *err) NW_CHECKED;

/* Appends a weight as files have it: "0.8", "1.0", "0.65". */
void nwi_edit_weight(double weight, struct nw_buf *out);

#endif
