# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# An archive of small packages in $ARCHIVE, and apt-cache, apt-get and
# dpkg-deb in front of the real ones, that use it. Sourced by tests.
#
# ARCHIVE/list has lines "PACKAGE VERSION DEPENDS"; ARCHIVE/log is what was
# fetched; the files offline, full and kill in it let things go wrong.

export ARCHIVE=$PWD/archive KMEND_CACHE=$PWD/cache
mkdir -p "$ARCHIVE" fake
: >"$ARCHIVE/list"
PATH=$PWD/fake:$PATH

cat >fake/apt-cache <<'END'
#!/bin/bash
cd "$ARCHIVE" || exit 1
case $1 in
pkgnames) awk -v p="$2" 'index($1, p) == 1 { print $1 }' list | sort -u ;;
madison)
	shift
	for p; do
		awk -v p="$p" '$1 == p { print p " | " $2 \
			" | http://archive bookworm/main amd64 Packages" }' list
	done ;;
show)	awk -v p="${2%%=*}" -v v="${2#*=}" '$1 == p && $2 == v {
		print "Package: " p "\nVersion: " v
		$1 = $2 = ""; print "Depends:" substr($0, 2) }' list ;;
esac
END

cat >fake/apt-get <<'END'
#!/bin/bash
while [[ $1 = -* ]]; do [ "$1" = -o ] && shift; shift; done
if [ "$1" = update ]; then
	echo update >>"$ARCHIVE/log"
	cp "$ARCHIVE/list.new" "$ARCHIVE/list" 2>/dev/null
	exit 0
fi
shift
for p; do
	deb=${p%%=*}_${p#*=}_amd64.deb
	cmp -s "$ARCHIVE/$deb" "$deb" && continue
	echo "${p%%=*}" >>"$ARCHIVE/log"
	if [ -e "$ARCHIVE/offline" ]; then
		head -c 100 "$ARCHIVE/$deb" >"$deb"
		echo "E: Failed to fetch x  Could not resolve 'archive'" >&2
		echo "E: Some files failed to download" >&2
		exit 100
	fi
	cp "$ARCHIVE/$deb" . || exit 100
done
END

cat >fake/dpkg-deb <<'END'
#!/bin/bash
wanted() { [ -e "$ARCHIVE/$1" ] && [[ $2 = *"$(cat "$ARCHIVE/$1")"* ]]; }
if [ "$1" = -x ] && wanted full "$2"; then
	mkdir -p "$3/usr/half"
	echo "tar: ./x: Cannot write: No space left on device" >&2
	echo "dpkg-deb: error: tar returned error exit status 2" >&2
	exit 2
fi
if [ "$1" = -x ] && wanted kill "$2"; then
	mkdir -p "$3/usr/half"
	kill -9 "$PPID"
	exit 1
fi
PATH=${PATH#*:} exec dpkg-deb "$@"
END
chmod +x fake/*

# package NAME VERSION DEPENDS: the tree in ./tree becomes a package
package() {
	mkdir -p tree/DEBIAN
	printf '%s\n' "Package: $1" "Version: $2" 'Architecture: amd64' \
		'Maintainer: nobody <n@example.org>' 'Description: test' \
		>tree/DEBIAN/control
	dpkg-deb -Znone --root-owner-group -b tree \
		"$ARCHIVE/$1_$2_amd64.deb" >/dev/null || fail "dpkg-deb"
	rm -rf tree
	echo "$1 $2 $3" >>"$ARCHIVE/list"
}

# source_package SERIES VERSION: its headers say which version they are of
source_package() {
	mkdir -p tree/usr/src s/linux-source/include/linux
	echo "$2" >s/linux-source/include/linux/version_of.h
	printf 'VERSION = %s\nPATCHLEVEL = %s\n' "${1%.*}" "${1#*.}" \
		>s/linux-source/Makefile
	tar -C s -cJf "tree/usr/src/linux-source-$1.tar.xz" linux-source
	rm -r s
	package "linux-source-$1" "$2" ""
}

# kernel_packages RELEASE VERSION: image and headers
kernel_packages() {
	local r=$1 v=$2 series common abi
	series=$(cut -d. -f1-2 <<<"$r")
	abi=${r%-amd64}
	common=${abi%-cloud}-common
	mkdir -p tree/boot "tree/lib/modules/$r"
	echo "vmlinuz $v" >"tree/boot/vmlinuz-$r"
	ln -s "/usr/src/linux-headers-$r" "tree/lib/modules/$r/build"
	package "linux-image-$r" "$v" "kmod"
	mkdir -p "tree/usr/src/linux-headers-$r"
	echo "include /usr/src/linux-headers-$common/Makefile" \
		>"tree/usr/src/linux-headers-$r/Makefile"
	package "linux-headers-$r" "$v" "linux-headers-$common (= $v),\
 linux-kbuild-$series (>= $v), gcc-12"
	mkdir -p "tree/usr/src/linux-headers-$common/include/linux"
	echo "$v" >"tree/usr/src/linux-headers-$common/include/linux/version_of.h"
	echo 'all: ; @echo common' >"tree/usr/src/linux-headers-$common/Makefile"
	package "linux-headers-$common" "$v" ""
	mkdir -p "tree/usr/lib/linux-kbuild-$series"
	package "linux-kbuild-$series" "$v" ""
}

# fetched PACKAGE...: exactly these, since the last time
fetched() {
	local got
	got=$(sort "$ARCHIVE/log" 2>/dev/null)
	rm -f "$ARCHIVE/log"
	[ "$got" = "$(printf '%s\n' "$@" | sort)" ] ||
		fail "$ran: fetched: $got"
}
