/* SPDX-License-Identifier: Apache-2.0 */
/* The sentences that went and came, in the order of the text. */
#include "text/revision_internal.h"
#include "text/utf8.h"

struct writing {
	struct nwi_revision_line *rows;
	size_t count;
	struct nw_arena *arena;
	bool cut;
};

static void add_line(struct writing *to, char sign, bool title,
		     struct nw_str text)
{
	if (to->count == NWI_REVISION_LINES_MAX) {
		to->cut = true;
		return;
	}
	text = nw_str_trim(text);
	size_t len = nwi_utf8_floor(text, NWI_REVISION_LINE_BYTES);
	to->cut = to->cut || len < text.len;
	to->rows[to->count++] = (struct nwi_revision_line){
		sign, title, nw_arena_str(to->arena, nw_str_slice(text, 0, len))
	};
}

static void add_row(struct writing *to, char sign, const struct nwi_side *side,
		    const struct nwi_sentence *row)
{
	if (!row->noise)
		add_line(to, sign, false,
			 nw_str_slice(side->text, row->from, row->to));
}

/* Sentences that are in no other place, up to the one that is. */
static size_t add_gone(struct writing *to, const struct nwi_side *before,
		       size_t from, size_t end)
{
	for (; from < end; from++)
		if (before->rows[from].mate == NWI_NO_MATE)
			add_row(to, '-', before, &before->rows[from]);
	return from;
}

bool nwi_revision_lines(const struct nwi_side *before,
			const struct nwi_side *after,
			const struct nwi_revision_text *was,
			const struct nwi_revision_text *is,
			struct nw_arena *arena, struct nwi_revision *out)
{
	struct writing to = { .rows = nw_arena_array(arena,
						     NWI_REVISION_LINES_MAX,
						     sizeof(*to.rows)),
			      .arena = arena };
	size_t at = 0;

	if (!to.rows)
		return false;
	if (!nw_str_equal(was->title, is->title) && is->title.len > 0) {
		if (was->title.len > 0)
			add_line(&to, '-', true, was->title);
		add_line(&to, '+', true, is->title);
	}
	for (size_t i = 0; i < after->count; i++) {
		const struct nwi_sentence *row = &after->rows[i];
		if (row->mate != NWI_NO_MATE && row->mate >= at)
			at = add_gone(&to, before, at, row->mate);
		if (row->same)
			continue;
		if (row->mate != NWI_NO_MATE)
			add_row(&to, '-', before, &before->rows[row->mate]);
		add_row(&to, '+', after, row);
	}
	(void)add_gone(&to, before, at, before->count);
	out->lines = to.rows;
	out->line_count = to.count;
	out->cut = out->cut || to.cut;
	return !nw_arena_failed(arena);
}
