# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash
# The story that `make demo` tells, in a stock kernel that has just booted.
# It is checked as it is told: the first thing that is not so ends it.

cd /demo || exit 1

title() { printf '\n-- %s\n' "$*"; }
note() { printf '%s\n' "${1:+   $*}"; }
fail() { printf '\nThe demo failed: %s\n' "$*"; exit 1; }
now() { read -r up _ </proc/uptime; echo "$up"; }

# run COMMAND...: shown as one would type it, with what it says and takes
run() {
	printf '\n   # %s\n' "$*"
	begin=$(now)
	"$@" >out 2>&1
	status=$?
	end=$(now)
	sed 's/^/   /' out
	[ $status = 0 ] || fail "'$*' ended with status $status"
	took=$(awk -v a="$begin" -v b="$end" 'BEGIN { print b - a }')
}

# look DIR: at the files that the patch changes; DIR keeps what was seen
look() {
	mkdir -p "$1"
	for file in uptime loadavg filesystems softirqs meminfo; do
		cat /proc/$file >"$1/$file" || fail "/proc/$file"
	done
	sh -c 'setgroups 65534' >"$1/setgroups"
}

show() {
	note "/proc/uptime          $(cat "$1/uptime")"
	note "/proc/loadavg         $(cat "$1/loadavg")"
	note "/proc/filesystems     ... $(tail -n 1 "$1/filesystems" | tr '\t' ' ')"
	note "/proc/softirqs        $(head -n 1 "$1/softirqs" | tr -s ' ') ..."
	note "/proc/meminfo         $(sed -n 3,4p "$1/meminfo" |
		tr -s ' \n' ' ')..."
	note "setgroups(65534)      $(cat "$1/setgroups")"
}

# seen FILE WORDS LINES...: is that what was seen?
words() { awk 'NR == 1 { print NF }' "$1"; }
has() { grep -qE "$2" "$1" || fail "$1 has nothing like '$2'"; }
has_not() { ! grep -qE "$2" "$1" || fail "$1 has '$2'"; }

as_stock() {
	[ "$(words "$1/uptime")" = 2 ] || fail "$1/uptime is not as it was"
	[ "$(words "$1/loadavg")" = 5 ] || fail "$1/loadavg is not as it was"
	has_not "$1/filesystems" '^#'
	has_not "$1/softirqs" '^#'
	has_not "$1/meminfo" MemUsed
	has "$1/setgroups" '^ok$'
}

as_patched() {
	has "$1/uptime" '^[0-9.]+ [0-9.]+ 10[0-9]$'
	has "$1/loadavg" '^([0-9.]+ ){3}[0-9]+/[0-9]+ [0-9]+ [0-9]+ 10[0-9]$'
	has "$1/filesystems" '^# [1-9][0-9]* file systems, [1-9][0-9]* of them'
	has "$1/softirqs" '^# -?[0-9]+ processes here, delay accounting off'
	has "$1/meminfo" '^MemUsed: +[1-9][0-9]* kB'
	has "$1/setgroups" '^EINVAL$'
}

title "The kernel that runs is Debian's own:"
run uname -rv
note
note "This is what it says, and what examples/*.patch are going to change:"
note
look before
show before
as_stock before

title "Load the patch. Nothing is rebooted, no program is stopped."
run kmend load kmend-examples.ko
[ -s out ] || fail "no report"
note "($took s with the time to read and check both modules)"
note
note "The same files again: five of them say more, and setgroups() refuses"
note "a group that it took before."
note
look after
show after
as_patched after

title "What is loaded?"
run kmend list
has out '^examples +enabled'

title "Take it out again. This is as safe as loading it."
run kmend unload examples
note "($took s)"
note
look again
show again
as_stock again
cmp -s before/filesystems again/filesystems ||
	fail "/proc/filesystems is not as it was"
! grep -q '^kmend_' /proc/modules || fail "the patch is still there"
run kmend list
has out '^no patches are loaded'
