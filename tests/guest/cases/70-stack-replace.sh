# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Several patches of one function: the newest wins, in whichever order they
# go; one that replaces takes the others off, and they can be unloaded.
# leaks: are looked for, where the kernel can
# rows: full
. /lib.sh

says() { # OLD|VERSION|NEXT: what the function is now
	sed 1d /proc/version >now
	case $1 in
	old) [ ! -s now ] ;;
	version) same "$(cat now)" "patched by kmend" "version" ;;
	next) same "$(cat now)" "patched by the next" "version" ;;
	esac || fail "version is not $1: $(cat now)"
}

load version
says version
refused 1 "patch next would undo what version changes: both .*_proc_show" \
	kmend load "$(file_of next)"
says version
load next --over
kmend list >listed
has listed "^  version_proc_show: overridden by next$"
says next
has /proc/cmdline 'patched by the next$'
unload version
says next
load version --over
says version
has /proc/cmdline 'patched by the next$'
unload version
says next
unload next
says old
has_not /proc/cmdline patched

step "replace: another set of functions, in one instant"
load version
load next --replace
says next
same "$(cat $SYSFS/version/state)" disabled "the replaced patch"
same "$(cat $SYSFS/version/enabled)" 0 "enabled of the replaced patch"
unload version
says next
load version --replace
says version
has_not /proc/cmdline patched
same "$(cat $SYSFS/next/state)" disabled "the replaced patch"
step "and back on again by hand, above the other"
echo 0 >$SYSFS/next/replace
echo 1 >$SYSFS/next/enabled
says next
echo 0 >$SYSFS/next/enabled
says version
unload next
unload version
says old
