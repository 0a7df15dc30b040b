/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The title of an article: what readers see as its headline, where other
 * sources bear it out; else what the head and JSON-LD say, without the
 * outlet's name.
 */
#include "html/page_facts.h"

#include "markup/scan.h"

/* Characters of a headline that is no label; headings that are looked at;
   words that are compared. */
enum { HEADLINE = 10, HEADINGS = 40, WORDS = 48 };

static const char *const separators[] = {
	" | ",
	" - ",
	" \xe2\x80\x93 ",
	" \xe2\x80\x94 ",
	" \xc2\xbb ",
	" \xc2\xb7 ",
	" :: ",
	" \xe2\x80\xa2 ",
	" \xe2\x80\xb9 ",
	" < ",
	" \xe2\x80\xba ",
	" // ",
	" ~ ",
	"_",
	"|",
};

static bool is_letter(char c)
{
	return (c & 0x80) || nwi_is_alpha(c) || (c >= '0' && c <= '9');
}

/* Letters of two names compared without case, spaces and points. */
static bool same_name(struct nw_str a, struct nw_str b)
{
	size_t i = 0, j = 0;

	for (;;) {
		while (i < a.len && !is_letter(a.at[i]))
			i++;
		while (j < b.len && !is_letter(b.at[j]))
			j++;
		if (i == a.len || j == b.len)
			return i == a.len && j == b.len && i > 0;
		char x = a.at[i++], y = b.at[j++];
		if ((x & 0x80 ? x : (char)(x | 0x20)) !=
		    (y & 0x80 ? y : (char)(y | 0x20)))
			return false;
	}
}

/* "bbc.co.uk" and "www.bbc.co.uk" for the site of that address. */
static bool is_site(const struct page_facts *facts, struct nw_str name)
{
	struct nw_str host =
		facts->url.len ? facts->url : facts->page->base_url;
	size_t scheme = nw_str_find(host, nw_str_make("://", 3));

	if (facts->site.len > 0 && same_name(name, facts->site))
		return true;
	if (facts->ld.site.len > 0 && same_name(name, facts->ld.site))
		return true;
	if (facts->blog.len > 0 && same_name(name, facts->blog))
		return true;
	if (scheme == host.len)
		return false;
	host = nw_str_slice(host, scheme + 3, host.len);
	host = nw_str_slice(host, 0, nw_str_find_char(host, '/'));
	if (nw_str_starts_nocase(host, "www."))
		host = nw_str_slice(host, 4, host.len);
	if (nw_str_starts_nocase(name, "www."))
		name = nw_str_slice(name, 4, name.len);
	if (same_name(name, host))
		return true;
	while (host.len > 0) { /* "example news" for example-news.co.uk */
		size_t dot = host.len;
		while (dot > 0 && host.at[dot - 1] != '.')
			dot--;
		host = nw_str_slice(host, 0, dot > 0 ? dot - 1 : 0);
		if (host.len > 3 && same_name(name, host))
			return true;
	}
	return false;
}

/* The last separator of that kind; text.len without. */
static size_t last_mark(struct nw_str text, struct nw_str mark)
{
	for (size_t i = text.len; i > mark.len; i--) {
		if (memcmp(text.at + i - mark.len, mark.at, mark.len) == 0)
			return i - mark.len;
	}
	return text.len;
}

/* Words that name the outlet: it, or a short tail where nothing else is. */
static bool is_tail(const struct page_facts *facts, struct nw_str tail,
		    size_t title, bool guess)
{
	tail = nw_str_trim(tail);
	return is_site(facts, tail) ||
	       (guess && tail.len > 0 && tail.len < title && tail.len < 40);
}

/*
 * Without the outlet's name and sections at its ends: "Title | Section |
 * Site". Only names that are known are taken off the front.
 */
static struct nw_str without_site(const struct page_facts *facts,
				  struct nw_str title, bool guess)
{
	for (size_t i = 0; i < sizeof(separators) / sizeof(*separators); i++) {
		struct nw_str mark = nw_str_from(separators[i]);
		size_t at = last_mark(title, mark);

		if (at == title.len)
			continue;
		struct nw_str tail =
			nw_str_slice(title, at + mark.len, title.len);
		/* A bar is hardly ever part of a title, a dash often. */
		bool bar = nw_str_is(mark, " | ");
		if (is_tail(facts, tail, at, bar || (guess && mark.len > 1))) {
			struct nw_str rest = nw_str_slice(title, 0, at);
			/* Behind the name only the known are taken off. */
			return nw_str_trim(
				without_site(facts, nw_str_trim(rest), false));
		}
		at = nw_str_find(title, mark);
		if (at < title.len && at > 0 &&
		    is_site(facts, nw_str_slice(title, 0, at)))
			return nw_str_trim(
				nw_str_slice(title, at + mark.len, title.len));
	}
	/* "Blog: Title", as Blogger has it; a colon may be the title's own. */
	size_t colon = nw_str_find(title, nw_str_from(": "));
	if (colon < title.len && is_site(facts, nw_str_slice(title, 0, colon)))
		return nw_str_trim(nw_str_slice(title, colon + 2, title.len));
	return title;
}

