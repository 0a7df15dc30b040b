/* SPDX-License-Identifier: Apache-2.0 */
#include <newswatch/text.h>

#include <stdlib.h>

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_nocase(const char *a, const char *b, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (lower(a[i]) != lower(b[i]))
			return false;
	}
	return true;
}

bool nw_str_is_nocase(struct nw_str s, const char *text)
{
	size_t len = strlen(text);

	return s.len == len && same_nocase(s.at, text, len);
}

bool nw_str_starts(struct nw_str s, const char *prefix)
{
	size_t len = strlen(prefix);

	return s.len >= len && memcmp(s.at, prefix, len) == 0;
}

bool nw_str_starts_nocase(struct nw_str s, const char *prefix)
{
	size_t len = strlen(prefix);

	return s.len >= len && same_nocase(s.at, prefix, len);
}

bool nw_str_ends(struct nw_str s, const char *suffix)
{
	size_t len = strlen(suffix);

	return s.len >= len && memcmp(s.at + s.len - len, suffix, len) == 0;
}

int nw_str_compare(struct nw_str a, struct nw_str b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len ? memcmp(a.at, b.at, len) : 0;

	if (order)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

size_t nw_str_find(struct nw_str s, struct nw_str what)
{
	if (what.len == 0)
		return 0;
	if (s.len == 0)
		return s.len;
	const char *at = memmem(s.at, s.len, what.at, what.len);
	return at ? (size_t)(at - s.at) : s.len;
}

size_t nw_str_find_char(struct nw_str s, char c)
{
	const char *at = s.len ? memchr(s.at, c, s.len) : NULL;

	return at ? (size_t)(at - s.at) : s.len;
}

static bool is_space(char c)
{
	return c <= ' ' &&
	       (c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r');
}

struct nw_str nw_str_trim(struct nw_str s)
{
	while (s.len > 0 && is_space(s.at[0])) {
		s.at++;
		s.len--;
	}
	while (s.len > 0 && is_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

bool nw_str_next(struct nw_str *rest, char separator, struct nw_str *field)
{
	if (!rest->at || rest->len == 0) {
		rest->at = NULL;
		return false;
	}
	size_t len = nw_str_find_char(*rest, separator);
	*field = nw_str_make(rest->at, len);
	if (len == rest->len) {
		rest->at = NULL;
		rest->len = 0;
	} else {
		rest->at += len + 1;
		rest->len -= len + 1;
	}
	return true;
}

enum nw_status nw_str_to_int(struct nw_str s, int64_t *out)
{
	bool negative = s.len > 0 && s.at[0] == '-';
	size_t i = s.len > 0 && (s.at[0] == '-' || s.at[0] == '+') ? 1 : 0;
	int64_t value = 0;

	if (i == s.len)
		return NW_BAD_INPUT;
	for (; i < s.len; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return NW_BAD_INPUT;
		int digit = s.at[i] - '0';
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, digit, &value))
			return NW_LIMIT;
	}
	/* Counted downwards: INT64_MIN has no positive twin. */
	if (!negative && __builtin_sub_overflow((int64_t)0, value, &value))
		return NW_LIMIT;
	*out = value;
	return NW_OK;
}

char *nw_str_dup(struct nw_str s)
{
	char *copy = malloc(s.len + 1);

	if (!copy)
		abort();
	if (s.len)
		memcpy(copy, s.at, s.len);
	copy[s.len] = '\0';
	return copy;
}
