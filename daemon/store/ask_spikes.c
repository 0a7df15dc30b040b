/* SPDX-License-Identifier: Apache-2.0 */
/* How the series of spikes stand: a line each. */
#include "daemon/alert/rates.h"
#include "daemon/store/ask.h"

#define ALERTS_MOST 100

/* The last alert on the series; its id is absent where there is none. */
static enum nw_status last_alert(struct core *core,
				 const struct ledger_spike *spike,
				 struct nw_str series, struct store_alert *out,
				 struct nw_error *err)
{
	const struct store_arg args[] = { STORE_ARG_INT(INT64_MAX),
					  STORE_ARG_INT(ALERTS_MOST),
					  STORE_ARG_TEXT(spike->name) };
	struct nw_str head =
		nw_arena_fmt(core->scratch,
			     "%.*s:", NW_FMT(core_series_words(core, series)));
	struct store_rows rows = { NULL, 0 };
	enum nw_status status =
		core_find(core, STORE_FIND_ALERTS_OF, args, 3, &rows, err);
	const struct store_alert *at = rows.at;

	*out = (struct store_alert){ .at = 0 };
	for (size_t i = 0; status == NW_OK && i < rows.count && !out->at; i++)
		if (at[i].kind == NW_ALERT_SPIKE &&
		    nw_str_equal(nw_str_slice(at[i].title, 0, head.len), head))
			*out = at[i];
	return status;
}

static void put_series(struct nw_buf *out, const struct ledger_spike *spike,
		       struct nw_str series, const struct rate *rate,
		       const struct store_alert *last)
{
	const struct spike_verdict *verdict = &rate->verdict;

	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "spike");
	nwi_json_put_str(out, "spike", spike->name);
	nwi_json_put_str(out, "series", series);
	nwi_json_put_text(out, "state",
			  rate->goes_on		 ? "rising"
			  : !rate->verdict.known ? "learning"
						 : "usual");
	nwi_json_put_int(out, "count", rate->count);
	nwi_json_put_int(out, "within_ms", spike->rules.within_ms);
	nwi_json_key(out, "usual");
	if (verdict->known)
		nwi_json_double(out, verdict->usual);
	else
		nwi_json_null(out);
	nwi_json_key(out, "threshold");
	if (verdict->known)
		nwi_json_int(out, (int64_t)verdict->from);
	else
		nwi_json_null(out);
	nwi_json_put_int(out, "least", spike->rules.least);
	answer_time(out, "since",
		    rate->goes_on ? rate->as.began * SPIKE_SLOT_MS : 0);
	answer_time(out, "last_alert", last->at);
	nwi_json_put_str(out, "alert", last->id);
	answer_end(out);
}

/* The memory of each series is given back. */
static enum nw_status tell_series(struct answer *answer,
				  const struct ledger_spike *spike,
				  struct nw_str series, struct nw_error *err)
{
	struct core *core = answer->core;
	struct nw_arena *whole = core->scratch;
	struct store_alert last;
	struct rate rate;

	core->scratch = core->single;
	enum nw_status status = core_rate(core, spike, series, &rate, err);
	if (status == NW_OK)
		status = last_alert(core, spike, series, &last, err);
	if (status == NW_OK)
		put_series(&answer->lines, spike, series, &rate, &last);
	core->scratch = whole;
	nw_arena_clear(core->single);
	return status;
}

enum nw_status answer_spikes(struct answer *answer, struct nw_error *err)
{
	const struct ledger_routing *routing = &answer->core->routing;
	enum nw_status status = NW_OK;

	for (size_t i = 0; i < routing->spike_count; i++) {
		const struct ledger_spike *spike = &routing->spikes[i];
		for (size_t k = 0; status == NW_OK && k < spike->series_count;
		     k++)
			status = tell_series(answer, spike, spike->series[k],
					     err);
	}
	return status;
}
