// SPDX-License-Identifier: GPL-2.0
/* front - what stands in front of module_finalize() */
#include <linux/moduleloader.h>
#include <linux/static_call.h>

#include "object.h"

DEFINE_STATIC_CALL_NULL(kmend_finalize, module_finalize);

/*
 * In front of module_finalize(). Our call of the original goes through the
 * ftrace site again and is let through because it comes from here; it must not
 * become a tail call.
 */
int notrace kmend_module_finalize(const Elf_Ehdr *hdr, const Elf_Shdr *sechdrs,
				  struct module *mod)
{
	int ret;

	kmend_redirect_enter();
	kmend_stay_check();
	ret = kmend_module_note(hdr, sechdrs, mod);
	if (!ret)
		ret = kmend_reloc_module(hdr, sechdrs, mod);
	if (!ret)
		ret = static_call(kmend_finalize)(hdr, sechdrs, mod);
	kmend_redirect_leave();
	return ret;
}

/* Where it stands for that; 0: it cannot. */
unsigned long kmend_module_front(void)
{
	unsigned long addr = kmend_symbol_addr("module_finalize");

	static_call_update(kmend_finalize, (void *)addr);
	return addr ? kmend_symbol_ftrace(addr) : 0;
}
