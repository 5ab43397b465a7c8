# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# What only luck brings about: stops that take too long are given up and tried
# again, and those that find a crowd, but not for ever; who is in a trampoline is
# waited for, a straggler of a switch that is turned round, too.
. /lib.sh

P=/sys/module/kmend/parameters
insmod /kmend-debug.ko || fail "no core"

step "three stops take too long"
echo 3 >$P/fail_late
load version
d=$SYSFS/version/last_switch
late=$(cat $d/late)	# a slow machine adds some of its own
[ "$late" -ge 3 ] || fail "late: $late"
[ "$(cat $d/stops)" -gt "$late" ] || fail "stops: $(cat $d/stops)"
[ "$(cat $d/attempts)" -gt "$late" ] || fail "tries: $(cat $d/attempts)"
unload version
step "all do"
echo 1000000 >$P/fail_late
refused 1 "stood still for too long" kmend load --timeout 1 "$(file_of version)"
same "$(sed 1d /proc/version)" "" "the version"
! loaded version || fail "it is there"
echo 0 >$P/fail_late

step "three stops find a crowd; then all do"
echo 3 >$P/fail_crowd
load version
[ "$(cat $d/crowded)" -ge 3 ] || fail "crowded: $(cat $d/crowded)"
[ "$(cat $d/stops)" -gt 3 ] || fail "stops: $(cat $d/stops)"
unload version
echo 1000000 >$P/fail_crowd
load version
stops=$(cat $d/stops) crowded=$(cat $d/crowded)
[ "$crowded" -ge 4 ] || fail "crowded: $crowded"
same $((5 * (stops - crowded))) "$stops" "stops, every fifth of which counts"
unload version
echo 0 >$P/fail_crowd

step "tasks that die, and no memory to note them"
echo 1000 >$P/fail_note
(true) & wait $!
load version
unload version
echo 0 >$P/fail_note

step "a task in a trampoline"
nap pipe 1 >nap.out & pid=$!
until_true 20 grep -q ready nap.out
echo $pid >$P/fail_tramp
for mode in atomic per-task; do
	want=0
	[ $mode = per-task ] || want=1
	got=0
	kmend load --mode $mode --force --timeout 1 "$(file_of version)" \
		>said 2>&1 || got=$?
	cat said
	same $got $want "status in mode $mode"
done
echo 0 >$P/fail_tramp
until_true 20 grep -qx enabled $SYSFS/version/state
unload version
kill $pid
wait $pid || fail "nap: $(cat nap.out)"

step "a straggler in a trampoline, and the switch is turned round"
ksmd=$(pidof ksmd)
load ksm --mode per-task --force
same "$(cat $SYSFS/ksm/nr_stragglers)" 1 "stragglers"
echo "$ksmd" >$P/fail_tramp
refused 1 "ksmd" kmend unload --timeout 1 ksm
same "$(cat $SYSFS/ksm/state)" enabling "state"
same "$(cat $SYSFS/ksm/enabled)" 1 "enabled"
echo 0 >$P/fail_tramp
unload ksm
