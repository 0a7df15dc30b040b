# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/classify.c \
	%D%/edit.c \
	%D%/edit.h \
	%D%/examples.c \
	%D%/features.c \
	%D%/image.c \
	%D%/linear.c \
	%D%/linear.h \
	%D%/load.c \
	%D%/propose.c \
	%D%/propose.h \
	%D%/propose_choose.c \
	%D%/propose_find.c \
	%D%/propose_internal.h \
	%D%/propose_say.c \
	%D%/propose_try.c \
	%D%/question.c \
	%D%/question_read.c \
	%D%/set.h \
	%D%/train.c \
	%D%/train.h \
	%D%/train_write.c \
	%D%/train_write.h
