# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# When ftrace is dead and that is seen, the core cannot be unloaded, and modules still come and go
# timeout: 120
. /lib.sh
logged() { dmesg | grep -q "$1" || fail "not in the log: $1"; }

load version
insmod $PATCHES/kmt_dead.ko || fail "ftrace lives"
insmod $PATCHES/kmt_a.ko || fail "no module comes"
logged "ftrace is dead: .* cannot be unloaded until the next boot"
refused 1 "." rmmod kmend
step "the patch can go off, since the handler is still asked"
unload version
refused 1 "." rmmod kmend
rmmod kmt_a || fail "no module goes"
insmod $PATCHES/kmt_a.ko || fail "no module comes any more"
same "$(cat /proc/kmt_a)" "value 1 twins 100 200" "it runs"
