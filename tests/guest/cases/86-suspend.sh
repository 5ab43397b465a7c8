# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A machine sleeps, and wakes with the patch that it had; the patch goes and comes
# cmdline: hpet=disable
# needs: CONFIG_RTC_INTF_SYSFS
# timeout: 240
. /lib.sh

load version
insmod "$PATCHES/kmt_wake.ko"
echo +3 >/sys/class/rtc/rtc0/wakealarm
echo freeze >/sys/power/state
has /proc/version 'patched by kmend'
unload version
has_not /proc/version 'patched by kmend'
load version
unload version
