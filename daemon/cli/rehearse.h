/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `newswatch check` tries beyond reading the configuration: the examples
 * of the topic files, and a sample alert through every notifier.
 */
#ifndef NEWSWATCH_CLI_REHEARSE_H
#define NEWSWATCH_CLI_REHEARSE_H

#include "daemon/cli/setup.h"

/*
 * Runs the must and must_not examples of all files of the lexicons; each that
 * fails is a problem at its place in its file.
 */
void rehearse_topics(struct setup *setup);

/*
 * Renders a sample alert for every destination of every enabled notifier, in
 * the workers of setup->pool (POOL_NOTIFIERS); each failure is a problem.
 */
void rehearse_notifiers(struct setup *setup);

/* Warns of files, programs and a state folder that the daemon would miss. */
void rehearse_places(struct setup *setup);

#endif
