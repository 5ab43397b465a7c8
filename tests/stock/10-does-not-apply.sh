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
grep -q 'two diffs make the same change' err || fail "no reason: $(cat err)"
! grep -q 'it fits\|archive' err || fail "a hint at another kernel: $(cat err)"

# what the source has already, all of it or a part, is told, and no kernel
reverse() { # PATCH FILE...: a diff that was applied to each FILE of the source
	local file
	local patch=$1
	rm -rf old "$patch"
	shift
	for file; do
		mkdir -p "old/$(dirname "$file")"
		sed 's/^\treturn 0;/\treturn 1;/' "$SOURCE/$file" >"old/$file"
		diff -u --label "a/$file" --label "b/$file" "old/$file" \
			"$SOURCE/$file" >>"$patch"
	done
}
reverse has.patch fs/proc/uptime.c fs/proc/loadavg.c
build has.patch
refused 1 "'has.patch': this change is in the kernel's source already"
grep -q 'uptime.c, fs/proc/loadavg.c' err || fail "no names: $(cat err)"
! grep -q 'it fits\|archive' err || fail "a hint at another kernel: $(cat err)"
build ok.patch has.patch
refused 1 "'has.patch' does not apply: fs/proc/uptime.c"
grep -q "has already what the diff changes in fs/proc/uptime.c, fs/proc/loadavg.c: leave them out" err ||
	fail "no names: $(cat err)"
! grep -q 'it fits\|archive' err || fail "a hint at another kernel: $(cat err)"
cat has.patch a.patch >half.patch
build half.patch
refused 1 "'half.patch' does not apply: .*version.c: hunk 1"
grep -q 'changes in fs/proc/uptime.c, fs/proc/loadavg.c: leave' err ||
	fail "no names: $(cat err)"
# a new file that is there
diff -u --label /dev/null --label b/fs/proc/internal.h /dev/null \
	"$SOURCE/fs/proc/internal.h" >new.patch
build new.patch
refused 1 "'new.patch': this change is in the kernel's source already"

# a file that this kernel has not
sed 's,proc/version,proc/verse,' ok.patch >c.patch
build c.patch
refused 3 'fs/proc/verse.c: the kernel.s source has no such file'
build no-such.patch
refused 1 "no-such.patch.*No such file"
