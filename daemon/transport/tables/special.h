/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses that no outlet publishes from.
 *
 * Source: the IANA IPv4 and IPv6 Special-Purpose Address Registries
 * (https://www.iana.org/assignments/iana-ipv4-special-registry/ and
 * .../iana-ipv6-special-registry/), all rows as of 2025, the globally
 * reachable anycast ones included, and the multicast blocks (RFC 5771, RFC
 * 4291). Written by hand from the RFCs that the rows name; a row that lies
 * within another stays for its name. Of IPv6, only 2000::/3 is unicast that
 * anybody was given (RFC 4291, section 4): the guard refuses the rest too.
 */
#ifndef NEWSWATCHD_SPECIAL_H
#define NEWSWATCHD_SPECIAL_H

#include <stdint.h>

struct special_v4 {
	uint8_t net[4];
	uint8_t bits;
	const char *name;
};

/* The narrower row of two that overlap stands first. */
static const struct special_v4 special_v4[] = {
	{ { 0, 0, 0, 0 }, 32, "this host (RFC 1122)" },
	{ { 0, 0, 0, 0 }, 8, "this network (RFC 791)" },
	{ { 10, 0, 0, 0 }, 8, "private use (RFC 1918)" },
	{ { 100, 64, 0, 0 }, 10, "shared address space (RFC 6598)" },
	{ { 127, 0, 0, 0 }, 8, "loopback (RFC 1122)" },
	{ { 169, 254, 0, 0 }, 16, "link local (RFC 3927)" },
	{ { 172, 16, 0, 0 }, 12, "private use (RFC 1918)" },
	{ { 192, 0, 0, 0 }, 29, "IPv4 service continuity (RFC 7335)" },
	{ { 192, 0, 0, 8 }, 32, "IPv4 dummy address (RFC 7600)" },
	{ { 192, 0, 0, 9 }, 32, "port control anycast (RFC 7723)" },
	{ { 192, 0, 0, 10 }, 32, "TURN anycast (RFC 8155)" },
	{ { 192, 0, 0, 170 }, 31, "NAT64 discovery (RFC 7050)" },
	{ { 192, 0, 0, 0 }, 24, "IETF protocols (RFC 6890)" },
	{ { 192, 0, 2, 0 }, 24, "documentation (RFC 5737)" },
	{ { 192, 31, 196, 0 }, 24, "AS112 (RFC 7535)" },
	{ { 192, 52, 193, 0 }, 24, "AMT (RFC 7450)" },
	{ { 192, 88, 99, 2 }, 32, "6a44 relay (RFC 6751)" },
	{ { 192, 88, 99, 0 }, 24, "6to4 relay (RFC 7526)" },
	{ { 192, 168, 0, 0 }, 16, "private use (RFC 1918)" },
	{ { 192, 175, 48, 0 }, 24, "AS112 (RFC 7534)" },
	{ { 198, 18, 0, 0 }, 15, "benchmarking (RFC 2544)" },
	{ { 198, 51, 100, 0 }, 24, "documentation (RFC 5737)" },
	{ { 203, 0, 113, 0 }, 24, "documentation (RFC 5737)" },
	{ { 224, 0, 0, 0 }, 4, "multicast (RFC 5771)" },
	{ { 255, 255, 255, 255 }, 32, "limited broadcast (RFC 8190)" },
	{ { 240, 0, 0, 0 }, 4, "reserved (RFC 1112)" },
};

struct special_v6 {
	uint16_t net[8];
	uint8_t bits;
	const char *name;
};

/*
 * 64:ff9b::/96 is not here: behind NAT64 every IPv4 outlet has such an
 * address, so the guard judges the IPv4 address in it.
 */
static const struct special_v6 special_v6[] = {
	{ { 0, 0, 0, 0, 0, 0, 0, 1 }, 128, "loopback (RFC 4291)" },
	{ { 0 }, 128, "unspecified address (RFC 4291)" },
	{ { 0, 0, 0, 0, 0, 0xffff }, 96, "IPv4-mapped (RFC 4291)" },
	{ { 0, 0, 0, 0, 0xffff, 0 }, 96, "IPv4-translated (RFC 2765)" },
	{ { 0 }, 96, "IPv4-compatible (RFC 4291)" },
	{ { 0x64, 0xff9b, 1 }, 48, "local NAT64 (RFC 8215)" },
	{ { 0x100 }, 64, "discard only (RFC 6666)" },
	{ { 0x100, 0, 0, 1 }, 64, "dummy prefix (RFC 9780)" },
	{ { 0x2001, 0 }, 32, "Teredo (RFC 4380)" },
	{ { 0x2001, 1, 0, 0, 0, 0, 0, 1 }, 128, "port control (RFC 7723)" },
	{ { 0x2001, 1, 0, 0, 0, 0, 0, 2 }, 128, "TURN anycast (RFC 8155)" },
	{ { 0x2001, 1, 0, 0, 0, 0, 0, 3 }, 128, "DNS-SD SRP (RFC 9665)" },
	{ { 0x2001, 2, 0 }, 48, "benchmarking (RFC 5180)" },
	{ { 0x2001, 3 }, 32, "AMT (RFC 7450)" },
	{ { 0x2001, 4, 0x112 }, 48, "AS112 (RFC 7535)" },
	{ { 0x2001, 0x10 }, 28, "ORCHID (RFC 4843)" },
	{ { 0x2001, 0x20 }, 28, "ORCHIDv2 (RFC 7343)" },
	{ { 0x2001, 0x30 }, 28, "remote identification (RFC 9374)" },
	{ { 0x2001, 0 }, 23, "IETF protocols (RFC 2928)" },
	{ { 0x2001, 0xdb8 }, 32, "documentation (RFC 3849)" },
	{ { 0x2002 }, 16, "6to4 (RFC 3056)" },
	{ { 0x2620, 0x4f, 0x8000 }, 48, "AS112 (RFC 7534)" },
	{ { 0x3fff }, 20, "documentation (RFC 9637)" },
	{ { 0x5f00 }, 16, "segment routing (RFC 9602)" },
	{ { 0xfc00 }, 7, "unique local (RFC 4193)" },
	{ { 0xfe80 }, 10, "link local (RFC 4291)" },
	{ { 0xfec0 }, 10, "site local (RFC 3879)" },
	{ { 0xff00 }, 8, "multicast (RFC 4291)" },
};

#endif
