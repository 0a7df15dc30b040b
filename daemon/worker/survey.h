/* SPDX-License-Identifier: Apache-2.0 */
/* By what the items of a source are told apart, where nobody has said it. */
#ifndef NEWSWATCH_WORKER_SURVEY_H
#define NEWSWATCH_WORKER_SURVEY_H

#include "daemon/worker/serve.h"
#include "plugin/identity.h"

/*
 * The policy for a response: what the job says, else what the configuration
 * says, else the one that suits the response. For the latter it is read an
 * extra time, and `*out_fits` gets a bit for each policy that would do
 * (nwi_identity_survey); it is 0 otherwise, and for a response without items.
 */
enum nwi_identity_policy survey_identity(struct job *job,
					 const struct nw_response *response,
					 uint32_t *out_fits);

#endif
