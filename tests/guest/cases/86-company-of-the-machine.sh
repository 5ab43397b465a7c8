# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# CPUs that go and come, another kernel in memory, and a kernel that locks itself
# timeout: 240
. /lib.sh

off_on() {
	for cpu in 0 1 2 3; do
		! taskset $((1 << cpu)) true 2>/dev/null ||
			taskset $((1 << cpu)) cat /proc/version >out
		same "$(grep -c 'patched by kmend' out)" "$1" "$2, CPU $cpu"
	done
}
cpu() { echo "$2" >"/sys/devices/system/cpu/cpu$1/online"; }

step "a patch that comes while a CPU is away"
cpu 3 0
load version
cpu 3 1
off_on 1 "the CPU is back"
cpu 2 0
unload version
cpu 2 1
off_on 0 "the CPU is back"
load version
cpu 1 0
off_on 1 "a CPU went"
cpu 1 1
off_on 1 "and came"

step "a kernel for kexec"
kexecload
same "$(cat /sys/kernel/kexec_loaded)" 1 kexec_loaded
off_on 1 "with it"
unload version
load version
unload version

step "modules must be signed"
echo Y >/sys/module/module/parameters/sig_enforce
refused 1 "signature that it trusts" \
	kmend load --core /kmend.ko "$(file_of version)"
off_on 0 "nothing"
step "lockdown"
mount -t securityfs none /sys/kernel/security
echo integrity >/sys/kernel/security/lockdown
refused 1 "." kmend load --core /kmend.ko "$(file_of version)"
off_on 0 "nothing"
