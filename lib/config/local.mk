# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/describe.c \
	%D%/nearest.c \
	%D%/node.c \
	%D%/problem.c \
	%D%/problem.h \
	%D%/rows.c \
	%D%/rows.h \
	%D%/scalar.c \
	%D%/scalar.h \
	%D%/source_text.c \
	%D%/source_text.h \
	%D%/tree.c \
	%D%/tree.h \
	%D%/values.c
