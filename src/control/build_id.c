// SPDX-License-Identifier: GPL-2.0
/*
 * build_id - which build of the kernel is running
 *
 * Debian keeps the release string over several builds, so only the build ID
 * tells whether a patch fits. It is in the kernel's ELF notes.
 */
#include <elf.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "control/state.h"

/* The descriptor of the note "GNU", NT_GNU_BUILD_ID, or NULL. */
static const uint8_t *note_find(const char *data, size_t size,
				size_t *ret_len)
{
	while (size >= sizeof(Elf64_Nhdr)) {
		uint64_t name_room, desc_room;
		Elf64_Nhdr note;

		memcpy(&note, data, sizeof(note));
		data += sizeof(note);
		size -= sizeof(note);
		name_room = ((uint64_t)note.n_namesz + 3) & ~3ull;
		desc_room = ((uint64_t)note.n_descsz + 3) & ~3ull;
		if (name_room > size || note.n_descsz > size - name_room)
			return NULL;
		if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 &&
		    !memcmp(data, "GNU", 4)) {
			*ret_len = note.n_descsz;
			return (const uint8_t *)data + name_room;
		}
		if (desc_room > size - name_room)
			return NULL;	/* the last one is not padded */
		data += name_room + desc_room;
		size -= name_room + desc_room;
	}
	return NULL;
}

struct err *kernel_build_id(const struct control_env *env, char *ret)
{
	_cleanup_free_ char *data = NULL;
	struct err *err;
	size_t size, len = 0;
	const uint8_t *id;

	err = file_read(env->notes, &data, &size);
	if (err)
		return err_wrap(err, "the running kernel's build ID");
	id = note_find(data, size, &len);
	if (!id || len == 0 || len > 32)
		return err_new(ERR_FAILED,
			       "the running kernel has no build ID in '%s'",
			       env->notes);
	for (size_t i = 0; i < len; i++)
		sprintf(ret + 2 * i, "%02x", id[i]);
	return NULL;
}
