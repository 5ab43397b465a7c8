# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# Diffs as authors have them: through a pipe, packed, by mail, without "a/", and
# with what only git says; all of them give the module of the plain diff.

edit plain.patch fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tseq_puts(m, "x=\\n");\n&/'
build --json plain.patch
ends 0
mv kmend-out.ko plain.ko
same() { # what the last build made is the same
	ends 0
	cmp plain.ko kmend-out.ko || fail "$ran: other bytes"
	rm kmend-out.ko
}

# the name comes from the subject, if none is given
{ printf 'Subject: [PATCH 1/2] proc: =?UTF-8?q?out?=\n\n'; cat plain.patch; } >mail
"$KMEND" build -k "$SERIES" --json - <mail >out 2>err
status=$? ran='build -'
ends 0
json "j['name'] == 'proc-out' and j['description'] == 'proc: out'"
json "j['file'] == 'kmend-proc-out.ko'"
rm kmend-proc-out.ko
"$KMEND" build -k "$SERIES" - <plain.patch >out 2>err
status=$? ran='build - without a name'
refused 2 "'-' gives no name"

# a mail as some programs store it, packed, for patch -p0
{
	printf 'Subject: x\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
	sed -e 's,^\([-+][-+][-+]\) [ab]/,\1 ,' -e 's/=/=3D/g' -e 's/$/\r/' \
		plain.patch
} | xz >mail.patch.xz
build mail.patch.xz
ends 0
[ "$(kmend inspect --json kmend-out.ko >/dev/null; jq -r .description out)" = x ] ||
	fail "no subject: $(cat out)"
rm kmend-out.ko

# modes, pictures of the documentation, empty files, a header of another name
{
	printf '%s\n' 'diff --git a/fs/proc/version.c b/fs/proc/version.c' \
		'old mode 100644' 'new mode 100755'
	cat plain.patch
	printf '%s\n' 'diff --git a/fs/proc/page.c b/fs/proc/page.c' \
		'old mode 100644' 'new mode 100755' \
		'diff --git a/Documentation/a.png b/Documentation/a.png' \
		'new file mode 100644' 'GIT binary patch' 'literal 3' 'zcmZ' '' \
		'diff --git a/fs/proc/none.h b/fs/proc/none.h' \
		'new file mode 100644' 'index 0000000..e69de29'
} >git.patch
build --json -v git.patch
json "{(f['object'], f['code']) for f in j['findings']} ==
	{('fs/proc/page.c', 'KM130'), ('Documentation/a.png', 'KM130')}"
same

# a header that is renamed, and who includes it
header=fs/proc/fd.h
users=$(cd "$SOURCE" && grep -l '"fd.h"' fs/proc/*.c)
{
	printf '%s\n' "diff --git a/$header b/fs/proc/files.h" \
		'similarity index 100%' "rename from $header" \
		'rename to fs/proc/files.h'
	for user in $users; do
		edit one.patch "$user" 's/"fd.h"/"files.h"/'
		cat one.patch
	done
} >rename.patch
build rename.patch
refused 4 'change no code'
printf '%s\n' 'diff --git a/fs/proc/version.c b/fs/proc/banner.c' \
	'similarity index 100%' 'rename from fs/proc/version.c' \
	'rename to fs/proc/banner.c' >rename.patch
build rename.patch
refused 3 "fs/proc/banner.c: is renamed from 'fs/proc/version.c'.*KM138"

# files that come, as diff -N of people elsewhere writes them
mkdir -p a/fs/proc b/fs/proc
cp "$SOURCE/fs/proc/version.c" a/fs/proc
printf '#define TEXT "mended\\n"\n' >b/fs/proc/text.h
sed 's/^#include "internal.h"/&\n#include "text.h"/
	s/^\tseq_printf(m, linux_proc/\tseq_puts(m, TEXT);\n&/' \
	a/fs/proc/version.c >b/fs/proc/version.c
cmp -s a/fs/proc/version.c b/fs/proc/version.c && fail "no change"
for zone in UTC EST5 IST-5:30; do
	TZ=$zone diff -ruN a b >new.patch
	! grep -q /dev/null new.patch || fail "not what this is about"
	build --json new.patch
	ends 0
	json "[f['name'] for f in j['changed']] == ['version_proc_show']"
	rm kmend-out.ko
done
rm -r a b
printf '%s\n' 'Binary files a/fs/proc/page.c and b/fs/proc/page.c differ' \
	>binary.patch
build binary.patch
refused 3 'fs/proc/page.c: a file that is no text.*KM103'
printf '%s\n' 'diff --git a/fs/proc/page.c b/fs/proc/page.c' \
	'old mode 100644' 'new mode 100755' >mode.patch
build mode.patch
refused 4 'change no code'
