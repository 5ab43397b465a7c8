# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A function marked as immediate is switched with its patch whoever sleeps in it;
# and when the patch goes, its text stays until the last has left it.
. /lib.sh

mkfifo door
creat door early & sleeper=$!
until_true 5 sleeps_in $sleeper fifo_open
load at-once --mode atomic
same "$(cat $SYSFS/at-once/state)" enabled "state"
has /proc/version 'patched at once'
cat door >said
wait $sleeper || fail "creat: status $?"
same "$(cat said)" early "what was read"

creat door late & sleeper=$!
until_true 5 sleeps_in $sleeper fifo_open
has /proc/$sleeper/stack 'fifo_open.*kmend_at_once'
refused 1 "creat.*held fifo_open|inside fifo_open" \
	kmend unload --timeout 1 at-once
step "off, but its text is there"
same "$(cat $SYSFS/at-once/state)" disabling "state"
same "$(sed 1d /proc/version)" "" "the version"
has $SYSFS/at-once/stragglers "^$sleeper creat fifo_open.kmend held$"
cat door >said
wait $sleeper || fail "creat: status $?"
same "$(cat said)" late "what was read"
unload at-once
