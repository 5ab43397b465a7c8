# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A patch that is loaded is not loaded again, nor pulled from under us.
. /lib.sh

load version
refused 1 'already|loaded' kmend load --core /kmend.ko "$(file_of version)"
! insmod "$(file_of version)" 2>/dev/null || fail "insmod took it twice"
! rmmod kmend_version 2>/dev/null || fail "rmmod took an enabled patch"
! rmmod kmend 2>/dev/null || fail "rmmod took the core of a patch"
same "$(cat $SYSFS/version/enabled)" 1 enabled
has /proc/version '^patched by kmend$'
unload version
refused 1 'version|not loaded' kmend unload version
