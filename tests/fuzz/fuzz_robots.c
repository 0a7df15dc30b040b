/* SPDX-License-Identifier: Apache-2.0 */
/* robots.txt: the first line is the URL's path, the rest the file. The rules
   are printable ASCII lines in order of precedence and are their own rules;
   the one that decides is one of them. */
#include "text/robots.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static void check_rules(struct nw_str rules)
{
	struct nw_str line = { 0 };
	size_t before = SIZE_MAX;

	while (nw_str_next(&rules, '\n', &line)) {
		if (line.len == 0)
			continue;
		require(line.len > 1 && line.len <= before);
		require(line.at[0] == '+' || line.at[0] == '-');
		for (size_t i = 0; i < line.len; i++)
			require(line.at[i] > ' ' && line.at[i] < 0x7f);
		before = line.len;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	NW_AUTO(nw_buf_fini) struct nw_buf rules = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf url = { 0 };
	struct nw_str file = nw_str_make((const char *)data, size);
	struct nw_str path = { 0 }, rule;
	struct nw_error err;
	int64_t delay_ms;

	(void)nw_str_next(&file, '\n', &path);
	nw_buf_init(&rules, 4 * size + 16);
	require(nwi_robots_read(file, size % 2, "newswatch", &rules, &delay_ms,
				&err) == NW_OK);
	require(delay_ms >= 0 && delay_ms <= NWI_ROBOTS_DELAY_MS);
	check_rules(nw_buf_str(&rules));
	nw_buf_init(&url, size + 64);
	nw_buf_add_text(&url, "http://h");
	nw_buf_add_str(&url, path);
	bool allowed =
		nwi_robots_allow(nw_buf_str(&rules), nw_buf_str(&url), &rule);
	require(!rule.len || (rule.at[0] == '+') == allowed);
	return 0;
}
