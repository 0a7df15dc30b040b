# SPDX-License-Identifier: Apache-2.0
lint_tests = %D%/layers.sh %D%/size.sh %D%/systemd.sh \
	%D%/tree.sh
TESTS += $(lint_tests)
EXTRA_DIST += $(lint_tests) %D%/cppcheck.sh %D%/cppcheck.txt \
	%D%/install.sh
