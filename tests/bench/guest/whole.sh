# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# From the command to everyone on the new code, by the core and by mainline
# livepatch, the same change. Lines "BENCH whole WHO LOAD US", or in place of
# US "over SECONDS s" if there is no end. bench.load is `idle`, `passing`, `asleep`
# or several.
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

# One sleeps in the function, and nobody wakes it.
asleep() {
	dd if=/sys/module/kmb/parameters/nap >nap.log 2>&1 & pid=$!
	until_true 60 sleeps_in $pid kmb_nap
}

wanted() { # LOAD
	case " $(word load 'idle passing asleep') " in
	*" $1 "*) ;;
	*) return 1 ;;
	esac
}

sleepers "$(word tasks 10000)"
! wanted idle || both idle
if wanted passing; then
	passers 200
	both passing
	passers_go
fi
if wanted asleep; then
	asleep
	kmend_once nap asleep --mode per-task --force
	kmend -q unload nap	# what the new function returned may end dd
	kill $pid 2>/dev/null || :
	asleep
	mainline_once nap asleep
	kill $pid 2>/dev/null || :
	until_true 120 grep -q 0 $KLP/kmend_klp_nap/transition
	mainline_off nap
fi
sleepers_go
