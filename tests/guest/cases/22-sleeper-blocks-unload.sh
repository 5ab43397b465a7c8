# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A task that sleeps in the text of a patch, and cannot be nudged, keeps it from
# going.
# rows: full
. /lib.sh

load fifo --mode atomic
mkfifo door
creat door bye &
sleeper=$!
until_true 5 sleeps_in $sleeper fifo_open
has /proc/$sleeper/stack 'fifo_open.*\[kmend_fifo\]'

refused 1 "$sleeper.*creat.*fifo_open" kmend unload --timeout 2 fifo
same "$(cat $SYSFS/fifo/enabled)" 1 "enabled after the refusal"
has $SYSFS/fifo/last_switch/blockers "^$sleeper creat fifo_open.kmend inside$"
same "$(cat $SYSFS/fifo/last_switch/result)" blocked "result"

cat door >said
wait $sleeper || fail "creat: status $?"
same "$(cat said)" bye "what cat read"
unload fifo
