// SPDX-License-Identifier: GPL-2.0
/*
 * inspect_code - machine code as lines that a person can compare
 *
 * The formatter asks for the text of addresses, displacements and immediate
 * values; what is an address becomes a name. In an object the relocations
 * tell what is one, in an image the value does.
 */
#include "cli/inspect_code.h"

#include <Zycore/Format.h>
#include <Zydis/Zydis.h>
#include <string.h>

#define KERNEL_ADDR	0xffffffff80000000ull

struct reader {
	struct arena *arena;
	const struct code *code;
	ZydisDecoder decoder;
	ZydisFormatter formatter;
	uint64_t off;		/* of this instruction, in the function */
	bool inside;		/* it leads to a place in the function */
};

static ZyanStatus append(ZydisFormatterBuffer *buffer, const char *begin,
			 const char *text, const char *end)
{
	ZyanString *string;

	if (!ZYAN_SUCCESS(ZydisFormatterBufferAppend(buffer,
						     ZYDIS_TOKEN_SYMBOL)) ||
	    !ZYAN_SUCCESS(ZydisFormatterBufferGetString(buffer, &string)))
		return ZYAN_STATUS_FAILED;
	return ZyanStringAppendFormat(string, "%s%s%s", begin, text, end);
}

static ZyanStatus append_name(ZydisFormatterBuffer *buffer, const char *name)
{
	return append(buffer, "\1", name, "\2");
}

/* gcc's own number: the canary of the stack, in fixed_percpu_data. */
#define STACK_CANARY	0x28

/* The reference in the instruction's bytes from @from on; NULL if none. */
static const struct code_ref *ref_at(const struct reader *r, uint64_t from,
				     uint64_t size)
{
	uint64_t at = r->code->addr + r->off + from;

	if (!size || !r->code->sec)
		return NULL;
	vec_for_each(&r->code->refs->list, ref)
		if (ref->off == at)
			return ref;
	return NULL;
}

/*
 * What the field leads to. @end is where the instruction ends, from which
 * relative addresses count; the addend has that taken away already.
 */
static const char *ref_name(struct reader *r, const struct code_ref *ref,
			    uint64_t end)
{
	bool relative = ref->type == R_X86_64_PC32 ||
			ref->type == R_X86_64_PLT32;
	uint64_t field = ref->off - r->code->addr - r->off;

	return code_name_ref(r->arena, ref,
			     relative ? (int64_t)(end - field) : 0);
}

static const char *value_name(struct reader *r, uint64_t value, bool percpu)
{
	if (!r->code->facts || (percpu ? value == STACK_CANARY :
					 value < KERNEL_ADDR))
		return NULL;
	return code_name_at(r->arena, r->code->facts, value);
}

static bool is_percpu(const ZydisFormatterContext *c)
{
	return c->operand->type == ZYDIS_OPERAND_TYPE_MEMORY &&
	       c->operand->mem.segment == ZYDIS_REGISTER_GS;
}

/* Targets of jumps and calls, and addresses relative to %rip. */
static ZyanStatus print_address(const ZydisFormatter *f,
				ZydisFormatterBuffer *buffer,
				ZydisFormatterContext *c)
{
	struct reader *r = c->user_data;
	bool mem = c->operand->type == ZYDIS_OPERAND_TYPE_MEMORY;
	const ZydisDecodedInstruction *in = c->instruction;
	const struct code_ref *ref = mem ?
		ref_at(r, in->raw.disp.offset, in->raw.disp.size) :
		ref_at(r, in->raw.imm[0].offset, in->raw.imm[0].size);
	const char *name = NULL;
	uint64_t addr, off;

	(void)f;
	if (!ZYAN_SUCCESS(ZydisCalcAbsoluteAddress(in, c->operand,
						   c->runtime_address, &addr)))
		return ZYAN_STATUS_FAILED;
	off = addr - r->code->addr;
	if (ref)
		name = ref_name(r, ref, in->length);
	else if (!mem && off < r->code->size)
		r->inside = true;
	else
		name = value_name(r, addr, is_percpu(c));
	if (name)
		return append_name(buffer, name);
	return append(buffer, "",
		      r->inside ? arena_printf(r->arena, "+0x%llx",
					       (unsigned long long)off) :
		      arena_printf(r->arena, "0x%llx",
				   (unsigned long long)addr), "");
}

