# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# While a task blocks a load, a module that the patch is for comes and goes at
# once, and the load goes on with what there is then
# timeout: 120
. /lib.sh

now() { cut -d. -f1 /proc/uptime; }
quick() { # COMMAND...: has ended in 5 s, and the load has not
	began=$(now)
	"$@" || fail "$*: status $?"
	took=$(($(now) - began))
	step "$*: $took s"
	[ $took -lt 5 ] || fail "$* waited for the load"
	kill -0 $load || fail "the load is over: $(cat load.out)"
}

insmod /kmend.ko || fail "no core"
insmod $PATCHES/kmt_a.ko
echo hold >/proc/kmt_a & holder=$!
until_true 10 sleeps_in $holder kmt_hold
kmend load --mode atomic --timeout 60 "$(file_of kmt-hop)" >load.out 2>&1 &
load=$!
tried() { [ "$(cat $SYSFS/kmt-hop/last_switch/attempts 2>/dev/null)" -gt 1 ]; }
until_true 20 tried
quick insmod $PATCHES/kmt_hop.ko done=Y
quick rmmod kmt_hop
quick insmod $PATCHES/kmt_hop.ko done=Y
quick insmod $PATCHES/kmt_3.ko
step "the task leaves"
echo go >/proc/kmt_a
wait $holder
wait $load || fail "load: $(cat load.out)"
cat load.out
has $SYSFS/kmt-hop/objects 'kmt_a patched'
has $SYSFS/kmt-hop/objects 'kmt_hop patched'
unload kmt-hop
rmmod kmt_hop
