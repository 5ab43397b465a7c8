# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=dash source=tests/guest/lib.sh
# A task that sleeps in the function, and cannot be nudged, keeps an atomic patch
# out, is named, and the patch comes in once it left.
# rows: full
. /lib.sh

mkfifo door
creat door hello &
sleeper=$!
until_true 5 sleeps_in $sleeper fifo_open

refused 1 "$sleeper.*creat.*fifo_open" \
	kmend load --core /kmend.ko --mode atomic --timeout 2 \
	"$(file_of fifo)"
! loaded fifo || fail "the refused patch is still there"

step "the sleeper was not harmed"
until_true 10 sleeps_in $sleeper fifo_open
cat door >said
wait $sleeper || fail "creat: status $?"
same "$(cat said)" hello "what cat read"

load fifo --mode atomic --timeout 5
(echo again >door) &
cat door >said
same "$(cat said)" again "what cat read, patched"
same "$(stat -c %s door)" 2 "times that the FIFO was opened"
unload fifo
