/* SPDX-License-Identifier: Apache-2.0 */
#include "topic/linear.h"

#include "base/hash.h"

#include <math.h>
#include <stdlib.h>

#define EVIDENCE_MOST 3.0
#define LEXICON_SURE  0.95

double nwi_model_evidence(double score)
{
	double evidence = score < 0.9 ? sqrt(score / (1 - score)) : 3;

	return evidence < EVIDENCE_MOST ? evidence : EVIDENCE_MOST;
}

/* What the lexicon's evidence and the words say together; 0 is the border. */
static double sum_of(const struct nwi_model *model,
		     const struct nwi_features *features, double evidence)
{
	double sum = 0;

	for (uint32_t i = 0; i < features->count; i++)
		sum += (double)nwi_model_weight(model, features->at[i].hash);
	if (features->words)
		sum /= sqrt(features->words);
	sum += model->bias + model->lexicon[0] * evidence;
	if (evidence >= 1)
		sum += model->lexicon[1];
	return sum - model->decision;
}

/*
 * The file's score as the logarithm of its odds, within bounds: no evidence
 * is not proof, and no heap of it is.
 */
static double lexicon_odds(double score)
{
	if (score <= 1 - LEXICON_SURE)
		return log((1 - LEXICON_SURE) / LEXICON_SURE);
	if (score >= LEXICON_SURE)
		return log(LEXICON_SURE / (1 - LEXICON_SURE));
	return log(score / (1 - score));
}

double nwi_model_score(const struct nwi_model *model,
		       const struct nwi_features *features, double score)
{
	double share = features->share *
		       (features->titled ? (1 + 2 * model->titled) / 3 : 1);
	double sum = sum_of(model, features, nwi_model_evidence(score));

	sum = share * sum + (1 - share) * lexicon_odds(score);
	sum *= 1 + share * (model->slopes[sum < 0] - 1);
	return 1 / (1 + exp(-sum));
}

/* ---- reading a file ---- */

struct reading {
	struct nw_str name, rest;
	uint32_t line;
	struct nw_arena *arena;
	struct nwi_sha256 sha;
	char told[2 * NWI_SHA256_BYTES + 1];
	struct nw_error *err;
};

static enum nw_status wrong(struct reading *r, const char *what)
{
	return nw_fail(r->err, NW_BAD_CONFIG, "%.*s:%u: %s", NW_FMT(r->name),
		       r->line, what);
}

static bool next_line(struct reading *r, struct nw_str *line)
{
	r->line++;
	if (!nw_str_next(&r->rest, '\n', line))
		return false;
	if (!nw_str_starts(*line, "sha256: ")) {
		nwi_sha256_add(&r->sha, line->at, line->len);
		nwi_sha256_add(&r->sha, "\n", 1);
	}
	return true;
}

/* The value of a header line, which must be the one expected here. */
static enum nw_status header(struct reading *r, const char *key,
			     struct nw_str *value)
{
	struct nw_str line;

	if (!next_line(r, &line) || !nw_str_starts(line, key) ||
	    !nw_str_starts(nw_str_slice(line, strlen(key), line.len), ": "))
		return nw_fail(r->err, NW_BAD_CONFIG,
			       "%.*s:%u: expected \"%s: ...\"", NW_FMT(r->name),
			       r->line, key);
	*value = nw_str_slice(line, strlen(key) + 2, line.len);
	return NW_OK;
}

/* `count` integers parted by a space, each at most a million either way. */
static enum nw_status numbers(struct reading *r, const char *key, int64_t *out,
			      size_t count)
{
	struct nw_str rest, field = { 0 };
	enum nw_status status = header(r, key, &rest);

	for (size_t i = 0; status == NW_OK && i < count; i++) {
		if (!nw_str_next(&rest, ' ', &field) ||
		    nw_str_to_int(field, &out[i]) != NW_OK ||
		    out[i] < -1000000 || out[i] > 1000000)
			return wrong(r, "expected numbers from -1000000 to "
					"1000000");
	}
	return status;
}

static enum nw_status begin(struct reading *r)
{
	struct nw_str line;

	if (!next_line(r, &line) || !nw_str_is(line, "newswatch-model 1"))
		return wrong(r, "this is no model of newswatch; expected "
				"\"newswatch-model 1\"");
	return NW_OK;
}

static enum nw_status check_features(struct reading *r)
{
	struct nw_str made;
	char ours[64];
	enum nw_status status = header(r, "features", &made);

	nwi_features_scheme(ours);
	if (status == NW_OK && !nw_str_is(made, ours))
		return nw_fail(r->err, NW_UNSUPPORTED,
			       "%.*s:%u: its features are \"%.*s\" and this "
			       "newswatch makes \"%s\": train it again",
			       NW_FMT(r->name), r->line, NW_FMT(made), ours);
	return status;
}

