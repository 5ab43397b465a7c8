# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# What is not compiled into this kernel is refused, each file by name.

edit off.patch fs/minix/inode.c '$a /* */'
build off.patch
refused 3 'fs/minix/inode.c: this kernel does not contain'
edit asm.patch arch/x86/lib/copy_page_64.S '$a /* */'
edit vdso.patch arch/x86/entry/vdso/vclock_gettime.c '$a /* */'
edit boot.patch arch/x86/boot/string.c '$a /* */'
edit lds.patch include/asm-generic/vmlinux.lds.h '$a /* */'
printf -- '--- a/fs/no.c\n+++ b/fs/no.c\n@@ -1 +1 @@\n-a\n+b\n' >none.patch
build asm.patch vdso.patch boot.patch lds.patch none.patch
refused 3 'fs/no.c: .*no such file'
for what in 'copy_page_64.S: assembler' 'vclock_gettime.c: the vdso' \
	'boot/string.c: code that boots' 'vmlinux.lds.h: the script'; do
	grep -q "$what" err || fail "nothing about '$what': $(cat err)"
done
