/* SPDX-License-Identifier: GPL-2.0 */
/* inspect_style - what the page of `kmend inspect --html` looks like */
#ifndef KMEND_CLI_INSPECT_STYLE_H
#define KMEND_CLI_INSPECT_STYLE_H

#define INSPECT_STYLE							\
":root{color-scheme:light dark;--fg:#1b1f24;--dim:#6b7280;--bg:#fff;"	\
"--line:#d9dde3;--head:#f4f5f7;--gone:#ffe3e0;--added:#dcf5e0;"		\
"--name:#0b5cad;--none:#f7f7f8}\n"					\
"@media(prefers-color-scheme:dark){:root{--fg:#d7dbe0;--dim:#8b939e;"	\
"--bg:#14171b;--line:#2d333b;--head:#1c2026;--gone:#4a1f1f;"		\
"--added:#173d24;--name:#7ab7ff;--none:#191d22}}\n"			\
"body{margin:0 auto;padding:1.5rem;max-width:110rem;color:var(--fg);"	\
"background:var(--bg);font:15px/1.45 system-ui,sans-serif}\n"		\
"h1{font-size:1.4rem;margin:0 0 .2rem}"					\
"h2{font-size:1.05rem;margin:2.2rem 0 .4rem}"				\
"h2 code{font-size:1.05rem}\n"						\
"p{margin:.2rem 0}code,td,th{font-family:ui-monospace,monospace}\n"	\
".dim,summary{color:var(--dim)}.dim code{color:var(--fg)}\n"		\
"dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;" \
"margin:.8rem 0}dt{color:var(--dim)}dd{margin:0;overflow-wrap:anywhere}\n" \
"table{border-collapse:collapse;width:100%;font-size:12.5px;"		\
"line-height:1.4}\n"							\
"table.code{table-layout:fixed}"					\
".code col.off{width:4.5rem}\n"						\
"td{padding:0 .5rem;vertical-align:top;white-space:pre-wrap;"		\
"overflow-wrap:anywhere}\n"						\
".code td:nth-child(odd){color:var(--dim);text-align:right;"		\
"user-select:none}"							\
".code td:nth-child(3){border-left:1px solid var(--line)}\n"		\
".code th{position:sticky;top:0;background:var(--head);text-align:left;" \
"padding:.25rem .5rem;border-bottom:1px solid var(--line);"		\
"font-weight:600}\n"							\
".gone{background:var(--gone)}.added{background:var(--added)}"		\
".none{background:var(--none)}\n"					\
"td b{font-weight:400;color:var(--name)}\n"				\
".box{border:1px solid var(--line);border-radius:6px}\n"		\
"details{border-top:1px solid var(--line);border-bottom:1px solid "	\
"var(--line)}summary{padding:.15rem .6rem;font-size:12.5px;"		\
"background:var(--head);cursor:pointer}\n"				\
".toc td,.toc th{padding:.1rem .8rem .1rem 0;text-align:left;"		\
"font-weight:400}.toc th{color:var(--dim)}.toc{width:auto}\n"		\
".toc .n{text-align:right}a{color:var(--name);text-decoration:none}"	\
"a:hover{text-decoration:underline}\n"					\
"@media print{details>*{display:block}.code th{position:static}}\n"

#endif
