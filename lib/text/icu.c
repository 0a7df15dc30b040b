/* SPDX-License-Identifier: Apache-2.0 */
#include "text/icu.h"

#include "text/late.h"

void nwi_icu_now(void)
{
	nwi_icu();
	nwi_snowball();
}

void nwi_icu_no_files(void)
{
	const struct nwi_icu *icu = nwi_icu();
	UErrorCode status = U_ZERO_ERROR;

	nwi_icu_now();
	icu->udata_setFileAccess(UDATA_NO_FILES, &status);
	icu->u_init(&status);
}
