# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A pr_debug in patch code appears in dynamic debug and obeys it.
. /lib.sh

control=/sys/kernel/debug/dynamic_debug/control
said() { dmesg | grep -c 'softirqs: read by'; }

load examples
has $control 'fs/proc/softirqs.c:.*\[kmend_examples\]show_softirqs =_ '

step "off"
cat /proc/softirqs >/dev/null
same "$(said || true)" 0 "lines while off"

step "on"
echo 'module kmend_examples +p' >$control
cat /proc/softirqs >/dev/null
same "$(said)" 1 "lines while on"
dmesg >log
has log 'softirqs: read by cat'

step "off again"
echo 'module kmend_examples -p' >$control
cat /proc/softirqs >/dev/null
same "$(said)" 1 "lines after that"

unload examples
has_not $control 'kmend_examples'
