# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# While a load waits, the task that is in the way leaves: the load goes on.
# rows: full
. /lib.sh

mkfifo door
creat door late &
sleeper=$!
until_true 5 sleeps_in $sleeper fifo_open

tried() { [ "$(cat $SYSFS/fifo/last_switch/attempts 2>/dev/null)" -gt 1 ]; }
(until_true 60 tried; cat door >said) &
load fifo --mode atomic --timeout 60
wait $sleeper || fail "creat: status $?"
wait
same "$(cat said)" late "what was read"
unload fifo
