# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Whoever is inside is found though a return trampoline hides it; who is not
# is no hindrance; a record that is too small grows; CPUs come and go.
# timeout: 150
# rows: full
. /lib.sh

T=/sys/kernel/tracing
nap poll32 20 >nap.out & pid=$!
until_true 20 grep -q ready nap.out

check() { # how the return address of do_sys_poll() is hidden: $1, or what $2 says
	step "hidden by $1: inside is seen, and outside, too"
	: >hidden.out
	nap poll32 20 >hidden.out & hidden=$!
	until_true 20 grep -q ready hidden.out
	sleep 0.5
	refused 1 "blocked by .*nap.*${2:-do_sys_poll}" \
		kmend load --mode atomic --timeout 1 "$(file_of sleepers)"
	load version --mode atomic
	unload version
	kill $hidden
	wait $hidden || fail "nap: $(cat hidden.out)"
}

load version
unload version
echo 'r:kr schedule_hrtimeout_range' >$T/kprobe_events
echo 1 >$T/events/kprobes/kr/enable
check kretprobe
echo 0 >$T/events/kprobes/kr/enable
echo >$T/kprobe_events
echo schedule_hrtimeout_range >$T/set_ftrace_filter
echo function_graph >$T/current_tracer
check "the function graph tracer"
echo nop >$T/current_tracer

fentry fexit schedule_hrtimeout_range >fexit.out 2>&1 & fexit=$!
until_true 20 grep -q attached fexit.out
check "fexit" "(do_sys_poll|unreliable)"
kill $fexit && wait $fexit
has fexit.out attached

step "a record for two tasks on each CPU"
echo 1 >/sys/module/kmend/parameters/record_bits
tokens 40 >tokens.out & tokens=$!
until_true 20 grep -q ready tokens.out
d=$SYSFS/version/last_switch
overflowed() {	# a fast machine scans before three tasks have run
	load version --stop-budget 0
	step "$(cat $d/attempts) attempts, $(cat $d/recorded) recorded"
	over=$(($(cat $d/attempts) > 1))
	unload version
	[ $over = 1 ]
}
until_true 10 overflowed
echo 10 >/sys/module/kmend/parameters/record_bits
kill $tokens
wait $tokens || fail "tokens: $(cat tokens.out)"

step "CPUs that are off, and come back"
echo 0 >/sys/devices/system/cpu/cpu3/online
load version --mode atomic
echo 1 >/sys/devices/system/cpu/cpu3/online
until_true 10 sh -c 'taskset 8 sed 1d /proc/version | grep -q patched'
unload version
same "$(sed 1d /proc/version)" "" "the version"
kill $pid
wait $pid || fail "nap: $(cat nap.out)"
