# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# What a call of a patched function costs: lines "BENCH call STATE TICKS",
# ticks of the TSC for 100,000 calls; and a timer while a patch is watched.
. /lib.sh

P=/sys/module/kmb/parameters
insmod /modules/kmb.ko

# The shortest of three: the first one fills the emulator's cache.
ticks() { # STATE FILE
	for n in 1 2 3; do cat "$P/$2"; done | sort -n | {
		read -r best
		echo "BENCH call $1 $best"
	}
}
ticks empty empty
ticks unpatched calls
ticks timer timers
kmend -q load --core /kmend.ko "$(file_of version)"
kmend -q unload version
kmend -q load "$(file_of pending)"
ticks watched timers
kmend -q unload pending
echo N >/sys/module/kmend/parameters/settle
kmend -q load "$(file_of one)"
ticks loaded calls
echo Y >/sys/module/kmend/parameters/settle
settled() { [ "$(cat $SYSFS/one/nr_settled)" = 1 ]; }
until_true 60 settled
ticks settled calls
kmend -q unload one
until_true 60 no_direct		# or the next one shares the function with us
ticks unloaded calls
insmod "$(file_of klp-one)"
KLP=/sys/kernel/livepatch/kmend_klp_one
until_true 60 grep -q 0 $KLP/transition
ticks livepatch calls
