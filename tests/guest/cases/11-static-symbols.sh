# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# The patch reads static variables of the kernel and calls a static function.
. /lib.sh

cat /proc/filesystems >before
total=$(wc -l <before)
nodev=$(grep -c '^nodev' before)
has_not /proc/meminfo '^MemUsed:'
load examples

step "the kernel's own list of file systems, counted by the patch"
cat /proc/filesystems >after
same "$(tail -n 1 after)" \
	"# $total file systems, $nodev of them without a device" "summary"
same "$(grep -v '^#' after)" "$(cat before)" "the list itself"

step "show_val_kb() of the kernel, called by the patch"
awk '{ v[$1] = $2 } END {
	d = v["MemTotal:"] - v["MemFree:"] - v["MemUsed:"]
	exit !("MemUsed:" in v) || d != 0
}' /proc/meminfo || fail "MemUsed: $(cat /proc/meminfo)"
has /proc/meminfo '^MemUsed:  *[0-9]+ kB$'

unload examples
cmp /proc/filesystems before || fail "not as before"
