# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Each allocation of load, replace and unload fails once: nothing changes, nothing leaks
# needs: CONFIG_FAULT_INJECTION
# timeout: 300
# leaks: are looked for, where the kernel can
. /lib.sh

for f in failslab fail_page_alloc; do
	echo 0 >/sys/kernel/debug/$f/verbose
	echo N >/sys/kernel/debug/$f/ignore-gfp-wait
done
echo 0 >/sys/kernel/debug/fail_page_alloc/min-order
P=$SYSFS/version N=$SYSFS/next

state() { # what must be as it was
	until_true 20 no_direct
	awk '/^[^\t ]/ { n++ } END { print n }' \
		/sys/kernel/tracing/enabled_functions
	awk '$1 ~ /^km/ { print $1, $3 }' /proc/modules
	cat /proc/version
	[ ! -e $P ] || cat $P/state $P/enabled
	[ ! -e $N ] || cat $N/state $N/enabled
	[ ! -e /proc/kmt_a ] || cat /proc/kmt_a
}

# walk MIN UNDO WHAT...: each allocation of WHAT fails, at least MIN of them.
# UNDO is for those times when it was done all the same.
walk() {
	min=$1 undo=$2 n=0 anyway=0 got=1
	shift 2
	step "$*"
	state >before
	while [ $got != 0 ]; do
		n=$((n + ${stride:-1}))
		got=0
		failnth $n "$@" >log 2>&1 || got=$?
		case $got in
		2) anyway=$((anyway + 1)) && $undo ;;
		3) fail "$(cat log)" ;;
		esac
		[ $got = 0 ] || [ $((n % 16)) != 0 ] || check
	done
	$undo
	check
	step "$n allocations, done all the same: $anyway"
	[ $n -gt "$min" ] || fail "only $n allocations"
}
check() {
	tries=10	# a module that was refused goes in its own time
	while [ $tries -gt 0 ]; do
		state >after
		! cmp -s before after || return 0
		tries=$((tries - 1))
		sleep 0.3
	done
	fail "allocation $n left something: $(diff before after) $(cat log)"
}

switch() { echo "$2" >"$SYSFS/$1/enabled"; }
core_off() { rmmod kmend; }
patch_off() { rmmod kmend_version; }
version_off() { switch version 0; }
version_on() { switch version 1; }
back() { switch version 1 && switch next 0; }
came() { has /proc/kmt_a '^value 100300 ' && rmmod kmt_a; }
come() { insmod "$PATCHES/kmt_a.ko" && has /proc/kmt_a '^value 100300 '; }

stride=17	# most of what a load allocates is for the module loader
walk 50 core_off load /kmend.ko
insmod /kmend.ko
walk 50 patch_off load "$(file_of version)"
stride=1
insmod "$(file_of version)"
walk 10 version_off write $P/enabled 1
version_on
has /proc/version 'by kmend'
walk 5 version_on write $P/enabled 0
insmod "$(file_of next)"
echo 1 >$N/replace
walk 10 back write $N/enabled 1
switch version 0
rmmod kmend_version
rmmod kmend_next

step "a module comes and goes"
insmod "$(file_of kmt-one)"
switch kmt-one 1
stride=3
walk 50 came load $PATCHES/kmt_a.ko
stride=1
come
walk 0 come unload kmt_a
switch kmt-one 0
rmmod kmend_kmt_one
rmmod kmend

step "the module was there first"
one_on() { insmod /kmend.ko && insmod "$(file_of kmt-one)"; }
one_off() {
	has /proc/kmt_a '^value 100300 '
	switch kmt-one 0 && rmmod kmend_kmt_one && rmmod kmend && one_on
}
one_on
walk 10 one_off write $SYSFS/kmt-one/enabled 1
rmmod kmend_kmt_one
rmmod kmt_a
rmmod kmend || fail "the core does not go"
