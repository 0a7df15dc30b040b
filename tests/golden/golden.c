/* SPDX-License-Identifier: Apache-2.0 */
#include "golden.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "text/icu.h"

static bool read_file(const char *path, struct nw_buf *out)
{
	char bytes[65536];
	size_t got;
	FILE *file = fopen(path, "rb");

	if (!file)
		return false;
	while ((got = fread(bytes, 1, sizeof(bytes), file)) > 0)
		nw_buf_add(out, bytes, got);
	fclose(file);
	return !out->failed;
}

static bool write_file(const char *path, struct nw_str text)
{
	FILE *file = fopen(path, "wb");
	bool done = file && fwrite(text.at, 1, text.len, file) == text.len;

	if (file)
		fclose(file);
	return done;
}

static bool is_input(const struct golden *golden, struct nw_str name)
{
	if (name.at[0] == '.')
		return false;
	return golden->input ? nw_str_ends(name, golden->input)
			     : !nw_str_ends(name, golden->expected);
}

/* "list.html" has its items in "list.gold", "rss.xml" in "rss.xml.expected". */
static void expected_path(const struct golden *golden, const char *path,
			  char *out, size_t room)
{
	size_t cut = golden->input ? strlen(golden->input) : 0;

	snprintf(out, room, "%.*s%s", (int)(strlen(path) - cut), path,
		 golden->expected);
}

static bool compare(const struct golden *golden, const char *path,
		    struct nw_str bytes)
{
	NW_AUTO(nw_buf_fini) struct nw_buf expected = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf got = { 0 };

	nw_buf_init(&expected, GOLDEN_BYTES);
	nw_buf_init(&got, GOLDEN_BYTES);
	if (golden->read)
		golden->read(bytes, &got);
	if (golden->read && getenv("NW_UPDATE"))
		return write_file(path, nw_buf_str(&got));
	if (!read_file(path, &expected)) {
		printf("# %s cannot be read\n", path);
		return false;
	}
	if (golden->check)
		return golden->check(bytes, nw_buf_str(&expected));
	if (nw_str_equal(nw_buf_str(&got), nw_buf_str(&expected)))
		return true;
	printf("# got:\n%.*s# expected:\n%.*s", NW_FMT(nw_buf_str(&got)),
	       NW_FMT(nw_buf_str(&expected)));
	return false;
}

static bool check_file(const struct golden *golden, const char *folder,
		       const char *name)
{
	char path[2000], expected[2100];
	NW_AUTO(nw_buf_fini) struct nw_buf bytes = { 0 };

	nw_buf_init(&bytes, GOLDEN_BYTES);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	expected_path(golden, path, expected, sizeof(expected));
	return read_file(path, &bytes) &&
	       compare(golden, expected, nw_buf_str(&bytes));
}

/* Counts the files of a folder in `*run`, and gives how many failed. */
static int run_folder(const struct golden *golden, int *run)
{
	const char *source = getenv("NW_SRC");
	char folder[1000];
	struct dirent **entries = NULL;
	int failed = 0, inputs = 0;

	snprintf(folder, sizeof(folder), "%s/tests/golden/%s",
		 source ? source : ".", golden->folder);
	int count = scandir(folder, &entries, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;
		if (is_input(golden, nw_str_from(name))) {
			bool good = check_file(golden, folder, name);
			printf("%sok %d - %s/%s\n", good ? "" : "not ", ++*run,
			       golden->folder, name);
			failed += !good;
			inputs++;
		}
		free(entries[i]);
	}
	free(entries);
	if (inputs == 0)
		printf("not ok %d - %s has files\n", ++*run, folder);
	return failed + (inputs == 0);
}

int golden_run(const struct golden *rows, size_t count)
{
	int failed = 0, run = 0;

	nwi_icu_no_files();
	for (size_t i = 0; i < count; i++)
		failed += run_folder(&rows[i], &run);
	printf("1..%d\n", run);
	return failed > 0;
}
