# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A patch that was built on another one takes its place, and only its, in the
# same instant; the other cannot undo it; enable and disable.
# leaks: are looked for, where the kernel can
. /lib.sh

is() { same "$(cat /proc/kmt_a)" "$1" "$2"; }
state() { same "$(cat "$SYSFS/$1/state")" "$2" "state of $1"; }

insmod "$PATCHES/kmt_a.ko" || fail "insmod"
load version
load kmt-one
is "value 100300 twins 100 222" "the first"
refused 1 "patch kmt-two would undo what kmt-one changes: both replace kmt_value of kmt_a" \
	kmend load "$(file_of kmt-two)"
! loaded kmt-two || fail "it is there"
load kmt-onto
is "value 44 twins 100 200" "the first one's other function is the stock one"
state kmt-one disabled
state kmt-onto enabled
state version enabled
refused 1 "kmt-onto was built on kmt-one and has all" kmend enable kmt-one
is "value 44 twins 100 200" "as before"

step "lists of functions are read in pieces of any size"
dd if=$SYSFS/kmt-one/functions bs=7 2>/dev/null | cmp - $SYSFS/kmt-one/functions ||
	fail "they differ"
has $SYSFS/kmt-one/functions "^kmt_a twin [0-9]+ [0-9]+$"

step "back, and forth"
refused 4 "patch kmt-one is disabled already" kmend disable kmt-one
refused 4 "patch version is enabled already" kmend enable version
kmend disable kmt-onto || fail "disable"
is "value 1 twins 100 200" "stock"
kmend enable kmt-one || fail "enable"
is "value 100300 twins 100 222" "the first"
kmend enable kmt-onto || fail "enable"
is "value 44 twins 100 200" "the second"
state kmt-one disabled
kmend unload kmt-one >said || fail "unload"
has said "^unloaded kmt-one: it was disabled$"
is "value 44 twins 100 200" "the second has all that it needs"
unload kmt-onto
unload version
is "value 1 twins 100 200" "stock"
