# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A patch of one function and one of a thousand, and the memory of the latter.
# Lines "BENCH many FUNCTIONS STOPPED SWITCH LOAD PASSES", times in microseconds
# (SWITCH is from the request to the instant, LOAD all of `kmend load`), PASSES
# how often ftrace went over the text meanwhile; "BENCH memory MODULE BYTES" and
# "BENCH code MODULE BYTES", also of modules with a thousand functions and none.
. /lib.sh

M=/sys/module/kmb/parameters

insmod /modules/kmb.ko
kmend -q load --core /kmend.ko "$(file_of version)"
kmend -q unload version

measure() { # PATCH FUNCTIONS
	for n in 1 2 3; do
		passes=$(cat $M/passes)
		span 60 $SYSFS/$1/enabled 1 kmend -q load --stop-budget 0 \
			"$(file_of $1)" >span.out
		d=$SYSFS/$1/last_switch
		echo "BENCH many $2 $(cat $d/stopped_max_us)" \
			"$(cat $d/elapsed_us) $(cat span.out)" \
			"$(($(cat $M/passes) - passes))"
		kmend -q unload $1
	done
}
measure one 1
measure many 1000

step "memory"
takes() { # WHAT LOADS AND UNLOADS
	for n in 1 2 3; do	# what is only allocated once is there then
		unused=$(memory unused)
		$2 "$4"
		sleep 1		# RCU frees what is not needed any more
		all=$((unused - $(memory unused)))
		step "$1: $all kB"
		$3 "$5"
		sleep 1
	done
	echo "BENCH memory $1 $((all * 1024))"
}
for patch in one many; do
	takes kmend-$patch "kmend -q load" "kmend -q unload" \
		"$(file_of $patch)" $patch
done
for mod in plain none; do
	takes $mod insmod rmmod /modules/$mod.ko $mod
done
cat /sizes
