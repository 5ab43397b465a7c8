// SPDX-License-Identifier: GPL-2.0
/*
 * pass_once - state of what is done once goes with what is done
 *
 * DO_ONCE() has a flag and the key of a jump label, ___done and ___once_key.
 * The code between __do_once_start() and __do_once_done() sets something, say
 * a secret. If that is another variable after the change, the state of the
 * old one says that it is set already, and it would stay zero for ever. So a
 * flag keeps its twin only if what is set has its twin, and flag and key go
 * together: with one new and one old, either the branch is gone while nothing
 * was done, or the key is the kernel's while the jumps are the patch's.
 *
 * A message that is told once, or seldom, is known by what follows: the text
 * and who is called. Here a state that begins anew does no harm.
 *
 * Reads: twin, refs.  Writes: twin, renewed.
 */
#include <string.h>

#include "diff/once.h"

enum verdict {
	ONCE_KEEPS,
	ONCE_ANEW,
	ONCE_DOUBTFUL,	/* anew, but some of it has been set: KM022 */
};

static bool site_has(const struct site *site, const struct ref *want,
		     const struct piece *piece)
{
	for (size_t i = site->from; i < site->to; i++) {
		const struct ref *ref = &site->func->refs.v[i];

		if (piece ? ref->piece == piece :
		    !ref->piece && !strcmp(ref->sym->name, want->sym->name))
			return true;
	}
	return false;
}

/* Did the kernel do that at any place where it asks for the same flag? */
static bool was_done(const struct sites *orig, const struct site *site,
		     const struct ref *ref)
{
	bool known = false;

	if (ref->piece && !ref->piece->twin)
		return false;
	vec_for_each(&orig->list, old) {
		if (old->flag != site->flag->twin)
			continue;
		known = true;
		if (site_has(old, ref, ref->piece ? ref->piece->twin : NULL))
			return true;
	}
	/* what there is may be in use, and is not set again for a guess */
	return !known;
}

static bool is_done_by(const struct ref *ref)
{
	if (ref->piece)
		return ref->piece->kind == PIECE_FUNC;
	return ref->branch;
}

static enum verdict by_who_does(const struct sites *orig,
				const struct site *site)
{
	for (size_t i = site->from; i < site->to; i++) {
		const struct ref *ref = &site->func->refs.v[i];

		if (is_done_by(ref) && !was_done(orig, site, ref))
			return ONCE_ANEW;
	}
	return ONCE_KEEPS;
}

/*
 * What is set decides. Only if no variable is named, who sets it does: one
 * call more is no reason to set anew what the kernel uses.
 */
static enum verdict keeps_state(const struct sites *orig,
				const struct site *site)
{
	bool kept = false, new = false, other = false;

	for (size_t i = site->from; i < site->to; i++) {
		const struct ref *ref = &site->func->refs.v[i];

		if (!once_is_set(site, ref))
			continue;
		if (was_done(orig, site, ref))
			kept = true;
		else if (ref->piece)
			new = true;
		else
			other = true;
	}
	if (new)
		return kept ? ONCE_DOUBTFUL : ONCE_ANEW;
	if (kept)
		return ONCE_KEEPS;
	return other ? ONCE_ANEW : by_who_does(orig, site);
}

static bool are_together(const struct sites *orig, const struct site *site)
{
	bool known = false;

	if (!site->key)
		return true;
	vec_for_each(&orig->list, old) {
		if (old->flag != site->flag->twin)
			continue;
		known = true;
		if (old->key == site->key->twin)
			return true;
	}
	return !known && site->key->twin;
}

/* What a flag or key belonged to before goes as well. */
static void begin_anew(const struct sites *orig, struct site *site,
		       enum verdict verdict)
{
	struct piece *flag = site->flag->twin;
	struct piece *key = site->key ? site->key->twin : NULL;

	vec_for_each(&orig->list, old) {
		if (old->flag != flag && (!key || old->key != key))
			continue;
		pair_part(old->flag);
		if (old->key)
			pair_part(old->key);
	}
	pair_part(site->flag);
	site->flag->renewed = verdict != ONCE_DOUBTFUL;
	if (!site->key)
		return;
	pair_part(site->key);
	site->key->renewed = true;	/* the flag is told of */
}

/* One that begins anew may part another pair: until nothing changes. */
static bool settle_once(const struct sites *orig, struct sites *patched)
{
	bool any = false;

	vec_for_each(&patched->list, site) {
		bool has = site->flag->twin || (site->key && site->key->twin);
		enum verdict verdict = ONCE_DOUBTFUL;

		if (!has)
			continue;
		if (site->flag->twin)
			verdict = keeps_state(orig, site);
		if (verdict == ONCE_KEEPS && are_together(orig, site))
			continue;
		if (verdict == ONCE_KEEPS)
			verdict = ONCE_DOUBTFUL;
		begin_anew(orig, site, verdict);
		any = true;
	}
	return any;
}

