# SPDX-License-Identifier: Apache-2.0
dist_man_MANS += %D%/newswatchd.8 %D%/newswatch.1
dist_man_MANS += %D%/newswatch-query.7
dist_doc_DATA = %D%/ARCHITECTURE.md %D%/PLUGINS.md %D%/TOPICS.md
dist_man_MANS += %D%/newswatch.yaml.5
EXTRA_DIST += %D%/schema.md
