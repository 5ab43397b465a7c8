# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# Units that make errors of warnings (arch/x86/kvm) meet none of ours: a header
# of theirs changes, and who uses it is in the patch.

edit a.patch arch/x86/kvm/i8254.h 's/^(#define KVM_PIT_FREQ\s+)1193181$/\11193182/'
build --json a.patch
ends 0
json "j['units'] == ['arch/x86/kvm/i8254.c'] and j['targets'] == ['kvm']"
json "'pit_get_count' in [f['name'] for f in j['changed']]"
