# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/digest.c \
	%D%/digest_draft.h \
	%D%/digest_impl.h \
	%D%/digest_item.c \
	%D%/digest_line.c \
	%D%/digest_mark.c \
	%D%/digest_retold.c \
	%D%/digest_role.c \
	%D%/digest_shape.c \
	%D%/digest_stamp.c \
	%D%/digest_terms.c \
	%D%/digest_words.c
