# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# preempt=full: text of a patch stays while a thread runs it, traced or not
# cmdline: preempt=full spectre_v2=retpoline
# timeout: 240
. /lib.sh

T=/sys/kernel/tracing
P=/sys/module/kmt_busy/parameters

kept() { # WHAT: no attempt of many may take the patch off
	step "$1"
	n=0
	while [ $n -lt 5 ]; do
		refused 1 'kmt_busy' kmend unload --timeout 1 kmt-busy
		n=$((n + 1))
	done
	same "$(cat $P/left)" 0 "times that the thread left the patch"
}

load kmt-busy
for how in pointer traced; do
	insmod $PATCHES/kmt_busy.ko how=$how || fail "no kmt_busy"
	until_true 20 grep -q 'kmend_kmt_busy' "/proc/$(pidof kmt_busy)/stack"
	kept "it calls, $how"
	[ $how = traced ] || { rmmod kmt_busy; continue; }
	echo new_leaf >$T/set_ftrace_filter
	echo function_graph >$T/current_tracer
	kept "which the function graph tracer traces"
	echo nop >$T/current_tracer
done
echo Y >$P/done
until_true 20 grep -qx 1 $P/left
unload kmt-busy
rmmod kmt_busy
