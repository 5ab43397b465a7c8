# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# What cannot be fetched, and what there is instead.
# shellcheck source=tests/cli/fake_apt.sh
. "$TESTS/fake_apt.sh"

kmend fetch
ends 2 'too few arguments'
kmend fetch 6.1 6.12
ends 2 "too many arguments: '6.12'"
kmend fetch --offline --source . 6.1
ends 2 'do not go together'
for bad in linux 6 6.1/../x ''; do
	kmend fetch "$bad"
	ends 2 'neither a kernel release nor a series'
done
kmend fetch 6.8.0-40-generic
ends 1 'not the release of a Debian kernel for x86-64'
[ ! -e "$KMEND_CACHE" ] || fail "made a cache for nothing"

# Lists without any kernel: root reads them again, others are told to.
release=6.1.0-9-cloud-amd64
kmend fetch 6.1
ends 1 'apt knows no kernel of series 6.1'
if [ "$(id -u)" = 0 ]; then
	fetched update
	kernel_packages $release 6.1.90-2
	source_package 6.1 6.1.90-2
	mv "$ARCHIVE/list" "$ARCHIVE/list.new"
	: >"$ARCHIVE/list"
else
	ends 1 'apt-get update'
	kernel_packages $release 6.1.90-2
	source_package 6.1 6.1.90-2
fi
kmend fetch 6.1
ends 0
rm -f "$ARCHIVE/log" "$ARCHIVE/list.new"
rm -r "$KMEND_CACHE"

kernel_packages 6.1.0-10-cloud-amd64 6.1.100-1
there="there are: $release \(6.1.90-2\); .*--source DIR"
kmend fetch 6.1.0-7-cloud-amd64
ends 1 'apt has no kernel 6.1.0-7-cloud-amd64'
ends 1 "$there"
kmend fetch $release=6.1.90-1
ends 1 "apt has no kernel $release of version 6.1.90-1"
ends 1 "$there"
kmend fetch 6.1.0-10-cloud-amd64
ends 1 '6.1.100-1, but no linux-source-6.1 of this version'
ends 1 "$there"
kmend fetch 6.1.0-9-rt-amd64
ends 1 'built with patches that linux-source does not have'
fetched

# A source of one's own must be the right one.
mkdir -p own/include/linux
kmend fetch --source nowhere 6.1.0-10-cloud-amd64
ends 1 "--source: 'nowhere': No such file"
kmend fetch --source own 6.1.0-10-cloud-amd64
ends 1 'no kernel source'
printf 'VERSION = 6\nPATCHLEVEL = 12\n' >own/Makefile
kmend fetch --source own 6.1.0-10-cloud-amd64
ends 1 'is the source of 6.12, not of 6.1'
printf 'VERSION = 6\nPATCHLEVEL = 1\n' >own/Makefile
kmend fetch --source own 6.1.0-10-cloud-amd64
ends 1 "'include/linux/version_of.h' is not as in its headers"
echo 6.1.100-1 >own/include/linux/version_of.h
kmend fetch --source own --json 6.1.0-10-cloud-amd64
ends 0
json "j['source'] == '$PWD/own' and j['version'] == '6.1.100-1'"
kmend fetch --offline --json 6.1
ends 0
json "j['source'] == '$PWD/own'"
rm -r own
kmend fetch --offline 6.1
ends 1 'is not in the cache'

KMEND_CACHE="$PWD/a b" kmend fetch 6.1
ends 1 'blank or colon in the path'
[ ! -e "a b" ] || fail "made '$PWD/a b'"
KMEND_CACHE=/proc/none kmend fetch 6.1
ends 1 "cannot make '/proc/none'"

# A machine without apt.
rm fake/apt-cache
mkdir bin
for tool in bash grep cat; do ln -s "$(command -v $tool)" bin/; done
PATH=$PWD/fake:$PWD/bin kmend fetch 6.1
ends 1 'apt-cache cannot be run or is not there'
