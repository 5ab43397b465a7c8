# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A patch that does not fit the kernel, or undoes another one, is not installed;
# when the machine boots, a patch takes the place of the one it was built on
. /lib.sh

store=/var/lib/kmend/$(uname -r)
rm -rf /var/lib/kmend
put() { kmend install --core /kmend.ko "$(file_of "$1")" || fail "install $1"; }
listed() { same "$(tr '\n' ' ' <"$store/list")" "$1" "the list"; }
boot() { /usr/lib/kmend/kmend-boot /var/lib/kmend || fail "it failed"; }
states() {
	for p in version kmt-one kmt-onto; do
		cat "$SYSFS/$p/state"
	done | tr '\n' ' '
}

step "another build of this release: the good one stays"
put version
refused 1 "is for another build of .*, that of the running kernel is" \
	kmend install --core /kmend.ko "$PATCHES/other-build.ko"
cmp "$(file_of version)" "$store/kmend-version.ko" || fail "it is gone"

step "one that undoes what another one changes"
refused 1 "patch next would undo what version changes" \
	kmend install --core /kmend.ko "$(file_of next)"
put kmt-one
refused 1 "patch kmt-two would undo what kmt-one changes" \
	kmend install --core /kmend.ko "$(file_of kmt-two)"
put kmt-onto
listed "version kmt-one kmt-onto "

step "the machine boots, and the script is run again"
insmod "$PATCHES/kmt_a.ko" || fail "insmod"
boot
boot
same "$(states)" "enabled disabled enabled " "states"
same "$(cat /proc/kmt_a)" "value 44 twins 100 200" "kmt_a"

step "uninstalled: the one before is next time"
kmend uninstall kmt-onto || fail "uninstall"
listed "version kmt-one "
same "$(states)" "enabled disabled enabled " "states"
