# SPDX-License-Identifier: GPL-2.0
# The checksum of an exported function's prototype changed; that of another is
# the same.
	.include "golden.inc"

	.globl foo, bar, __crc_foo, __crc_bar
	.set __crc_foo, 0x12345678
	.set __crc_bar, 0x1
	FUNC foo
	movl $1, %eax
	ret
	END foo
	FUNC bar
	movl $1, %eax
	ret
	END bar
	.section "___ksymtab+foo", "a", @progbits
	.long foo - .
	.section "___ksymtab+bar", "a", @progbits
	.long bar - .
