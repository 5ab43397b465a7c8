# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# preempt=full: tasks that lost their CPU on their way through ftrace and the
# handler are seen there by a switch, without a seed, and nothing breaks
# timeout: 240
# cmdline: preempt=full
. /lib.sh

seen() { cat /sys/module/kmend/parameters/seen_tramp; }
insmod /kmend-debug.ko || fail "no core"
spin 16 >spin.out & pid=$!
until_true 20 grep -q ready spin.out
times=0
while [ "$(seen)" = 0 ] || [ $times -lt 2 ]; do
	load sleepers --mode per-task --force --timeout 60
	until_true 60 grep -qx enabled $SYSFS/sleepers/state
	unload sleepers
	times=$((times + 1))
	[ $times -lt 60 ] || fail "nobody was preempted there"
done
step "$(seen) seen in a trampoline, $times times on and off"
kill $pid
wait $pid || fail "spin: $(cat spin.out)"
