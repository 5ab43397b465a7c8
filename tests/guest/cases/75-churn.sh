# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Load, replace and unload without pause, in all modes, while tasks pass
# tokens, fork and die, modules come and go, functions are traced and probed,
# and CPUs are plugged. `make churn` does it for ten minutes.
# timeout: 300
# leaks: are looked for, where the kernel can
. /lib.sh

seconds=$(sed -n 's/.*churn=\([0-9]*\).*/\1/p' /proc/cmdline)
end=$(($(cut -d. -f1 /proc/uptime) + ${seconds:-120}))
T=/sys/kernel/tracing
running() { [ ! -e stopped ]; }
# A slow machine gets the time that it needs for a few that go well.
over() {
	[ "$(cut -d. -f1 /proc/uptime)" -ge $end ] &&
		{ [ $n -gt 5 ] || [ $tries -gt 100 ]; }
}

forks() { while running; do (true) & sed 1d /proc/version >/dev/null; wait; done; }
modules() { while running; do insmod /patches/stock.ko; sleep 0.3; rmmod dummy; done; }
tracer() {
	while running; do
		echo 'version_proc_show do_sys_poll vfs_read' >$T/set_ftrace_filter
		echo function >$T/current_tracer
		sleep 0.4
		echo nop >$T/current_tracer
		echo 'r:kr vfs_read' >$T/kprobe_events
		echo 1 >$T/events/kprobes/kr/enable
		sleep 0.4
		echo 0 >$T/events/kprobes/kr/enable
		echo >$T/kprobe_events
	done
}
plug() {
	while running; do
		echo 0 >/sys/devices/system/cpu/cpu3/online
		sleep 0.5
		echo 1 >/sys/devices/system/cpu/cpu3/online
		sleep 0.5
	done
}
try() {
	! over || return 0
	tries=$((tries + 1))
	! kmend "$@" >>churn.log 2>&1 || n=$((n + 1))
}

kmend load --core /kmend.ko "$(file_of version)" || fail "load"
unload version
settled before
nap poll 50 >nap.out & nap=$!
tokens 40 >tokens.out & tokens=$!
for what in forks modules tracer plug; do
	$what >$what.log 2>&1 &
	echo $! >pid.$what
done
n=0 tries=0
while ! over; do
	for mode in atomic per-task immediate; do
		try load --mode $mode --force --over "$(file_of version)"
		try load --mode $mode --force "$(file_of sleepers)"
		try load --mode $mode --force --replace "$(file_of next)"
		for p in sleepers version next; do
			! loaded $p || try unload $p
		done
	done
done
: >stopped
for what in forks modules tracer plug; do
	wait "$(cat pid.$what)" || echo "$what: $?"
done
step "$n of $tries went well"
[ $n -gt 5 ] || fail "hardly anything went: $(tail -n 20 churn.log)"
for p in sleepers version next; do
	! loaded $p || kmend unload --timeout 300 $p || fail "$p is stuck"
done
kill $nap $tokens
wait $nap || fail "nap: $(cat nap.out)"
wait $tokens || fail "tokens: $(cat tokens.out)"
same "$(sed 1d /proc/version)" "" "the version"
has_not /proc/cmdline 'patched'
given_back before
