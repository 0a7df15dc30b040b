/* SPDX-License-Identifier: Apache-2.0 */
#include "config/scalar.h"

#include <math.h>
#include <newswatch/time.h>
#include <stdio.h>

/* ---- sizes ---- */

struct unit {
	const char *name;
	int64_t bytes;
};

static const struct unit units[] = {
	{ "GiB", INT64_C(1) << 30 },
	{ "MiB", INT64_C(1) << 20 },
	{ "KiB", INT64_C(1) << 10 },
	{ "B", 1 },
};

enum nw_status nwi_size_parse(struct nw_str text, int64_t *out)
{
	int64_t bytes = 1, number;

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (nw_str_ends(text, units[i].name)) {
			bytes = units[i].bytes;
			text.len -= strlen(units[i].name);
			break;
		}
	}
	while (text.len > 0 && text.at[text.len - 1] == ' ')
		text.len--;
	if (text.len == 0 || text.at[0] < '0' || text.at[0] > '9')
		return NW_BAD_INPUT;
	enum nw_status status = nw_str_to_int(text, &number);
	if (status != NW_OK)
		return status;
	if (__builtin_mul_overflow(number, bytes, out))
		return NW_LIMIT;
	return NW_OK;
}

void nwi_size_format(int64_t bytes, char out[NWI_SIZE_TEXT])
{
	for (size_t i = 0; i < 3; i++) {
		if (bytes > 0 && bytes % units[i].bytes == 0) {
			snprintf(out, NWI_SIZE_TEXT, "%lld%s",
				 (long long)(bytes / units[i].bytes),
				 units[i].name);
			return;
		}
	}
	snprintf(out, NWI_SIZE_TEXT, "%lld", (long long)bytes);
}

/* ---- words ---- */

bool nwi_choice_find(const char *choices, struct nw_str word, int64_t *index)
{
	struct nw_str rest = nw_str_from(choices), choice;

	for (int64_t i = 0; nw_str_next(&rest, '|', &choice); i++) {
		if (nw_str_equal(choice, word)) {
			if (index)
				*index = i;
			return true;
		}
	}
	return false;
}

static bool read_boolean(struct nw_str text, bool *out)
{
	static const char yes[] = "true|yes|on|True|Yes|On|TRUE|YES|ON";
	static const char no[] = "false|no|off|False|No|Off|FALSE|NO|OFF";

	*out = nwi_choice_find(yes, text, NULL);
	return *out || nwi_choice_find(no, text, NULL);
}

/*
 * Digits with one point and an optional sign; no exponent, no words. Read by
 * hand, because strtod depends on the locale.
 */
static bool read_number(struct nw_str text, double *out)
{
	double value = 0, scale = 1;
	bool minus = text.len > 0 && text.at[0] == '-';
	bool point = false;
	size_t digits = 0;

	if (text.len > 32)
		return false;
	for (size_t i = minus; i < text.len; i++) {
		char c = text.at[i];
		if (c == '.' && !point) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9')
			return false;
		value = value * 10 + (c - '0');
		scale *= point ? 10 : 1;
		digits++;
	}
	*out = (minus ? -value : value) / scale;
	return digits > 0;
}

/* ---- URLs and addresses ---- */

static bool has_blank(struct nw_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (c <= 0x20 || c == 0x7f)
			return true;
	}
	return false;
}

static bool is_port(struct nw_str text)
{
	int64_t port;

	return nw_str_to_int(text, &port) == NW_OK && text.at[0] != '+' &&
	       port > 0 && port < 65536;
}

/* The part between "//" and the path. */
static const char *authority_fault(struct nw_str authority)
{
	size_t colon = authority.len;

	if (nw_str_find_char(authority, '@') < authority.len)
		return "a URL cannot carry a user or password; allowed: the "
		       "options user and password";
	if (authority.len > 0 && authority.at[0] == '[') {
		size_t close = nw_str_find_char(authority, ']');
		if (close == authority.len || close == 1)
			return "the address in [ ] is not closed";
		colon = close + 1;
		if (colon < authority.len && authority.at[colon] != ':')
			return "the port must follow the ] of the address";
	} else {
		colon = nw_str_find_char(authority, ':');
	}
	if (colon == 0)
		return "the URL has no host";
	if (colon < authority.len &&
	    !is_port(nw_str_slice(authority, colon + 1, authority.len)))
		return "the port is no number from 1 to 65535";
	return NULL;
}

