/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A role for each line: the sequence with the highest sum of what the
 * features say for each role and of what may follow what (Viterbi). A second
 * round adds what the first one learnt about this page: lines of the shape
 * that its titles have are titles, the others are not.
 */
#include "page/digest_impl.h"

enum { NEVER = -1000, SHAPES = 4096, MOST_LEARNT = 5, BESIDE = 4 };

/* clang-format off */
/* Points of a feature for each role. */
static const struct {
	enum digest_feature feature;
	int8_t points[ROLE_COUNT];
} features[] = {
	/*                   out  pre titl post lead body cut  sub  after */
	{ F_TINY,          {   1,   2,  -3,   1,  -8,  -4,  -1,   0,   1 } },
	{ F_SHORT,         {   0,  -2,   4,  -3,  -2,   0,  -2,  -1,  -3 } },
	{ F_MIDDLE,        {   0,  -8,  -1,  -8,   4,   4,  -2,  -6,  -6 } },
	{ F_LONG,          {  -2, -12, -12, -12,   8,   8,  -2, -14, -12 } },
	{ F_DOT,           {  -2,  -6,  -7,  -6,   6,   6,  -1,  -6,  -4 } },
	{ F_QUOTED_DOT,    {  -1,  -4,  -2,  -5,   4,   4,  -1,  -5,  -4 } },
	{ F_MARK,          {   0,  -3,   0,  -4,   2,   2,   0,   0,  -3 } },
	{ F_TRAILING,      {   1,  -4,  -2,  -4,   2,   2,   0,  -4,  -4 } },
	{ F_COLON,         {   0,  -1,  -3,  -2,  -3,   2,   0,   2,  -2 } },
	{ F_OPEN,          {   0,   0,   0,   0,  -8,  -3,   0,   0,   0 } },
	{ F_SENTENCES,     {  -1,  -8,  -5,  -8,   6,   6,  -1,  -8,  -8 } },
	{ F_LOWER,         {   0,   0,  -4,   0,  -3,   2,   0,  -2,   0 } },
	{ F_QUOTE,         {   0,  -2,  -1,  -2,   0,   2,   0,  -1,  -2 } },
	{ F_CAPITALS,      {   0,   0,   4,  -1,  -6,  -6,  -1,   1,  -1 } },
	{ F_UPPER,         {   0,   0,   2,  -1,  -5,  -5,   0,   1,  -1 } },
	{ F_BULLET,        {   0,   0,   0,  -1,   2,   0,   0,  -2,   0 } },
	{ F_NUMBERED,      {  -1,  -4,   4,  -4,   4,   0,  -2,  -1,  -4 } },
	{ F_CLOCKED,       {  -1,  -6,   6,  -4,   4,   0,  -4,  -4,  -4 } },
	{ F_HEADED,        {   0,  -2,   6,  -4,  -8,  -8,  -2,   2,  -6 } },
	{ F_UNDERLINED,    {  -1,  -2,  10,  -6,  -8,  -8,  -4,   2,  -8 } },
	{ F_DATE,          {   0,   8, -30,   8, -30, -20,  -6, -20,   2 } },
	{ F_STAMP,         {   0,   6, -30,   7, -30, -20,  -6, -20,   6 } },
	{ F_DATED,         {   0,   7, -12,   8, -16, -12,  -4, -12,   5 } },
	{ F_BYLINE,        {   0,   2,  -8,   8,  -8,  -6,   0,  -6,   3 } },
	{ F_LABEL,         {   0,   5,  -3,   4,  -8,  -6,   0,  -3,   2 } },
	{ F_LINK,          {   1,   0, -16,   6, -16, -10,   0, -12,   8 } },
	{ F_REPEATED,      {   3,   5, -10,   3,  -8,  -4,   4,  -2,   5 } },
	{ F_NOISE,         {   8,   2, -22,  -2, -16, -14,  13, -12,  10 } },
	{ F_CAPTION,       {   4,  -8, -24,  -4, -16, -12,  13, -12,   2 } },
	{ F_TAGS,          {   6,  -6, -16,   2, -16, -14,   6, -14,  14 } },
	{ F_LISTHEAD,      {  16,  -8, -16, -14, -18, -16,   2, -14,   2 } },
	{ F_LISTED,        {   8,  -6,  -8,  -8, -10,  -9,  -2,  -8,  -3 } },
	{ F_RULED,         {   2,   4,   5,  -8,   2,  -5,  -6,  -5,   0 } },
	{ F_FAR,           {   1,   2,   4,  -4,   1,  -1,   0,  -1,  -2 } },
	{ F_NEAR,          {   0,   0,  -2,   3,  -2,   1,   0,  -1,   2 } },
	{ F_APART,         {   2,   2,   5,  -6,   0,  -3,  -2,  -2,  -3 } },
	{ F_FAR_NEXT,      {   0,   0,   3,   0,  -1,  -1,   0,   1,   0 } },
	{ F_PROSE_NEXT,    {  -1,   0,   3,   1,   0,   0,   0,   2,  -1 } },
	{ F_NO_PROSE_NEXT, {   1,   0,  -8,  -4,   0,   0,   0,  -8,   1 } },
	{ F_LINK_NEXT,     {   0,   0,   3,   0,   0,   0,   0,  -2,   0 } },
	{ F_PROSE,         {  -3,  -8,  -4,  -8,   5,   5,  -1,  -6,  -6 } },
	{ F_TAKEN,         {  60,   0,   0,   0,   0,   0,   0,   0,   0 } },
	{ F_LEADING,       {   0,   0,   0,   0,  16,  -8,   0,   0,   0 } },
	{ F_LIST,          {  -2, -12, -14,  -8,  -6,   8,  -4,  -6, -10 } },
	{ F_BLOCK,         {   0,  -8,   8,  -8,  -8,  -6,  -4,  -6,  -8 } },
	{ F_DECK,          {   0,  -6, -16,  -2, -10,  -4,   0,   8,  -8 } },
	{ F_ALIEN,         {   0,   0, -10,   0,   0,  -2,   5,   2,   0 } },
	{ F_FIRST,         {   1,   0,   0,   0,   0,   0,   0,   0,   0 } },
};

