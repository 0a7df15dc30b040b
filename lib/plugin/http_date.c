/* SPDX-License-Identifier: Apache-2.0 */
#include "plugin/http_date.h"

#include <stdio.h>

enum { TEXT = 40 };

static int month_of(const char *name)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int i = 0; i < 12; i++)
		if (memcmp(months + (ptrdiff_t)i * 3, name, 3) == 0)
			return i + 1;
	return 0;
}

/* One way of writing; `month` gets three letters. */
static bool scan(const char *text, struct nw_civil *civil, char month[4])
{
	char zone[4] = "GMT";
	int end = -1;

	if (sscanf(text, "%*3[A-Za-z], %2d %3s %4d %2d:%2d:%2d %3s%n",
		   &civil->day, month, &civil->year, &civil->hour,
		   &civil->minute, &civil->second, zone, &end) == 7 &&
	    end >= 0)
		return strcmp(zone, "GMT") == 0 && text[end] == '\0';
	end = -1;
	if (sscanf(text, "%*9[A-Za-z], %2d-%3[A-Za-z]-%2d %2d:%2d:%2d %3s%n",
		   &civil->day, month, &civil->year, &civil->hour,
		   &civil->minute, &civil->second, zone, &end) == 7 &&
	    end >= 0) {
		civil->year += civil->year < 70 ? 2000 : 1900;
		return strcmp(zone, "GMT") == 0 && text[end] == '\0';
	}
	end = -1;
	return sscanf(text, "%*3[A-Za-z] %3s %2d %2d:%2d:%2d %4d%n", month,
		      &civil->day, &civil->hour, &civil->minute, &civil->second,
		      &civil->year, &end) == 6 &&
	       end >= 0 && text[end] == '\0';
}

static bool in_range(const struct nw_civil *civil)
{
	return civil->month >= 1 && civil->day >= 1 && civil->day <= 31 &&
	       civil->hour >= 0 && civil->hour <= 23 && civil->minute >= 0 &&
	       civil->minute <= 59 && civil->second >= 0 &&
	       civil->second <= 60 && civil->year >= 1601;
}

enum nw_status nwi_http_date_read(struct nw_str text, nw_time *out)
{
	struct nw_civil civil = { 0 };
	char copy[TEXT], month[4] = "";

	if (text.len >= sizeof(copy) ||
	    nw_str_find_char(text, '\0') != text.len)
		return NW_BAD_INPUT;
	memcpy(copy, text.at, text.len);
	copy[text.len] = '\0';
	if (!scan(copy, &civil, month) || strlen(month) != 3)
		return NW_BAD_INPUT;
	civil.month = month_of(month);
	if (!in_range(&civil))
		return NW_BAD_INPUT;
	*out = nw_time_from_civil(&civil);
	return NW_OK;
}
