# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh disable=SC2154
# A patch whose file is damaged is refused before the kernel is asked for
# anything, also where the damage makes no difference to a reader.

core kmend.ko
summed kmend-fix.ko
kmend inspect kmend-fix.ko
ends 0
out_has '^checksum  *[0-9a-f]{32}$'
kmend inspect --json kmend-fix.ko
json "len(j['checksum']) == 32"

# refused REGEX: by all who read it, with nothing touched
refused() {
	for verb in load inspect install; do
		kmend $verb bad.ko
		ends 1 "'bad.ko'.*$1"
	done
	calls
}

# each byte of the file counts, its end, too
size=$(stat -c %s kmend-fix.ko)
for ((n = 0; n < size; n += 83)); do
	cp kmend-fix.ko bad.ko
	byte=$(od -An -tu1 -j $n -N 1 bad.ko)
	# shellcheck disable=SC2059 # a byte
	printf "\\x$(printf %x $((byte ^ 1 << n % 8)))" |
		dd of=bad.ko bs=1 seek=$n conv=notrunc 2>/dev/null
	kmend load bad.ko
	ends 1 "'bad.ko'.*damaged"
done
calls
for ((n = 1; n < 30; n++)); do
	mutate kmend-fix.ko $n bad.ko >changes
	kmend load bad.ko
	ends 1 "'bad.ko'"
done
calls
head -c $((size - 1)) kmend-fix.ko >bad.ko
refused 'damaged: its checksum is [0-9a-f]{32}, .* it was [0-9a-f]{32}$'
grep -q 'copy it again' err || fail "no advice: $(cat err)"
{ cat kmend-fix.ko; echo; } >bad.ko
refused damaged
# the checksum itself: a digit, a letter that is none, its key, its end
at=$(grep -abo checksum= kmend-fix.ko | cut -d: -f1)
for change in 9:x 40:. 3:x 8:x 0:i; do
	cp kmend-fix.ko bad.ko
	printf %s "${change#*:}" |
		dd of=bad.ko bs=1 seek=$((at + ${change%:*})) conv=notrunc \
			2>/dev/null
	refused damaged
done
cp kmend-fix.ko bad.ko
printf x | dd of=bad.ko bs=1 seek=$((at + 41)) conv=notrunc 2>/dev/null
refused damaged

# a signature comes behind it all, and is the kernel's to look at
{
	cat kmend-fix.ko
	printf 'SIGNED'
	printf '\0\0\2\0\0\0\0\0\0\0\0\6~Module signature appended~\n'
} >kmend-signed.ko
kmend inspect kmend-signed.ko
ends 0
out_has '^signature  *yes$'
sed 's/~Module signature/~Module sugnature/' kmend-signed.ko >bad.ko
refused damaged
sed 's/verified=1/verified=0/' kmend-signed.ko >bad.ko
refused damaged

# an older kmend wrote none
patch kmend-fix.ko
kmend inspect kmend-fix.ko
ends 0
out_has '^checksum  *none: built by an older kmend$'
kmend load kmend-fix.ko
ends 0
rm "$FAKE_ROOT/calls"
sed 's/verified=1/verifie_=1/' kmend-fix.ko >bad.ko
refused 'no checksum, and is not one of an older kmend'
