# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# A patch for another build is refused before the kernel is touched.

core kmend.ko
patch other.ko OTHER
kmend load other.ko
ends 1 'another build of 6.1.0-1-test-amd64: ffffffff.*, this one is 00112233'
patch release.ko OTHER RELEASE
kmend load release.ko
ends 1 'another build.*6.1.0-2-test-amd64, this one is 6.1.0-1-test-amd64'
patch kmend-fix.ko
head -c 40 "$FAKE_ROOT/sys/kernel/notes" >notes
mv notes "$FAKE_ROOT/sys/kernel/notes"
kmend load kmend-fix.ko
ends 1 'no build ID'
rm "$FAKE_ROOT/sys/kernel/notes"
kmend load kmend-fix.ko
ends 1 'build ID'
calls
