/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the writers of alerts (JSON, text, HTML) share: the alert of an older
 * maker, the part of the alert object that tells of the story, and the words
 * for it. Words are plain text of one line; who writes HTML escapes them.
 */
#ifndef NWI_ITEM_ALERT_PARTS_H
#define NWI_ITEM_ALERT_PARTS_H

#include "item/read.h"

/* `made`, or where an older maker's is smaller, a copy with zeros behind. */
const struct nw_alert *nwi_alert_whole(const struct nw_alert *made,
				       struct nw_alert *room);

/* "first", "update", "reminder"; NULL for 0 and what is none. */
const char *nwi_alert_reason_name(uint32_t reason);

/*
 * The reason within an object that nw_alert_to_json wrote, without parsing
 * the rest; absent where it says none.
 */
struct nw_str nwi_alert_reason_of(struct nw_str json);

/* From "thread" to "reports". */
void nwi_alert_put_story(struct nw_buf *out, const struct nw_alert *alert);

/* The same keys; those that an older writer left out are absent or 0. */
enum nw_status nwi_alert_read_story(struct nwi_item_reader *reader,
				    const json_t *object, struct nw_alert *out,
				    struct nw_error *err);

/* "Update 2: ", "Reminder: "; nothing for a first alert. */
void nwi_alert_add_label(struct nw_buf *out, const struct nw_alert *alert);

/*
 * "3 independent, 7 outlets (2 state, 1 party), 9 reports; first seen
 * 2024-03-01 09:30 UTC"; nothing where the alert does not say.
 */
void nwi_alert_add_counts(struct nw_buf *out, const struct nw_alert *alert);

/* " (RU, state)": what is known; that it is independent is not told. */
void nwi_alert_add_place(struct nw_buf *out, struct nw_str country,
			 struct nw_str affiliation);

/*
 * Reports by time, in two lists: the voices, which are the texts of their own
 * and each agency whose text is there, by the outlet that had it first; and
 * all that carry a text of these. Gives the index behind `after`, from
 * `report_count` the first; `report_count` at the end.
 */
uint32_t nwi_alert_next_report(const struct nw_alert *alert, bool voices,
			       uint32_t after);

/* Before the outlet's name: "Reuters, carried by ", of a voice; or nothing. */
void nwi_alert_add_agency(struct nw_buf *out, const struct nw_alert *alert,
			  uint32_t at);

/* ", copy of Other, text of AFP, same owner as This, 2 reports". */
void nwi_alert_add_origin(struct nw_buf *out, const struct nw_alert *alert,
			  uint32_t at);

/* Its link where it is one that 50 of leave room for: else absent. */
struct nw_str nwi_report_link(const struct nw_report *report);

/* False where the one report is the item that is shown. */
bool nwi_alert_lists_reports(const struct nw_alert *alert);

/* "2024-03-01 09:30 +02:00", "... UTC", "2024-03-01", "2024-03". */
void nwi_alert_add_instant(struct nw_buf *out,
			   const struct nw_instant *instant);

/* "2024-03-01 09:30"; nothing for 0. */
void nwi_alert_add_minute(struct nw_buf *out, nw_time at);

#endif
