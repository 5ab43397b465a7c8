# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# How long the machine stands still: lines "BENCH VARIANT LOAD TASKS US ..."
. /lib.sh

P=/sys/module/kmend/parameters
# The core stays, whatever patch comes and goes.
kmend load --core /kmend.ko "$(file_of version)"
kmend unload version
echo 1048576 >/proc/sys/kernel/threads-max
echo 1048576 >/proc/sys/kernel/pid_max
echo 1048576 >/proc/sys/vm/max_map_count

# An immediate switch looks at nobody: its stop is an empty one.
measure() { # VARIANT LOAD TASKS: five times on and off
	mode=atomic
	echo 0 >$P/bench_unwind
	case $1 in
	unwind) echo 1 >$P/bench_unwind ;;
	empty) mode=immediate ;;
	esac
	for n in 1 2 3 4 5; do
		kmend -q load --mode $mode --force --stop-budget 0 \
			"$(file_of version)"
		d=$SYSFS/version/last_switch
		echo "BENCH $1 $2 $3 $(cat $d/stopped_max_us) $(cat $d/scanned_us) $(cat $d/elapsed_us) $(cat $d/recorded) $(cat $d/tasks)"
		kmend -q unload version
	done
}

for tasks in ${BENCH_TASKS:-100 1000 10000 30000}; do
	nap poll $tasks >nap.out & pid=$!
	until_true 300 grep -q ready nap.out
	sleep 1
	measure empty sleeping $tasks
	measure recorded sleeping $tasks
	measure unwind sleeping $tasks
	kill $pid
	wait $pid || fail "nap: $(cat nap.out)"
done
tokens 200 >tokens.out & pid=$!
until_true 60 grep -q ready tokens.out
measure empty passing 200
measure recorded passing 200
measure unwind passing 200
kill $pid
wait $pid || fail "tokens: $(cat tokens.out)"
