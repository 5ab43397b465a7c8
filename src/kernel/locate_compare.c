// SPDX-License-Identifier: GPL-2.0
/*
 * locate_compare - is a section of the unit what the image has at its base?
 *
 * Bytes outside relocations are equal, or are a rewrite that locate_site.c
 * knows. Each relocation is worked backwards: from the field in the image to
 * the value that its symbol must have had.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "elf/names.h"
#include "kernel/locate.h"

bool compare_value(const struct image *image, const struct rela *rela,
		   uint64_t addr, uint64_t *ret)
{
	unsigned int width = reloc_width(rela->type);
	const uint8_t *field = image_at(image, addr, width);
	uint64_t v = 0;

	if (!field)
		return false;
	memcpy(&v, field, width);
	switch (rela->type) {
	case R_X86_64_64:
	case R_X86_64_32:
		*ret = v - rela->addend;
		return true;
	case R_X86_64_32S:
		*ret = (uint64_t)(int32_t)v - rela->addend;
		return true;
	case R_X86_64_PC64:
		*ret = v - rela->addend + addr;
		return true;
	case R_X86_64_PC32:
	case R_X86_64_PLT32:
		*ret = (uint64_t)(int32_t)v - rela->addend + addr;
		return true;
	default:
		return false;
	}
}

/* As many bytes as tell two instructions apart. */
static const char *hex(const struct locate *l, const uint8_t *data,
		       uint64_t size)
{
	char text[3 * 8 + 1] = "";

	for (uint64_t i = 0; i < size && i < 8; i++)
		snprintf(text + 3 * i, 4, "%02x ", data[i]);
	if (*text)
		text[strlen(text) - 1] = '\0';
	return arena_strdup(l->arena, text);
}

static struct err *differs(const struct locate *l, const struct place *place,
			   const uint8_t *image, uint64_t off)
{
	const struct sec *sec = place->sec;
	uint64_t size = sec->size - off;
	bool code = sec->flags & SHF_EXECINSTR;

	return err_new(ERR_FAILED, "differs from the image at %s: unit has "
		       "%s, image has %s%s%s", locate_where(l, sec, off),
		       hex(l, sec->data + off, size),
		       hex(l, image + off, size), code ? "; " : "",
		       code ? locate_insns(l, sec, image, off) : "");
}

/* Bytes from @off up to @end, which hold no relocation. */
static struct err *compare_bytes(const struct locate *l,
				 const struct place *place,
				 const uint8_t *image, uint64_t off,
				 uint64_t end, uint64_t *ret_off)
{
	const uint8_t *unit = place->sec->data;

	while (off < end) {
		if (!memcmp(unit + off, image + off, end - off)) {
			off = end;
			break;
		}
		while (unit[off] == image[off])
			off++;
		if (!site_allows(l, place, image, off, &off))
			return differs(l, place, image, off);
	}
	*ret_off = off;
	return NULL;
}

static struct err *compare_rela(struct locate *l, const struct place *place,
				const struct rela *rela)
{
	uint64_t value;
	struct err *err;

	if (!compare_value(&l->facts->image, rela,
			   place->base.value + rela->off, &value))
		err = err_new(ERR_FAILED, "relocation %s is not understood",
			      reloc_name(rela->type));
	else
		err = bind_rela(l, rela, value);
	if (err)
		return err_wrap(err, "differs from the image at %s",
				locate_where(l, place->sec, rela->off));
	return NULL;
}

struct err *compare_place(struct locate *l, const struct place *place)
{
	const struct sec *sec = place->sec;
	uint64_t off = 0, site_end = 0;
	const uint8_t *image;
	struct err *err;

	if (!sec->size || !sec->data)
		return NULL;
	image = image_at(&l->facts->image, place->base.value, sec->size);
	if (!image)
		return err_new(ERR_FAILED, "section '%s' would be outside of "
			       "the image", sec->name);
	vec_for_each(&sec->relas, rela) {
		if (rela->type == R_X86_64_NONE || rela->off < site_end)
			continue;
		if (rela->off < off)
			return err_new(ERR_FAILED, "relocations overlap at %s",
				       locate_where(l, sec, rela->off));
		err = compare_bytes(l, place, image, off, rela->off, &off);
		if (err)
			return err;
		if (off > rela->off) {
			site_end = off;
			continue;
		}
		err = compare_rela(l, place, rela);
		if (err)
			return err;
		off = rela->off + reloc_width(rela->type);
	}
	return compare_bytes(l, place, image, off, sec->size, &off);
}
