# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/classify.c \
	%D%/examples.c \
	%D%/features.c \
	%D%/linear.c \
	%D%/linear.h \
	%D%/load.c \
	%D%/set.h \
	%D%/train.c \
	%D%/train.h \
	%D%/train_write.c \
	%D%/train_write.h
