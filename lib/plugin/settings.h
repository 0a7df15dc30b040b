/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An instance's settings, as they come over the wire:
 *
 *   {"name": "wires", "options": {"poll": 600000, "tags": ["a", "b"],
 *    "headers": {"X-A": "1"}}, "files": {"terms": [{"path": "...",
 *    "text": "..."}]}, "secrets": ["token"]}
 *
 * The daemon's configuration has checked every value against the plugin's
 * rows and filled the defaults in; what is left out all the same gets the
 * row's default here, so a plugin's test may give {"name":"x","options":{}}.
 * Durations and sizes are integers (ms, bytes) or text as in the YAML.
 * Secrets appear by name alone, PATH options never.
 */
#ifndef NWI_PLUGIN_SETTINGS_H
#define NWI_PLUGIN_SETTINGS_H

#include <newswatch/arena.h>
#include <newswatch/option.h>

#define NWI_SETTINGS_MAX ((size_t)8 << 20)

/*
 * Reads settings against `rows` (NULL: no options), which must outlive them.
 * NW_BAD_CONFIG names the option whose value is of a wrong type or unknown.
 */
enum nw_status nwi_settings_read(struct nw_str json,
				 const struct nw_option *rows,
				 struct nw_settings **out,
				 struct nw_error *err) NW_CHECKED;

void nwi_settings_free(struct nw_settings **settings);

#endif
