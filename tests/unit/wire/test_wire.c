/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire/channel.h"
#include "wire/queries.h"
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static void frames_in_single_bytes_come_out_whole(void **state)
{
	struct nwi_frame_reader reader;
	const struct nwi_frame frame = { .type = NWI_FRAME_RESULT,
					 .generation = 3,
					 .job = UINT64_C(0x123456789a),
					 .json = NW_STR("{\"a\":1}"),
					 .blob = NW_STR("body") };
	struct nwi_frame got;
	struct nw_error err;
	struct nw_buf bytes;
	int whole = 0;

	(void)state;
	nw_buf_init(&bytes, 4096);
	for (int i = 0; i < 3; i++)
		assert_int_equal(nwi_frame_write(&frame, &bytes, &err), NW_OK);
	nwi_frame_reader_init(&reader, true);
	for (size_t i = 0; i < bytes.len; i++) {
		assert_int_equal(
			nwi_frame_reader_add(&reader, bytes.at + i, 1, &err),
			NW_OK);
		if (nwi_frame_reader_next(&reader, &got, &err) != NW_OK)
			continue;
		assert_true(got.job == frame.job);
		assert_true(nw_str_is(got.json, "{\"a\":1}"));
		assert_true(nw_str_is(got.blob, "body"));
		whole++;
	}
	assert_int_equal(whole, 3);
	nwi_frame_reader_fini(&reader);
	nw_buf_fini(&bytes);
}

static void broken_frames_break_the_stream_for_good(void **state)
{
	static const struct {
		size_t at;
		char byte;
	} rows[] = { { 0, 'X' },  /* magic */
		     { 4, 99 },	  /* type */
		     { 4, 2 },	  /* an order, where answers are read */
		     { 23, 127 }, /* JSON of 2 GiB */
		     { 27, 127 }, /* blob of 2 GiB */
		     { 28, 1 },	  /* a worker passes no descriptor */
		     { 29, 1 } }; /* an unknown flag */
	const struct nwi_frame frame = { .type = NWI_FRAME_RESULT };
	struct nwi_frame got;
	struct nw_error err;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct nwi_frame_reader reader;
		struct nw_buf bytes;
		nw_buf_init(&bytes, 4096);
		assert_int_equal(nwi_frame_write(&frame, &bytes, &err), NW_OK);
		bytes.at[rows[i].at] = rows[i].byte;
		nwi_frame_reader_init(&reader, true);
		assert_int_equal(nwi_frame_reader_add(&reader, bytes.at,
						      bytes.len, &err),
				 NW_OK);
		assert_int_equal(nwi_frame_reader_next(&reader, &got, &err),
				 NW_CORRUPT);
		assert_int_equal(nwi_frame_reader_next(&reader, &got, &err),
				 NW_CORRUPT);
		nwi_frame_reader_fini(&reader);
		nw_buf_fini(&bytes);
	}
}

static void sealed_memory_is_mapped_and_unsealed_is_refused(void **state)
{
	struct nwi_frame frame = { .type = NWI_FRAME_CONFIGURE,
				   .json = NW_STR("{}"),
				   .blob = NW_STR("image bytes") };
	struct nwi_channel channel;
	struct nwi_frame got;
	struct nw_error err;
	int pair[2], sealed, open_fd;

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	nwi_channel_init(&channel, pair[1], false);
	assert_int_equal(nwi_memfd_make(frame.blob, &sealed, &err), NW_OK);
	assert_int_equal(nwi_channel_write(pair[0], &frame, sealed, &err),
			 NW_OK);
	assert_int_equal(nwi_channel_read(&channel, 1000, &got, &err), NW_OK);
	assert_true(nw_str_equal(got.blob, frame.blob));
	open_fd = memfd_create("open", MFD_ALLOW_SEALING);
	assert_int_equal(write(open_fd, frame.blob.at, frame.blob.len),
			 (int)frame.blob.len);
	assert_int_equal(nwi_channel_write(pair[0], &frame, open_fd, &err),
			 NW_OK);
	assert_int_equal(nwi_channel_read(&channel, 1000, &got, &err),
			 NW_CORRUPT);
	close(pair[0]);
	assert_int_equal(nwi_channel_read(&channel, 1000, &got, &err), NW_GONE);
	nwi_channel_fini(&channel);
	close(sealed);
	close(open_fd);
	close(pair[1]);
}

static void rows_of_queries_come_back_and_half_ones_are_refused(void **state)
{
	static const struct nw_query_text rows[] = {
		{ NW_STR("ports"), NW_STR("port* OR \n harbour") },
		{ NW_STR(""), NW_STR("") },
		{ NW_STR("last"), NW_STR("x") },
	};
	struct nw_arena *arena = nw_arena_new(1 << 16);
	struct nw_query_text *got;
	struct nw_error err;
	struct nw_buf blob;
	size_t count;

	(void)state;
	nw_buf_init(&blob, 1 << 16);
	nwi_queries_write(rows, 3, &blob);
	assert_int_equal(
		nwi_queries_read(nw_buf_str(&blob), arena, &got, &count, &err),
		NW_OK);
	assert_int_equal(count, 3);
	for (int i = 0; i < 3; i++) {
		assert_true(nw_str_equal(got[i].name, rows[i].name));
		assert_true(nw_str_equal(got[i].text, rows[i].text));
	}
	for (size_t cut = 1; cut < 9; cut++)
		assert_int_equal(
			nwi_queries_read(nw_str_make(blob.at, blob.len - cut),
					 arena, &got, &count, &err),
			NW_CORRUPT);
	memset(blob.at, 0xff, 4); /* a name of 4 GiB */
	assert_int_equal(
		nwi_queries_read(nw_buf_str(&blob), arena, &got, &count, &err),
		NW_CORRUPT);
	nw_buf_fini(&blob);
	nw_arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			rows_of_queries_come_back_and_half_ones_are_refused),
		cmocka_unit_test(frames_in_single_bytes_come_out_whole),
		cmocka_unit_test(broken_frames_break_the_stream_for_good),
		cmocka_unit_test(
			sealed_memory_is_mapped_and_unsealed_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
