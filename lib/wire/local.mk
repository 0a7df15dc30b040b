# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/channel.c \
	%D%/channel.h \
	%D%/queries.c \
	%D%/queries.h \
	%D%/wire.c \
	%D%/wire.h
