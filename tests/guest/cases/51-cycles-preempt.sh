# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# 200 times on and off while four CPUs are in the function: preempt=full
# timeout: 420
# cmdline: preempt=full
. /lib.sh

load version
unload version
footprint >before
memory=$(unused_memory)

for cpu in 0 1 2 3; do
	hammer $cpu >hammer.$cpu 2>&1 &
	echo $! >pid.$cpu
done
n=0
while [ $n -lt 200 ]; do
	kmend load --core /kmend.ko "$(file_of version)" >log 2>&1 ||
		fail "load $n: $(cat log)"
	kmend unload version >log 2>&1 || fail "unload $n: $(cat log)"
	n=$((n + 1))
done
for cpu in 0 1 2 3; do
	kill "$(cat pid.$cpu)"
	wait "$(cat pid.$cpu)" || fail "hammer: $(cat hammer.$cpu)"
	step "CPU $cpu: $(cat hammer.$cpu)"
	has hammer.$cpu '^old [1-9][0-9]* new [1-9]'
done

# Text is freed by a work item: give it a moment.
sleep 1
footprint >after
cat after
diff before after || fail "something was not given back"
lost=$((memory - $(unused_memory)))
step "memory: $lost kB less than before"
# A leak of one page in each cycle would be 800 kB.
[ $lost -lt 800 ] || fail "$lost kB were not given back"
