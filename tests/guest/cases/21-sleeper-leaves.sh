# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# While a load waits, the task that is in the way leaves: the load goes on.
. /lib.sh

mkfifo door
cat door >said &
sleeper=$!
until_true 5 sleeps_in $sleeper fifo_open

(sleep 2; echo late >door) &
load fifo --mode atomic --timeout 30
wait $sleeper
same "$(cat said)" late "what cat read"
attempts=$(cat $SYSFS/fifo/last_switch/attempts)
[ "$attempts" -gt 1 ] || fail "it never waited: $attempts attempts"
unload fifo
