# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# Headers, included .c files, new files and series: what is compiled is what
# may come out different, found without a build of the kernel.

units() { json "sorted(j['units']) == sorted('$*'.split())"; }

# A header that nearly every unit includes gets a function that one calls; the
# next diff adds a file that the same unit calls.
edit header.patch include/linux/sched.h '$s/^/static inline int kmend_depth(struct task_struct *p)\n{\n\treturn p->pid + 1;\n}\n\n/'
edit user.patch fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tkmend_new(m, kmend_depth(current));\n&/; s/^static int version_proc_show/void kmend_new(struct seq_file *m, int n);\n\n&/'
edit make.patch fs/proc/Makefile 's/^proc-y\t\+= version.o/&\nproc-y\t+= kmend_new.o/'
mkdir patches
{
	printf 'Subject: [PATCH 1/2] proc: one (CVE-2024-10001)\n\n'
	printf 'Fixes CVE-2023-1234, CVE-2024-10001.\n---\n'
	cat header.patch user.patch
} >patches/one.patch
{
	printf 'Subject: [PATCH 2/2] proc: two\n'
	sed -E 's,^(---|\+\+\+) [ab]/,\1 ,' make.patch
	printf -- '--- /dev/null\n+++ fs/proc/kmend_new.c\n@@ -0,0 +1,6 @@\n'
	printf '+%s\n' '#include <linux/seq_file.h>' \
		'void kmend_new(struct seq_file *m, int n);' \
		'void kmend_new(struct seq_file *m, int n)' '{' \
		'	seq_printf(m, "%d\n", n);' '}'
} >patches/two.patch
printf '# the fix\none.patch # first\n\ntwo.patch -p0\n' >patches/series
build --json patches/series
ends 0
units fs/proc/version.c fs/proc/kmend_new.c
json "[f['name'] for f in j['new']] == ['kmend_new']"
json "[f['name'] for f in j['changed']] == ['version_proc_show']"
json "j['description'] == 'proc: one (CVE-2024-10001) (and 1 more)'"
grep -aq 'cves=CVE-2024-10001 CVE-2023-1234' kmend-out.ko || fail "no CVEs"

# The same again compiles nothing, and gives the same.
mv kmend-out.ko first.ko
build --json patches/series
ends 0
json "'compile' not in [s['step'] for s in j['steps']]"
cmp kmend-out.ko first.ko || fail "the second module differs"
rm kmend-out.ko

# A .c file that is a part of another one, through a launcher; a number that
# was never there before, since what was compiled once is not compiled again.
edit part.patch mm/percpu-vm.c "s/^\tchunk = pcpu_alloc_chunk\(gfp\);/\tif (gfp == $(date +%s))\n\t\treturn NULL;\n&/"
printf '#!/bin/sh\necho "$*" >>"%s/log"\nexec "$@"\n' "$PWD" >launcher
chmod +x launcher
tree=$(dirname "$(readlink -f "$SOURCE")")/tree
rm -f "$tree"/mm/percpu.o "$tree"/mm/.percpu.o.cmd
build --json --jobs 3 --cc-launcher "$PWD/launcher" part.patch
ends 0
units mm/percpu.c
# kbuild's own, and the one after the diff; no trial of options
[ "$(grep -c 'gcc.* -c -o mm/percpu.o .*/mm/percpu.c$' log)" = 1 ] ||
	fail "kbuild does not use the launcher: $(cat log)"
grep -q 'gcc.* -c -o .*stage/mm/percpu.c$' log || fail "no launcher"
grep -v -- '-DKBUILD_MODNAME=.* -c -o ' log && fail "a trial"
grep -q launcher "$tree"/mm/.percpu.o.cmd && fail "it is in the cache"
rm kmend-out.ko

# What no code depends on, what is no code, and what no flags are known for.
edit nobody.patch include/linux/seq_file.h 's/^struct seq_operations;/&\nint kmend_nobody(void);/'
edit doc.patch Documentation/Makefile '1s/^/# x\n/'
# Of a conditional that nearly everybody includes, what is in it counts.
edit if.patch include/linux/sched.h '/^#ifdef CONFIG_SCHED_CORE$/{N;/sched_core_free/s/ifdef (\w+)/if defined(\1) \&\& !defined(KMEND_X)/}'
build nobody.patch doc.patch if.patch
refused 4 'no code that runs'
grep -qE 'of [0-9]{4} units that include it [0-9]{1,2} mention it' err ||
	fail "too many are looked at: $(cat err)"
edit kconfig.patch fs/proc/Kconfig 's/^config PROC_KCORE/& # x/'
edit flags.patch fs/proc/Makefile '$a ccflags-y += -DX'
build kconfig.patch flags.patch
refused 3 'fs/proc/Kconfig: line [0-9]+ changes the configuration'
grep -q 'fs/proc/Makefile: line .*ccflags-y' err || fail "no Makefile"
printf -- '--- /dev/null\n+++ b/fs/proc/x.c\n@@ -0,0 +1 @@\n+int x;\n' >new.patch
build new.patch
refused 3 'fs/proc/x.c: no Makefile lists the new file'
# Assembler that includes it would need to be changed as well.
edit asm.patch arch/x86/entry/calling.h 's/^\.macro PUSH_AND_CLEAR_REGS.*/&\n\tnop/'
build asm.patch
refused 3 'entry_64.S: assembler that includes what the diff changes'
# Units whose source only a build makes include headers as well.
edit made.patch include/linux/asn1_ber_bytecode.h '/ASN1_OP_RETURN/s/0x28/0x2a/'
build made.patch
refused 3 'pkcs8\.asn1\.c: pkcs8_machine'
