/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The address guard: keeps what the web names away from private networks.
 *
 * It judges the address that a connection is about to be made to, after all
 * spelling, redirection and name resolution, so there is no gap between the
 * check and its use.
 */
#ifndef NEWSWATCHD_GUARD_H
#define NEWSWATCHD_GUARD_H

#include <sys/socket.h>

/*
 * NULL when the address is public, else the name of what it belongs to, as
 * "loopback (RFC 1122)". Families other than IPv4 and IPv6 are refused.
 * Judged by the IPv4 address that they embed: 64:ff9b::/96 and ISATAP.
 */
const char *guard_refuses(const struct sockaddr *to);

#endif
