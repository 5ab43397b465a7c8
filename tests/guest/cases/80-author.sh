# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# Hooks are called in their order, may refuse, and are undone; what patch code
# attaches to tasks is its own, under RCU and with everybody at it at once.
# cmdline: slub_debug=FP
# leaks: are looked for, where the kernel can
. /lib.sh

# said TEXT...: the hooks said this, in this order, since last asked
said() {
	dmesg | sed -n 's/^\[[^]]*\] author: //p' >hooks.all
	tail -n +$((heard + 1)) hooks.all >hooks
	heard=$(wc -l <hooks.all)
	printf '%s\n' "$@" >wanted
	diff wanted hooks || fail "hooks are not called as they should be"
}
heard=0

kmend load --core /kmend.ko "$(file_of version)" # so that the core is there
unload version
settled before

step "who refuses is followed by those who undo"
hostname veto-first
refused 1 'not permitted|refus|no' kmend load "$(file_of author)"
said 'pre, switched 0'
hostname veto-second
refused 1 'denied|refus|no' kmend load "$(file_of author)"
said 'pre, switched 0' 'second pre' \
	'post unpatch, switched 0, 0 reads, live 0, bad 0'
has_not /proc/version 'read'
! loaded author || fail "it is there"
given_back before

hostname fine
load author
said 'pre, switched 0' 'second pre' 'post, switched 1'
same "$(cat $SYSFS/author/mode)" atomic "mode of a patch with atomic hooks"
step "a task's own member"
exec 3</proc/version
n=$(sed -n 's/^read \(.*\) times/\1/p' <&3)
same "$n" 1 "a task that reads for the first time"

step "four CPUs at once"
for cpu in 0 1 2 3; do
	(n=0; while [ $n -lt 60 ]; do read -r _ </proc/version
		n=$((n + 1)); done) &
done
wait
has /proc/version '^stress bad 0'

# All who read have been released, but this shell.
read -r _ </proc/version
hostname veto-unload
refused 1 'busy|refus' kmend unload author
has /proc/version '^read'
said 'pre unpatch, switched 1'
hostname fine
unload author
said 'pre unpatch, switched 1' \
	'post unpatch, switched 2, 1 reads, live 0, bad 0'
given_back before
