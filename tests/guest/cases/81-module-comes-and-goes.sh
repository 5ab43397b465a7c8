# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A module is patched when it is there and when it comes, before its init; never pinned
# timeout: 180
# leaks: are looked for, where the kernel can
# rows: full
. /lib.sh

said() { dmesg | grep "kmt_a: $1:" | tail -n 1 | sed 's/.*kmt_a: //'; }
state() { cat "$SYSFS/$1/objects"; }
ins() { step "insmod $*"; insmod "$PATCHES/$1.ko" || fail "insmod"; }
is() { same "$(cat /proc/kmt_a)" "$1" "$2"; }

ins kmt_a
is "value 1 twins 100 200" "as it was"
load kmt-one
is "value 100300 twins 100 222" "patched while it was there"
same "$(state kmt-one)" "kmt_a patched" "state"

step "it goes while it is patched, and its exit is patched"
rmmod kmt_a
same "$(said exit)" "exit: value 100300" "exit"
same "$(state kmt-one)" "kmt_a -" "state"
same "$(grep -c kmt_ /sys/kernel/tracing/enabled_functions)" 0 "ftrace"
# Other text is put where it was.
for n in 0 1 2; do ins kmt_$n; done
same "$(cat /sys/module/kmt_1/parameters/number)" 0 "another module"

for round in 1 2 3 4 5; do
	ins kmt_a
	same "$(said init)" "init: value 100300 first 1" "init of round $round"
	is "value 100300 twins 100 222" "round $round"
	rmmod kmt_a
	for n in 0 1 2; do rmmod kmt_$n; done
	[ $round = 5 ] || for n in 2 0 1; do ins kmt_$n; done
done

step "several wait for it; the newest is found first"
load kmt-two --over
ins kmt_a
is "value 22 twins 100 222" "two patches"
unload kmt-two
is "value 100300 twins 100 222" "the older one again"
load kmt-two --over
rmmod kmt_a

step "an older patch goes off and on while the module is away"
echo 0 >"$SYSFS/kmt-one/enabled"
echo 1 >"$SYSFS/kmt-one/enabled"
ins kmt_a
is "value 100300 twins 100 222" "kmt-one is the newer now"
rmmod kmt_a

step "replace while the module is away"
load kmt-all
same "$(cat "$SYSFS/kmt-one/enabled" "$SYSFS/kmt-two/enabled")" "0
0" "replaced"
ins kmt_a
same "$(said init)" "init: value 33 first 1" "init"
is "value 33 twins 100 200" "replaced"
unload kmt-one
unload kmt-two
echo 0 >"$SYSFS/kmt-all/enabled"
is "value 1 twins 100 200" "off"
unload kmt-all

step "a module whose init fails"
load kmt-one
rmmod kmt_a
! insmod "$PATCHES/kmt_a.ko" fail=1 || fail "init did not fail"
same "$(said init)" "init: value 100300 first 1" "init"
same "$(state kmt-one)" "kmt_a -" "state"
ins kmt_a
is "value 100300 twins 100 222" "after a failed init"
unload kmt-one
is "value 1 twins 100 200" "off"
rmmod kmt_a
