/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mails alerts, text and HTML, one message a recipient: libcurl does not tell
 * which of several recipients a relay refused.
 *
 * Message-ID is the delivery's id, so a message that was repeated because we
 * died between the relay's acceptance and our commit is the same message to
 * every mail program. An update answers the first alert on its story by
 * References, In-Reply-To, Outlook's headers, and by its subject: Gmail parts
 * a thread where the subject changes in more than "Re: ". What is new stands
 * at the beginning of the text, which lists of mails show.
 */
#include <newswatch/mail.h>
#include <newswatch/notifier.h>

#include <stdio.h>
#include <stdlib.h>

struct email {
	const struct nw_settings *settings;
	struct nw_str from;
	struct nw_str domain; /* of `from`, for the ids */
	struct nw_str prefix;
	struct nw_str list_id;
};

static const struct nw_option options[] = {
	{ .name = "from",
	  .type = NW_OPTION_TEXT,
	  .flags = NW_OPTION_REQUIRED,
	  .min = 1,
	  .max = 320,
	  .example = "News Desk <newswatch@example.org>",
	  .help = "The sender: an address, or a name and the address in < >. "
		  "The address is the envelope's too." },
	{ .name = "to",
	  .type = NW_OPTION_ADDRESS,
	  .flags = NW_OPTION_REQUIRED | NW_OPTION_LIST,
	  .example = "[desk@example.org]",
	  .help = "The recipients. Each gets a message of its own, and one "
		  "that "
		  "is refused holds up no other." },
	{ .name = "subject_prefix",
	  .type = NW_OPTION_TEXT,
	  .max = 64,
	  .help = "Stands before each subject, \"[newswatch]\" say." },
	{ .name = "list_id",
	  .type = NW_OPTION_TEXT,
	  .max = 200,
	  .example = "alerts.newswatch.example.org",
	  .help = "The List-Id header that mail programs sort by. By default "
		  "the notifier's name, \"newswatch\" and the sender's "
		  "domain." },
	{ 0 },
};

static struct nw_str domain_of(struct nw_str address)
{
	return nw_str_slice(address, nw_str_find_char(address, '@') + 1,
			    address.len);
}

static enum nw_status check_recipients(const struct nw_settings *settings,
				       struct nw_error *err)
{
	for (size_t i = 0; i < nw_settings_count(settings, "to"); i++) {
		struct nw_str to = nw_settings_at(settings, "to", i, NULL);
		if (nw_str_is_absent(nw_mail_address(to)))
			return nw_fail(err, NW_BAD_CONFIG,
				       "to: \"%.*s\" is no mail address",
				       NW_FMT(to));
	}
	return NW_OK;
}

static enum nw_status email_open(const struct nw_settings *settings,
				 void **instance, struct nw_error *err)
{
	struct nw_str from = nw_settings_text(settings, "from");
	struct nw_str address = nw_mail_address(from);

	if (nw_str_is_absent(address))
		return nw_fail(err, NW_BAD_CONFIG,
			       "from: \"%.*s\" is no mail address",
			       NW_FMT(from));
	enum nw_status status = check_recipients(settings, err);
	if (status != NW_OK)
		return status;
	struct email *email = calloc(1, sizeof(*email));
	if (!email)
		return nw_fail(err, NW_NO_MEMORY, "email: no memory");
	email->settings = settings;
	email->from = from;
	email->domain = domain_of(address);
	email->prefix = nw_settings_text(settings, "subject_prefix");
	email->list_id = nw_settings_text(settings, "list_id");
	*instance = email;
	return NW_OK;
}

static void email_close(void *instance)
{
	free(instance);
}

static void email_destinations(void *instance,
			       void (*each)(void *arg, struct nw_str name),
			       void *arg)
{
	const struct email *email = instance;

	for (size_t i = 0; i < nw_settings_count(email->settings, "to"); i++)
		each(arg, nw_settings_at(email->settings, "to", i, NULL));
}

