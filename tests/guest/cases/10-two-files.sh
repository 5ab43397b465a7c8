# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# Functions of two files change; both use a helper and a counter that are
# new, and one calls nr_iowait(), which modules cannot call.
. /lib.sh

cat /proc/uptime >before
same "$(wc -w <before)" 2 "fields of uptime before"
load examples

step "the counter begins at 100 and both files move it"
read -r _ _ count </proc/uptime
same "$count" 101 "first read"
read -r _ _ _ _ _ iowait count </proc/loadavg
same "$count" 102 "second read, of the other file"
same "$iowait" 0 "tasks that wait for a disk"
read -r _ _ count </proc/uptime
same "$count" 103 "third read"

unload examples
same "$(wc -w </proc/uptime)" 2 "fields of uptime"
same "$(wc -w </proc/loadavg)" 5 "fields of loadavg"
