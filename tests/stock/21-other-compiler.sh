# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# only: 6.1
# A compiler that is not the kernel's is refused before anything is compiled,
# with the package to install. --unverified takes it: what comes out is compared
# all the same, and the module says if it is not what the kernel has.

edit a.patch fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tseq_puts(m, "x\\n");\n&/'
# another revision, which keeps frame pointers when the file is told to
mkdir bin
cat >bin/gcc-12 <<'END'
#!/bin/sh
[ "$*" != --version ] || { echo "gcc-12 (Own 12.0-1) 12.0"; exit 0; }
[ ! -e "${0%/*}/frames" ] || case "$*" in *KBUILD_MODNAME*)
	set -- "$@" -fno-omit-frame-pointer ;;
esac
exec /usr/bin/gcc-12 "$@"
END
chmod +x bin/gcc-12
PATH=$PWD/bin:$PATH
build a.patch
refused 1 'compiled with gcc-12 \(Debian .*, here is gcc-12 \(Own'
grep -q 'install the Debian package gcc-12 in version' err ||
	fail "nothing to install: $(cat err)"

tree=$(dirname "$(readlink -f "$SOURCE")")
build --unverified --json a.patch
ends 0 'compiler: .*here is gcc-12 \(Own.*KM106'
json "j['verified']"
rm kmend-out.ko "$tree"/tree-*/fs/proc/version.o
touch bin/frames
build --unverified --json a.patch
ends 0 'fs/proc/version.c: compiled here, it is not what the kernel has.*KM104'
json "not j['verified'] and [f['name'] for f in j['changed']]"
kmend inspect kmend-out.ko
out_has '^verified  *no: built with --unverified$'
rm -rf kmend-out.ko "$tree"/tree-*
