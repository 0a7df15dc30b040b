/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who wrote an article. JSON-LD and the head are asked first, then what
 * stands beside the title: elements named as author, links to authors' pages,
 * lines that begin with "By". The first that names persons wins; what names
 * only an organisation is kept as the by-line.
 */
#include "html/page_facts.h"

#include "text/utf8.h"

/* Characters of an element that names authors, and between two of them. */
enum { ELEMENT = 120, IN_A_ROW = 24 };

enum { FROM_LD, FROM_HEAD, FROM_NEAR, FROM_FAR, ORIGINS };

static const char *const origin_names[] = { "JSON-LD", "meta",
					    "beside the title",
					    "elsewhere on the page" };

/* An element that may name an author, and how surely: 1 to 4. */
struct candidate {
	uint32_t node;
	unsigned sure;
};

enum { CANDIDATES = 256 };

struct search {
	const struct page_facts *facts;
	struct candidate candidates[CANDIDATES];
	uint32_t count;
	struct nw_str stated[ORIGINS]; /* the only author as it stands */
	bool far_is_weak;	       /* FROM_FAR has only a class's word */
	struct page_names found[ORIGINS];
	struct nw_str line;	  /* the by-line as readers see it */
	struct nw_str first_body; /* an organisation that is stated as author */
};

/* The part of a line that is the by-line: up to a bar, a bullet, a date. */
static struct nw_str byline_of(struct nw_str line)
{
	static const struct nw_str ends[] = {
		NW_STR("|"),
		NW_STR("\xe2\x80\xa2"),
		NW_STR("\xc2\xb7"),
		NW_STR(" \xe2\x80\x94 "),
		NW_STR(" \xe2\x80\x93 "),
		NW_STR(" - "),
		NW_STR(" @"),
		NW_STR(" (@"),
		NW_STR(" Edited "),
		NW_STR(" For "),
	};
	struct page_stretch stretch;
	struct nw_str rest = line;

	if (page_stretch_next(&rest, &stretch) && stretch.label == LABEL_NONE)
		line = stretch.text;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		line = nw_str_slice(line, 0, nw_str_find(line, ends[i]));
	for (size_t i = 1; i < line.len; i++) {
		if (line.at[i] >= '0' && line.at[i] <= '9' &&
		    line.at[i - 1] == ' ') {
			line = nw_str_slice(line, 0, i);
			break;
		}
	}
	line = page_without_day(nw_str_trim(line));
	/* An address, or a small word that led to a date, at the end. */
	for (;;) {
		size_t word = line.len;

		while (word > 0 && line.at[word - 1] != ' ')
			word--;
		struct nw_str last = nw_str_slice(line, word, line.len);
		bool is_small = last.len < 4 && last.len > 0 &&
				last.at[0] >= 'a' && last.at[0] <= 'z';
		if (word == 0 ||
		    (!is_small && nw_str_find_char(last, '@') == last.len))
			return line;
		line = nw_str_trim(nw_str_slice(line, 0, word));
	}
}

static bool is_same(struct nw_str a, struct nw_str b)
{
	return a.len > 0 && a.len == b.len &&
	       strncasecmp(a.at, b.at, a.len) == 0;
}

/* The outlet may be an author here: the publisher's data say so. It is no
   person whatever its name sounds like. */
static void from_ld(struct search *s)
{
	const struct page_ld *ld = &s->facts->ld;
	struct page_names *names = &s->found[FROM_LD];
	const struct nw_str nobody = { NULL, 0 };

	for (uint32_t i = 0; i < ld->author_count; i++) {
		uint32_t persons = names->persons;
		page_names_add(s->facts->page, ld->authors[i], nobody, names);
		if (ld->is_body[i])
			names->persons = persons;
	}
	if (ld->author_count == 1)
		s->stated[FROM_LD] = ld->authors[0];
	for (uint32_t i = 0; i < names->count; i++) {
		if (names->persons > 0 && page_is_person(names->rows[i]) &&
		    (is_same(names->rows[i], s->facts->site) ||
		     is_same(names->rows[i], ld->site)))
			names->persons--;
	}
}

/* "Doe, Jane" in libraries' and journals' fields. */
static struct nw_str turn(const struct page *page, struct nw_str name)
{
	size_t comma = nw_str_find_char(name, ',');
	struct nw_str last = nw_str_trim(nw_str_slice(name, 0, comma));
	struct nw_str first =
		nw_str_trim(nw_str_slice(name, comma + 1, name.len));

