/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lib/text loads late (late.h), at once, for processes that cannot or
 * should not load it later. Before anything else of lib/text.
 */
#ifndef NWI_TEXT_ICU_H
#define NWI_TEXT_ICU_H

/*
 * Of a process that lives long: later, an upgrade may have put another version
 * in the libraries' place.
 */
void nwi_icu_now(void);

/*
 * Of a process that seals itself: the same, and ICU, whose data is in its
 * shared object, looks for no files.
 */
void nwi_icu_no_files(void);

#endif
