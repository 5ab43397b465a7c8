# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Whatever a system call waits for when what it is in is patched: its result is
# what it would have been, and comes when it would have come. Calls that lose
# nothing by it begin again in the patch; others stay where they are.
# timeout: 240
. /lib.sh

enabled() { [ "$(cat $SYSFS/waits/state)" = enabled ]; }
straggles() { grep -q "^$1 " $SYSFS/waits/stragglers; }
has_left() { ! straggles "$1"; }
# begin SECONDS [KIND]: calls of that kind wait from now on
begin() {
	waits "$@" >said 2>&1 & waiter=$!
	until_true 10 grep -q ready said
	sleep 1
}
# end: are all results right?
end() {
	wait $waiter || fail "$(cat said)"
	tail -n 1 said
}

step "nothing is loaded"
begin 2
end

step "per-task"
begin 25
load waits
while read -r kind name pid; do
	case $kind in
	woken) until_true 5 has_left "$pid" ;;
	left) straggles "$pid" || fail "$name does not straggle" ;;
	esac
done <said
end
until_true 20 enabled
unload waits

step "atomic, all can begin again"
begin 25 woken
load waits --mode atomic --timeout 20
[ "$(cat $SYSFS/waits/last_switch/attempts)" -gt 1 ] || fail "none was inside"
end
unload waits

step "atomic, some cannot"
begin 10
refused 1 "blocked by" \
	kmend load --mode atomic --timeout 3 "$(file_of waits)"
end
