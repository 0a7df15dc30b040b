# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/arena.c \
	%D%/arena.h \
	%D%/buf.c \
	%D%/caret.c \
	%D%/caret.h \
	%D%/error.c \
	%D%/copy.h \
	%D%/gunzip.c \
	%D%/gunzip.h \
	%D%/hash.c \
	%D%/hash.h \
	%D%/json.c \
	%D%/json.h \
	%D%/map.c \
	%D%/map.h \
	%D%/noun.h \
	%D%/room.h \
	%D%/str.c \
	%D%/time.c \
	%D%/time.h \
	%D%/trim.h \
	%D%/wide.h
