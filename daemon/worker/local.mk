# SPDX-License-Identifier: Apache-2.0
worker_PROGRAMS += newswatch-worker
newswatch_worker_SOURCES = \
	%D%/analyse.c \
	%D%/outlet.c \
	%D%/analyse.h \
	%D%/article.c \
	%D%/article.h \
	%D%/conditions.c \
	%D%/excerpt.c \
	%D%/excerpt.h \
	%D%/explain.c \
	%D%/job_read.c \
	%D%/job_remote.c \
	%D%/job_write.c \
	%D%/main.c \
	%D%/seal.c \
	%D%/seal.h \
	%D%/serve.c \
	%D%/serve.h \
	%D%/setup.c \
	%D%/shadow.c \
	%D%/setup.h \
	%D%/survey.c \
	%D%/survey.h \
	%D%/work.h
newswatch_worker_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS) $(SECCOMP_CFLAGS)
newswatch_worker_LDADD = libnewswatch.la $(JANSSON_LIBS) $(SECCOMP_LIBS)

noinst_LTLIBRARIES += libnwworker.la
libnwworker_la_SOURCES = \
	%D%/examples.c \
	%D%/examples.h \
	%D%/place.c \
	%D%/place.h \
	%D%/pool.c \
	%D%/pool.h \
	%D%/pool_generation.c \
	%D%/pool_internal.h \
	%D%/pool_job.c \
	%D%/pool_once.c \
	%D%/pool_plugins.c \
	%D%/pool_plan.c \
	%D%/pool_worker.c
libnwworker_la_CPPFLAGS = $(AM_CPPFLAGS) $(JANSSON_CFLAGS)
libnwworker_la_LIBADD = $(JANSSON_LIBS)
