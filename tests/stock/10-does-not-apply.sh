# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# A diff for another version says which hunk of which file does not fit.

edit ok.patch fs/proc/version.c 's/seq_printf\(m, linux_proc_banner,/&\n/'
sed 's/^ static int version_proc_show/ static int version_show/' ok.patch >a.patch
build a.patch
refused 1 "'a.patch' does not apply: fs/proc/version.c: hunk 1 \(line "

# what else there is, and how to try it; the cache has some of it
cache=$(dirname "$(dirname "$(readlink -f "$SOURCE")")")
apt-cache madison "linux-source-$SERIES" | cut -d'|' -f2 | tr -d ' ' |
	sort -u >versions
while read -r version; do
	compgen -G "$cache/*-cloud-amd64_$version/kernel" >there ||
		echo "$version"
done <versions >others
if [ -s others ] && [ "$(apt-cache pkgnames "linux-image-$SERIES" |
	grep -c 'cloud-amd64-unsigned$')" -gt 1 ]; then
	grep -q "archive also has $SERIES.*=.*'kmend fetch RELEASE=VERSION'" err ||
		fail "no other kernel is named: $(cat err)"
fi

edit two.patch fs/proc/uptime.c 's/^\treturn 0;/\n&/'
cat ok.patch two.patch >both.patch
sed -i 's/^ static int uptime/ static int up_time/' both.patch
sed 's/^ \treturn 0;/ \treturn 1;/' two.patch >b.patch
build ok.patch b.patch
refused 1 "'b.patch' does not apply: fs/proc/uptime.c: hunk 1"
build ok.patch ok.patch
refused 1 "'ok.patch' does not apply: fs/proc/version.c: it is applied already"
# a file that this kernel has not
sed 's,proc/version,proc/verse,' ok.patch >c.patch
build c.patch
refused 3 'fs/proc/verse.c: the kernel.s source has no such file'
build no-such.patch
refused 1 "no-such.patch.*No such file"
