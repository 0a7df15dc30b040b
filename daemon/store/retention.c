/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/store/retention.h"

#define DAYS(n) ((n)*INT64_C(86400000))

/* An alert stays as long as it is on its way to somebody. */
#define NOT_ON_ITS_WAY                                                 \
	"NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.alert=alert.id" \
	" AND outbox.state IN (0,1,2,3))"
#define ENDED "state IN (4,5,6)"

const struct store_retention store_retention[] = {
	{ STORE_META, STORE_RULE_BOUNDED, NULL, 0, NULL,
	  "a fixed set of names" },
	{ STORE_SEQ, STORE_RULE_BOUNDED, NULL, 0, NULL,
	  "a fixed set of counters" },
	{ STORE_SOURCE, STORE_RULE_AGE, "sources", DAYS(180),
	  "status='removed'",
	  "state of sources that the configuration names no more" },
	{ STORE_SOURCE, STORE_RULE_COUNT, "sources_count", 100000,
	  "status='removed'", "sources, those no longer configured go first" },
	{ STORE_SHOWN, STORE_RULE_AGE, "shown", DAYS(180),
	  "source NOT IN (SELECT name FROM source)",
	  "what a source that is gone showed last" },
	{ STORE_SHOWN, STORE_RULE_COUNT, "shown_count", 100000,
	  "source NOT IN (SELECT name FROM source)",
	  "lists of what sources show, one a source" },
	{ STORE_IDENTITY, STORE_RULE_AGE, "identities", DAYS(180), NULL,
	  "identities after their source has ceased to show them" },
	{ STORE_IDENTITY, STORE_RULE_COUNT, "identities_count", 5000000, NULL,
	  "identities, the longest not shown go first" },
	{ STORE_ITEM, STORE_RULE_AGE, "items", DAYS(180), NULL, "items" },
	{ STORE_ITEM, STORE_RULE_COUNT, "items_count", 2000000, NULL,
	  "items, the oldest go first" },
	{ STORE_REVISION, STORE_RULE_AGE, "revisions", DAYS(180), NULL,
	  "notes of items that were changed" },
	{ STORE_REVISION, STORE_RULE_COUNT, "revisions_count", 1000000, NULL,
	  "notes of changes, the oldest go first" },
	{ STORE_STORY, STORE_RULE_AGE, "stories", DAYS(180), NULL, "stories" },
	{ STORE_STORY, STORE_RULE_COUNT, "stories_count", 2000000, NULL,
	  "stories, the oldest go first" },
	{ STORE_ALERT, STORE_RULE_AGE, "alerts", DAYS(400), NOT_ON_ITS_WAY,
	  "alerts that are not on their way any more" },
	{ STORE_ALERT, STORE_RULE_COUNT, "alerts_count", 200000, NOT_ON_ITS_WAY,
	  "alerts, the oldest go first" },
	{ STORE_OUTBOX, STORE_RULE_AGE, "deliveries", DAYS(90), ENDED,
	  "deliveries that ended: sent, dead or suppressed" },
	{ STORE_OUTBOX, STORE_RULE_COUNT, "deliveries_count", 500000, ENDED,
	  "deliveries that ended, the oldest go first" },
	{ STORE_BREAKER, STORE_RULE_AGE, "destinations", DAYS(90), "open=0",
	  "how destinations fared" },
	{ STORE_BREAKER, STORE_RULE_COUNT, "destinations_count", 100000,
	  "open=0", "destinations, the longest not used go first" },
	{ STORE_NOTICE, STORE_RULE_AGE, "notices", DAYS(180), "open=0",
	  "notices to the operator whose cause has passed" },
	{ STORE_NOTICE, STORE_RULE_COUNT, "notices_count", 10000, NULL,
	  "notices to the operator, the oldest go first" },
	{ STORE_FOLLOW_UP, STORE_RULE_AGE, "follow_ups", DAYS(7), NULL,
	  "further pages and articles that were still to be fetched" },
	{ STORE_FOLLOW_UP, STORE_RULE_COUNT, "follow_ups_count", 100000, NULL,
	  "pages to be fetched, the oldest go first" },
	{ STORE_SET_ASIDE, STORE_RULE_AGE, "set_aside", DAYS(30), NULL,
	  "documents that killed a worker" },
	{ STORE_SET_ASIDE, STORE_RULE_COUNT, "set_aside_count", 200, NULL,
	  "documents set aside, the oldest go first" },
	{ STORE_LABEL, STORE_RULE_AGE, "labels", DAYS(3650), NULL,
	  "what people said of the topics of items" },
	{ STORE_LABEL, STORE_RULE_COUNT, "labels_count", 200000, NULL,
	  "labels, the oldest go first" },
	{ STORE_ARCHIVE, STORE_RULE_AGE, "texts", DAYS(180), NULL,
	  "texts of items" },
	{ STORE_ARCHIVE, STORE_RULE_COUNT, "texts_count", 2000000, NULL,
	  "texts of items, the oldest go first" },
};

const size_t store_retention_count =
	sizeof(store_retention) / sizeof(store_retention[0]);

_Static_assert(sizeof(store_retention) / sizeof(store_retention[0]) <=
		       STORE_RETENTION_MAX,
	       "room for a statement a rule");
