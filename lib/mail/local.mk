# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/encode.c \
	%D%/encode.h \
	%D%/mail.c
