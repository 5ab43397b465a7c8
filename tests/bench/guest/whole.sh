# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# From the command to everyone on the new code, by the core and by mainline
# livepatch, the same change. Lines "BENCH whole WHO LOAD US", or in place of
# US "over SECONDS s" if there is no end.
. /lib.sh
. /bench.sh

KLP=/sys/kernel/livepatch
LIMIT=60
four_cpus
many_threads
insmod /modules/kmb.ko
kmend -q load --core /kmend.ko "$(file_of version)"
kmend -q unload version

kmend_once() { # PATCH LOAD [LOAD-OPTION...]
	name=$1 load=$2
	shift 2
	span $LIMIT $SYSFS/$name/nr_stragglers 0 kmend -q load "$@" \
		"$(file_of $name)" >span.out || fail "load $name"
	echo "BENCH whole kmend $load $(cat span.out)"
	[ "$(cat $SYSFS/$name/enabled)" = 1 ] || fail "$name is not on"
	echo "BENCH instant kmend $load" \
		"$(cat $SYSFS/$name/last_switch/elapsed_us)"
}

mainline_once() { # PATCH LOAD
	at=$KLP/kmend_klp_$1
	span $LIMIT $at/transition 0 insmod "$(file_of klp-$1)" >span.out ||
		fail "insmod klp-$1"
	echo "BENCH whole mainline $2 $(cat span.out)"
}

gone() { [ ! -e "$1" ]; }

mainline_off() { # PATCH
	echo 0 >$KLP/kmend_klp_$1/enabled
	until_true 120 gone $KLP/kmend_klp_$1
	rmmod kmend_klp_$1
}

both() { # LOAD
	for n in $(seq "$(word times 3)"); do
		kmend_once version $1
		kmend -q unload version
		mainline_once version $1
		mainline_off version
	done
}

sleepers "$(word tasks 10000)"
both idle
passers 200
both passing
passers_go

# One sleeps in the function, and nobody wakes it.
dd if=/sys/module/kmb/parameters/nap >nap.log 2>&1 & pid=$!
until_true 60 sleeps_in $pid kmb_nap
kmend_once nap asleep --mode per-task --force
kmend -q unload nap
mainline_once nap asleep
kill $pid
until_true 120 grep -q 0 $KLP/kmend_klp_nap/transition
mainline_off nap
sleepers_go
