/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing an instant into a text that goes on.
 */
#ifndef NWI_BASE_TIME_H
#define NWI_BASE_TIME_H

#include <newswatch/time.h>

/*
 * As nw_instant_format, at `to`, where there is room for NW_TIME_TEXT bytes;
 * gives the place of the NUL.
 */
char *nwi_instant_put(const struct nw_instant *instant, char *to);

#endif
