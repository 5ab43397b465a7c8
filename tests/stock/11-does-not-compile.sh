# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# What the compiler says reaches the author, with the file's own name.

edit a.patch fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tno_such(m);\n&/'
build a.patch
refused 1 "'fs/proc/version.c' does not compile"
grep -q '^  fs/proc/version.c:[0-9]*:[0-9]*: error:.*no_such' err ||
	fail "not the compiler's message: $(cat err)"

# all files that do not compile are named at once, with what is wrong in each
edit b.patch fs/proc/uptime.c 's/^\treturn 0;/\tno_more(m);\n&/'
edit c.patch fs/proc/loadavg.c 's/^\treturn 0;/\treturn nothing;/'
edit d.patch fs/proc/cmdline.c 's/^\treturn 0;/\tcond_resched();\n&/'
build a.patch b.patch c.patch d.patch
refused 1 "3 files do not compile: 'fs/proc/version.c', 'fs/proc/uptime.c', 'fs/proc/loadavg.c'"
for what in 'version.c:.*no_such' 'uptime.c:.*no_more' 'loadavg.c:.*nothing'; do
	grep -q "^  fs/proc/$what" err || fail "nothing of $what: $(cat err)"
done
! grep -q 'cmdline' err || fail "a file that compiles: $(cat err)"

# the same when it is a header that cannot be read to its end
edit e.patch fs/proc/fd.h 's/^#include .*/&\n#include "no-such.h"/'
build e.patch
refused 1 "files do not compile: '.*fs/proc/fd.c'"
[ "$(grep -c 'no-such.h' err)" = 1 ] || fail "told more than once: $(cat err)"
