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

# what is known without a look at all that include a header is told before it
edit wide.patch include/linux/seq_file.h \
	's/^static inline bool seq_has_overflowed.*/#define NOT_USED 1\n&/'
printf -- '--- /dev/null\n+++ b/fs/proc/alone.c\n@@ -0,0 +1 @@\n+int alone;\n' \
	>alone.patch
build -v wide.patch alone.patch off.patch
refused 3 'fs/proc/alone.c: no Makefile lists the new file'
grep -q 'fs/minix/inode.c: this kernel does not contain' err ||
	fail "nothing about minix: $(cat err)"
! grep -q '^affected' err || fail "headers were looked through: $(cat err)"
