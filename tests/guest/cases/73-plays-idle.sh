# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Who plays idle is no idle task: switched out on the way, he is seen inside.
# rows: full
. /lib.sh

insmod $PATCHES/kmt_idle.ko
plays() { grep -q . "/proc/$(pidof kmt_idle)/stack"; }
until_true 20 plays
refused 1 'blocked by .*kmt_idle.*idle_play' \
	kmend load --core /kmend.ko --mode atomic --timeout 2 --stop-budget 0 \
	"$(file_of kmt-idle)"
! loaded kmt-idle || fail "it is there"
echo Y >/sys/module/kmt_idle/parameters/done
load kmt-idle --mode atomic
unload kmt-idle
rmmod kmt_idle
