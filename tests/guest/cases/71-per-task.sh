# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Per-task, which a patch is if it says nothing: who sleeps inside stays behind,
# is nudged, and notices nothing; a kernel thread that never leaves is listed,
# and the switch can be turned.
# leaks: are looked for, where the kernel can
# rows: full
. /lib.sh

slack_of() { cat "/proc/$1/timerslack_ns"; }
settled() { [ "$(cat "$SYSFS/$1/state")" = "$2" ]; }
# Is no thread of $pid without $1 on its stack?
all_in() { ! grep -L "$1" /proc/"$pid"/task/*/stack | grep -v "/$pid/stack"; }
polls() { all_in 'do_sys_poll.*kmend_sleepers'; }

step "300 pollers and a sleeper in nanosleep"
nap poll 300 >polled & pid=$!
nap nanosleep 3 77777 >slept & sleeper=$!
until_true 20 grep -q ready polled
until_true 20 grep -q ready slept
load sleepers --timeout 20
until_true 20 settled sleepers enabled
cat $SYSFS/sleepers/last_switch/recorded $SYSFS/sleepers/last_switch/tasks
until_true 10 polls
for t in /proc/$sleeper/task/*; do
	[ "${t##*/}" = $sleeper ] ||
		same "$(slack_of "${t##*/}")" 77778 "slack of a sleeper"
done
unload sleepers
! grep -l kmend_sleepers /proc/"$pid"/task/*/stack || fail "in the patch"
until_true 10 all_in " do_sys_poll+"
kill $pid $sleeper
wait $pid || fail "poll: $(cat polled)"
wait $sleeper || fail "nanosleep: $(cat slept)"

step "ksmd never leaves its loop"
ksmd=$(pidof ksmd)
before=$(slack_of "$ksmd")
load ksm
same "$(cat $SYSFS/ksm/state)" enabling "state"
same "$(cat $SYSFS/ksm/nr_stragglers)" 1 "stragglers"
has $SYSFS/ksm/stragglers "^$ksmd ksmd ksm_scan_thread inside$"
step "it is busy, and where it was"
echo 0 >/sys/kernel/mm/ksm/sleep_millisecs
echo 1 >/sys/kernel/mm/ksm/run
sleep 1
same "$(slack_of "$ksmd")" "$before" "slack of ksmd"
refused 1 "version: not switched on: tasks have not left what ksm .*busy" \
	kmend load "$(file_of version)"
! loaded version || fail "version is there"
step "turned round"
unload ksm
load ksm --mode immediate --force
same "$(cat $SYSFS/ksm/state)" enabled "state"
same "$(slack_of "$ksmd")" "$before" "slack of ksmd"
unload ksm
refused 1 "ksmd.*ksm_scan_thread" \
	kmend load --timeout 1 --mode atomic "$(file_of ksm)"
echo 0 >/sys/kernel/mm/ksm/run
