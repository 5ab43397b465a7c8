# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# A patch is built on another one: it has the changes of that one, too, and says
# so. What is no base is refused.

on() { # NAME ARG...: builds kmend-NAME.ko
	local name=$1
	shift
	kmend build --json -k "$SERIES" -o "kmend-$name.ko" "$@"
}
says() { # KEY: what the last module says of itself
	objcopy -O binary -j .kmend.info "$1" /dev/stdout | tr '\0' '\n' |
		sed -n "s/^$2=//p"
}

edit a1.patch fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tseq_puts(m, FIRST "\\n");\n&/
s/^#include "internal.h"/&\n#include "first.h"/'
edit a2.patch fs/proc/uptime.c '/^static int uptime_proc_show/,/^}/s/^\treturn 0;/\tseq_puts(m, "up\\n");\n&/'
printf '%s\n' '--- /dev/null' '+++ b/fs/proc/first.h' '@@ -0,0 +1 @@' \
	'+#define FIRST "first"' >a3.patch
mkdir -p base/fs/proc
cp new/fs/proc/version.c base/fs/proc/
(SOURCE=$PWD/base && edit b.patch fs/proc/version.c \
	's/^\tseq_puts\(m, FIRST/\tseq_puts(m, "second" FIRST);\n&/')
cp new/fs/proc/version.c base/fs/proc/
edit c.patch fs/proc/cmdline.c 's/^\tseq_putc\(m/\tseq_puts(m, "third");\n&/'

printf 'Subject: the first, CVE-2020-1234\n\n' | cat - a1.patch >a1.mail
on a a1.mail a2.patch a3.patch
ends 0
json "j['on'] == '' and len(j['changed']) == 2"
gzip -k a2.patch
on a-again a1.patch a2.patch.gz a3.patch
ends 0
[ "$(says kmend-a.ko id)" = "a:$(says kmend-a-again.ko id | cut -d: -f2)" ] ||
	fail "another ID for the same change"

on b b.patch
refused_b='does not apply'
ends 1 "$refused_b"
on b --on kmend-a.ko b.patch
ends 0
json "sorted(f['name'] for f in j['changed']) == ['uptime_proc_show', 'version_proc_show']"
json "j['description'] == '' and j['name'] == 'b'"
[ "$(says kmend-b.ko on)" = "$(says kmend-a.ko id)" ] || fail "on what?"
[ "$(says kmend-b.ko cves)" = CVE-2020-1234 ] || fail "the CVE is lost"
strings kmend-b.ko | grep -q '^secondfirst' || fail "the change is not there"
on c --on kmend-b.ko c.patch
ends 0
json "len(j['changed']) == 3"
[ "$(says kmend-c.ko on)" = "$(says kmend-a.ko id) $(says kmend-b.ko id)" ] ||
	fail "on what? $(says kmend-c.ko on)"
kmend build -k "$SERIES" -o kmend-d.ko --on kmend-a.ko c.patch
ends 0
out_has '^  built on a, and takes its place$'

echo "what is no base" >&2
rm kmend-c.ko kmend-d.ko kmend-a-again.ko
mkdir bases
mv kmend-a.ko kmend-b.ko bases
on c --on bases/kmend-a.ko --on bases/kmend-b.ko c.patch
refused 2 "'bases/kmend-b.ko' has its changes already"
on a --on bases/kmend-a.ko b.patch
refused 2 "the patch has the name of 'bases/kmend-a.ko'"
on c --format livepatch --on bases/kmend-a.ko b.patch
refused 2 '--on does not go with --format livepatch'
objcopy -R .kmend.source bases/kmend-a.ko bare.ko
on c --on bare.ko b.patch
refused 1 "'bare.ko' does not hold what it changes in the source"
zstd -q b.patch
objcopy --update-section .kmend.source=b.patch.zst bases/kmend-a.ko bad.ko
on c --on bad.ko b.patch
refused 1 "damaged patch module: 'bad.ko'"
LC_ALL=C sed 's/release=6/release=\x1b/' bases/kmend-a.ko >escape.ko
on c --on escape.ko b.patch
refused 1 "damaged patch module: 'escape.ko'"
LC_ALL=C sed 's/verified=1/verified=0/' bases/kmend-a.ko >unverified.ko
on c --on unverified.ko b.patch
refused 1 "'unverified.ko' was built with --unverified"
on c --on b.patch b.patch
refused 1 "on 'b.patch'.*not an ELF"
on c --on bases/none.ko b.patch
refused 1 "on 'bases/none.ko'.*No such file"
