# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# What `kmend install` has put into the initramfs is on before modules come; a
# patch that does not fit is left out, and the machine boots
# cmdline: kmend.early
# timeout: 180
. /lib.sh

logged() { dmesg | grep -q "$1" || fail "not in the log: $1"; }
boot() { /usr/lib/kmend/kmend-boot /var/lib/kmend || fail "it failed"; }

step "the first is for another build, the others are on"
same "$(cat /var/lib/kmend/*/list)" "version
next
kmt-one" "what is installed"
logged 'kmend: boot: version cannot be loaded: the kernel runs without it'
! loaded version || fail "version is there"
has /proc/version '^patched by the next$'

step "a module that comes later is patched before its init"
insmod "$PATCHES/kmt_a.ko"
logged 'kmt_a: init: value 100300 first 1'

step "run again, as the unit does: nothing is to be done"
dmesg -c >/dev/null
boot
! dmesg | grep -q 'next\|kmt-one' || fail "it was done again: $(dmesg)"
unload kmt-one
boot
same "$(cat /proc/kmt_a)" "value 100300 twins 100 222" "loaded again"

step "what others can write is not loaded"
unload kmt-one
chmod o+w "/var/lib/kmend/$(uname -r)/list"
boot
chmod o-w "/var/lib/kmend/$(uname -r)/list"
logged 'kmend: boot: nothing is loaded: others than root can write: .*/list$'
! loaded kmt-one || fail "kmt-one is there"
boot
loaded kmt-one || fail "kmt-one is not there"

step "a damaged file is left out"
unload kmt-one
file=/var/lib/kmend/$(uname -r)/kmend-kmt-one.ko
mv "$file" whole
head -c 4000 whole >"$file"
boot
logged 'kmend: boot: kmt-one is left out: kmend-intact: '
! loaded kmt-one || fail "kmt-one is there"
mv whole "$file"
boot
loaded kmt-one || fail "it is left out for ever"

step "kmend=off"
unload kmt-one
unload next
rmmod kmend
echo "quiet kmend=off" >cmdline
mount -o bind cmdline /proc/cmdline
boot
logged 'kmend: boot: kmend=off'
[ ! -e /sys/kernel/kmend ] || fail "the core is there"
umount /proc/cmdline

step "a core that cannot be loaded"
mount -o bind cmdline "/var/lib/kmend/$(uname -r)/kmend.ko"
boot
logged 'kmend.ko cannot be loaded: no patch is'
