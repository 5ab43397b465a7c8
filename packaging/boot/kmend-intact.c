// SPDX-License-Identifier: GPL-2.0
/*
 * kmend-intact FILE - is this patch module whole?
 *
 * What `kmend load` asks of the file before it does anything, for the initramfs,
 * which has no room for all that kmend needs to build patches. Status 0: it is;
 * 1: it is not, and why.
 */
#include <stdio.h>

#include "control/patch_file.h"

int main(int argc, char **argv)
{
	_cleanup_patch_file_ struct patch_file *file = NULL;
	_cleanup_err_ struct err *err = NULL;

	if (argc != 2) {
		fprintf(stderr, "usage: kmend-intact FILE\n");
		return 2;
	}
	err = patch_file_read(argv[1], &file);
	if (err)
		fprintf(stderr, "kmend-intact: %s\n", err_text(err));
	return err ? 1 : 0;
}
