/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/transport/guard.h"

#include "daemon/transport/tables/special.h"
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define ROWS(table) (sizeof(table) / sizeof(*(table)))

static bool within(const uint8_t *address, const uint8_t *net, unsigned bits)
{
	unsigned bytes = bits / 8, rest = bits % 8;

	if (memcmp(address, net, bytes) != 0)
		return false;
	return rest == 0 || ((address[bytes] ^ net[bytes]) >> (8 - rest)) == 0;
}

static const char *refuses_v4(const uint8_t address[4])
{
	for (size_t i = 0; i < ROWS(special_v4); i++)
		if (within(address, special_v4[i].net, special_v4[i].bits))
			return special_v4[i].name;
	return NULL;
}

static void to_bytes(const uint16_t net[8], uint8_t out[16])
{
	for (size_t i = 0; i < 8; i++) {
		out[2 * i] = (uint8_t)(net[i] >> 8);
		out[2 * i + 1] = (uint8_t)(net[i] & 0xff);
	}
}

/* Where an IPv4 address decides: NAT64 (RFC 6052), ISATAP (RFC 5214). */
static bool embeds_v4(const uint8_t address[16])
{
	static const uint8_t nat64[12] = { 0, 0x64, 0xff, 0x9b };

	return memcmp(address, nat64, 12) == 0 ||
	       ((address[8] & 0xfd) == 0 && address[9] == 0 &&
		address[10] == 0x5e && address[11] == 0xfe);
}

static const char *refuses_v6(const uint8_t address[16])
{
	uint8_t net[16];

	for (size_t i = 0; i < ROWS(special_v6); i++) {
		to_bytes(special_v6[i].net, net);
		if (within(address, net, special_v6[i].bits))
			return special_v6[i].name;
	}
	if (embeds_v4(address)) {
		const char *name = refuses_v4(address + 12);
		if (name || address[0] == 0)
			return name;
	}
	return address[0] >> 5 == 1 ? NULL : "not given out (RFC 4291)";
}

const char *guard_refuses(const struct sockaddr *to)
{
	if (to->sa_family == AF_INET) {
		struct sockaddr_in v4;
		uint8_t address[4];
		memcpy(&v4, to, sizeof(v4));
		memcpy(address, &v4.sin_addr, 4);
		return refuses_v4(address);
	}
	if (to->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;
		memcpy(&v6, to, sizeof(v6));
		return refuses_v6(v6.sin6_addr.s6_addr);
	}
	return "neither IPv4 nor IPv6";
}
