# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# The core: where it is looked for, and why it cannot be loaded.

patch kmend-fix.ko
kmend load kmend-fix.ko
ends 1 'core \(kmend.ko\) is not loaded and was not found'
ends 1 '--core FILE'
kmend load --core no/kmend.ko kmend-fix.ko
ends 1 "the core cannot be loaded: .*no/kmend.ko': No such file"
head -c 100 /dev/zero >kmend.ko
kmend load kmend-fix.ko
ends 1 "the core cannot be loaded: 'kmend.ko': not an ELF file"
patch kmend.ko
kmend load kmend-fix.ko
ends 1 "'kmend.ko': not the core"
core kmend.ko RELEASE
kmend load kmend-fix.ko
ends 1 'built for 6.1.0-2-test-amd64, this kernel is 6.1.0-1-test-amd64'
calls

core kmend.ko
declare -A why=([129]='kmend build --sign-key' [1]='may not load modules' [8]='dmesg')
for errnum in "${!why[@]}"; do
	echo "$errnum" >"$FAKE_ROOT/finit_errno.kmend.ko"
	kmend load kmend-fix.ko
	ends 1 'core cannot be loaded: the kernel refused'
	ends 1 "${why[$errnum]}"
	calls 'finit_module kmend.ko'
done
echo 1 >"$FAKE_ROOT/finit_errno.kmend.ko"
echo 'none [integrity] confidentiality' >"$FAKE_ROOT/lockdown"
kmend load kmend-fix.ko
ends 1 'locked down'
calls 'finit_module kmend.ko'
rm "$FAKE_ROOT/finit_errno.kmend.ko"

echo 1 >"$FAKE_ROOT/core_abi"
kmend load kmend-fix.ko
ends 1 'speaks ABI 1, this kmend speaks 2'
calls 'finit_module kmend.ko' 'delete_module kmend'
rm "$FAKE_ROOT/core_abi"

mkdir here
mv kmend.ko here
KMEND_CORE=here/kmend.ko kmend load kmend-fix.ko
ends 0
calls 'finit_module kmend.ko' 'finit_module kmend-fix.ko' 'enabled 1'
