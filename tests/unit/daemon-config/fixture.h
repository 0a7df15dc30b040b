/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder of configuration files, plugins that were "described", and a load
 * whose lines are shown without the folder.
 */
#ifndef TEST_DAEMON_CONFIG_FIXTURE_H
#define TEST_DAEMON_CONFIG_FIXTURE_H

#include "daemon/config/config.h"

/* Makes an empty folder and enters it; leaves and removes it. */
int fixture_enter(void **state);
int fixture_leave(void **state);

/* Writes a file, making the folder before the first slash. */
void fixture_write(const char *path, const char *text);

extern const struct config_plugins fixture_plugins;

/*
 * Loads newswatch.yaml with the plugins of the fixture; `*lines` is what a
 * person would read and is the caller's.
 */
struct config *fixture_load(uint32_t flags, char **lines);

/* The same, which must succeed without a line. */
struct config *fixture_load_clean(void);

#endif
