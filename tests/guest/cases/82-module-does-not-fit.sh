# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A module of another build, or that cannot be patched: who stays out, and that it is said
# timeout: 180
# leaks: are looked for, where the kernel can
. /lib.sh

state() { cat "$SYSFS/$1/objects"; }
ins() { step "insmod $*"; insmod "$PATCHES/$1.ko" || fail "insmod"; }
is() { same "$(cat /proc/kmt_a)" "$1" "$2"; }
logged() { dmesg | grep -q "$1" || fail "not in the log: $1"; }
none() { until_true 20 no_direct; ! grep -q kmt_ /sys/kernel/tracing/enabled_functions || fail "$*"; }

step "it is there, and the patch is refused"
ins kmt_a-other
refused 1 "." kmend load --core /kmend.ko "$(file_of kmt-one)"
logged "kmt-one: made for build .* of module kmt_a, this is build"
is "value 2 twins 100 200" "untouched"
none "after a refused patch"

step "symbols of a module where they are freed before it comes"
refused 1 "." kmend load --core /kmend.ko "$(file_of kmt-once)"
logged "module kmt_a in a table that is read once"
none "after a refused patch"

step "it is there, and the patch goes on without it"
insmod /kmend.ko target_mismatch=unpatched
load kmt-one
same "$(state kmt-one)" "kmt_a unpatched" "state"
is "value 2 twins 100 200" "untouched"
rmmod kmt_a
same "$(state kmt-one)" "kmt_a -" "state"

step "it comes, and stays unpatched"
ins kmt_a-other
is "value 2 twins 100 200" "untouched"
same "$(state kmt-one)" "kmt_a unpatched" "state"
rmmod kmt_a

step "it comes, and is refused"
echo refuse >"$SYSFS/kmt-one/target_mismatch"
refused 8 "format" insmod "$PATCHES/kmt_a-other.ko"
logged "kmt-one: module kmt_a refused"
[ ! -e /proc/kmt_a ] || fail "it runs"
same "$(state kmt-one)" "kmt_a -" "state"
ins kmt_a
is "value 100300 twins 100 222" "the right one"
rmmod kmt_a

step "the second of two patches does not fit: the first lets go, too"
echo refuse >/sys/module/kmend/parameters/target_mismatch
load kmt-bad
refused 8 "format" insmod "$PATCHES/kmt_a.ko"
logged "kmt-bad: kmt_value in kmt_a has .* bytes"
same "$(state kmt-one)" "kmt_a -" "state"
none "after a refused module"
echo unpatched >"$SYSFS/kmt-bad/target_mismatch"
ins kmt_a
same "$(state kmt-bad)" "kmt_a unpatched" "state"
is "value 100300 twins 100 222" "only the first"
unload kmt-bad
unload kmt-one

step "what cannot wait: the module first, and then it stays"
load kmt-key
is "value 55 twins 100 200" "key off"
echo key >/proc/kmt_a
is "value 56 twins 100 200" "key on"
refused 1 "." rmmod kmt_a
echo key >/proc/kmt_a
is "value 55 twins 100 200" "key off again"
unload kmt-key
is "value 1 twins 100 200" "off"
rmmod kmt_a
refused 1 "." kmend load --core /kmend.ko "$(file_of kmt-key)"
logged "refers to module kmt_a in __jump_table: load kmt_a first"

step "the same with a static call and an alternative"
refused 1 "." kmend load --core /kmend.ko "$(file_of kmt-early)"
logged "refers to module kmt_a in .*: load kmt_a first"
ins kmt_a
load kmt-early
is "value 100005 twins 100 200" "a static call"
echo call >/proc/kmt_a
is "value 100006 twins 100 200" "it goes elsewhere"
refused 1 "." rmmod kmt_a
unload kmt-early
is "value 1 twins 100 200" "off"
echo call >/proc/kmt_a
rmmod kmt_a

step "a reference to a module that may go"
ins kmt_a
ins kmt_0
refused 1 "." kmend load --core /kmend.ko "$(file_of kmt-cross)"
logged "kmt_value in kmt_a would use kmt_number of module kmt_0"
is "value 1 twins 100 200" "untouched"
rmmod kmt_a
rmmod kmt_0

step "ten modules, some of them there"
ins kmt_3
ins kmt_7
load kmt-ten
for n in 0 1 2 4 5 6 8 9; do ins kmt_$n; done
rmmod kmt_3
for n in 0 1 2 4 5 6 7 8 9; do
	same "$(cat /sys/module/kmt_$n/parameters/number)" 1$n "kmt_$n"
done
ins kmt_3
unload kmt-ten
for n in 0 1 2 3 4 5 6 7 8 9; do
	same "$(cat /sys/module/kmt_$n/parameters/number)" 0 "kmt_$n"
done
none "at the end"
