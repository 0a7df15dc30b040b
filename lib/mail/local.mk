# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/encode.c \
	%D%/encode.h \
	%D%/mail.c \
	%D%/read.h \
	%D%/read_body.c \
	%D%/read_header.c \
	%D%/read_part.c \
	%D%/thread.c \
	%D%/thread.h
