# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Each step of load, replace and unload that can fail is made to fail once, and
# after that the kernel is as before.
# timeout: 240
# leaks: are looked for, where the kernel can
. /lib.sh
FAIL_AT=/sys/module/kmend/parameters/fail_at
CROWD=/sys/module/kmend/parameters/fail_crowd	# a stop that is given up

state() {
	footprint
	head -c 300 /proc/version
	cat /proc/cmdline
	for p in version next; do
		[ ! -e $SYSFS/$p ] ||
			echo "$p $(cat $SYSFS/$p/state $SYSFS/$p/enabled)"
	done
}

# walk MIN COMMAND...: until no step is left to fail, at least MIN
walk() {
	min=$1 n=0
	shift
	step "$*"
	settled quiet
	# a list that others shorten meanwhile may be read with a gap
	while state >before; state >again; ! cmp -s before again; do
		sleep 0.2
	done
	while :; do
		n=$((n + 1))
		echo 1 >$CROWD
		echo $n >$FAIL_AT
		! "$@" >log 2>&1 || break
		[ $n -lt 100 ] || fail "no end: $(cat log)"
		dmesg | tail -n 30 >said
		echo 0 >$FAIL_AT
		has said 'kmend: made to fail'
		grep -h 'made to fail' said >>made_to_fail
		# a module that was refused goes in its own time
		for try in 1 2 3 4 5 6 7 8 9 0; do
			state >after
			cmp -s before after && break
			[ $try != 0 ] || fail "step $n left something: \
$(diff before after) $(cat log)"
			sleep 0.2
		done
		dmesg -c >/dev/null
	done
	echo 0 >$FAIL_AT
	step "$((n - 1)) steps failed"
	[ $n -gt "$min" ] || fail "only $n steps"
}

insmod /kmend-debug.ko || fail "no core"
walk 12 kmend load "$(file_of version)"
has /proc/version 'by kmend'
slab=$(memory slab)	# what the caches need, they have now
walk 12 kmend load --replace "$(file_of next)"
has /proc/version 'by the next'
same "$(cat $SYSFS/version/state)" disabled "what was replaced"
rmmod kmend_version || fail "what was replaced does not go"
walk 5 kmend unload next
has_not /proc/version 'patched'
step "and one whose callbacks are watched"
walk 26 kmend load "$(file_of sites)"
walk 5 kmend unload sites
slab=$(($(memory slab) - slab))
step "$slab kB more in slabs"
# 90 switches make caches grow, too; one buffer of 64 kB in each would be 3,500.
# Where the kernel looks for leaks, what is freed stays in quarantine for a while.
[ -e /sys/kernel/debug/kmemleak ] || [ $slab -lt 1500 ] ||
	fail "$slab kB of slabs were not given back"
has made_to_fail 'kmend_survey_again'
rmmod kmend || fail "the core does not go"
