/* SPDX-License-Identifier: Apache-2.0 */
#include <newswatch/mail.h>

#include "base/hash.h"
#include "mail/encode.h"
#include "mail/thread.h"

#include <stdio.h>

static bool is_atext(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

/* Atoms parted by single points. */
static bool is_dot_string(struct nw_str s)
{
	bool point = true;

	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '.' ? point : !is_atext(s.at[i]))
			return false;
		point = s.at[i] == '.';
	}
	return !point;
}

static bool is_label(struct nw_str label)
{
	for (size_t i = 0; i < label.len; i++) {
		char c = label.at[i];
		bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			  (c >= '0' && c <= '9') ||
			  (c == '-' && i > 0 && i + 1 < label.len);
		if (!ok)
			return false;
	}
	return label.len > 0 && label.len <= 63;
}

static bool is_domain(struct nw_str domain)
{
	struct nw_str rest = domain, label = { 0 };

	while (nw_str_next(&rest, '.', &label)) {
		if (!is_label(label))
			return false;
	}
	return domain.len > 0 && domain.len <= 253 && !nw_str_ends(domain, ".");
}

struct nw_str nw_mail_address(struct nw_str mailbox)
{
	struct nw_str none = { 0 };
	struct nw_str address = nw_str_trim(mailbox);
	size_t open = nw_str_find_char(address, '<');

	if (open < address.len) {
		if (!nw_str_ends(address, ">") ||
		    nw_str_find_char(address, '>') + 1 != address.len)
			return none;
		address = nw_str_slice(address, open + 1, address.len - 1);
	}
	size_t at = nw_str_find_char(address, '@');
	if (address.len > 254 || at == 0 || at > 64 || at == address.len)
		return none;
	if (!is_dot_string(nw_str_slice(address, 0, at)) ||
	    !is_domain(nw_str_slice(address, at + 1, address.len)))
		return none;
	return address;
}

/* The name before the angle bracket, without its quotes. */
static struct nw_str display_of(struct nw_str mailbox)
{
	size_t open = nw_str_find_char(mailbox, '<');

	if (open == mailbox.len)
		return nw_str_make("", 0);
	struct nw_str name = nw_str_trim(nw_str_slice(mailbox, 0, open));
	if (name.len >= 2 && name.at[0] == '"' && nw_str_ends(name, "\""))
		name = nw_str_slice(name, 1, name.len - 1);
	return name;
}

static bool is_one_line(struct nw_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '\r' || s.at[i] == '\n' || s.at[i] == '\0')
			return false;
	}
	return true;
}

static enum nw_status check(const struct nw_mail *mail, struct nw_error *err)
{
	const struct {
		const char *name;
		struct nw_str value;
	} lines[] = {
		{ "from", mail->from },
		{ "to", mail->to },
		{ "subject", mail->subject },
		{ "references", mail->references },
		{ "list name", mail->list_name },
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		if (!is_one_line(lines[i].value))
			return nw_fail(err, NW_BAD_INPUT,
				       "mail: %s has a line break or a NUL, "
				       "one line is allowed",
				       lines[i].name);
	}
	for (size_t i = 0; i < 2; i++) {
		if (nw_str_is_absent(nw_mail_address(lines[i].value)))
			return nw_fail(err, NW_BAD_INPUT,
				       "mail: %s \"%.*s\" is no mail address",
				       lines[i].name, NW_FMT(lines[i].value));
	}
	if (!nwi_mail_is_id(mail->message_id))
		return nw_fail(err, NW_BAD_INPUT, "mail: bad message id");
	if (!nw_str_is_absent(mail->list_id) && !nwi_mail_is_id(mail->list_id))
		return nw_fail(err, NW_BAD_INPUT, "mail: bad list id");
	return NW_OK;
}

static void add_list_id(struct nw_buf *out, const struct nw_mail *mail)
{
	if (!nw_str_is_absent(mail->list_id))
		nwi_mail_add_mailbox(out, "List-Id", mail->list_name,
				     mail->list_id);
}

static void add_headers(struct nw_buf *out, const struct nw_mail *mail)
{
	char date[NW_TIME_TEXT];

	nw_time_format_mail(mail->date, date);
	nwi_mail_add_header(out, "Date", nw_str_from(date));
	nwi_mail_add_mailbox(out, "From", display_of(mail->from),
			     nw_mail_address(mail->from));
	nwi_mail_add_mailbox(out, "To", display_of(mail->to),
			     nw_mail_address(mail->to));
	nwi_mail_add_header(out, "Subject", mail->subject);
	nw_buf_add_fmt(out, "Message-ID: <%.*s>\r\n", NW_FMT(mail->message_id));
	nwi_mail_add_thread(out, mail);
	add_list_id(out, mail);
	if (mail->priority)
		nw_buf_add_fmt(out, "X-Priority: %d\r\n", mail->priority);
	/* RFC 3834: no vacation notice answers an alert. */
	nw_buf_add_text(out, "Auto-Submitted: auto-generated\r\n"
			     "Precedence: list\r\n"
			     "MIME-Version: 1.0\r\n");
}

static void add_part(struct nw_buf *out, const char *type, struct nw_str body)
{
	nw_buf_add_fmt(out,
		       "Content-Type: %s; charset=utf-8\r\n"
		       "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
		       type);
	nwi_mail_add_quoted(out, body);
}

/*
 * "=_" cannot stand in quoted-printable text (RFC 2045, 6.7), so the boundary
 * never occurs in a part.
 */
static void add_alternatives(struct nw_buf *out, const struct nw_mail *mail)
{
	char id[NWI_ID_TEXT], boundary[NWI_ID_TEXT + 8];

	nwi_derive_id("boundary", &mail->message_id, 1, id);
	snprintf(boundary, sizeof(boundary), "=_%s", id);
	nw_buf_add_fmt(out,
		       "Content-Type: multipart/alternative;\r\n"
		       " boundary=\"%s\"\r\n\r\n--%s\r\n",
		       boundary, boundary);
	add_part(out, "text/plain", mail->text);
	nw_buf_add_fmt(out, "--%s\r\n", boundary);
	add_part(out, "text/html", mail->html);
	nw_buf_add_fmt(out, "--%s--\r\n", boundary);
}

static enum nw_status build(const struct nw_mail *mail, struct nw_buf *out,
			    struct nw_error *err)
{
	enum nw_status status = check(mail, err);

	if (status != NW_OK)
		return status;
	add_headers(out, mail);
	if (nw_str_is_absent(mail->html))
		add_part(out, "text/plain", mail->text);
	else
		add_alternatives(out, mail);
	return nw_buf_check(out, "a mail message", err);
}

enum nw_status nw_mail_build(const struct nw_mail *made, struct nw_buf *out,
			     struct nw_error *err)
{
	struct nw_mail mail = { 0 };

	/* An older maker's: zeros behind what it has. */
	memcpy(&mail, made,
	       made->size < sizeof(mail) ? made->size : sizeof(mail));
	return build(&mail, out, err);
}