static const int16_t follows[ROLE_COUNT][ROLE_COUNT] = {
	/* from               out    pre  title   post   lead   body    cut    sub  after */
	[ROLE_OUT]     = {     1,     0,     0, NEVER,   -16, NEVER, NEVER, NEVER, NEVER },
	[ROLE_PRE]     = {    -6,     0,     3, NEVER,    -7, NEVER, NEVER, NEVER, NEVER },
	[ROLE_TITLE]   = {   -10,   -16,   -14,     1, NEVER,     3,    -2, NEVER,   -10 },
	[ROLE_POST]    = {    -8,   -14,   -14,     0, NEVER,     3,     0,   -10,   -10 },
	[ROLE_LEAD]    = {    -3,    -1,    -1, NEVER,   -14,     2,     0,    -3,     0 },
	[ROLE_BODY]    = {    -3,    -1,    -1, NEVER,   -16,     2,     0,    -3,     0 },
	[ROLE_CUT]     = {     0,    -1,    -1,    -4,   -16,     1,     0,    -3,     0 },
	[ROLE_SUB]     = {    -8,    -8,    -8, NEVER, NEVER,     3,    -1, NEVER,    -8 },
	[ROLE_AFTER]   = {     0,     0,     1, NEVER,   -10,   -10,    -2, NEVER,     0 },
};
/* clang-format on */

static const int16_t begins[ROLE_COUNT] = { 0,	   0,	  0,	 NEVER, -10,
					    NEVER, NEVER, NEVER, NEVER };

struct roles {
	struct digest *d;
	int16_t learnt[SHAPES];
	uint8_t (*from)[ROLE_COUNT]; /* the best role before, per line */
};

static bool is_body(int role)
{
	return role == ROLE_BODY || role == ROLE_LEAD;
}

static int emission(const struct digest *d, const struct digest_line *line,
		    int role)
{
	int sum = 0;

	if (line->stamp && line->stamp == d->trailing)
		sum += role == ROLE_AFTER ? 8 : role == ROLE_PRE ? -8 : 0;
	if (d->bare && role == ROLE_TITLE &&
	    (line->bits & BIT(F_NO_PROSE_NEXT)))
		sum += 8;
	if ((line->word == WORD_FILLER || line->word == WORD_MACHINE) &&
	    (role == ROLE_BODY || role == ROLE_LEAD))
		sum -= 20;
	if (d->bare && role == ROLE_POST)
		sum += 4;
	/* Nothing stands behind the last line that it could introduce. */
	if (line == &d->lines[d->count - 1] &&
	    (role == ROLE_PRE || role == ROLE_SUB))
		sum -= 20;
	if (d->single && role == ROLE_TITLE && !(line->bits & BIT(F_FIRST)))
		sum -= 14;
	if (d->untitled && role == ROLE_TITLE)
		sum -= 4;
	if (role == ROLE_TITLE && (line->bits & BIT(F_PROSE)) &&
	    (line->bits & BIT(F_DOT)) && line->words > 12)
		sum -= 10;
	if (d->parted && (line->bits & BIT(F_RULED)) && is_body(role))
		sum -= 25;
	return sum;
}

