# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A module for another build of the same release does not reach the kernel, and
# a core that was built for one does not stay.
. /lib.sh

refused 1 'build' kmend load --core /kmend.ko $PATCHES/other-build.ko
! loaded version || fail "it was loaded"
! grep -q '^kmend ' /proc/modules || fail "the core was loaded for it"

step "and the core itself refuses it, should somebody use insmod"
insmod /kmend.ko
! insmod $PATCHES/other-build.ko 2>insmod.err || fail "insmod took it"
! loaded version || fail "it stayed"
dmesg >log
has log 'kmend:.*build'
has_not /proc/version 'patched by kmend'
rmmod kmend

step "a core for another build"
! insmod /kmend-other.ko 2>insmod.err || fail "insmod took the core"
dmesg >log
has log 'kmend: this core was built for build'
! grep -q '^kmend ' /proc/modules || fail "the core stayed"

load version
unload version
