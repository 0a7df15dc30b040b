/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that was built for another newswatch. */
#include <newswatch/plugin.h>

const struct nw_plugin *nw_plugin(void)
{
	static const struct nw_plugin plugin = {
		.size = sizeof(struct nw_plugin),
		.abi_major = 7,
		.abi_minor = 3,
		.kind = NW_SOURCE,
		.name = "bad-abi",
	};

	return &plugin;
}
