# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh disable=SC2154
# The man page is made of what the program says, and is good roff.

"$TESTS/../../man/generate" "$KMEND" >kmend.1 || fail "no page"
kmend help
for verb in $(sed -n 's/^  \([a-z]*\)  *.*/\1/p' out); do
	grep -qx ".SS \"$verb\"" kmend.1 || fail "nothing about $verb"
done
grep -q '^  \\-k, \\-\\-kernel KERNEL' kmend.1 || fail "no option of build"
! grep -q '@verbs@' kmend.1 || fail "the verbs are missing"
if command -v groff >/dev/null; then
	groff -man -Tutf8 -ww -z kmend.1 2>errors
	[ ! -s errors ] || fail "groff: $(cat errors)"
	groff -man -Tascii -P-c kmend.1 | grep -q -- '  --output FILE\|, --output FILE' ||
		fail "an option is not in the page"
fi
# 4 is not only in the text of build
grep -q '^\.B 4$' kmend.1 || fail "no exit status"
