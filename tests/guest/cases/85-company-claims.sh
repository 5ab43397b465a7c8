# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Who else claims a function for himself: the second is told, and nothing breaks
# timeout: 300
# needs: CONFIG_LIVEPATCH
. /lib.sh

F=version_proc_show
logged() { dmesg | grep -q "$1" || fail "not in the log: $1"; }
ins() { m=$1; shift; insmod "$PATCHES/$m.ko" "$@"; }
klp_off() {
	echo 0 >/sys/kernel/livepatch/kmt_klp/enabled
	until_true 30 [ ! -e /sys/kernel/livepatch/kmt_klp ]
	rmmod kmt_klp
}
off_on() {
	cat /proc/version >out
	same "$(grep -c 'patched by kmend' out)" "$1" "$2"
}

step "a probe with a post handler, first"
ins kmt_probe symbol=$F
refused 1 "." kmend load --core /kmend.ko "$(file_of version)"
logged "kmend: version: $F is taken by a kprobe with a post handler"
off_on 0 "refused"
same "$(cat /sys/module/kmt_probe/parameters/hits)" 1 "the probe's hits"
rmmod kmt_probe

step "the same, second"
load version
! ins kmt_probe symbol=$F || fail "it came"
off_on 1 "still"
ins kmt_probe symbol=$F offset=0x10 || true	# inside the old function
off_on 1 "still"
! grep -q ^kmt_probe /proc/modules || rmmod kmt_probe
unload version

step "second, not the first of its kind, and the patch is called directly"
settled() { [ "$(cat "$SYSFS/version/nr_settled")" = 1 ]; }
load version
for late in 0 1; do
	until_true 30 settled
	dmesg -c >/dev/null
	! ins kmt_probe symbol=$F other=cmdline_proc_show late=$late ||
		fail "it came"
	logged "kmend: $F is patched: a kprobe with a post handler cannot"
	off_on 1 "still"
done
until_true 30 settled
unload version
off_on 0 "unloaded"

step "mainline livepatch of another function, before and after"
load version
ins kmt_klp function=cmdline_proc_show
same "$(cat /proc/cmdline)" "" "livepatch is in effect"
off_on 1 "both"
unload version
load version
off_on 1 "both, the other way round"
unload version

step "mainline livepatch of the same function, first"
klp_off
ins kmt_klp function=$F
same "$(cat /proc/version)" "" "livepatch is in effect"
refused 1 "." kmend load --core /kmend.ko "$(file_of version)"
logged "kmend: version: $F is taken by the livepatch kmt_klp"
same "$(cat /proc/version)" "" "livepatch is in effect"
klp_off

step "the same, second"
load version
! ins kmt_klp function=$F || fail "it came"
off_on 1 "still"
unload version

step "both wait for a function of a module: livepatch comes first"
load kmt-two
ins kmt_klp object=kmt_a function=kmt_value
refused 16 "busy" insmod "$PATCHES/kmt_a.ko"
logged "kmt-two: module kmt_a refused"
echo unpatched >"$SYSFS/kmt-two/target_mismatch"
ins kmt_a
has /proc/kmt_a '^value 77 '
klp_off
rmmod kmt_a
ins kmt_a
has /proc/kmt_a '^value 22 '
! ins kmt_klp object=kmt_a function=kmt_value || fail "it came"
has /proc/kmt_a '^value 22 '
unload kmt-two
rmmod kmt_a
