# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# The guest is the stock kernel that we mean to test, with what we need.
. /lib.sh

step "$(cat /proc/version)"
grep -q 'debian-kernel@lists.debian.org' /proc/version || fail "not Debian's"
same "$(nproc)" 4 "CPUs"
[ -r /sys/kernel/tracing/enabled_functions ] || fail "no tracefs"
! grep -q '^kmend' /proc/modules || fail "kmend before anybody loaded it"
