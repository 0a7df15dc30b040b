# SPDX-License-Identifier: Apache-2.0
libnwstore_la_SOURCES += %D%/story.c %D%/story.h
