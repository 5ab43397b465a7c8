# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# What a patch module says about itself, without a kernel to load it.
. /lib.sh

kmend inspect "$(file_of examples)" >text || fail "inspect: status $?"
for f in uptime_proc_show loadavg_proc_show filesystems_proc_show \
	show_softirqs meminfo_proc_show; do
	has text "$f"
done
kmend inspect --json "$(file_of version)" >json
grep -qF "\"$(uname -r)\"" json || fail "another release: $(cat json)"
has json 'version_proc_show'
head -c 100 "$(file_of version)" >cut.ko
refused 1 '.' kmend inspect cut.ko
refused 1 '.' kmend inspect $PATCHES/stock.ko
