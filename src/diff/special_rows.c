// SPDX-License-Identifier: GPL-2.0
/*
 * special_rows - the one table of sections
 *
 * Order matters: the first row whose name fits counts. Names and meanings are
 * those of include/asm-generic/vmlinux.lds.h, arch/x86/kernel/vmlinux.lds.S
 * and scripts/module.lds.S, Linux 6.1 and 6.12; sizes those of x86-64.
 */
#include "diff/special.h"

#include "base/err.h"
#include "kmend_abi.h"

/* clang-format off */
const struct special specials[] = {
	/* Code sites, patched by the module loader as well. */
	{ .name = "__bug_table",	.act = SP_KEEP,
	  .entry = "bug_entry",		.size = 12, .packed = true,
	  .other_sizes = { 8, 16 },	.relocs = 1,
	  .line_off = 8, .line_mask = 0xffff },
	{ .name = "__ex_table",		.act = SP_KEEP,
	  .entry = "exception_table_entry", .size = 12, .packed = true,
	  .other_sizes = { 8 },		.relocs = 2 },
	{ .name = "__jump_table",	.act = SP_KEEP,
	  .entry = "jump_entry",	.size = 16, .abs_size = 24,
	  .packed = true },
	{ .name = ".altinstructions",	.act = SP_KEEP,
	  .entry = "alt_instr",		.relocs = 2, .packed = true,
	  .pair = ".altinstr_replacement" },
	{ .name = ".altinstr_replacement", .act = SP_TEXT },
	{ .name = ".altinstr_aux",	.act = SP_TEXT },
	{ .name = ".parainstructions",	.act = SP_KEEP,
	  .entry = "paravirt_patch_site", .size = 16, .packed = true },
	{ .name = ".smp_locks",		.act = SP_KEEP,
	  .size = 4, .packed = true },
	{ .name = "__mcount_loc",	.act = SP_KEEP,
	  .size = 8, .packed = true, .ftrace = true },
	{ .name = ".kcfi_traps",	.act = SP_KEEP,	/* clang's CFI */
	  .size = 4, .packed = true },
	{ .name = "_kprobe_blacklist",	.act = SP_KEEP,
	  .size = 8, .packed = true },

	/*
	 * Constants that the kernel writes into its instructions at boot,
	 * Linux 6.12: asm/runtime-const.h. The loader does not do it for
	 * modules.
	 */
	{ .name = "runtime_ptr_*",	.act = SP_KEEP,
	  .size = 4, .packed = true,	.rule = RULE_LOAD },
	{ .name = "runtime_*",		.act = SP_KEEP,
	  .size = 4, .packed = true,	.rule = RULE_REFUSE,
	  .what = "a constant that the kernel writes into code at boot" },

	/* Objects in a table, which code refers to. */
	{ .name = "__dyndbg",		.act = SP_DATA,
	  .entry = "_ddebug",		.packed = true, .copy = true,
	  .line_off = 32, .line_mask = 0x3ffff },
	{ .name = "__verbose",		.act = SP_DATA,	/* before 5.9 */
	  .entry = "_ddebug",		.packed = true, .copy = true,
	  .line_off = 32, .line_mask = 0x3ffff },

	/* What a patch's author wrote: include/kmend/, and for kpatch. */
	{ .name = KMEND_ABI_SEC_MARKS,	.act = SP_DROP, .marks = true },
	{ .name = KMEND_ABI_SEC_HOOKS,	.act = SP_KEEP, .hook = true,
	  .size = 24, .packed = true },
	{ .name = ".kpatch.*",		.act = SP_DATA, .hook = true,
	  .unheard = true,		.what = "a hook for kpatch" },

	/* For objtool, which runs over the linked patch. */
	{ .name = "__func_stack_frame_non_standard", .act = SP_DROP },
	{ .name = ".discard",		.act = SP_DROP },
	{ .name = ".discard.addressable", .act = SP_DROP },
	{ .name = ".discard.*",		.act = SP_KEEP,
	  .relocs = 1, .packed = true },

	/* What objtool wrote, if it has run already: it will do so again. */
	{ .name = ".orc_unwind",	.act = SP_DROP },
	{ .name = ".orc_unwind_ip",	.act = SP_DROP },
	{ .name = ".orc_header",	.act = SP_DROP },
	{ .name = ".retpoline_sites",	.act = SP_DROP },
	{ .name = ".return_sites",	.act = SP_DROP },
	{ .name = ".call_sites",	.act = SP_DROP },
	{ .name = ".cfi_sites",		.act = SP_DROP },
	{ .name = ".ibt_endbr_seal",	.act = SP_DROP },
	{ .name = ".static_call_sites",	.act = SP_DROP },

	/* Where padding begins; only ftrace of other machines reads it. */
	{ .name = "__patchable_function_entries", .act = SP_DROP,
	  .size = 8, .prefix = true },

	/* Notes and lists that a patch does without. */
	{ .name = ".note.*",		.act = SP_DROP },
	{ .name = ".eh_frame",		.act = SP_DROP },
	{ .name = ".debug_line",	.act = SP_DROP, .lines = true },
	{ .name = ".debug_info",	.act = SP_DROP, .types = true },
	/* What it imports from namespaces is not imported (resolve.h). */
	{ .name = ".modinfo",		.act = SP_DROP },
	{ .name = ".BTF",		.act = SP_DROP },
	{ .name = ".BTF.ext",		.act = SP_DROP },
	{ .name = "__versions",		.act = SP_DROP },
	{ .name = ".printk_index",	.act = SP_DROP },
	{ .name = "_error_injection_whitelist", .act = SP_DROP },
	{ .name = ".BTF_ids",		.act = SP_FIXED, .ids = true,
	  .what = "a list of BTF types" },

	/* Exports. */
	{ .name = "__ksymtab*",		.act = SP_FIXED, .stays = true,
	  .exports = true,		.what = "an export" },
	{ .name = "___ksymtab*",	.act = SP_FIXED, .stays = true,
	  .exports = true,		.what = "an export" },
	{ .name = "__kcrctab*",		.act = SP_FIXED, .stays = true,
	  .what = "an export" },
	{ .name = "___kcrctab*",	.act = SP_FIXED, .stays = true,
	  .what = "an export" },
	{ .name = ".export_symbol",	.act = SP_FIXED, .stays = true,
	  .exports = true,
	  .what = "an export" },

	/* What runs, or is read, once at boot. */
	{ .name = ".initcall*",		.act = SP_FIXED, .relocs = 1,
	  .what = "an initcall" },
	{ .name = ".con_initcall*",	.act = SP_FIXED, .relocs = 1,
	  .what = "an initcall" },
	{ .name = ".exitcall*",		.act = SP_FIXED,
	  .what = "an exitcall" },
	{ .name = ".init.setup",	.act = SP_FIXED,
	  .what = "a parameter of the kernel's command line" },
	{ .name = "__param",		.act = SP_FIXED,
	  .what = "a module parameter" },
	{ .name = "__modver",		.act = SP_FIXED,
	  .what = "a module version" },
	{ .name = "__syscalls_metadata", .act = SP_FIXED,
	  .what = "a system call" },
	{ .name = "_ftrace_events",	.act = SP_FIXED,
	  .what = "a trace event" },
	{ .name = "_ftrace_enum_map",	.act = SP_FIXED,	/* before 4.13 */
	  .what = "a trace event" },
	{ .name = "_ftrace_eval_map",	.act = SP_FIXED,
	  .what = "a trace event" },
	{ .name = "__tracepoints",	.act = SP_FIXED,
	  .what = "a tracepoint" },
	{ .name = "__tracepoints_ptrs",	.act = SP_FIXED,
	  .what = "a tracepoint" },
	{ .name = "__tracepoints_strings", .act = SP_FIXED,
	  .what = "a tracepoint" },
	{ .name = "__bpf_raw_tp_map",	.act = SP_FIXED,
	  .what = "a tracepoint" },
	{ .name = "__tracepoint_str",	.act = SP_FIXED,
	  .what = "a string of the tracer" },
	{ .name = "__trace_printk_fmt",	.act = SP_FIXED,
	  .what = "a format of trace_printk()" },
	{ .name = "__dyndbg_classes",	.act = SP_FIXED,
	  .what = "a class of debug messages" },
	{ .name = ".static_call.text",	.act = SP_FIXED,
	  .what = "a static call" },
	{ .name = ".static_call_tramp_key", .act = SP_FIXED,
	  .what = "a static call" },
	{ .name = "__srcu_struct_ptrs",	.act = SP_FIXED,
	  .what = "a static SRCU domain" },
	{ .name = "___srcu_struct_ptrs", .act = SP_FIXED,
	  .what = "a static SRCU domain" },
	{ .name = "_ftrace_branch",	.act = SP_FIXED,
	  .what = "a branch that is profiled" },
	{ .name = "_ftrace_annotated_branch", .act = SP_FIXED,
	  .what = "a branch that is profiled" },
	{ .name = ".dtb.init.rodata",	.act = SP_FIXED,
	  .what = "a built-in device tree" },
	{ .name = ".security_initcall.init", .act = SP_FIXED,
	  .what = "a security module" },	/* before 5.1 */
	{ .name = ".lsm_info.init",	.act = SP_FIXED,
	  .what = "a security module" },
	{ .name = ".early_lsm_info.init", .act = SP_FIXED,
	  .what = "a security module" },
	{ .name = "*_of_table",		.act = SP_FIXED,
	  .what = "a device tree match" },
	{ .name = "__earlycon_table",	.act = SP_FIXED,
	  .what = "an early console" },
	{ .name = ".pci_fixup*",	.act = SP_FIXED,
	  .what = "a PCI fixup" },
	{ .name = ".apicdrivers",	.act = SP_FIXED,
	  .what = "an APIC driver" },
	{ .name = ".x86_cpu_dev.init",	.act = SP_FIXED,
	  .what = "a CPU vendor" },
	{ .name = ".x86_intel_mid_dev.init", .act = SP_FIXED,
	  .what = "a platform" },
	{ .name = ".iommu_table",	.act = SP_FIXED,
	  .what = "an IOMMU" },
	{ .name = ".tracedata",		.act = SP_FIXED,
	  .what = "a trace of suspend" },
	{ .name = ".builtin_fw",	.act = SP_FIXED,
	  .what = "built-in firmware" },
	{ .name = "__sched_class*",	.act = SP_FIXED,
	  .what = "a scheduling class" },
	{ .name = "__*_sched_class",	.act = SP_FIXED,
	  .what = "a scheduling class" },
	{ .name = "_error_*",		.act = SP_FIXED,
	  .what = "an error injection" },
	{ .name = "__*_acpi_probe_table", .act = SP_FIXED,
	  .what = "an ACPI match" },
	{ .name = "__thermal_table_governor", .act = SP_FIXED,
	  .what = "a thermal governor" },
	{ .name = ".kunit_*",		.act = SP_FIXED,
	  .what = "a unit test" },
	{ .name = ".gnu.linkonce.this_module", .act = SP_FIXED,
	  .what = "the module itself" },
	{ .name = ".vvar_*",		.act = SP_FIXED,
	  .what = "a variable of the vDSO" },

	/* Code. */
	{ .name = ".init.text*",	.act = SP_TEXT, .init = true },
	{ .name = ".exit.text*",	.act = SP_TEXT, .init = true },
	{ .name = ".meminit.text*",	.act = SP_TEXT, .init = true },
	{ .name = ".memexit.text*",	.act = SP_TEXT, .init = true },
	{ .name = ".head.text",		.act = SP_TEXT, .init = true },
	{ .name = ".text",		.act = SP_TEXT },
	{ .name = ".text.*",		.act = SP_TEXT },
	{ .name = ".ref.text*",		.act = SP_TEXT },
	{ .name = ".cpuinit.text*",	.act = SP_TEXT },	/* before 3.11 */
	{ .name = ".fixup",		.act = SP_TEXT },
	{ .name = ".noinstr.text",	.act = SP_TEXT },
	{ .name = ".entry.text*",	.act = SP_TEXT },
	{ .name = ".cpuidle.text*",	.act = SP_TEXT },
	{ .name = ".sched.text*",	.act = SP_TEXT },
	{ .name = ".spinlock.text*",	.act = SP_TEXT },
	{ .name = ".kprobes.text*",	.act = SP_TEXT },
	{ .name = ".irqentry.text*",	.act = SP_TEXT },
	{ .name = ".softirqentry.text*", .act = SP_TEXT },

	/* Data. */
	{ .name = ".init.rodata*",	.act = SP_DATA, .init = true },
	{ .name = ".init.data*",	.act = SP_DATA, .init = true },
	{ .name = ".init.*",		.act = SP_FIXED,
	  .what = "something for boot" },
	{ .name = ".exit.data*",	.act = SP_DATA, .init = true },
	{ .name = ".exit.rodata*",	.act = SP_DATA, .init = true },
	{ .name = ".meminit.*",		.act = SP_DATA, .init = true },
	{ .name = ".memexit.*",		.act = SP_DATA, .init = true },
	{ .name = ".data..percpu*",	.act = SP_DATA, .percpu = true },
	{ .name = ".data..ro_after_init", .act = SP_DATA },
	{ .name = ".data.rel.ro*",	.act = SP_DATA, .readonly = true },
	{ .name = ".data",		.act = SP_DATA },
	/* UBSAN: what is wrong where; gcc's, and clang's without a name */
	{ .name = ".data..Lubsan_data*", .act = SP_DATA, .place = true,
	  .line_off = 8, .line_mask = UINT64_MAX },
	{ .name = ".data..L__unnamed_*", .act = SP_DATA, .place = true,
	  .line_off = 8, .line_mask = UINT64_MAX },
	{ .name = ".data.*",		.act = SP_DATA },
	{ .name = ".ref.data*",		.act = SP_DATA },
	{ .name = ".cpuinit.data*",	.act = SP_DATA },
	{ .name = ".cpuinit.rodata*",	.act = SP_DATA, .readonly = true },
	{ .name = ".bss",		.act = SP_DATA },
	{ .name = ".bss.*",		.act = SP_DATA },
	{ .name = ".rodata",		.act = SP_DATA, .readonly = true },
	{ .name = ".rodata.*",		.act = SP_DATA, .readonly = true },
	{ .name = ".ref.rodata*",	.act = SP_DATA, .readonly = true },
};
/* clang-format on */

const size_t n_specials = ARRAY_LEN(specials);
