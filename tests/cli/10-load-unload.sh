# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# The whole way: core and patch are loaded, listed and unloaded.

patch kmend-fix.ko
core kmend.ko
kmend load --timeout 1.5 kmend-fix.ko
ends 0
out_has '^loaded fix: 1 function switched in 2000.0 ms, .* 0.2 ms \(3 attempts\)$'
out_has '^core loaded from kmend.ko$'
calls 'finit_module kmend.ko' 'finit_module kmend-fix.ko' \
	'timeout_ms 1500' 'enabled 1'

kmend load kmend-fix.ko
ends 1 'fix is loaded already'
calls

kmend list
ends 0
out_has '^fix  *enabled  *1  *a fix for nothing$'
kmend list --json
ends 0
json "j['core'] == {'version': '0.1.0', 'abi': 2}"
json "[p['name'] for p in j['patches']] == ['fix']"
json "j['patches'][0]['enabled'] is True"
json "j['patches'][0]['functions'] == [{'object': 'vmlinux',
	'name': 'version_proc_show', 'old_size': 40, 'new_size': 1}]"
json "j['patches'][0]['last_switch']['tasks'] == 91"

kmend unload --json fix
ends 0
json "j['done'] and not j['enabled'] and j['name'] == 'fix'"
calls 'enabled 0' 'delete_module kmend_fix'
kmend unload fix
ends 1 'fix is not loaded'
kmend list
ends 0
out_is 'no patches are loaded'
kmend list --json
ends 0
json "j['core'] and j['patches'] == []"
calls

kmend -q load kmend-fix.ko
ends 0
out_is ''
[ ! -s err ] || fail "-q is not quiet: $(cat err)"

kmend unload fix
patch kmend-fix.ko UNVERIFIED
kmend load kmend-fix.ko
kmend list
out_has '^fix .*a fix for nothing \(unverified\)$'
kmend list --json
json "j['patches'][0]['verified'] is False"
