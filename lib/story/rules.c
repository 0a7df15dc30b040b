/* SPDX-License-Identifier: Apache-2.0 */
#include "story/rules.h"

const struct nwi_story_rules nwi_story_rules = {
	.title_times = 1,
	.lead_times = 0.5,
	.prior_items = 1000,
	.share_rare = 0.0005,
	.share_usual = 0.03,
	.share_common = 0.12,
	.share_most = 0.5,
	.name_factor = 1,
	.number_factor = 1,
	.title_factor = 1,
	.copy_containment = 0.5,
	.same_wire_containment = 0.33,
	.copy_of_longer = 0.2,
	.template_containment = 0.85,
	.template_length = 0.6,
	.template_shared = 0.4,
	.join_short = 0.12,
	.join_long = 0.23,
	.join_short_terms = 20,
	.join_long_terms = 64,
	.join_a_day = 0.02,
	.days_most = 14,
};
