# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# schedule(), the way to idle, and worker_thread() are patched at once, though
# everybody sleeps in them; and the patch goes when nobody is inside any more.
# timeout: 150
. /lib.sh

for what in poll epoll nanosleep futex pipe semop; do
	nap $what 2 >nap.$what &
	echo $! >pid.$what
	until_true 20 grep -q ready nap.$what
done
load always --mode immediate --force
same "$(cat $SYSFS/always/state)" enabled "state"
step "schedule() is the new one for all"
nap pipe 1 77777 >slack & pid=$!
until_true 10 grep -q ready slack
sleep 0.5
for t in /proc/$pid/task/*; do
	[ "${t##*/}" = $pid ] || echo "sleeps in $(sed -n 2p "$t/stack")"
done
has "/proc/$$/stack" .
dmesg | grep -q 'idle: this is new' || fail "idle CPUs are not new"
kill $pid
wait $pid || fail "nap: $(cat slack)"
step "a worker that is new"
worker() { grep -lx 77778 /proc/[0-9]*/timerslack_ns 2>/dev/null | head -n 1; }
for cpu in 1 2 3; do
	echo 0 >/sys/devices/system/cpu/cpu$cpu/online
	echo 1 >/sys/devices/system/cpu/cpu$cpu/online
done
new=$(worker)
[ -z "$new" ] || step "$(cat "${new%/*}/comm")"
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