	if (comma >= name.len || first.len == 0 || last.len == 0 ||
	    nw_str_find_char(first, ',') < first.len ||
	    nw_str_find_char(last, ' ') < last.len || first.len > 40)
		return name;
	return nw_arena_fmt(page->arena, "%.*s %.*s", NW_FMT(first),
			    NW_FMT(last));
}

/*
 * The outlet, which many heads name as the author: the page's title ends with
 * it, behind a bar or a dash.
 */
static bool ends_title(const struct page *page, struct nw_str name)
{
	struct nw_str title = page_element_line(
		page, nwi_node_find(page->tree.root, NWI_A_TITLE), TITLE_BYTES);

	if (name.len == 0 || title.len < name.len + 3 ||
	    !is_same(nw_str_slice(title, title.len - name.len, title.len),
		     name))
		return false;
	title = nw_str_slice(title, 0, title.len - name.len);
	return nw_str_ends(title, "| ") || nw_str_ends(title, "- ") ||
	       nw_str_ends(title, "\xe2\x80\x93 ") ||
	       nw_str_ends(title, "\xe2\x80\x94 ");
}

static void from_head(struct search *s)
{
	const struct page_head *head = &s->facts->head;
	unsigned best = 255;

	for (unsigned round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < head->count; i++) {
			const struct page_meta_value *row = &head->rows[i];
			if (row->field != F_AUTHOR)
				continue;
			struct page_names one = { 0 };
			struct nw_str text =
				row->is_turned ? turn(s->facts->page, row->text)
					       : row->text;
			page_names_add(s->facts->page, text, s->facts->site,
				       &one);
			bool outlet = one.persons > 0 &&
				      ends_title(s->facts->page, text);
			one.persons = outlet ? 0 : one.persons;
			if (s->first_body.len == 0)
				s->first_body = text;
			/* First which field names persons, then all of it. */
			if (round == 0 && one.persons > 0 && row->rank < best)
				best = row->rank;
			if (round == 0 || (row->rank != best && best != 255))
				continue;
			s->stated[FROM_HEAD] = s->found[FROM_HEAD].count
						       ? nw_str_make(NULL, 0)
						       : text;
			uint32_t persons = s->found[FROM_HEAD].persons;
			page_names_add(s->facts->page, text, s->facts->site,
				       &s->found[FROM_HEAD]);
			if (outlet)
				s->found[FROM_HEAD].persons = persons;
		}
	}
}

/* A folder of an address in which authors' pages are. */
static bool is_authors_folder(struct nw_str folder)
{
	static const struct nw_str names[] = {
		NW_STR("author"),	NW_STR("authors"),
		NW_STR("autor"),	NW_STR("autoren"),
		NW_STR("auteur"),	NW_STR("auteurs"),
		NW_STR("autore"),	NW_STR("autori"),
		NW_STR("autores"),	NW_STR("staff"),
		NW_STR("people"),	NW_STR("profile"),
		NW_STR("profiles"),	NW_STR("by"),
		NW_STR("journalist"),	NW_STR("journalists"),
		NW_STR("reporter"),	NW_STR("reporters"),
		NW_STR("writer"),	NW_STR("writers"),
		NW_STR("redakteur"),	NW_STR("contributor"),
		NW_STR("contributors"), NW_STR("columnist"),
		NW_STR("columnists"),	NW_STR("team"),
		NW_STR("user"),		NW_STR("byline"),
		NW_STR("bylines"),	NW_STR("avtor"),
		NW_STR("person"),	NW_STR("bio"),
		NW_STR("yazar"),	NW_STR("yazarlar"),
		NW_STR("skribent"),	NW_STR("periodista"),
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (folder.len == names[i].len &&
		    memcmp(folder.at, names[i].at, folder.len) == 0)
			return true;
	}
	return false;
}

/* A link to somebody's page: /author/jane-doe. */
static bool is_author_link(const struct nwi_node *node)
{
	struct nw_str rest, folder;

	if (node->atom != NWI_A_A)
		return false;
	rest = nwi_node_attr(node, NWI_A_HREF);
	while (rest.len > 0 && nw_str_next(&rest, '/', &folder)) {
		if (rest.len > 0 && folder.len > 1 && folder.len < 14 &&
		    is_authors_folder(folder))
			return true;
	}
	return false;
}

