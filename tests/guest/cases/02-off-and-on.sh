# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A loaded patch is switched off and on through sysfs.
. /lib.sh

load version
echo 0 >$SYSFS/version/enabled || fail "not switched off"
same "$(cat $SYSFS/version/enabled)" 0 enabled
same "$(cat $SYSFS/version/state)" disabled state
has_not /proc/version 'patched by kmend'

echo 1 >$SYSFS/version/enabled || fail "not switched on"
has /proc/version '^patched by kmend$'

step "other values are refused"
for value in 2 -1 x ''; do
	! echo "$value" >$SYSFS/version/enabled 2>/dev/null ||
		fail "'$value' was taken"
done
same "$(cat $SYSFS/version/enabled)" 1 enabled
unload version
