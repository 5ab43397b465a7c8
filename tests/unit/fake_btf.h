/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fake_btf - types as pahole writes them
 */
#ifndef KMEND_TESTS_FAKE_BTF_H
#define KMEND_TESTS_FAKE_BTF_H

#include <bpf/btf.h>
#include <stdlib.h>
#include <string.h>

/* A copy, malloc()ed, of the data of some types that differ in size. */
static inline void *fake_btf(uint32_t *ret_size)
{
	struct btf *btf = btf__new_empty();
	const void *data;
	void *copy;

	btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
	btf__add_struct(btf, "alt_instr", 14);
	btf__add_field(btf, "instr_offset", 1, 0, 0);
	btf__add_union(btf, "jump_entry", 3);
	btf__add_struct(btf, "jump_entry", 16);
	btf__add_struct(btf, "bug_entry", 16);	/* that of no kernel */
	btf__add_struct(btf, "same", 24);
	btf__add_struct(btf, "same", 24);
	btf__add_struct(btf, "twin", 8);
	btf__add_struct(btf, "twin", 16);
	btf__add_struct(btf, "twin", 8);
	data = btf__raw_data(btf, ret_size);
	copy = malloc(*ret_size);
	memcpy(copy, data, *ret_size);
	btf__free(btf);
	return copy;
}

#endif
