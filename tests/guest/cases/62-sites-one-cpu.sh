# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# On one CPU the kernel makes lock prefixes (f0) harmless ones (3e), those of
# patch code as well, and a feature that is off (erms, number 9 * 32 + 9) is
# off there too.
# The one CPU of a slow machine is late with what boot wants done.
# cmdline: nr_cpus=1 clearcpuid=297 cryptomgr.notests rcupdate.rcu_cpu_stall_suppress_at_boot=1
. /lib.sh

has_not /proc/cpuinfo '^flags.* erms( |$)'
same "$(grep -c ^processor /proc/cpuinfo)" 1 "CPUs"
load sites
sysctl -n kernel.timer_migration
dmesg >log
has log 'sites: alternative 1, erms 0, lock 3e, '
unload sites
