# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Tasks are woken all the time below a return probe, while their stacks are looked
# at: none begins to run meanwhile, of which the kernel would warn, and each leaves
# timeout: 240
. /lib.sh

T=/sys/kernel/tracing
insmod /kmend-debug.ko fail_slow=300 || fail "no core"
echo 'r:woken schedule_hrtimeout_range' >$T/kprobe_events
echo 1 >$T/events/kprobes/woken/enable
doze 60 >doze.out & pid=$!
until_true 20 grep -q ready doze.out
n=0
while [ $n -lt 6 ]; do
	load sleepers --timeout 30 --stop-budget 0
	until_true 30 grep -qx enabled $SYSFS/sleepers/state
	unload sleepers
	n=$((n + 1))
done
kill $pid
