# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A task that dies is seen where it is until it is dead, though it has no PID
# any more.
# timeout: 300
# rows: full
. /lib.sh

V=/proc/sys/kernel/randomize_va_space
ends() { # a thread ends, and stays in proc_flush_pid(): $tid of process $pid
	: >linger.out	# what the one before said is no answer
	echo 1 >$V
	linger >linger.out & pid=$!
	until_true 20 grep -q ready linger.out
	tid=$(sed -n 's/^ready //p' linger.out)
	[ ! -e "/proc/$tid" ] || fail "it has a PID"
}
goes_on() {
	echo 2 >$V
	kill $pid
	wait $pid || fail "linger: $(cat linger.out)"
}
straggles() { grep -q "^$tid linger .*proc_flush_pid.* inside" $S; }

# Settling waits in ftrace of Linux 6.1 for a thread that stays there.
insmod /kmend.ko
echo 0 >/sys/module/kmend/parameters/settle
load linger
S=$SYSFS/linger/stragglers

step "it is in the way of an atomic switch"
ends
echo atomic >$SYSFS/linger/mode
refused 1 "blocked by $tid .linger.: inside proc_flush_pid" \
	kmend unload --timeout 1 linger
same "$(cat $SYSFS/linger/state)" enabled "state"
goes_on
unload linger

step "it stays behind in one per task, and its text with it"
load linger
ends
kmend unload --timeout 60 linger >unload.out 2>&1 & unload=$!
until_true 20 straggles
step "$(cat $S)"
goes_on
wait $unload || fail "unload: $(cat unload.out)"
! loaded linger || fail "it is there"

step "others are no hindrance"
load version --mode atomic
unload version
