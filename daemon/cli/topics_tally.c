/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/cli/topics_tally.h"

#include "text/utf8.h"

#include <math.h>
#include <stdlib.h>

enum { ARENA_MAX = 256 << 20, TITLE_BYTES = 160 };

/* Scores nearer than this are the same. */
#define SAME 0.05

struct difference {
	struct nw_str id, title;
	double old, new;
	int label;
};

/* Of items of which a person said what they are. */
struct judged {
	uint64_t hits, alarms, misses;
};

struct tally_topic {
	struct nw_str name;
	uint64_t both, neither, added, gone; /* at 0.5 */
	uint64_t old_silent, new_silent;     /* without an opinion */
	uint64_t labelled;
	struct judged old, new;
	struct difference worst[TALLY_WORST]; /* the largest first */
	size_t worst_count;
};

struct tally_watch {
	struct nw_str name;
	uint64_t both, added, gone;
};

void tally_init(struct tally *tally)
{
	*tally = (struct tally){ .arena = nw_arena_new(ARENA_MAX) };
	nwi_map_init(&tally->topics, (struct nwi_sip_key){ 0, 0 });
	nwi_map_init(&tally->watches, (struct nwi_sip_key){ 0, 0 });
}

void tally_fini(struct tally *tally)
{
	nwi_map_fini(&tally->topics);
	nwi_map_fini(&tally->watches);
	nw_arena_free(&tally->arena);
}

/* Topics, watches and the few items that are shown: they have room. */
static struct nw_str keep(struct tally *tally, struct nw_str text)
{
	struct nw_str kept = nw_arena_str(tally->arena, text);

	if (text.at && nw_str_is_absent(kept))
		abort();
	return kept;
}

void tally_topic(struct tally *tally, struct nw_str name)
{
	struct tally_topic *topic;

	if (nwi_map_has(&tally->topics, name))
		return;
	topic = nw_arena_new_of(tally->arena, struct tally_topic);
	if (!topic)
		abort();
	topic->name = keep(tally, name);
	nwi_map_put(&tally->topics, topic->name, topic);
}

/* ---- an item ---- */

static double score_of(const struct tally_side *side, struct nw_str topic)
{
	for (size_t i = 0; i < json_array_size(side->topics); i++) {
		const json_t *row = json_array_get(side->topics, i);
		if (nw_str_equal(nwi_json_get_str(row, "name"), topic))
			return nwi_json_get_double(row, "score", 0);
	}
	return 0;
}

static bool names(const json_t *list, struct nw_str name)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (nw_str_is(name, json_string_value(json_array_get(list, i))))
			return true;
	return false;
}

static void judge(struct judged *judged, bool fires, bool is)
{
	judged->hits += fires && is;
	judged->alarms += fires && !is;
	judged->misses += !fires && is;
}

/* What changes sides comes before what only changes its score. */
static double size_of(const struct difference *d)
{
	return fabs(d->new - d->old) + ((d->new >= 0.5) != (d->old >= 0.5));
}

static void keep_worst(struct tally *tally, struct tally_topic *topic,
		       const struct tally_item *item, struct difference *d)
{
	size_t at = topic->worst_count;

	if (fabs(d->new - d->old) < SAME)
		return;
	while (at > 0 && size_of(&topic->worst[at - 1]) < size_of(d))
		at--;
	if (at == TALLY_WORST)
		return;
	d->id = keep(tally, nw_str_slice(item->id, 0, TITLE_BYTES));
	d->title = keep(tally,
			nw_str_slice(item->title, 0,
				     nwi_utf8_floor(item->title, TITLE_BYTES)));
	topic->worst_count += topic->worst_count < TALLY_WORST;
	for (size_t i = topic->worst_count - 1; i > at; i--)
		topic->worst[i] = topic->worst[i - 1];
	topic->worst[at] = *d;
}