/* How surely an element names the author: 0 not at all. */
static unsigned names_author(const struct nwi_node *node, unsigned roles,
			     unsigned inherited)
{
	struct nw_str prop = nwi_node_attr(node, NWI_A_ITEMPROP);

	if (node->atom == NWI_A_META || node->atom == NWI_A_LINK)
		return 0;
	if (nw_str_is_nocase(nwi_node_attr(node, NWI_A_REL), "author"))
		return 4;
	if (nw_str_is_nocase(prop, "author") ||
	    nw_str_is_nocase(prop, "creator"))
		return 3;
	if ((inherited & ROLE_AUTHOR) && nw_str_is_nocase(prop, "name"))
		return 4;
	/* The microformat hCard: "fn" is the name of the "vcard". */
	if ((inherited & ROLE_AUTHOR) &&
	    nw_str_is(nwi_node_attr(node, NWI_A_CLASS), "fn"))
		return 4;
	if (is_author_link(node))
		return 3;
	return (roles & ROLE_AUTHOR) ? 2 : 0;
}

/* Where an element may stand, and how surely it must name the author. */
struct wanted {
	bool near;
	bool anywhere; /* in furniture too */
	bool person;
	unsigned least;
};

static bool may_stand(const struct search *s, uint32_t i,
		      const struct wanted *wanted)
{
	const struct page_scan *scan = &s->facts->scan;
	unsigned bad = SCAN_COMMENT;

	if (!wanted->anywhere)
		bad |= wanted->near ? PAGE_SURELY
				    : PAGE_SURELY | PAGE_FURNITURE;
	return !(scan->marks[i] & bad) && (page_place_of(scan, scan->at[i]) >=
					   PLACE_BEFORE) == wanted->near;
}

/* An element inside that says so more surely has the name and less else. */
static void drop_outer(struct search *s, const struct nwi_node *node)
{
	while (s->count > 0) {
		uint32_t last = s->candidates[s->count - 1].node;
		const struct nwi_node *up = node->parent;
		unsigned steps = 0;

		while (up && up->number > last && steps++ < 12)
			up = up->parent;
		if (!up || up->number != last)
			return;
		s->count--;
	}
}

/*
 * "Reviewed by" in the text before it, in one piece or two: not who wrote it.
 */
static bool follows_helper(const struct page *page, uint32_t i)
{
	char words[80];
	size_t len = 0;

	for (uint32_t k = i, steps = 0; k > 1 && steps < 16; steps++) {
		const struct nwi_node *node = page->nodes[--k];

		if (node->kind != NWI_NODE_TEXT ||
		    page_stat_of(page, node)->text == 0 ||
		    (page_stat_of(page, node)->marks & PAGE_SILENT))
			continue;
		struct nw_str text = nw_str_trim(node->text);
		if (text.len + 1 + len > sizeof(words))
			return false;
		memmove(words + text.len + 1, words, len);
		memcpy(words, text.at, text.len);
		words[text.len] = ' ';
		len += text.len + 1;
		if (len > 4)
			return page_is_helper(nw_str_make(words, len));
	}
	return false;
}

static void find_candidates(struct search *s)
{
	const struct page *page = s->facts->page;
	const struct page_scan *scan = &s->facts->scan;

	for (uint32_t i = 1; i < page->tree.count; i++) {
		const struct nwi_node *node = page->nodes[i];
		const struct page_stat *stat = &page->stats[i];

		if (node->kind != NWI_NODE_ELEMENT || stat->text < 2 ||
		    stat->text > ELEMENT || (stat->marks & PAGE_SILENT))
			continue;
		unsigned sure = names_author(node, scan->roles[i],
					     scan->roles[node->parent->number]);
		if (sure == 0 || follows_helper(page, i))
			continue;
		if (sure >= 3)
			drop_outer(s, node);
		if (s->count < CANDIDATES)
			s->candidates[s->count++] =
				(struct candidate){ i, sure };
	}
}

/*
 * What is no person's name: an alias, in few words and each written as a name
 * ("Start free trial" is none), unless the element is sure.
 */
static bool may_be_alias(const struct page_names *one, unsigned sure)
{
	struct nw_str rest = one->rows[0], word;
	unsigned words = 0;
	bool named = true;

	while (nw_str_next(&rest, ' ', &word)) {
		unsigned char c = word.len ? (unsigned char)word.at[0] : 'A';
		named = named && (c >= 0x80 || c < 'a' || c > 'z');
		words++;
	}
	return one->count == 1 && words <= 3 &&
	       ((sure == 4 && words == 1) || named);
}

/* Elements named as author, in a row: what stands farther off is another's. */
static void from_elements(struct search *s, const struct wanted *wanted,
			  struct page_names *names)
{
	const struct page_facts *facts = s->facts;
	const struct page *page = facts->page;
	uint32_t last = 0;

