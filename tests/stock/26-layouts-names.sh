# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# only: 6.1
# Layouts of what has no name, names that the kernel has already, and lists of
# BTF IDs that are only used.

# members of a variable's struct, and of one inside of another, change places
edit variable.patch drivers/char/random.c '/^static struct \{/,/^\} base_crng/{
/unsigned long birth;/d; s/unsigned long generation;/&\n\tunsigned long birth;/; }'
build variable.patch
refused 3 "base_crng: .*'base_crng.birth' was at offset.*KM040"
edit nested.patch lib/xz/xz_dec_stream.c '/^\tstruct \{$/,/\} temp;/{
/size_t pos;/d; s/size_t size;/&\n\t\tsize_t pos;/; }'
build nested.patch
refused 3 "struct xz_dec: .*'temp.pos' was at offset.*KM040"

# so do constants of an enum
edit enum.patch kernel/workqueue.c 's/(WORKER_DIE\t+= 1 << )1,/\12,/
s/(WORKER_IDLE\t+= 1 << )2,/\11,/'
build enum.patch
refused 3 "enum POOL_MANAGER_ACTIVE: .*'WORKER_DIE' was 2, now 4.*KM040"
printf '%s\n' '#include <kmend/mark.h>' \
	'KMEND_ACCEPT(KM040, enum POOL_MANAGER_ACTIVE, "no worker runs");' >mark
edit accepted.patch kernel/workqueue.c 's/(WORKER_DIE\t+= 1 << )1,/\12,/
s/(WORKER_IDLE\t+= 1 << )2,/\11,/
$r mark'
build --json accepted.patch
ends 0
json "[f['level'] for f in j['findings'] if f['code'] == 'KM040'] == ['note']"
rm kmend-out.ko

# strong, where the kernel has a weak one; and the other way round
file=arch/x86/kernel/process.c
change() { # LINES: in front of the function, which changes as well
	printf '%s\n' '/^int arch_dup_task_struct/,/^\}/s/^\t\/\* init_task/\tif (dst == src)\n\t\treturn -1;\n&/' \
		"s/^int arch_dup_task_struct/$1\\n&/"
}
edit strong.patch $file "$(change 'void panic_smp_self_stop(void)\n{\n\twhile (1)\n\t\tcpu_relax();\n}\n')"
build strong.patch
refused 3 'panic_smp_self_stop: .*vmlinux has a weak one.*KM050'
edit weak.patch $file "$(change 'void __weak schedule(void)\n{\n}\n')"
build weak.patch
refused 3 'schedule: is new and weak, but vmlinux has.*KM050'

# a pair that the kernel has not; a static function of any name
edit strong.patch $file "$(change 'int own_hook(int a);\nint own_hook(int a)\n{\n\treturn a * 2;\n}\nstatic noinline void xz_dec_run(int n)\n{\n\tpr_info("%d", n);\n}\nvoid own_two(int n);\nvoid own_two(int n)\n{\n\txz_dec_run(n);\n}\n')"
edit weak.patch kernel/exit.c '/^void release_task/,/^\}/s/^repeat:/\tif (own_hook(p->pid) == -77)\n\t\treturn;\n&/
s/^void release_task/int own_hook(int a);\nint __weak own_hook(int a)\n{\n\treturn a;\n}\n\n&/'
cat strong.patch weak.patch >pair.patch
build pair.patch
ends 0
rm kmend-out.ko

# a set of BTF IDs is used, and is as it was
edit set.patch kernel/bpf/bpf_lsm.c '/^bool bpf_lsm_is_sleepable_hook/,/^\}/s/^\treturn/\tif (!btf_id)\n\t\treturn false;\n&/'
build --json set.patch
ends 0
json "'bpf_lsm_is_sleepable_hook' in [f['name'] for f in j['changed']]"