static void add_topic(struct tally *tally, struct tally_topic *topic,
		      const struct tally_item *item)
{
	struct difference d = {
		.old = score_of(&item->old, topic->name),
		.new = score_of(&item->new, topic->name),
		.label = item->label ? item->label(item->arg, topic->name) : -1,
	};
	bool old = d.old >= 0.5, new = d.new >= 0.5;

	topic->both += old && new;
	topic->neither += !old && !new;
	topic->added += !old && new;
	topic->gone += old && !new;
	topic->old_silent += names(item->old.no_opinion, topic->name);
	topic->new_silent += names(item->new.no_opinion, topic->name);
	if (d.label >= 0) {
		topic->labelled++;
		judge(&topic->old, old, d.label);
		judge(&topic->new, new, d.label);
	}
	keep_worst(tally, topic, item, &d);
}

static struct tally_watch *watch_of(struct tally *tally, struct nw_str name)
{
	struct tally_watch *watch = nwi_map_get(&tally->watches, name);

	if (watch)
		return watch;
	watch = nw_arena_new_of(tally->arena, struct tally_watch);
	if (!watch)
		abort();
	watch->name = keep(tally, name);
	nwi_map_put(&tally->watches, watch->name, watch);
	return watch;
}

static void add_watches(struct tally *tally, const struct tally_item *item)
{
	const json_t *old = item->old.watches, *new = item->new.watches;

	for (size_t i = 0; i < json_array_size(old); i++) {
		struct nw_str name =
			nw_str_from(json_string_value(json_array_get(old, i)));
		struct tally_watch *watch = watch_of(tally, name);
		if (names(new, name))
			watch->both++;
		else
			watch->gone++;
	}
	for (size_t i = 0; i < json_array_size(new); i++) {
		struct nw_str name =
			nw_str_from(json_string_value(json_array_get(new, i)));
		if (!names(old, name))
			watch_of(tally, name)->added++;
	}
}

void tally_add(struct tally *tally, const struct tally_item *item)
{
	tally->items++;
	for (size_t i = 0; i < tally->topics.count; i++)
		add_topic(tally, tally->topics.rows[i].value, item);
	add_watches(tally, item);
}

/* ---- figures ---- */

static double share(uint64_t part, uint64_t rest)
{
	return part + rest ? (double)part / (double)(part + rest) : 0;
}

static double f1_of(const struct judged *j)
{
	double whole =
		2 * (double)j->hits + (double)j->alarms + (double)j->misses;

	return whole > 0 ? 2 * (double)j->hits / whole : 0;
}

static void put_count(struct nw_buf *out, const char *key, uint64_t value)
{
	nwi_json_put_int(out, key, (int64_t)value);
}

static void put_judged(struct nw_buf *out, const char *key,
		       const struct judged *j)
{
	nwi_json_key(out, key);
	nwi_json_open(out, '{');
	nwi_json_key(out, "precision");
	nwi_json_double(out, share(j->hits, j->alarms));
	nwi_json_key(out, "recall");
	nwi_json_double(out, share(j->hits, j->misses));
	nwi_json_key(out, "f1");
	nwi_json_double(out, f1_of(j));
	nwi_json_close(out, '}');
}

static void put_topic(const struct tally *tally, const struct tally_topic *t,
		      struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "topic");
	nwi_json_put_str(out, "topic", t->name);
	put_count(out, "items", tally->items);
	put_count(out, "both", t->both);
	put_count(out, "neither", t->neither);
	put_count(out, "added", t->added);
	put_count(out, "gone", t->gone);
	put_count(out, "old_no_opinion", t->old_silent);
	put_count(out, "new_no_opinion", t->new_silent);
	put_count(out, "labelled", t->labelled);
	if (t->labelled) {
		put_judged(out, "old", &t->old);
		put_judged(out, "new", &t->new);
	}
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}

static void put_difference(const struct tally_topic *t,
			   const struct difference *d, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "difference");
	nwi_json_put_str(out, "topic", t->name);
	nwi_json_put_str(out, "id", d->id);
	nwi_json_put_str(out, "title", d->title);
	nwi_json_key(out, "old");
	nwi_json_double(out, d->old);
	nwi_json_key(out, "new");
	nwi_json_double(out, d->new);
	if (d->label >= 0)
		nwi_json_put_bool(out, "label", d->label);
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}

