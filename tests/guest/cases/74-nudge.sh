# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Who sleeps in the functions of an atomic patch is nudged, and held until the
# attempt is over: the patch comes and goes, and nobody notices. Where one cannot
# be nudged, nobody is disturbed.
# rows: full
. /lib.sh

mkfifo door
cat door >said & reader=$!
for what in poll nanosleep; do
	nap $what 20 >nap.$what &
	echo $! >pid.$what
	until_true 20 grep -q ready nap.$what
done
until_true 5 sleeps_in $reader fifo_open
# Does every napper sleep in $1?
all_in() { ! grep -L "$1" /proc/"$pid"/task/*/stack | grep -v "/$pid/stack"; }

load sleepers --mode atomic --timeout 30
step "$(cat $SYSFS/sleepers/last_switch/attempts) attempts"
[ "$(cat $SYSFS/sleepers/last_switch/attempts)" -gt 1 ] || fail "none was inside"
pid=$(cat pid.poll)
until_true 10 all_in 'do_sys_poll.*kmend_sleepers'
load fifo --mode atomic --timeout 30
until_true 10 grep -q 'fifo_open.*kmend_fifo' /proc/$reader/stack
unload sleepers
until_true 10 all_in ' do_sys_poll+'

step "one cannot be nudged"
nap poll32 1 >nap.poll32 &
echo $! >pid.poll32
until_true 20 grep -q ready nap.poll32
switches() { sed -n 's/^voluntary.*:[^0-9]*//p' /proc/"$pid"/task/*/status; }
switches >before
refused 1 "blocked by .*nap.*do_sys_poll" \
	kmend load --mode atomic --timeout 2 "$(file_of sleepers)"
switches >after
diff before after || fail "the others were disturbed"

unload fifo
echo late >door
wait $reader || fail "cat: status $?"
same "$(cat said)" late "what cat read"
for what in poll nanosleep poll32; do
	kill "$(cat pid.$what)"
	wait "$(cat pid.$what)" || fail "$what: $(cat nap.$what)"
done
