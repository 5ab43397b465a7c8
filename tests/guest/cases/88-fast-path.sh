# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A patch at rest is called directly; who else comes to the function finds it
# timeout: 150
# leaks: are looked for, where the kernel can
. /lib.sh

T=/sys/kernel/tracing
F=version_proc_show
P=/sys/module/kmend/parameters
says() { same "$(sed 1d /proc/version)" "${1:+patched by $1}" "version"; }
# What is called there, besides or in place of tracers
direct() { grep -A9 "^$1 (" $T/enabled_functions | sed '2,${/^[^ 	]/,$d}' |
	grep "direct-->"; }
settled() { [ "$(cat "$SYSFS/$1/nr_settled")" = "$2" ]; }
rests() { # PATCH NUMBER [FUNCTION]
	until_true 30 settled "$1" "$2"
	direct "${3:-$F}" | grep -q "kmend_jump.*\[kmend_$1\]" ||
		fail "${3:-$F}: $(grep -A3 "^${3:-$F} " $T/enabled_functions)"
	grep -q "^${3:-$F} (1)" $T/enabled_functions || fail "and the handler"
}
bpf() { # TYPE: comes, runs and goes
	: >bpf.out
	fentry "$1" $F >bpf.out 2>&1 & pid=$!
	until_true 20 grep -q attached bpf.out
	settled version 0 || fail "settled beside BPF"
	says kmend
	kill $pid && wait $pid
	has bpf.out 'ran [1-9]'
	rests version 1
	says kmend
}
sysctl -qw kernel.bpf_stats_enabled=1

load version
echo 20 >$P/settle_ms
rests version 1
says kmend

step "a tracer, and a probe"
echo $F >$T/set_ftrace_filter
echo function >$T/current_tracer
grep -q "^$F (2)" $T/enabled_functions || fail "the tracer is not there"
says kmend
grep -q "$F" $T/trace || fail "the tracer saw nothing"
echo nop >$T/current_tracer
rests version 1
at=$(awk -v f=$F '$3 == f && NF == 3 { print $1 }' /proc/kallsyms)
echo "p:k 0x$at" >$T/kprobe_events
echo 1 >$T/events/kprobes/enable
says kmend
has $T/kprobe_profile "k  *[1-9]"
echo 0 >$T/events/kprobes/enable
echo >$T/kprobe_events
rests version 1
says kmend
bpf fentry
bpf fexit

step "another patch above, the lower one away, and another in place"
load next --over
says "the next"
rests next 2
rests next 2 cmdline_proc_show
unload version
says "the next"
rests next 2
load version --replace
says kmend
rests version 1
has_not /proc/cmdline patched
unload next

step "off and on by parameter"
echo 0 >$P/settle
settled version 0 || fail "still settled"
says kmend
echo 1 >$P/settle
rests version 1
unload version
says ""
until_true 20 sh -c "! grep -q '^$F ' $T/enabled_functions"

step "who sleeps in a function that was called directly is seen there"
load sleepers --mode per-task --force
rests sleepers 2 do_sys_poll
nap poll 1 >polled & pid=$!
until_true 20 grep -q ready polled
cat /proc/$pid/task/*/stack >stack
has stack 'do_sys_poll.*kmend_sleepers'
kill $pid
wait $pid || fail "poll: $(cat polled)"
unload sleepers

step "who stays behind keeps a patch from it"
load ksm --mode per-task --force
sleep 1
settled ksm 0 || fail "settled with a straggler"
unload ksm
