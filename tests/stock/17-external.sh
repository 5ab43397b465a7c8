# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# A module that is not the kernel's own, with its own source.

json=$("$KMEND" -q fetch --offline --json "$SERIES")
cp -r "$TESTS/external" ext
make -s -C "$(jq -er .headers <<<"$json")" M="$PWD/ext" KCFLAGS=-g0 \
	CONFIG_DEBUG_INFO_BTF_MODULES= modules >make.log 2>&1 ||
	fail "the module does not build: $(cat make.log)"
xz -k ext/kmend_ext.ko
rm ext/kmend_ext.ko
ext() { build --module ext/kmend_ext.ko.xz --source ext "$@"; }

# diff_ext PATCH FILE SCRIPT
diff_ext() {
	mkdir -p new/sub
	sed -E "$3" "ext/$2" >"new/$2"
	diff -u --label "a/$2" --label "b/$2" "ext/$2" "new/$2" >"$1"
}

diff_ext code.patch sub/second.c 's/sum \+= by;/sum += 2 * by;/'
ext --json code.patch
ends 0
json "j['units'] == ['sub/second.c'] and j['verified']"
json "[f['name'] for f in j['changed']] == ['ext_second'] and not j['new']"
kmend inspect --json kmend-out.ko
json "{(f['object'], f['name']) for f in j['functions']} ==
	{('kmend_ext', 'ext_second')}"
json "('kmend_ext', 'sum') in {(s['object'], s['name']) for s in j['symbols']}"
rm kmend-out.ko

# a compiler farm gets what kbuild compiles, and what we do, before and after
printf '#!/bin/sh\necho "$*" >>"%s/log"\nexec "$@"\n' "$PWD" >launcher
chmod +x launcher
ext --json --cc-launcher "$PWD/launcher" code.patch
ends 0
json "j['verified'] and [f['name'] for f in j['changed']] == ['ext_second']"
rm kmend-out.ko
grep -q 'gcc.* -c -o .*/orig/sub/second.o ' log ||
	fail "kbuild does not use the launcher: $(cat log)"
for file in orig patched; do
	grep -q "gcc.* -ffunction-sections .*/$file/sub/second.c\$" log ||
		fail "no launcher for what is compared: $(cat log)"
done

# a header: all units are compared
diff_ext header.patch ext.h 's/STEP 1/STEP 3/'
ext --json header.patch
ends 0
json "[f['name'] for f in j['changed']] == ['ext_get']"
rm kmend-out.ko

# one patch of it is built on another one
ext -o kmend-first.ko code.patch
ends 0
ext -o kmend-both.ko --json --on kmend-first.ko header.patch
ends 0
json "sorted(f['name'] for f in j['changed']) == ['ext_get', 'ext_second']"
json "j['on'].startswith('first:')"
rm kmend-first.ko kmend-both.ko

# its source is not what the module was made of
sed -i 's/sum += by/sum -= by/' ext/sub/second.c
diff_ext code.patch sub/second.c 's/sum -= by;/sum += 2 * by;/'
ext code.patch
refused 1 "'sub/second.c' compiled here is not what the module has"
ext --unverified --json code.patch
ends 0 'KM104'
json "not j['verified']"
kmend inspect kmend-out.ko
out_has '^verified  *no'
rm kmend-out.ko

build --module ext/kmend_ext.ko.xz code.patch
refused 2 'module needs --source'
rm ext/kmend_ext.ko.xz
ext code.patch
refused 1 'kmend_ext.ko.xz'
