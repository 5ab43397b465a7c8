# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A patch is loaded, does its work, and leaves no trace.
# leaks: are looked for, where the kernel can
. /lib.sh

step "before"
cat /proc/version >before
has_not before 'patched by kmend'

load version
cat /proc/version >patched
has patched '^patched by kmend$'
same "$(head -n 1 patched)" "$(cat before)" "first line"

step "list and sysfs agree"
kmend list >list
has list 'version'
kmend list --json >list.json
has list.json '"version"'
same "$(cat $SYSFS/version/state)" enabled state
same "$(cat $SYSFS/version/mode)" per-task mode
same "$(cat $SYSFS/version/module)" kmend_version module
same "$(cat $SYSFS/version/last_switch/result)" "done" result
has $SYSFS/version/functions '^vmlinux version_proc_show [0-9]+ [0-9]+$'

unload version
cat /proc/version >after
cmp before after || fail "not as before"
kmend list >list
has_not list 'version'

step "and once more"
load version
has /proc/version '^patched by kmend$'
unload version
