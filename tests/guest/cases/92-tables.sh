# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# What a patch's tables must not say is refused when the patch comes, whoever loads it
# timeout: 600
. /lib.sh
logged() { dmesg | grep -q "$1" || fail "not in the log: $1"; }
SEEDS=${SEEDS:-300}

insmod /kmend.ko || fail "no core"
insmod $PATCHES/kmt_a.ko || fail "no module"

refused 8 "format" insmod "$(file_of kmt-zero)"
logged "kmend_kmt_zero: refused: entry 0 of .kmend.funcs: the new function"
refused 8 "format" insmod "$(file_of kmt-self)"
logged "kmend_kmt_self: relocation against _text: in a table"

step "one function twice: seen when it is looked for"
insmod "$(file_of kmt-twice)" || fail "insmod"
refused 1 "." sh -c "echo 1 >$SYSFS/kmt-twice/enabled"
logged "kmt-twice: refused: kmt_value and kmt_value are at one place"
rmmod kmend_kmt_twice

# As far as it goes: what was not refused is switched on and off.
attempt() { # FILE
	insmod "$1" 2>/dev/null || return 1
	for p in "$SYSFS"/*; do
		[ -e "$p/enabled" ] || continue
		(echo 1 >"$p/enabled") 2>/dev/null || continue
		(echo 0 >"$p/enabled") 2>/dev/null || fail "it stays on: $p"
	done
	m=$(sed -n 's/^\(kmend_[^ ]*\) .*/\1/p' /proc/modules)
	rmmod "$m" || fail "it stays: $m"
}

step "damaged tables"
taken=0 turned=0 seed=0
while [ $seed -lt "$SEEDS" ]; do
	for p in version kmt-one kmt-two; do
		seed=$((seed + 1))
		tablemut "$(file_of $p)" $seed /tmp/mutant.ko >/tmp/what ||
			fail "no mutant of $p"
		echo "$seed $p: $(cat /tmp/what)"
		if attempt /tmp/mutant.ko; then
			taken=$((taken + 1))
		else
			turned=$((turned + 1))
		fi
	done
done
step "$turned refused, $taken taken"
[ $turned -gt $taken ] || fail "who refuses?"
[ $taken -gt 0 ] || fail "nothing was tried"
load kmt-one
same "$(cat /proc/kmt_a)" "value 100300 twins 100 222" "a sane one"
unload kmt-one