static void put_watch(const struct tally_watch *w, struct nw_buf *out)
{
	nwi_json_open(out, '{');
	nwi_json_put_text(out, "type", "watch");
	nwi_json_put_str(out, "watch", w->name);
	put_count(out, "both", w->both);
	put_count(out, "added", w->added);
	put_count(out, "gone", w->gone);
	nwi_json_close(out, '}');
	nw_buf_add_char(out, '\n');
}

void tally_json(const struct tally *tally, struct nw_buf *out)
{
	for (size_t i = 0; i < tally->topics.count; i++) {
		const struct tally_topic *t = tally->topics.rows[i].value;
		put_topic(tally, t, out);
		for (size_t k = 0; k < t->worst_count; k++)
			put_difference(t, &t->worst[k], out);
	}
	for (size_t i = 0; i < tally->watches.count; i++)
		put_watch(tally->watches.rows[i].value, out);
}

/* ---- for a person ---- */

static void show_judged(const char *name, const struct judged *j,
			struct nw_buf *out)
{
	nw_buf_add_fmt(out, "  %-24.24s   %.3f   %.3f   %.3f\n", name,
		       share(j->hits, j->alarms), share(j->hits, j->misses),
		       f1_of(j));
}

static void show_difference(const struct difference *d, struct nw_buf *out)
{
	static const char *const said[] = { "is none", "is one" };

	nw_buf_add_fmt(out, "    %.2f -> %.2f  ", d->old, d->new);
	if (d->label >= 0)
		nw_buf_add_fmt(out, "(%s) ", said[d->label]);
	nwi_text_terminal(out, d->title.len ? d->title : d->id, TITLE_BYTES);
	nw_buf_add_char(out, '\n');
}

static void show_topic(const struct tally_topic *t, const char *old,
		       const char *new, struct nw_buf *out)
{
	nw_buf_add_char(out, '\n');
	nwi_text_terminal(out, t->name, 128);
	nw_buf_add_fmt(
		out,
		": %llu fire with both, %llu newly, %llu no longer, "
		"%llu with neither\n",
		(unsigned long long)t->both, (unsigned long long)t->added,
		(unsigned long long)t->gone, (unsigned long long)t->neither);
	if (t->old_silent != t->new_silent)
		nw_buf_add_fmt(out, "  without an opinion: %llu, then %llu\n",
			       (unsigned long long)t->old_silent,
			       (unsigned long long)t->new_silent);
	if (t->labelled) {
		nw_buf_add_fmt(out,
			       "  %-24s precision  recall  F1  (%llu labelled "
			       "items)\n",
			       "", (unsigned long long)t->labelled);
		show_judged(old, &t->old, out);
		show_judged(new, &t->new, out);
	}
	if (t->worst_count)
		nw_buf_add_text(out, "  largest differences\n");
	for (size_t i = 0; i < t->worst_count; i++)
		show_difference(&t->worst[i], out);
}

void tally_text(const struct tally *tally, const char *old, const char *new,
		struct nw_buf *out)
{
	nw_buf_add_fmt(out, "%llu items: %s, then %s\n",
		       (unsigned long long)tally->items, old, new);
	for (size_t i = 0; i < tally->topics.count; i++)
		show_topic(tally->topics.rows[i].value, old, new, out);
	if (tally->watches.count)
		nw_buf_add_text(out, "\nwatches: items that both hit, newly, "
				     "no longer\n");
	for (size_t i = 0; i < tally->watches.count; i++) {
		const struct tally_watch *w = tally->watches.rows[i].value;
		nw_buf_add_fmt(out, "  %6llu %6llu %6llu  ",
			       (unsigned long long)w->both,
			       (unsigned long long)w->added,
			       (unsigned long long)w->gone);
		nwi_text_terminal(out, w->name, 128);
		nw_buf_add_char(out, '\n');
	}
}
