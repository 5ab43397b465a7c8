# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Tracers, probes and BPF on a patched function, before and after: both do what they do
# timeout: 240
. /lib.sh

T=/sys/kernel/tracing
F=version_proc_show
sysctl -qw kernel.bpf_stats_enabled=1

off_on() { # WANTED(0|1) WHAT: is the patch in effect?
	cat /proc/version >out
	same "$(grep -c 'patched by kmend' out)" "$1" "$2"
}

tracer() { # on|off NAME
	[ "$1" = on ] || { grep -q "$F" $T/trace || fail "$2 saw nothing"
			   echo nop >$T/current_tracer; return; }
	echo >$T/trace
	echo $F >$T/set_ftrace_filter
	echo "$2" >$T/current_tracer
}

probe() { # on|off DEFINITION
	if [ "$1" = off ]; then
		# Nobody comes to the inside of a function that is patched.
		case $2 in
		*+*) ;;
		*) awk '$1 == "k" && $2 > 0 { n++ } END { exit !n }' \
			$T/kprobe_profile || fail "no hit of '$2'" ;;
		esac
		echo 0 >$T/events/kprobes/enable
		echo >$T/kprobe_events
		return
	fi
	echo "$2" >$T/kprobe_events
	echo 1 >$T/events/kprobes/enable
}

bpf() { # on|off TYPE
	if [ "$1" = off ]; then
		kill "$pid" && wait "$pid"
		has bpf.out 'ran [1-9]'
		return
	fi
	: >bpf.out	# what the one before said would be taken for an answer
	fentry "$2" $F >bpf.out 2>&1 &
	pid=$!
	until_true 5 grep -q attached bpf.out
}

perf() { # on|off WHAT
	if [ "$1" = off ]; then
		kill "$busy" "$pid" && wait "$pid"
		has perf.out 'samples [1-9]'
		return
	fi
	perfsample >perf.out 2>&1 &
	pid=$!
	hammer 1 >hammer.out 2>&1 &
	busy=$!
}

# company TOOL ARGUMENT: before, after, and during load and unload
company() {
	step "$*: before"
	"$1" on "$2"
	load version
	off_on 1 "$*, then the patch"
	kmend unload version || fail unload
	off_on 0 "$*, the patch off again"
	"$1" off "$2"
	step "$*: after"
	load version
	"$1" on "$2"
	off_on 1 "the patch, then $*"
	"$1" off "$2"
	off_on 1 "the patch, $* gone"
	"$1" on "$2"
	kmend unload version || fail unload
	off_on 0 "the patch off, $* on"
	"$1" off "$2"
}

step "the new function has a name of its own"
load version
same "$(grep -c " $F\>[^.]*\$" /proc/kallsyms)" 1 "functions of that name"
has /proc/kallsyms " $F\.kmend.*\[kmend_version\]"
unload version
company tracer function
company tracer function_graph
inside=5
! grep -q '^6.12' /proc/sys/kernel/osrelease || inside=9	# behind ENDBR
company probe "p:k $F"
company probe "p:k $F+$inside"
company probe "r:k $F"
company bpf fentry
company bpf fexit
company perf "call chains"

step "a patch that goes on and off under both, and a tracer"
tracer on function
bpf on fexit
load version
off_on 1 "all of them"
tracer off function
off_on 1 "without the tracer"
bpf off fexit
unload version

step "ftrace_enabled"
load version
refused 1 "busy" sysctl -w kernel.ftrace_enabled=0
off_on 1 "ftrace_enabled"
unload version
rmmod kmend
sysctl -w kernel.ftrace_enabled=0
refused 1 "." kmend load --core /kmend.ko "$(file_of version)"
dmesg | grep -q "kmend: .*kernel.ftrace_enabled" || fail "no word about it"
sysctl -w kernel.ftrace_enabled=1
load version
unload version
