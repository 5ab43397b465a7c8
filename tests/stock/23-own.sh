# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# A kernel of one's own, in the directory where it was built with make O=. Here
# it is put together of what kmend has prepared for the stock kernel, and of
# that kernel's image: what comes out must be the stock kernel's patch, byte by
# byte. tests/guest/own-kernel builds a real one.

edit a.patch fs/proc/loadavg.c 's/^\tseq_printf\(m, /\tseq_puts(m, "hi ");\n&/'
build a.patch
ends 0
mv kmend-out.ko stock.ko
facts=$("$KMEND" -q fetch --offline --json "$SERIES")
headers=$(jq -er .headers <<<"$facts")
tree=$(dirname "$(readlink -f "$SOURCE")")/tree
mkdir own
# others may be building in the tree: what they make meanwhile is not needed
tar -C "$tree" --exclude='./kmend-*' --exclude='.tmp_*' -cf - . 2>/dev/null |
	tar -C own -xf - || fail tar
mkdir -p own/arch/x86/boot own/init
cp "$(jq -er .image <<<"$facts")" own/arch/x86/boot/bzImage
cp "$headers/Module.symvers" own/
cp "$headers/arch/x86/module.lds" own/scripts/
cp "$headers/include/generated/utsrelease.h" own/include/generated/
jq -er .release <<<"$facts" >own/include/config/kernel.release
# headers of some packages have one, too
echo '#define UTS_VERSION "#1 SMP mine"' >own/include/generated/utsversion.h
cp own/fs/proc/.loadavg.o.cmd own/init/.main.o.cmd

own() { kmend build -k ./own -o kmend-out.ko "$@"; }
for file in init/.main.o.cmd Module.symvers scripts/mod/modpost \
	arch/x86/boot/bzImage; do
	mv "own/$file" there
	own a.patch
	refused 1 "own'?[: ].*(there is no|has neither).*${file##*/}"
	mv there "own/$file"
done
sed -i 's/^CONFIG_KALLSYMS_ALL=y/# & is not set/' own/.config
own a.patch
refused 1 'built without: CONFIG_KALLSYMS_ALL$'
sed -i 's/^# \(CONFIG_KALLSYMS_ALL=y\) is not set/\1/' own/.config
own --source "$SOURCE" a.patch
refused 2 'source does not go with it'

own --json a.patch
kept=$(dirname "$(dirname "$(dirname "$(jq -r .core out)")")")
case $kept in */kernels/own_*) ;; *) kept=/none ;; esac
trap 'rm -rf "$kept" "$kept.lock"' EXIT
ends 0
json "j['verified'] and [f['name'] for f in j['changed']] == ['loadavg_proc_show']"
kmend inspect --html page.html -k ./own kmend-out.ko
ends 0
grep -q loadavg_proc_show page.html || fail "no page"
cmp stock.ko kmend-out.ko || fail "other bytes than for the stock kernel"
rm kmend-out.ko
[ -z "$(find own -newer a.patch -name '*loadavg*')" ] ||
	fail "something was made in the build"

# another vmlinux than the image was made of; not the commands of the build
echo 'int main(void) { return 0; }' |
	gcc-12 -no-pie -Wl,--build-id -x c -o own/vmlinux -
own a.patch
refused 1 "own/vmlinux' is of another build than .*bzImage': build IDs"
rm own/vmlinux
sed -i '1s/ -c -o / -fno-omit-frame-pointer&/' own/fs/proc/.loadavg.o.cmd
own a.patch
refused 1 "'fs/proc/loadavg.c' compiled here is not what the kernel has"
own --unverified --json a.patch
ends 0 'KM104'
json "not j['verified']"
kmend inspect kmend-out.ko
out_has '^verified  *no: built with --unverified$'
rm kmend-out.ko
edit other.patch fs/proc/nommu.c 's/^\treturn 0;/\n&/'
own other.patch
refused 3 'fs/proc/nommu.c: .*not build the file.*KM102'
sed 's/^ /  /' a.patch >b.patch
own b.patch
refused 1 "does not apply"
grep -q 'must be as it was when the kernel was built' err || fail "$(cat err)"
kmend cache
ends 0
out_has "^$(jq -er .release <<<"$facts" | sed 's/+/./') \\(#1 SMP mine\\): "
