/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "daemon/server/outcome.h"

/* An item, the alerts and deliveries of its story, and a worker's row. */
struct question {
	const char *item, *alerts, *deliveries, *row;
	const char *kept, *says; /* NULL: nothing kept it */
};

static json_t *parse(const char *text)
{
	json_t *object = NULL;

	if (text)
		assert_int_equal(nwi_json_parse(nw_str_from(text), 4096, 16,
						&object, NULL),
				 NW_OK);
	return object;
}

static void check(const struct question *q, bool enabled)
{
	const struct config_watch watch = { .name = NW_STR("w"),
					    .enabled = enabled };
	json_t *item = parse(q->item), *alerts = parse(q->alerts);
	json_t *deliveries = parse(q->deliveries), *row = parse(q->row);
	json_t *line = json_object();
	const char *kept, *says;

	outcome_of(&(struct outcome_input){ item, NULL, NULL, alerts,
					    deliveries, row, &watch },
		   line);
	kept = json_string_value(json_object_get(line, "kept"));
	says = json_string_value(json_object_get(line, "outcome"));
	if (q->kept)
		assert_string_equal(kept, q->kept);
	else
		assert_null(kept);
	if (!strstr(says, q->says))
		fail_msg("\"%s\" does not say \"%s\"", says, q->says);
	json_decref(item);
	json_decref(alerts);
	json_decref(deliveries);
	json_decref(row);
	json_decref(line);
}

#define HIT	"{\"hit\":true,\"matched\":true,\"conditions\":[]}"
#define ITEM(x) "{\"state\":\"" x "\",\"watches\":[\"v\",\"w\"]}"
#define ALERT	"[{\"id\":\"9\",\"watch\":\"v\"},{\"id\":\"1\",\"watch\":\"w\"}]"
#define SENT(s)                                                          \
	"[{\"alert\":\"9\",\"state\":\"dead\"},{\"alert\":\"1\","        \
	"\"state\":\"sent\"},{\"alert\":\"1\",\"state\":\"" s "\","      \
	"\"notifier\":\"mail\",\"destination\":\"ann\",\"error\":\"550 " \
	"no\"}]"

static void what_kept_a_hit_from_alerting_is_told(void **state)
{
	static const struct question questions[] = {
		{ ITEM("suspect"), "[]", "[]", HIT, "suspect", "release" },
		{ ITEM("awaiting_text"), "[]", "[]", HIT, "awaiting_text",
		  "awaits" },
		{ ITEM("set_aside"), "[]", "[]", HIT, "set_aside", "killed" },
		{ "{\"state\":\"analysed\",\"baseline\":true}", "[]", "[]", HIT,
		  "baseline", "first poll" },
		{ ITEM("analysed"), "[]", "[]", HIT, "no_alert", "any more" },
		{ "{\"state\":\"analysed\",\"watches\":[\"v\"]}", "[]", "[]",
		  HIT, "changed", "changed since" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++)
		check(&questions[i], true);
}

static void the_worst_delivery_of_the_alert_is_told(void **state)
{
	static const struct question questions[] = {
		{ ITEM("analysed"), ALERT, SENT("sent"), HIT, NULL,
		  "everybody" },
		{ ITEM("analysed"), ALERT, "[]", HIT, "nobody", "no delivery" },
		{ ITEM("analysed"), ALERT, SENT("dead"), HIT, "dead",
		  "to mail/ann is dead: 550 no" },
		{ ITEM("analysed"), ALERT, SENT("suppressed"), HIT,
		  "suppressed", "mail/ann" },
		{ "{\"state\":\"analysed\",\"watches\":[]}", ALERT,
		  SENT("retry"), HIT, "retry", "another item of its story" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(questions) / sizeof(questions[0]); i++)
		check(&questions[i], true);
}

static void a_miss_names_the_query_or_the_condition(void **state)
{
	static const struct question query = {
		"{\"state\":\"analysed\"}",
		"[]",
		"[]",
		"{\"hit\":false,\"matched\":false,\"conditions\":["
		"{\"kind\":\"topic\",\"holds\":false}]}",
		"query",
		"query does not match"
	};
	static const struct question outlet = {
		ITEM("analysed"),
		"[]",
		"[]",
		"{\"hit\":false,\"matched\":true,\"conditions\":["
		"{\"kind\":\"topic\",\"holds\":true},"
		"{\"kind\":\"outlet\",\"holds\":false,\"note\":\"the item's "
		"is Out\"}]}",
		"outlet",
		"outlet: the item's is Out; when the item came it did"
	};

	(void)state;
	check(&query, true);
	check(&outlet, true);
}

static void what_was_not_tried_says_why(void **state)
{
	static const struct question no_text = { "{\"state\":\"analysed\"}",
						 "[]",
						 "[]",
						 NULL,
						 "no_text",
						 "not stored" };
	static const struct question disabled = { "{\"state\":\"analysed\"}",
						  "[]",
						  "[]",
						  NULL,
						  "disabled",
						  "disabled" };

	(void)state;
	check(&no_text, true);
	check(&disabled, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_kept_a_hit_from_alerting_is_told),
		cmocka_unit_test(the_worst_delivery_of_the_alert_is_told),
		cmocka_unit_test(a_miss_names_the_query_or_the_condition),
		cmocka_unit_test(what_was_not_tried_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
