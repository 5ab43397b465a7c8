# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A patch whose file is damaged is refused before the kernel is touched,
# wherever the damage is. KMEND_CMDLINE=damaged=3000 tries so many. With summed=100
# so many have a right checksum: what the tool then takes may be any nonsense, and
# is loaded, to see what the kernel makes of it.
# timeout: 400
. /lib.sh

count=$(sed -n 's/.*damaged=\([0-9]*\).*/\1/p' /proc/cmdline)
count=${count:-100}
refuse() { # WHICH COMMAND...
	local which=$1 got=0
	shift
	"$@" /tmp/mutant.ko >/tmp/said 2>&1 || got=$?
	same "$got" 1 "status of $which ($(cat /tmp/said))"
	! grep -q '^kmend' /proc/modules || fail "$which reached the kernel"
}

step "$count damaged patches are refused, and not even the core is loaded"
kmend inspect "$(file_of version)" >said
has said '^checksum  *[0-9a-f]'
n=0
while [ $n -lt "$count" ]; do
	n=$((n + 1))
	mutate "$(file_of version)" $n /tmp/mutant.ko >/tmp/what || fail mutate
	refuse "$n: $(cat /tmp/what)" kmend load --core /kmend.ko
done
step "what loads patches at boot refuses them, too"
refuse "the last" /usr/lib/kmend/kmend-intact
sums=$(sed -n 's/.*summed=\([0-9]*\).*/\1/p' /proc/cmdline)
taken=0 loads=0
while [ "${sums:-0}" -gt 0 ]; do
	mutate "$(file_of version)" "$sums" /tmp/mutant.ko sum >/tmp/what
	if kmend inspect /tmp/mutant.ko >/dev/null 2>&1; then
		taken=$((taken + 1))
		echo "mutant $sums: $(cat /tmp/what)" | tee /dev/kmsg
		! kmend load --core /kmend.ko /tmp/mutant.ko || {
			loads=$((loads + 1))
			kmend unload version || fail "it stays"
		}
	fi
	sums=$((sums - 1))
done
[ $taken = 0 ] || step "of those with a right checksum $taken were taken, $loads loaded"
step "the whole one is fine"
/usr/lib/kmend/kmend-intact "$(file_of version)" || fail "it is refused"
load version
unload version