static ZyanStatus print_disp(const ZydisFormatter *f,
			     ZydisFormatterBuffer *buffer,
			     ZydisFormatterContext *c)
{
	struct reader *r = c->user_data;
	const ZydisDecodedInstruction *in = c->instruction;
	const struct code_ref *ref = ref_at(r, in->raw.disp.offset,
					    in->raw.disp.size);
	const char *name = NULL;
	int64_t disp = c->operand->mem.disp.value;

	(void)f;
	if (ref)
		name = ref_name(r, ref, in->length);
	else
		name = value_name(r, (uint64_t)disp, is_percpu(c) &&
				  disp);
	if (name)
		return append_name(buffer, name);
	return append(buffer, disp < 0 ? "-" : "",
		      arena_printf(r->arena, "0x%llx", (unsigned long long)
				   (disp < 0 ? -disp : disp)), "");
}

static ZyanStatus print_imm(const ZydisFormatter *f,
			    ZydisFormatterBuffer *buffer,
			    ZydisFormatterContext *c)
{
	struct reader *r = c->user_data;
	const ZydisDecodedInstruction *in = c->instruction;
	const struct code_ref *ref = ref_at(r, in->raw.imm[0].offset,
					    in->raw.imm[0].size);
	uint64_t value = c->operand->imm.value.u;
	const char *name;

	(void)f;
	name = ref ? ref_name(r, ref, in->length) :
	       in->raw.imm[0].size >= 32 ? value_name(r, value, false) : NULL;
	if (name)
		return append(buffer, "$\1", name, "\2");
	if (in->operand_width == 32)
		value &= 0xffffffff;
	return append(buffer, "$", arena_printf(r->arena, "0x%llx",
					       (unsigned long long)value), "");
}

static void hook(struct reader *r, ZydisFormatterFunction which,
		 ZydisFormatterFunc fn)
{
	const void *callback;

	memcpy(&callback, &fn, sizeof(callback));
	if (!ZYAN_SUCCESS(ZydisFormatterSetHook(&r->formatter, which,
						&callback)))
		return;
}

static void reader_init(struct reader *r)
{
	if (!ZYAN_SUCCESS(ZydisDecoderInit(&r->decoder,
					   ZYDIS_MACHINE_MODE_LONG_64,
					   ZYDIS_STACK_WIDTH_64)) ||
	    !ZYAN_SUCCESS(ZydisFormatterInit(&r->formatter,
					     ZYDIS_FORMATTER_STYLE_ATT)))
		return;
	hook(r, ZYDIS_FORMATTER_FUNC_PRINT_ADDRESS_ABS, print_address);
	hook(r, ZYDIS_FORMATTER_FUNC_PRINT_DISP, print_disp);
	hook(r, ZYDIS_FORMATTER_FUNC_PRINT_IMM, print_imm);
}

/*
 * The place where a function is traced is a call in some files and a nop in
 * others, as objtool left it; it means the same.
 */
static bool is_traced_here(const struct reader *r, const char *text,
			   const ZydisDecodedInstruction *in)
{
	uint64_t first = 0;

	if (r->code->size > 4 && !memcmp(r->code->bytes, "\xf3\x0f\x1e\xfa",
					 4))
		first = 4;
	return r->off == first && in->length == 5 &&
	       (in->mnemonic == ZYDIS_MNEMONIC_NOP ||
		strstr(text, "__fentry__"));
}

static void read_one(struct reader *r, const ZydisDecodedInstruction *in,
		     const ZydisDecodedOperand *operands,
		     struct code_lines *ret)
{
	struct code_line line = { .off = r->off };
	char text[512];

	r->inside = false;
	if (!ZYAN_SUCCESS(ZydisFormatterFormatInstruction(&r->formatter, in,
			operands, in->operand_count_visible, text,
			sizeof(text), r->code->addr + r->off, r)))
		strcpy(text, "?");
	if (is_traced_here(r, text, in))
		strcpy(text, "call \1__fentry__\2");
	line.text = line.key = arena_strdup(r->arena, text);
	/* Where it leads to in the function moves with every change. */
	if (r->inside)
		line.key = arena_printf(r->arena, "%.*s+",
					(int)strcspn(text, "+"), text);
	vec_push(&ret->list, line);
}

void code_read(struct arena *arena, const struct code *code,
	       struct code_lines *ret)
{
	struct reader r = { .arena = arena, .code = code };
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	ZydisDecodedInstruction in;

	reader_init(&r);
	for (r.off = 0; r.off < code->size; r.off += in.length) {
		const uint8_t *at = code->bytes + r.off;

		if (ZYAN_SUCCESS(ZydisDecoderDecodeFull(&r.decoder, at,
				code->size - r.off, &in, operands))) {
			read_one(&r, &in, operands, ret);
			continue;
		}
		in.length = 1;
		const char *text = arena_printf(arena, ".byte 0x%02x", *at);

		vec_push(&ret->list, ((struct code_line){
			.off = r.off, .text = text, .key = text }));
	}
}
