/* SPDX-License-Identifier: GPL-2.0 */
/* <kmend/kmend.h> - all that a patch's author may use */
#ifndef KMEND_KMEND_H
#define KMEND_KMEND_H

#include <kmend/mark.h>
/* the others come with their features; this one stays a list of all */
#if __has_include(<kmend/hook.h>)
#include <kmend/hook.h>
#endif
#if __has_include(<kmend/shadow.h>)
#include <kmend/shadow.h>
#endif

#endif
