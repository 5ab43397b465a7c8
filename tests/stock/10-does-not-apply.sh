# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# A diff for another version says which hunk of which file does not fit.

edit ok.patch fs/proc/version.c 's/seq_printf\(m, linux_proc_banner,/&\n/'
sed 's/^ static int version_proc_show/ static int version_show/' ok.patch >a.patch
build a.patch
refused 1 "'a.patch' does not apply: fs/proc/version.c: hunk 1 \(line "

edit two.patch fs/proc/uptime.c 's/^\treturn 0;/\n&/'
cat ok.patch two.patch >both.patch
sed -i 's/^ static int uptime/ static int up_time/' both.patch
sed 's/^ \treturn 0;/ \treturn 1;/' two.patch >b.patch
build ok.patch b.patch
refused 1 "'b.patch' does not apply: fs/proc/uptime.c: hunk 1"
build ok.patch ok.patch
refused 1 "'ok.patch' does not apply"
build no-such.patch
refused 1 "no-such.patch.*No such file"
