# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# What a call of a patched function costs: lines "BENCH call STATE TICKS",
# ticks of the TSC for 100,000 calls.
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
kmend -q load --core /kmend.ko "$(file_of one)"
ticks loaded calls
sleep 3
ticks settled calls
kmend -q unload one
ticks unloaded calls
insmod "$(file_of klp-one)"
KLP=/sys/kernel/livepatch/kmend_klp_one
until_true 60 grep -q 0 $KLP/transition
ticks livepatch calls
