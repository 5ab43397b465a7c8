# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# A hook in the instant must not sleep; what mainline livepatch cannot do is
# refused in its format, and what is made in it tells what it is.

change='/^static int version_proc_show/,/^}/s/^\treturn 0;/\tseq_puts(m, "!");\n&/
$a #include <kmend/kmend.h>
$a #include <linux/mutex.h>
$a static DEFINE_MUTEX(hook_lock);
$a static noinline void hook_deep(void) { mutex_lock(\&hook_lock); }
$a static void hook(void) { hook_deep(); mutex_unlock(\&hook_lock); }'
edit locks.patch fs/proc/version.c "$change
\$a KMEND_PATCH(hook);"
build locks.patch
refused 3 'hook: an atomic hook .* mutex_lock locks \(.*mutex_lock\).*KM080'
build --format livepatch locks.patch
refused 3 'patch: hook: mainline livepatch has no instant .*KM121'

edit sleeps.patch fs/proc/version.c "$change
\$a KMEND_POST_UNPATCH(hook);
\$a KMEND_MODE(\"atomic\");"
build --format livepatch sleeps.patch
refused 3 'mainline livepatch has only one mode.*KM122'
grep -q 'hook: .*another patch replaces this one.*KM127' err ||
	fail "nobody warns of replace"

build --format livepatch --json \
	"$TESTS/../guest/livepatch/callbacks.patch"
ends 0 'callbacks_pre_unpatch: .*cannot keep the patch on.*KM123'
json "j['mode'] == 'per-task'"
kmend inspect --json kmend-out.ko
json "j['format'] == 'livepatch' and j['replace'] and j['verified']"
json "[(f['object'], f['name']) for f in j['functions']] ==
	[('vmlinux', 'version_proc_show')]"
json "'init_uts_ns' not in [s['name'] for s in j['symbols']]"
rm kmend-out.ko
build --format livepatch "$TESTS/../../examples/author/shadow.patch"
ends 0 'kmend_shadow_get_or_attach: .*kmend.ko.*KM128'
rm kmend-out.ko