static enum nw_status read_numbers(struct reading *r, struct nwi_model *m)
{
	int64_t titled = 0, bias = 0, lexicon[2] = { 0 };
	int64_t decision = 0, slopes[2] = { 0 }, count = 0;
	enum nw_status status = numbers(r, "titled", &titled, 1);

	if (status == NW_OK && (titled < 0 || titled > 1000))
		status = wrong(r, "expected 0 to 1000");
	if (status == NW_OK)
		status = numbers(r, "bias", &bias, 1);
	if (status == NW_OK)
		status = numbers(r, "lexicon", lexicon, 2);
	if (status == NW_OK)
		status = numbers(r, "decision", &decision, 1);
	if (status == NW_OK)
		status = numbers(r, "slopes", slopes, 2);
	if (status == NW_OK && (slopes[0] <= 0 || slopes[1] <= 0))
		status = wrong(r, "expected slopes over 0");
	if (status == NW_OK)
		status = numbers(r, "weights", &count, 1);
	if (status == NW_OK && (count < 0 || count > NWI_MODEL_WEIGHTS))
		status = wrong(r, "expected 0 to 262144 weights");
	m->titled = (double)titled / 1000;
	m->bias = (double)bias / 1000;
	m->lexicon[0] = (double)lexicon[0] / 1000;
	m->lexicon[1] = (double)lexicon[1] / 1000;
	m->decision = (double)decision / 1000;
	m->slopes[0] = (double)slopes[0] / 1000;
	m->slopes[1] = (double)slopes[1] / 1000;
	m->weight_count = (uint32_t)count;
	return status;
}

static enum nw_status read_head(struct reading *r, struct nwi_model *m)
{
	struct nw_str text;
	enum nw_status status = begin(r);

	if (status == NW_OK)
		status = header(r, "topic", &m->topic);
	if (status == NW_OK)
		status = header(r, "language", &m->language);
	if (status == NW_OK)
		status = check_features(r);
	if (status == NW_OK)
		status = header(r, "trained", &text);
	if (status == NW_OK)
		status = read_numbers(r, m);
	if (status == NW_OK)
		status = header(r, "sha256", &text);
	if (status != NW_OK)
		return status;
	if (text.len != sizeof(r->told) - 1)
		return wrong(r, "expected 64 hexadecimal digits");
	memcpy(r->told, text.at, text.len);
	m->topic = nw_arena_str(r->arena, m->topic);
	m->language = nw_arena_str(r->arena, m->language);
	return NW_OK;
}

