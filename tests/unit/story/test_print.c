/* SPDX-License-Identifier: Apache-2.0 */
#include "story_help.h"

#include <stdlib.h>

static struct nwi_print sample(void)
{
	struct nwi_print print;

	print_of(
		"Tram line 9 opens in Ostrau",
		nw_str_from("The first tram of line 9 left the depot in Ostrau "
			    "at 4.30 on Sunday with mayor Jana Sedlak on "
			    "board. The line has 17 stops and cost 96 million "
			    "crowns, twice what was planned in 2019."),
		&print);
	return print;
}

static void a_print_comes_back_as_it_was_written(void **state)
{
	struct nwi_print print = sample(), back;
	unsigned char bytes[NWI_PRINT_BYTES];
	struct nw_error err;
	struct nw_buf text;

	(void)state;
	size_t len = nwi_print_write(&print, bytes);
	assert_int_equal(
		nwi_print_read(nw_str_make((char *)bytes, len), &back, &err),
		NW_OK);
	assert_memory_equal(&print, &back, sizeof(print));
	nw_buf_init(&text, 1 << 16);
	nwi_print_to_text(&print, &text);
	memset(&back, 0, sizeof(back));
	assert_int_equal(nwi_print_from_text(nw_buf_str(&text), &back, &err),
			 NW_OK);
	assert_memory_equal(&print, &back, sizeof(print));
	nw_buf_fini(&text);
}

/* As many marks, names and terms as there can be. */
static void the_largest_print_comes_back(void **state)
{
	struct nwi_print print, back;
	struct nw_error err;
	struct nw_buf text;

	(void)state;
	nw_buf_init(&text, 4 << 20);
	for (unsigned i = 0; i < 60000; i++)
		nw_buf_add_fmt(&text, "w%x ", i * 2654435761u);
	print_of("", nw_buf_str(&text), &print);
	assert_true(print.mark_count > 150);
	assert_int_equal(print.term_count, NWI_PRINT_TERMS);
	print.mark_count = NWI_PRINT_MARKS;
	for (unsigned i = 0; i < NWI_PRINT_MARKS; i++)
		print.marks[i] = i + 1;
	print.name_count = NWI_PRINT_NAMES;
	for (unsigned i = 0; i < NWI_PRINT_NAMES; i++)
		print.names[i] = i + 1;
	nw_buf_clear(&text);
	nwi_print_to_text(&print, &text);
	assert_true(text.len <= 2 * NWI_PRINT_BYTES);
	assert_int_equal(nwi_print_from_text(nw_buf_str(&text), &back, &err),
			 NW_OK);
	assert_memory_equal(&print, &back, sizeof(print));
	nw_buf_fini(&text);
}

static void a_damaged_print_is_refused(void **state)
{
	struct nwi_print print = sample(), back;
	unsigned char bytes[NWI_PRINT_BYTES];
	struct nw_error err;

	(void)state;
	size_t len = nwi_print_write(&print, bytes);
	for (size_t cut = 0; cut < len; cut++)
		assert_int_equal(nwi_print_read(nw_str_make((char *)bytes, cut),
						&back, &err),
				 NW_BAD_INPUT);
	for (size_t i = 0; i < len; i++) {
		bytes[i] ^= 4;
		assert_int_equal(nwi_print_read(nw_str_make((char *)bytes, len),
						&back, &err),
				 NW_BAD_INPUT);
		bytes[i] ^= 4;
	}
	assert_int_equal(nwi_print_from_text(nw_str_from("0g"), &back, &err),
			 NW_BAD_INPUT);
}

static void texts_of_any_size_have_a_print(void **state)
{
	static const struct {
		const char *word;
		size_t times;
	} rows[] = { { "", 0 },
		     { "storm", 1 },
		     { "storm ", 200000 },
		     { "a ", 500000 },
		     { "\xd0\xb6", 500000 } };
	struct nw_buf text;
	struct nwi_print print;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		nw_buf_init(&text, 4 << 20);
		nw_buf_add_text(&text, "");
		for (size_t n = 0; n < rows[i].times; n++)
			nw_buf_add_text(&text, rows[i].word);
		print_of("", nw_buf_str(&text), &print);
		assert_true(print.mark_count <= NWI_PRINT_MARKS);
		assert_true(print.term_count <= NWI_PRINT_TERMS);
		nw_buf_fini(&text);
	}
}

/* A megabyte in which no word comes twice. */
static void a_megabyte_of_words_keeps_a_sample(void **state)
{
	struct nw_buf text;
	struct nwi_print print;

	(void)state;
	nw_buf_init(&text, 4 << 20);
	for (unsigned i = 0; i < 120000; i++)
		nw_buf_add_fmt(&text, "w%x ", i * 2654435761u);
	print_of("", nw_buf_str(&text), &print);
	assert_in_range(print.mark_count, NWI_PRINT_MARKS / 2, NWI_PRINT_MARKS);
	assert_true(print.below < UINT32_MAX / 100);
	nw_buf_fini(&text);
}

static bool has_term(const struct nwi_print *print, const char *stem,
		     unsigned kind)
{
	uint32_t hash = nw_token_hash(nw_str_from(stem));

	for (size_t i = 0; i < print->term_count; i++)
		if (print->terms[i].hash == hash)
			return (print->terms[i].kind & kind) == kind;
	return false;
}

static void names_numbers_and_titles_are_marked(void **state)
{
	struct nwi_print print = sample();

	(void)state;
	assert_true(has_term(&print, "ostrau", NWI_TERM_NAME | NWI_TERM_TITLE));
	assert_true(has_term(&print, "sedlak", NWI_TERM_NAME));
	assert_true(has_term(&print, "17", NWI_TERM_NUMBER));
	assert_true(has_term(&print, "stop", 0));
	assert_false(has_term(&print, "the", 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_print_comes_back_as_it_was_written),
		cmocka_unit_test(the_largest_print_comes_back),
		cmocka_unit_test(a_damaged_print_is_refused),
		cmocka_unit_test(texts_of_any_size_have_a_print),
		cmocka_unit_test(a_megabyte_of_words_keeps_a_sample),
		cmocka_unit_test(names_numbers_and_titles_are_marked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
