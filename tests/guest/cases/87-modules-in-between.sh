# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Modules that come and go while a patch is on, or on its way: their hooks are
# called then, and who stays behind is looked for where they are now
# timeout: 180
. /lib.sh

ins() { step "insmod $*"; insmod "$PATCHES/$1.ko" || fail "insmod"; }
is() { same "$(cat /proc/kmt_a)" "$1" "$2"; }
old_value="value 1 twins 100 200" new_value="value 44 twins 100 200"
state() { cat "$SYSFS/$1/state"; }
in_state() { [ "$(state "$1")" = "$2" ]; }

# said TEXT...: the hooks said this, in this order, since last asked
said() {
	dmesg | sed -n 's/^\[[^]]*\] hook: //p' >hooks.all
	tail -n +$((heard + 1)) hooks.all >hooks
	heard=$(wc -l <hooks.all)
	[ -n "$1" ] && printf '%s\n' "$@" >wanted || : >wanted
	diff wanted hooks || fail "hooks are not called as they should be"
}
heard=0
on() { said 'pre patch' 'second pre patch' 'post patch, stopped 1, shadow 0'; }
off() { said 'pre unpatch' 'post unpatch, stopped 2'; }

step "hooks of a module that comes later, and goes earlier"
load kmt-hook
said 'kernel pre patch'
for round in 1 2; do
	ins kmt_a
	on
	is "$new_value" "round $round"
	rmmod kmt_a
	off
	dmesg | grep -q 'kmend: 1 shadow variables of module kmt_a were left' ||
		fail "no shadow variable was left"
done

step "a hook that refuses: the module stays out, or unpatched"
echo Y >/sys/module/kmend_kmt_hook/parameters/veto
refused 1 "not permitted" insmod "$PATCHES/kmt_a.ko"
# busybox tries both system calls
said 'pre patch' 'second pre patch' 'post unpatch, stopped 0' \
	'pre patch' 'second pre patch' 'post unpatch, stopped 0'
echo unpatched >$SYSFS/kmt-hook/target_mismatch
ins kmt_a
said 'pre patch' 'second pre patch' 'post unpatch, stopped 0'
is "$old_value" "refused by a hook"
rmmod kmt_a
said ''
echo N >/sys/module/kmend_kmt_hook/parameters/veto

step "nobody is asked when a module goes"
ins kmt_a
on
echo Y >/sys/module/kmend_kmt_hook/parameters/veto
rmmod kmt_a
off
dmesg | grep -q 'says no, but module kmt_a goes' || fail "it was not said"
echo N >/sys/module/kmend_kmt_hook/parameters/veto
ins kmt_a
on
unload kmt-hook
off
rmmod kmt_a

step "a task in a module's old function, and a module that is elsewhere now"
ins kmt_a
ins kmt_hop
# The patch shall go on while somebody holds, and hop is loaded again.
(echo hold >/proc/kmt_a) & pid=$!
until_true 10 sleeps_in $pid kmt_hold
load kmt-hop --mode per-task --force
same "$(state kmt-hop)" enabling "state"
rmmod kmt_hop
for n in 0 1 2; do ins kmt_$n; done
ins kmt_hop
has $SYSFS/kmt-hop/objects '^kmt_hop patched'
echo go >/proc/kmt_a
until_true 10 sleeps_in $pid hop_nap
sleep 3		# it is looked for each second
until_true 10 sleeps_in $pid hop_nap	# and not on its way there
same "$(state kmt-hop)" enabling "with a task in an old function"
echo Y >/sys/module/kmt_hop/parameters/done
wait $pid
until_true 20 in_state kmt-hop enabled

step "a module that comes while the patch goes off"
unload kmt-hop
rmmod kmt_hop
rmmod kmt_a
