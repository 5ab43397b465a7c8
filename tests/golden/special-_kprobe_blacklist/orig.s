# SPDX-License-Identifier: GPL-2.0
# NOKPROBE_SYMBOL(). Only the entries of the changed function are in the
# output.
	.include "golden.inc"

	FUNC same
	nop
	ret
	END same
	FUNC foo
	nop
	movl $1, %eax
	ret
	END foo
	.section _kprobe_blacklist, "aw", @progbits
	.type _kbl_addr_same, @object
	.size _kbl_addr_same, 8
	_kbl_addr_same: .quad same
	.type _kbl_addr_foo, @object
	.size _kbl_addr_foo, 8
	_kbl_addr_foo: .quad foo