static void score_line(const struct digest *d, const struct digest_line *line,
		       int points[ROLE_COUNT])
{
	for (int role = 0; role < ROLE_COUNT; role++)
		points[role] = emission(d, line, role);
	for (size_t f = 0; f < sizeof(features) / sizeof(features[0]); f++) {
		if (!(line->bits & BIT(features[f].feature)))
			continue;
		for (int role = 0; role < ROLE_COUNT; role++)
			points[role] += features[f].points[role];
	}
}

/* What this page's titles look like, in a number. */
static uint32_t shape_of(const struct digest *d, size_t i)
{
	const uint64_t looks = BIT(F_CAPITALS) | BIT(F_UPPER) | BIT(F_HEADED) |
			       BIT(F_UNDERLINED) | BIT(F_RULED) | BIT(F_PROSE) |
			       BIT(F_PROSE_NEXT) | BIT(F_LISTED) |
			       BIT(F_LINK_NEXT) | BIT(F_COLON);
	const uint64_t meta = BIT(F_DATE) | BIT(F_DATED) | BIT(F_STAMP) |
			      BIT(F_LABEL) | BIT(F_TAGS) | BIT(F_LINK);
	const struct digest_line *line = &d->lines[i];
	uint64_t key = line->bits & looks;
	uint16_t gap = line->gap > 3 ? 3 : line->gap;
	uint16_t after = i + 1 < d->count ? line[1].gap : 3;
	uint64_t next = i + 1 < d->count ? line[1].bits & meta : 0;
	uint64_t before = i > 0 ? line[-1].bits & meta : 0;

	key = key * 31 + gap;
	key = key * 31 + (after > 3 ? 3 : after);
	key = key * 31 + line->mark;
	key = key * 31 + (next != 0);
	key = key * 31 + (before != 0);
	return (uint32_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 52);
}

/* What this page does otherwise than most. */
static int turn(const struct digest *d, const struct digest_line *line,
		int from, int to)
{
	const struct digest_line *before = line - 1;

	/* "Read the full story" ends a text; one behind it is another. */
	if (before->word == WORD_MORE && before->words <= 5 &&
	    !(before->bits & (BIT(F_COLON) | BIT(F_LINK))) &&
	    memchr(before->text.at, ':', before->text.len) == NULL &&
	    (from == ROLE_CUT || from == ROLE_AFTER)) {
		if (to == ROLE_BODY)
			return -8;
		if (to == ROLE_LEAD)
			return 10;
	}
	if (line->bits & BIT(F_DECK) && to == ROLE_SUB && from == ROLE_TITLE)
		return -NEVER + 4;
	if (line->bits & BIT(F_DECK) && to == ROLE_SUB && from == ROLE_POST)
		return 14;
	if (before->bits & BIT(F_DECK) && to == ROLE_POST && from == ROLE_SUB)
		return -NEVER;
	/* Behind a share bar a name may follow, a date begins something new. */
	if (from == ROLE_CUT && to == ROLE_POST &&
	    !(line->bits & (BIT(F_BYLINE) | BIT(F_LABEL))))
		return NEVER;
	/* Outlet and date of one item stand together. */
	if (from == ROLE_PRE && to == ROLE_PRE && (line->bits & BIT(F_FAR)))
		return -8;
	/* What follows a name and a time behind a text is another text. */
	if (d->trailing && before->stamp == d->trailing &&
	    (to == ROLE_LEAD || to == ROLE_BODY))
		return to == ROLE_LEAD ? 8 : NEVER;
	/* Some entries of a live page have no title. */
	if (d->clocked && !d->trailing && from == ROLE_PRE && to == ROLE_LEAD &&
	    (before->stamp == STAMP_TIME || before->stamp == STAMP_GLUED))
		return 5;
	if (to == ROLE_LEAD && d->untitled)
		return 6;
	if (d->bare && (from == ROLE_POST || from == ROLE_TITLE) &&
	    (to == ROLE_TITLE || to == ROLE_PRE || to == ROLE_AFTER))
		return to == ROLE_AFTER ? 8 : 14;
	if (d->bare && to == ROLE_BODY)
		return -10;
	return 0;
}

