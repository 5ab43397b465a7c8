# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# What an author writes into the diff with <kmend/kmend.h>: what he says of the
# patch is in the module, a finding that he accepts is a note, a function that
# he ignores is left, and a mark that cannot be followed refuses the patch.

change='/^static int version_proc_show/,/^}/s/^\treturn 0;/\tseq_puts(m, "!");\n&/
/^static int __init proc_version_init/,/^}/s/^\treturn 0;/\tpr_info("x");\n&/
$a #include <kmend/kmend.h>'
accept='$a KMEND_ACCEPT(KM001, proc_version_init, "it \\"has\\" run");'

edit marks.patch fs/proc/version.c "$change
$accept
\$a KMEND_DESCRIPTION(\"proc: \\\\\"more\\\\\"\");
\$a KMEND_CVE(\"CVE-2026-1\");
\$a KMEND_MODE(\"per-task\");
\$a KMEND_REPLACE();
\$a KMEND_IMMEDIATE(version_proc_show);"
build --json marks.patch
ends 0
json "j['description'] == 'proc: \"more\"'"
json "[f['name'] for f in j['changed']] == ['version_proc_show']"
json "[(f['code'], f['level']) for f in j['findings']] == [('KM001', 'note')]"
json "'it \"has\" run' in j['findings'][0]['what']"
objcopy -O binary --only-section=.kmend.info kmend-out.ko info ||
	fail "no .kmend.info"
tr '\0' '\n' <info >out
for line in 'description=proc: "more"' mode=per-task replace=1 cves=CVE-2026-1; do
	out_has "^$line\$"
done
readelf -SW kmend-out.ko | grep -F .kmend.mark && fail "marks are left"
# flags of the only function: KMEND_ABI_FUNC_IMMEDIATE
objcopy -O binary --only-section=.kmend.funcs kmend-out.ko funcs
[ "$(od -An -tu4 -j40 -N4 funcs | tr -d ' ')" = 1 ] || fail "not immediate"
rm kmend-out.ko

edit ignored.patch fs/proc/version.c "$change
$accept
\$a KMEND_IGNORE_FUNC(version_proc_show);"
build ignored.patch
refused 4 'change no code'

edit wrong.patch fs/proc/version.c "$change
$accept
\$a KMEND_ACCEPT(KM006, version_proc_show, \"I know\");
\$a KMEND_FORCE_FUNC(version_proc_shwo);"
build wrong.patch
refused 3 'KMEND_ACCEPT\(KM006, version_proc_show\): .*cannot be accepted'
grep -q 'KMEND_FORCE_FUNC(version_proc_shwo) has no effect' err ||
	fail "a wrong name is not told: $(cat err)"
