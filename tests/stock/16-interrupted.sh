# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# Interrupted or out of space, a build leaves nothing, and the next one works.

edit a.patch kernel/sched/core.c 's/^unsigned int nr_running\(void\)$/&\n/; $a /* */'
edit b.patch fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tseq_puts(m, "hi\\n");\n&/'

# stop SIGNAL SECONDS: a build that is ended
stop() {
	"$KMEND" build -k "$SERIES" -o kmend-out.ko a.patch b.patch \
		>out 2>err &
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
