/* SPDX-License-Identifier: Apache-2.0 */
#include "text/icu.h"

#include <unicode/uclean.h>
#include <unicode/udata.h>

void nwi_icu_no_files(void)
{
	UErrorCode status = U_ZERO_ERROR;

	udata_setFileAccess(UDATA_NO_FILES, &status);
	u_init(&status);
}