/* A word's hash, letters of ASCII without case. */
static uint32_t next_word(struct nw_str text, size_t *at)
{
	uint32_t hash = 2166136261U;
	size_t i = *at;

	while (i < text.len && !is_letter(text.at[i]))
		i++;
	if (i == text.len) {
		*at = i;
		return 0;
	}
	/* Scripts without spaces: three bytes, a character, are a word. */
	size_t most = (unsigned char)text.at[i] >= 0xe3 ? 3 : text.len;
	for (size_t n = 0; i < text.len && is_letter(text.at[i]) && n < most;
	     i++, n++) {
		char c = text.at[i];
		hash ^= (unsigned char)(c & 0x80 ? c : c | 0x20);
		hash *= 16777619U;
	}
	*at = i;
	return hash | 1;
}

/* "the", "in", "von": they are in every title. */
static bool is_small_word(struct nw_str text, size_t end)
{
	size_t len = 0;

	while (len < end && nwi_is_alpha(text.at[end - 1 - len]))
		len++;
	return len > 0 && len < 4 &&
	       (len == end || !is_letter(text.at[end - 1 - len]));
}

static size_t words_of(struct nw_str text, bool small, uint32_t *out)
{
	size_t at = 0, count = 0;
	uint32_t word;

	while (count < WORDS && (word = next_word(text, &at)) != 0) {
		if (small || !is_small_word(text, at))
			out[count++] = word;
	}
	return count;
}

/* How many of `a`'s words `b` has, in per cent. */
static unsigned share(struct nw_str a, struct nw_str b)
{
	uint32_t words[2][WORDS];
	size_t count[2], same = 0;

	count[0] = words_of(a, false, words[0]);
	count[1] = words_of(b, count[0] == 0, words[1]);
	if (count[0] == 0)
		count[0] = words_of(a, true, words[0]);
	if (count[0] == 0)
		return 0;
	for (size_t i = 0; i < count[0]; i++) {
		for (size_t j = 0; j < count[1]; j++) {
			if (words[0][i] == words[1][j]) {
				words[1][j] = 0;
				same++;
				break;
			}
		}
	}
	return (unsigned)(same * 100 / count[0]);
}

struct headings {
	struct nw_str best;
	unsigned points;
	unsigned h1_count;
	struct nw_str h1; /* the first */
	bool is_link;	  /* it leads elsewhere: the name of a blog */
};

/*
 * A heading that ends the head's title, while others bear out what stands
 * before it: "Title - Name of the blog".
 */
static bool is_blog_name(struct nw_str text, const struct nw_str *others,
			 size_t count, struct nw_str head, bool is_link)
{
	while (head.len > 0 && !is_letter(head.at[head.len - 1]))
		head.len--;
	if (head.len <= text.len + 10 || text.len == 0 ||
	    memcmp(head.at + head.len - text.len, text.at, text.len) != 0)
		return false;
	struct nw_str front = nw_str_slice(head, 0, head.len - text.len);
	unsigned for_front = 0, for_text = 0;

	for (size_t i = 0; i < count; i++) {
		if (others[i].len == 0 || nw_str_equal(others[i], head))
			continue;
		for_front += share(others[i], front) >= 70;
		for_text += share(others[i], text) >= 70;
	}
	return for_front != for_text ? for_front > for_text : is_link;
}

/* The first link of a heading leads to the front page: it is the outlet. */
static bool leads_home(const struct nwi_node *heading)
{
	const struct nwi_node *at = heading->first;

	while (at && at->atom != NWI_A_A)
		at = nwi_node_next(at, heading);
	if (!at)
		return false;
	struct nw_str href = nwi_node_attr(at, NWI_A_HREF);
	size_t host = nw_str_find(href, nw_str_from("//"));
	if (host < href.len) {
		href = nw_str_slice(href, host + 2, href.len);
		href = nw_str_slice(href, nw_str_find_char(href, '/'),
				    href.len);
		return href.len <= 1;
	}
	return nw_str_is(href, "/");
}

static bool may_head(const struct page *page, const struct nwi_node *node)
{
	const struct page_stat *stat = page_stat_of(page, node);

	if (stat->text == 0 || (stat->marks & (PAGE_SILENT | PAGE_FURNITURE)))
		return false;
	if (node->atom == NWI_A_H1)
		return true;
	struct nw_str prop = nwi_node_attr(node, NWI_A_ITEMPROP);
	return stat->text >= HEADLINE && stat->text < 300 &&
	       (node->atom == NWI_A_H2 || node->atom == NWI_A_H3 ||
		nw_str_is_nocase(prop, "headline"));
}

/* "Headline | Outlet" begins with the headline. */
static bool begins_with(struct nw_str whole, struct nw_str text)
{
	if (whole.len <= text.len + 2 || text.len == 0 ||
	    strncasecmp(whole.at, text.at, text.len) != 0)
		return false;
	struct nw_str rest = nw_str_slice(whole, text.len, whole.len);
	for (size_t i = 0; i < sizeof(separators) / sizeof(*separators); i++) {
		if (nw_str_starts(rest, separators[i]))
			return true;
	}
	return false;
}

