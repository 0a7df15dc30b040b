/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A main for fuzz targets: feeds each file of a corpus to the target, so that
 * `make check` replays what fuzzing found, with any compiler.
 *
 *	fuzz_X [FOLDER]
 *
 * The folder is the argument, else NW_CORPUS, else the target's own under
 * NW_SRC (tests/fuzz/corpus/X for a program named fuzz_X). TAP, one line a
 * file.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES = 4096, FILE_BYTES = 16 << 20 };

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

static void choose_folder(const char *program, char *out, size_t room)
{
	const char *name = strrchr(program, '/');
	const char *root = getenv("NW_SRC");

	name = name ? name + 1 : program;
	name = strncmp(name, "lt-", 3) == 0 ? name + 3 : name;
	name = strncmp(name, "fuzz_", 5) == 0 ? name + 5 : name;
	snprintf(out, room, "%s/tests/fuzz/corpus/%s", root ? root : ".", name);
}

static int is_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : getenv("NW_CORPUS");
	char own[2048];
	struct dirent **entries;

	if (!folder) {
		choose_folder(argv[0], own, sizeof(own));
		folder = own;
	}
	int count = scandir(folder, &entries, is_file, alphasort);
	if (count <= 0 || count > FILES) {
		printf("Bail out! no corpus in %s\n", folder);
		return 1;
	}
	printf("1..%d\n", count);
	int failed = 0;
	for (int i = 0; i < count; i++) {
		char path[4096];
		snprintf(path, sizeof(path), "%s/%s", folder,
			 entries[i]->d_name);
		bool good = replay(path);
		printf("%sok %d - %s\n", good ? "" : "not ", i + 1,
		       entries[i]->d_name);
		fflush(stdout);
		failed += !good;
		free(entries[i]);
	}
	free(entries);
	return failed > 0;
}
