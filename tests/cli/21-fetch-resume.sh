# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# However a fetch ends, the next one goes on, and nothing half done counts.
# shellcheck source=tests/cli/fake_apt.sh
. "$TESTS/fake_apt.sh"

release=6.1.0-9-cloud-amd64
kernel_packages $release 6.1.90-2
source_package 6.1 6.1.90-2
four=(linux-image-$release linux-headers-$release
	linux-headers-6.1.0-9-common linux-kbuild-6.1)
dir=$KMEND_CACHE/kernels/${release}_6.1.90-2

not_there() {
	kmend fetch --offline 6.1
	ends 1 'is not in the cache'
}

: >"$ARCHIVE/offline"
kmend fetch 6.1
ends 1 "cannot fetch the packages: apt: Failed to fetch .*Could not resolve"
ends 1 'is there a network'
fetched linux-image-$release
not_there
rm "$ARCHIVE/offline"

# Killed while it unpacks the headers, then while it unpacks the source.
for victim in linux-headers-$release linux-source; do
	echo $victim >"$ARCHIVE/kill"
	# The shell would tell us that it was killed.
	{ "$KMEND" fetch 6.1 >out 2>err; status=$?; } 2>/dev/null
	[ $status = 137 ] || fail "not killed: $(cat out err)"
	ls -d "$dir"/*.?????? >/dev/null || fail "killed too early"
	[ $victim = linux-source ] || fetched "${four[@]}"
	not_there
done
fetched linux-source-6.1
rm "$ARCHIVE/kill"

# The disk is full.
echo linux-source >"$ARCHIVE/full"
kmend fetch 6.1
ends 1 'the disk is full: [0-9]+ MB are free'
ends 1 'KMEND_CACHE'
[ "$(ls "$dir")" = "$(printf 'debs\nroot')" ] || fail "left: $(ls "$dir")"
not_there
rm "$ARCHIVE/full"

# Two at once: one does the work, both have the kernel.
"$KMEND" fetch 6.1 >out.2 2>err.2 &
kmend fetch 6.1
ends 0
wait $! || fail "the other one: $(cat err.2)"
cmp -s out out.2 || fail "differ: $(cat out out.2)"
fetched
[ "$(ls "$dir")" = "$(printf 'kernel\nroot\nsource')" ] ||
	fail "left in the cache: $(ls "$dir")"

# A cache of which somebody removed a part is not complete.
rm -r "$dir/source"
not_there
kmend fetch 6.1
ends 0
fetched linux-source-6.1
