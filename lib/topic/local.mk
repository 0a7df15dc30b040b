# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/classify.c \
	%D%/examples.c \
	%D%/load.c \
	%D%/set.h