/*
 * How well others bear a headline out. A part of what they say is enough for
 * an h1, which stands for the page by itself; an h2 may be a section's.
 */
static unsigned heading_points(const struct page *page,
			       const struct nwi_node *node, struct nw_str text,
			       const struct nw_str *others, size_t count)
{
	const struct page_stat *stat = page_stat_of(page, node);
	bool is_h1 = node->atom == NWI_A_H1;
	unsigned points = 0, votes = 0;

	for (size_t i = 0; i < count; i++) {
		if (others[i].len == 0)
			continue;
		unsigned held = share(text, others[i]);
		unsigned holds = share(others[i], text);
		if (same_name(text, others[i]))
			points += 14;
		else if ((is_h1 || stat->text >= HEADLINE) &&
			 begins_with(others[i], text))
			points += 13;
		else if (held >= 70 && holds >= (is_h1 ? 30U : 80U))
			points += 4 + held / 20 + holds / 50;
		else if (is_h1 && held >= 45 && holds >= 45 &&
			 stat->text >= HEADLINE)
			points += 6;
		else
			continue;
		votes++;
	}
	if (votes == 0)
		return 0;
	if (is_h1)
		points += 24;
	if (stat->links * 2 > stat->text)
		points -= points > 8 ? 8 : points;
	if (stat->text < HEADLINE)
		points = points > 10 ? points - 10 : 1;
	return points;
}

static void find_headings(struct page_facts *facts, const struct nw_str *others,
			  size_t count, struct headings *out)
{
	const struct page *page = facts->page;
	unsigned looked = 0;

	for (uint32_t i = 1; i < page->tree.count && looked < HEADINGS; i++) {
		const struct nwi_node *node = page->nodes[i];
		if (node->kind != NWI_NODE_ELEMENT || !may_head(page, node))
			continue;
		struct nw_str text = page_element_line(page, node, TITLE_BYTES);
		if (text.len == 0)
			continue;
		looked++;
		if (node->atom == NWI_A_H1 && out->h1_count++ == 0) {
			const struct page_stat *stat = page_stat_of(page, node);
			out->h1 = text;
			out->is_link = stat->links > 0;
		}
		if (is_site(facts, text) || leads_home(node) ||
		    is_blog_name(text, others, count, others[1],
				 page_stat_of(page, node)->links > 0)) {
			if (facts->blog.len == 0)
				facts->blog = text;
			continue;
		}
		unsigned points =
			heading_points(page, node, text, others, count);
		if (points > out->points) {
			out->points = points;
			out->best = text;
		}
	}
}

static struct nw_str head_title(const struct page *page)
{
	return page_element_line(
		page, nwi_node_find(page->tree.root, NWI_A_TITLE), TITLE_BYTES);
}

/* An og:title as long as a paragraph is a description in the wrong place. */
static bool is_too_long(struct nw_str text, struct nw_str other)
{
	return text.len > 180 && other.len > 0 && text.len > 2 * other.len;
}

struct nw_str page_choose_title(struct page_facts *facts)
{
	const struct page *page = facts->page;
	struct nw_str meta = page_line_in(
		page, page_head_value(&facts->head, F_TITLE), TITLE_BYTES);
	struct nw_str ld = page_line_in(page, facts->ld.headline, TITLE_BYTES);
	struct nw_str head = head_title(page);
	struct headings found = { 0 };
	const char *why = "a heading that the head bears out";

	if (is_too_long(meta, head))
		meta = nw_str_make(NULL, 0);
	const struct nw_str others[] = { meta, head, ld };
	find_headings(facts, others, 3, &found);
	/* A label ("Reviews") that others only hold is none. */
	bool is_label = found.best.len < HEADLINE && (meta.len || ld.len) &&
			share(meta.len ? meta : ld, found.best) < 34 &&
			!begins_with(meta, found.best) &&
			!begins_with(head, found.best);
	struct nw_str title = is_label ? nw_str_make(NULL, 0) : found.best;
	bool lone = found.h1_count == 1 && !found.is_link &&
		    found.h1.len >= HEADLINE && !is_site(facts, found.h1);
	if (title.len == 0 && lone && (meta.len == 0 || ld.len == 0)) {
		title = found.h1;
		why = "the only h1";
	} else if (title.len == 0 && ld.len > 0 && !is_site(facts, ld)) {
		title = without_site(facts, ld, false);
		why = "headline of JSON-LD";
	} else if (title.len == 0 && meta.len > 0) {
		title = without_site(facts, meta, nw_str_is_absent(ld));
		why = "og:title or its like";
	} else if (title.len == 0 && head.len > 0) {
		title = without_site(facts, head, true);
		why = "title of the head";
	} else if (title.len == 0) {
		title = found.h1;
		why = "the first h1";
	}
	if (title.len > 0)
		page_tell(page, "title", title, why);
	return title.len > 0 ? title : nw_str_make(NULL, 0);
}
