# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# What others than root can write goes neither into an initramfs nor, with
# kmend-check, into the kernel when the machine boots.

packaging=$TESTS/../../packaging
release=6.1.0-1-test-amd64
root=$FAKE_ROOT
store=$root/var/lib/kmend/$release
patch kmend-fix.ko
core kmend.ko
kmend install kmend-fix.ko
ends 0
install -D -t "$root/usr/lib/kmend" "$packaging"/boot/kmend-{boot,check}
# what looks at each patch at boot is another case's
cp "$(type -P true)" "$root/usr/lib/kmend/kmend-intact"

# hook: makes "initramfs"
hook() {
	rm -rf initramfs
	KMEND_ROOT=$root version=$release DESTDIR=$PWD/initramfs \
		"$packaging/initramfs-tools/hooks/kmend" 2>err ||
		fail "the hook fails: $(cat err)"
}

check() { "$packaging/boot/kmend-check" "$store" "$root"; }

# left_out FILE: neither... nor, since others can write it
left_out() {
	! check >why || fail "$1 is taken"
	grep -qx "others than root can write: $1" why || fail "$(cat why)"
	hook
	grep -qF "W: kmend: no patches in the initramfs: $(cat why)" err ||
		fail "the hook says: $(cat err)"
	[ ! -e initramfs ] || fail "$1 is in the initramfs"
}

check || fail "it is not taken"
"$packaging/boot/kmend-check" "$store" || fail "/tmp above is fine"
hook
cmp kmend-fix.ko "initramfs/var/lib/kmend/$release/kmend-fix.ko" || fail "no patch"
for file in "$store" "$store/list" "$store/kmend.ko" "$store/kmend-fix.ko" \
	    "${store%/*}" "$root/var"; do
	for mode in g+w o+w; do
		chmod "$mode" "$file"
		left_out "$file"
		chmod go-w "$file"
	done
	[ "$(id -u)" = 0 ] || continue
	chown 12345 "$file"
	left_out "$file"
	chown 0 "$file"
done
mv "$store/kmend.ko" elsewhere.ko
ln -s "$PWD/elsewhere.ko" "$store/kmend.ko"
left_out "$store/kmend.ko"
rm "$store/kmend.ko"
mv elsewhere.ko "$store/kmend.ko"
check || fail "it is not taken again"
