# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Processes and threads begin and end in functions that are switched.
# timeout: 300
# needs: CONFIG_PROC_EVENTS
. /lib.sh

spawn 3 >spawn.out & spawn=$!
until_true 20 grep -q ready spawn.out
cycle=0
while [ $cycle -lt 3 ]; do
	load forks --timeout 60
	until_true 60 grep -qx enabled $SYSFS/forks/state
	# in atomic mode it is a matter of luck; nobody may be worse off
	echo atomic >$SYSFS/forks/mode
	if kmend unload --timeout 1 forks >unload.out 2>&1; then
		step "off in atomic mode"
	else
		echo per-task >$SYSFS/forks/mode
		kmend unload --timeout 60 forks || fail "unload forks"
	fi
	cycle=$((cycle + 1))
done
kill $spawn
wait $spawn || fail "spawn: $(cat spawn.out)"
has spawn.out '^spawned [1-9]'
