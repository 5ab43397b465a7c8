# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# schedule() and the way to idle are patched at once, though everybody sleeps in
# them, and the patch goes when nobody is inside any more; that of the main loop
# of workers stays as long as a worker is in it.
# timeout: 150
# rows: full
. /lib.sh

for what in poll epoll nanosleep futex pipe semop; do
	nap $what 2 >nap.$what &
	echo $! >pid.$what
	until_true 20 grep -q ready nap.$what
done
load always --mode immediate --force
same "$(cat $SYSFS/always/state)" enabled "state"
step "schedule() is the new one for all"
slack=$(sh -c 'echo 77777 >/proc/self/timerslack_ns
	sleep 0.2
	read -r ns </proc/self/timerslack_ns; echo "$ns"')
same "$slack" 77778 "slack of a task that waited"
dmesg | grep -q 'idle: this is new' || fail "idle CPUs are not new"
step "unload: all must have left the new schedule()"
kmend unload --timeout 40 always || {
	cat $SYSFS/always/stragglers
	fail "unload: $?"
}
for what in poll epoll nanosleep futex pipe semop; do
	kill "$(cat pid.$what)"
	wait "$(cat pid.$what)" || fail "$what: $(cat nap.$what)"
	step "$what: $(tail -n 1 nap.$what)"
done

step "worker_thread(): those inside stay there, a new worker is a new one"
echo /proc/[0-9]* | tr ' ' '\n' >were_there
load worker --mode immediate --force
worker() { grep -lx 77778 /proc/[0-9]*/timerslack_ns >worker 2>/dev/null; }
worker || :	# the kernel makes one whenever it needs one
sed 's,/timerslack_ns$,,' worker >new
! grep -xFf were_there new || fail "a worker that was there is a new one"
for cpu in 1 2 3; do
	echo 0 >/sys/devices/system/cpu/cpu$cpu/online
	echo 1 >/sys/devices/system/cpu/cpu$cpu/online
done
n=0
until worker || [ $n -ge 50 ]; do
	n=$((n + 1))
	sleep 0.1
done
if ! worker; then	# the kernel makes one when it needs one
	step "no worker was made: the patch can go"
	unload worker
	exit 0
fi
new=$(sed -n '1s,^/proc/\([0-9]*\)/.*,\1,p' worker)
has "/proc/$new/comm" kworker
has "/proc/$new/stack" 'worker_thread.*kmend_worker'
refused 1 "kworker.*held worker_thread" kmend unload --timeout 2 worker
same "$(cat $SYSFS/worker/state)" disabling "state"
step "turned round, it is as it was"
echo 1 >$SYSFS/worker/enabled
same "$(cat $SYSFS/worker/enabled)" 1 "enabled"
