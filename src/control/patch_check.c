// SPDX-License-Identifier: GPL-2.0
/*
 * patch_check - is a patch module whole, as far as the module loader trusts it?
 */
#include "control/patch_check.h"

#include <string.h>

#include "elf/checksum.h"
#include "kmend_abi.h"

/* What a kmend wrote that knew of no checksum. */
static bool is_old_key(const char *key, size_t len)
{
	static const char *const old[] = {
		KMEND_ABI_KEY_ABI, KMEND_ABI_KEY_NAME, KMEND_ABI_KEY_DESC,
		KMEND_ABI_KEY_RELEASE, KMEND_ABI_KEY_BUILD_ID,
		KMEND_ABI_KEY_TEXT, KMEND_ABI_KEY_MODE, KMEND_ABI_KEY_REPLACE,
		KMEND_ABI_KEY_CVES, KMEND_ABI_KEY_VERIFIED,
		KMEND_ABI_KEY_CALLBACKS, KMEND_ABI_KEY_ID, KMEND_ABI_KEY_ON,
		KMEND_ABI_KEY_TOOL,
	};

	for (size_t i = 0; i < ARRAY_LEN(old); i++)
		if (strlen(old[i]) == len && !strncmp(old[i], key, len))
			return true;
	return false;
}

/*
 * A file without a checksum is one that an older kmend wrote, or one whose
 * checksum is not recognized any more; then there is a key that is none.
 */
struct err *patch_check_sum(struct patch_file *file, const struct ko *ko,
			    size_t sec)
{
	const char *p = ko_bytes(ko, sec), *end;

	file->checksum = "";
	if (ko->checksum) {
		file->checksum = arena_printf(file->arena, "%.*s",
					      CHECKSUM_HEX,
					      ko->data + ko->checksum);
		return NULL;
	}
	end = p ? p + ko->secs[sec].sh_size : NULL;
	for (const char *nul; p < end; p = nul + 1) {
		nul = memchr(p, '\0', (size_t)(end - p));
		if (!nul)
			return err_new(ERR_FAILED, "damaged patch module: "
				       "a string in %s does not end",
				       ko->names + ko->secs[sec].sh_name);
		if (*p && (!memchr(p, '=', (size_t)(nul - p)) ||
			   !is_old_key(p, strcspn(p, "="))))
			return err_new(ERR_FAILED, "damaged patch module: "
				       "it has no checksum, and is not one of "
				       "an older kmend");
	}
	return NULL;
}
