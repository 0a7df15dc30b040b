/* SPDX-License-Identifier: Apache-2.0 */
#include "text/robots.h"

#include "text/url.h"

#include <stdlib.h>

/* A longer path names no URL that is ever asked for. */
enum { PATTERN_MAX = NWI_URL_MAX };

/* ---- the normal form of paths ---- */

static bool is_unreserved(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

/* gen-delims and sub-delims of RFC 3986 but for "#", "*" and "$". */
static bool is_reserved(unsigned char c)
{
	return c && strchr(":/?[]@!&'()+,;=", c);
}

static int hex_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The octet that "%XX" at `i` stands for; -1 when none does. */
static int octet_at(struct nw_str s, size_t i)
{
	if (s.at[i] != '%' || s.len - i < 3)
		return -1;
	int high = hex_of(s.at[i + 1]), low = hex_of(s.at[i + 2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static void add_encoded(struct nw_buf *out, unsigned char c)
{
	static const char digits[] = "0123456789ABCDEF";

	nw_buf_add_char(out, '%');
	nw_buf_add_char(out, digits[c >> 4]);
	nw_buf_add_char(out, digits[c & 15]);
}

/*
 * In a query ":", "/", "?" and "@" mean the same either way (RFC 3986, 3.4);
 * RFC 9309 has an example of it.
 */
static bool is_same_in_query(int octet)
{
	return octet == ':' || octet == '/' || octet == '?' || octet == '@';
}

static void add_special(struct nw_buf *out, struct nw_str s, size_t i)
{
	bool last = i + 1 == s.len;

	if (s.at[i] == '$' && !last)
		add_encoded(out, '$');
	else if (s.at[i] == '$' || i == 0 || s.at[i - 1] != '*')
		nw_buf_add_char(out, s.at[i]);
}

/* What is special in a pattern is a character like others in a URL. */
static void add_normal(struct nw_buf *out, struct nw_str s, bool pattern)
{
	bool query = false;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		int octet = octet_at(s, i);
		i += octet >= 0 ? 2 : 0;
		query |= c == '?';
		if (octet >= 0 && (is_unreserved((unsigned char)octet) ||
				   (query && is_same_in_query(octet))))
			nw_buf_add_char(out, (char)octet);
		else if (octet >= 0)
			add_encoded(out, (unsigned char)octet);
		else if (pattern && (c == '*' || c == '$'))
			add_special(out, s, i);
		else if (is_unreserved(c) || is_reserved(c))
			nw_buf_add_char(out, (char)c);
		else
			add_encoded(out, c);
	}
}

/* ---- lines ---- */

enum key { KEY_OTHER, KEY_AGENT, KEY_ALLOW, KEY_DISALLOW, KEY_DELAY };

static const struct {
	const char *name;
	enum key key;
} keys[] = {
	{ "user-agent", KEY_AGENT },  { "useragent", KEY_AGENT },
	{ "user agent", KEY_AGENT },  { "allow", KEY_ALLOW },
	{ "disallow", KEY_DISALLOW }, { "dissallow", KEY_DISALLOW },
	{ "dissalow", KEY_DISALLOW }, { "disalow", KEY_DISALLOW },
	{ "diasllow", KEY_DISALLOW }, { "disallaw", KEY_DISALLOW },
	{ "crawl-delay", KEY_DELAY }, { "crawldelay", KEY_DELAY },
};

static enum key key_of(struct nw_str name)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (nw_str_is_nocase(name, keys[i].name))
			return keys[i].key;
	}
	return KEY_OTHER;
}

static bool next_line(struct nw_str *rest, struct nw_str *line)
{
	size_t end = 0;

	if (rest->len == 0)
		return false;
	while (end < rest->len && rest->at[end] != '\n' &&
	       rest->at[end] != '\r')
		end++;
	*line = nw_str_slice(*rest, 0, end);
	*rest = nw_str_slice(*rest, end + 1, rest->len);
	return true;
}

/* "Disallow /x": two words and nothing more. */
static size_t blank_between(struct nw_str line)
{
	size_t at = 0;

	while (at < line.len && line.at[at] != ' ' && line.at[at] != '\t')
		at++;
	struct nw_str value = nw_str_trim(nw_str_slice(line, at, line.len));
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] == ' ' || value.at[i] == '\t')
			return line.len;
	}
	return at;
}

