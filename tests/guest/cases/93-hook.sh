# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Hooks load and remove modules, and wait for that; nobody hangs
# timeout: 90
. /lib.sh

# ran NAME TEXT: a hook that runs this has the patch loaded in time
ran() {
	step "$1"
	printf 'rm -f /hook.out\n(%s) >/hook.out 2>&1\necho "status $?" >>/hook.out\n' \
		"$2" >/hook.sh
	kmend load "$(file_of kmt-umh)" & pid=$!
	until_true 15 grep -qs status /hook.out
	wait $pid || fail "$1: load: status $?"
	cat /hook.out
	cat "$SYSFS/kmt-umh/objects"
}
here() { grep -q "^$1 " /proc/modules; }
off() { unload kmt-umh; rm -f /hook.out; }

insmod /kmend.ko || fail "no core"
insmod "$PATCHES/kmt_a.ko" || fail "no kmt_a"

ran "a module that no patch is for comes and goes" \
	"insmod $PATCHES/kmt_9.ko && rmmod kmt_9 && insmod $PATCHES/kmt_9.ko"
has /hook.out 'status 0'
here kmt_9 || fail "kmt_9 did not come"
same "$(cut -d' ' -f2 /proc/kmt_a | head -1)" 44 "the patch"
off

ran "the target is removed: it is in use" "rmmod kmt_a"
has_not /hook.out 'status 0'
here kmt_a || fail "kmt_a is gone"
off
rmmod kmt_a || fail "nothing may hold kmt_a now"

ran "the target is loaded: refused, not waited for" \
	"insmod $PATCHES/kmt_a.ko"
has_not /hook.out 'status 0'
insmod "$PATCHES/kmt_a.ko" || fail "it must come when hooks are done"
same "$(cut -d' ' -f2 /proc/kmt_a | head -1)" 44 "the module that came"
off

step "somebody else's modules come and go while a hook waits"
echo 'sleep 5' >/hook.sh
kmend load "$(file_of kmt-umh)" & pid=$!
sleep 1
for n in 1 2 3; do
	timeout 1 insmod "$PATCHES/kmt_$n.ko" || fail "kmt_$n had to wait"
	timeout 1 rmmod "kmt_$n" || fail "kmt_$n had to wait to go"
done
wait $pid || fail "load: status $?"
off
