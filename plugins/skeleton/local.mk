# SPDX-License-Identifier: Apache-2.0
# Built and tested as any plugin, not installed as one: their sources go to
# the documentation, to be copied.
check_LTLIBRARIES += \
	%D%/skeleton_classifier.la \
	%D%/skeleton_notifier.la \
	%D%/skeleton_remote.la \
	%D%/skeleton_source.la
SKELETON_LDFLAGS = $(PLUGIN_LDFLAGS) -rpath /nowhere
%C%_skeleton_classifier_la_SOURCES = %D%/skeleton_classifier.c
%C%_skeleton_classifier_la_LDFLAGS = $(SKELETON_LDFLAGS)
%C%_skeleton_classifier_la_LIBADD = libnewswatch.la
%C%_skeleton_notifier_la_SOURCES = %D%/skeleton_notifier.c
%C%_skeleton_notifier_la_LDFLAGS = $(SKELETON_LDFLAGS)
%C%_skeleton_notifier_la_LIBADD = libnewswatch.la
%C%_skeleton_remote_la_SOURCES = %D%/skeleton_remote.c
%C%_skeleton_remote_la_LDFLAGS = $(SKELETON_LDFLAGS)
%C%_skeleton_remote_la_LIBADD = libnewswatch.la
%C%_skeleton_source_la_SOURCES = %D%/skeleton_source.c
%C%_skeleton_source_la_LDFLAGS = $(SKELETON_LDFLAGS)
%C%_skeleton_source_la_LIBADD = libnewswatch.la
