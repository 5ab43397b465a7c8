# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh disable=SC2154
# What is no patch module, or no whole one, gets a clear message.

core kmend.ko
patch kmend-fix.ko
: >empty.ko
mkdir directory
echo 'int main(void);' >text.ko
head -c 20000 /dev/urandom >random.ko
objcopy --remove-section .kmend.info kmend-fix.ko stock.ko
objcopy --remove-section .kmend.funcs kmend-fix.ko nothing.ko
objcopy --remove-section .rela.kmend.funcs kmend-fix.ko nameless.ko
for verb in load inspect; do
	kmend $verb missing.ko
	ends 1 "'missing.ko': No such file"
	kmend $verb directory
	ends 1 "'directory': Is a directory"
	kmend $verb empty.ko
	ends 1 "'empty.ko': the file is empty"
	kmend $verb text.ko
	ends 1 "'text.ko': not an ELF file"
	kmend $verb random.ko
	ends 1 "'random.ko': not an ELF file"
	kmend $verb "$KMEND"
	ends 1 'not a kernel module'
	kmend $verb stock.ko
	ends 1 'not a kmend patch module'
	kmend $verb nothing.ko
	ends 1 'replaces no function'
	kmend $verb nameless.ko
	ends 1 'no name at .kmend.funcs'
done

# cut at every 16 bytes; changed at many places: an answer, never a crash
size=$(stat -c %s kmend-fix.ko)
for ((n = 0; n < size; n += 16)); do
	head -c "$n" kmend-fix.ko >cut.ko
	kmend inspect cut.ko
	ends 1 "'cut.ko'"
done
for ((n = 0; n < size; n += 7)); do
	cp kmend-fix.ko broken.ko
	printf '\xff\xfe' | dd of=broken.ko bs=1 seek=$n conv=notrunc 2>/dev/null
	kmend inspect broken.ko
	[ "$status" -le 1 ] || fail "byte $n: status $status: $(cat err)"
done
calls
