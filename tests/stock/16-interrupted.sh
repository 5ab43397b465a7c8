# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# only: 6.12
# Interrupted or out of space, a build leaves nothing, and the next one works.

edit a.patch kernel/sched/core.c 's/^unsigned int nr_running\(void\)$/&\n/; $a /* */'
edit b.patch fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tseq_puts(m, "hi\\n");\n&/'

# catches PID: it takes SIGTERM itself, which a shell before exec does not
catches() {
	local mask
	mask=$(sed -n 's/^SigCgt:[[:space:]]*/0x/p' "/proc/$1/status")
	[ $((${mask:-0} & 0x4000)) != 0 ]
}

# stop SIGNAL SECONDS: a build that is ended
stop() {
	"$KMEND" build -k "$SERIES" -o kmend-out.ko a.patch b.patch \
		>out 2>err &
	while kill -0 $! && ! catches $!; do
		sleep 0.02
	done
	sleep "$2"
	kill "-$1" $! 2>/dev/null
	wait $!
	status=$?
	ran="build, stopped by $1 after $2 s"
}

for seconds in 0.1 0.5; do
	stop INT $seconds
	refused 1 'interrupted'
done
stop TERM 0.3
refused 1 'interrupted'
stop KILL 0.6
[ "$status" = 137 ] || fail "$ran: status $status"
[ ! -e kmend-out.ko ] || fail "a killed build wrote its module"

# after SIGNAL STEP: ended when the step has ended, unless it was too late; a
# text that was never there before, or all of it is in the cache
n=0
after() {
	n=$((n + 1))
	edit c.patch fs/proc/version.c "s/^\tseq_printf\(m, linux_proc/\tseq_puts(m, \"$(date +%s)-$n\\\\n\");\n&/"
	rm -f "$tree"/fs/proc/version.o "$tree"/fs/proc/.version.o.cmd
	# Empty before it starts: what the last build wrote is no step of this one.
	: >err
	"$KMEND" build -k "$SERIES" -o kmend-out.ko c.patch >out 2>>err &
	while kill -0 $! 2>/dev/null && ! grep -q "^$2 " err; do
		sleep 0.02
	done
	kill "-$1" $! 2>/dev/null
	wait $!
	status=$?
	ran="build, stopped by $1 after '$2'"
	[ "$status" != 0 ] || { rm kmend-out.ko; return; }
	case $1 in
	KILL) [ "$status" = 137 ] || fail "$ran: status $status" ;;
	*) refused 1 'interrupted' ;;
	esac
	[ ! -e kmend-out.ko ] || fail "$ran: there is a module"
	stopped="$stopped $2"
}
tree=$(dirname "$(readlink -f "$SOURCE")")/tree
for signal in KILL TERM; do
	stopped=
	for step in prepare original compile facts verify; do
		after $signal $step
	done
	[ -n "$stopped" ] || fail "$signal was always too late"
done

# No file may grow: as on a full disk
(
	ulimit -f 1
	build b.patch
	[ "$status" = 1 ] || fail "$ran, no space: status $status: $(cat err)"
	[ ! -e kmend-out.ko ] || fail "half a module"
)
if [ "$(id -u)" = 0 ] && mkdir small && mount -t tmpfs -o size=8k none small
then
	kmend build -k "$SERIES" -o small/kmend-out.ko b.patch
	files=$(ls small)
	umount small
	ends 1 'small/kmend-out.ko.*No space left'
	[ -z "$files" ] || fail "left on the full disk: $files"
fi
build b.patch
ends 0
rm kmend-out.ko
left