static void best_path(struct roles *r)
{
	struct digest *d = r->d;
	int now[ROLE_COUNT], last[ROLE_COUNT] = { 0 };

	for (size_t i = 0; i < d->count; i++) {
		int points[ROLE_COUNT];
		score_line(d, &d->lines[i], points);
		if (!d->single)
			points[ROLE_TITLE] += r->learnt[shape_of(d, i)];
		for (int to = 0; to < ROLE_COUNT; to++) {
			int best = INT32_MIN / 2;
			for (int from = 0; i > 0 && from < ROLE_COUNT; from++) {
				int sum = last[from] + follows[from][to];
				sum += turn(d, &d->lines[i], from, to);
				if (sum > best) {
					best = sum;
					r->from[i][to] = (uint8_t)from;
				}
			}
			now[to] = (i == 0 ? begins[to] : best) + points[to];
		}
		/* Sums stay small however long the page is. */
		int top = now[0];
		for (int role = 1; role < ROLE_COUNT; role++)
			top = now[role] > top ? now[role] : top;
		for (int role = 0; role < ROLE_COUNT; role++) {
			last[role] = now[role] - top;
			if (last[role] < -100000)
				last[role] = -100000;
		}
	}
	int role = 0;
	for (int i = 1; i < ROLE_COUNT; i++)
		role = last[i] > last[role] ? i : role;
	for (size_t i = d->count; i-- > 0;) {
		d->lines[i].role = (uint8_t)role;
		role = r->from[i][role];
	}
}

/* A date or a by-line between the title and its text, or before the title. */
static bool has_date_beside(const struct digest *d, size_t i)
{
	const uint64_t own =
		BIT(F_DATE) | BIT(F_DATED) | BIT(F_STAMP) | BIT(F_BYLINE);

	for (size_t k = i + 1; k < d->count && k <= i + BESIDE; k++) {
		if (d->lines[k].bits & own)
			return true;
		if (d->lines[k].bits & BIT(F_PROSE))
			break;
	}
	/* A heading of a day is nobody's own. */
	if (i > 0 && d->lines[i].gap > 0 && (d->lines[i - 1].bits & own))
		return false;
	for (size_t k = i; k-- > 0 && k + BESIDE >= i;) {
		if (d->lines[k].bits & BIT(F_PROSE))
			break;
		if (d->lines[k].bits & own)
			return true;
	}
	return false;
}

/*
 * Where most titles have a date beside them, a short line between paragraphs
 * that has none is no title, unless it looks like one by itself.
 */
static void find_aliens(struct digest *d)
{
	const uint64_t looks = BIT(F_APART) | BIT(F_HEADED) |
			       BIT(F_UNDERLINED) | BIT(F_RULED) |
			       BIT(F_NUMBERED) | BIT(F_CLOCKED) | BIT(F_BLOCK);
	size_t titles = 0, dated = 0;

	for (size_t i = 0; i < d->count; i++) {
		if (d->lines[i].role != ROLE_TITLE)
			continue;
		titles++;
		dated += has_date_beside(d, i);
	}
	if (dated < 3 || dated * 3 < titles * 2)
		return;
	/* Where dates stand behind texts the first title has none before it. */
	bool begun = d->trailing == STAMP_NONE;
	for (size_t i = 0; i < d->count; i++) {
		struct digest_line *line = &d->lines[i];
		begun = begun || line->stamp == d->trailing;
		if (begun && !(line->bits & (looks | BIT(F_PROSE))) &&
		    !line->stamp && !has_date_beside(d, i))
			line->bits |= BIT(F_ALIEN);
	}
}