	for (uint32_t c = 0; c < s->count; c++) {
		uint32_t i = s->candidates[c].node;

		if (s->candidates[c].sure < wanted->least ||
		    !may_stand(s, i, wanted))
			continue;
		if (names->count > 0 && facts->scan.at[i] > last + IN_A_ROW)
			return;
		struct page_names one = { 0 };
		struct nw_str text =
			page_element_line(page, page->nodes[i], 2 * NAME_BYTES);
		unsigned sure =
			page_by_word(text) > 0 ? 4 : s->candidates[c].sure;
		page_names_add(page, text, facts->site, &one);
		if (one.count == 0 || (wanted->person && one.persons == 0) ||
		    (!wanted->person && !may_be_alias(&one, sure)))
			continue;
		bool more = names->count > 0; /* what the first one is, too */
		for (uint32_t k = 0; k < one.count; k++) {
			if (!more || !page_tells_role(one.rows[k]))
				page_names_add(page, one.rows[k], facts->site,
					       names);
		}
		last = facts->scan.at[i] + page->stats[i].text;
	}
}

/* "By" in one block, the name in the next. */
static bool is_bare_by(struct nw_str text)
{
	char copy[40];

	if (text.len == 0 || text.len > 24)
		return false;
	memcpy(copy, text.at, text.len);
	copy[text.len] = ' ';
	size_t by = page_by_word(nw_str_make(copy, text.len + 1));
	return by >= text.len && by > 2;
}

static void from_line(struct search *s, uint32_t i, struct page_names *names)
{
	const struct page_line *line = &s->facts->scan.lines[i];
	size_t by = page_by_word(line->text);
	struct nw_str text = line->text;

	if (i > 0 && by == 0 && is_bare_by(s->facts->scan.lines[i - 1].text))
		by = 0;
	else if (by == 0)
		return;
	text = byline_of(nw_str_slice(text, by, text.len));
	if (text.len < 3 || text.len > 160)
		return;
	struct page_names one = { 0 };
	page_names_add(s->facts->page, text, s->facts->site, &one);
	/* "By the end of the year" is no name; "By The Desk" a by-line. */
	if (one.persons == 0 && s->first_body.len == 0 && one.count == 1 &&
	    by > 0 && text.len < 40 && text.at[0] >= 'A' && text.at[0] <= 'Z')
		s->first_body = text;
	if (one.persons == 0 && !(line->roles & ROLE_AUTHOR))
		return;
	if (s->line.len == 0)
		s->line = text;
	for (uint32_t k = 0; k < one.count; k++)
		page_names_add(s->facts->page, one.rows[k], s->facts->site,
			       names);
}

static void from_lines(struct search *s, bool near, struct page_names *names)
{
	const struct page_scan *scan = &s->facts->scan;

	for (uint32_t i = 0; i < scan->line_count; i++) {
		const struct page_line *line = &scan->lines[i];
		bool is_near = page_place_of(scan, line->at) >= PLACE_BEFORE;

		if (is_near != near || line->text.len > 200 ||
		    (line->marks & PAGE_SURELY) ||
		    (!near && (line->marks & PAGE_FURNITURE)))
			continue;
		from_line(s, i, names);
		if (names->count > 0)
			return;
	}
}

/* Whether `all` has every name of `some`. */
static bool holds_all(const struct page_names *all,
		      const struct page_names *some)
{
	for (uint32_t i = 0; i < some->count; i++) {
		bool found = false;
		for (uint32_t k = 0; k < all->count; k++)
			found = found ||
				(all->rows[k].len == some->rows[i].len &&
				 strncasecmp(all->rows[k].at, some->rows[i].at,
					     all->rows[k].len) == 0);
		if (!found)
			return false;
	}
	return some->count > 0;
}

/* From the sure to the unsure; first those who read like persons. */
static void search_page(struct search *s)
{
	static const struct wanted steps[] = {
		{ .near = true, .person = true, .least = 4 },
		{ .near = true, .person = true, .least = 3 },
		{ .near = true, .person = true, .least = 2 },
		{ .near = true, .least = 3 },
		{ .person = true, .least = 3 },
		{ .least = 4 },
		{ .anywhere = true, .person = true, .least = 4 },
		{ .person = true, .least = 2 },
		{ .least = 3 },
		{ .near = true, .least = 2 },
		{ .anywhere = true, .least = 4 },
	};
	struct page_names *near = &s->found[FROM_NEAR];
	struct page_names *far = &s->found[FROM_FAR];
	struct page_names line = { 0 };

	find_candidates(s);
	from_lines(s, true, &line);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (!steps[i].near && line.persons > 0)
			break;
		struct page_names *to = steps[i].near ? near : far;
		from_elements(s, &steps[i], to);
		if (to->count > 0) {
			s->far_is_weak = steps[i].least < 3;
			break;
		}
	}
	if (line.persons > near->persons ||
	    (line.persons > 0 && holds_all(&line, near)))
		*near = line;
	if (near->count == 0 && far->persons == 0) {
		struct page_names end = { 0 };
		from_lines(s, false, &end);
		*far = end.persons > 0 ? end : *far;
	}
}

