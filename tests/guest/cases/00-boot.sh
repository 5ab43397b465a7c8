# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# The guest is the kernel that we mean to test, with what we need.
. /lib.sh

step "$(cat /proc/version)"
case $(uname -r) in
*-bare-amd64 | *-strict-amd64) ;;	# our own: make check-debug
*) has /proc/version 'debian-kernel@lists.debian.org' ;;
esac
same "$(nproc)" 4 "CPUs"
[ -r /sys/kernel/tracing/enabled_functions ] || fail "no tracefs"
! grep -q '^kmend' /proc/modules || fail "kmend before anybody loaded it"
