# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# What is not compiled into this kernel is refused, each file by name.

edit off.patch fs/minix/inode.c '$a /* */'
build off.patch
refused 3 'fs/minix/inode.c: this kernel does not contain'
edit header.patch include/linux/sched.h '$a /* */'
edit asm.patch arch/x86/lib/copy_page_64.S '$a /* */'
edit vdso.patch arch/x86/entry/vdso/vclock_gettime.c '$a /* */'
edit make.patch fs/Makefile '$a # end'
printf -- '--- a/fs/no.c\n+++ b/fs/no.c\n@@ -1 +1 @@\n-a\n+b\n' >none.patch
printf -- '--- /dev/null\n+++ b/fs/new.c\n@@ -0,0 +1 @@\n+int x;\n' >new.patch
build header.patch asm.patch vdso.patch make.patch none.patch new.patch
refused 3 'include/linux/sched.h: changed headers'
for what in 'copy_page_64.S: assembler' 'vclock_gettime.c: the vdso' \
	'fs/Makefile: not a file of C' 'fs/no.c: .*no such file' \
	'fs/new.c: new files'; do
	grep -q "$what" err || fail "nothing about '$what': $(cat err)"
done
