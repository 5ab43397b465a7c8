# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# Each example of docs/author-guide.md builds and changes what it says.

guide=$TESTS/../../docs/author-guide.md
author=$TESTS/../../examples/author
for patch in "$author"/*.patch; do
	grep -qF "(../examples/author/${patch##*/})" "$guide" ||
		fail "${patch##*/} is not in the guide"
done
grep -oE '\(\.\./[a-z/-]+\.patch\)' "$guide" | tr -d '()' | while read -r file; do
	[ -e "${guide%/*}/$file" ] || exit 1
done || fail "the guide names a file that is not there"
# changes NAME TARGET FUNCTION...: exactly these functions of the kernel
changes() {
	local name=$1 target=$2
	shift 2
	build --json "$author/$name.patch"
	ends 0
	json "j['targets'] == ['$target']"
	json "[f['name'] for f in j['changed']] == '$*'.split()"
}
changes code vmlinux cmdline_proc_show
changes header vmlinux uptime_proc_show
changes module dummy dummy_setup
changes files vmlinux loadavg_proc_show
json "[f['name'] for f in j['new']] == ['proc_readers_add']"
build "$author/hooks.patch"
ends 0
out_has '^  mode atomic$'
build "$author/shadow.patch"
ends 0
rm kmend-out.ko
