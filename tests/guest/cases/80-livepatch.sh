# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# timeout: 240
# needs: CONFIG_LIVEPATCH
# The same patches in the other format: mainline livepatch loads them, also
# into a module that comes later, and takes them out again. Hooks are called,
# and a patch that replaces takes over.
. /lib.sh

KLP=/sys/kernel/livepatch/kmend_livepatch
settled() { [ "$(cat $KLP/transition)" = 0 ]; }
gone() { [ ! -e $KLP ]; }
said() { dmesg | grep -q "$1" || fail "nothing was said of '$1'"; }
carrier() { echo "$1" >/sys/class/net/dummy0/carrier; }

hooks() { # TEXT...: the hooks said this, in this order, since last asked
	dmesg -c | sed -n 's/^\[[^]]*\] callbacks: //p' >hooks
	printf '%s\n' "$@" >wanted
	diff wanted hooks || fail "hooks are not called as they should be"
}
replace() { # the patch by another, which has hooks
	step "a hook refuses, and what the first did is undone"
	OTHER=/sys/kernel/livepatch/kmend_callbacks
	settled() { [ "$(cat $OTHER/transition)" = 0 ]; }
	hostname veto
	dmesg -c >/dev/null
	! insmod "$(file_of callbacks)" || fail "nobody refused"
	until_true 60 [ ! -e $OTHER ]
	# busybox tries both system calls that there are for it
	hooks pre 'second pre' 'post unpatch of the first' \
		pre 'second pre' 'post unpatch of the first'
	has /proc/version '^patched by kmend$'
	step "the other replaces the first"
	hostname fine
	insmod "$(file_of callbacks)"
	until_true 60 settled
	hooks pre 'second pre' post
	until_true 60 gone
	has /proc/version '^replaced by kmend$'
	has_not /proc/version '^patched'
	echo 0 >$OTHER/enabled
	until_true 60 [ ! -e $OTHER ]
	hooks 'pre unpatch' 'post unpatch of the second' \
		'post unpatch of the first'
}

for m in dummy llc stp garp mrp; do insmod /modules/$m.ko; done
ip link set dummy0 up
cat /proc/version >before
cat /proc/meminfo >meminfo
refused 1 'insmod loads it' kmend load --core /kmend.ko "$(file_of livepatch)"

for round in 1 2; do
	step "on, round $round"
	insmod "$(file_of livepatch)"
	until_true 60 settled
	same "$(cat $KLP/enabled)" 1 enabled
	has /proc/version '^patched by kmend$'
	has /proc/cmdline '^kmend was here$'
	step "jump labels, a static call and an alternative"
	sysctl -w kernel.timer_migration=0
	sysctl -n kernel.timer_migration
	said 'sites: alternative 1, .*migration 0, nohz 1, call 7'
	sysctl -w kernel.timer_migration=1
	step "a module that was there"
	dmesg -c >/dev/null
	carrier 0
	said 'kmend: dummy, carrier 0'
	step "a module that comes, with symbols of a third one"
	insmod /modules/8021q.ko
	has /proc/net/vlan/config \
		'^kmend: maxattr 1, garp_request_join.*\[garp\], in 8021q$'
	has /proc/net/vlan/config '^Name-Type: VLAN_NAME_TYPE_'
	step "a module that goes"
	[ $round = 1 ] || rmmod 8021q

	step "off, round $round"
	if [ $round = 1 ]; then
		echo 0 >$KLP/enabled
		until_true 60 gone
	else
		replace
	fi
	rmmod kmend_livepatch
	cat /proc/version >after
	cmp before after || fail "not as before"
	has_not /proc/cmdline '^kmend was here'
	dmesg -c >/dev/null
	carrier 1
	! dmesg | grep -q kmend: || fail "dummy is still patched"
	[ $round = 2 ] || {
		has_not /proc/net/vlan/config kmend
		rmmod 8021q
	}
done
