// SPDX-License-Identifier: GPL-2.0
/* dwfl - libdwfl applies the relocations that debug sections of objects have */
#include "diff/dwfl.h"

/* What is not in the object itself is not looked for elsewhere. */
static int no_debuginfo(Dwfl_Module *module, void **data, const char *name,
			Dwarf_Addr base, const char *file, const char *link,
			GElf_Word crc, char **ret)
{
	(void)module;
	(void)data;
	(void)name;
	(void)base;
	(void)file;
	(void)link;
	(void)crc;
	(void)ret;
	return -1;
}

void dwfl_read_unit(const char *path,
		    void (*see)(Dwfl_Module *module, Dwarf_Die *unit,
				void *data), void *data)
{
	static const Dwfl_Callbacks callbacks = {
		.section_address = dwfl_offline_section_address,
		.find_debuginfo = no_debuginfo,
	};
	Dwfl *dwfl = dwfl_begin(&callbacks);
	Dwfl_Module *module;
	Dwarf_Addr bias;
	Dwarf_Die *unit;

	if (!dwfl)
		return;
	dwfl_report_begin(dwfl);
	module = dwfl_report_offline(dwfl, path, path, -1);
	dwfl_report_end(dwfl, NULL, NULL);
	unit = module ? dwfl_module_nextcu(module, NULL, &bias) : NULL;
	if (unit)
		see(module, unit, data);
	dwfl_end(dwfl);
}