/*
 * The first that names persons, else the first that names anything. What a
 * class alone says far from the title is the last: it may be a neighbour's.
 */
static unsigned choose(const struct search *s)
{
	unsigned last = s->far_is_weak ? FROM_FAR : ORIGINS;
	unsigned best = ORIGINS;

	for (unsigned i = 0; i < last && best == ORIGINS; i++)
		best = s->found[i].persons > 0 ? i : ORIGINS;
	for (unsigned i = 0; i < ORIGINS && best == ORIGINS; i++)
		best = s->found[i].count > 0 ? i : ORIGINS;
	if (best < FROM_NEAR &&
	    s->found[FROM_NEAR].persons > s->found[best].persons &&
	    holds_all(&s->found[FROM_NEAR], &s->found[best]))
		best = FROM_NEAR;
	return best;
}

static bool names_all(struct nw_str line, const struct page_names *names)
{
	for (uint32_t i = 0; i < names->count; i++) {
		if (nw_str_find(line, names->rows[i]) == line.len)
			return false;
	}
	return names->count > 0;
}

static size_t words_of(struct nw_str text)
{
	size_t words = 1;

	for (size_t i = 0; i < text.len; i++)
		words += text.at[i] == ' ';
	return words;
}

static struct nw_str joined(const struct page *page,
			    const struct page_names *names)
{
	NW_AUTO(nw_buf_fini) struct nw_buf line = { 0 };

	nw_buf_init(&line, TITLE_BYTES);
	for (uint32_t i = 0; i < names->count; i++) {
		nw_buf_add_text(&line, i ? ", " : "");
		nw_buf_add_str(&line, names->rows[i]);
	}
	return nw_arena_buf(page->arena, &line);
}

/* As it stands on the page where that says little more than the names. */
static struct nw_str byline(struct search *s, unsigned origin)
{
	const struct page *page = s->facts->page;
	const struct page_names *names = &s->found[origin];
	struct nw_str plain = joined(page, names);

	if (s->line.len == 0 && s->stated[origin].len > 0) {
		struct nw_str text = nw_str_trim(s->stated[origin]);
		size_t by = page_by_word(text);
		s->line = byline_of(nw_str_slice(text, by, text.len));
	}
	if (s->line.len > 0 && names_all(s->line, names) &&
	    words_of(s->line) <= words_of(plain) * 2 + 2)
		return page_line_in(page, s->line, NAME_BYTES);
	return plain;
}

/* Organisations are authors only where the publisher's data say so. */
static void set_authors(const struct page *page, const struct page_names *names,
			bool stated, struct nw_page *out)
{
	struct nw_str *rows =
		nw_arena_array(page->arena, AUTHORS, sizeof(*rows));
	uint32_t count = 0;

	if (!rows)
		return;
	for (uint32_t i = 0; i < names->count; i++) {
		if (stated || !page_is_body(names->rows[i]))
			rows[count++] = names->rows[i];
	}
	out->authors = rows;
	out->author_count = count;
}

void page_choose_authors(const struct page_facts *facts, struct nw_page *out)
{
	struct search *s = nw_arena_new_of(facts->page->arena, struct search);

	if (!s)
		return;
	memset(s, 0, sizeof(*s));
	s->facts = facts;
	from_ld(s);
	from_head(s);
	search_page(s);
	for (unsigned i = 0; facts->page->input->explain && i < ORIGINS; i++) {
		if (s->found[i].count > 0)
			page_tell(facts->page, "author",
				  joined(facts->page, &s->found[i]),
				  origin_names[i]);
	}
	unsigned best = choose(s);
	if (best == ORIGINS) {
		struct nw_str body =
			page_line_in(facts->page, s->first_body, NAME_BYTES);
		if (body.len > 0 && !nw_str_starts_nocase(body, "http"))
			out->byline = body;
		return;
	}
	const struct page_names *names = &s->found[best];
	out->byline = byline(s, best);
	page_tell(facts->page, "byline", out->byline, origin_names[best]);
	set_authors(facts->page, names, best == FROM_LD, out);
}