static bool hex(struct nw_str text, uint32_t *out)
{
	*out = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
		*out = *out << 4 |
		       (uint32_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	return text.len == 8;
}

static enum nw_status read_weights(struct reading *r, struct nwi_model *m)
{
	uint32_t room = 16, last = 0;
	struct nw_str line;

	while (room < m->weight_count * 2)
		room *= 2;
	m->mask = room - 1;
	m->slots = nw_arena_array(r->arena, room, sizeof(*m->slots));
	if (!m->slots)
		return nw_fail(r->err, NW_LIMIT, "%.*s: no memory for it",
			       NW_FMT(r->name));
	if (!next_line(r, &line) || line.len)
		return wrong(r, "expected an empty line before the weights");
	for (uint32_t i = 0; i < m->weight_count; i++) {
		uint32_t hash = 0, at;
		int64_t value = 0;
		if (!next_line(r, &line) || line.len < 10 ||
		    !hex(nw_str_slice(line, 0, 8), &hash) ||
		    line.at[8] != ' ' ||
		    nw_str_to_int(nw_str_slice(line, 9, line.len), &value) !=
			    NW_OK ||
		    value == 0 || value < -100000 || value > 100000 ||
		    (i && hash <= last))
			return wrong(r, "expected a hash above the one before "
					"and a weight");
		for (at = hash & m->mask; m->slots[at].value != 0.0F;)
			at = (at + 1) & m->mask;
		m->slots[at] =
			(struct nwi_weight){ hash, (float)value / 1000.0F };
		last = hash;
	}
	return r->rest.len ? wrong(r, "expected the end of the file") : NW_OK;
}

static enum nw_status check_sum(struct reading *r)
{
	unsigned char sum[NWI_SHA256_BYTES];
	static const char digits[] = "0123456789abcdef";

	nwi_sha256_end(&r->sha, sum);
	for (size_t i = 0; i < sizeof(sum); i++) {
		if (r->told[2 * i] != digits[sum[i] >> 4] ||
		    r->told[2 * i + 1] != digits[sum[i] & 15])
			return nw_fail(r->err, NW_CORRUPT,
				       "%.*s: its SHA-256 is not the one that "
				       "it states: the file was changed",
				       NW_FMT(r->name));
	}
	return NW_OK;
}

static enum nw_status model_read(const struct nw_topic_file *file,
				 struct nw_arena *arena, struct nwi_model *out,
				 struct nw_error *err)
{
	struct reading r = { .name = file->name,
			     .rest = file->text,
			     .arena = arena,
			     .err = err };
	enum nw_status status;

	nwi_sha256_init(&r.sha);
	status = read_head(&r, out);
	if (status == NW_OK)
		status = read_weights(&r, out);
	return status == NW_OK ? check_sum(&r) : status;
}

/* ---- a set of them ---- */

struct nw_models {
	struct nw_arena *arena;
	size_t count;
	struct nwi_model at[];
};

enum { MODELS = 256, MODELS_BYTES = 256 << 20 };

enum nw_status nw_models_open(const struct nw_topic_file *files, size_t count,
			      struct nw_models **out, struct nw_error *err)
{
	struct nw_arena *arena = nw_arena_new(MODELS_BYTES);
	struct nw_models *models;
	enum nw_status status = NW_OK;

	if (count > MODELS) {
		nw_arena_free(&arena);
		return nw_fail(err, NW_LIMIT, "%zu models are more than %d",
			       count, MODELS);
	}
	models = nw_arena_alloc(arena, sizeof(*models) +
					       count * sizeof(models->at[0]));
	if (!models)
		abort(); /* a few kilobytes of an empty arena */
	models->arena = arena;
	models->count = count;
	for (size_t i = 0; status == NW_OK && i < count; i++)
		status = model_read(&files[i], arena, &models->at[i], err);
	if (status != NW_OK)
		nw_arena_free(&arena);
	else
		*out = models;
	return status;
}

void nw_models_free(struct nw_models **models)
{
	struct nw_models *gone = *models;

	*models = NULL;
	if (gone) {
		struct nw_arena *arena = gone->arena;
		nw_arena_free(&arena);
	}
}

size_t nw_models_count(const struct nw_models *models)
{
	return models->count;
}

struct nw_str nw_models_topic(const struct nw_models *models, size_t i)
{
	return models->at[i].topic;
}

/* ---- a judgement ---- */

/* Lighter words speak for it and tell a reader nothing. */
enum { WORDS_TOLD = 4 };
#define WEIGHT_TOLD 1.5F

static const struct nwi_model *model_for(const struct nw_models *models,
					 struct nw_str topic,
					 struct nw_str language)
{
	size_t dash = nw_str_find_char(language, '-');

	for (size_t i = 0; i < models->count; i++) {
		const struct nwi_model *m = &models->at[i];
		if (nw_str_equal(m->topic, topic) &&
		    (!language.at ||
		     nw_str_equal(m->language,
				  nw_str_slice(language, 0, dash))))
			return m;
	}
	return NULL;
}

static int by_place(const void *a, const void *b)
{
	const struct nw_span *x = a, *y = b;

	if (x->field != y->field)
		return x->field < y->field ? -1 : 1;
	return (x->from > y->from) - (x->from < y->from);
}

static bool is_among(const struct nw_span *spans, uint32_t count,
		     const struct nw_span *span)
{
	for (uint32_t i = 0; i < count; i++) {
		if (spans[i].field == span->field && spans[i].from < span->to &&
		    span->from < spans[i].to)
			return true;
	}
	return false;
}

/* The heaviest words that no span covers yet, behind the spans. */
static uint32_t add_words(const struct nwi_model *model,
			  const struct nwi_features *features,
			  struct nw_span *spans, uint32_t count, uint32_t most)
{
	for (uint32_t n = 0; n < WORDS_TOLD && count < most; n++) {
		const struct nwi_feature *best = NULL;
		float heaviest = WEIGHT_TOLD;

		for (uint32_t i = 0; i < features->count; i++) {
			const struct nwi_feature *f = &features->at[i];
			float weight = nwi_model_weight(model, f->hash);
			if (f->word && weight > heaviest &&
			    !is_among(spans, count, &f->span)) {
				best = f;
				heaviest = weight;
			}
		}
		if (!best)
			break;
		spans[count++] = best->span;
	}
	return count;
}

enum nw_status nw_models_correct(const struct nw_models *models,
				 const struct nw_doc *doc,
				 struct nw_arena *arena,
				 struct nw_topic_verdict *verdict,
				 struct nw_error *err)
{
	const struct nwi_model *model =
		model_for(models, verdict->topic.name, nw_doc_language(doc));
	struct nw_topic *topic = &verdict->topic;
	struct nwi_features *features;
	struct nw_span *spans;
	uint32_t most = topic->span_count + WORDS_TOLD;

	if (!model || verdict->no_opinion)
		return NW_OK;
	features = nw_arena_new_of(arena, struct nwi_features);
	spans = nw_arena_array(arena, most, sizeof(*spans));
	if (!features || !spans)
		return nw_fail(err, NW_LIMIT, "no memory to judge this item");
	nwi_features_of(doc, features);
	topic->score = nwi_model_score(model, features, topic->score);
	if (topic->span_count)
		memcpy(spans, topic->spans, topic->span_count * sizeof(*spans));
	topic->span_count =
		add_words(model, features, spans, topic->span_count, most);
	qsort(spans, topic->span_count, sizeof(*spans), by_place);
	topic->spans = spans;
	return NW_OK;
}
