/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How mail programs know which messages belong together: by References and
 * In-Reply-To (RFC 5322, 3.6.4), and Outlook by Thread-Topic and Thread-Index
 * alone, which is PidTagConversationIndex in base64 ([MS-OXOMSG] 2.2.1.3).
 */
#ifndef NWI_MAIL_THREAD_H
#define NWI_MAIL_THREAD_H

#include <newswatch/mail.h>

/* What may stand between angle brackets: it cannot break out of them. */
bool nwi_mail_is_id(struct nw_str s);

/* Appends the four headers, those that `mail` says something for. */
void nwi_mail_add_thread(struct nw_buf *out, const struct nw_mail *mail);

#endif
