# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# What the compiler says reaches the author, with the file's own name.

edit a.patch fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tno_such(m);\n&/'
build a.patch
refused 1 "'fs/proc/version.c' does not compile"
grep -q '^  fs/proc/version.c:[0-9]*:[0-9]*: error:.*no_such' err ||
	fail "not the compiler's message: $(cat err)"
