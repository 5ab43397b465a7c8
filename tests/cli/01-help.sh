# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# help, --help and --version; every verb is in the list and has a page.

kmend --version
ends 0
out_has '^kmend [0-9]+\.[0-9]+'
kmend help
ends 0
cp out help
verbs=$(sed -n 's/^  \([a-z]*\)  *.*/\1/p' help)
for verb in help inspect list load unload; do
	grep -qx "$verb" <<<"$verbs" || fail "no $verb in kmend help"
done
for verb in $verbs; do
	kmend help "$verb"
	ends 0
	out_has "^usage: kmend $verb"
	cp out page
	kmend "$verb" --help
	ends 0
	cmp -s out page || fail "kmend $verb --help is another page"
done
kmend --help
ends 0
cmp -s out help || fail "kmend --help is another page"
