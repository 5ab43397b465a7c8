# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# How long the machine stands still. Lines "BENCH stop VARIANT LOAD TASKS
# STOPPED SCANNED RECORDED LOOKED_AT", times in microseconds. bench.load is
# `sleeping`, `passing` or both; bench.tasks how many sleep.
. /lib.sh
. /bench.sh

P=/sys/module/kmend/parameters
four_cpus
# The core stays, whatever patch comes and goes.
kmend -q load --core /kmend.ko "$(file_of version)"
kmend -q unload version
many_threads

# An immediate switch looks at nobody: its stop is an empty one.
measure() { # VARIANT LOAD TASKS
	mode=atomic
	echo 0 >$P/bench_unwind
	case $1 in
	unwind) echo 1 >$P/bench_unwind ;;
	empty) mode=immediate ;;
	esac
	for n in $(seq "$(word times 5)"); do
		kmend -q load --mode $mode --force --stop-budget 0 \
			"$(file_of version)"
		d=$SYSFS/version/last_switch
		echo "BENCH stop $1 $2 $3 $(cat $d/stopped_max_us)" \
			"$(cat $d/scanned_us) $(cat $d/recorded)" \
			"$(cat $d/tasks)"
		kmend -q unload version
	done
}

case " $(word load 'sleeping passing') " in *' sleeping '*)
	for tasks in $(word tasks '100 1000 10000 30000'); do
		sleepers $tasks
		measure empty sleeping $tasks
		measure recorded sleeping $tasks
		measure unwind sleeping $tasks
		sleepers_go
	done
esac
case " $(word load 'sleeping passing') " in *' passing '*)
	passers 200
	measure empty passing 200
	measure recorded passing 200
	measure unwind passing 200
	passers_go
esac
