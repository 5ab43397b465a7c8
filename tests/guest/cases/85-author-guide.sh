# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# The examples of docs/author-guide.md do what it says, alone and together.

. /lib.sh

before=$(cat /proc/cmdline)
load author-code
same "$(cat /proc/cmdline)" "$before # mended" "the command line"

load author-header
has /proc/uptime '^mended$'

load author-files
has /proc/loadavg '^readers 1$'
has /proc/loadavg '^readers 2$'
unload author-files
has_not /proc/loadavg readers
step "its variables begin anew"
load author-files
has /proc/loadavg '^readers 1$'

step "what a variable means, and its value, change together"
same "$(cat /proc/sys/fs/lease-break-time)" 45 "seconds"
load author-hooks
same "$(cat /proc/sys/fs/lease-break-time)" 450 "tenths of a second"
unload author-hooks
same "$(cat /proc/sys/fs/lease-break-time)" 45 "seconds again"

step "a new member of a task"
load author-shadow
exec 3</proc/version
has /proc/version '^read 1$'
has /proc/version '^read 1$'
cat <&3
read -r _ </proc/version
unload author-shadow
has_not /proc/version '^read'

step "a module that comes later, and one that is there"
load author-module
insmod /modules/dummy.ko
same "$(cat /sys/class/net/dummy0/mtu)" 1400 "the MTU"
unload author-module
rmmod dummy
insmod /modules/dummy.ko
same "$(cat /sys/class/net/dummy0/mtu)" 1500 "the MTU, as it was"

unload author-code
unload author-header
unload author-files
same "$(cat /proc/cmdline)" "$before" "the command line"
has_not /proc/uptime mended
has_not /proc/loadavg readers
