# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash source=tests/stock/lib.sh disable=SC2154
# The report of a build, and the page with both versions of its functions.

edit diff fs/proc/version.c 's/^\tseq_printf\(m, linux_proc/\tseq_puts(m, "hi <b> there\\n");\n&/'
edit comment fs/proc/uptime.c '$a /* */'
{
	printf 'Subject: [PATCH] a <script> & "more"\n\n---\n'
	cat diff
} >a.patch
build a.patch comment
ends 0
out_has '^kmend-out.ko: a <script> & "more"'
out_has '^  in vmlinux: 1 changed$'
out_has '^    changed  fs/proc/version.c version_proc_show, [0-9]+ bytes, now [0-9]+: code$'
out_has '^  left out fs/proc/uptime.c: none of its code differs$'
out_has '^  mode [a-z-]+$'
out_has '^  took [0-9.]+ s: prepare [0-9.]+, .* link [0-9.]+$'
out_has "SHA-256 $(sha256sum kmend-out.ko | cut -d' ' -f1)\$"
build --json a.patch comment
ends 0
json "j['targets'] == ['vmlinux'] and j['left_out'] == ['fs/proc/uptime.c']"
json "j['changed'][0]['target'] == 'vmlinux' and j['mode']"
json "j['sha256'] == '$(sha256sum kmend-out.ko | cut -d' ' -f1)'"

kmend inspect --html page.html kmend-out.ko
ends 0
# rows REGEX NUMBER: so many lines of the page are like that
rows() {
	[ "$(grep -cE "$1" page.html)" = "$2" ] ||
		fail "the page does not have $2 lines like '$1'"
}
rows '<h1>out</h1>' 1
rows '<p>a &lt;script&gt; &amp; &quot;more&quot; .and 1 more.</p>' 1
rows '<script|https?:|src=|@import|url\(' 0
rows '^<h2 id="f[0-9]+"><code>version_proc_show</code>' 1
# the new call is on the right only, with its text; the old one on both sides
rows '^<tr><td( class="none")?>.*&quot;hi &lt;b&gt; there\\n&quot;' 1
rows '^<tr><td>[0-9a-f]+<td>call <b>seq_printf</b><td>[0-9a-f]+<td>call <b>seq_printf</b>' 1
rows 'class="added">call <b>seq_(puts|write)</b>' 1
rows 'class="gone">call' 0
python3 - <<'PY' || fail "the page is not well-formed"
import html.parser, sys
class Page(html.parser.HTMLParser):
    depth = []
    def handle_starttag(self, tag, attrs):
        if tag in ("table", "div", "details", "b", "h1", "h2", "code", "a"):
            self.depth.append(tag)
    def handle_endtag(self, tag):
        if tag in ("table", "div", "details", "b", "h1", "h2", "code", "a"):
            assert self.depth.pop() == tag, tag
page = Page()
page.feed(open("page.html", encoding="utf-8").read())
sys.exit(bool(page.depth))
PY

# Another build of the kernel has other code.
LC_ALL=C sed -e 's/build_id=0/build_id=1/;t' -e 's/build_id=./build_id=0/' \
	kmend-out.ko >other.ko
resum other.ko
kmend inspect --html other.html other.ko
ends 1 'another build than the patch is for'
[ ! -e other.html ] || fail "there is a page"
kmend inspect -k "$SERIES" kmend-out.ko
ends 2
rm kmend-out.ko
