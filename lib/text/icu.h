/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ICU in a process that seals itself: its data is in its shared object, and
 * it must not look for files. Once, before anything else of lib/text; what
 * lib/text loads late is loaded then.
 */
#ifndef NWI_TEXT_ICU_H
#define NWI_TEXT_ICU_H

void nwi_icu_no_files(void);

#endif
