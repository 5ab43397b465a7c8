# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Ftrace is dead and nobody has seen it: the core's text stays although it is unloaded
# timeout: 120
. /lib.sh
logged() { dmesg | grep -q "$1" || fail "not in the log: $1"; }

insmod /kmend.ko || fail "no core"
insmod $PATCHES/kmt_dead.ko || fail "ftrace lives"
rmmod kmend &
until_true 20 sh -c 'dmesg | grep -q "ftrace is dead (error"'
logged "its unloading does not end until the next boot"
step "module_finalize() is still redirected"
insmod $PATCHES/kmt_a.ko || fail "no module comes"
same "$(cat /proc/kmt_a)" "value 1 twins 100 200" "it runs"
rmmod kmt_a || fail "no module goes"
grep -q "^kmend " /proc/modules || fail "the core is gone"
