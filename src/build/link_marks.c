// SPDX-License-Identifier: GPL-2.0
/*
 * link_marks - what the authors of the units say of the patch as a whole
 *
 * Units may say different things. Of descriptions the first counts, of modes
 * the strongest, and all CVEs are named.
 */
#include <string.h>

#include "build/link.h"
#include "kmend_abi.h"

static const char *word_take(struct arena *arena, const struct sec *sec,
			     uint64_t *at)
{
	const char *data = (const char *)sec->data + *at;
	size_t left = sec->size - *at, len = strnlen(data, left);

	if (len == left)
		return NULL;
	*at += len + 1;
	return arena_strdup(arena, data);
}

static int mode_rank(const char *mode)
{
	static const char *const modes[] = {
		KMEND_ABI_MODE_IMMEDIATE, KMEND_ABI_MODE_PER_TASK,
		KMEND_ABI_MODE_ATOMIC,
	};

	for (int i = 0; i < (int)ARRAY_LEN(modes); i++)
		if (!strcmp(mode, modes[i]))
			return i;
	return -1;
}

/* One word of "a b c", once. */
static void cves_add(struct arena *arena, struct link_marks *ret, char *text)
{
	const char *cve;

	while ((cve = strsep(&text, " ,"))) {
		_cleanup_free_ char *all = xasprintf(" %s ", ret->cves);
		_cleanup_free_ char *one = xasprintf(" %s ", cve);

		if (*cve && !strstr(all, one))
			ret->cves = arena_printf(arena, "%s%s%s", ret->cves,
						 *ret->cves ? " " : "", cve);
	}
}

static void mark_hear(struct arena *arena, struct link_marks *ret,
		      const char *what, const char *text)
{
	if (!strcmp(what, "description") && !ret->description)
		ret->description = text;
	else if (!strcmp(what, "cve"))
		cves_add(arena, ret, arena_strdup(arena, text));
	else if (!strcmp(what, "mode") &&
		 (!ret->mode || mode_rank(text) > mode_rank(ret->mode)))
		ret->mode = text;
	else if (!strcmp(what, "replace"))
		ret->replace = true;
}

void link_marks(struct arena *arena, struct obj *obj, const char *cves,
		struct link_marks *ret)
{
	struct sec *sec = obj_find_sec(obj, KMEND_ABI_SEC_MARKS);
	const char *words[4];
	uint64_t at = 0;

	*ret = (struct link_marks){ .cves = "" };
	cves_add(arena, ret, arena_strdup(arena, cves));
	while (sec && at < sec->size) {
		for (size_t i = 0; i < ARRAY_LEN(words); i++) {
			words[i] = word_take(arena, sec, &at);
			if (!words[i])
				return;
		}
		mark_hear(arena, ret, words[0], words[3]);
	}
}

void link_marks_drop(struct obj *obj)
{
	struct sec *marks = obj_find_sec(obj, KMEND_ABI_SEC_MARKS);

	if (!marks)
		return;
	vec_for_each(&obj->secs, sec)
		(*sec)->keep = *sec != marks;
	vec_for_each(&obj->syms, sym)
		(*sym)->keep = (*sym)->sec != marks;
	obj_prune(obj);
}