static enum key split(struct nw_str line, struct nw_str *value)
{
	line = nw_str_trim(nw_str_slice(line, 0, nw_str_find_char(line, '#')));
	size_t at = nw_str_find_char(line, ':');
	if (at == line.len)
		at = blank_between(line);
	*value = nw_str_trim(nw_str_slice(line, at + 1, line.len));
	return key_of(nw_str_trim(nw_str_slice(line, 0, at)));
}

/* ---- groups ---- */

struct reading {
	const char *agent; /* NULL: "*" */
	bool listing;	   /* the last rule or agent was an agent */
	bool ours;	   /* this group is */
	bool named;	   /* a group was */
	struct nw_buf *out;
	size_t count;
	int64_t delay_ms;
};

/* "newswatch/1.0 (news)" names newswatch, "newswatch-images" another. */
static bool names(const struct reading *reading, struct nw_str value)
{
	size_t end = 0;

	if (!reading->agent)
		return nw_str_starts(value, "*") &&
		       (value.len == 1 || value.at[1] == ' ' ||
			value.at[1] == '\t');
	while (end < value.len &&
	       (((value.at[end] | 0x20) >= 'a' &&
		 (value.at[end] | 0x20) <= 'z') ||
		value.at[end] == '-' || value.at[end] == '_'))
		end++;
	return nw_str_is_nocase(nw_str_slice(value, 0, end), reading->agent);
}

static void take_agent(struct reading *reading, struct nw_str value)
{
	bool named = names(reading, value);

	reading->ours = named || (reading->listing && reading->ours);
	reading->named |= named;
	reading->listing = true;
}

/* "10", "0.5", "10 seconds": whole and tenth seconds suffice. */
static int64_t delay_of(struct nw_str value)
{
	int64_t ms = 0, unit = 100;
	size_t i = 0;

	for (; i < value.len && value.at[i] >= '0' && value.at[i] <= '9'; i++) {
		ms = ms * 10 + (value.at[i] - '0') * INT64_C(1000);
		if (ms > NWI_ROBOTS_DELAY_MS)
			return NWI_ROBOTS_DELAY_MS;
	}
	if (i == value.len || (value.at[i] != '.' && value.at[i] != ','))
		return ms;
	for (i++; i < value.len && value.at[i] >= '0' && value.at[i] <= '9';
	     i++, unit /= 10)
		ms += (value.at[i] - '0') * unit;
	return ms < NWI_ROBOTS_DELAY_MS ? ms : NWI_ROBOTS_DELAY_MS;
}

/* What begins with neither "/" nor "*" matches no path (RFC 9309, 2.2.2). */
static void take_rule(struct reading *reading, char sign, struct nw_str value)
{
	size_t before = reading->out->len;

	if (value.len == 0 || (value.at[0] != '/' && value.at[0] != '*') ||
	    value.len > PATTERN_MAX || reading->count == NWI_ROBOTS_RULES)
		return;
	nw_buf_add_char(reading->out, sign);
	add_normal(reading->out, value, true);
	nw_buf_add_char(reading->out, '\n');
	reading->count += reading->out->len > before;
}

static void take_line(struct reading *reading, struct nw_str line)
{
	struct nw_str value;
	enum key key = split(line, &value);

	if (key == KEY_OTHER)
		return;
	if (key == KEY_AGENT) {
		take_agent(reading, value);
		return;
	}
	reading->listing = false;
	if (!reading->ours || !reading->out)
		return;
	if (key == KEY_DELAY) {
		int64_t ms = delay_of(value);
		if (ms > reading->delay_ms)
			reading->delay_ms = ms;
		return;
	}
	take_rule(reading, key == KEY_ALLOW ? '+' : '-', value);
}

static void read_all(struct reading *reading, struct nw_str text)
{
	struct nw_str line = { 0 };

	while (next_line(&text, &line))
		take_line(reading, line);
}

/* ---- precedence ---- */

static int by_precedence(const void *left, const void *right)
{
	const struct nw_str *a = left, *b = right;

	if (a->len != b->len)
		return a->len > b->len ? -1 : 1;
	if (a->at[0] != b->at[0])
		return a->at[0] == '+' ? -1 : 1;
	return memcmp(a->at, b->at, a->len);
}

