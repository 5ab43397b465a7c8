# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Modules of the kernel's own, patched by kmend build: there before the patch, and after
# timeout: 180
. /lib.sh

config=/proc/net/vlan/config
said() { dmesg | grep -c "kmend: $1" || true; }
vlan_in() {
	for m in llc stp garp mrp 8021q; do insmod "/modules/$m.ko"; done
}
vlan_out() { for m in 8021q mrp garp stp llc; do rmmod $m; done; }
vlan_note='^kmend: maxattr [0-9]+, garp_request_join.*, in 8021q'

step "the patch first"
load modules
has /proc/cmdline 'kmend was here'
has "$SYSFS/modules/objects" '^dummy -'
insmod /modules/dummy.ko numdummies=2
same "$(said 'dummy[01] of 2')" 2 "devices that init made"
vlan_in
has $config "$vlan_note"
step "all of them go and come"
vlan_out
rmmod dummy
vlan_in
insmod /modules/dummy.ko numdummies=3
same "$(said 'dummy[012] of 3')" 3 "devices that init made"
has $config "$vlan_note"
ip link set dummy0 up
unload modules
has_not $config kmend
has_not /proc/cmdline '^kmend was here'

step "the modules first"
load modules
has $config "$vlan_note"
has "$SYSFS/modules/objects" '^8021q patched'
vlan_out
rmmod dummy
unload modules
