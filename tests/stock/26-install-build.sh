# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# A patch is installed for the build of the kernel's image that will boot, not
# for another one of the same release; the good one stays.

edit a.patch fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tseq_puts(m, "x\\n");\n&/'
build a.patch
ends 0
kmend fetch --json "$SERIES"
release=$(jq -r .release out)
like=${release//+/.}
mkdir -p system/boot
cp "$(jq -r .image out)" "system/boot/vmlinuz-$release"
LC_ALL=C sed -e 's/build_id=0/build_id=1/;t' -e 's/build_id=./build_id=0/' \
	kmend-out.ko >other.ko
! cmp -s kmend-out.ko other.ko || fail "the same build ID"
resum other.ko

kmend install --root "$PWD/system" kmend-out.ko
ends 0
kmend install --root "$PWD/system" other.ko
ends 1 "'other.ko' is not installed: it is for another build of $like: [0-9a-f]+, that of '.*/boot/vmlinuz-$like' is "
cmp kmend-out.ko "system/var/lib/kmend/$release/kmend-out.ko" ||
	fail "it was overwritten"
rm kmend-out.ko
