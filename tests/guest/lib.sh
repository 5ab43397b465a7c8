# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash
# What the cases share. Sourced in the guest; output is the case's log.

PATCHES=/patches
SYSFS=/sys/kernel/kmend/patches

step() { echo "- $*"; }
fail() { echo "FAIL: $*"; exit 1; }

# file_of NAME: the module of patch NAME
file_of() { echo "$PATCHES/kmend-$1.ko"; }

# load NAME [OPTION...]
load() {
	local name=$1
	shift
	step "load $name"
	kmend load --core /kmend.ko "$@" "$(file_of "$name")" ||
		fail "load $name: status $?"
	[ "$(cat "$SYSFS/$name/enabled")" = 1 ] || fail "$name is not on"
}

unload() {
	step "unload $1"
	kmend unload "$1" || fail "unload $1: status $?"
	! loaded "$1" || fail "$1 is still there"
}

# loaded NAME: does the kernel know anything of this patch?
loaded() {
	[ -e "$SYSFS/$1" ] || grep -q "^kmend_$1 " /proc/modules
}

# refused STATUS REGEX COMMAND...: must fail like that, and say so
refused() {
	local want=$1 regex=$2 got=0
	shift 2
	step "must be refused ($regex): $*"
	"$@" >/tmp/refused.out 2>&1 || got=$?
	cat /tmp/refused.out
	[ "$got" = "$want" ] || fail "status $got, expected $want"
	grep -qiE "$regex" /tmp/refused.out || fail "nothing about '$regex'"
}

# same TEXT TEXT WHAT
same() { [ "$1" = "$2" ] || fail "$3: '$1' instead of '$2'"; }

has() { # FILE REGEX: without a pipe, some cases patch pipes
	grep -qE "$2" "$1" || fail "$1 has no '$2': $(cat "$1")"
}

has_not() {
	! grep -qE "$2" "$1" || fail "$1 has '$2'"
}

# until_true SECONDS COMMAND...
until_true() {
	local tries=$(($1 * 10))
	shift
	while ! "$@"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || fail "never: $*"
		sleep 0.1
	done
}

# sleeps_in PID FUNCTION: is FUNCTION, old or new, on this task's stack?
sleeps_in() { grep -qE " $2(\.kmend)?\+" "/proc/$1/stack"; }

# no_direct: has the core taken off what is not called directly any more?
no_direct() {
	! grep -q kmend_direct_nowhere /sys/kernel/tracing/enabled_functions
}

# footprint: what a patch must give back, in lines "WHAT NUMBER"
footprint() {
	until_true 20 no_direct
	echo "modules $(grep -c '^kmend_' /proc/modules)"
	echo "core_users $(awk '$1 == "kmend" { print $3 }' /proc/modules)"
	echo "ftrace $(wc -l </sys/kernel/tracing/enabled_functions)"
	# of each function that took some, how often
	grep -oE '[^ ]*(kmend|load_module|module_alloc|execmem)[^ ]*' \
		/proc/vmallocinfo | sort | uniq -c
}

# settled FILE: a footprint that stays; what was freed goes in its own time
settled() {
	local n=0 quiet=0
	footprint >"$1"
	while [ $quiet -lt 3 ] && [ $n -lt 40 ]; do
		sleep 0.4
		footprint >"$1.now"
		quiet=$((quiet + 1))
		cmp -s "$1" "$1.now" || quiet=0
		mv "$1.now" "$1"
		n=$((n + 1))
	done
}

# given_back FILE: is the footprint what it was, at last?
given_back() {
	local n=0
	while footprint >after; ! cmp -s "$1" after; do
		n=$((n + 1))
		[ $n -lt 40 ] || fail "something was not given back: \
$(diff "$1" after)"
		sleep 0.5
	done
}

# memory WHAT: kB that nobody uses, or that slabs take up. Free pages that a CPU
# keeps for itself are no part of MemFree: up to 20 MB on four CPUs.
memory() {
	sync
	echo 3 >/proc/sys/vm/drop_caches
	cat /proc/sys/vm/stat_refresh
	case $1 in
	unused) awk '$1 == "pages" && $2 == "free" { n += $3 }
		$1 == "count:" { n += $2 } END { print n * 4 }' /proc/zoneinfo ;;
	slab) awk '$1 == "Slab:" { print $2 }' /proc/meminfo ;;
	esac
}

# on_and_off N: loads and unloads a patch N times
on_and_off() {
	local n=0
	while [ $n -lt "$1" ]; do
		kmend load --core /kmend.ko "$(file_of version)" >log 2>&1 ||
			fail "load $n: $(cat log)"
		kmend unload version >log 2>&1 || fail "unload $n: $(cat log)"
		n=$((n + 1))
	done
}

# cycles N: does that while four CPUs are in the function that the patch
# changes, and all that it took must be given back. Pages are counted only
# where there are enough cycles to tell a leak from what a kernel does anyway.
# A kernel with kmemleak takes ten times as long for each, and needs no numbers:
# it does a tenth of them.
cycles() {
	local cpu slab unused lost n=$1
	[ ! -e /sys/kernel/debug/kmemleak ] || n=$((n / 10))
	for cpu in 0 1 2 3; do
		hammer $cpu >hammer.$cpu 2>&1 &
		echo $! >pid.$cpu
	done
	on_and_off 20	# until slabs have grown to what they need
	settled before
	slab=$(memory slab)
	unused=$(memory unused)
	on_and_off "$n"
	given_back before
	cat after
	slab=$(($(memory slab) - slab))
	lost=$((unused - $(memory unused) - slab))
	step "memory: $slab kB more in slabs, $lost kB of other pages"
	for cpu in 0 1 2 3; do
		kill "$(cat pid.$cpu)"
		wait "$(cat pid.$cpu)" || fail "hammer: $(cat hammer.$cpu)"
		step "CPU $cpu: $(cat hammer.$cpu)"
		has hammer.$cpu '^old [1-9][0-9]* new [1-9]'
	done
	[ "$n" -ge 200 ] || return 0
	# One page in each cycle would be 800 kB, when there are 200.
	[ $lost -lt 400 ] || fail "$lost kB of pages were not given back"
	[ $slab -lt 600 ] || fail "$slab kB of slabs were not given back"
}
