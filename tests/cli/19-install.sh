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
ends 1 'fix is installed, but the initramfs of 6.1.0-1-test-amd64 is as it was'
ends 1 'try again: .*update-initramfs -u -k 6.1.0-1-test-amd64$'
kmend install --json kmend-fix.ko
ends 1
json "j['name'] == 'fix' and not j['initramfs']"
kmend uninstall fix
ends 1 'fix is not installed any more, but the initramfs of 6.1.0-1-test-amd64 is as it was'
ends 1 'try again: .*update-initramfs -u -k 6.1.0-1-test-amd64$'
[ "$(cat "$store/list")" = other ] || fail "the list: $(cat "$store/list")"
rm "$FAKE_ROOT/hook"
kmend install kmend-fix.ko
ends 0

echo "another build of the kernel: the good one stays" >&2
patch other-build.ko OTHER
kmend install other-build.ko
ends 1 "'other-build.ko' is not installed: it is for another build of 6.1.0-1-test-amd64: f{40}, that of the running kernel is 0011"
ends 1 'what was installed before is as it was'
cmp -s kmend-fix.ko "$store/kmend-fix.ko" || fail "it was overwritten"
# of a kernel that nobody knows, only what is installed can tell
patch release.ko RELEASE
patch release-other.ko RELEASE OTHER
core release-core.ko RELEASE
kmend install --core release-core.ko release-other.ko
ends 0
kmend install --core release-core.ko release.ko
ends 1 'for another build of 6.1.0-2-test-amd64: .* the patch that is installed is f'
ends 1 'if this kernel is to boot: kmend uninstall fix'
rm -r "${store%/*}/6.1.0-2-test-amd64"

echo "a patch that would undo what another one changes" >&2
patch second.ko SECOND
patch on.ko SECOND ON
kmend install second.ko
ends 1 "'second.ko' is not installed: patch second would undo what fix changes"
kmend install --over second.ko
ends 0
kmend uninstall second
kmend install on.ko
ends 0
[ "$(cat "$store/list")" = "$(printf 'other\nfix\nsecond')" ] || fail "the order"
# one in the middle gets another file, which the later one was not built on
patch newer.ko NEWER
kmend install newer.ko
ends 1 'patch second would undo what fix changes'
ends 1 'second was built on another fix than this one'
cmp -s kmend-fix.ko "$store/kmend-fix.ko" || fail "it was overwritten"
kmend uninstall fix
kmend install kmend-fix.ko
ends 1 'patch fix would undo what second changes'
ends 1 'second was built on fix and has all of its changes'
kmend uninstall second
kmend install kmend-fix.ko
ends 0

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
