# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Patch code reads user memory; a bad pointer is EFAULT and not an oops.
. /lib.sh

same "$(setgroups 1 2 65534)" ok "nogroup before"
load examples
same "$(setgroups 1 2 3)" ok "three groups"
same "$(setgroups 1 2 65534)" EINVAL "nogroup"
same "$(setgroups unmapped)" EFAULT "a page that is not there"
same "$(setgroups kernel)" EFAULT "an address of the kernel"
unload examples
same "$(setgroups 1 2 65534)" ok "nogroup after"
same "$(setgroups unmapped)" EFAULT "a page that is not there, after"
