# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# preempt=full: a thread that never leaves an old function is seen in it wherever
# it lost its CPU: in a retpoline, in a tracer's return trampoline, in the copy
# of instructions that an optimized kprobe made
# cmdline: preempt=full spectre_v2=retpoline
# timeout: 240
. /lib.sh

T=/sys/kernel/tracing
P=/sys/module/kmt_busy/parameters

kept_out() { # WHAT: no attempt of many may succeed
	step "$1"
	n=0
	while [ $n -lt 5 ]; do
		refused 1 'blocked by .*kmt_busy' kmend load --core /kmend.ko \
			--mode atomic --timeout 1 "$(file_of kmt-busy)"
		n=$((n + 1))
	done
	same "$(cat $P/left)" 0 "times that the thread left the function"
	before=$(cat $P/count)
	until_true 20 eval '[ "$(cat $P/count)" != "$before" ]'
}

busy() { # HOW
	insmod $PATCHES/kmt_busy.ko how="$1" || fail "no kmt_busy"
}

has /sys/devices/system/cpu/vulnerabilities/spectre_v2 Retpoline
busy pointer
kept_out "it calls through a pointer"
rmmod kmt_busy

busy traced
kept_out "it calls a function"
echo busy_leaf >$T/set_ftrace_filter
echo function_graph >$T/current_tracer
kept_out "which the function graph tracer traces"
echo nop >$T/current_tracer
echo 'r:kmt_busy busy_leaf' >$T/kprobe_events
echo 1 >$T/events/kprobes/kmt_busy/enable
kept_out "which has a return probe"
echo 0 >$T/events/kprobes/kmt_busy/enable
echo >$T/kprobe_events
rmmod kmt_busy

busy probed
until_true 20 grep -q 'busy_probed.*OPTIMIZED' /sys/kernel/debug/kprobes/list
kept_out "it is in a function with an optimized probe"
echo Y >$P/done
load kmt-busy --mode atomic
