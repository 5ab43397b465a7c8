# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# The kernel refuses the module, or does not let go of it.

patch kmend-fix.ko
core kmend.ko
echo 8 >"$FAKE_ROOT/finit_errno.kmend-fix.ko"
kmend load kmend-fix.ko
ends 1 "refused 'kmend-fix.ko': Exec format error"
calls 'finit_module kmend.ko' 'finit_module kmend-fix.ko' 'delete_module kmend'
rm "$FAKE_ROOT/finit_errno.kmend-fix.ko"

# a module of that name without a patch
echo 'kmend_fix 16384 0 - Live 0x0' >"$FAKE_ROOT/proc/modules"
kmend load kmend-fix.ko
ends 1 'module kmend_fix is loaded already'
calls
: >"$FAKE_ROOT/proc/modules"

touch "$FAKE_ROOT/user"
kmend load kmend-fix.ko
ends 1 'only root'
kmend unload fix
ends 1 'only root'
calls
rm "$FAKE_ROOT/user"

patch kmend-two-words.ko DASH
kmend load kmend-two-words.ko
ends 0
kmend load --over kmend-fix.ko
ends 0
rm "$FAKE_ROOT/calls"
echo 1 >"$FAKE_ROOT/delete_errno.kmend_fix"
kmend unload fix
ends 1 'module kmend_fix cannot be removed'
calls 'enabled 0' 'delete_module kmend_fix'
kmend list
out_has '^two-words  enabled'
out_has '^fix        disabled'
