# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/digest.c \
	%D%/digest_author.c \
	%D%/digest_block.c \
	%D%/digest_draft.c \
	%D%/digest_draft.h \
	%D%/digest_impl.h \
	%D%/digest_item.c \
	%D%/digest_line.c \
	%D%/digest_mark.c \
	%D%/digest_read.c \
	%D%/digest_record.c \
	%D%/digest_retold.c \
	%D%/digest_role.c \
	%D%/digest_shape.c \
	%D%/digest_stamp.c \
	%D%/digest_terms.c \
	%D%/digest_words.c \
	%D%/letter.c \
	%D%/letter.h \
	%D%/letter_text.c \
	%D%/listing.c \
	%D%/listing_anchor.c \
	%D%/listing_choose.c \
	%D%/listing_date.c \
	%D%/listing_field.c \
	%D%/listing_impl.h \
	%D%/listing_ld.c \
	%D%/listing_mark.c \
	%D%/listing_meta.c \
	%D%/listing_next.c \
	%D%/listing_piece.c \
	%D%/listing_record.c \
	%D%/listing_select.c \
	%D%/listing_words.c
