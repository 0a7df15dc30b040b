/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ICU and Snowball, loaded when their first word is needed. A feed in UTF-8
 * needs neither, and to load and relocate them took 0.75 of the 2 ms in which
 * a command began and ended. A process that seals itself calls
 * nwi_icu_no_files before. A library that is not there is a broken
 * installation: the process says so and ends with EX_OSFILE.
 */
#ifndef NWI_TEXT_LATE_H
#define NWI_TEXT_LATE_H

#include <libstemmer.h>
#include <stddef.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uclean.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/udata.h>
#include <unicode/uidna.h>

/* What lib/text calls of each; the names are those of the libraries. */
#define NWI_ICU_CALLS(CALL)          \
	CALL(u_charType)             \
	CALL(u_init)                 \
	CALL(u_islower)              \
	CALL(u_isupper)              \
	CALL(u_tolower)              \
	CALL(ubrk_close)             \
	CALL(ubrk_first)             \
	CALL(ubrk_next)              \
	CALL(ubrk_open)              \
	CALL(ubrk_setText)           \
	CALL(ucnv_cbToUWriteUChars)  \
	CALL(ucnv_close)             \
	CALL(ucnv_open)              \
	CALL(ucnv_setToUCallBack)    \
	CALL(ucnv_toUnicode)         \
	CALL(udata_setFileAccess)    \
	CALL(uidna_close)            \
	CALL(uidna_nameToASCII_UTF8) \
	CALL(uidna_openUTS46)

#define NWI_SNOWBALL_CALLS(CALL) \
	CALL(sb_stemmer_delete)  \
	CALL(sb_stemmer_length)  \
	CALL(sb_stemmer_new)     \
	CALL(sb_stemmer_stem)

#define NWI_LATE_MEMBER(name) __typeof__(name) *name;

struct nwi_icu {
	NWI_ICU_CALLS(NWI_LATE_MEMBER)
};

struct nwi_snowball {
	NWI_SNOWBALL_CALLS(NWI_LATE_MEMBER)
};

/* NULL before the first need; from then on the same. */
extern const struct nwi_icu *nwi_icu_loaded;
extern const struct nwi_snowball *nwi_snowball_loaded;

const struct nwi_icu *nwi_icu_load(void);
const struct nwi_snowball *nwi_snowball_load(void);

/* The library's calls; loads it the first time. From any thread. */
static inline const struct nwi_icu *nwi_icu(void)
{
	const struct nwi_icu *icu =
		__atomic_load_n(&nwi_icu_loaded, __ATOMIC_ACQUIRE);

	return icu ? icu : nwi_icu_load();
}

static inline const struct nwi_snowball *nwi_snowball(void)
{
	const struct nwi_snowball *snowball =
		__atomic_load_n(&nwi_snowball_loaded, __ATOMIC_ACQUIRE);

	return snowball ? snowball : nwi_snowball_load();
}

#endif
