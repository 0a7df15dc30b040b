/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/story/story.h"

void story_decide(const struct story_input *input, struct story_decision *out)
{
	const struct nw_str parts[] = { input->instance, input->item };

	nwi_derive_id("story", parts, 2, out->story);
	out->is_first = true;
}
