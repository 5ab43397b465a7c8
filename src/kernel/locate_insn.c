// SPDX-License-Identifier: GPL-2.0
/* locate_insn - what differs, as a person reads it */
#include <Zydis/Zydis.h>

#include "kernel/locate.h"

/* Without addresses: fields that relocations fill are empty in the unit. */
static const char *insn_text(const struct locate *l, const uint8_t *code,
			     uint64_t size)
{
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
	ZydisDecodedInstruction in;
	ZydisFormatter formatter;
	ZydisDecoder decoder;
	char text[256];

	if (!ZYAN_SUCCESS(ZydisDecoderInit(&decoder,
					   ZYDIS_MACHINE_MODE_LONG_64,
					   ZYDIS_STACK_WIDTH_64)) ||
	    !ZYAN_SUCCESS(ZydisFormatterInit(&formatter,
					     ZYDIS_FORMATTER_STYLE_ATT)) ||
	    !ZYAN_SUCCESS(ZydisDecoderDecodeFull(&decoder, code, size, &in,
						 operands)) ||
	    !ZYAN_SUCCESS(ZydisFormatterFormatInstruction(&formatter, &in,
			operands, in.operand_count_visible, text,
			sizeof(text), ZYDIS_RUNTIME_ADDRESS_NONE, NULL)))
		return "no instruction";
	return arena_strdup(l->arena, text);
}

/* The instruction of the unit that has the byte at @off. */
static uint64_t insn_begin(const uint8_t *code, uint64_t size, uint64_t from,
			   uint64_t off)
{
	ZydisDecodedInstruction in;
	ZydisDecoder decoder;

	if (!ZYAN_SUCCESS(ZydisDecoderInit(&decoder,
					   ZYDIS_MACHINE_MODE_LONG_64,
					   ZYDIS_STACK_WIDTH_64)))
		return off;
	while (ZYAN_SUCCESS(ZydisDecoderDecodeInstruction(&decoder, NULL,
					code + from, size - from, &in)) &&
	       from + in.length <= off)
		from += in.length;
	return from;
}

const char *locate_insns(const struct locate *l, const struct sec *sec,
			 const uint8_t *image, uint64_t off)
{
	const struct sym *sym = locate_sym(l, sec, off);
	uint64_t at = insn_begin(sec->data, sec->size, sym ? sym->value : 0,
				 off);

	return arena_printf(l->arena, "%s: '%s' in the unit, '%s' in the image",
			    locate_where(l, sec, at),
			    insn_text(l, sec->data + at, sec->size - at),
			    insn_text(l, image + at, sec->size - at));
}
