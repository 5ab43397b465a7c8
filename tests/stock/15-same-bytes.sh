# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# The same diffs give the same bytes, whoever builds, where, and when.

edit a.patch fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tseq_puts(m, "hi\\n");\n&/'
mkdir here there
build a.patch
ends 0
mv kmend-out.ko here/
(cd there && "$KMEND" -q build -k "$SERIES" -o kmend-out.ko ../a.patch) ||
	fail "the second build failed"
cmp here/kmend-out.ko there/kmend-out.ko || fail "the modules differ"

# Two at once do not disturb each other.
"$KMEND" -q build -k "$SERIES" -o kmend-one.ko a.patch &
"$KMEND" -q build -k "$SERIES" -o there/kmend-out.ko a.patch || fail "one of two"
wait $! || fail "the other of two"
cmp here/kmend-out.ko there/kmend-out.ko || fail "the modules differ"
kmend inspect --json kmend-one.ko
ends 0
json "j['name'] == 'one' and [f['name'] for f in j['functions']] == ['version_proc_show']"

# Who is interrupted in the jump to the new function can be unwound: the
# caller's address is in the second word, and then in the third.
root=$("$KMEND" -q fetch --offline --json "$SERIES" | jq -er .root)
SRCARCH=x86 "$root"/usr/lib/linux-kbuild-*/tools/objtool/objtool --dump \
	kmend-one.ko >orc 2>&1 || fail "objtool: $(cat orc)"
grep -qE '^\.kmend\.jumps\+0:.*sp:sp\+8 ' orc || fail "orc: $(grep jumps orc)"
grep -qE '^\.kmend\.jumps\+8:.*sp:sp\+16 ' orc || fail "orc: $(grep jumps orc)"

# Nor does it matter where the cache is: all is made again, by other paths.
[ "$SERIES" = 6.1 ] || return 0
home=$(dirname "$(readlink -f "$SOURCE")")
other=$(mktemp -d "$home/../../elsewhere.XXXXXX")
trap 'rm -rf "$other"' EXIT
mkdir -p "$other/deep/er/kernels/${home##*/}"
cp -al "$home/root" "$home/source" "$home/kernel" \
	"$other/deep/er/kernels/${home##*/}"
KMEND_CACHE=$other/deep/er kmend build -k "$SERIES" -o kmend-out.ko a.patch
ends 0
cmp here/kmend-out.ko kmend-out.ko || fail "another cache, another module"
rm kmend-out.ko kmend-one.ko
