# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A core that is missing or broken: the message says why and what to do.
. /lib.sh

refused 1 'core' kmend load "$(file_of version)"
refused 1 'core|no such file' \
	kmend load --core /nowhere/kmend.ko "$(file_of version)"
head -c 4096 /kmend.ko >broken.ko
refused 1 'core|broken.ko' \
	kmend load --core /tmp/broken.ko "$(file_of version)"
! grep -q '^kmend' /proc/modules || fail "something was loaded"
load version
unload version
