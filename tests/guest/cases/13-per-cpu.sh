# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Patch code reads a per-CPU variable that is not exported: the numbers of
# all CPUs together are the processes there are.
. /lib.sh

load examples

sum=0
for cpu in 0 1 2 3; do
	taskset -c $cpu head -n 1 /proc/softirqs >line.$cpu
	read -r _ count _ <line.$cpu
	step "CPU $cpu: $(cat line.$cpu)"
	sum=$((sum + count))
done
grep -c '^Threads:' /proc/[0-9]*/status >tasks
processes=$(wc -l <tasks)
step "sum $sum, processes $processes"

# Kernel threads that come and go are the difference.
diff=$((sum - processes))
[ ${diff#-} -le 12 ] || fail "$sum is not near $processes"
unload examples
