# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Timers and work in what the kernel allocated keep a patch, too, whenever they
# are armed; and a patch of which not all could be noted is never freed.
# timeout: 300
. /lib.sh

read_it() { sed -n 's/^armed //p' /proc/version; }
in_little_time() { echo 300 >"$SYSFS/armed/timeout_ms"; }
stays() { # WHAT IT_SAYS FUNCTION
	step "$1"
	same "$(read_it)" "$1 0" "what is armed"
	refused 1 "text file busy" kmend unload armed
	dmesg | tail -n 5 >said
	has said "armed: $2 of it is pending, and will call $3"
	same "$(cat $SYSFS/armed/state)" enabled "state"
	same "$(read_it)" "nothing 0" "what is armed"
}

# reader NAME COMMAND: a program of that name
reader() {
	printf '#!/bin/sh\n%s\n' "$2" >"/tmp/$1"
	chmod +x "/tmp/$1"
}
reader many 'while read x; do echo "$x"; done </proc/version'
reader flood 'while read x; do echo "$x"; done </proc/version'
reader straggler 'read x </proc/version'
reader late 'while :; do read x </proc/version; usleep 60000; done'

load armed
in_little_time
stays timer "a timer" armed_timer_fn
stays hrtimer "an hrtimer" armed_hrtimer_fn
stays delayed "delayed work" armed_work_fn
stays work "work" armed_work_fn
stays kwork "work of a thread" armed_kwork_fn
stays kdelayed "delayed work of a thread" armed_kwork_fn
stays static "delayed work" schedule
step "a second time, and the patch can go"
stays timer "a timer" armed_timer_fn
unload armed
rmmod kmend

step "more than there was room for at first"
load armed
in_little_time
/tmp/many >log
has log 'armed nothing 6000'
refused 1 "text file busy" kmend unload armed
/tmp/many >log
has log 'armed nothing 0'
unload armed

# With many to look at, it is long from the first look to the instant.
nap poll 3000 >naps &
naps=$!
until_true 60 grep -q ready naps
step "armed while it goes off"
load armed
echo atomic >$SYSFS/armed/mode
/tmp/late &
late=$!
n=0
while [ $n -lt 50 ]; do
	sleep 0.1
	echo 0 >$SYSFS/armed/enabled
	echo 1 >$SYSFS/armed/enabled
	n=$((n + 1))
done
kill $late
wait $late || true
unload armed
kill $naps
wait $naps || true

# off USERS: it is off, and so many hold the module for ever
off() {
	dmesg -c >/dev/null
	echo 0 >$SYSFS/armed/enabled
	until_true 20 grep -q disabled $SYSFS/armed/state
	dmesg >said
	has said 'armed: a timer or work of it was armed .*: the module stays'
	same "$(awk '$1 == "kmend_armed" { print $3 }' /proc/modules)" "$1" \
		"users"
	! rmmod kmend_armed 2>log || fail "it can be removed"
}

step "more than can be noted"
load armed
in_little_time
/tmp/flood >log
has log 'armed nothing 20000'
refused 1 "text file busy" kmend unload armed
/tmp/flood >log
has log 'armed nothing 0'
off 1
step "it can be switched on again"
echo 1 >$SYSFS/armed/enabled
echo per-task >$SYSFS/armed/mode
echo 15000 >$SYSFS/armed/timeout_ms

step "armed by one who was inside in the instant"
/tmp/straggler &
reader=$!
until_true 20 sleeps_in $reader version_proc_show
off 2
wait $reader
sleep 4		# the work goes on where it was
