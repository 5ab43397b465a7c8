# SPDX-License-Identifier: GPL-2.0
"""damage.py FROM TO WHAT...: change one field of an ELF file

  header FIELD VALUE           e_type, e_machine ...
  section NAME FIELD VALUE     sh_type, sh_offset ...
  symbol NAME FIELD VALUE      st_value, st_shndx ...
  rela SECTION N FIELD VALUE   the N-th relocation of .relaSECTION
  bytes SECTION OFFSET VALUE   one byte
"""
import struct
import sys

HEADER = {'e_version': (20, 'I'), 'e_type': (16, 'H'), 'e_machine': (18, 'H'),
          'e_ehsize': (52, 'H'), 'e_shentsize': (58, 'H'),
          'e_shnum': (60, 'H'), 'e_shstrndx': (62, 'H'), 'e_shoff': (40, 'Q')}
SECTION = {'sh_name': (0, 'I'), 'sh_type': (4, 'I'), 'sh_flags': (8, 'Q'),
           'sh_offset': (24, 'Q'), 'sh_size': (32, 'Q'), 'sh_link': (40, 'I'),
           'sh_info': (44, 'I'), 'sh_addralign': (48, 'Q'),
           'sh_entsize': (56, 'Q')}
SYMBOL = {'st_name': (0, 'I'), 'st_shndx': (6, 'H'), 'st_value': (8, 'Q'),
          'st_size': (16, 'Q')}
RELA = {'r_offset': (0, 'Q'), 'r_type': (8, 'I'), 'r_sym': (12, 'I')}

source, to, kind, *args = sys.argv[1:]
data = bytearray(open(source, 'rb').read())


def get(at, field):
    return struct.unpack_from('<' + field[1], data, at + field[0])[0]


def string(table, offset):
    start = get(table, SECTION['sh_offset']) + offset
    return data[start:data.index(0, start)].decode()


def sections():
    first = get(0, HEADER['e_shoff'])
    return [first + 64 * i for i in range(get(0, HEADER['e_shnum']))]


def section(name):
    names = sections()[get(0, HEADER['e_shstrndx'])]
    return next(s for s in sections()
                if string(names, get(s, SECTION['sh_name'])) == name)


def symbol(name):
    table = section('.symtab')
    names = sections()[get(table, SECTION['sh_link'])]
    start = get(table, SECTION['sh_offset'])
    return next(s for s in range(start, start +
                                 get(table, SECTION['sh_size']), 24)
                if string(names, get(s, SYMBOL['st_name'])) == name)


if kind == 'header':
    at, field = 0, HEADER[args[0]]
elif kind == 'section':
    at, field = section(args[0]), SECTION[args[1]]
elif kind == 'symbol':
    at, field = symbol(args[0]), SYMBOL[args[1]]
elif kind == 'rela':
    at = get(section('.rela' + args[0]), SECTION['sh_offset'])
    at, field = at + 24 * int(args[1]), RELA[args[2]]
else:
    at = get(section(args[0]), SECTION['sh_offset'])
    at, field = at + int(args[1], 0), (0, 'B')
struct.pack_into('<' + field[1], data, at + field[0], int(args[-1], 0))
open(to, 'wb').write(data)
