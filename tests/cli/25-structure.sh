# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh disable=SC2154,SC2034
# What the module loader believes of a file is looked at before it gets it, also
# in patches without a checksum.

core kmend.ko
patch whole.ko
# damaged REGEX WHAT...: see damage.py
damaged() {
	local regex=$1
	shift
	python3 "$TESTS/damage.py" whole.ko bad.ko "$@" || fail "$*"
	! cmp -s whole.ko bad.ko || fail "$*: changes nothing"
	ran="$*"
	kmend load bad.ko
	ends 1 "'bad.ko': .*$regex"
}

damaged 'its header' header e_ehsize 0
damaged 'its header' header e_version 2
damaged 'not a kernel module' header e_type 2
damaged 'not an ELF file for x86-64' header e_machine 3
damaged 'no sections' header e_shentsize 63
damaged 'truncated' header e_shoff 0xffffffffffffffc0
damaged 'truncated' header e_shnum 0xffff
damaged 'no section names' header e_shstrndx 0xfff0
damaged 'bad section names' header e_shstrndx 1
damaged 'reaches beyond its end' section .text sh_offset 0xfffffffffffffff0
damaged 'reaches beyond its end' section .modinfo sh_size 0x100000
damaged 'has no name' section .text sh_name 0x10000
damaged 'has an alignment' section .text sh_addralign 3
damaged 'is loaded, and compressed' section .kmend.strings sh_flags 0x802
damaged 'relocations without addends' section .rela.kmend.funcs sh_type 9
damaged 'has no type' section .text sh_type 0
damaged 'string that does not end' section .strtab sh_size 2
damaged 'symbol outside of its section' symbol func st_size 0x7fffffffffffffff
damaged 'no symbol table' section .symtab sh_type 1
damaged 'second symbol table' section .kmend.strings sh_type 2
damaged 'is no symbol table' section .symtab sh_link 1
damaged 'is no symbol table' section .symtab sh_link 0xffff
damaged 'is no symbol table' section .symtab sh_entsize 23
damaged 'symbol without a name' symbol func st_name 0x100000
damaged 'section that is not there' symbol func st_shndx 0x1000
damaged 'section that is not there' symbol func st_shndx 0xfff2
damaged 'symbol outside of its section' symbol func st_value 0x1000
damaged 'section that is not there' section .rela.kmend.funcs sh_info 0x1000
damaged 'is no table of relocations' section .rela.kmend.funcs sh_link 1
damaged 'is no table of relocations' section .rela.kmend.funcs sh_entsize 16
damaged 'does not know' rela .kmend.funcs 0 r_type 9
damaged 'relocation without a symbol' rela .kmend.funcs 0 r_sym 0xffffff
damaged 'outside of its section' rela .kmend.funcs 0 r_offset 0x1000000
damaged 'outside of its section' rela .kmend.funcs 0 r_offset 41
damaged 'ends within an entry' section .init.kmend.symbols sh_size 31
damaged 'has no bytes' section .init.kmend.symbols sh_type 7
damaged 'is not loaded' section .kmend.strings sh_flags 0
damaged 'is of another module' bytes .gnu.linkonce.this_module 24 0
damaged 'is not empty' bytes .gnu.linkonce.this_module 0x300 1
damaged 'lacks the name or the vermagic' bytes .modinfo 0 0x6d
damaged 'no whole .modinfo' section .modinfo sh_size 20
calls
kmend load whole.ko
ends 0
