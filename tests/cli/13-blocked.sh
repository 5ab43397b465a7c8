# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# Tasks that stay inside keep a patch out, or in, and are named.

patch kmend-fix.ko
core kmend.ko
echo '123 my?task version_proc_show inside' >blockers
echo '45 kworker/0:1 - unreliable' >>blockers
cp blockers "$FAKE_ROOT/blockers"
kmend load kmend-fix.ko
ends 1 '^kmend load: fix: not switched on: 2 tasks .* 2.0 s, first 123 \(my\?task\) in version_proc_show: .*busy'
ends 1 'blocked by 123 \(my\?task\): inside version_proc_show'
ends 1 'blocked by 45 \(kworker/0:1\): unreliable -'
ends 1 'nothing was changed.*--timeout'
calls 'finit_module kmend.ko' 'finit_module kmend-fix.ko' 'enabled 1' \
	'delete_module kmend_fix' 'delete_module kmend'
[ ! -s "$FAKE_ROOT/proc/modules" ] || fail "something was left behind"

rm "$FAKE_ROOT/blockers"
kmend load kmend-fix.ko
ends 0
calls 'finit_module kmend.ko' 'finit_module kmend-fix.ko' 'enabled 1'
cp blockers "$FAKE_ROOT/blockers"
kmend unload --timeout 2 --json fix
ends 1 'not switched off: 2 tasks'
json "not j['done'] and j['enabled']"
json "j['last_switch']['result'] == 'blocked'"
json "[b['pid'] for b in j['last_switch']['blockers']] == [123, 45]"
calls 'timeout_ms 2000' 'enabled 0'
kmend list
out_has '^fix  *enabled'

# a core that was there before is not taken away
rm "$FAKE_ROOT/blockers"
kmend unload fix
ends 0
calls 'enabled 0' 'delete_module kmend_fix'
cp blockers "$FAKE_ROOT/blockers"
kmend load kmend-fix.ko
ends 1
calls 'finit_module kmend-fix.ko' 'enabled 1' 'delete_module kmend_fix'

# a timer or work of the patch will still call it
rm "$FAKE_ROOT/blockers"
kmend load kmend-fix.ko
ends 0
echo 1 >"$FAKE_ROOT/pending"
kmend unload fix
ends 1 '^kmend unload: fix: not switched off: .*busy'
ends 1 'timer or work .* is pending, .* dmesg .* try again when that has run'
rm "$FAKE_ROOT/pending"
kmend unload fix
ends 0
