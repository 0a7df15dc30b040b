/* SPDX-License-Identifier: Apache-2.0 */
/* Prints what is made from the rows, for `make update-config-docs`. */
#include "daemon/config/config.h"

#include <stdio.h>

int main(int argc, char **argv)
{
	NW_AUTO(nw_buf_fini) struct nw_buf out = { 0 };

	nw_buf_init(&out, 1024 * 1024);
	if (argc > 1 && strcmp(argv[1], "manual") == 0)
		config_manual(&out);
	else
		config_sample(&out);
	return fwrite(out.at, 1, out.len, stdout) == out.len ? 0 : 1;
}
