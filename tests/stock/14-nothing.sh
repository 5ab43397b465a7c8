# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# A diff that changes no code is told so; lines that move are no change.

edit comment.patch fs/proc/version.c '$a /* the end */'
build comment.patch
refused 4 'change no code'
edit unused.patch fs/proc/version.c '$a int kmend_nobody(void);\nint kmend_nobody(void) { return 1; }'
build unused.patch
refused 4 'change no code'
for file in fs/proc/version.c kernel/workqueue.c fs/exec.c; do
	edit lines.patch "$file" '1a /* two more\n * lines\n */'
	build lines.patch
	refused 4 'change no code'
done
