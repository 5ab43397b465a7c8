# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# A kernel is fetched, found again, and the right version is taken.
# shellcheck source=tests/cli/fake_apt.sh
. "$TESTS/fake_apt.sh"

release=6.1.0-9-cloud-amd64
kernel_packages 6.1.0-8-cloud-amd64 6.1.80-1
kernel_packages $release 6.1.90-1
kernel_packages $release 6.1.90-2
kernel_packages 6.1.0-9-amd64 6.1.90-2
kernel_packages 6.1.0-10-cloud-amd64 6.1.100-1	# has no source
source_package 6.1 6.1.80-1
source_package 6.1 6.1.90-1
source_package 6.1 6.1.90-2

kmend fetch --offline 6.1
ends 1 'kernel 6.1 is not in the cache'
ends 1 "kmend fetch 6.1"

kmend fetch --json 6.1
ends 0
dir=$KMEND_CACHE/kernels/${release}_6.1.90-2
json "j['release'] == '$release' and j['version'] == '6.1.90-2'"
json "j['series'] == '6.1' and j['root'] == '$dir/root'"
json "j['image'] == '$dir/root/boot/vmlinuz-$release'"
json "j['headers'] == '$dir/root/usr/src/linux-headers-$release'"
json "j['modules'] == '$dir/root/lib/modules/$release'"
json "j['source'] == '$dir/source'"
json "j['kbuild'] == '$dir/root/usr/lib/linux-kbuild-6.1'"
common=linux-headers-6.1.0-9-common
fetched linux-image-$release linux-headers-$release $common \
	linux-kbuild-6.1 linux-source-6.1
[ "$(cat "$dir/root/boot/vmlinuz-$release")" = 'vmlinuz 6.1.90-2' ] ||
	fail "not that image"
[ "$(ls "$dir")" = "$(printf 'kernel\nroot\nsource')" ] ||
	fail "left in the cache: $(ls "$dir")"

# The headers work where they are, and where they are moved.
make -s -C "$dir/root/usr/src/linux-headers-$release" >out 2>&1
out_is common
make -s -C "$dir/root/lib/modules/$release/build" >out 2>&1
out_is common
mv "$KMEND_CACHE" moved
make -s -C "moved/kernels/${release}_6.1.90-2/root/usr/src/linux-headers-$release" >out 2>&1
out_is common
mv moved "$KMEND_CACHE"

kmend fetch $release
ends 0
out_has "^kernel +$release, Debian's version 6.1.90-2\$"
fetched
kmend fetch --offline 6.1
ends 0
out_has "$release, Debian's version 6.1.90-2"

# Another version of the same release is another kernel.
kmend fetch $release=6.1.90-1
ends 0
out_has "version 6.1.90-1"
fetched linux-image-$release linux-headers-$release $common \
	linux-kbuild-6.1 linux-source-6.1
kmend fetch 6.1.0-9-amd64
ends 0
out_has '^kernel +6.1.0-9-amd64,'
for what in 6.1 $release; do
	kmend fetch --offline --json $what
	ends 0
	json "j['release'] == '$release' and j['version'] == '6.1.90-2'"
done

# What apt has no more, the cache may have.
rm -f "$ARCHIVE/log"
: >"$ARCHIVE/list"
kmend fetch $release
ends 0 'is in the cache; apt does not have it'
