/* SPDX-License-Identifier: GPL-2.0 */
/*
 * shim - as much of the kernel's headers as the core's readers of files need
 *
 * Every header in linux/ and asm/ here is this one, so that target.c, reloc.c
 * and early.c are compiled in user space as they are.
 */
#ifndef KMEND_TESTS_FUZZ_SHIM_H
#define KMEND_TESTS_FUZZ_SHIM_H

#include <elf.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef int64_t s64;
typedef struct { int counter; } atomic_t;
typedef Elf64_Ehdr Elf_Ehdr;
typedef Elf64_Shdr Elf_Shdr;
typedef Elf64_Sym Elf_Sym;

#define KSYM_NAME_LEN		128
#define MODULE_NAME_LEN		56
#define TASK_COMM_LEN		16
#define GFP_KERNEL		0
#ifndef R_X86_64_PC64
#define R_X86_64_PC64		24
#endif
#define fallthrough		__attribute__((__fallthrough__))

#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define ALIGN(x, a)		(((x) + (a) - 1) & ~(typeof(x))((a) - 1))
#define IS_ALIGNED(x, a)	(((x) & ((a) - 1)) == 0)
#define min(a, b)		((a) < (b) ? (a) : (b))
#define min_t(type, a, b)	min((type)(a), (type)(b))

/* What would be logged must be readable, too. */
void shim_log(const char *format, ...)
	__attribute__((format(printf, 1, 2)));
#define pr_err			shim_log
#define pr_info			shim_log

struct list_head { struct list_head *next, *prev; };
struct hlist_node { struct hlist_node *next, **pprev; };
struct kobject { int unused; };
struct mutex { int held; };
struct task_struct { char comm[TASK_COMM_LEN]; int pid; unsigned int flags; };
typedef s64 ktime_t;
typedef int (*task_call_f)(struct task_struct *task, void *data);
struct module { char name[MODULE_NAME_LEN]; };
struct new_utsname { char release[65]; };

static inline void mutex_lock(struct mutex *lock)
{
	lock->held++;
}

static inline void mutex_unlock(struct mutex *lock)
{
	lock->held--;
}

static inline void *kvcalloc(size_t n, size_t size, int gfp)
{
	(void)gfp;
	return calloc(n ? n : 1, size);
}

static inline void kvfree(const void *p)
{
	free((void *)p);
}

static inline bool strstarts(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

struct new_utsname *init_utsname(void);
int kstrtouint(const char *s, unsigned int base, unsigned int *ret);
int kstrtoul(const char *s, unsigned int base, unsigned long *ret);
char *bin2hex(char *dst, const void *src, size_t count);
void *memchr_inv(const void *start, int c, size_t bytes);

/* include/asm/alternative.h of Linux 6.1, as far as it is looked at */
struct alt_instr {
	s32 instr_offset;
	s32 repl_offset;
	u16 cpuid;
	u8 instrlen;
	u8 replacementlen;
} __attribute__((packed));

#endif
