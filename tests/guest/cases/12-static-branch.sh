# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A static branch in patch code follows a key of the kernel.
. /lib.sh

head -n 1 /proc/softirqs >before
has_not before 'delay accounting'
same "$(sysctl -n kernel.task_delayacct)" 0 "delay accounting at boot"
load examples

for want in off on off on; do
	[ $want = on ] && value=1 || value=0
	sysctl -w kernel.task_delayacct=$value
	head -n 1 /proc/softirqs >line
	has line "delay accounting $want\$"
done

step "a patch loaded while the key is on"
unload examples
load examples
head -n 1 /proc/softirqs >line
has line 'delay accounting on$'

unload examples
sysctl -w kernel.task_delayacct=0
head -n 1 /proc/softirqs >after
cmp before after || fail "not as before"
