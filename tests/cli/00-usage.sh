# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/cli/lib.sh
# Wrong usage is status 2 and names the one thing that is wrong.

kmend
ends 2 'no verb'
kmend mend
ends 2 "no verb 'mend'"
kmend --loud
ends 2 "no option '--loud'"
kmend load
ends 2 'too few'
kmend load a b
ends 2 "too many arguments: 'b'"
kmend load --loud a
ends 2 "^kmend load: .*no option '--loud'"
kmend load --core
ends 2 "'--core' needs a value: FILE"
for seconds in x -1 1x '' 1e9 nan; do
	kmend load --timeout "$seconds" a
	ends 2 "'--timeout'"
done
kmend help --json
ends 2 "no option '--json'"
kmend help mend
ends 2 "no verb 'mend'"
kmend unload ../core
ends 2 'no name of a patch'
calls

# an option that may be given several times
# shellcheck disable=SC2046 # words
kmend build $(printf -- '--on a.ko %.0s' {1..33}) x.patch
ends 2 "option '--on' is given more than 32 times"
kmend build --on
ends 2 "option '--on' needs a value: PATCH.ko"
