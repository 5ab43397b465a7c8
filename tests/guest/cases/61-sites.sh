# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Alternatives, lock prefixes, jump labels and static calls of patch code.
# Four CPUs: lock prefixes stay. The keys are flipped while the patch is on.
. /lib.sh

has /proc/cpuinfo '^flags.* erms( |$)'
said() { dmesg | sed -n 's/.*sites: //p' | tail -n 1; }

# switch 0|1: and read, so that what is said is not of the switch itself
switch() {
	sysctl -w kernel.timer_migration="$1"
	sysctl -n kernel.timer_migration
}

fixed='alternative 1, erms 1, lock f0'
load sites
for round in 1 2; do
	step "round $round"
	switch 0
	same "$(said)" "$fixed, migration 0, nohz 1, call 7" "keys flipped"
	switch 1
	same "$(said)" "$fixed, migration 1, nohz 1, call 0" "keys back"
done

step "a patch loaded while a key differs from its initial value"
unload sites
sysctl -w kernel.timer_migration=0
load sites
sysctl -n kernel.timer_migration
same "$(said)" "$fixed, migration 0, nohz 1, call 0" "loaded late"
switch 1
unload sites
