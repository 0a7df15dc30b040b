/* SPDX-License-Identifier: Apache-2.0 */
/* Messages of operators and of those who ask classifiers. */
#include "daemon/store/core.h"

void ledger_notice(struct ledger *ledger, struct nw_str key,
		   struct nw_str title, struct nw_str text, int64_t remind_ms,
		   ledger_done done, void *arg)
{
	struct message *message = message_new(MESSAGE_NOTICE, NULL, done, arg);

	message->key = message_keep(message, key);
	message->title = message_keep(message, title);
	message->text = message_keep(message, text);
	message->remind_ms = remind_ms;
	message_send(ledger, message);
}

void ledger_notice_clear(struct ledger *ledger, struct nw_str key,
			 ledger_done done, void *arg)
{
	message_send_name(ledger, MESSAGE_NOTICE_CLEAR, key, done, arg);
}

void ledger_test_alert(struct ledger *ledger, struct nw_str notifier,
		       ledger_done done, void *arg)
{
	message_send_name(ledger, MESSAGE_TEST_ALERT, notifier, done, arg);
}

void ledger_ask(struct ledger *ledger, const struct ledger_query *query,
		ledger_done done, void *arg)
{
	struct message *message = message_new(MESSAGE_ASK, NULL, done, arg);

	message->query = *query;
	message->query.text = message_keep(message, query->text);
	message->query.reason = message_keep(message, query->reason);
	message_send(ledger, message);
}

void ledger_configure(struct ledger *ledger, struct ledger_routing *routing,
		      ledger_done done, void *arg)
{
	struct message *message =
		message_new(MESSAGE_CONFIGURE, NULL, done, arg);

	message->routing = *routing;
	routing->arena = NULL;
	message_send(ledger, message);
}

void ledger_tick(struct ledger *ledger, ledger_done done, void *arg)
{
	message_send(ledger, message_new(MESSAGE_TICK, NULL, done, arg));
}

void ledger_questions(struct ledger *ledger, uint32_t max, ledger_done done,
		      void *arg)
{
	struct message *message =
		message_new(MESSAGE_QUESTIONS, NULL, done, arg);

	message->max = max;
	message_send(ledger, message);
}

void ledger_answer(struct ledger *ledger, const struct ledger_answer *answer,
		   ledger_done done, void *arg)
{
	struct message *message = message_new(MESSAGE_ANSWER, NULL, done, arg);
	struct ledger_answer *to = &message->answer;

	*to = *answer;
	to->item = message_keep(message, answer->item);
	to->classifier = message_keep(message, answer->classifier);
	to->topics = message_keep(message, answer->topics);
	to->frame = message_keep(message, answer->frame);
	to->error = message_keep(message, answer->error);
	message_send(ledger, message);
}
