// SPDX-License-Identifier: GPL-2.0
/* kexecload - load a kernel that is none, and never start it */
#include <linux/kexec.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	static char page[4096] __attribute__((aligned(4096)));
	struct kexec_segment segment = {
		.buf = page, .bufsz = sizeof(page),
		.mem = (void *)0x1000000, .memsz = sizeof(page),
	};

	if (syscall(SYS_kexec_load, 0x1000000UL, 1UL, &segment,
		    (unsigned long)KEXEC_ARCH_DEFAULT) == 0)
		return 0;
	perror("kexec_load");
	return 1;
}
