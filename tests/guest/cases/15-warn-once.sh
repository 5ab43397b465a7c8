# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A WARN_ON_ONCE in patch code warns once, with file, line and module.
# expect: at fs/proc/softirqs.c:17 show_softirqs.*\[kmend_examples\]
. /lib.sh

load examples
printf '#!/bin/sh\nwhile read -r line; do :; done </proc/softirqs\n' >warnme
chmod +x warnme

step "nobody called warnme reads"
cat /proc/softirqs >/dev/null
dmesg >log
has_not log 'WARNING: CPU'

step "somebody called warnme reads, three times"
./warnme
./warnme
./warnme
dmesg >log
same "$(grep -c 'WARNING: CPU' log)" 1 "warnings"
has log 'at fs/proc/softirqs.c:17 show_softirqs'
unload examples
