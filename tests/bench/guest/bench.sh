# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# What the parts of the benchmark share, on top of tests/guest/lib.sh.

# word KEY DEFAULT: what the command line says of bench.KEY, "," for blanks
word() {
	v=$(tr ' ' '\n' </proc/cmdline | sed -n "s/^bench.$1=//p")
	echo "${v:-$2}" | tr , ' '
}

# four_cpus: all but CPU 1, if there is but one; see tests/bench/boot
four_cpus() {
	[ "$(cat /sys/devices/system/cpu/online)" = 0 ] || return 0
	for cpu in 4 3 2; do
		echo 1 >/sys/devices/system/cpu/cpu$cpu/online
	done
}

many_threads() {
	echo 1048576 >/proc/sys/kernel/threads-max
	echo 1048576 >/proc/sys/kernel/pid_max
	echo 1048576 >/proc/sys/vm/max_map_count
}

# sleepers N: threads that sleep in poll(); sets $sleepers
sleepers() {
	nap poll "$1" >nap.out &
	sleepers=$!
	until_true 600 grep -q ready nap.out
	sleep 1
}

sleepers_go() {
	kill $sleepers
	wait $sleepers || fail "nap: $(cat nap.out)"
}

# passers N: tasks that pass tokens through pipes; sets $passers
passers() {
	tokens "$1" >tokens.out &
	passers=$!
	until_true 600 grep -q ready tokens.out
}

passers_go() {
	kill $passers
	wait $passers || fail "tokens: $(cat tokens.out)"
}