static const char *url_fault(struct nw_str url, const char *schemes)
{
	size_t colon = nw_str_find(url, (struct nw_str)NW_STR("://"));
	struct nw_str scheme = nw_str_slice(url, 0, colon);

	if (has_blank(url))
		return "a URL cannot hold spaces or control characters";
	if (colon == url.len ||
	    !nwi_choice_find(schemes ? schemes : "http|https", scheme, NULL))
		return "";
	struct nw_str rest = nw_str_slice(url, colon + 3, url.len);
	size_t end = 0;
	while (end < rest.len && rest.at[end] != '/' && rest.at[end] != '?' &&
	       rest.at[end] != '#')
		end++;
	if (nw_str_is(scheme, "file"))
		return end == 0 && rest.len > 1 ? NULL
						: "a file URL needs three "
						  "slashes, file:///path";
	return authority_fault(nw_str_slice(rest, 0, end));
}

/* RFC 5321 4.1.2 without quoted local parts; 254 bytes (erratum 1690). */
static const char *address_fault(struct nw_str text)
{
	size_t at = nw_str_find_char(text, '@');
	struct nw_str domain = nw_str_slice(text, at + 1, text.len);

	if (at == text.len || at == 0 || domain.len == 0 || text.len > 254 ||
	    at > 64)
		return "";
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if (c <= 0x20 || c >= 0x7f || strchr("<>()[],;:\\\"", c))
			return "";
	}
	if (nw_str_find_char(domain, '@') < domain.len || domain.at[0] == '.' ||
	    domain.at[domain.len - 1] == '.' ||
	    nw_str_find(domain, (struct nw_str)NW_STR("..")) < domain.len)
		return "";
	return NULL;
}

/* ---- one row ---- */

static bool within(const struct nw_option *row, int64_t value)
{
	return (row->min == 0 && row->max == 0) ||
	       (value >= row->min && (row->max == 0 || value <= row->max));
}

static enum nwi_scalar_fault
fault_of(enum nw_status status, const struct nw_option *row, int64_t value)
{
	if (status == NW_BAD_INPUT)
		return NWI_SCALAR_SYNTAX;
	if (status != NW_OK || !within(row, value))
		return NWI_SCALAR_RANGE;
	return NWI_SCALAR_FINE;
}

static enum nwi_scalar_fault convert_number(const struct nw_option *row,
					    struct nwi_scalar *out)
{
	if (!read_number(out->text, &out->number))
		return NWI_SCALAR_SYNTAX;
	double thousandths = out->number * 1000;
	if (!(fabs(thousandths) < 9e15))
		return NWI_SCALAR_RANGE;
	bool low = (row->min || row->max) && thousandths < (double)row->min;
	bool high = row->max && thousandths > (double)row->max;
	return low || high ? NWI_SCALAR_RANGE : NWI_SCALAR_FINE;
}

static enum nwi_scalar_fault worded(const char *fault, const char **reason)
{
	if (!fault)
		return NWI_SCALAR_FINE;
	*reason = fault;
	return *fault ? NWI_SCALAR_REASON : NWI_SCALAR_SYNTAX;
}

static enum nwi_scalar_fault convert_text(const struct nw_option *row,
					  struct nw_str text,
					  const char **reason)
{
	if (!within(row, (int64_t)text.len))
		return NWI_SCALAR_RANGE;
	if (text.len == 0 && row->type != NW_OPTION_TEXT)
		return NWI_SCALAR_SYNTAX;
	*reason = "";
	return NWI_SCALAR_FINE;
}

enum nwi_scalar_fault nwi_scalar_convert(const struct nw_option *row,
					 struct nwi_scalar *out,
					 const char **reason)
{
	struct nw_str text = out->text;
	enum nw_status status;

	*reason = "";
	switch (row->type) {
	case NW_OPTION_INTEGER:
		status = nw_str_to_int(text, &out->integer);
		return fault_of(status, row, out->integer);
	case NW_OPTION_DURATION:
		status = nw_duration_parse(text, &out->integer);
		return fault_of(status, row, out->integer);
	case NW_OPTION_SIZE:
		status = nwi_size_parse(text, &out->integer);
		return fault_of(status, row, out->integer);
	case NW_OPTION_NUMBER:
		return convert_number(row, out);
	case NW_OPTION_BOOLEAN:
		return read_boolean(text, &out->boolean) ? NWI_SCALAR_FINE
							 : NWI_SCALAR_SYNTAX;
	case NW_OPTION_CHOICE:
		return nwi_choice_find(row->choices, text, &out->integer)
			       ? NWI_SCALAR_FINE
			       : NWI_SCALAR_SYNTAX;
	case NW_OPTION_URL:
		return worded(url_fault(text, row->choices), reason);
	case NW_OPTION_ADDRESS:
		return worded(address_fault(text), reason);
	default:
		return convert_text(row, text, reason);
	}
}