/* Points by how many lines of a shape were titles. */
static bool learn(struct roles *r)
{
	struct digest *d = r->d;
	uint32_t(*counts)[2] =
		nw_arena_array(d->arena, SHAPES, sizeof(*counts));

	if (!counts)
		return false;
	size_t ruled = 0, parted = 0;
	for (size_t i = 0; i < d->count; i++) {
		const struct digest_line *line = &d->lines[i];
		bool title = line->role == ROLE_TITLE;
		ruled += (line->bits & BIT(F_RULED)) != 0;
		parted += (line->bits & BIT(F_RULED)) &&
			  (title || line->role == ROLE_PRE);
		if (title || is_body(line->role) || line->role == ROLE_SUB ||
		    line->role == ROLE_OUT || line->role == ROLE_CUT)
			counts[shape_of(d, i)][title]++;
	}
	d->parted = parted > 1 && parted * 5 >= ruled * 3;
	for (size_t i = 0; i < SHAPES; i++) {
		int yes = (int)counts[i][1], no = (int)counts[i][0];
		int sum = yes + no;
		if (sum >= 2)
			r->learnt[i] =
				(int16_t)((yes - no) * MOST_LEARNT / (sum + 1));
		else
			r->learnt[i] = 0;
	}
	return true;
}

/* What an article has about itself, and a crosshead has not. */
static bool is_own(const struct digest_line *line)
{
	const uint64_t meta = BIT(F_DATE) | BIT(F_DATED) | BIT(F_STAMP) |
			      BIT(F_LINK) | BIT(F_BYLINE) | BIT(F_TAGS) |
			      BIT(F_LABEL);

	return (line->role == ROLE_PRE || line->role == ROLE_POST ||
		line->role == ROLE_AFTER) &&
	       (line->bits & meta);
}

/* "Unsubscribe": one article by name among several pieces is no rare thing. */
static bool is_letter(const struct digest *d)
{
	for (size_t i = 0; i < d->count; i++) {
		if (d->lines[i].word == WORD_LETTER &&
		    nw_str_starts_nocase(d->lines[i].text, "unsubscribe"))
			return true;
	}
	return false;
}

/*
 * One long title, then short ones or questions without anything of their own
 * and no wider apart than paragraphs are: crossheads of one article. Tags and
 * dates behind the last of them are the article's.
 */
static void find_single(struct digest *d)
{
	const uint64_t own_bits =
		BIT(F_DATE) | BIT(F_DATED) | BIT(F_STAMP) | BIT(F_BYLINE);
	size_t later = 0, small = 0, owned = 0, last_owned = 0;
	const struct digest_line *first = NULL;
	size_t texts = 0, first_texts = 0;
	bool signed_first = false;

	for (size_t i = 0; i < d->count; i++) {
		const struct digest_line *line = &d->lines[i];
		if (is_own(line) && later > 0 && last_owned != later) {
			last_owned = later;
			owned++;
		}
		signed_first = signed_first || (first && later == 0 &&
						line->role == ROLE_POST &&
						(line->bits & own_bits));
		texts += is_body(line->role);
		if (line->role != ROLE_TITLE)
			continue;
		if (!first) {
			first = line;
			continue;
		}
		later++;
		first_texts += later == 1 ? texts : 0;
		small += !(line->bits & first->bits & BIT(F_UPPER)) &&
			 line->gap <= d->paragraph_gap &&
			 !(line->bits & BIT(F_RULED)) &&
			 (line->words <= 5 || (line->bits & BIT(F_MARK)));
	}
	bool only_last = owned == 0 || (owned == 1 && last_owned == later);
	/* Sections of an article are longer than most pieces of an archive. */
	bool full = (signed_first && !is_letter(d)) ||
		    (texts - first_texts) * 5 >= later * 9;
	d->single = later > 0 && only_last && full && small * 4 >= later * 3 &&
		    first->words >= (signed_first ? 3 : 6);
	if (d->single)
		d->lines[first - d->lines].bits |= BIT(F_FIRST);
}

bool nwi_digest_roles(struct digest *d)
{
	struct roles *r = nw_arena_new_of(d->arena, struct roles);

	if (!r)
		return false;
	r->d = d;
	r->from = nw_arena_array(d->arena, d->count + 1, sizeof(*r->from));
	if (!r->from)
		return false;
	if (!nwi_digest_mark(d))
		return false;
	for (int round = 0; round < 3; round++) {
		best_path(r);
		if (round == 2)
			break;
		if (!learn(r))
			return false;
		if (round == 0)
			find_single(d);
		if (round == 0)
			find_aliens(d);
	}
	return true;
}
