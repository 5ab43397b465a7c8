# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# A diff has the compiler read no file of elsewhere, and nobody waits for one
# that is no regular file.

# reads NAME: a diff that includes it is refused, at once
reads() {
	edit foreign.patch fs/proc/version.c "s,^#include \"internal.h\",&\n#include $1,"
	timeout 60 "$KMEND" build -k "$SERIES" -o kmend-out.ko foreign.patch \
		>out 2>err
	status=$? ran="build with $1"
	refused 3 "version.c: line 9 has the compiler read '.*KM139"
	! grep -q root: err || fail "$ran: shows the file: $(cat err)"
}

mkfifo fifo.h
reads "\"$PWD/fifo.h\""
reads '"/etc/passwd"'
reads '"../../../../../../../../../../../../etc/passwd"'
reads '"/dev/tty"'

# nor is a diff read from a FIFO that has no writer, or a device
timeout 60 "$KMEND" build -k "$SERIES" -o kmend-out.ko fifo.h >out 2>err
status=$? ran='build fifo.h'
refused 1 "'fifo.h' is not a regular file"
timeout 60 "$KMEND" build -k "$SERIES" -o kmend-out.ko /dev/zero >out 2>err
status=$? ran='build /dev/zero'
refused 1 "'/dev/zero' is not a regular file"
# a pipe of the shell is one that somebody writes
edit ok.patch fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tseq_puts(m, "x");\n&/'
build <(cat ok.patch)
ends 0
rm kmend-out.ko

# what a macro makes of a name is seen when the compiler has read it
echo 'int from_elsewhere;' >elsewhere.h
for name in "$PWD/elsewhere.h" /etc/passwd; do
	edit macro.patch fs/proc/version.c "s,^#include \"internal.h\",&\n#define S_(x) #x\n#define S(x) S_(x)\n#include S($name),"
	build macro.patch
	refused 3 "version.c: the compiler has read '$name', which is no file.*KM139"
	! grep -q 'root:\|from_elsewhere' err || fail "shows the file: $(cat err)"
done
