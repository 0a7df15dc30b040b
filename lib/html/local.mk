# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/emit.c \
	%D%/emit.h \
	%D%/escape.c \
	%D%/sanitise.c
