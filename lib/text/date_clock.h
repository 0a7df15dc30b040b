/* SPDX-License-Identifier: Apache-2.0 */
#ifndef NWI_TEXT_DATE_CLOCK_H
#define NWI_TEXT_DATE_CLOCK_H

#include "text/date_internal.h"

struct nwi_clock {
	size_t from, to; /* the marks that it is made of */
	int32_t hour, minute, second, millisecond;
	int16_t offset_min;
	bool has_second, has_offset;
	uint8_t summer; /* enum nwi_summer: the offset is that of winter */
};

/*
 * Finds the time of day and its zone and marks them used. NW_NOT_FOUND
 * without one, NW_BAD_INPUT for a time that cannot be.
 */
enum nw_status nwi_clock_take(struct nwi_marks *marks,
			      struct nwi_clock *clock) NW_CHECKED;

/* The zone that the text ends with, behind `clock->to`; false without. */
bool nwi_clock_take_zone(struct nwi_marks *marks, struct nwi_clock *clock);

#endif
