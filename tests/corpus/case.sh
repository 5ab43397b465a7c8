# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# timeout: 1800
# Each patch of the corpus goes in and out alone; then all of them together.

. /lib.sh
set +e

say() { echo "corpus $*"; }

# Modules that are to be patched; what does not come here, does not matter.
while read -r module; do
	modprobe "$module" 2>/dev/null || say "without $module"
done </patches/modules

# quietly COMMAND...: what it said only matters if it failed
quietly() {
	"$@" >/tmp/said 2>&1 && return
	tr '\n' ' ' </tmp/said
	return 1
}

good=''
for n in $(cat /patches/numbers); do
	say "$n begins"
	if ! why=$(quietly kmend load --core /kmend.ko "$(file_of "c$n")"); then
		say "$n FAILED: load: $why"
	elif [ "$(cat "$SYSFS/c$n/enabled")" != 1 ]; then
		say "$n FAILED: is not on"
	elif ! why=$(quietly kmend unload "c$n"); then
		say "$n FAILED: unload: $why"
	elif loaded "c$n"; then
		say "$n FAILED: is still there"
	else
		say "$n loaded"
		good="$n $good"
	fi
done

back=''
for n in $good; do
	say "$n begins"
	if why=$(quietly kmend load --core /kmend.ko "$(file_of "c$n")"); then
		back="$n $back"
	else
		say "$n FAILED: load with others: $why"
	fi
done
say "together $(echo "$back" | wc -w)"
[ "$(kmend list --json | grep -c '"enabled": true')" = \
	"$(echo "$back" | wc -w)" ] || say "together FAILED: not all are on"
for n in $back; do
	say "$n begins"
	why=$(quietly kmend unload "c$n") ||
		say "$n FAILED: unload with others: $why"
	! loaded "c$n" || say "$n FAILED: is still there with others"
done
grep '^kmend_c' /proc/modules && fail "modules were left"
exit 0
