/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A main for fuzz targets: feeds each file of a corpus to the target, so that
 * `make check` replays what fuzzing found, with any compiler.
 *
 *	fuzz_X [FOLDER]
 *
 * The folder is the argument, else NW_CORPUS, else for a program named fuzz_X
 * both tests/fuzz/corpus/X and, where there is one, tests/golden/X under
 * NW_SRC: what is read right must be read safely too. TAP, one line a file.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILE_BYTES = 16 << 20 };

struct tally {
	int run, failed;
};

static bool replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes = malloc(FILE_BYTES);

	if (!file || !bytes)
		return false;
	size_t len = fread(bytes, 1, FILE_BYTES, file);
	fclose(file);
	/* A copy of the exact size, so that ASan sees a byte too far. */
	uint8_t *exact = malloc(len ? len : 1);
	if (!exact)
		return false;
	memcpy(exact, bytes, len);
	free(bytes);
	LLVMFuzzerTestOneInput(exact, len);
	free(exact);
	return true;
}

/* "X" of the program fuzz_X; libtool runs it as lt-fuzz_X. */
static const char *name_of(const char *program)
{
	const char *name = strrchr(program, '/');

	name = name ? name + 1 : program;
	name = strncmp(name, "lt-", 3) == 0 ? name + 3 : name;
	return strncmp(name, "fuzz_", 5) == 0 ? name + 5 : name;
}

static int is_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* No folder: no files. */
static void replay_folder(const char *folder, struct tally *tally)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_file, alphasort);

	for (int i = 0; i < count; i++) {
		char path[4096];
		snprintf(path, sizeof(path), "%s/%s", folder,
			 entries[i]->d_name);
		bool good = replay(path);
		printf("%sok %d - %s\n", good ? "" : "not ", ++tally->run,
		       entries[i]->d_name);
		fflush(stdout);
		tally->failed += !good;
		free(entries[i]);
	}
	free(entries);
}

static void replay_own(const char *name, struct tally *tally)
{
	static const char *const folders[] = { "fuzz/corpus", "golden" };
	const char *root = getenv("NW_SRC");
	char folder[2048];

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		snprintf(folder, sizeof(folder), "%s/tests/%s/%s",
			 root ? root : ".", folders[i], name);
		replay_folder(folder, tally);
	}
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : getenv("NW_CORPUS");
	struct tally tally = { 0, 0 };

	if (folder)
		replay_folder(folder, &tally);
	else
		replay_own(name_of(argv[0]), &tally);
	if (tally.run == 0) {
		printf("Bail out! no corpus for %s\n",
		       folder ? folder : argv[0]);
		return 1;
	}
	printf("1..%d\n", tally.run);
	return tally.failed > 0;
}
