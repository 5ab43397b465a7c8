// SPDX-License-Identifier: GPL-2.0
/*
 * target - is this the kernel that the patch was made for?
 *
 * The release string is the same for several builds; the build ID is not.
 */
#include <linux/elf.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/utsname.h>

#include "core.h"

/* Return: the value of @key in "key=value" strings, or NULL. */
const char *kmend_info_get(const char *start, const char *end,
			   const char *key)
{
	size_t len = strlen(key);
	const char *p;

	for (p = start; p < end; p += strnlen(p, end - p) + 1)
		if ((size_t)(end - p) > len && !strncmp(p, key, len) &&
		    p[len] == '=')
			return p + len + 1;
	return NULL;
}

/*
 * kmend_target_note() - the GNU build ID in [p, end), a section of notes
 * @hex: room for 2 * KMEND_BUILD_ID_MAX + 1; lower hex
 * Return: 0, or -ENOENT if there is none.
 */
int kmend_target_note(unsigned long p, unsigned long end, char *hex)
{
	u64 left = p && p < end ? end - p : 0;
	Elf64_Nhdr note;

	while (left >= sizeof(note)) {
		const u8 *name = (const u8 *)p + sizeof(note);
		u64 namesz, descsz;

		memcpy(&note, (const void *)p, sizeof(note));
		/* In 64 bits: rounded up, a size of 32 bits may be 0. */
		namesz = ALIGN((u64)note.n_namesz, 4);
		descsz = ALIGN((u64)note.n_descsz, 4);
		left -= sizeof(note);
		if (namesz > left || note.n_descsz > left - namesz)
			return -ENOENT;
		if (note.n_type == 3 && note.n_namesz == 4 &&
		    !memcmp(name, "GNU", 4) && note.n_descsz &&
		    note.n_descsz <= KMEND_BUILD_ID_MAX) {
			*bin2hex(hex, name + namesz, note.n_descsz) = '\0';
			return 0;
		}
		/* What rounds the last one up may be left out. */
		descsz = min(descsz, left - namesz);
		p += sizeof(note) + namesz + descsz;
		left -= namesz + descsz;
	}
	return -ENOENT;
}

/*
 * kmend_target_file() - the build ID of a module on its way in
 * @hex: as above; untouched if there is none
 *
 * Context: module loader, the sections are where they will stay.
 */
void kmend_target_file(const Elf_Ehdr *hdr, const Elf_Shdr *sechdrs, char *hex)
{
	unsigned int i;

	for (i = 1; i < hdr->e_shnum; i++) {
		const Elf_Shdr *s = &sechdrs[i];

		if (s->sh_type == SHT_NOTE && (s->sh_flags & SHF_ALLOC) &&
		    !kmend_target_note(s->sh_addr, s->sh_addr + s->sh_size,
				       hex))
			return;
	}
}

/* The build ID of the running kernel. Return: as kmend_target_note(). */
static int target_kernel(char *hex)
{
	return kmend_target_note(kmend_symbol_addr("__start_notes"),
				 kmend_symbol_addr("__stop_notes"), hex);
}

/*
 * kmend_target_core() - is this the kernel that the core was built for?
 *
 * Of what is not exported the core knows the layout from the headers of one
 * build; neither the release nor the checksums of exported symbols tell another
 * build of it apart. A core that was built by hand does not say.
 *
 * Return: 0, or -ENOEXEC with the reason in the log.
 */
int kmend_target_core(void)
{
#ifdef KMEND_CORE_BUILD_ID
	static const char build_id[] = "core=" __stringify(KMEND_CORE_BUILD_ID);
	char hex[2 * KMEND_BUILD_ID_MAX + 1] = "none";
	const char *want = build_id + strlen("core=");

	if (!target_kernel(hex) && !strcmp(want, hex))
		return 0;
	pr_err("kmend: this core was built for build %s of the kernel, this is build %s: build it for this one\n",
	       want, hex);
	return -ENOEXEC;
#else
	return 0;
#endif
}

/*
 * kmend_target_check() - ABI, release and build ID of a patch
 * @who:   module name, for the log
 * @start: .kmend.info, ended by a NUL before @end
 * Return: 0, or -ENOEXEC with the reason in the log.
 */
int kmend_target_check(const char *who, const char *start, const char *end)
{
	const char *abi, *release, *build_id;
	char hex[2 * KMEND_BUILD_ID_MAX + 1];
	unsigned int version;

	abi = kmend_info_get(start, end, KMEND_ABI_KEY_ABI);
	release = kmend_info_get(start, end, KMEND_ABI_KEY_RELEASE);
	build_id = kmend_info_get(start, end, KMEND_ABI_KEY_BUILD_ID);
	if (!abi || kstrtouint(abi, 10, &version) || !release || !build_id) {
		pr_err("kmend: %s: incomplete " KMEND_ABI_SEC_INFO "\n", who);
		return -ENOEXEC;
	}
	if (version != KMEND_ABI_VERSION) {
		pr_err("kmend: %s: speaks ABI %u, this core speaks %d\n", who,
		       version, KMEND_ABI_VERSION);
		return -ENOEXEC;
	}
	if (strcmp(release, init_utsname()->release)) {
		pr_err("kmend: %s: made for %s, this is %s\n", who, release,
		       init_utsname()->release);
		return -ENOEXEC;
	}
	if (target_kernel(hex)) {
		pr_err("kmend: %s: this kernel has no build ID\n", who);
		return -ENOEXEC;
	}
	if (strcmp(build_id, hex)) {
		pr_err("kmend: %s: made for build %s, this is build %s\n", who,
		       build_id, hex);
		return -ENOEXEC;
	}
	return 0;
}

/* How far KASLR moved the kernel; @text as .kmend.info has it. */
int kmend_target_slide(const char *text, unsigned long *ret)
{
	unsigned long linked, running = kmend_symbol_addr("_text");

	if (!text || kstrtoul(text, 16, &linked) || !running)
		return -ENOEXEC;
	*ret = running - linked;
	return 0;
}