/* If what is set is not known, all of the function begins anew, and is told. */
static void settle_blind(struct diff *d, const struct sites *patched)
{
	struct sites blind = {0};

	once_blind_find(&d->patched, patched, &blind);
	vec_for_each(&blind.list, site) {
		if (site->flag)
			pair_part(site->flag);
		if (!site->key)
			continue;
		pair_part(site->key);
		site->key->renewed = true;	/* the flag is told of */
	}
	vec_deinit(&blind.list);
}

/* Of "movb $1, flag" the reference of the flag is at the third byte. */
static bool is_flag_set(const struct piece *func, const struct ref *ref)
{
	const uint8_t *code = func->sec->data;

	if (!code || ref->at < func->base + 2)
		return false;
	return code[ref->at - 2] == 0xc6 && code[ref->at - 1] == 0x05;
}

static bool is_message_flag(const struct piece *piece)
{
	return once_is_named(piece, "__already_done") || once_is_named(piece, "__warned");
}

/* Where the message of a flag or limit begins: behind what decides on it. */
static bool message_begins(const struct piece *func, size_t i,
			   const struct piece *state)
{
	const struct ref *ref = &func->refs.v[i];

	if (ref->piece == state && is_message_flag(state))
		return is_flag_set(func, ref);
	for (size_t k = i; ref->branch && !ref->piece && k > 0 && i - k < 4;
	     k--)
		if (func->refs.v[k].piece == state)
			return !strcmp(ref->sym->name, "___ratelimit");
	return false;
}

static void message_sites(const struct side *side, struct sites *ret)
{
	side_for_each(side, p) {
		const struct piece *func = *p;
		struct piece *state = NULL;

		if (func->kind != PIECE_FUNC)
			continue;
		for (size_t i = 0; i < func->refs.n; i++) {
			struct piece *to = func->refs.v[i].piece;
			struct site site = { .func = func, .from = i + 1 };

			if (is_message_flag(to) || once_is_named(to, "_rs"))
				state = to;
			if (!state || !message_begins(func, i, state))
				continue;
			site.flag = state;
			for (site.to = i + 1; site.to < func->refs.n; site.to++)
				if (func->refs.v[site.to].branch)
					break;
			vec_push(&ret->list, site);
		}
	}
}

static const char *text_of(const struct ref *ref, size_t *ret)
{
	const struct piece *piece = ref->piece;

	if (!piece || piece->kind != PIECE_STRING || ref->to < 0 ||
	    (uint64_t)ref->to > piece->size)
		return NULL;
	*ret = piece->size - ref->to;
	return (const char *)piece->sec->data + piece->off + ref->to;
}

/* Is there a text on one side only? */
static bool has_text(const struct site *site, const char *want, size_t size)
{
	bool any = false;

	for (size_t i = site->from; i < site->to; i++) {
		size_t n;
		const char *text = text_of(&site->func->refs.v[i], &n);

		any |= text != NULL;
		if (text && n == size && !memcmp(text, want, n))
			return true;
	}
	return !any;
}

static bool is_same_message(const struct site *a, const struct site *b)
{
	for (size_t i = b->from; i < b->to; i++) {
		size_t n;
		const char *text = text_of(&b->func->refs.v[i], &n);

		if (text && !has_text(a, text, n))
			return false;
	}
	return true;
}

/* 1: some message of the flag is as before, 0: none, -1: not known. */
static int message_stays(const struct sites *orig, const struct sites *patched,
			 const struct piece *flag)
{
	int ret = -1;

	vec_for_each(&patched->list, site) {
		if (site->flag != flag)
			continue;
		vec_for_each(&orig->list, old) {
			if (old->flag != flag->twin)
				continue;
			if (is_same_message(old, site))
				return 1;
			ret = 0;
		}
	}
	return ret;
}

static void settle_messages(struct diff *d)
{
	struct sites orig = {0}, patched = {0};

	message_sites(&d->orig, &orig);
	message_sites(&d->patched, &patched);
	vec_for_each(&patched.list, site)
		if (site->flag->twin &&
		    !message_stays(&orig, &patched, site->flag)) {
			pair_part(site->flag);
			site->flag->renewed = true;
		}
	/* nor does it if it has no twin at all */
	vec_for_each(&patched.list, site)
		site->flag->renewed |= !site->flag->twin;
	vec_deinit(&orig.list);
	vec_deinit(&patched.list);
}

/* The class of a lock is told by its key; another one does no harm. */
static void settle_lock_classes(struct diff *d)
{
	side_for_each(&d->patched, p)
		if (once_is_named(*p, "__key"))
			(*p)->renewed |= !(*p)->twin;
}

struct err *pass_once(struct diff *d)
{
	struct sites orig = {0}, patched = {0};

	once_sites_find(&d->orig, &orig);
	once_sites_find(&d->patched, &patched);
	while (settle_once(&orig, &patched))
		;
	settle_blind(d, &patched);
	vec_deinit(&orig.list);
	vec_deinit(&patched.list);
	settle_messages(d);
	settle_lock_classes(d);
	return NULL;
}