static int32_t priority_of(struct nw_str severity)
{
	if (nw_str_is(severity, "urgent"))
		return 1;
	return nw_str_is(severity, "low") ? 5 : 0;
}

/* True for a message that follows another which this receiver got. */
static bool is_answer(const struct nw_alert *alert)
{
	return alert->thread.len > 0 &&
	       !nw_str_equal(alert->thread, alert->delivery);
}

static struct nw_str subject_of(const struct email *email,
				const struct nw_alert *alert,
				struct nw_arena *arena)
{
	const char *answer = is_answer(alert) ? "Re: " : "";

	if (email->prefix.len == 0)
		return nw_arena_fmt(arena, "%s%.*s", answer,
				    NW_FMT(alert->title));
	return nw_arena_fmt(arena, "%s%.*s %.*s", answer, NW_FMT(email->prefix),
			    NW_FMT(alert->title));
}

static void set_thread(const struct email *email, const struct nw_alert *alert,
		       struct nw_arena *arena, struct nw_mail *mail)
{
	mail->message_id =
		nw_arena_fmt(arena, "%.*s@%.*s", NW_FMT(alert->delivery),
			     NW_FMT(email->domain));
	if (is_answer(alert))
		mail->references =
			nw_arena_fmt(arena, "%.*s@%.*s", NW_FMT(alert->thread),
				     NW_FMT(email->domain));
	mail->thread = alert->thread;
	mail->thread_begun = alert->first_seen;
}

static enum nw_status email_render(void *instance, struct nw_host *host,
				   const struct nw_alert *alert,
				   struct nw_str destination, uint32_t flags,
				   struct nw_error *err)
{
	const struct email *email = instance;
	struct nw_arena *arena = nw_host_arena(host);
	NW_AUTO(nw_buf_fini) struct nw_buf text = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf html = { 0 };
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };
	bool smaller = flags & NW_RENDER_SMALLER;

	nw_buf_init(&text, 128 * 1024);
	nw_buf_init(&html, 256 * 1024);
	nw_buf_init(&out, 1024 * 1024);
	nw_alert_to_text(alert, smaller ? NW_TEXT_BRIEF : 0, &text);
	if (!smaller)
		nw_alert_to_html(alert, &html);
	struct nw_mail mail = {
		.size = sizeof(mail),
		.from = email->from,
		.to = destination,
		.subject = subject_of(email, alert, arena),
		.list_id = email->list_id,
		.list_name = alert->watch,
		.text = nw_buf_str(&text),
		.date = alert->at,
		.priority = priority_of(alert->severity),
	};
	if (nw_str_is_absent(mail.list_id))
		mail.list_id =
			nw_arena_fmt(arena, "%.*s.newswatch.%.*s",
				     NW_FMT(nw_settings_name(email->settings)),
				     NW_FMT(email->domain));
	if (html.len > 0 && !html.failed)
		mail.html = nw_buf_str(&html);
	set_thread(email, alert, arena, &mail);
	enum nw_status status = nw_mail_build(&mail, &out, err);
	if (status == NW_OK)
		nw_emit_payload(host, nw_str_from("message/rfc822"),
				nw_buf_str(&out));
	return status;
}

static enum nw_status email_request(void *instance, struct nw_host *host,
				    const struct nw_payload *payload,
				    struct nw_request *request,
				    struct nw_error *err)
{
	const struct email *email = instance;

	(void)host;
	(void)err;
	request->kind = NW_REQUEST_SMTP;
	request->sender = nw_mail_address(email->from);
	request->recipient = nw_mail_address(payload->destination);
	request->body = payload->bytes;
	return NW_OK;
}

static const struct nw_notifier_ops ops = {
	.size = sizeof(ops),
	.requests = NW_REQUEST_SMTP,
	.open = email_open,
	.close = email_close,
	.destinations = email_destinations,
	.render = email_render,
	.request = email_request,
};

NW_PLUGIN(NW_NOTIFIER, "email", "0.1", "Apache-2.0",
	  "Mails alerts as text and HTML, one message a recipient", options,
	  &ops)
