/* SPDX-License-Identifier: Apache-2.0 */
/* The one file that speaks C++: libcld2 behind a C function. */
#include <cstdio> /* the header below needs it and does not say so */

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

extern "C" {
#include "text/language_internal.h"
}

const char *nwi_cld2_detect(const char *text, int len, const char *hint,
			    int *percent, int *reliable)
{
	CLD2::CLDHints hints = { hint, nullptr, CLD2::UNKNOWN_ENCODING,
				 CLD2::UNKNOWN_LANGUAGE };
	CLD2::Language three[3];
	int percents[3], bytes = 0;
	double scores[3];
	bool sure = false;

	CLD2::Language found = CLD2::ExtDetectLanguageSummary(
		text, len, true, &hints, CLD2::kCLDFlagBestEffort, three,
		percents, scores, nullptr, &bytes, &sure);
	*percent = percents[0];
	*reliable = sure;
	return found == CLD2::UNKNOWN_LANGUAGE ? nullptr
					       : CLD2::LanguageCode(found);
}
