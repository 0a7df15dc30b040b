/* SPDX-License-Identifier: Apache-2.0 */
#include "base/noun.h"
#include "topic/propose.h"

static void put_number(uint32_t n, struct nw_buf *out)
{
	if (n)
		nw_buf_add_fmt(out, "%u", n);
	else
		nw_buf_add_text(out, "none");
}

static void say_edit(const struct nwi_proposal *p, struct nw_buf *out)
{
	NW_AUTO(nw_buf_fini) struct nw_buf weight = { 0 }, old = { 0 };

	nw_buf_init(&weight, 64);
	nw_buf_init(&old, 64);
	nwi_edit_weight(p->edit.weight, &weight);
	nwi_edit_weight(p->old_weight, &old);
	switch (p->edit.kind) {
	case NWI_EDIT_CANCEL:
		nw_buf_add_fmt(out, "for %.*s, a NOT within %d words of '%.*s'",
			       NW_FMT(p->terms), NWI_PROPOSE_WITHIN,
			       NW_FMT(p->word));
		break;
	case NWI_EDIT_AGAINST:
		nw_buf_add_fmt(out, "'%.*s' as a negative of weight %.*s",
			       NW_FMT(p->word), NW_FMT(nw_buf_str(&weight)));
		break;
	case NWI_EDIT_TERM:
		nw_buf_add_fmt(out, "'%.*s' as a new term of weight %.*s",
			       NW_FMT(p->word), NW_FMT(nw_buf_str(&weight)));
		break;
	case NWI_EDIT_WEIGHT:
		nw_buf_add_fmt(out,
			       "the term '%.*s' with weight %.*s, now %.*s,",
			       NW_FMT(p->terms), NW_FMT(nw_buf_str(&weight)),
			       NW_FMT(nw_buf_str(&old)));
		break;
	}
}

/* The verb once: "would drop 3 of 5 rejected alerts and none that was kept". */
static void say_outcome(const struct nwi_outcome *o, bool short_form,
			struct nw_buf *out)
{
	bool more = false;

	if (o->dropped || o->lost) {
		nw_buf_add_text(out, short_form ? "" : " would drop ");
		put_number(o->dropped, out);
		nw_buf_add_fmt(out, " of %u rejected%s and ", o->rejected,
			       short_form	  ? ""
			       : o->rejected == 1 ? " alert"
						  : " alerts");
		put_number(o->lost, out);
		nw_buf_add_fmt(
			out, short_form ? " of %u kept" : " of %u that %s kept",
			o->kept, o->kept == 1 ? "was" : "were");
		more = true;
	}
	if (o->found || o->added) {
		nw_buf_add_text(out, more ? ", and" : "");
		nw_buf_add_text(out,
				short_form ? more ? " " : "" : " would find ");
		put_number(o->found, out);
		nw_buf_add_fmt(out, " of %u missed%s and wrongly add ",
			       o->missed, short_form ? "" : " items");
		put_number(o->added, out);
		nw_buf_add_fmt(out, " of %u others", o->silent);
		more = true;
	}
	if (!more)
		nw_buf_add_text(out, short_form ? "nothing"
						: " would change nothing");
}

void nwi_proposal_say(const struct nwi_proposal *p, struct nw_buf *out)
{
	uint32_t cases = p->all.dropped + p->all.found;

	say_edit(p, out);
	say_outcome(&p->all, false, out);
	if (p->has_held) {
		nw_buf_add_text(out, "; on items that had no part in it: ");
		say_outcome(&p->held, true, out);
	} else {
		nw_buf_add_text(out, "; too few labels to check it on others");
	}
	if (p->all.dropped && p->all.kept < NWI_PROPOSE_FEW)
		nw_buf_add_fmt(out, "; only %u kept %s to judge a loss by",
			       p->all.kept,
			       nwi_noun(p->all.kept, "alert", "alerts"));
	if (cases < NWI_PROPOSE_FEW)
		nw_buf_add_fmt(out, "; few cases (%u)", cases);
}
