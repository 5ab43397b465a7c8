# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# Patches are enabled and disabled while their modules stay; and what is told of
# a switch is of that one.

core kmend.ko
patch kmend-fix.ko
patches=$FAKE_ROOT/sys/kernel/kmend/patches
kmend enable fix
ends 1 'patch fix is not loaded'
kmend enable 'no name'
ends 2 "'no name' is no name of a patch"
kmend enable
ends 2 'too few'
kmend load kmend-fix.ko
calls 'finit_module kmend.ko' 'finit_module kmend-fix.ko' 'enabled 1'

kmend enable fix
ends 4 '^kmend enable: patch fix is enabled already$'
[ ! -s out ] || fail "numbers of another switch: $(cat out)"
kmend enable --json fix
ends 4
json "j['enabled'] and not j['done'] and not j['switched']"
calls
kmend disable --mode per-task --force --timeout 2 --stop-budget 7 fix
ends 0
out_has '^disabled fix: 1 function switched in 2000.0 ms'
calls 'mode force per-task' 'stop_budget_us 7' 'timeout_ms 2000' 'enabled 0'
kmend disable fix
ends 4 'patch fix is disabled already'
kmend disable --mode none fix
ends 2 "'none' is not atomic"
kmend enable --force fix
ends 2 'says nothing without --mode'
calls
kmend enable --json fix
ends 0
json "j['enabled'] and j['done'] and j['switched']"
calls 'enabled 1'

echo "tasks inside" >&2
echo '123 my?task version_proc_show inside' >"$FAKE_ROOT/blockers"
kmend disable fix
ends 1 'fix: not switched off: 1 task stayed inside'
rm "$FAKE_ROOT/blockers"
calls 'enabled 0'

echo "unload of what is disabled switches nothing" >&2
kmend disable fix
kmend unload fix
ends 0
out_is 'unloaded fix: it was disabled'
calls 'enabled 0' 'delete_module kmend_fix'

echo "another switch is under way: it is named, and the tool does not guess" >&2
patch other.ko SECOND ELSEWHERE
kmend load kmend-fix.ko
kmend load other.ko
ends 0
echo disabling >"$patches/second/state"
echo '77 old ancient_function inside' >"$patches/fix/last_switch/blockers"
: >"$FAKE_ROOT/busy"
kmend disable fix
ends 1 'fix: not switched off: tasks have not left what second changed yet'
ends 1 "'kmend enable second' or 'kmend disable second'"
! grep -q 'ancient\|another tool' err || fail "of another switch: $(cat err)"
echo enabled >"$patches/second/state"
: >"$patches/fix/last_switch/blockers"
kmend disable fix
ends 1 'another tool .* has one of the functions'

echo "a switch of its own that has not ended is turned round" >&2
rm "$FAKE_ROOT/busy" "$FAKE_ROOT/calls"
echo disabling >"$patches/second/state"
echo 0 >"$patches/second/enabled"
kmend enable second
ends 0
calls 'enabled 1'
: >"$FAKE_ROOT/user"
kmend enable fix
ends 1 'only root'