static void add_sorted(struct nw_str unsorted, size_t count, struct nw_buf *out)
{
	struct nw_str *rules = calloc(count + 1, sizeof(*rules));
	size_t n = 0;

	if (!rules)
		abort();
	while (n < count && nw_str_next(&unsorted, '\n', &rules[n]))
		n++;
	qsort(rules, n, sizeof(*rules), by_precedence);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && nw_str_equal(rules[i], rules[i - 1]))
			continue;
		nw_buf_add_str(out, rules[i]);
		nw_buf_add_char(out, '\n');
	}
	free(rules);
}

/* A line that was cut says less, and may refuse more, than it did. */
static struct nw_str whole_lines(struct nw_str text)
{
	size_t end = text.len;

	while (end > 0 && text.at[end - 1] != '\n' && text.at[end - 1] != '\r')
		end--;
	return nw_str_slice(text, 0, end);
}

enum nw_status nwi_robots_read(struct nw_str text, bool cut, const char *agent,
			       struct nw_buf *rules, int64_t *delay_ms,
			       struct nw_error *err)
{
	struct reading named = { .agent = agent };
	struct reading reading = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf unsorted = { 0 };

	if (nw_str_starts(text, "\xef\xbb\xbf"))
		text = nw_str_slice(text, 3, text.len);
	if (text.len > NWI_ROBOTS_BYTES || cut)
		text = whole_lines(nw_str_slice(text, 0, NWI_ROBOTS_BYTES));
	read_all(&named, text);
	nw_buf_init(&unsorted, 4 * NWI_ROBOTS_BYTES);
	reading.agent = named.named ? agent : NULL;
	reading.out = &unsorted;
	read_all(&reading, text);
	add_sorted(nw_buf_str(&unsorted), reading.count, rules);
	*delay_ms = reading.delay_ms;
	return nw_buf_check(rules, "the rules of robots.txt", err);
}

/* ---- matching ---- */

static bool find_after(struct nw_str path, struct nw_str part, size_t *at)
{
	const char *found =
		memmem(path.at + *at, path.len - *at, part.at, part.len);

	if (!found)
		return false;
	*at = (size_t)(found - path.at) + part.len;
	return true;
}

/*
 * The leftmost place of each part between wildcards leaves the most to those
 * behind it: no other place has to be tried.
 */
static bool matches(struct nw_str pattern, struct nw_str path)
{
	bool to_end = nw_str_ends(pattern, "$");
	struct nw_str rest = nw_str_slice(pattern, 0, pattern.len - to_end);
	size_t star = nw_str_find_char(rest, '*');
	struct nw_str part = nw_str_slice(rest, 0, star);
	size_t at = part.len;

	if (path.len < part.len || memcmp(path.at, part.at, part.len) != 0)
		return false;
	while (star < rest.len) {
		rest = nw_str_slice(rest, star + 1, rest.len);
		star = nw_str_find_char(rest, '*');
		part = nw_str_slice(rest, 0, star);
		if (star == rest.len && to_end)
			return path.len - at >= part.len &&
			       memcmp(path.at + path.len - part.len, part.at,
				      part.len) == 0;
		if (part.len && !find_after(path, part, &at))
			return false;
	}
	return !to_end || at == path.len;
}

static void add_path(struct nw_buf *out, struct nw_str url)
{
	struct nwi_url parts = nwi_url_split(url);
	size_t from = parts.path.len ? (size_t)(parts.path.at - url.at) : 0;
	size_t end = nw_str_find_char(url, '#');

	if (from == 0 && parts.query.at)
		from = (size_t)(parts.query.at - url.at) - 1;
	if (from == 0)
		from = end;
	struct nw_str path = nw_str_slice(url, from, end);
	if (!nw_str_starts(path, "/"))
		nw_buf_add_char(out, '/');
	add_normal(out, path, false);
}

bool nwi_robots_allow(struct nw_str rules, struct nw_str url,
		      struct nw_str *rule)
{
	struct nw_str line = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf path = { 0 };

	*rule = nw_str_make(NULL, 0);
	nw_buf_init(&path, 3 * NWI_URL_MAX + 8);
	add_path(&path, url);
	if (path.failed)
		return false;
	if (nw_str_is(nw_buf_str(&path), "/robots.txt"))
		return true;
	while (nw_str_next(&rules, '\n', &line)) {
		if (line.len < 2 || !matches(nw_str_slice(line, 1, line.len),
					     nw_buf_str(&path)))
			continue;
		*rule = line;
		return line.at[0] == '+';
	}
	return true;
}
