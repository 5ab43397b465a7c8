# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# What is to be loaded at boot: kept by release, in order, with the core.

store=$FAKE_ROOT/var/lib/kmend/6.1.0-1-test-amd64

patch kmend-fix.ko
kmend install kmend-fix.ko
ends 1 "'kmend-fix.ko' is not installed: the core"
[ ! -e "$store/list" ] || fail "there is a list"
core kmend.ko RELEASE
kmend install kmend-fix.ko
ends 1 'built for 6.1.0-2-test-amd64'
core kmend.ko
kmend install kmend-fix.ko
ends 0
out_is 'fix is loaded when 6.1.0-1-test-amd64 boots'
cmp -s kmend.ko "$store/kmend.ko" || fail "no core"
cmp -s kmend-fix.ko "$store/kmend-fix.ko" || fail "no patch"
calls

echo "a patch that was there, and one more" >&2
printf 'other\nfix\n' >"$store/list"
kmend install kmend-fix.ko
ends 0
[ "$(cat "$store/list")" = "$(printf 'other\nfix')" ] || fail "the order"
mkdir elsewhere
mv kmend.ko elsewhere
kmend install kmend-fix.ko
ends 0
kmend install --core elsewhere/none.ko kmend-fix.ko
ends 1 'No such file'

: >"$FAKE_ROOT/user"
kmend install kmend-fix.ko
ends 1 'only root'
kmend install --root . --core elsewhere/kmend.ko kmend-fix.ko
ends 0
[ -e ".$store/kmend-fix.ko" ] || fail "nothing below --root"
rm "$FAKE_ROOT/user"

# the initramfs, if there are one and our hook
printf '#!/bin/sh\necho "$@" >"%s/ran"\n' "$PWD" >"$FAKE_ROOT/update-initramfs"
chmod +x "$FAKE_ROOT/update-initramfs"
mkdir -p "$FAKE_ROOT/boot"
: >"$FAKE_ROOT/boot/initrd.img-6.1.0-1-test-amd64"
kmend install kmend-fix.ko
ends 0
[ ! -e ran ] || fail "without a hook it is of no use"
: >"$FAKE_ROOT/hook"
kmend install --json kmend-fix.ko
ends 0
json "j['name'] == 'fix' and j['initramfs'] and j['dir'] == '$store'"
[ "$(cat ran)" = "-u -k 6.1.0-1-test-amd64" ] || fail "ran: $(cat ran)"
printf '#!/bin/sh\nexit 3\n' >"$FAKE_ROOT/update-initramfs"
kmend install kmend-fix.ko
ends 1 'the initramfs of 6.1.0-1-test-amd64 is as it was'
rm "$FAKE_ROOT/hook"

kmend uninstall none
ends 1 'patch none is not installed'
kmend uninstall fix
ends 0
out_is 'fix is no more loaded when 6.1.0-1-test-amd64 boots'
[ "$(cat "$store/list")" = other ] || fail "the list: $(cat "$store/list")"
[ ! -e "$store/kmend-fix.ko" ] || fail "the module is there"
[ -e "$store/kmend.ko" ] || fail "the core of the other is gone"
kmend uninstall kmend-fix.ko
ends 1 'not installed'
kmend uninstall other
ends 0
[ ! -e "$store" ] || fail "the directory of the release is there"
