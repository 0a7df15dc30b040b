# SPDX-License-Identifier: Apache-2.0
noinst_LTLIBRARIES += libnwworker.la
libnwworker_la_SOURCES = %D%/pool.h
