# SPDX-License-Identifier: Apache-2.0
libnewswatch_la_SOURCES += \
	%D%/anchor.c \
	%D%/build.c \
	%D%/build.h \
	%D%/common.c \
	%D%/compile.c \
	%D%/eval.c \
	%D%/fact_terms.c \
	%D%/facts.c \
	%D%/facts.h \
	%D%/forms.c \
	%D%/forms.h \
	%D%/eval.h \
	%D%/explain.c \
	%D%/explain.h \
	%D%/explain_count.c \
	%D%/explain_near.c \
	%D%/eval_count.c \
	%D%/eval_slop.c \
	%D%/glob.c \
	%D%/image.h \
	%D%/lang.h \
	%D%/lex.c \
	%D%/lex.h \
	%D%/match.c \
	%D%/names.c \
	%D%/names.h \
	%D%/open.c \
	%D%/operator.c \
	%D%/parse.c \
	%D%/parse.h \
	%D%/parse_count.c \
	%D%/scan.c \
	%D%/scan.h \
	%D%/use.c \
	%D%/use.h \
	%D%/words.c
