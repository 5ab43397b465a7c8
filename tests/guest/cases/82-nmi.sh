# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=sh
# NMIs without pause, on two functions that are loaded and unloaded meanwhile:
# each NMI sees both old or both new, and no load or unload fails.
# cmdline: log_buf_len=8M
# timeout: 180
. /lib.sh

dmesg -n 1	# each NMI has a lot to say
echo 1 >/sys/module/nmi_backtrace/parameters/backtrace_idle
nmis() { awk '$1 == "NMI:" { print $2 + $3 + $4 + $5 }' /proc/interrupts; }
first=$(nmis)
(while [ ! -e stop ]; do
	echo l >/proc/sysrq-trigger
	sleep 0.2
done) &
n=0
# until enough of them came, and one while the patch was there
while [ $n -lt 4 ] || [ $(($(nmis) - first)) -le 20 ] ||
      ! grep -q '^[1-9]' told; do
	[ $n -lt 400 ] || fail "too few NMIs"
	kmend load --core /kmend.ko "$(file_of nmi)" >log 2>&1 ||
		fail "load $n: $(cat log)"
	kmend unload nmi >log 2>&1 || fail "unload $n: $(cat log)"
	dmesg -s 8000000 | sed -n 's/^\[[^]]*\] nmi: //p' | tail -n 1 >>told
	n=$((n + 1))
done
touch stop
wait
cat told
same "$(wc -l <told)" $n "how often the patch told"
has_not told ', [^0][0-9]* mixed'
has told '^[1-9][0-9]* chains, 0 mixed'
step "$(($(nmis) - first)) NMIs"
