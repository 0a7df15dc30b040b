/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A plugin's descriptor, checked before anything of the plugin runs.
 *
 * The size comes first, so that a descriptor of another age is not read past
 * its end; then the ABI numbers, the kind, the names, and the rows. The
 * message names the file and, for the ABI, both numbers.
 */
#ifndef NWI_PLUGIN_DESCRIPTOR_H
#define NWI_PLUGIN_DESCRIPTOR_H

#include <newswatch/classifier.h>
#include <newswatch/notifier.h>
#include <newswatch/source.h>

/* Rows of a plugin at most. */
#define NWI_OPTION_ROWS 256

/* NW_BAD_CONFIG, worded; `file` is the path for the message. */
enum nw_status nwi_plugin_check(const struct nw_plugin *plugin,
				const char *file,
				struct nw_error *err) NW_CHECKED;

/* "source", "classifier", "notifier"; NULL for none of them. */
const char *nwi_plugin_kind_name(uint32_t kind);

/* The reverse; 0 for none of them. */
uint32_t nwi_plugin_kind(struct nw_str name);

/*
 * Appends the line of `newswatch-worker --describe`:
 * {"file","kind","name","version","licence","summary","abi":[0,1],
 *  "requests":[...kinds as bits],"options":[{"name","type","flags",
 *  "fallback","min","max","choices","example","help"}]}
 */
void nwi_plugin_to_json(const struct nw_plugin *plugin, struct nw_str file,
			struct nw_buf *out);

/*
 * The option rows of such a line, ended by the row without a name, in the
 * arena. NW_BAD_INPUT when it is not one.
 */
enum nw_status nwi_plugin_rows_from_json(struct nw_str line,
					 struct nw_arena *arena,
					 const struct nw_option **out,
					 struct nw_error *err) NW_CHECKED;

#endif
