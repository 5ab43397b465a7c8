# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# only: 6.12
# What `make install` puts in place builds the same bytes without the source
# tree, finds the core of what it built, has what loads patches at boot, and goes
# without a rest.

top=$(cd "$TESTS/../.." && pwd)
edit a.patch fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tseq_puts(m, "x\\n");\n&/'
build a.patch
ends 0
mv kmend-out.ko first.ko

for prefix in '' /opt/kmend; do
	make -s -C "$top" install DESTDIR="$PWD/root" PREFIX="$prefix" \
		>log 2>&1 || fail "make install: $(cat log)"
	where=$PWD/root${prefix:-/usr/local}
	(
		unset KMEND_DATA
		KMEND=$where/bin/kmend
		build --json a.patch
		ends 0
		core=$(jq -r .core out)
		# the core that was built for the patch is found
		unset KMEND_CORE
		kmend install --root "$PWD/system" kmend-out.ko
		ends 0
		cmp "$core" system/var/lib/kmend/*/kmend.ko ||
			fail "another core"
		rm -r system
	) || exit 1
	cmp first.ko kmend-out.ko || fail "other bytes"
	rm kmend-out.ko
	grep -q '^\.TH KMEND 1' "$where/share/man/man1/kmend.1" ||
		fail "no man page"
	for file in /usr/lib/kmend/kmend-boot /usr/lib/kmend/kmend-check \
		    /usr/lib/kmend/kmend-intact \
		    /usr/share/initramfs-tools/hooks/kmend \
		    /usr/share/initramfs-tools/scripts/init-top/kmend; do
		[ -x "root$file" ] || fail "$file cannot be run"
	done
	[ -e root/usr/lib/systemd/system/kmend.service ] || fail "no unit"
	make -s -C "$top" uninstall DESTDIR="$PWD/root" PREFIX="$prefix"
	[ -z "$(find root ! -type d)" ] ||
		fail "left: $(find root ! -type d)"
done
