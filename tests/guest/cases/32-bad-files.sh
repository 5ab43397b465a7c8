# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# What is not a patch module is refused before the kernel is touched.
. /lib.sh

try() { # FILE WHY
	refused 1 "$2" kmend load --core /kmend.ko "$1"
	! grep -q '^kmend' /proc/modules || fail "$1 reached the kernel"
}

step "a stock module"
try $PATCHES/stock.ko 'kmend'
step "no file, a directory, an empty file"
try nothing.ko 'no such file'
try /tmp '.'
: >empty.ko
try empty.ko '.'
step "random bytes"
head -c 65536 /dev/urandom >random.ko
try random.ko '.'

step "a patch module cut short at several places"
size=$(wc -c <"$(file_of version)")
for part in 1 10 50 90 99; do
	head -c $((size * part / 100)) "$(file_of version)" >cut.ko
	try cut.ko '.'
done
step "the whole one is fine"
load version
unload version
