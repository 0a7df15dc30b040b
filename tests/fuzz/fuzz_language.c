/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Languages: the first line is what is declared, the rest a text. A guess is
 * a code of two or three letters, the same each time, and what is explained
 * holds together.
 */
#include "text/language.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool truth)
{
	if (!truth)
		abort();
}

static void check(struct nw_str text, struct nw_str declared)
{
	struct nwi_language_guess guess;

	nwi_language_tell(text, declared, &guess);
	require(guess.why && guess.script);
	require(!guess.code || strlen(guess.code) == 2 ||
		strlen(guess.code) == 3);
	require(!guess.second || guess.first);
	require(guess.lead >= 0 && guess.words <= text.len);
	require(nwi_language_of(text, declared) == guess.code);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct nw_buf valid;
	struct nw_str rest, declared = { 0 };

	nw_buf_init(&valid, 1 << 20);
	nwi_utf8_repair(&valid, nw_str_make((const char *)data, size));
	rest = nw_buf_str(&valid);
	nw_str_next(&rest, '\n', &declared);
	check(rest, declared);
	check(rest, nw_str_make(NULL, 0));
	/* A sample must stay inside whatever is handed in, valid or not. */
	check(nw_str_make((const char *)data, size), declared);
	nw_buf_fini(&valid);
	return 0;
}
