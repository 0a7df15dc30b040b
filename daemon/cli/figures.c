/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/figures.h"

#include "base/json.h"
#include "base/noun.h"
#include "text/utf8.h"

#include <stdlib.h>

void figures_init(struct figures *figures, struct nw_str topic)
{
	*figures = (struct figures){ .topic = topic };
}

void figures_fini(struct figures *figures)
{
	free(figures->rows);
	figures->rows = NULL;
}

void figures_add(struct figures *f, const struct figures_row *row)
{
	if (f->count == f->room) {
		f->room = f->room ? f->room * 2 : 1024;
		f->rows = reallocarray(f->rows, f->room, sizeof(*f->rows));
		if (!f->rows)
			abort();
	}
	f->rows[f->count++] = *row;
}

/* Of equal scores those without the topic come first: no luck in the figure. */
static int falling(const void *a, const void *b)
{
	const struct figures_row *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	if (x->is != y->is)
		return x->is ? 1 : -1;
	return nw_str_compare(x->id, y->id);
}

static void add_to_bin(struct figures *f, const struct figures_row *row)
{
	/* A stranger's classifier may say anything. */
	bool low = !(row->score > 0), high = row->score >= 1;
	size_t n = low	  ? 0
		   : high ? FIGURES_BINS - 1
			  : (size_t)(row->score * FIGURES_BINS);
	struct figures_bin *bin = &f->bins[n];

	bin->items += row->weight;
	bin->scores += row->weight * row->score;
	bin->are += row->is ? row->weight : 0;
}

void figures_make(struct figures *f)
{
	double seen = 0, found = 0, area = 0;

	if (f->count)
		qsort(f->rows, f->count, sizeof(*f->rows), falling);
	for (size_t i = 0; i < f->count; i++) {
		const struct figures_row *row = &f->rows[i];
		double is = row->is ? row->weight : 0;

		seen += row->weight;
		found += is;
		area += is * found / seen;
		f->positive += is;
		f->said += row->score >= 0.5 ? row->weight : 0;
		f->hits += row->score >= 0.5 ? is : 0;
		f->no_opinion += !row->opinion;
		add_to_bin(f, row);
	}
	f->precision = f->said > 0 ? f->hits / f->said : 0;
	f->recall = f->positive > 0 ? f->hits / f->positive : 0;
	f->f1 = f->said + f->positive > 0
			? 2 * f->hits / (f->said + f->positive)
			: 0;
	f->average_precision = f->positive > 0 ? area / f->positive : 0;
}

/* ---- the worst errors ---- */

/* The n-th row that is wrong, most wrong first; NULL when there is none. */
static const struct figures_row *wrong_row(const struct figures *f, bool is,
					   size_t n)
{
	for (size_t i = 0; i < f->count; i++) {
		/* Alarms from above, misses from below. */
		const struct figures_row *row =
			&f->rows[is ? f->count - 1 - i : i];
		if (row->is == is && (row->score >= 0.5) != is && n-- == 0)
			return row;
	}
	return NULL;
}

static void put_double(struct nw_buf *out, const char *key, double value)
{
	nwi_json_key(out, key);
	nwi_json_double(out, value);
}

static void put_worst(const struct figures *f, bool is, const char *key,
		      struct nw_buf *out)
{
	const struct figures_row *row;

	nwi_json_key(out, key);
	nwi_json_open(out, '[');
	for (size_t n = 0;
	     n < FIGURES_WORST && (row = wrong_row(f, is, n)) != NULL; n++) {
		nwi_json_open(out, '{');
		nwi_json_put_str(out, "id", row->id);
		put_double(out, "score", row->score);
		nwi_json_put_str(out, "text", row->shown);
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
}

static void put_bins(const struct figures *f, struct nw_buf *out)
{
	nwi_json_key(out, "calibration");
	nwi_json_open(out, '[');
	for (size_t i = 0; i < FIGURES_BINS; i++) {
		const struct figures_bin *bin = &f->bins[i];
		nwi_json_open(out, '{');
		put_double(out, "from", (double)i / FIGURES_BINS);
		put_double(out, "items", bin->items);
		put_double(out, "score",
			   bin->items > 0 ? bin->scores / bin->items : 0);
		put_double(out, "share",
			   bin->items > 0 ? bin->are / bin->items : 0);
		nwi_json_close(out, '}');
	}
	nwi_json_close(out, ']');
}

void figures_json(const struct figures *f, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_str(out, "topic", f->topic);
	nwi_json_put_int(out, "items", (int64_t)f->count);
	put_double(out, "positive", f->positive);
	put_double(out, "said", f->said);
	nwi_json_put_int(out, "no_opinion", (int64_t)f->no_opinion);
	put_double(out, "precision", f->precision);
	put_double(out, "recall", f->recall);
	put_double(out, "f1", f->f1);
	put_double(out, "average_precision", f->average_precision);
	put_bins(f, out);
	put_worst(f, false, "false_alarms", out);
	put_worst(f, true, "misses", out);
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}

static void add_worst(const struct figures *f, bool is, const char *heading,
		      struct nw_buf *out)
{
	const struct figures_row *row;

	for (size_t n = 0;
	     n < FIGURES_WORST && (row = wrong_row(f, is, n)) != NULL; n++) {
		if (n == 0)
			nw_buf_add_fmt(out, "  %s\n", heading);
		nw_buf_add_fmt(out, "    %.2f  ", row->score);
		nwi_text_terminal(out, row->id, 64);
		nw_buf_add_text(out, "  ");
		nwi_text_terminal(out, row->shown, 256);
		nw_buf_add_char(out, '\n');
	}
}

/* A share of nothing is none, and not 0. */
static void add_figure(struct nw_buf *out, const char *name, double value,
		       double of)
{
	if (of > 0)
		nw_buf_add_fmt(out, "%s %.3f", name, value);
	else
		nw_buf_add_fmt(out, "%s none", name);
}

void figures_text(const struct figures *f, struct nw_buf *out)
{
	nw_buf_add_str(out, f->topic);
	add_figure(out, ": precision", f->precision, f->said);
	add_figure(out, ", recall", f->recall, f->positive);
	add_figure(out, ", F1", f->f1, f->said + f->positive);
	add_figure(out, ", average precision", f->average_precision,
		   f->positive);
	nw_buf_add_fmt(out,
		       "\n  %zu %s, %g with the topic, %g at 0.5 and above",
		       f->count, nwi_noun(f->count, "item", "items"),
		       f->positive, f->said);
	if (f->no_opinion)
		nw_buf_add_fmt(out, ", %zu without an opinion", f->no_opinion);
	nw_buf_add_text(out, "\n  score       items  have the topic\n");
	for (size_t i = 0; i < FIGURES_BINS; i++) {
		const struct figures_bin *bin = &f->bins[i];
		if (bin->items > 0)
			nw_buf_add_fmt(out, "  %.1f to %.1f %6g  %13.2f\n",
				       (double)i / FIGURES_BINS,
				       (double)(i + 1) / FIGURES_BINS,
				       bin->items, bin->are / bin->items);
	}
	add_worst(f, false, "false alarms, the surest first", out);
	add_worst(f, true, "misses, the farthest first", out);
	nw_buf_add_char(out, '\n');
}
