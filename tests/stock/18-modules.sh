# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# What patches of modules say: jump labels keyed by the module, and exports of
# modules that need not be there. And no compiler but the kernel's.

edit key.patch net/netfilter/nf_tables_core.c \
	'/^nft_do_chain\(/,/^}/s/^\tinfo.trace = false;/\tif (unlikely(!chain))\n\t\treturn NF_DROP;\n&/
	/^nft_do_chain\(/,/^}/s/^do_chain:/\tif (unlikely(!chain))\n\t\treturn NF_DROP;\n&/'

mkdir bin
for cc in gcc-12 x86_64-linux-gnu-gcc-12; do
	printf '#!/bin/sh\necho "%s (Debian 12.9.9-1) 12.9.9"\n' $cc >bin/$cc
	chmod +x bin/$cc
done
PATH=$PWD/bin:$PATH build key.patch
refused 1 'was compiled with .*gcc-12 .*12.2.0.*, here is .*12.9.9'
grep -q 'install the Debian package gcc-12 in version' err || fail "no advice: $(cat err)"
! grep -qE '^(prepare|original|compile) ' err || fail "compiled: $(cat err)"

build --json key.patch
ends 0 'nf_tables: nft_.*: .*a jump label .*KM112'
json "{f['symbol'] for f in j['findings'] if f['code'] == 'KM112'} >=
	{'nft_counters_enabled'}"
json "all(f['level'] == 'warn' for f in j['findings'])"
objcopy -O binary --only-section=.kmend.objects --set-section-flags \
	.kmend.objects=alloc kmend-out.ko objects || fail objcopy
[ "$(od -An -tu4 -j16 -N4 objects | tr -d ' ')" = 1 ] ||
	fail "the module is not marked as needed: $(od -tx1 objects)"
kmend inspect --json kmend-out.ko
json "('nf_tables', 'nft_counters_enabled') in
	{(s['object'], s['name']) for s in j['symbols']}"
json "{f['object'] for f in j['functions']} == {'nf_tables'}"
rm kmend-out.ko

build --format livepatch key.patch
refused 3 'nf_tables: nft_counters_enabled: .*KM124'
# debug messages of a module are no such keys: the patch has its own
edit debug.patch net/netfilter/nf_conntrack_ftp.c \
	's/^\tdatalen = skb->len - dataoff;/&\n\tif (unlikely(!datalen))\n\t\treturn NF_DROP;/'
build --json debug.patch
ends 0
json "not [f for f in j['findings'] if f['code'] == 'KM112']"
readelf -SW kmend-out.ko | grep -q __dyndbg || fail "no debug messages"
rm kmend-out.ko
build --format livepatch debug.patch
ends 0
rm kmend-out.ko

build --format other key.patch
refused 2 "no format 'other'"

edit export.patch fs/proc/version.c \
	'/^static int version_proc_show/,/^}/s/^\treturn 0;/\treturn garp_register_application(m);/
	s/^static int version_proc_show/extern int garp_register_application(void *);\n&/'
build export.patch
refused 3 'fs/proc/version.c: garp_register_application: .*module garp.*KM114'

# a static function that the patch lets another unit of the module call
edit global.patch net/8021q/vlanproc.c 's/^static (int vlandev_seq_show)/\1/'
edit call.patch net/8021q/vlan_gvrp.c \
	'/^int vlan_gvrp_request_join/,/^}/s/^\t\treturn 0;/\t\treturn vlandev_seq_show(NULL, NULL);/
	s/^int vlan_gvrp_request_join/int vlandev_seq_show(void *, void *);\n&/'
build --json global.patch call.patch
ends 0
json "[f['name'] for f in j['changed']] == ['vlan_gvrp_request_join']"
kmend inspect --json kmend-out.ko
json "('8021q', 'vlandev_seq_show') in
	{(s['object'], s['name']) for s in j['symbols']}"
rm kmend-out.ko
