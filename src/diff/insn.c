// SPDX-License-Identifier: GPL-2.0
/* insn - where the fields of an instruction are that a relocation may fill */
#include <Zydis/Zydis.h>

#include "diff/model.h"

bool insn_decode(const uint8_t *code, uint64_t size, struct insn *ret)
{
	ZydisDecodedInstruction in;
	ZydisDecoder decoder;

	*ret = (struct insn){0};
	if (!ZYAN_SUCCESS(ZydisDecoderInit(&decoder,
					   ZYDIS_MACHINE_MODE_LONG_64,
					   ZYDIS_STACK_WIDTH_64)) ||
	    !ZYAN_SUCCESS(ZydisDecoderDecodeInstruction(&decoder, NULL, code,
							size, &in)))
		return false;
	ret->len = in.length;
	for (size_t i = 0; i < ARRAY_LEN(in.raw.imm); i++)
		if (in.raw.imm[i].size && in.raw.imm[i].is_relative) {
			ret->rel_off = in.raw.imm[i].offset;
			ret->rel_size = in.raw.imm[i].size / 8;
			ret->rel = in.raw.imm[i].value.s;
		}
	if ((in.attributes & ZYDIS_ATTRIB_HAS_MODRM) && !in.raw.modrm.mod &&
	    in.raw.modrm.rm == 5 && in.raw.disp.size == 32) {
		ret->disp_off = in.raw.disp.offset;
		ret->disp = in.raw.disp.value;
	}
	return true;
}
